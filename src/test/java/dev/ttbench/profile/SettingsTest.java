package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Draws.Draw;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How profiles of one model under different settings and sizes relate. */
class SettingsTest {
    /** A second row spreads shared bytes over one more SM, and a fused kernel's operands fill more of L2: neither is worth a term. */
    private static final double NOISE = 0.01;

    static List<Draw> draws() {
        return Draws.all(6);
    }

    /** Draws, and every model at its defaults, where tensors are as large as in use. */
    static List<Draw> drawsAndDefaults() {
        List<Draw> out = new ArrayList<>(draws());
        for (String model : Draws.SUITES.modelNames()) {
            out.add(new Draw(new Request(model, Map.of(), null, null, null, null, null, List.of())));
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("draws")
    void attentionChangesNoMatmulFlops(Draw draw) {
        Flops flash = draw.attention("flash").profile().totals().flops();
        for (String other : List.of("baseline", "math")) {
            Flops f = draw.attention(other).profile().totals().flops();
            assertEquals(flash.convolution(), f.convolution(), other);
            assertEquals(flash.linear(), f.linear(), other);
            assertEquals(flash.attention(), f.attention(), other);
        }
    }

    /** Graphs with a product that serves all items of a batch: Mochi's rotary angles, positions times learned frequencies. */
    private static final Set<String> ONE_FOR_ALL = Set.of("mochi-transformer");

    @ParameterizedTest
    @MethodSource("draws")
    void twiceTheBatchIsTwiceTheFlops(Draw draw) {
        Profile one = draw.profile();
        Profile two = draw.with("batch", draw.value("batch") * 2).profile();
        if (one.stages().size() != two.stages().size()) {       // frames decoded in fours, a rest of them apart
            Flops twice = one.totals().flops().times(2);
            assertEquals(twice.convolution(), two.totals().flops().convolution());
            assertEquals(twice.linear(), two.totals().flops().linear());
            assertEquals(twice.attention(), two.totals().flops().attention());
            return;
        }
        // Twice the work takes no less time, but where measured kernels do: on P100 a product of 16 columns takes twice as long as one of 32.
        String architecture = Draws.SUITES.devices().get(draw.request().device()).architecture();
        double least = Draws.SUITES.devices().architecture(architecture).matrix().simtSkinnyShare() - NOISE;
        for (int i = 0; i < one.stages().size(); i++) {
            String id = one.stages().get(i).facts().id();
            Set<String> sizes = new TreeSet<>();
            ModelDef.Stage stage = Draws.SUITES.model(one.model().id()).stage(id);
            if (stage.batch() != null) {
                stage.batch().names(sizes);
            }
            Flops a = one.stages().get(i).totalFlops().times(sizes.contains("batch") ? 2 : 1);      // what does not depend on the batch runs once for all
            Flops b = two.stages().get(i).totalFlops();
            assertEquals(a.convolution(), b.convolution(), id);
            assertEquals(a.linear(), b.linear(), id);
            if (ONE_FOR_ALL.contains(one.stages().get(i).facts().graph())) {
                Flops c = draw.with("batch", draw.value("batch") * 3).profile().stages().get(i).totalFlops();
                assertEquals(b.attention().subtract(one.stages().get(i).totalFlops().attention()), c.attention().subtract(b.attention()), id);
                assertTrue(b.attention().compareTo(a.attention()) <= 0, id);
            } else {
                assertEquals(a.attention(), b.attention(), id);
            }
            assertTrue(b.vector().compareTo(a.vector()) <= 0, id);
            assertTrue(two.stages().get(i).facts().gpuSeconds() >= one.stages().get(i).facts().gpuSeconds() * least, id);
        }
    }

    @ParameterizedTest
    @MethodSource("drawsAndDefaults")
    void compiledIsNeverSlowerAndMovesNoMore(Draw draw) {
        Profile eager = draw.runtime("eager").profile();
        Profile compiled = draw.runtime("compiled").profile();
        assertEquals(eager.totals().flops(), compiled.totals().flops());
        for (int i = 0; i < eager.stages().size(); i++) {
            StageProfile a = eager.stages().get(i);
            StageProfile b = compiled.stages().get(i);
            String id = a.facts().id();
            assertTrue(b.totalRead().compareTo(a.totalRead()) <= 0, () -> id + " reads " + b.totalRead() + ", eager " + a.totalRead());
            assertTrue(b.totalWritten().compareTo(a.totalWritten()) <= 0, () -> id + " writes " + b.totalWritten() + ", eager " + a.totalWritten());
            assertTrue(b.iteration().kernels() <= a.iteration().kernels(), id);
            assertTrue(b.facts().peakActivationBytes() <= a.facts().peakActivationBytes(), id);
            assertTrue(b.facts().gpuSeconds() <= a.facts().gpuSeconds() * (1 + NOISE), () -> id + " takes " + b.facts().gpuSeconds() + ", eager " + a.facts().gpuSeconds());
            double waits = b.facts().seconds() - b.facts().gpuSeconds();     // for guards and the launch of its graph: eager's waits hide behind kernels
            assertTrue(b.facts().seconds() <= a.facts().seconds() * (1 + NOISE) + waits, () -> id + " takes " + b.facts().seconds() + ", eager " + a.facts().seconds());
        }
    }

    /** A run of n tokens is n runs of one token, each after a prompt longer by one. */
    @ParameterizedTest
    @ValueSource(strings = {"eager", "compiled", "tensorrt", "serving"})
    void decodeIsTheSumOfItsSteps(String runtime) {
        for (String model : List.of("llama-2-7b", "llama-2-70b")) {
            int steps = 7;
            long prompt = 125;
            Profile all = decode(model, runtime, prompt, steps);
            double gpu = 0;
            Flops flops = Flops.ZERO;
            BigInteger read = BigInteger.ZERO;
            BigInteger written = BigInteger.ZERO;
            double[] rows = new double[all.stages().get(0).operators().size()];
            long peak = 0;
            long cache = 0;
            for (int t = 0; t < steps; t++) {
                StageProfile one = decode(model, runtime, prompt + t, 1).stages().get(0);
                gpu += one.facts().gpuSeconds();
                flops = flops.plus(one.totalFlops());
                read = read.add(one.totalRead());
                written = written.add(one.totalWritten());
                peak = Math.max(peak, one.facts().peakActivationBytes());
                cache = Math.max(cache, one.facts().kvCacheBytes());
                for (OperatorRow r : one.operators()) {
                    if (!r.operator().equals("host")) {
                        rows[r.index()] += r.totalSeconds();
                    }
                }
            }
            StageProfile decode = all.stages().get(0);
            assertEquals(flops, decode.totalFlops(), model);
            assertEquals(read, decode.totalRead(), model);
            assertEquals(written, decode.totalWritten(), model);
            assertEquals(peak, decode.facts().peakActivationBytes(), model);
            assertEquals(cache, decode.facts().kvCacheBytes(), model);
            assertEquals(gpu, decode.facts().gpuSeconds(), gpu * 1e-9, model);
            for (OperatorRow r : decode.operators()) {
                if (!r.operator().equals("host")) {
                    assertEquals(rows[r.index()], r.totalSeconds(), rows[r.index()] * 1e-9, r.path());
                }
            }
        }
    }

    private static Profile decode(String model, String runtime, long prompt, long tokens) {
        Map<String, String> set = Map.of("prompt_tokens", Long.toString(prompt), "new_tokens", Long.toString(tokens), "batch", "3");
        return Draws.PROFILER.profile(new Request(model, set, "h100-sxm5-80gb", "fp16", "flash", runtime, null, List.of("decode")));
    }

    @Test
    void weightsOfBothLanguageModelStagesAreOne() {
        Map<String, String> set = Map.of("prompt_tokens", "16", "new_tokens", "3");
        Profile both = Draws.PROFILER.profile(new Request("llama-2-7b", set, null, null, null, null, null, List.of()));
        assertEquals(6_738_415_616L, both.totals().parameters());
        assertEquals(6_738_415_616L * 2, both.totals().weightBytes());
        for (String stage : List.of("prefill", "decode")) {
            Profile one = Draws.PROFILER.profile(new Request("llama-2-7b", set, null, null, null, null, null, List.of(stage)));
            assertEquals(both.totals().parameters(), one.totals().parameters(), stage);
            assertEquals(both.totals().weightBytes(), one.totals().weightBytes(), stage);
        }
    }

    @Test
    void noNewTokensIsNoDecode() {
        Profile p = Draws.PROFILER.profile(new Request("llama-2-7b", Map.of("prompt_tokens", "16", "new_tokens", "0"), null, null, null, null, null, List.of()));
        assertEquals(List.of("prefill"), p.stages().stream().map(s -> s.facts().id()).toList());
    }

    @Test
    void compilersJoinWhatModulesKeepApart() {
        Profile eager = Draws.PROFILER.profile(new Request("llama-2-7b", Map.of("new_tokens", "2"), null, null, null, "eager", null, List.of()));
        Profile compiled = Draws.PROFILER.profile(new Request("llama-2-7b", Map.of("new_tokens", "2"), null, null, null, "compiled", null, List.of()));
        Profile serving = Draws.PROFILER.profile(new Request("llama-2-7b", Map.of("new_tokens", "2"), null, null, null, "serving", null, List.of()));
        for (int i = 0; i < 2; i++) {
            StageProfile a = compiled.stages().get(i);
            StageProfile b = serving.stages().get(i);
            assertTrue(a.iteration().kernels() < eager.stages().get(i).iteration().kernels() / 2);
            long layer = b.operators().stream().filter(o -> o.path().startsWith("layer[1]/") && !o.kernels().isEmpty()).mapToLong(o -> o.kernels().size()).sum();
            assertTrue(layer <= 12, "norms with residuals, one product for query, key and value, rotation, cache, attention, product, one for gate and up, activation, product: " + layer);
            assertTrue(b.iteration().kernels() < a.iteration().kernels(), "products of one tensor are one");
            assertEquals(a.totalFlops(), b.totalFlops());
            assertEquals(a.facts().weightBytes(), b.facts().weightBytes());
            assertTrue(a.iteration().bytesRead() > b.iteration().bytesRead());
        }
        assertTrue(serving.stages().get(0).facts().gpuSeconds() <= compiled.stages().get(0).facts().gpuSeconds(), "the prompt");
        assertTrue(compiled.stages().get(1).facts().gpuSeconds() <= serving.stages().get(1).facts().gpuSeconds(), "a token, whose products the compiler writes itself");
    }
}
