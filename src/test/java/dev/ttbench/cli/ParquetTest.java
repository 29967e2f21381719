package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps into Parquet, read back by DuckDB. Those that need its jar are skipped where it is not: {@code mvn -Pextra initialize} brings it. */
class ParquetTest {
    private static final Path EXTRA = Path.of("target", "extra");
    private static final String[] AXES = {"sweep", "--model", "sd-v1.5,llama-2-7b", "--set", "batch=1,4096", "--set", "guidance=true,false", "--set", "height=512,513", "--device", "l4"};
    private static final List<String> TYPES = List.of("model VARCHAR", "batch BIGINT", "guidance BOOLEAN", "height BIGINT", "device VARCHAR", "time_s DOUBLE", "time_low_s DOUBLE", "time_high_s DOUBLE",
            "flops_convolution BIGINT", "flops_linear BIGINT", "flops_attention BIGINT", "flops_vector BIGINT", "bytes_read BIGINT", "bytes_written BIGINT", "parameters BIGINT", "peak_memory_bytes BIGINT",
            "fits BOOLEAN", "status VARCHAR", "reason VARCHAR");

    @TempDir
    Path folder;

    private static Run run(String... words) {
        return Run.in(Map.of("TTBENCH_EXTRA", EXTRA.toString()), words);
    }

    private static Run sweep(String... more) {
        List<String> words = new ArrayList<>(List.of(AXES));
        words.addAll(List.of(more));
        return run(words.toArray(new String[0]));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static List<String> query(String sql) throws Exception {
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(EXTRA)) {
            try (Stream<Path> list = Files.list(EXTRA)) {
                for (Path p : list.filter(f -> f.toString().endsWith(".jar")).toList()) {
                    jars.add(p.toUri().toURL());
                }
            }
        }
        assumeTrue(!jars.isEmpty(), "there is no DuckDB in " + EXTRA + ": 'mvn -Pextra initialize' brings it");
        Driver driver = ServiceLoader.load(Driver.class, new URLClassLoader(jars.toArray(new URL[0]))).findFirst().orElseThrow();
        List<String> out = new ArrayList<>();
        try (Connection c = driver.connect("jdbc:duckdb:", new Properties()); Statement s = c.createStatement(); ResultSet r = s.executeQuery(sql)) {
            while (r.next()) {
                StringBuilder b = new StringBuilder();
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                    b.append(i == 1 ? "" : " ").append(r.getString(i));
                }
                out.add(b.toString());
            }
        }
        return out;
    }

    private static List<String> types(String file) throws Exception {
        return query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '" + file + "')");
    }

    @Test
    void theRowsOfTheCsvWithTheirTypes() throws Exception {
        query("SELECT 1");
        Run made = sweep("-o", file("p.parquet"));
        assertEquals(0, made.exit(), made.err());
        sweep("-o", file("c.csv"));
        assertEquals(TYPES, types(file("p.parquet")));
        assertEquals(TYPES, types(file("c.csv")), "DuckDB finds the same types in the CSV by itself");
        assertEquals(query("SELECT * FROM '" + file("c.csv") + "'"), query("SELECT * FROM '" + file("p.parquet") + "'"));
        assertEquals(List.of("16"), query("SELECT count(*) FROM '" + file("p.parquet") + "'"));
        assertTrue(Integer.parseInt(query("SELECT count(*) FROM '" + file("p.parquet") + "' WHERE status = 'refused' AND time_s IS NULL AND fits IS NULL AND reason IS NOT NULL").get(0)) > 0);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count(), "nothing else is left in the folder");
        }
    }

    @Test
    void numbersPastSixtyThreeBitsKeepEveryDigit() throws Exception {
        query("SELECT 1");
        Run made = run("sweep", "--model", "flux1-dev", "--set", "steps=1000", "--set", "batch=1,1024", "-o", file("w.parquet"));
        assertEquals(0, made.exit(), made.err());
        String exact = Run.of("sweep", "--model", "flux1-dev", "--set", "steps=1000", "--set", "batch=1024", "--format", "jsonl").out().replaceAll("(?s).*\"flops_linear\": (\\d+).*", "$1");
        assertTrue(exact.length() > 19, exact);
        assertTrue(types(file("w.parquet")).contains("flops_linear DECIMAL(38,0)"));
        assertEquals(List.of(exact), query("SELECT flops_linear FROM '" + file("w.parquet") + "' WHERE batch = 1024"));
    }

    @Test
    void partsAndTheBestRows() throws Exception {
        query("SELECT 1");
        sweep("-o", file("p.parquet"));
        for (int i = 1; i <= 2; i++) {
            sweep("--shard", i + "/2", "-o", file(i + ".csv"));
        }
        Run merged = run("merge", file("2.csv"), file("1.csv"), "-o", file("m.parquet"));
        assertEquals(0, merged.exit(), merged.err());
        assertEquals(query("SELECT * FROM '" + file("p.parquet") + "'"), query("SELECT * FROM '" + file("m.parquet") + "'"));
        Run top = sweep("--top", "2", "-o", file("t.parquet"));
        assertEquals(0, top.exit(), top.err());
        assertEquals(query("SELECT * FROM '" + file("p.parquet") + "' WHERE status = 'ok' ORDER BY time_s LIMIT 2"), query("SELECT * FROM '" + file("t.parquet") + "'"));
        Run part = sweep("--shard", "1/2", "-o", file("x.parquet"));
        assertEquals(2, part.exit());
        assertTrue(part.err().contains("a part of a sweep is not written as Parquet"), part.err());
    }

    @Test
    void anInterruptedSweepGoesOn() throws Exception {
        query("SELECT 1");
        sweep("-o", file("c.csv"));
        byte[] rows = Files.readAllBytes(Path.of(file("c.csv")));
        Path digest = folder.resolve("digest");
        Path request = folder.resolve("p.parquet.part.request");
        Thread t = new Thread(() -> sweep("-o", file("p.parquet")));
        t.start();
        while (t.isAlive() && !Files.exists(digest)) {
            try {
                Files.copy(request, digest);
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        t.join();
        List<String> whole = query("SELECT * FROM '" + file("p.parquet") + "'");
        for (int length : new int[] {rows.length / 2, rows.length}) {
            Files.delete(Path.of(file("p.parquet")));
            Files.write(folder.resolve("p.parquet.part"), java.util.Arrays.copyOf(rows, length));
            Files.copy(digest, request);
            Run resumed = sweep("--resume", "-o", file("p.parquet"));
            assertEquals(0, resumed.exit(), resumed.err());
            assertEquals(whole, query("SELECT * FROM '" + file("p.parquet") + "'"));
            assertFalse(Files.exists(folder.resolve("p.parquet.part")));
        }
    }

    @Test
    void withoutDuckDbItIsSaidFirst() {
        for (String[] words : new String[][] {{"sweep", "--model", "sd-v1.5", "-o", file("x.parquet")}, {"sweep", "--model", "sd-v1.5", "--format", "parquet", "-o", file("x.bin")}, {"merge", "a", "-o", file("x.parquet")}}) {
            Run run = Run.in(Map.of("TTBENCH_EXTRA", file("none")), words);
            assertEquals(2, run.exit());
            assertTrue(run.err().contains("Parquet is written by DuckDB, which is not in " + file("none")) && run.err().contains("TTBENCH_EXTRA"), run.err());
        }
        assertTrue(Run.of("sweep", "--model", "sd-v1.5", "-o", file("x.parquet")).err().contains("lib/extra"));
        assertTrue(run("sweep", "--model", "sd-v1.5", "--format", "parquet").err().contains("--format parquet needs -o FILE"));
        assertTrue(run("sweep", "--model", "sd-v1.5", "-o", file("a*.parquet")).err().contains("as a pattern"));
        assertTrue(Files.notExists(folder.resolve("x.parquet.part")));
    }
}
