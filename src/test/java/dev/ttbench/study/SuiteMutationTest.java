package dev.ttbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.ttbench.lint.Lint;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a suite, it ends in problems with a place, never in an exception. */
class SuiteMutationTest {
    private static final String SUITE = """
            suite: tiny
            title: tiny
            settings: {device: a100-sxm4-80gb, dtype: fp16, layout: channels-last}
            workloads:
              - {model: src/test/resources/study/tiny-video.yaml, name: tiny, set: {channels: 8}}
            claims:
              C1: {says: frames cross, where: here, grade: D}
            studies:
              - id: one
                title: one
                runs:
                  - {workloads: [tiny], attention: [flash, baseline], set: {frames: [4, 16, 64], side: "${4}"}, stages: [net], columns: {tokens: "${side * side}"}}
                rows: operators
                steps: [0, 5]
                reduce:
                  - keep: "${kind != null}"
                  - let: {short: "${sequence_length < tokens}"}
                  - group: {by: [name, frames, kind, attention, device, device_flops_per_s, device_bytes_per_s], sum: [flops], max: {longest: sequence_length}, count: calls}
                  - over: {by: [kind], sum: {all: flops}}
                  - spread: {by: [frames, kind, all, device, device_flops_per_s, device_bytes_per_s], column: attention, values: [flops]}
                  - fold: {columns: {flops_flash: flash, flops_baseline: baseline}, name: attention, value: flops}
                  - sort: [frames, -flops]
                  - take: {first: 4, by: [kind]}
                  - take: 6
                columns: [frames, kind, attention, flops, all, device, device_flops_per_s, device_bytes_per_s]
                figure:
                  kind: points
                  reduce:
                    - keep: "${attention == 'flash'}"
                  x: frames
                  y: flops
                  series: kind
                  panel: attention
                  x_axis: {label: frames, unit: x, log: true}
                  y_axis: {label: flops, percent: false}
                  roofline: true
                findings:
                  - claim: C1
                    from: [take: 1]
                    says: "${si(flops)}"
                    agrees: "${flops > 0}"
                    why: because
            """;
    private static final List<String> JUNK = List.of("null", "-1", "7", "1e308", "\"x\"", "\"${\"", "\"${1 / 0}\"", "\"${nope}\"", "\"${1 +}\"", "[]", "{}", "{\"x\": {}}",
            "99999999999999999999", "\"../x\"");

    @TempDir
    Path folder;
    private int wrong;
    private int all;

    private List<Problem> lint(String text) throws IOException {
        Path file = folder.resolve("mutant.yaml");
        Files.writeString(file, text);
        return new Lint(new SuiteFiles(Path.of("suites"), Precompiled.NONE)).check(List.of(file.toString()));
    }

    @Test
    void itIsRightAsItStands() throws IOException {
        assertEquals(List.of(), lint(SUITE));
    }

    @Test
    void everyMutantEndsInProblemsOrNot() throws IOException {
        ObjectNode suite = (ObjectNode) new ObjectMapper(new YAMLFactory()).readTree(SUITE);
        visit(suite, suite);
        assertTrue(all > 1000 && wrong > all / 2, () -> wrong + " of " + all);
    }

    private void check(JsonNode suite) throws IOException {
        all++;
        String text = suite.toString();
        List<Problem> found;
        try {
            found = lint(text);
        } catch (RuntimeException e) {
            throw new AssertionError(text, e);
        }
        wrong += found.isEmpty() ? 0 : 1;
        for (Problem p : found) {
            assertTrue(p.file() != null && p.line() >= 1 && p.column() >= 1, p::text);
            assertTrue(p.message().length() <= 400 && !p.message().contains("Exception") && !p.message().contains("java."), p::text);
        }
    }

    private void visit(ObjectNode suite, JsonNode at) throws IOException {
        ObjectMapper json = new ObjectMapper();
        if (at instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                visit(suite, list.get(i));
                JsonNode before = list.get(i);
                for (String junk : JUNK) {
                    list.set(i, json.readTree(junk));
                    check(suite);
                }
                list.set(i, before);
            }
        } else if (at instanceof ObjectNode map) {
            List<String> keys = new ArrayList<>();
            map.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                visit(suite, map.get(key));
                JsonNode before = map.get(key);
                for (String junk : JUNK) {
                    map.set(key, json.readTree(junk));
                    check(suite);
                }
                map.remove(key);
                check(suite);
                map.set(key, before);
            }
        }
    }
}
