package dev.ttbench.profile;

import dev.ttbench.device.Defaults;
import dev.ttbench.device.Device;
import dev.ttbench.device.HostCosts;
import dev.ttbench.graph.Lowering;
import dev.ttbench.latency.Latencies;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.operator.Category;
import dev.ttbench.operator.Dtype;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One entry from a request to a {@link Profile}: read, bind, expand, count, follow memory, lower, time. */
public final class Profiler {
    /** Math types that a request may name. */
    public static final List<String> DTYPES = List.of("fp32", "tf32", "fp16", "bf16", "fp8", "int8");
    /** Attention implementations that a request may name. */
    public static final List<String> ATTENTIONS = List.of("flash", "flash-1", "flash-2", "flash-3", "flash-4", "cudnn", "memory-efficient", "baseline", "math");
    /** Memory layouts that a request may name. */
    public static final List<String> LAYOUTS = List.of("channels-first", "channels-last");

    private final Suites suites;

    /** A profiler over the given suites. */
    public Profiler(Suites suites) {
        this.suites = suites;
    }

    /**
     * Profiles one generation.
     *
     * @throws InputException when the request, the model or the device has a problem
     */
    public Profile profile(Request r) {
        return profile(suites.model(r.model()), r);
    }

    /** As {@link #profile(Request)}, for a model that has been read. */
    public Profile profile(ModelDef model, Request r) {
        List<ModelDef.Stage> wanted = stages(model, r.stages());
        return profile(new Workshop(suites, model, r.set()), wanted, r);
    }

    /** As {@link #profile(Request)}, with what other profiles have left in the workshop of the request's model and parameters. */
    public Profile profile(Workshop workshop, Request r) {
        return profile(workshop, stages(workshop.model(), r.stages()), r);
    }

    private Profile profile(Workshop workshop, List<ModelDef.Stage> wanted, Request r) {
        Defaults d = suites.defaults();
        ModelDef model = workshop.model();
        Binding binding = workshop.binding();
        Precisions precisions = new Precisions(model, binding, r, d.dtype(), suites);
        String dtype = precisions.dtype();
        String attention = chosen("--attention", r.attention(), d.attention(), ATTENTIONS);
        String runtime = chosen("--runtime", r.runtime(), d.runtime(), suites.devices().runtimes());
        String layout = chosen("--layout", r.layout(), d.layout(), LAYOUTS);
        String deviceName = r.device() == null ? d.device() : r.device();
        Device device = suites.devices().get(deviceName);
        String kernels = attention.equals("math") ? "baseline" : attention;
        Latencies latencies = suites.latencies();
        HostCosts host = suites.devices().runtime(runtime, device);
        Map<Precisions.Choice, StageRunner> runners = new HashMap<>();
        List<StageRunner.Outcome> outcomes = new ArrayList<>();
        for (ModelDef.Stage s : wanted) {
            try {
                Precisions.Choice chosen = precisions.of(s);
                StageRunner runner = runners.get(chosen);
                if (runner == null) {
                    LatencyModel latency = latencies.model(device, kernels, chosen.dtype(), layout, runtime, true);
                    runner = new StageRunner(workshop, workshop.bench(lowering(chosen, attention, host), host), latency, host, chosen);
                    runners.put(chosen, runner);
                }
                StageRunner.Outcome o = runner.run(s);
                if (o != null) {
                    outcomes.add(o);
                }
            } catch (InputException e) {
                throw blamed(e, r.set());
            }
        }
        Profile.Settings settings = new Profile.Settings(dtype, r.precision().weights(), attention, separate(attention) ? null : latencies.library(device, attention, dtype, runtime), runtime, layout,
                Profile.Calibration.of(suites.files().overlay()));
        Profile.DeviceUsed used = new Profile.DeviceUsed(device.id(), device.title(), suites.devices().sha256(deviceName), suites.devices().architecture(device.architecture()).basis());
        try {
            return assemble(model, binding, used, settings, outcomes, latencies, device);
        } catch (ArithmeticException e) {
            throw blamed(new InputException(new Problem(model.file(), 0, 0, "the parameters or bytes of all stages together are past 2^63 - 1",
                    "is a size or the batch too large?")), r.set());
        }
    }

    private static boolean separate(String attention) {
        return attention.equals("baseline") || attention.equals("math");
    }

    static String chosen(String option, String given, String otherwise, List<String> known) {
        if (given == null) {
            return otherwise;
        }
        if (!known.contains(given)) {
            throw new InputException(Problem.of(option + " " + given + ": there is no such choice", Suggest.hint(given, known)));
        }
        return given;
    }

    /** The types and kernels that settings mean. */
    static Lowering lowering(Precisions.Choice chosen, String attention, HostCosts runtime) {
        String dtype = chosen.dtype();
        Dtype compute = switch (dtype) {
            case "fp32", "tf32" -> Dtype.FP32;
            case "bf16" -> Dtype.BF16;
            default -> Dtype.FP16;
        };
        Dtype weight = dtype.equals("fp8") ? Dtype.FP8 : dtype.equals("int8") ? Dtype.INT8 : compute;
        Lowering.AttentionForm form = attention.equals("baseline") ? Lowering.AttentionForm.SEPARATE
                : attention.equals("math") ? Lowering.AttentionForm.MATH : Lowering.AttentionForm.FUSED;
        return new Lowering(compute, weight, chosen.format(), form, runtime.fuses());
    }

    /** The stages of those ids, in the model's order; all when none is given. */
    static List<ModelDef.Stage> stages(ModelDef model, List<String> ids) {
        if (ids == null || ids.isEmpty()) {
            return model.stages();
        }
        for (String id : ids) {
            if (model.stage(id) == null) {
                throw new InputException(Problem.of("--stage " + id + ": the model '" + model.id() + "' has no such stage",
                        Suggest.hint(id, model.stages().stream().map(ModelDef.Stage::id).toList())));
            }
        }
        return model.stages().stream().filter(s -> ids.contains(s.id())).toList();
    }

    /** The same problems, with the parameters that the request set, since one of them may be the cause. */
    static InputException blamed(InputException e, Map<String, String> set) {
        if (set.isEmpty()) {
            return e;
        }
        StringBuilder b = new StringBuilder("with");
        set.forEach((k, v) -> b.append(" --set ").append(k).append('=').append(v));
        List<Problem> out = new ArrayList<>();
        for (Problem p : e.problems()) {
            out.add(new Problem(p.file(), p.line(), p.column(), p.message(), p.hint() == null ? b.toString() : p.hint() + "\n" + b));
        }
        return new InputException(out);
    }

    private static Profile assemble(ModelDef model, Binding binding, Profile.DeviceUsed used, Profile.Settings settings, List<StageRunner.Outcome> outcomes,
            Latencies latencies, Device device) {
        double seconds = 0;
        double gpu = 0;
        long parameters = 0;
        long weights = 0;
        long activations = 0;
        long cache = 0;
        long working = 0;
        Flops flops = Flops.ZERO;
        BigInteger read = BigInteger.ZERO;
        BigInteger written = BigInteger.ZERO;
        List<StageProfile> stages = new ArrayList<>();
        for (StageRunner.Outcome o : outcomes) {
            StageProfile.Facts f = o.profile().facts();
            stages.add(o.profile());
            seconds += f.seconds();
            gpu += f.gpuSeconds();
            boolean shared = stages.stream().anyMatch(s -> s.facts().id().equals(f.sharesWeightsOf()));
            parameters = Math.addExact(parameters, shared ? 0 : f.parameters());
            weights = Math.addExact(weights, shared ? 0 : f.weightBytes());
            activations = Math.max(activations, f.peakActivationBytes());
            cache = Math.max(cache, f.kvCacheBytes());
            working = Math.max(working, Math.addExact(Math.addExact(f.inputBytes(), f.peakActivationBytes()), f.kvCacheBytes()));
            flops = flops.plus(o.profile().totalFlops());
            read = read.add(o.profile().totalRead());
            written = written.add(o.profile().totalWritten());
        }
        long peak = Math.addExact(weights, working);
        Latencies.Interval interval = latencies.interval(Profile.regime(settings.runtime(), Profile.hostBound(stages, seconds)), device);
        Profile.Totals totals = new Profile.Totals(seconds, seconds * interval.low(), seconds * interval.high(), gpu, parameters, flops, read, written, weights, activations,
                cache, peak, device.memoryBytes(), peak <= device.memoryBytes());
        return new Profile(new Profile.Model(model.id(), model.title(), model.modelClass(), model.sha256(), model.assumptions()), binding.values(), used, settings, totals,
                categories(outcomes, seconds, gpu), attention(outcomes), stages);
    }

    private static List<Profile.CategoryShare> categories(List<StageRunner.Outcome> outcomes, double seconds, double gpu) {
        List<Profile.CategoryShare> out = new ArrayList<>();
        for (Category c : Category.values()) {
            double own = 0;
            BigInteger flops = BigInteger.ZERO;
            BigInteger bytes = BigInteger.ZERO;
            for (StageRunner.Outcome o : outcomes) {
                own += o.sums().categorySeconds[c.ordinal()];
                flops = flops.add(o.sums().categoryFlops[c.ordinal()]);
                bytes = bytes.add(o.sums().categoryBytes[c.ordinal()]);
            }
            if (c == Category.HOST) {
                out.add(new Profile.CategoryShare(c, Math.max(0, seconds - gpu), 0, flops, bytes));
            } else if (own > 0 || flops.signum() > 0) {
                out.add(new Profile.CategoryShare(c, own, gpu > 0 ? own / gpu : 0, flops, bytes));
            }
        }
        return out;
    }

    private static List<Profile.AttentionShare> attention(List<StageRunner.Outcome> outcomes) {
        List<StageRunner.AttentionSum> sums = new ArrayList<>();
        for (StageRunner.Outcome o : outcomes) {
            for (StageRunner.AttentionSum a : o.sums().attention) {
                StageRunner.merge(sums, a);
            }
        }
        double all = 0;
        for (StageRunner.AttentionSum a : sums) {
            all += a.seconds();
        }
        List<Profile.AttentionShare> out = new ArrayList<>();
        for (StageRunner.AttentionSum a : sums) {
            out.add(new Profile.AttentionShare(a.kind(), a.causal(), a.seconds(), all > 0 ? a.seconds() / all : 0, a.flops(), a.minLength(), a.maxLength()));
        }
        return out;
    }
}
