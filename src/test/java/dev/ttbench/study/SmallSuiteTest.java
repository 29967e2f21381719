package dev.ttbench.study;

import static dev.ttbench.study.StudyFiles.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ttbench.lint.Lint;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite of every kind of row, step, figure and finding: all that it writes. */
class SmallSuiteTest {
    private static final SuiteResult RESULT = StudyFiles.run(SMALL, Overrides.NONE, 2);
    private static final Map<String, String> FILES = StudyFiles.of(RESULT);

    @Test
    void writesExactlyThis() throws IOException {
        StudyFiles.same(Path.of("src/test/resources/study/small"), FILES);
    }

    @Test
    void usesEverythingThatThereIs() {
        TreeSet<String> rows = new TreeSet<>();
        TreeSet<String> figures = new TreeSet<>();
        TreeSet<String> verdicts = new TreeSet<>();
        for (StudyResult s : RESULT.studies()) {
            rows.add(s.study().source().id());
            if (s.study().figure() != null) {
                figures.add(s.study().figure().kind());
            }
            s.findings().forEach(f -> verdicts.add(f.verdict().label()));
        }
        assertEquals(new TreeSet<>(RowSource.ids()), rows);
        assertEquals(new TreeSet<>(StudyReader.FIGURES), figures);
        assertEquals(new TreeSet<>(List.of("agrees", "differs", "unknown")), verdicts);
        assertEquals(List.of(), new Lint(new SuiteFiles(Path.of("suites"), Precompiled.NONE)).check(List.of(SMALL)));
    }

    @Test
    void jsonFollowsItsSchemaAndSaysWhatCsvSays() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schema/study.schema.json")), InputFormat.JSON);
        for (StudyResult s : RESULT.studies()) {
            String json = FILES.get(s.study().id() + ".json");
            assertEquals(List.of(), schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList(), s.study().id());
            JsonNode study = new ObjectMapper().readTree(json);
            List<String> lines = FILES.get(s.study().id() + ".csv").lines().toList();
            List<String> columns = new ArrayList<>();
            study.get("columns").forEach(c -> columns.add(c.asText()));
            assertEquals(String.join(",", columns), lines.get(0));
            assertEquals(study.get("rows").size(), lines.size() - 1);
            for (int i = 1; i < lines.size(); i++) {
                String[] cells = lines.get(i).split(",", -1);
                JsonNode row = study.get("rows").get(i - 1);
                assertEquals(columns.size(), row.size());
                for (int c = 0; c < cells.length; c++) {
                    JsonNode v = row.get(columns.get(c));
                    if (v.isDouble()) {
                        assertEquals(v.doubleValue(), Double.parseDouble(cells[c]), 0, columns.get(c));
                    } else {
                        assertEquals(v.isNull() ? "" : v.asText(), cells[c], columns.get(c));
                    }
                }
            }
        }
    }

    @Test
    void runsThatSeveralStudiesAskForAreProfiledOnce() {
        long asked = 0;
        for (SuiteDef.Study s : RESULT.suite().studies()) {
            asked += new Crosses(RESULT.suite(), dev.ttbench.TestLibrary.suites(), Overrides.NONE).runs(s).size();
        }
        assertEquals(16, asked);
        assertEquals(12, RESULT.runs(), "totals' two are among shares', and stages' fp16 two");
    }

    @Test
    void crossesGoLastAxisFastest() {
        SuiteDef.Study kinds = RESULT.suite().studies().stream().filter(s -> s.id().equals("kinds")).findFirst().orElseThrow();
        List<Run> runs = new Crosses(RESULT.suite(), dev.ttbench.TestLibrary.suites(), Overrides.NONE).runs(kinds);
        assertEquals(List.of(Map.of("frames", "8", "height", "256", "width", "256"), Map.of("frames", "16", "height", "256", "width", "256")), runs.stream().map(r -> r.request().set()).toList());
        assertEquals(List.of("8 frames", "16 frames"), runs.stream().map(r -> r.columns().get("label")).toList());
        SuiteDef.Study shares = RESULT.suite().studies().stream().filter(s -> s.id().equals("shares")).findFirst().orElseThrow();
        assertEquals(List.of("sd-v1.5 baseline", "sd-v1.5 flash", "llama-2-7b baseline", "llama-2-7b flash"), new Crosses(RESULT.suite(), dev.ttbench.TestLibrary.suites(), Overrides.NONE)
                .runs(shares).stream().map(r -> r.request().model() + " " + r.request().attention()).toList());
    }

    @Test
    void aFindingWithoutRowsIsUnknown(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("none.yaml");
        Files.writeString(file, """
                suite: none
                title: none
                claims:
                  C1: {says: nothing is measured, grade: D}
                studies:
                  - id: none
                    title: none
                    runs:
                      - {model: sd-v1.5, stages: [text_encoder]}
                    rows: totals
                    findings:
                      - claim: C1
                        from: [keep: "${run_flops < 0}"]
                        says: ${run_flops}
                        agrees: ${true}
                """);
        SuiteResult r = StudyFiles.run(file.toString(), Overrides.NONE, 1);
        StudyResult.Finding f = r.studies().get(0).findings().get(0);
        assertEquals(StudyResult.Verdict.UNKNOWN, f.verdict());
        assertEquals("no run of this study tells", f.says());
        assertNull(f.why());
        Table t = r.studies().get(0).table();
        assertEquals(RowSource.runColumns(), t.columns(), "without 'reduce' and 'columns': what a run has, its request apart");
        assertFalse(StudyFiles.of(r).get("none.csv").contains("RequestValues"));
        assertTrue(StudyFiles.of(r).get("index.md").contains("| C1 | D | nothing is measured | no run of this study tells | **unknown** |"));
    }
}
