package dev.ttbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.TestLibrary;
import dev.ttbench.figure.SvgChart;
import dev.ttbench.report.StudyReport;
import dev.ttbench.report.SuiteIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a suite writes, in memory; and golden folders, which {@code -Dttbench.update=true} writes, never in CI. */
public final class StudyFiles {
    /** The version that golden files name. */
    public static final String VERSION = "0.0.0";
    /** A suite of every kind of row, step, figure and finding. */
    public static final String SMALL = "src/test/resources/study/small.yaml";
    private static final boolean UPDATE = Boolean.getBoolean("ttbench.update") && System.getenv("CI") == null;

    private StudyFiles() { }

    static SuiteDef read(String file) {
        return SuiteReader.read(TestLibrary.suites().files(), file);
    }

    static SuiteResult run(String file, Overrides overrides, int threads, String... studies) {
        return new SuiteRunner(read(file), TestLibrary::suites, overrides, threads).run(List.of(studies));
    }

    /** Text by the name of its file. */
    static Map<String, String> of(SuiteResult r) {
        Map<String, String> out = new TreeMap<>();
        try {
            for (StudyResult s : r.studies()) {
                StringBuilder csv = new StringBuilder();
                StudyReport.csv(s, csv);
                out.put(s.study().id() + ".csv", csv.toString());
                StringBuilder json = new StringBuilder();
                StudyReport.json(r, s, VERSION, json);
                out.put(s.study().id() + ".json", json.toString());
                if (s.chart() != null) {
                    out.put(s.study().id() + ".svg", SvgChart.svg(s.chart()));
                }
            }
            StringBuilder index = new StringBuilder();
            SuiteIndex.write(r, VERSION, index);
            out.put("index.md", index.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out;
    }

    /** Compares with a golden folder, byte by byte. */
    static void same(Path golden, Map<String, String> files) throws IOException {
        if (UPDATE) {
            Files.createDirectories(golden);
            for (String old : names(golden)) {
                Files.delete(golden.resolve(old));
            }
            for (Map.Entry<String, String> f : files.entrySet()) {
                Files.writeString(golden.resolve(f.getKey()), f.getValue());
            }
        }
        assertEquals(new TreeSet<>(files.keySet()), names(golden));
        for (Map.Entry<String, String> f : files.entrySet()) {
            assertEquals(new String(Files.readAllBytes(golden.resolve(f.getKey())), StandardCharsets.UTF_8), f.getValue(), f.getKey());
        }
    }

    /** Names of the files of a folder. */
    public static TreeSet<String> names(Path folder) throws IOException {
        TreeSet<String> out = new TreeSet<>();
        try (Stream<Path> list = Files.list(folder)) {
            list.forEach(p -> out.add(p.getFileName().toString()));
        }
        return out;
    }

    /** A study's result by its id. */
    static StudyResult study(SuiteResult r, String id) {
        return r.studies().stream().filter(s -> s.study().id().equals(id)).findFirst().orElseThrow();
    }

    /** A column of a table. */
    static List<Object> column(Table t, String name) {
        int at = t.index(name);
        return t.rows().stream().map(row -> row[at]).toList();
    }

    /** The cell of the one row that has this text in that column. */
    static Object cell(Table t, String key, Object is, String column) {
        int at = t.index(key);
        List<Object[]> rows = t.rows().stream().filter(r -> is.equals(r[at])).toList();
        assertEquals(1, rows.size(), key + " " + is);
        return rows.get(0)[t.index(column)];
    }
}
