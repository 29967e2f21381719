package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.cli.Environment;
import dev.ttbench.cli.Ttbench;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/accuracy.md and its charts are what 'ttbench validate -o docs/accuracy.md' writes; -Dttbench.update=true writes them. */
class AccuracyTest {
    private static final Path DOCS = Path.of("docs");

    @TempDir
    Path folder;

    @Test
    void thePageIsOfTheConstantsThatShip() throws IOException {
        Path to = Boolean.getBoolean("ttbench.update") ? DOCS : folder;
        StringWriter err = new StringWriter();
        int exit = new Ttbench(new Environment(Path.of("suites"), Map.of(), "UTF-8", () -> false)).run(new PrintWriter(new StringWriter()), new PrintWriter(err), "validate", "-o", to.resolve("accuracy.md").toString());
        assertEquals(0, exit, err::toString);
        try (Stream<Path> written = Files.list(to)) {
            for (Path p : written.filter(f -> f.getFileName().toString().matches("accuracy(-(?!held-out).*)?\\.(md|svg)")).toList()) {
                assertEquals(Files.readString(p), Files.readString(DOCS.resolve(p.getFileName())), p.getFileName() + " is of other constants");
            }
        }
    }
}
