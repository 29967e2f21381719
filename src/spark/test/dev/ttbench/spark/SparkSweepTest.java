package dev.ttbench.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.ttbench.cli.Environment;
import dev.ttbench.cli.Ttbench;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps by Spark on two threads of this machine, whose rows are those of the command. */
class SparkSweepTest {
    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).config("spark.driver.host", "localhost").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private List<Row> spark(String... points) {
        List<String> words = new ArrayList<>(List.of(points));
        words.addAll(List.of("--suites", "suites", "--output", output()));
        assertEquals(0, SparkSweep.run(words.toArray(new String[0])));
        return spark.read().parquet(output()).orderBy(Table.POINT).collectAsList();
    }

    private String output() {
        return folder.resolve("rows").toString();
    }

    private static List<NamedCsvRecord> local(String... points) {
        List<String> words = new ArrayList<>(List.of("sweep"));
        words.addAll(List.of(points));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Ttbench(new Environment(Path.of("suites"), Map.of(), "UTF-8", () -> false)).run(new PrintWriter(out), new PrintWriter(err), words.toArray(new String[0]));
        assertEquals(0, exit, err.toString());
        return CsvReader.builder().ofNamedCsvRecord(out.toString()).stream().toList();
    }

    private static void same(List<NamedCsvRecord> local, List<Row> rows) {
        List<String> header = new ArrayList<>(local.get(0).getHeader());
        header.add(Table.POINT);
        assertEquals(header, List.of(rows.get(0).schema().fieldNames()));
        assertEquals(local.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            for (String column : local.get(i).getHeader()) {
                String text = local.get(i).getField(column);
                Object value = rows.get(i).getAs(column);
                Object expected = text.isEmpty() ? null : value instanceof Double ? (Object) Double.valueOf(text) : text;
                assertEquals(expected, value == null || value instanceof Double ? value : value.toString(), "row " + i + ", " + column);
            }
        }
    }

    private static String type(Row row, String column) {
        StructField f = row.schema().apply(column);
        return f.dataType().simpleString();
    }

    @Test
    void theRowsOfTheCommandWithTheirTypes() {
        String[] points = {"--model", "sd-v1.5,llama-2-7b", "--set", "batch=1,2,4096", "--set", "guidance=true,false", "--set", "height=512,513", "--device", "l4,a100-sxm4-80gb", "--runtime", "eager,compiled"};
        List<Row> rows = spark(points);
        same(local(points), rows);
        assertEquals(2 * 3 * 2 * 2 * 4, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            assertEquals((long) i, rows.get(i).<Long>getAs(Table.POINT));
        }
        Map<String, String> types = Map.of("model", "string", "batch", "bigint", "guidance", "boolean", "time_s", "double", "flops_linear", "decimal(38,0)", "bytes_read", "decimal(38,0)", "parameters", "bigint",
                "fits", "boolean", "reason", "string", "point", "bigint");
        types.forEach((column, type) -> assertEquals(type, type(rows.get(0), column), column));
        assertTrue(rows.stream().anyMatch(r -> "refused".equals(r.getAs("status")) && r.getAs("time_s") == null && r.getAs("reason") != null));
    }

    @Test
    void axesTogetherConditionsStagesAndAnyNumberOfPartitions() throws IOException {
        String[] points = {"--model", "sd-v1.5", "--set", "height=512:1024:64", "--set", "width=512:1024:64", "--set", "batch=1:8*2", "--zip", "height,width", "--where", "height * batch <= 2^11", "--stage", "unet",
                "--dtype", "fp16,fp32"};
        List<String> words = new ArrayList<>(List.of(points));
        words.addAll(List.of("--partitions", "5"));
        List<Row> rows = spark(words.toArray(new String[0]));
        same(local(points), rows);
        assertTrue(rows.size() < 9 * 4 * 2);
        try (var files = Files.list(Path.of(output()))) {
            assertTrue(files.filter(f -> f.toString().endsWith(".parquet")).count() <= 5);
        }
    }

    @Test
    void numbersPastSixtyThreeBitsKeepEveryDigit() {
        String[] points = {"--model", "flux1-dev", "--set", "steps=1000", "--set", "batch=1,1024"};
        List<Row> rows = spark(points);
        same(local(points), rows);
        assertTrue(rows.get(1).<BigDecimal>getAs("flops_linear").precision() > 19);
    }

    private String refused(String... words) {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            assertEquals(2, SparkSweep.run(words));
        } finally {
            System.setErr(before);
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingRuns() throws IOException {
        assertTrue(refused("--model", "sd-v1.5", "--suites", "suites", "--output", folder.toString()).contains("it is there already"));
        assertTrue(refused("--model", "sd-v1.5", "--device", "l5", "--suites", "suites", "--output", output()).contains("--device: there is no device 'l5'"));
        assertTrue(refused("--model", "sd-v1.5", "--set", "batch", "--suites", "suites", "--output", output()).contains("NAME=VALUES expected"));
        assertTrue(refused("--model", "sd-v1.5", "--suites", "none", "--output", output()).contains("there is no folder 'none'"));
        assertTrue(refused("--model", "sd-v1.5", "--suites", "suites", "--partitions", "0", "--output", output()).contains("a number from 1"));
        assertTrue(refused("--model", "sd-v1.5").contains("--output=FOLDER") || refused("--model", "sd-v1.5").contains("--output FOLDER"));
        assertTrue(Files.notExists(Path.of(output())));
    }

    @Test
    void suitesComeOutOfTheirArchive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("suites/"));
            zip.putNextEntry(new ZipEntry("suites/a.yaml"));
            zip.write("model: a".getBytes(StandardCharsets.UTF_8));
        }
        Path out = SuiteSource.unpack(new ByteArrayInputStream(bytes.toByteArray()), folder);
        assertEquals("model: a", Files.readString(out.resolve("suites/a.yaml")));
    }
}
