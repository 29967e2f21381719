package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.device.Device;
import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Body;
import dev.ttbench.graph.Expander;
import dev.ttbench.graph.Fusion;
import dev.ttbench.latency.KernelTime;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.latency.Step;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No kernel of any shipped model is faster than its device can be: neither than its arithmetic at the dense peak nor than its bytes at the peak bandwidth; and its parts add up to its time. */
class BoundTest {
    private static final Suites SUITES = Draws.SUITES;

    /** A device under some settings. */
    record Setting(String device, String dtype, String attention, String runtime) { }

    /** Every device in four settings, that each dtype, attention and runtime comes up many times. */
    static Stream<Setting> settings() {
        Random random = new Random(11);
        List<Setting> out = new ArrayList<>();
        for (String device : SUITES.devices().ids()) {
            for (int i = 0; i < 4; i++) {
                out.add(new Setting(device, Profiler.DTYPES.get(random.nextInt(6)), List.of("flash", "memory-efficient", "baseline", "math").get(i),
                        SUITES.devices().runtimes().get(random.nextInt(4))));
            }
        }
        return out.stream();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void noKernelIsFasterThanItsDevice(Setting s) {
        Device device = SUITES.devices().get(s.device());
        LatencyModel latency = SUITES.latencies().model(device, s.attention().equals("math") ? "baseline" : s.attention(), s.dtype(), "channels-last", s.runtime(), true);
        LatencyModel first = SUITES.latencies().model(device, s.attention().equals("math") ? "baseline" : s.attention(), s.dtype(), "channels-first", s.runtime(), true);
        Random random = new Random(s.hashCode());
        Random some = new Random(s.hashCode());
        int large = 0;
        for (String name : SUITES.modelNames()) {
            for (Kernel k : kernels(SUITES.model(name), s, random)) {
                KernelTime t = latency.time(k);
                double arithmetic = flops(k.work()) / peak(device, k, s) / (winograd(k.work()) ? 4 : 1);
                assertTrue(Double.isFinite(t.seconds()) && t.seconds() >= arithmetic * (1 - 1e-12), () -> name + " " + k + " takes " + t + ", arithmetic alone " + arithmetic);
                if (some.nextInt(12) == 0) {
                    assertEquals(t.seconds(), Step.total(latency.account(k)), 1e-9 * t.seconds(), () -> name + " " + k + " is accounted for as " + latency.account(k));
                    assertEquals(first.time(k).seconds(), Step.total(first.account(k)), 1e-9 * first.time(k).seconds(), () -> name + " " + k + " is accounted for as " + first.account(k));
                }
                large += fromDram(device, k) ? 1 : 0;
                double memory = memory(device, k);
                assertTrue(t.seconds() >= memory * (1 - 1e-12), () -> name + " " + k + " takes " + t + ", memory alone " + memory);
            }
        }
        assertTrue(large > 10, "kernels larger than L2: " + large);
    }

    /** Whether its activations are larger than L2. */
    private static boolean fromDram(Device device, Kernel k) {
        return k.bytesRead() + (double) k.bytesWritten() - k.weightBytes() >= device.l2Bytes();
    }

    /** Least seconds for the bytes that must come from DRAM: in one kernel, or in the kernels that it was fused from where these fit in L2 one by one. */
    private static double memory(Device device, Kernel k) {
        double whole = (fromDram(device, k) ? k.bytesRead() + (double) k.bytesWritten() : k.weightBytes()) / device.bandwidth();
        return k.parts().isEmpty() ? whole : Math.min(whole, k.parts().stream().mapToDouble(p -> memory(device, p)).sum());
    }

    /** The size nearest to {@code wanted} that a parameter may have. */
    private static long possible(ModelDef.Parameter p, long wanted) {
        long n = p.max() == null ? wanted : Math.min(wanted, p.max());
        long step = p.multipleOf() == null ? 1 : p.multipleOf();
        return p.atMost(Math.max(n, (p.min() == null ? 1 : p.min()) + step - 1));
    }

    /** Kernels of all stages at a size drawn between the small and the large that are in use. */
    private static List<Kernel> kernels(ModelDef model, Setting s, Random random) {
        Map<String, String> set = new LinkedHashMap<>();
        for (ModelDef.Parameter p : model.parameters()) {
            if ("px".equals(p.unit())) {
                set.put(p.name(), Long.toString(possible(p, 16 * (4 + random.nextInt(92)))));
            } else if (p.name().equals("batch")) {
                set.put(p.name(), Integer.toString(1 + random.nextInt(9)));
            } else if (p.name().equals("prompt_tokens")) {
                set.put(p.name(), Long.toString(Math.min(p.max(), 1 + random.nextInt(4000))));
            }
        }
        Binding binding = Binding.of(model, set);
        Expander expander = new Expander(Profiler.lowering(new Precisions.Choice(s.dtype(), null), s.attention(), SUITES.devices().runtime(s.runtime())));
        Fusion fusion = s.runtime().equals("eager") ? null : new Fusion(s.runtime().equals("serving") || s.runtime().equals("tensorrt"));
        List<Kernel> out = new ArrayList<>();
        for (ModelDef.Stage stage : model.stages()) {
            Scope scope = stage.index() == null ? binding : binding.with(stage.index(), 5);
            if (stage.condition() != null && !Values.truth(stage.condition().eval(scope))) {
                continue;
            }
            BlockDef graph = SUITES.library().graph(stage.graph(), model.file());
            long batch = stage.batch() == null ? 1 : Values.integer(stage.batch().eval(scope), "batch");
            Body body = expander.expand(graph, StageRunner.parameters(stage, scope), StageRunner.inputs(stage, graph, batch, scope)).body();
            collect(fusion == null ? body : fusion.fuse(body), Collections.newSetFromMap(new IdentityHashMap<>()), out);
        }
        return out;
    }

    private static void collect(Body body, Set<Body> seen, List<Kernel> into) {
        if (!seen.add(body)) {
            return;
        }
        for (int i = 0; i < body.size(); i++) {
            if (body.item(i) instanceof Body.Op op) {
                op.launches().forEach(l -> into.add(l.kernel()));
            } else if (body.item(i) instanceof Body.Call call) {
                collect(call.body(), seen, into);
            }
        }
    }

    /** Whether a convolution may run with a fourth of its multiply-adds; tensor cores don't, but here any may. */
    private static boolean winograd(Work work) {
        return work instanceof Work.Convolution w && w.groups() == 1 && Arrays.equals(w.kernel(), new long[] {3, 3}) && Arrays.equals(w.stride(), new long[] {1, 1});
    }

    /** Matmul-class FLOPs that a kernel cannot avoid: a causal attention skips the keys after each query. */
    private static double flops(Work work) {
        if (work instanceof Work.Gemm w) {
            return 2.0 * w.batch() * w.m() * w.n() * w.k();
        }
        if (work instanceof Work.Convolution w) {
            return 2.0 * w.batch() * Operator.elements(w.output()) * w.outChannels() * (w.inChannels() / w.groups()) * Operator.elements(w.kernel());
        }
        if (work instanceof Work.Attention w) {
            double pairs = (double) w.queries() * w.keys();
            if (w.causal()) {
                pairs = 0;
                for (long i = 1; i <= w.queries(); i++) {
                    pairs += Math.min(w.keys(), w.keys() >= w.queries() ? w.keys() - w.queries() + i : i);
                }
            }
            return 2.0 * pairs * w.batch() * w.heads() * (w.headDim() + w.valueDim());
        }
        return 0;
    }

    /** Dense peak of the arithmetic that a kernel's type may run in at its fastest. */
    private static double peak(Device device, Kernel k, Setting s) {
        Map<String, Double> peaks = device.peakFlops();
        if (k.dtype() == Dtype.FP32) {
            boolean tf32 = s.dtype().equals("tf32") || k.work() instanceof Work.Convolution;
            if (k.work() instanceof Work.Attention) {
                return Math.max(peaks.get("fp32"), peaks.getOrDefault("tf32", 0.0) / 3);
            }
            return tf32 ? peaks.getOrDefault("tf32", peaks.get("fp32")) : peaks.get("fp32");
        }
        boolean narrow = SUITES.devices().runtime(s.runtime()).fp16Accumulate() && device.fp16AccumulateFlops() != null && !(k.work() instanceof Work.Attention);
        double fp16 = narrow ? device.fp16AccumulateFlops() : peaks.getOrDefault("fp16", peaks.getOrDefault("bf16", peaks.get("fp32")));
        return k.dtype() == Dtype.FP8 || k.dtype() == Dtype.INT8 ? peaks.getOrDefault(k.dtype().id(), fp16) : k.dtype() == Dtype.FP16 ? fp16 : peaks.getOrDefault(k.dtype().id(), peaks.get("fp32"));
    }

    /** The rows of a profile hold the same times, with the gap to the next kernel. */
    @ParameterizedTest
    @MethodSource("dev.ttbench.profile.SettingsTest#draws")
    void rowsHoldTheTimesOfTheirKernels(Draws.Draw draw) {
        double gap = SUITES.devices().runtime(draw.request().runtime()).kernelGapSeconds();
        for (StageProfile stage : draw.profile().stages()) {
            for (OperatorRow r : stage.operators()) {
                double sum = 0;
                for (OperatorRow.KernelRow k : r.kernels()) {
                    assertTrue(k.seconds() > gap && Double.isFinite(k.seconds()), r::path);
                    sum += k.seconds();
                }
                if (!r.operator().equals("host")) {
                    assertEquals(sum, r.seconds(), sum * 1e-12, r.path());
                }
            }
        }
    }
}
