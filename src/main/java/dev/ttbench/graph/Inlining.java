package dev.ttbench.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Puts calls of small bodies in place of the calls: a kernel that spans modules (residual and norm, rotation of positions, gate and activation) sees them as one run of operators. */
final class Inlining {
    private Inlining() { }

    /**
     * The body with every call in place whose operators all are such that {@code joins}; paths stay what they were.
     *
     * @param joins whether an operator may stand in a body that is put in place
     */
    static Body of(Body body, Predicate<Body.Op> joins) {
        List<Body.Item> items = new ArrayList<>(body.size());
        long[] bytes = new long[body.storages()];
        for (int s = 0; s < bytes.length; s++) {
            bytes[s] = body.storageBytes(s);
        }
        boolean any = false;
        for (int i = 0; i < body.size(); i++) {
            if (!(body.item(i) instanceof Body.Call c) || !plain(c.body(), joins)) {
                items.add(body.item(i));
                continue;
            }
            any = true;
            Body callee = of(c.body(), joins);
            int[] here = new int[callee.storages()];
            int from = bytes.length;
            bytes = Arrays.copyOf(bytes, from + callee.storages());
            for (int s = 0; s < here.length; s++) {
                here[s] = s < callee.inputs() ? c.inputs()[s] : from + s;
                bytes[from + s] = callee.storageBytes(s);
            }
            for (int k = 0; k < callee.escaping().length; k++) {
                here[callee.escaping()[k]] = c.made()[k];
            }
            for (int k = 0; k < callee.size(); k++) {
                items.add(placed((Body.Op) callee.item(k), c, here));
            }
        }
        return any ? body.withItems(items, bytes) : body;
    }

    private static boolean plain(Body body, Predicate<Body.Op> joins) {
        for (int i = 0; i < body.size(); i++) {
            boolean ok = body.item(i) instanceof Body.Op op ? joins.test(op) : plain(((Body.Call) body.item(i)).body(), joins);
            if (!ok) {
                return false;
            }
        }
        return true;
    }

    private static Body.Op placed(Body.Op op, Body.Call c, int[] here) {
        List<Body.Launch> launches = new ArrayList<>(op.launches().size());
        for (Body.Launch l : op.launches()) {
            launches.add(new Body.Launch(l.kernel(), mapped(l.uses(), here), mapped(l.makes(), here)));
        }
        return new Body.Op(c.loops() + c.name() + "/" + op.loops(), c.weightLoops() + c.name() + "/" + op.weightLoops(), op.name(), op.operator(), op.flops(), op.vectorFlops(), launches, op.parameters(),
                op.weightBytes(), op.tied(), op.cacheBytes());
    }

    /** Storages of the callee as the caller numbers them, without those that nobody follows. */
    private static int[] mapped(int[] storages, int[] here) {
        return Arrays.stream(storages).map(s -> here[s]).filter(s -> s >= 0).toArray();
    }
}
