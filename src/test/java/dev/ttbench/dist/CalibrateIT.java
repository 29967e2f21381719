package dev.ttbench.dist;

import static dev.ttbench.dist.Distribution.environment;
import static dev.ttbench.dist.Distribution.scratch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The packaged launcher fits constants, with what of the optimiser the jar holds, and profiles with them. */
@DisabledOnOs(OS.WINDOWS)
class CalibrateIT {
    private final Distribution built = Distribution.built();

    @Test
    void fitsAndProfiles() throws IOException {
        Path folder = scratch("calibrate");
        StringBuilder rows = new StringBuilder("device,dtype,m,n,k,latency_us\n");
        for (int i = 1; i <= 30; i++) {
            rows.append("a100-sxm4-80gb,fp16,").append(64 * i * i).append(",2048,2048,").append(12 + 1.1 * i * i * 2).append('\n');
        }
        Files.writeString(folder.resolve("gemms.csv"), rows);
        Run fit = built.run(folder, environment(), "calibrate", "--device", "a100-sxm4-80gb", "--measurements", "gemms.csv", "-o", "mine.yaml");
        assertEquals(0, fit.exit(), fit::toString);
        assertTrue(fit.out().contains("tensor_efficiency"), fit::toString);
        Run plain = built.run(folder, environment(), "profile", "--model", "sd-v1.5", "--format", "json");
        Run mine = built.run(folder, environment(), "profile", "--model", "sd-v1.5", "--format", "json", "--calibration", "mine.yaml");
        assertEquals(0, mine.exit(), mine::toString);
        JsonMapper json = JsonMapper.builder().build();
        assertEquals("mine.yaml", json.readTree(mine.out()).at("/settings/calibration/file").asText());
        assertTrue(json.readTree(plain.out()).at("/totals/gpu_time_s").asDouble() != json.readTree(mine.out()).at("/totals/gpu_time_s").asDouble());
    }
}
