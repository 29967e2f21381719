package dev.ttbench.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are none, too large or without end, and where a name is looked for. */
class SuiteFilesTest {
    private final SuiteFiles files = new SuiteFiles(Path.of("suites"), Precompiled.NONE);

    private String message(String file) {
        return assertThrows(InputException.class, () -> files.bytes(file)).getMessage();
    }

    @Test
    void whatIsNoFile(@TempDir Path dir) {
        assertEquals(dir + ": this is a folder, not a file", message(dir.toString()));
        assertEquals(dir.resolve("none.yaml") + ": there is no such file", message(dir.resolve("none.yaml").toString()));
        assertTrue(message("a\0b").contains("cannot be read"));
    }

    @Test
    void aFileWithoutEndIsLeftAtTheLimit() {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/zero")));
        assertTrue(message("/dev/zero").startsWith("/dev/zero: the file is larger than 2000000 bytes"));
        assertEquals(0, files.bytes("/dev/null").length);
    }

    @Test
    void aLargeFileIsNotRead(@TempDir Path dir) throws IOException {
        Path p = dir.resolve("large.yaml");
        Files.write(p, new byte[2_000_001]);
        assertTrue(message(p.toString()).contains("larger than 2000000 bytes"));
    }

    @Test
    void aNameIsLookedForBesideTheFileThenOneFolderUpThenAmongTheShipped(@TempDir Path dir) throws IOException {
        Path models = Files.createDirectories(dir.resolve("models"));
        String from = models.resolve("mine.yaml").toString();
        assertEquals(Path.of("suites/graphs/llama.yaml").toString(), files.find("graphs", "llama", from));
        Path up = Files.writeString(Files.createDirectories(dir.resolve("graphs")).resolve("llama.yaml"), "");
        assertEquals(up.toString(), files.find("graphs", "llama", from));
        Path beside = Files.writeString(Files.createDirectories(models.resolve("graphs")).resolve("llama.yaml"), "");
        assertEquals(beside.toString(), files.find("graphs", "llama", from));
        assertEquals(null, files.find("graphs", "../graphs/llama", from));
    }
}
