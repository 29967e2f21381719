package dev.ttbench.profile;

import dev.ttbench.cost.Liveness;
import dev.ttbench.device.HostCosts;
import dev.ttbench.graph.Body;
import dev.ttbench.latency.Bound;
import dev.ttbench.latency.KernelTime;
import dev.ttbench.operator.Category;
import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Lists the operators of a stage one by one, in order of execution. */
final class OperatorRows {
    /** Most operators of one run that are listed. */
    private static final int MOST = 1_000_000;

    private final Liveness liveness;
    private final Timer timer;
    private final Map<Body.Op, List<OperatorRow.KernelRow>> kernels = new IdentityHashMap<>();

    OperatorRows(Liveness liveness, Timer timer) {
        this.liveness = liveness;
        this.timer = timer;
    }

    /**
     * @param bodies run t of the stage
     * @param growth what operators add up to where runs differ; null when the first run stands for all
     * @param wait seconds that the device waits for the host in the first run
     * @throws InputException when there are too many to list
     */
    List<OperatorRow> of(LongFunction<Body> bodies, Growth growth, StageProfile.Facts facts, double wait) {
        if (bodies.apply(0).operators() > MOST) {
            throw new InputException(Problem.of("the stage '" + facts.id() + "' runs " + bodies.apply(0).operators() + " operators; at most " + MOST + " can be listed",
                    "'ttbench sweep' and 'ttbench fit' count them without a list; --stage leaves the stage out"));
        }
        long repeat = facts.repeat();
        List<OperatorRow> rows = new ArrayList<>();
        List<Growth.Total> totals = new ArrayList<>();
        if (growth == null || growth.alike()) {
            Map<Body.Op, Growth.Total> known = growth == null ? Map.of() : growth.totals();
            liveness.visit(bodies.apply(0), (path, block, op, live) -> {
                OperatorRow row = row(rows.size(), path, block, op, live, repeat);
                rows.add(row);
                totals.add(growth == null ? once(row, repeat) : known.get(op));
            });
        } else {
            list(bodies, repeat, rows, totals);
        }
        for (int i = 0; i < rows.size(); i++) {
            rows.set(i, withTotal(rows.get(i), totals.get(i), rows.get(i).count()));
        }
        if (facts.seconds() > facts.gpuSeconds()) {
            rows.add(new OperatorRow(rows.size(), "host", facts.graph(), "host", Category.HOST, null, false, repeat, List.of(), new long[0], 0, 0, 0, 0, 0, 0, wait,
                    facts.seconds() - facts.gpuSeconds(), BigInteger.ZERO, BigInteger.ZERO, Bound.HOST, 0, List.of()));
        }
        return rows;
    }

    /** Runs with other steps than the first: rows are of one operator and path each, in the order in which they come up, and count the runs that have them. */
    private void list(LongFunction<Body> bodies, long repeat, List<OperatorRow> rows, List<Growth.Total> totals) {
        Map<String, Integer> places = new HashMap<>();
        List<Long> counts = new ArrayList<>();
        for (long t = 0; t < repeat; t++) {
            kernels.clear();
            liveness.visit(bodies.apply(t), (path, block, op, live) -> {
                OperatorRow row = row(rows.size(), path, block, op, live, 1);
                Integer place = places.putIfAbsent(path + " " + row.operator(), rows.size());
                Growth.Total more = once(row, 1);
                if (place == null) {
                    rows.add(row);
                    totals.add(more);
                    counts.add(1L);
                } else {
                    Growth.Total before = totals.get(place);
                    totals.set(place, new Growth.Total(before.seconds() + more.seconds(), before.flops().add(more.flops()), before.bytes().add(more.bytes())));
                    counts.set(place, counts.get(place) + 1);
                }
            });
        }
        for (int i = 0; i < rows.size(); i++) {
            rows.set(i, withTotal(rows.get(i), totals.get(i), counts.get(i)));
        }
    }

    /** The operators of one run, each executed once. */
    List<OperatorRow> of(Body run) {
        List<OperatorRow> rows = new ArrayList<>();
        liveness.visit(run, (path, block, op, live) -> {
            OperatorRow row = row(rows.size(), path, block, op, live, 1);
            rows.add(withTotal(row, once(row, 1), 1));
        });
        return rows;
    }

    /**
     * The kernels of one run as the host launches them, in order.
     *
     * @param from the host's seconds before the first operator
     */
    List<Timeline.Launch> launches(Body run, HostCosts host, double from) {
        List<Timeline.Launch> out = new ArrayList<>();
        double through = host.fuses() ? from + timer.of(run).host() : 0;
        launches(run, host, new double[] {from, from, through}, new int[1], out);
        return out;
    }

    /**
     * @param at when the host took up what comes next, where it is now, and what every kernel waits for
     * @param row the next row's number
     */
    private void launches(Body body, HostCosts host, double[] at, int[] row, List<Timeline.Launch> into) {
        for (int i = 0; i < body.size(); i++) {
            if (body.item(i) instanceof Body.Call call) {
                at[1] += call.body().module() ? host.blockCallSeconds() : 0;
                launches(call.body(), host, at, row, into);
                continue;
            }
            List<OperatorRow.KernelRow> rows = kernelRows((Body.Op) body.item(i));
            for (int k = 0; k < rows.size(); k++) {
                double launching = at[1];
                at[1] += timer.launch((Body.Op) body.item(i), k);
                into.add(new Timeline.Launch(row[0], k, at[0], launching, at[1], Math.max(at[1], at[2]), rows.get(k).seconds()));
                at[0] = at[1];
            }
            row[0]++;
        }
    }

    private OperatorRow row(int index, String path, String block, Body.Op op, long live, long repeat) {
        Operator o = op.operator();
        Operator.Attention attention = o instanceof Operator.Attention a ? a : null;
        long read = 0;
        long written = 0;
        List<OperatorRow.KernelRow> rows = kernelRows(op);
        for (OperatorRow.KernelRow k : rows) {
            read = Math.addExact(read, k.bytesRead());
            written = Math.addExact(written, k.bytesWritten());
        }
        double seconds = seconds(rows);
        return new OperatorRow(index, path, block, o.name(), o.category(), attention == null ? null : attention.kind(), attention != null && attention.causal(), repeat, o.inputs(),
                o.output(), attention == null ? 0 : attention.sequenceLength(), op.flops(), op.vectorFlops(), read, written, op.parameters(), seconds, seconds,
                BigInteger.ZERO, BigInteger.ZERO, Timer.longest(rows), live, rows);
    }

    /** The totals of {@code times} equal executions. */
    private static Growth.Total once(OperatorRow r, long times) {
        BigInteger n = BigInteger.valueOf(times);
        BigInteger bytes = BigInteger.valueOf(r.bytesRead()).add(BigInteger.valueOf(r.bytesWritten()));
        return new Growth.Total(r.seconds() * times, BigInteger.valueOf(r.flops()).multiply(n), bytes.multiply(n));
    }

    private static OperatorRow withTotal(OperatorRow r, Growth.Total total, long count) {
        return new OperatorRow(r.index(), r.path(), r.block(), r.operator(), r.category(), r.attentionKind(), r.causal(), count, r.inputShapes(), r.outputShape(),
                r.sequenceLength(), r.flops(), r.vectorFlops(), r.bytesRead(), r.bytesWritten(), r.parameters(), r.seconds(), total.seconds(), total.flops(), total.bytes(),
                r.bound(), r.liveBytes(), r.kernels());
    }

    private List<OperatorRow.KernelRow> kernelRows(Body.Op op) {
        List<OperatorRow.KernelRow> out = kernels.get(op);
        if (out == null) {
            out = new ArrayList<>(op.launches().size());
            for (Body.Launch l : op.launches()) {
                KernelTime t = timer.kernel(l.kernel());
                out.add(new OperatorRow.KernelRow(l.kernel().name(), matmulFlops(l.kernel().work()), vectorFlops(l.kernel().work()),
                        l.kernel().bytesRead(), l.kernel().bytesWritten(), t.seconds(), t.bound(), t.least(), () -> timer.account(l.kernel())));
            }
            kernels.put(op, out);
        }
        return out;
    }

    private static double seconds(List<OperatorRow.KernelRow> rows) {
        double s = 0;
        for (OperatorRow.KernelRow k : rows) {
            s += k.seconds();
        }
        return s;
    }

    /** FLOPs of a product, a convolution or an attention; 0 for all other kernels. */
    private static long matmulFlops(Work w) {
        if (w instanceof Work.Gemm g) {
            return Operator.elements(new long[] {2, g.batch(), g.m(), g.n(), g.k()});
        }
        if (w instanceof Work.Convolution c) {
            return Math.multiplyExact(Operator.elements(new long[] {2, c.batch(), c.outChannels(), c.inChannels() / c.groups()}),
                    Math.multiplyExact(Operator.elements(c.output()), Operator.elements(c.kernel())));
        }
        if (w instanceof Work.Attention a) {
            return Operator.elements(new long[] {2, a.scores(), a.headDim() + a.valueDim()});
        }
        return 0;
    }

    /** Vector FLOPs of an elementwise kernel or a reduction; 0 for all other kernels. */
    private static long vectorFlops(Work w) {
        return w instanceof Work.Stream s ? s.flops() : w instanceof Work.Reduction r ? r.flops() : 0;
    }
}
