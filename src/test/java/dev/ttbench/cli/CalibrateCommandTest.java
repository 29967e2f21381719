package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
    @TempDir
    Path folder;

    private Path rows(int n) throws IOException {
        StringBuilder b = new StringBuilder("device,dtype,m,n,k,latency_us\n");
        for (int i = 1; i <= n; i++) {
            b.append("a100-sxm4-80gb,fp16,").append(1024 * i).append(",4096,4096,").append(170 * i).append('\n');
        }
        return Files.writeString(folder.resolve("rows.csv"), b);
    }

    @Test
    void itsFileIsTakenByProfileAndPassesLint() throws IOException {
        String file = folder.resolve("mine.yaml").toString();
        Run run = Run.of("calibrate", "--device", "a100-sxm4-80gb", "--measurements", rows(20).toString(), "--fit", "tensor_efficiency", "-o", file, "--format", "json");
        assertEquals(0, run.exit(), run::err);
        JsonNode said = new ObjectMapper().readTree(run.out());
        assertEquals("ttbench.calibration", said.path("format").asText());
        assertEquals(20, said.path("cases").asInt());
        assertTrue(said.at("/errors/0/median_error").asDouble() > said.at("/errors/1/median_error").asDouble(), run::out);
        assertEquals(0, Run.of("lint", file).exit());
        Run explained = Run.of("explain", "matmul", "--calibration", file);
        assertTrue(explained.out().contains("calibration mine: 20 cases of a100-sxm4-80gb"), explained::out);
        assertEquals(0, Run.of("profile", "--model", "sd-v1.5", "--calibration", file).exit());
        Path both = folder.resolve("both.yaml");
        Files.writeString(both, "calibration: base\nconstants: {stream_floor_us: {value: 2.5, unit: us, fit: mine}}\n");
        assertEquals(0, Run.of("calibrate", "--device", "a100-sxm4-80gb", "--measurements", folder.resolve("rows.csv").toString(), "--fit", "tensor_efficiency", "--calibration", both.toString(), "-o",
                both.toString()).exit());
        assertTrue(Files.readString(both).contains("stream_floor_us: {value: 2.5, unit: 'us', fit: 'calibration base: mine'}"), "the other constants of the calibration before stay");
        assertEquals(0, Run.of("lint", both.toString()).exit());
        JsonNode validated = new ObjectMapper().readTree(Run.of("validate", "--measurements", folder.resolve("rows.csv").toString(), "--calibration", file, "--format", "json").out());
        assertEquals(file, validated.path("calibration").asText());
        String before = Files.readString(Path.of(file));
        Run.of("calibrate", "--device", "a100-sxm4-80gb", "--measurements", folder.resolve("rows.csv").toString(), "--fit", "tensor_efficiency", "-o", file);
        assertEquals(before, Files.readString(Path.of(file)), "the same rows and seed, the same file");
    }

    @Test
    void aDeviceFileOfOnesOwnIsCalibratedByItsName() throws IOException {
        Path device = folder.resolve("board.yaml");
        Files.writeString(device, Files.readString(Path.of("suites/devices/a100-sxm4-80gb.yaml")).replaceFirst("device: \\S+", "device: my-board").replaceFirst("(?m)^aliases:.*\\n", ""));
        Path csv = Files.writeString(folder.resolve("mine.csv"), Files.readString(rows(20)).replace("a100-sxm4-80gb", "my-board"));
        Path file = folder.resolve("mine.yaml");
        Run run = Run.of("calibrate", "--device", device.toString(), "--measurements", csv.toString(), "--fit", "tensor_efficiency", "-o", file.toString());
        assertEquals(0, run.exit(), run::err);
        assertEquals(0, Run.of("profile", "--model", "sd-v1.5", "--device", device.toString(), "--calibration", file.toString()).exit());
    }

    @Test
    void aTraceSaysWhatItDidNotUnderstand() {
        Run run = Run.of("calibrate", "--device", "a100-sxm4-80gb", "--measurements", "src/test/resources/trace/kineto.json", "--fit", "dram_efficiency");
        assertTrue(run.err().contains("19 kernels; rows: 3 gemm") && run.err().contains("1 of no operator"), run::err);
    }

    @Test
    void aRefusalWritesNoFile() throws IOException {
        Path file = folder.resolve("mine.yaml");
        Run run = Run.of("calibrate", "--device", "a100-sxm4-80gb", "--measurements", rows(3).toString(), "--fit", "tensor_efficiency,matmul_floor_us", "-o", file.toString());
        assertEquals(2, run.exit());
        assertTrue(run.err().startsWith("ttbench: ") && run.out().isEmpty(), run::toString);
        assertFalse(Files.exists(file));
        assertEquals(2, Run.of("calibrate", "--measurements", "x.csv").exit());
        assertEquals(2, Run.of("calibrate", "--device", "a100-sxm4-80gb").exit());
        assertEquals(2, Run.of("calibrate", "--device", "a100-sxm4-80gb", "--measurements", file.toString()).exit());
    }
}
