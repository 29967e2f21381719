package dev.ttbench.profile;

import dev.ttbench.graph.Body;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * Runs of a growing stage that take the same steps and whose sizes are polynomials of the run's number: FLOPs and bytes have closed sums, and only the kernels
 * whose sizes change are timed run by run. It is found by expanding some of the runs: three that follow each other set every number's course, and all others must lie on it.
 * What the stage gives its graph is looked at in every run, and the graph must not single out one of them ({@link dev.ttbench.graph.Steadiness}).
 */
final class Trend {
    /** Stretches that are shorter are expanded run by run. */
    static final long SHORTEST = 24;
    /** Where runs are looked at beside the first four and the last two, in parts of 97 of the stretch; no two stand a power of two apart. */
    private static final long[] BETWEEN = {7, 18, 31, 43, 54, 68, 79, 90};
    private static final int PARTS = 97;

    private final long from;
    private final long to;
    private final long[] runs;
    private final Body[] bodies;
    private final Map<Body, Body[]> known = new IdentityHashMap<>();
    private final Map<Body.Op, Moving> byOperator = new IdentityHashMap<>();
    private final List<Moving> moving = new ArrayList<>();
    private boolean found = true;
    private boolean local;

    /** An operator that differs from run to run. */
    static final class Moving {
        private final Body.Op op;
        private final List<KernelCourse> kernels;
        private final Course flops;
        private final Course bytes;
        private long times;
        private double first;
        private double total;

        Moving(Body.Op op, List<KernelCourse> kernels, Course flops, Course bytes) {
            this.op = op;
            this.kernels = kernels;
            this.flops = flops;
            this.bytes = bytes;
        }

        /** Its seconds {@code k} runs after the first. */
        double seconds(Timer timer, long k) {
            double s = 0;
            for (KernelCourse m : kernels) {
                s += timer.kernel(m.at(k)).seconds();
            }
            if (k == 0) {
                first = s;
            }
            total += s;
            return s;
        }

        Body.Op op() {
            return op;
        }

        Course flops() {
            return flops;
        }

        Course bytes() {
            return bytes;
        }

        /** How often it stands in one run. */
        long times() {
            return times;
        }

        /** Seconds in the first run. */
        double first() {
            return first;
        }

        /** Seconds in all runs, once in each. */
        double total() {
            return total;
        }
    }

    private Trend(long from, long to, LongFunction<Body> expand) {
        this.from = from;
        this.to = to;
        long n = to - from;
        runs = new long[6 + BETWEEN.length];
        for (int i = 0; i < 4; i++) {
            runs[i] = from + i;
        }
        for (int i = 0; i < BETWEEN.length; i++) {
            runs[4 + i] = from + 4 + (n - 8) * BETWEEN[i] / PARTS;
        }
        runs[runs.length - 2] = to - 1;
        runs[runs.length - 1] = to;
        bodies = new Body[runs.length];
        for (int i = 0; i < runs.length; i++) {
            bodies[i] = expand.apply(runs[i]);
        }
    }

    /** The trend of the runs {@code from} to {@code to}; one that is not {@link #found()} when they have none. */
    static Trend of(long from, long to, LongFunction<Body> expand) {
        Trend t = new Trend(from, to, expand);
        try {
            t.found = t.walk(t.bodies);
            t.count(t.bodies[0], 1);
        } catch (ArithmeticException e) {
            t.found = false;
        }
        return t;
    }

    boolean found() {
        return found;
    }

    /** Whether some attention sees a part of the keys, which depends on where its query stands: no shorter stretch has a trend either. */
    boolean local() {
        return local;
    }

    long runs() {
        return to - from + 1;
    }

    Body first() {
        return bodies[0];
    }

    Body last() {
        return bodies[bodies.length - 1];
    }

    /** The operators that differ from run to run, each once however often it is called, in order. */
    List<Moving> moving() {
        return moving;
    }

    /** What is known of an operator of the first run; null when it is the same in all runs. */
    Moving moving(Body.Op op) {
        return byOperator.get(op);
    }

    /** The course of a number of a whole run; null when it has none. */
    Course course(ToLongFunction<Body> number) {
        long[] v = new long[bodies.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = number.applyAsLong(bodies[i]);
        }
        return fit(v);
    }

    private Course fit(long[] v) {
        Course c = Course.through(v[0], v[1], v[2]);
        for (int i = 3; i < v.length; i++) {
            if (c.at(runs[i] - from) != v[i]) {
                return null;
            }
        }
        return c;
    }

    private boolean walk(Body[] at) {
        Body[] before = known.putIfAbsent(at[0], at);
        if (before != null) {
            return Arrays.equals(before, at);
        }
        boolean same = true;
        for (Body b : at) {
            same &= b == at[0];
            if (b.size() != at[0].size() || b.inputs() != at[0].inputs() || b.storages() != at[0].storages() || !Arrays.equals(b.escaping(), at[0].escaping())) {
                return false;
            }
        }
        if (same) {
            return !local(at[0]);
        }
        for (int s = 0; s < at[0].storages(); s++) {
            Course c = fit(values(at, s));
            if (c == null || c.bend() != 0) {
                return false;
            }
        }
        for (int i = 0; i < at[0].size(); i++) {
            if (at[0].item(i) instanceof Body.Op) {
                Body.Op[] ops = new Body.Op[at.length];
                for (int k = 0; k < at.length; k++) {
                    if (!(at[k].item(i) instanceof Body.Op o)) {
                        return false;
                    }
                    ops[k] = o;
                }
                if (!operator(ops)) {
                    return false;
                }
            } else {
                Body[] called = new Body[at.length];
                Body.Call first = (Body.Call) at[0].item(i);
                for (int k = 0; k < at.length; k++) {
                    if (!(at[k].item(i) instanceof Body.Call c && c.name().equals(first.name()) && Arrays.equals(c.inputs(), first.inputs()) && Arrays.equals(c.made(), first.made()))) {
                        return false;
                    }
                    called[k] = c.body();
                }
                if (!walk(called)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static long[] values(Body[] at, int storage) {
        long[] v = new long[at.length];
        for (int k = 0; k < v.length; k++) {
            v[k] = at[k].storageBytes(storage);
        }
        return v;
    }

    private boolean local(Body body) {
        for (int i = 0; i < body.size(); i++) {
            if (body.item(i) instanceof Body.Op op ? local(op) : local(((Body.Call) body.item(i)).body())) {
                return true;
            }
            i += body.alike(i) - 1;
        }
        return false;
    }

    private boolean local(Body.Op op) {
        boolean is = op.operator() instanceof Operator.Attention a && a.pairs() != Math.multiplyExact(a.query()[2], a.key()[2]);
        local |= is;
        return is;
    }

    private boolean operator(Body.Op[] ops) {
        Body.Op first = ops[0];
        boolean same = true;
        for (Body.Op o : ops) {
            same &= o == first;
            if (local(o) || !o.name().equals(first.name()) || !o.loops().equals(first.loops()) || o.launches().size() != first.launches().size() || o.parameters() != first.parameters()
                    || o.weightBytes() != first.weightBytes() || o.operator().getClass() != first.operator().getClass() || o.operator().category() != first.operator().category()) {
                return false;
            }
        }
        if (same) {
            return true;
        }
        Course flops = fit(Arrays.stream(ops).mapToLong(Body.Op::flops).toArray());
        Course vector = fit(Arrays.stream(ops).mapToLong(Body.Op::vectorFlops).toArray());
        Course bytes = fit(Arrays.stream(ops).mapToLong(Trend::bytes).toArray());
        if (flops == null || vector == null || bytes == null) {
            return false;
        }
        List<KernelCourse> kernels = new ArrayList<>();
        boolean moves = !flops.constant() || !bytes.constant();
        for (int l = 0; l < first.launches().size(); l++) {
            Kernel[] k = new Kernel[ops.length];
            for (int i = 0; i < k.length; i++) {
                Body.Launch launch = ops[i].launches().get(l);
                if (!Arrays.equals(launch.uses(), first.launches().get(l).uses()) || !Arrays.equals(launch.makes(), first.launches().get(l).makes())) {
                    return false;
                }
                k[i] = launch.kernel();
            }
            KernelCourse m = KernelCourse.of(k, this::fit);
            if (m == null) {
                return false;
            }
            moves |= m.moves();
            kernels.add(m);
        }
        if (moves) {
            moving.add(new Moving(first, kernels, flops, bytes));
            byOperator.put(first, moving.get(moving.size() - 1));
        }
        return true;
    }

    private static long bytes(Body.Op op) {
        long n = 0;
        for (Body.Launch l : op.launches()) {
            n = Math.addExact(n, Math.addExact(l.kernel().bytesRead(), l.kernel().bytesWritten()));
        }
        return n;
    }

    /** Counts how often every moving operator stands in one run. */
    private void count(Body body, long times) {
        Map<Body, Long> calls = new HashMap<>();
        for (int i = 0; i < body.size(); i++) {
            int n = body.alike(i);
            if (body.item(i) instanceof Body.Op op) {
                Moving m = byOperator.get(op);
                if (m != null) {
                    m.times = Math.addExact(m.times, times);
                }
            } else {
                calls.merge(((Body.Call) body.item(i)).body(), (long) n, Math::addExact);
            }
            i += n - 1;
        }
        calls.forEach((b, n) -> {
            if (known.containsKey(b) && !Arrays.stream(known.get(b)).allMatch(x -> x == b)) {
                count(b, Math.multiplyExact(times, n));
            }
        });
    }
}
