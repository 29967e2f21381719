package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.cost.Cost;
import dev.ttbench.cost.Costs;
import dev.ttbench.cost.Liveness;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every shipped graph at any size. */
class ShippedTest {
    /** Graphs that take the items of a batch one after the other: a larger batch has more operators. */
    private static final Set<String> ITEM_BY_ITEM = Set.of("z-image-transformer");
    private static final Lowering FUSED = form(Lowering.AttentionForm.FUSED);

    private record Row(String path, Body.Op op, long live) { }

    static List<ShippedRuns.Run> runs() throws IOException {
        return ShippedRuns.all();
    }

    private static Lowering form(Lowering.AttentionForm form) {
        return new Lowering(Dtype.FP16, Dtype.FP16, form, false);
    }

    private static List<Row> rows(Body body) {
        List<Row> out = new ArrayList<>();
        new Liveness().visit(body, (path, block, op, live) -> out.add(new Row(path, op, live)));
        return out;
    }

    private static long sum(List<Row> rows, ToLongFunction<Body.Op> of) {
        return rows.stream().mapToLong(r -> of.applyAsLong(r.op())).sum();
    }

    /** A batch of 1 merges with anything; a larger one may need a copy first. */
    private static List<Row> withoutCopies(List<Row> rows) {
        return rows.stream().filter(r -> !r.op().operator().name().equals("copy")).toList();
    }

    @Test
    void everyShippedGraphIsRun() throws IOException {
        TreeSet<String> run = new TreeSet<>();
        runs().forEach(r -> run.add(r.graph().name()));
        TreeSet<String> left = new TreeSet<>(ShippedRuns.graphs());
        left.removeAll(run);
        assertEquals(new TreeSet<>(), left);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void twiceTheBatchIsTwiceTheFlops(ShippedRuns.Run run) {
        List<Row> one = withoutCopies(rows(run.expand(FUSED, true)));
        List<Row> two = withoutCopies(rows(run.doubled().expand(FUSED, true)));
        if (ITEM_BY_ITEM.contains(run.graph().name())) {
            assertEquals(2 * one.stream().mapToLong(r -> r.op().operator().flops()).sum(), two.stream().mapToLong(r -> r.op().operator().flops()).sum());
            return;
        }
        if (one.size() != two.size()) {      // a class that goes through its batch in pieces
            if (run.graph().name().equals("mochi-vae-encoder")) {
                return;                      // its strided convolutions lose frames between pieces
            }
            List<Row> four = withoutCopies(rows(run.doubled().doubled().expand(FUSED, true)));
            for (ToLongFunction<Body.Op> f : List.<ToLongFunction<Body.Op>>of(Body.Op::flops, Body.Op::vectorFlops)) {
                assertEquals(2 * (sum(two, f) - sum(one, f)), sum(four, f) - sum(two, f));
            }
            return;
        }
        for (int i = 0; i < one.size(); i++) {
            Operator a = one.get(i).op().operator();
            Operator b = two.get(i).op().operator();
            boolean batched = !Arrays.equals(a.output(), b.output()) || a.inputs().size() > 0 && !Arrays.equals(a.inputs().get(0), b.inputs().get(0));
            assertEquals(a.flops() * (batched ? 2 : 1), b.flops(), one.get(i).path());
            assertEquals(a.vectorFlops() * (batched ? 2 : 1), b.vectorFlops(), one.get(i).path());
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void sharingExpansionsChangesNothing(ShippedRuns.Run run) {
        Body shared = run.expand(FUSED, true);
        Body apart = run.expand(FUSED, false);
        assertEquals(new Costs().of(apart), new Costs().of(shared));
        assertEquals(new Liveness().peak(apart), new Liveness().peak(shared));
        List<Row> a = rows(apart);
        List<Row> b = rows(shared);
        assertEquals(a.stream().map(r -> r.path() + " " + r.live()).toList(), b.stream().map(r -> r.path() + " " + r.live()).toList());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyFormOfAttentionHasTheSameMatmulFlops(ShippedRuns.Run run) {
        long flops = new Costs().of(run.expand(FUSED, true)).flops();
        for (Lowering.AttentionForm f : Lowering.AttentionForm.values()) {
            Body body = run.expand(form(f), true);
            Cost c = new Costs().of(body);
            assertEquals(flops, c.flops(), f.name());
            assertEquals(flops, rows(body).stream().flatMap(r -> r.op().launches().stream()).mapToLong(l -> flops(l.kernel().work())).sum(), "the kernels of " + f);
        }
    }

    /** FLOPs of the matmul class that a kernel computes. */
    private static long flops(Work work) {
        if (work instanceof Work.Gemm g) {
            return 2 * g.batch() * g.m() * g.n() * g.k();
        }
        if (work instanceof Work.Attention a) {
            return 2 * a.scores() * (a.headDim() + a.valueDim());
        }
        if (work instanceof Work.Convolution c) {
            return 2 * c.batch() * c.outChannels() * Operator.elements(c.output()) * (c.inChannels() / c.groups()) * Operator.elements(c.kernel());
        }
        return 0;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theSumOverOperatorsIsTheCost(ShippedRuns.Run run) {
        Body body = run.expand(FUSED, true);
        Cost c = new Costs().of(body);
        long flops = 0;
        long vector = 0;
        long read = 0;
        long written = 0;
        long kernels = 0;
        for (Row r : rows(body)) {
            flops += r.op().operator().flops();
            vector += r.op().operator().vectorFlops();
            for (Body.Launch l : r.op().launches()) {
                read += l.kernel().bytesRead();
                written += l.kernel().bytesWritten();
                kernels++;
            }
        }
        assertEquals(List.of(c.flops(), c.vector(), c.bytesRead(), c.bytesWritten(), c.kernels()), List.of(flops, vector, read, written, kernels));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void thePeakHoldsEveryResult(ShippedRuns.Run run) {
        Body body = run.expand(FUSED, true);
        long peak = new Liveness().peak(body);
        long most = 0;
        for (Row r : rows(body)) {
            most = Math.max(most, r.live());
            for (Body.Launch l : r.op().launches()) {
                assertTrue(l.makes().length == 0 || l.kernel().bytesWritten() <= r.live(), r.path());
            }
        }
        assertEquals(most, peak);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void fusionTakesBytesAndNeverFlops(ShippedRuns.Run run) {
        Body body = run.expand(FUSED, true);
        Body fused = new Fusion(false).fuse(body);
        Cost before = new Costs().of(body);
        Cost after = new Costs().of(fused);
        assertEquals(before.flops(), after.flops());
        assertEquals(before.vector(), after.vector());
        assertEquals(before.parameters(), after.parameters());
        assertTrue(after.bytesRead() <= before.bytesRead() && after.bytesWritten() <= before.bytesWritten(), () -> before + " and " + after);
        assertTrue(after.kernels() <= before.kernels());
        assertTrue(new Liveness().peak(fused) <= new Liveness().peak(body));
    }

    @Test
    void weightsDependOnNoSize() throws IOException {
        Map<String, List<Long>> weights = new HashMap<>();
        for (ShippedRuns.Run run : runs()) {
            Cost c = new Costs().of(run.expand(FUSED, true));
            Cost doubled = new Costs().of(run.doubled().expand(FUSED, true));
            List<Long> own = List.of(c.parameters(), c.weightBytes());
            assertEquals(own, List.of(doubled.parameters(), doubled.weightBytes()), run.toString());
            assertEquals(weights.computeIfAbsent(run.stage(), k -> own), own, run.toString());
        }
    }
}
