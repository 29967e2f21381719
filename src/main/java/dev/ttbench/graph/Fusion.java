package dev.ttbench.graph;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a compiling runtime does to the kernels of a body: runs of elementwise kernels and at most one shape of row reduction become one kernel, across small modules,
 * and an elementwise tail inside an operator joins its matrix product. A tensor that lives only inside such a run is neither written nor read.
 * Convolutions, products, attentions, concatenations and block calls are never crossed. The fused kernel stands at the run's norm, or at its
 * first operator; the others keep their place without kernels.
 */
public final class Fusion {
    /** Longest single row, in elements, that one block of threads reduces; a longer one takes many blocks and kernels of its own. */
    private static final long ONE_BLOCK = 65_536;

    private final Map<Body, Body> known = new IdentityHashMap<>();
    private final boolean mergesProducts;

    /**
     * @param mergesProducts whether products of one tensor with several weights become one product
     */
    public Fusion(boolean mergesProducts) {
        this.mergesProducts = mergesProducts;
    }

    /** The body as a compiling runtime launches it. */
    public Body fuse(Body body) {
        Body out = known.get(body);
        if (out == null) {
            out = rebuild(body);
            known.put(body, out);
        }
        return out;
    }

    private Body rebuild(Body original) {
        Body flat = Inlining.of(original, op -> fusible(op) || concatenates(op));
        Body body = mergesProducts ? together(flat) : flat;
        int[] last = lastUse(body);
        List<Body.Item> items = new ArrayList<>(body.size());
        int i = 0;
        while (i < body.size()) {
            if (body.item(i) instanceof Body.Call c) {
                items.add(new Body.Call(c.loops(), c.weightLoops(), c.name(), fuse(c.body()), c.inputs(), c.made()));
                i++;
                continue;
            }
            Body.Op op = (Body.Op) body.item(i);
            int alike = mergesProducts ? alike(body, i) : 1;
            if (alike > 1) {
                product(body, i, alike, items);
                i += alike;
                continue;
            }
            if (!fusible(op)) {
                items.add(withLaunches(op, tail(body, op, last, i)));
                i++;
                continue;
            }
            int to = i;
            long[] rows = null;
            while (to < body.size() && body.item(to) instanceof Body.Op next && (fusible(next) || to > i && concatenates(next) && readsOf(body, i, to))) {
                long[] r = rows(next);
                boolean otherRows = r != null && rows != null && (r[0] != rows[0] || r[1] != rows[1]);
                if (otherRows || to > i && sideBySide(body, i, to, last)) {
                    break;
                }
                rows = r != null ? r : rows;
                to++;
            }
            run(body, i, to, last, items);
            i = to;
        }
        return body.withItems(items);
    }

    /** The body with products of one tensor one after the other: each moves up to the first of them, past steps that don't write that tensor. */
    private static Body together(Body body) {
        List<Body.Item> items = new ArrayList<>();
        for (int i = 0; i < body.size(); i++) {
            items.add(body.item(i));
        }
        for (int i = 0; i < items.size(); i++) {
            Body.Launch first = product(items.get(i));
            int to = i + 1;
            for (int k = i + 1; first != null && k < items.size() && !writes(items.get(k), first.uses()); k++) {
                if (alike(first, product(items.get(k)))) {
                    items.add(to++, items.remove(k));
                }
            }
            i = to - 1;
        }
        return body.withItems(items);
    }

    /** Whether a step may write one of some storages: an operator that makes it, or a call that is given it. */
    private static boolean writes(Body.Item item, int[] storages) {
        for (int x : storages) {
            if (item instanceof Body.Call c && (contains(c.inputs(), x) || contains(c.made(), x))) {
                return true;
            }
            if (item instanceof Body.Op op && op.launches().stream().anyMatch(l -> contains(l.makes(), x))) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(int[] a, int x) {
        for (int v : a) {
            if (v == x) {
                return true;
            }
        }
        return false;
    }

    /** The one launch of a step that multiplies a tensor by weights of its own; null for any other step. */
    private static Body.Launch product(Body.Item item) {
        return item instanceof Body.Op op && op.launches().size() == 1 && op.parameters() > 0 && op.launches().get(0).kernel().work() instanceof Work.Gemm ? op.launches().get(0) : null;
    }

    private static boolean alike(Body.Launch a, Body.Launch b) {
        if (b == null) {
            return false;
        }
        Work.Gemm f = (Work.Gemm) a.kernel().work();
        Work.Gemm g = (Work.Gemm) b.kernel().work();
        return Arrays.equals(a.uses(), b.uses()) && f.m() == g.m() && f.k() == g.k() && f.batch() == g.batch() && a.kernel().dtype() == b.kernel().dtype();
    }

    /** How many steps from {@code from} on multiply the same tensor by weights of their own. */
    private static int alike(Body body, int from) {
        Body.Launch first = product(body.item(from));
        int n = 1;
        while (first != null && from + n < body.size() && alike(first, product(body.item(from + n)))) {
            n++;
        }
        return n;
    }

    /** One product for several that read the same tensor; it stands at the first of them. */
    private static void product(Body body, int from, int count, List<Body.Item> items) {
        List<Kernel> parts = new ArrayList<>();
        Set<Integer> makes = new LinkedHashSet<>();
        Work.Gemm first = (Work.Gemm) ((Body.Op) body.item(from)).launches().get(0).kernel().work();
        long columns = 0;
        long read = 0;
        long written = 0;
        long weights = 0;
        for (int k = from; k < from + count; k++) {
            Body.Launch l = ((Body.Op) body.item(k)).launches().get(0);
            Kernel kernel = l.kernel();
            parts.add(kernel);
            columns += ((Work.Gemm) kernel.work()).n();
            read = Math.addExact(read, k == from ? kernel.bytesRead() : kernel.weightBytes());
            written = Math.addExact(written, kernel.bytesWritten());
            weights = Math.addExact(weights, kernel.weightBytes());
            for (int s : l.makes()) {
                makes.add(s);
            }
        }
        Body.Launch one = ((Body.Op) body.item(from)).launches().get(0);
        Kernel merged = new Kernel(one.kernel().name(), new Work.Gemm(first.batch(), first.m(), columns, first.k()), one.kernel().dtype(), read, written, weights, parts);
        for (int k = from; k < from + count; k++) {
            items.add(withLaunches((Body.Op) body.item(k), k == from ? List.of(new Body.Launch(merged, one.uses(), ints(makes))) : List.of()));
        }
    }

    /** Whether step {@code next} reads nothing that the run from {@code from} makes, and all of that leaves the body: results of their own, not one chain. */
    private static boolean sideBySide(Body body, int from, int next, int[] last) {
        Set<Integer> made = new HashSet<>();
        for (int k = from; k < next; k++) {
            for (Body.Launch l : ((Body.Op) body.item(k)).launches()) {
                for (int s : l.makes()) {
                    made.add(s);
                }
            }
        }
        for (Body.Launch l : ((Body.Op) body.item(next)).launches()) {
            for (int s : l.uses()) {
                if (made.contains(s)) {
                    return false;
                }
            }
        }
        return !made.isEmpty() && made.stream().allMatch(s -> last[s] == Integer.MAX_VALUE);
    }

    /** Whether all kernels of an operator are elementwise or row reductions. */
    private static boolean fusible(Body.Op op) {
        if (op.launches().isEmpty()) {
            return true;
        }
        for (Body.Launch l : op.launches()) {
            Work w = l.kernel().work();
            boolean plain = w instanceof Work.Stream || w instanceof Work.Reduction r && (r.rows() > 1 || r.width() <= ONE_BLOCK);
            String n = l.kernel().name();
            if (!plain || n.equals("aten.cat") || n.equals("aten.embedding") || n.equals("aten.index") || n.contains("_pad")) {
                return false;
            }
        }
        return true;
    }

    private static boolean concatenates(Body.Op op) {
        return op.launches().size() == 1 && op.launches().get(0).kernel().name().equals("aten.cat");
    }

    /** Whether step {@code next} reads what the run from {@code from} makes. */
    private static boolean readsOf(Body body, int from, int next) {
        for (int k = from; k < next; k++) {
            for (Body.Launch l : ((Body.Op) body.item(k)).launches()) {
                for (int s : l.makes()) {
                    if (((Body.Op) body.item(next)).launches().stream().anyMatch(n -> contains(n.uses(), s))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static long[] rows(Body.Op op) {
        for (Body.Launch l : op.launches()) {
            if (l.kernel().work() instanceof Work.Reduction r) {
                return new long[] {r.rows(), r.width()};
            }
        }
        return null;
    }

    private static void run(Body body, int from, int to, int[] last, List<Body.Item> items) {
        List<Body.Launch> launches = new ArrayList<>();
        int anchor = -1;
        for (int k = from; k < to; k++) {
            Body.Op op = (Body.Op) body.item(k);
            launches.addAll(op.launches());
            if (!op.launches().isEmpty() && (anchor < 0 || rows(op) != null && rows((Body.Op) body.item(anchor)) == null)) {
                anchor = k;
            }
        }
        Body.Launch fused = launches.size() < 2 ? null : merged(body, launches, last, to - 1);
        for (int k = from; k < to; k++) {
            Body.Op op = (Body.Op) body.item(k);
            items.add(fused == null ? op : withLaunches(op, k == anchor ? List.of(fused) : List.of()));
        }
    }

    /** A product or convolution followed, in the same operator, by elementwise kernels: one kernel. */
    private static List<Body.Launch> tail(Body body, Body.Op op, int[] last, int item) {
        List<Body.Launch> all = op.launches();
        int heavy = 0;
        for (Body.Launch l : all) {
            heavy += l.kernel().work() instanceof Work.Stream ? 0 : 1;
        }
        if (all.size() < 2 || heavy != 1 || all.get(0).kernel().work() instanceof Work.Stream) {
            return all;
        }
        return List.of(merged(body, all, last, item));
    }

    private static Body.Op withLaunches(Body.Op op, List<Body.Launch> launches) {
        return launches == op.launches() ? op
                : new Body.Op(op.loops(), op.weightLoops(), op.name(), op.operator(), op.flops(), op.vectorFlops(), launches, op.parameters(), op.weightBytes(), op.tied(), op.cacheBytes());
    }

    /** One kernel for several; {@code end} is the last step of the run. */
    private static Body.Launch merged(Body body, List<Body.Launch> launches, int[] last, int end) {
        Set<Integer> made = new HashSet<>();
        Set<Integer> uses = new LinkedHashSet<>();
        Set<Integer> keeps = new LinkedHashSet<>();
        Set<Integer> counted = new HashSet<>();
        long read = 0;
        long written = 0;
        long weights = 0;
        long flops = 0;
        long transcendental = 0;
        long elements = 0;
        boolean strided = false;
        Work heavy = null;
        Work.Reduction reduction = null;
        Kernel first = launches.get(0).kernel();
        for (Body.Launch l : launches) {
            Kernel k = l.kernel();
            long own = k.bytesRead();
            Set<Integer> operands = new LinkedHashSet<>();
            for (int s : l.uses()) {
                operands.add(s);
            }
            for (int s : operands) {
                if (made.contains(s) || !counted.add(s)) {
                    own -= Math.min(own, body.storageBytes(s));
                } else {
                    uses.add(s);
                }
            }
            read = Math.addExact(read, own);
            weights += k.weightBytes();
            long out = k.bytesWritten();
            for (int s : l.makes()) {
                boolean again = !made.add(s);
                boolean kept = last[s] > end;
                if (again || !kept) {
                    out -= Math.min(out, body.storageBytes(s));
                }
                if (kept) {
                    keeps.add(s);
                }
            }
            written = Math.addExact(written, out);
            if (k.work() instanceof Work.Stream s) {
                flops += s.flops();
                transcendental += s.transcendental();
                elements = Math.max(elements, s.elements());
                strided |= s.strided();
            } else if (k.work() instanceof Work.Reduction r) {
                flops += r.flops();
                transcendental += r.transcendental();
                reduction = reduction == null || r.normalizes() ? r : reduction;
            } else {
                heavy = k.work();
            }
        }
        Work work = heavy != null ? heavy : reduction != null ? new Work.Reduction(reduction.rows(), reduction.width(), flops, transcendental, elements > 0 || reduction.normalizes(), reduction.statistic())
                : new Work.Stream(elements, flops, transcendental, strided);
        Kernel kernel = new Kernel(heavy != null ? first.name() : "fused", work, first.dtype(), Math.max(read, weights), written, weights,
                launches.stream().map(Body.Launch::kernel).toList());
        return new Body.Launch(kernel, ints(uses), ints(keeps));
    }

    private static int[] ints(Set<Integer> set) {
        return set.stream().mapToInt(Integer::intValue).toArray();
    }

    /** For every storage the last step that reads it; a storage that leaves the body is read at its end. */
    private static int[] lastUse(Body body) {
        int[] last = new int[body.storages()];
        for (int i = 0; i < body.size(); i++) {
            if (body.item(i) instanceof Body.Op op) {
                for (Body.Launch l : op.launches()) {
                    for (int s : l.uses()) {
                        last[s] = i;
                    }
                }
            } else if (body.item(i) instanceof Body.Call c) {
                for (int s : c.inputs()) {
                    if (s >= 0) {
                        last[s] = i;
                    }
                }
            }
        }
        for (int s = 0; s < body.inputs(); s++) {
            last[s] = Integer.MAX_VALUE;
        }
        for (int s : body.escaping()) {
            last[s] = Integer.MAX_VALUE;
        }
        return last;
    }

    /** Drops what is remembered of earlier bodies. */
    public void forget() {
        known.clear();
    }
}
