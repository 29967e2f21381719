package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --calibration}: every command that times with it says so. */
class CalibrationOptionTest {
    private static final String MINE = "src/test/resources/calibration/mine.yaml";

    @TempDir
    Path folder;

    private static JsonNode json(String... args) throws IOException {
        Run run = Run.of(args);
        assertEquals(0, run.exit(), run::err);
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void aProfileTakesItAndNamesItWithItsDigest() throws IOException {
        JsonNode plain = json("profile", "--model", "sd-v1.5", "--format", "json");
        JsonNode mine = json("profile", "--model", "sd-v1.5", "--format", "json", "--calibration", MINE);
        assertTrue(plain.at("/settings/calibration").isMissingNode());
        assertEquals(MINE, mine.at("/settings/calibration/file").asText());
        assertEquals(dev.ttbench.spec.SuiteFiles.digest(Files.readAllBytes(Path.of(MINE))), mine.at("/settings/calibration/sha256").asText());
        assertNotEquals(plain.at("/totals/time_s").asDouble(), mine.at("/totals/time_s").asDouble());
        assertEquals(plain.at("/totals/flops"), mine.at("/totals/flops"));
    }

    @Test
    void explainShowsTheConstantAndItsOrigin() {
        Run run = Run.of("explain", "matmul", "--calibration", MINE, "--format", "json");
        assertEquals(0, run.exit(), run::err);
        assertTrue(run.out().contains("fit: calibration mine: a test") && run.out().contains("300"), run::out);
    }

    @Test
    void aSuiteNamesItInItsStudies() throws IOException {
        Run run = Run.of("suite", "src/test/resources/study/small.yaml", "--output", folder.toString(), "--calibration", MINE);
        assertEquals(0, run.exit(), run::err);
        assertTrue(Files.readString(folder.resolve("index.md")).contains("calibration " + MINE + " (SHA-256 "));
    }

    @Test
    void lintTakesItForWhatItsFirstKeySays() {
        Run run = Run.of("lint", MINE);
        assertEquals(0, run.exit(), run::out);
    }

    @Test
    void aFaultyFileIsRefusedWithItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "calibration: c\ndevices: {a100-sxm4-80gb: {sms: {value: 100, fit: x}}}\n");
        Run run = Run.of("profile", "--model", "sd-v1.5", "--calibration", file.toString());
        assertEquals(2, run.exit());
        assertTrue(run.err().startsWith(file + ":2:"), run::err);
        assertEquals(2, Run.of("profile", "--model", "sd-v1.5", "--calibration", "nothing.yaml").exit());
    }
}
