package dev.ttbench.cost;

import dev.ttbench.graph.Body;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Live activation memory: a tensor lives from the kernel that makes it to the last kernel that reads it, its storage as long as any view of it.
 * Weights, inputs, buffers and caches are apart. A body's course depends only on itself and on which of its inputs and outputs nobody needs
 * afterwards, so it is followed once for each such set. A kernel that a compiler fused of elementwise passes and norms writes over operands that die with it.
 */
public final class Liveness {
    private static final String FUSED = "fused";

    private final Map<Body, Course> courses = new IdentityHashMap<>();

    /**
     * How live memory moves while a body runs, relative to what was live before.
     *
     * @param peak largest rise, in bytes
     * @param net rise at the end, in bytes (negative when inputs die)
     */
    public record Change(long peak, long net) { }

    /** Receives the live bytes of every operator, in order of execution. */
    public interface Visitor {
        /**
         * @param path where the operator stands
         * @param block name of the block that holds it
         * @param liveBytes largest live activation memory while its kernels run
         */
        void operator(String path, String block, Body.Op op, long liveBytes);
    }

    /** What is fixed about a body: for every storage its last reader, and whether the body touches it. */
    private static final class Course {
        private final int[] last;
        private final boolean[] touched;
        private final boolean[] external;
        private final Map<BitSet, Change> changes = new HashMap<>(2);
        private BitSet lastDying;
        private Change lastChange;

        Course(Body body) {
            last = new int[body.storages()];
            touched = new boolean[body.storages()];
            external = new boolean[body.storages()];
            Arrays.fill(last, -1);
            Arrays.fill(external, 0, body.inputs(), true);
            for (int s : body.escaping()) {
                external[s] = true;
            }
        }
    }

    /** The peak of live activation memory of a graph, result included, in bytes. */
    public long peak(Body graph) {
        return change(graph, new BitSet()).peak();
    }

    private Course course(Body body) {
        Course c = courses.get(body);
        if (c == null) {
            c = new Course(body);
            courses.put(body, c);
            for (int i = 0; i < body.size(); i++) {
                if (body.item(i) instanceof Body.Op op) {
                    for (Body.Launch l : op.launches()) {
                        touch(c, l.uses(), i);
                        touch(c, l.makes(), i);
                    }
                } else if (body.item(i) instanceof Body.Call call) {
                    Course inner = course(call.body());
                    for (int k = 0; k < call.inputs().length; k++) {
                        if (inner.touched[k] && call.inputs()[k] >= 0) {
                            c.last[call.inputs()[k]] = i;
                            c.touched[call.inputs()[k]] = true;
                        }
                    }
                    touch(c, call.made(), i);
                }
            }
        }
        return c;
    }

    private static void touch(Course c, int[] storages, int item) {
        for (int s : storages) {
            c.last[s] = item;
            c.touched[s] = true;
        }
    }

    /**
     * @param dying external storages (inputs and escaping results) that nobody reads after the body
     */
    private Change change(Body body, BitSet dying) {
        Course c = course(body);
        if (c.lastChange != null && c.lastDying.equals(dying)) {
            return c.lastChange;
        }
        Change known = c.changes.get(dying);
        if (known == null) {
            known = follow(body, c, dying, 0, null, "");
            c.changes.put((BitSet) dying.clone(), known);
        }
        c.lastDying = (BitSet) dying.clone();
        c.lastChange = known;
        return known;
    }

    /** Visits every operator of a graph with its live memory. */
    public void visit(Body graph, Visitor visitor) {
        follow(graph, course(graph), new BitSet(), 0, visitor, "");
    }

    private Change follow(Body body, Course c, BitSet dying, long base, Visitor visitor, String prefix) {
        long live = base;
        long peak = base;
        boolean[] born = new boolean[body.storages()];
        BitSet inner = new BitSet();
        for (int i = 0; i < body.size(); i++) {
            Body.Item item = body.item(i);
            if (item instanceof Body.Op op) {
                long most = live;
                for (int k = 0; k < op.launches().size(); k++) {
                    Body.Launch l = op.launches().get(k);
                    long before = live;
                    for (int s : l.makes()) {
                        if (s >= body.inputs() && !born[s]) {
                            born[s] = true;
                            live = Math.addExact(live, body.storageBytes(s));
                        }
                    }
                    long dead = dead(body, c, dying, op, i, k);
                    most = Math.max(most, l.kernel().name().equals(FUSED) ? Math.max(before, live - dead) : live);
                    live -= dead;
                }
                peak = Math.max(peak, most);
                if (visitor != null) {
                    visitor.operator(prefix + op.loops() + op.name(), body.block(), op, most);
                }
            } else if (item instanceof Body.Call call) {
                dyingIn(c, dying, call, i, inner);
                Course cc = course(call.body());
                Change change = visitor == null ? change(call.body(), inner)
                        : follow(call.body(), cc, inner, live, visitor, prefix + call.loops() + call.name() + "/");
                peak = Math.max(peak, visitor == null ? Math.addExact(live, change.peak()) : change.peak());
                live = visitor == null ? Math.addExact(live, change.net()) : change.net();
                for (int s : call.made()) {
                    born[s] = true;
                }
            }
        }
        return new Change(peak, live);
    }

    private static boolean dies(Course c, BitSet dying, int storage, int item) {
        return c.last[storage] == item && (!c.external[storage] || dying.get(storage));
    }

    /** Bytes whose last kernel is the {@code k}-th of operator {@code op}. */
    private static long dead(Body body, Course c, BitSet dying, Body.Op op, int item, int k) {
        long freed = 0;
        Body.Launch l = op.launches().get(k);
        for (int pass = 0; pass < 2; pass++) {
            int[] storages = pass == 0 ? l.uses() : l.makes();
            for (int j = 0; j < storages.length; j++) {
                int s = storages[j];
                boolean seen = pass == 1 && contains(l.uses(), s, l.uses().length);
                if (seen || contains(storages, s, j) || !dies(c, dying, s, item) || usedLater(op, k, s)) {
                    continue;
                }
                freed += body.storageBytes(s);
            }
        }
        return freed;
    }

    private static boolean usedLater(Body.Op op, int k, int s) {
        for (int j = k + 1; j < op.launches().size(); j++) {
            Body.Launch l = op.launches().get(j);
            if (contains(l.uses(), s, l.uses().length) || contains(l.makes(), s, l.makes().length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(int[] a, int s, int until) {
        for (int i = 0; i < until; i++) {
            if (a[i] == s) {
                return true;
            }
        }
        return false;
    }

    /** Sets in {@code inner} the external storages of a call that nobody reads after it. */
    private static void dyingIn(Course c, BitSet dying, Body.Call call, int item, BitSet inner) {
        inner.clear();
        for (int k = 0; k < call.inputs().length; k++) {
            int s = call.inputs()[k];
            if (s >= 0 && dies(c, dying, s, item)) {
                inner.set(k);
            }
        }
        int[] escaping = call.body().escaping();
        for (int k = 0; k < escaping.length; k++) {
            if (dies(c, dying, call.made()[k], item)) {
                inner.set(escaping[k]);
            }
        }
    }

    /** Drops what is remembered of earlier bodies. */
    public void forget() {
        courses.clear();
    }
}
