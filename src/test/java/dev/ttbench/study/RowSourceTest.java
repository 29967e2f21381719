package dev.ttbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What one row of a run is: as many values as columns, and parts that add up. */
class RowSourceTest {
    private static final Profiler PROFILER = new Profiler(TestLibrary.suites());
    private static final List<Profile> PROFILES = List.of(profile("sd-v1.5", Map.of("height", "128", "width", "128", "steps", "3"), "baseline", "eager"),
            profile("llama-2-7b", Map.of("prompt_tokens", "16", "new_tokens", "3"), "flash", "serving"),
            profile("animatediff", Map.of("frames", "4", "height", "64", "width", "64", "steps", "2"), "flash", "eager"),
            profile("sd3-medium", Map.of("height", "64", "width", "64", "steps", "2"), "math", "compiled"));

    private static Profile profile(String model, Map<String, String> set, String attention, String runtime) {
        return PROFILER.profile(new Request(model, set, null, null, attention, runtime, null, List.of()));
    }

    static List<Profile> profiles() {
        return PROFILES;
    }

    private static Table table(Profile p, RowSource source, Long... steps) {
        List<Object[]> rows = new ArrayList<>();
        source.rows(p, List.of(steps)).forEach(r -> rows.add(r.toArray()));
        return new Table(source.columns(), rows);
    }

    @ParameterizedTest
    @EnumSource(RowSource.class)
    void everyRowHasAValueForEachColumn(RowSource source) {
        List<String> all = new ArrayList<>(RowSource.runColumns());
        all.addAll(source.columns());
        assertEquals(all.size(), new HashSet<>(all).size(), "names that stand once");
        for (Profile p : PROFILES) {
            assertEquals(RowSource.runColumns().size(), RowSource.run(p, TestLibrary.device("a100-sxm4-80gb")).size());
            for (List<Long> steps : List.of(List.<Long>of(), List.of(0L, 2L, 99L))) {
                List<List<Object>> rows = source.rows(p, steps);
                assertTrue(!rows.isEmpty());
                for (List<Object> r : rows) {
                    assertEquals(source.columns().size(), r.size());
                    for (Object v : r) {
                        assertTrue(v == null || v instanceof Long || v instanceof Double || v instanceof Boolean || v instanceof String, () -> source + " " + v.getClass());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void operatorsAddUpToCategoriesStagesAndTotals(Profile p) {
        Table run = new Table(RowSource.runColumns(), List.<Object[]>of(RowSource.run(p, TestLibrary.device("a100-sxm4-80gb")).toArray()));
        Table operators = table(p, RowSource.OPERATORS);
        Table categories = table(p, RowSource.CATEGORIES);
        Table stages = table(p, RowSource.STAGES);
        assertEquals(one(run, "run_flops"), sum(operators, "total_flops"));
        assertEquals(one(run, "run_flops"), sum(categories, "flops"));
        assertEquals(one(run, "run_flops"), sum(stages, "flops"));
        assertEquals((Long) one(run, "run_bytes_read") + (Long) one(run, "run_bytes_written"), sum(operators, "total_bytes"));
        assertEquals((Long) one(run, "run_bytes_read") + (Long) one(run, "run_bytes_written"), sum(categories, "bytes"));
        assertEquals(one(run, "run_bytes_read"), sum(stages, "bytes_read"));
        assertEquals(one(run, "run_flops_attention"), sum(table(p, RowSource.ATTENTION), "flops"));
        near(one(run, "run_time_s"), sum(operators, "total_time_s"));
        near(one(run, "run_time_s"), sum(stages, "time_s"));
        near(one(run, "run_gpu_time_s"), sum(stages, "gpu_time_s"));
        for (String part : List.of("convolution", "linear", "attention", "vector")) {
            assertEquals(one(run, "run_flops_" + part), sum(stages, "flops_" + part), part);
        }
        Map<Object, Object> flops = by(operators, "category", "total_flops");
        Map<Object, Object> seconds = by(operators, "category", "total_time_s");
        for (Object c : StudyFiles.column(categories, "category")) {
            assertEquals(StudyFiles.cell(categories, "category", c, "flops"), flops.getOrDefault(c, 0L), c.toString());
            near(StudyFiles.cell(categories, "category", c, "time_s"), seconds.getOrDefault(c, 0.0));
        }
        Map<Object, Object> perStage = by(operators, "stage", "total_flops");
        StudyFiles.column(stages, "stage").forEach(s -> assertEquals(StudyFiles.cell(stages, "stage", s, "flops"), perStage.get(s), s.toString()));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void kernelsAddUpToOperators(Profile p) {
        Table operators = table(p, RowSource.OPERATORS);
        Table kernels = table(p, RowSource.KERNELS);
        for (String column : List.of("flops", "bytes_read", "bytes_written")) {
            assertEquals(by(operators, "stage", column), by(kernels, "stage", column), column);
        }
        assertTrue(kernels.rows().size() > 10);
    }

    /** The wait for the host is a generation's, not a step's. */
    @ParameterizedTest
    @MethodSource("profiles")
    void stepsAreThoseAskedForAndTheFirstWithout(Profile p) {
        Table all = table(p, RowSource.OPERATORS);
        int category = all.index("category");
        Table none = new Table(all.columns(), all.rows().stream().filter(r -> !r[category].equals("Host")).toList());
        Table first = table(p, RowSource.OPERATORS, 0L);
        Table steps = table(p, RowSource.OPERATORS, 1L, 0L, 1L << 40);
        assertEquals(none.rows().size(), first.rows().size());
        for (String column : List.of("path", "flops", "bytes_read", "time_s", "sequence_length")) {
            assertEquals(StudyFiles.column(none, column), StudyFiles.column(first, column), column);
        }
        int step = steps.index("step");
        int repeat = steps.index("repeat");
        assertTrue(steps.rows().stream().allMatch(r -> (Long) r[step] < (Long) r[repeat] && (Long) r[step] <= 1));
        assertTrue(steps.rows().stream().anyMatch(r -> r[step].equals(1L)));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void onlyAttentionsHaveQueriesAndKeys(Profile p) {
        Table t = table(p, RowSource.OPERATORS);
        int queries = t.index("queries");
        int keys = t.index("keys");
        int attentions = 0;
        for (Object[] r : t.rows()) {
            boolean attention = r[t.index("kind")] != null;
            for (String c : List.of("attention_batch", "heads", "queries", "keys", "head_width")) {
                if (attention) {
                    assertNotNull(r[t.index(c)], c);
                } else {
                    assertNull(r[t.index(c)], c);
                }
            }
            if (attention) {
                attentions++;
                long scores = (Long) r[t.index("attention_batch")] * (Long) r[t.index("heads")] * (Long) r[queries] * (Long) r[keys];
                if (r[t.index("causal")].equals(false)) {
                    assertEquals(4 * scores * (Long) r[t.index("head_width")], r[t.index("flops")], "two products over all scores");
                }
            }
        }
        assertTrue(attentions > 0);
    }

    private static Object one(Table t, String column) {
        return t.rows().get(0)[t.index(column)];
    }

    private static Object sum(Table t, String column) {
        return Aggregate.SUM.of(StudyFiles.column(t, column));
    }

    private static Map<Object, Object> by(Table t, String key, String column) {
        Map<Object, Object> out = new TreeMap<>();
        Table g = new Reduction.Group(List.of(key), Map.of(Aggregate.SUM, Map.of("all", column)), null).apply(t);
        g.rows().forEach(r -> out.put(r[0], r[1]));
        return out;
    }

    private static void near(Object expected, Object actual) {
        assertEquals(Table.number(expected), Table.number(actual), Math.abs(Table.number(expected)) * 1e-9);
    }
}
