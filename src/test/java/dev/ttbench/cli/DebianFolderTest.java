package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianFolderTest {
    @TempDir
    Path folder;

    @Test
    void pagesAndChangesAreCompressedWithoutNameAndTime() throws IOException {
        Path page = folder.resolve("share/man/man1/ttbench.1");
        Files.createDirectories(page.getParent());
        Files.writeString(page, "a page\n".repeat(100));
        Files.writeString(folder.resolve("changes"), "");
        DebianFolder.main(new String[] {folder.resolve("debian").toString(), folder.resolve("share").toString(), folder.resolve("changes").toString()});
        assertEquals("a page\n".repeat(100), plain("man/man1/ttbench.1.gz"));
        assertEquals("", plain("changelog.gz"));
    }

    private String plain(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("debian").resolve(name));
        assertArrayEquals(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, 3}, Arrays.copyOf(bytes, 10), name);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
