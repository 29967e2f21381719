package dev.ttbench.study;

import static dev.ttbench.study.StudyFiles.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a user asks of a whole suite: it changes every run but those whose study is about it. */
class OverridesTest {
    private static Table table(Overrides o, String study) {
        return StudyFiles.study(StudyFiles.run(SMALL, o, 2, study), study).table();
    }

    private static Overrides settings(String... keysAndValues) {
        Map<String, String> out = new java.util.LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            out.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Overrides(out, Map.of());
    }

    private static Set<Object> set(List<Object> values) {
        return new TreeSet<>(values);
    }

    @Test
    void aDeviceIsTheWholeSuites() {
        SuiteResult r = StudyFiles.run(SMALL, settings("device", "h100-sxm5-80gb"), 2);
        assertEquals(Set.of("h100-sxm5-80gb"), r.devices().keySet());
        assertEquals("h100-sxm5-80gb", r.settings().get("device"));
        Table stages = StudyFiles.study(r, "stages").table();
        assertEquals(Set.of("h100-sxm5-80gb"), set(StudyFiles.column(stages, "device")));
        assertTrue(StudyFiles.column(stages, "device_bytes_per_s").stream().allMatch(v -> (Double) v > 3e12));
        assertEquals(StudyFiles.column(table(Overrides.NONE, "stages"), "flops"), StudyFiles.column(stages, "flops"), "counts do not depend on the device");
    }

    @Test
    void anAliasNamesTheDevice() {
        String alias = dev.ttbench.TestLibrary.device("h100-sxm5-80gb").aliases().iterator().next();
        assertEquals("h100-sxm5-80gb", StudyFiles.run(SMALL, settings("device", alias), 1, "totals").settings().get("device"));
    }

    @Test
    void anAxisOfSeveralValuesStays() {
        assertEquals(Set.of("baseline", "flash"), set(StudyFiles.column(table(settings("attention", "math"), "shares"), "attention")));
        assertEquals(Set.of("eager", "compiled"), set(StudyFiles.column(table(settings("runtime", "serving"), "kernels"), "runtime")));
    }

    @Test
    void anAxisOfOneValueDoesNot(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws java.io.IOException {
        java.nio.file.Path file = folder.resolve("one.yaml");
        java.nio.file.Files.writeString(file, """
                suite: one
                title: one
                settings: {dtype: bf16}
                studies:
                  - id: one
                    title: one
                    runs:
                      - {model: sd-v1.5, stages: [text_encoder], attention: baseline, runtime: [compiled]}
                    rows: totals
                    columns: [dtype, attention, runtime, layout]
                """);
        assertEquals(List.of("bf16", "baseline", "compiled", "channels-first"), List.of(StudyFiles.run(file.toString(), Overrides.NONE, 1).studies().get(0).table().rows().get(0)));
        Overrides all = settings("dtype", "fp32", "attention", "math", "runtime", "eager", "layout", "channels-last");
        assertEquals(List.of("fp32", "math", "eager", "channels-last"), List.of(StudyFiles.run(file.toString(), all, 1).studies().get(0).table().rows().get(0)));
    }

    @Test
    void aParameterGoesToTheModelsThatHaveIt() {
        Overrides two = new Overrides(Map.of(), Map.of("new_tokens", "2"));
        Table before = table(Overrides.NONE, "totals");
        Table after = table(two, "totals");
        assertEquals(StudyFiles.cell(before, "name", "Stable Diffusion", "run_flops"), StudyFiles.cell(after, "name", "Stable Diffusion", "run_flops"));
        assertTrue((Long) StudyFiles.cell(before, "name", "LLaMA2", "run_flops") > (Long) StudyFiles.cell(after, "name", "LLaMA2", "run_flops"), "instead of the workload's own 32");
    }

    @Test
    void aStudyThatSetsAParameterKeepsIt() {
        SuiteResult r = StudyFiles.run(SMALL, new Overrides(Map.of(), Map.of("height", "128")), 2, "totals", "kinds");
        assertEquals(Set.of(256L), set(StudyFiles.column(StudyFiles.study(r, "kinds").table(), "height")));
        assertTrue((Long) StudyFiles.cell(StudyFiles.study(r, "totals").table(), "name", "Stable Diffusion", "run_flops")
                < (Long) StudyFiles.cell(table(Overrides.NONE, "totals"), "name", "Stable Diffusion", "run_flops"));
        InputException e = assertThrows(InputException.class, () -> table(new Overrides(Map.of(), Map.of("frames", "24")), "kinds"));
        assertEquals("--set frames: no run of the suite 'small' takes it", e.problems().get(0).message());
    }

    @Test
    void whatNobodyTakesIsRefused() {
        Problem unknown = assertThrows(InputException.class, () -> StudyFiles.run(SMALL, new Overrides(Map.of(), Map.of("hight", "64")), 1)).problems().get(0);
        assertEquals("--set hight: no run of the suite 'small' takes it", unknown.message());
        Problem wrong = assertThrows(InputException.class, () -> StudyFiles.run(SMALL, new Overrides(Map.of(), Map.of("height", "5")), 1)).problems().get(0);
        assertTrue(wrong.text().startsWith(SMALL + ":20:9: --set height=5: 'height' is 5 px"), wrong::text);
        Problem device = assertThrows(InputException.class, () -> StudyFiles.run(SMALL, settings("device", "a1000"), 1)).problems().get(0);
        assertEquals("there is no device 'a1000'", device.text().lines().findFirst().orElseThrow());
        Problem study = assertThrows(InputException.class, () -> StudyFiles.run(SMALL, Overrides.NONE, 1, "share")).problems().get(0);
        assertEquals("--study share: the suite 'small' has no such study\n  did you mean 'shares'?", study.text());
    }
}
