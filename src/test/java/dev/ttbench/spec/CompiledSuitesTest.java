package dev.ttbench.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compiled suites hold exactly what the YAML says, and are used only for the very same bytes. */
class CompiledSuitesTest {
    private static final Path ROOT = Path.of("suites");

    @Test
    void everyShippedFileComesBackAsItWasRead(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("suites.bin");
        Precompile.main(new String[] {ROOT.toString(), file.toString()});
        Precompiled compiled = CompiledSuites.open(file, ROOT);
        try (Stream<Path> walk = Files.walk(ROOT)) {
            for (Path p : walk.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                byte[] bytes = Files.readAllBytes(p);
                assertEquals(YamlReader.read(p.toString(), new String(bytes, StandardCharsets.UTF_8)), compiled.documents(p.toString(), bytes), p.toString());
                assertEquals(SuiteFiles.digest(bytes), compiled.sha256(p.toString(), bytes));
            }
        }
    }

    @Test
    void otherBytesAreReadAnew(@TempDir Path dir) throws IOException {
        byte[] bytes = "a: [1, -5, 2.5, true, false, null, text]\n".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(dir.resolve("suites.bin"), Precompile.bytes(Map.of("a.yaml", bytes)));
        Precompiled compiled = CompiledSuites.open(file, ROOT);
        String name = ROOT.resolve("a.yaml").toString();
        assertEquals(YamlReader.read(name, new String(bytes, StandardCharsets.UTF_8)), compiled.documents(name, bytes));
        assertNull(compiled.documents(name, "a: 1\n".getBytes(StandardCharsets.UTF_8)));
        assertNull(compiled.documents(ROOT.resolve("b.yaml").toString(), bytes));
        assertNull(compiled.documents("elsewhere/a.yaml", bytes));
    }

    @Test
    void aMissingOrDamagedFileIsNone(@TempDir Path dir) throws IOException {
        assertSame(Precompiled.NONE, CompiledSuites.open(dir.resolve("none"), ROOT));
        assertSame(Precompiled.NONE, CompiledSuites.open(Files.write(dir.resolve("short"), new byte[] {1, 2, 3}), ROOT));
        byte[] bytes = "a: [1, 2, 3]\n".getBytes(StandardCharsets.UTF_8);
        byte[] whole = Precompile.bytes(Map.of("a.yaml", bytes));
        for (int length : List.of(whole.length - 1, whole.length - 10, whole.length - bytes.length - 10)) {
            Precompiled cut = CompiledSuites.open(Files.write(dir.resolve("cut"), Arrays.copyOf(whole, length)), ROOT);
            assertNull(cut.documents(ROOT.resolve("a.yaml").toString(), bytes));
        }
    }
}
