package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages whose runs differ: what closed sums give is what all runs, expanded one by one, add up to. */
class TrendTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"5, 0, 0", "-3, 7, 0", "11, -2, 5", "0, 0, 1"})
    void aCourseIsItsValues(long first, long step, long bend) {
        Course c = new Course(first, step, bend);
        assertEquals(c, Course.through(c.at(0), c.at(1), c.at(2)));
        BigInteger sum = BigInteger.ZERO;
        for (long k = 0; k < 50; k++) {
            assertEquals(first + k * step + k * (k - 1) / 2 * bend, c.at(k));
            assertEquals(sum, c.sum(k));
            sum = sum.add(BigInteger.valueOf(c.at(k)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "llama-2-7b, new_tokens=120 prompt_tokens=3, eager, flash", "llama-2-7b, new_tokens=60 batch=3, serving, flash", "llama-2-7b, new_tokens=60, compiled, baseline",
        "llamagen-b, height=112 width=160, eager, math", "emu3, height=64 width=80, eager, flash", "parti-350m, height=128 width=64, eager, flash",
        "parti-350m, height=96 width=128 self_attention=sparse reach=2, eager, flash", "var-d16, batch=2, eager, flash", "minDALL-E, height=80 width=176, compiled, flash"})
    void shippedModels(String model, String set, String runtime, String attention) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String s : set.split(" ")) {
            values.put(s.substring(0, s.indexOf('=')), s.substring(s.indexOf('=') + 1));
        }
        check(Draws.PROFILER.profile(new Request(model, values, null, "fp16", attention, runtime, null, List.of("decode"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${t}", "${2 * t + 5}", "${t * t}", "${min(t, 77)}", "${max(0, t - 33)}", "${t % 7}", "${floor(t, 10)}", "${t == 91 ? 500 : t}", "${[3, 1, 2][t % 3]}", "${t < 50 ? t : 2 * t}"})
    void otherWaysToGrow(String past) throws IOException {
        check(Draws.PROFILER.profile(new Request(model(past).toString(), Map.of(), null, "fp16", "flash", "eager", null, List.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"past == 77", "past % 50 == 3", "past in [40, 81]", "past > 77", "past < 30 || past > 90", "floor(past, 100) == 1", "[0, 1][past == 99 ? 1 : 0] > 0"})
    void graphsThatSingleOutARun(String test) throws IOException {
        Path file = folder.resolve("odd.yaml");
        Files.writeString(file, """
                model: odd
                title: One run is another
                class: language-model
                stages:
                  - id: decode
                    graph: odd
                    repeat: 130
                    index: t
                    inputs: {x: [1, 8]}
                    with: {past: "${t + 1}"}
                ---
                graph: odd
                inputs: {x: [batch, tokens, features]}
                parameters: {past: {type: int, default: 0}}
                body:
                  - odd_block: {seen: "${past}"}
                ---
                block: odd_block
                inputs: {x: [batch, tokens, features]}
                parameters: {seen: null}
                body:
                  - cache: {axis: tokens, past: "${seen}"}
                  - if: "${%s}"
                    then: [{linear: 16}]
                """.formatted(test.replace("past", "seen")));
        check(Draws.PROFILER.profile(new Request(file.toString(), Map.of(), null, "fp16", "flash", "eager", null, List.of())));
    }

    /** Of a long stage a few runs are expanded; its linears are the same in every run. */
    @Test
    void manyRuns() {
        Profile p = Draws.PROFILER.profile(new Request("emu3", Map.of("height", "2048", "width", "2048"), null, null, null, null, null, List.of("decode")));
        StageProfile decode = p.stages().get(0);
        assertEquals(256 * 257 + 2, decode.facts().repeat());
        assertEquals(decode.iteration().flops().linear().multiply(BigInteger.valueOf(256 * 257 + 2)), decode.totalFlops().linear());
    }

    private Path model(String past) throws IOException {
        Path file = folder.resolve("growing.yaml");
        Files.writeString(file, """
                model: growing
                title: A cache that grows
                class: language-model
                stages:
                  - id: decode
                    graph: llama
                    repeat: 130
                    index: t
                    inputs: {ids: [1]}
                    with: {layers: 2, width: 64, heads: 4, kv_heads: 2, inner: 96, vocabulary: 100, past: "%s"}
                """.formatted(past));
        return file;
    }

    private static void check(Profile p) {
        StageProfile s = p.stages().get(0);
        BigInteger flops = BigInteger.ZERO;
        BigInteger bytes = BigInteger.ZERO;
        double seconds = 0;
        long peak = 0;
        for (long t = 0; t < s.facts().repeat(); t++) {
            for (OperatorRow r : s.operators(t)) {
                flops = flops.add(r.totalFlops());
                bytes = bytes.add(r.totalBytes());
                seconds += r.seconds();
                peak = Math.max(peak, r.liveBytes());
            }
        }
        assertEquals(flops, s.totalFlops().matmul());
        assertEquals(bytes, s.totalRead().add(s.totalWritten()));
        assertEquals(seconds, s.facts().gpuSeconds(), 1e-9 * seconds);
        assertEquals(peak, s.facts().peakActivationBytes());
        BigInteger rows = BigInteger.ZERO;
        double listed = 0;
        for (OperatorRow r : s.operators()) {
            rows = rows.add(r.totalFlops());
            listed += r.totalSeconds();
        }
        assertEquals(flops, rows);
        assertEquals(s.facts().seconds(), listed, 1e-9 * listed);
    }
}
