package dev.ttbench.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.spec.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementFileTest {
    private static final String GEMM = "source,device,framework,dtype,m,n,k,batch,latency_us,notes\n";

    @TempDir
    Path folder;

    private String file(String text) throws IOException {
        Path p = folder.resolve("m.csv");
        Files.write(p, text.getBytes(StandardCharsets.UTF_8));
        return p.toString();
    }

    private String refusal(String text) throws IOException {
        String file = file(text);
        return assertThrows(InputException.class, () -> MeasurementFile.read(file)).problems().get(0).text();
    }

    @Test
    void theHeaderTellsTheKind() throws IOException {
        MeasurementFile f = MeasurementFile.read(file("\uFEFF" + GEMM + "me,t4,torch,fp16,1,2,3,1,4.5,\"a, \"\"b\"\"\"\n"));
        assertEquals(MeasurementFile.Kind.GEMM, f.kind());
        assertEquals("a, \"b\"", f.rows().get(0).text("notes"));
        assertEquals(4.5e-6, f.rows().get(0).measured(), 1e-18);
        assertEquals("m.csv:2", f.rows().get(0).at());
        assertEquals(MeasurementFile.Kind.END_TO_END, MeasurementFile.read(file("model,device,scope,metric,value\n")).kind());
    }

    @Test
    void everyShippedFileIsOfAKind() throws IOException {
        try (var list = Files.list(Path.of("suites/measurements"))) {
            for (Path p : list.filter(f -> f.toString().endsWith(".csv")).toList()) {
                MeasurementFile f = MeasurementFile.read(p.toString());
                assertTrue(f.rows().size() > 20, p.toString());
                assertTrue(f.rows().stream().allMatch(r -> r.has("source") && r.has("device")), p.toString());
            }
        }
    }

    @Test
    void whatIsNoMeasurementFileIsRefusedWithItsPlace() throws IOException {
        assertTrue(refusal("").contains("the file is empty"));
        assertTrue(refusal("device,dtype,m,n,latency_us\n").contains("m.csv:1:1: the header is of no known kind of measurement\n  nearest is gemm, which also needs: k"));
        assertTrue(refusal(GEMM.replace("notes", "m")).contains("the column 'm' stands twice"));
        assertTrue(refusal(GEMM + "me,t4,torch,fp16,1,2,3,1,4.5,x\nme,t4\n").contains("m.csv:3:1: 2 fields, but the header has 10"));
        assertTrue(assertThrows(InputException.class, () -> MeasurementFile.read(folder.resolve("none.csv").toString())).problems().get(0).text().contains("there is no such file"));
        assertTrue(assertThrows(InputException.class, () -> MeasurementFile.read(folder.toString())).problems().get(0).text().contains("this is a folder"));
    }

    @Test
    void cellsThatHoldNoNumberSayWhere() throws IOException {
        Row row = MeasurementFile.read(file(GEMM + "me,t4,torch,fp16,many,0,2.5,1,0,\n")).rows().get(0);
        assertTrue(assertThrows(InputException.class, () -> row.count("m")).problems().get(0).text().contains("m.csv:2:5: 'm' is 'many': a number expected"));
        assertThrows(InputException.class, () -> row.count("n"));
        assertThrows(InputException.class, () -> row.count("k"));
        assertThrows(InputException.class, row::measured);
    }
}
