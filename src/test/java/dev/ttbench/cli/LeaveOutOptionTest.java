package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaveOutOptionTest {
    @TempDir
    Path folder;

    private String rows() throws IOException {
        StringBuilder b = new StringBuilder("device,source,dtype,m,n,k,latency_us\n");
        for (String device : new String[] {"a100-sxm4-80gb", "a100-pcie-80gb"}) {
            for (int i = 1; i <= 20; i++) {
                b.append(device).append(i % 2 == 0 ? ",one lab" : ",other lab").append(",fp16,").append(512 * i).append(",4096,4096,").append(85 * i).append('\n');
            }
        }
        return Files.writeString(folder.resolve("rows.csv"), b).toString();
    }

    @Test
    void errorsWithoutTheDeviceStandBesideThoseWithIt() throws IOException {
        Run run = Run.of("validate", "--measurements", rows(), "--leave-out", "device", "--format", "json");
        assertEquals(0, run.exit(), run::err);
        JsonNode said = new ObjectMapper().readTree(run.out());
        assertEquals(2, said.path("left_out").size(), run::out);
        assertEquals("a100-pcie-80gb", said.at("/left_out/0/device").asText());
        assertTrue(said.at("/left_out/0/median_error_apart").isNumber() && said.at("/left_out/0/constants_apart").asText().contains("ampere-a100: "), run::out);
        assertTrue(said.at("/intervals").size() > 0);
        assertTrue(run.err().contains("ttbench: left out ") && run.err().contains("2 of 2"), run::err);
    }

    @Test
    void rowsOfCsvAreThoseWithoutTheSource() throws IOException {
        String rows = rows();
        String apart = Run.of("validate", "--measurements", rows, "--leave-out", "source", "--format", "csv").out();
        String shipped = Run.of("validate", "--measurements", rows, "--format", "csv").out();
        assertEquals(shipped.lines().count(), apart.lines().count());
        assertEquals(shipped.lines().findFirst(), apart.lines().findFirst());
        assertTrue(!shipped.equals(apart));
    }

    @Test
    void intervalsAreOfDevices() throws IOException {
        Run run = Run.of("validate", "--measurements", rows(), "--leave-out", "source", "--write-intervals", folder.resolve("i.yaml").toString());
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("--write-intervals needs --leave-out device"), run::err);
    }
}
