package dev.ttbench.cost;

import dev.ttbench.graph.Body;
import dev.ttbench.operator.Category;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Costs of bodies, each computed once however often it is called. Operators of one path inside an {@code iterate} are the same weights, as are
 * operators of one tied name.
 */
public final class Costs {
    private final Map<Body, Cost> known = new IdentityHashMap<>();
    private final Map<Body, Boolean> shares = new IdentityHashMap<>();

    /** What one execution of {@code body} costs. */
    public Cost of(Body body) {
        Cost c = sum(body);
        if (!sharesWeights(body)) {
            return c;
        }
        Map<String, long[]> weights = new HashMap<>();
        weights(body, "", weights, new HashMap<>());
        long parameters = 0;
        long bytes = 0;
        for (long[] w : weights.values()) {
            parameters = Math.addExact(parameters, w[0]);
            bytes = Math.addExact(bytes, w[1]);
        }
        return c.withWeights(parameters, bytes);
    }

    private Cost sum(Body body) {
        Cost c = known.get(body);
        if (c == null) {
            c = add(body);
            known.put(body, c);
        }
        return c;
    }

    private Cost add(Body body) {
        long conv = 0;
        long linear = 0;
        long attention = 0;
        long vector = 0;
        long read = 0;
        long written = 0;
        long kernels = 0;
        long parameters = 0;
        long weightBytes = 0;
        long cache = 0;
        for (int i = 0; i < body.size(); i++) {
            if (body.item(i) instanceof Body.Op op) {
                long f = op.flops();
                if (f != 0) {
                    Category category = op.operator().category();
                    if (category == Category.CONVOLUTION) {
                        conv = Math.addExact(conv, f);
                    } else if (category == Category.LINEAR) {
                        linear = Math.addExact(linear, f);
                    } else {
                        attention = Math.addExact(attention, f);
                    }
                }
                vector = Math.addExact(vector, op.vectorFlops());
                for (Body.Launch l : op.launches()) {
                    read = Math.addExact(read, l.kernel().bytesRead());
                    written = Math.addExact(written, l.kernel().bytesWritten());
                    kernels++;
                }
                parameters = Math.addExact(parameters, op.parameters());
                weightBytes = Math.addExact(weightBytes, op.weightBytes());
                cache = Math.addExact(cache, op.cacheBytes());
            } else if (body.item(i) instanceof Body.Call call) {
                Cost c = sum(call.body());
                int n = body.alike(i);
                conv = plus(conv, c.convolution(), n);
                linear = plus(linear, c.linear(), n);
                attention = plus(attention, c.attention(), n);
                vector = plus(vector, c.vector(), n);
                read = plus(read, c.bytesRead(), n);
                written = plus(written, c.bytesWritten(), n);
                kernels = plus(kernels, c.kernels(), n);
                parameters = plus(parameters, c.parameters(), n);
                weightBytes = plus(weightBytes, c.weightBytes(), n);
                cache = plus(cache, c.cacheBytes(), n);
                i += n - 1;
            }
        }
        return new Cost(conv, linear, attention, vector, read, written, kernels, parameters, weightBytes, cache);
    }

    private static long plus(long sum, long each, int n) {
        return Math.addExact(sum, Math.multiplyExact(each, n));
    }

    /** Whether some of its operators may have the same weights, so that its parameters are fewer than their sum. */
    public boolean sharesWeights(Body body) {
        Boolean b = shares.get(body);
        if (b == null) {
            b = false;
            for (int i = 0; i < body.size() && !b; i++) {
                Body.Item item = body.item(i);
                b = item.loops() != item.weightLoops() && !item.loops().equals(item.weightLoops()) || item instanceof Body.Op op && op.tied() != null || item instanceof Body.Call c && sharesWeights(c.body());
                i += body.alike(i) - 1;
            }
            shares.put(body, b);
        }
        return b;
    }

    /**
     * @param seen the bodies that were followed at each path: where one runs again its weights are known
     */
    private static void weights(Body body, String prefix, Map<String, long[]> into, Map<String, Set<Body>> seen) {
        for (int i = 0; i < body.size(); i++) {
            Body.Item item = body.item(i);
            String path = prefix + item.weightLoops() + item.name();
            if (item instanceof Body.Op op && op.parameters() > 0) {
                into.put(op.tied() != null ? "tied " + op.tied() : path, new long[] {op.parameters(), op.weightBytes()});
            } else if (item instanceof Body.Call c && seen.computeIfAbsent(path, k -> Collections.newSetFromMap(new IdentityHashMap<>(2))).add(c.body())) {
                weights(c.body(), path + "/", into, seen);
            }
        }
    }

    /** Drops what is remembered of earlier bodies. */
    public void forget() {
        known.clear();
        shares.clear();
    }
}
