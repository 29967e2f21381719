package dev.ttbench.profile;

import dev.ttbench.cost.Cost;
import dev.ttbench.cost.Costs;
import dev.ttbench.cost.Liveness;
import dev.ttbench.device.HostCosts;
import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Body;
import dev.ttbench.graph.Expander;
import dev.ttbench.graph.Fusion;
import dev.ttbench.graph.Library;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.operator.Category;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Template;
import dev.ttbench.spec.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Runs the stages of one request on one device: takes what was expanded and counted of them, and times it. */
final class StageRunner {
    static final int CATEGORIES = Category.values().length;

    private final ModelDef model;
    final Binding binding;
    private final Workshop.Bench bench;
    final Timer timer;
    final HostCosts host;
    private final Precisions.Choice precision;
    final Costs costs;
    final Liveness liveness;

    /** What all runs of a stage add up to. */
    static final class Sums {
        double seconds;
        double gpuSeconds;
        long peak;
        long cache;
        Flops flops = Flops.ZERO;
        BigInteger read = BigInteger.ZERO;
        BigInteger written = BigInteger.ZERO;
        final double[] categorySeconds = new double[CATEGORIES];
        final BigInteger[] categoryFlops = zeros();
        final BigInteger[] categoryBytes = zeros();
        final List<AttentionSum> attention = new ArrayList<>(2);

        private static BigInteger[] zeros() {
            BigInteger[] out = new BigInteger[CATEGORIES];
            java.util.Arrays.fill(out, BigInteger.ZERO);
            return out;
        }
    }

    /** One kind of attention over all runs. */
    record AttentionSum(String kind, boolean causal, double seconds, BigInteger flops, long minLength, long maxLength) { }

    /** A stage's result with its sums. */
    record Outcome(StageProfile profile, Sums sums) { }

    /** For stages of the workshop's model under one lowering, that of {@code bench}. */
    StageRunner(Workshop workshop, Workshop.Bench bench, LatencyModel latency, HostCosts host, Precisions.Choice precision) {
        this.precision = precision;
        this.model = workshop.model();
        this.binding = workshop.binding();
        this.bench = bench;
        this.costs = bench.costs();
        this.liveness = bench.liveness();
        this.timer = new Timer(latency, host, bench.kernels());
        this.host = host;
    }

    /** Runs one stage; null when its condition is false or it runs no time. */
    Outcome run(ModelDef.Stage stage) {
        return StageCall.blaming(model, stage, () -> {
            Workshop.Counted counted = bench.counted(stage, binding);
            return counted == null ? null : run(counted);
        });
    }

    private Outcome run(Workshop.Counted counted) {
        StageCall call = counted.call();
        ModelDef.Stage stage = call.stage();
        long repeat = call.repeat();
        boolean grows = counted.grows();
        LongFunction<Expander.Expansion> runs = t -> bench.expand(call, binding, t);
        Expander.Expansion expansion = counted.expansion();
        Body body = counted.body();
        Cost cost = counted.cost();
        BodyTime time = timer.of(body);
        double one = seconds(time, repeat, grows);
        Sums sums = new Sums();
        add(sums, body, cost, time, one, grows ? 1 : repeat);
        Growth growth = grows ? new Growth(timer, body) : null;
        if (grows) {
            costs.of(runs.apply(repeat - 1).body());      // the largest run as a rule: what is past 64 bits there is said before the others are looked at
            new Stretches(this, stage, call.graph(), t -> bench.lowered(runs.apply(t).body()), sums, growth, repeat).add(1, repeat - 1);
        }
        StageProfile.Facts facts = new StageProfile.Facts(stage.id(), stage.graph(), precision.dtype(),
                precision.format() == null ? null : precision.format().text(), repeat, call.batch(), cost.parameters(), cost.weightBytes(), stage.weights(), sums.seconds,
                sums.gpuSeconds, hostBound(time, sums, grows), expansion.inputBytes(), sums.peak, sums.cache);
        StageProfile.Iteration iteration = new StageProfile.Iteration(one, Flops.of(cost), cost.bytesRead(), cost.bytesWritten(), cost.kernels());
        LongFunction<Body> bodies = t -> {
            forgetWhenMany();
            return t == 0 ? body : bench.lowered(runs.apply(t).body());
        };
        OperatorRows rows = new OperatorRows(liveness, timer);
        return new Outcome(new StageProfile(facts, iteration, sums.flops, sums.read, sums.written, () -> rows.of(bodies, growth, facts, one - time.gpu()),
                runs(rows, bodies, repeat, grows)), sums);
    }

    private StageProfile.Runs runs(OperatorRows rows, LongFunction<Body> bodies, long repeat, boolean grows) {
        return new StageProfile.Runs() {
            @Override
            public List<OperatorRow> operators(long step) {
                return rows.of(bodies.apply(step));
            }

            @Override
            public Timeline timeline(long step) {
                Body run = bodies.apply(step);
                BodyTime time = timer.of(run);
                double between = between(repeat);
                return new Timeline(seconds(time, repeat, grows), between + time.host(), !grows, rows.launches(run, host, between));
            }
        };
    }

    /** Runs that all differ leave bodies behind that no other run needs. */
    void forgetWhenMany() {
        if (bench.forgetWhenMany()) {
            timer.forget(bench.kernels());
        }
    }

    /**
     * Seconds of one run of a graph. It lasts until the device is done, and in a denoising loop the sampler reads the result before the next
     * one is called: seconds = critical path + iteration + graph launch; a captured graph starts when the host is through with it, so that its
     * critical path is host + device. Tokens stay on the device, so runs of a stage that grows are launched without waiting, and each takes as
     * long as the slower timeline.
     */
    double seconds(BodyTime time, long repeat, boolean grows) {
        double between = between(repeat);
        if (grows) {
            return Math.max(time.gpu(), time.host() + between);
        }
        return between + (host.fuses() ? time.host() + time.gpu() : Math.max(time.critical(), time.host()));
    }

    /** The host's seconds for one run beside its operators. */
    private double between(long repeat) {
        return host.graphLaunchSeconds() + (repeat > 1 ? host.iterationSeconds() : 0);
    }

    private boolean hostBound(BodyTime time, Sums sums, boolean grows) {
        return grows ? sums.seconds > sums.gpuSeconds * 1.02 : time.host() > time.gpu();
    }

    void add(Sums sums, Body body, Cost cost, BodyTime time, double seconds, long times) {
        sums.seconds += seconds * times;
        sums.gpuSeconds += time.gpu() * times;
        sums.peak = Math.max(sums.peak, liveness.peak(body));
        sums.cache = Math.max(sums.cache, cost.cacheBytes());
        sums.flops = sums.flops.plus(Flops.of(cost).times(times));
        BigInteger n = BigInteger.valueOf(times);
        sums.read = sums.read.add(BigInteger.valueOf(cost.bytesRead()).multiply(n));
        sums.written = sums.written.add(BigInteger.valueOf(cost.bytesWritten()).multiply(n));
        for (int c = 0; c < CATEGORIES; c++) {
            sums.categorySeconds[c] += time.categorySeconds()[c] * times;
            long flops = time.work().categoryFlops()[c];
            if (flops != 0) {
                sums.categoryFlops[c] = sums.categoryFlops[c].add(BigInteger.valueOf(flops).multiply(n));
            }
            long bytes = time.work().categoryBytes()[c];
            if (bytes != 0) {
                sums.categoryBytes[c] = sums.categoryBytes[c].add(BigInteger.valueOf(bytes).multiply(n));
            }
        }
        for (int i = 0; i < time.attentionSeconds().length; i++) {
            BodyWork.Attention a = time.work().attention().get(i);
            merge(sums.attention, new AttentionSum(a.kind(), a.causal(), time.attentionSeconds()[i] * times, BigInteger.valueOf(a.flops()).multiply(n), a.minLength(), a.maxLength()));
        }
    }

    /** Adds {@code a} to the entry of its kind. */
    static void merge(List<AttentionSum> into, AttentionSum a) {
        for (int i = 0; i < into.size(); i++) {
            AttentionSum b = into.get(i);
            if (b.kind.equals(a.kind) && b.causal == a.causal) {
                into.set(i, new AttentionSum(a.kind, a.causal, a.seconds + b.seconds, a.flops.add(b.flops), Math.min(a.minLength, b.minLength), Math.max(a.maxLength, b.maxLength)));
                return;
            }
        }
        into.add(a);
    }

    /** Values of the graph's parameters. */
    static Map<String, Object> parameters(ModelDef.Stage stage, Scope scope) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (Map.Entry<String, Template> e : stage.with().entrySet()) {
            out.put(e.getKey(), e.getValue().eval(scope));
        }
        return out;
    }

    /** The graph's inputs: the extents that the stage gives, with its batch wherever an axis (or a factor of a merged one) is {@code batch}. */
    static List<Expander.Input> inputs(ModelDef.Stage stage, BlockDef graph, long batch, Scope scope) {
        List<Expander.Input> out = new ArrayList<>();
        for (Map.Entry<String, Template> e : stage.inputs().entrySet()) {
            BlockDef.Input input = graph.input(e.getKey());
            if (input == null) {
                throw new EvalException("the graph '" + graph.name() + "' has no input '" + e.getKey() + "'",
                        dev.ttbench.spec.Suggest.hint(e.getKey(), graph.inputs().stream().map(BlockDef.Input::name).toList()));
            }
            Object given = e.getValue().eval(scope);
            if (given == null && input.optional()) {
                continue;
            }
            if (!input.stack()) {
                out.add(new Expander.Input(e.getKey(), extents(input, given, batch)));
            } else if (given instanceof List<?> items) {
                items.forEach(item -> out.add(new Expander.Input(e.getKey(), extents(input, item, batch))));
            } else {
                throw new EvalException("the input '" + e.getKey() + "' must be a list of lists of extents, not " + Values.describe(given), "any number of tensors with axes " + input.axes());
            }
        }
        return out;
    }

    private static List<long[]> extents(BlockDef.Input input, Object given, long batch) {
        if (!(given instanceof List<?> extents)) {
            throw new EvalException("the input '" + input.name() + "' must be a list of extents, not " + Values.describe(given), "axes " + input.axes() + ", the batch apart");
        }
        List<long[]> axes = new ArrayList<>();
        int next = 0;
        for (String axis : input.axes()) {
            List<String> factors = BlockDef.factors(axis);
            long[] values = new long[factors.size()];
            for (int k = 0; k < factors.size(); k++) {
                if (factors.get(k).equals("batch")) {
                    values[k] = batch;
                } else if (next < extents.size()) {
                    values[k] = Values.integer(extents.get(next++), "an extent of '" + input.name() + "'");
                } else {
                    next++;
                }
            }
            axes.add(values);
        }
        if (next != extents.size()) {
            throw new EvalException("the input '" + input.name() + "' has " + extents.size() + " extents; its axes " + input.axes() + " need " + next + ", the batch apart");
        }
        return axes;
    }
}
