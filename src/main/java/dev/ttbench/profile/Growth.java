package dev.ttbench.profile;

import dev.ttbench.graph.Body;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What every operator adds up to over runs that differ in their shapes but not in their steps, as those of a growing cache do. Runs are walked side by
 * side with the first one, each distinct body once however often it is called. When a run has other steps, {@link #alike()} turns false and the
 * totals must be found by listing every run.
 */
final class Growth {
    private final Timer timer;
    private final Body first;
    private final Map<Body, Sum> sums = new IdentityHashMap<>();
    private boolean alike = true;

    /** Totals of one operator over all runs. */
    record Total(double seconds, BigInteger flops, BigInteger bytes) { }

    /** Totals of a body's steps, by position. */
    private static final class Sum {
        private final double[] seconds;
        private final BigInteger[] flops;
        private final BigInteger[] bytes;

        Sum(int n) {
            seconds = new double[n];
            flops = new BigInteger[n];
            bytes = new BigInteger[n];
            Arrays.fill(flops, BigInteger.ZERO);
            Arrays.fill(bytes, BigInteger.ZERO);
        }
    }

    Growth(Timer timer, Body first) {
        this.timer = timer;
        this.first = first;
        add(first);
    }

    /** Adds one run. */
    void add(Body run) {
        alike = alike && walk(first, run, new IdentityHashMap<>(), null);
    }

    /** Adds all runs of a trend. */
    void add(Trend trend) {
        alike = alike && walk(first, trend.first(), new IdentityHashMap<>(), trend);
    }

    /** Whether all runs so far have the steps of the first. */
    boolean alike() {
        return alike;
    }

    private boolean walk(Body a, Body b, Map<Body, Body> pairs, Trend trend) {
        Body known = pairs.put(a, b);
        if (known != null) {
            return known == b;
        }
        if (a.size() != b.size()) {
            return false;
        }
        Sum sum = sums.computeIfAbsent(a, body -> new Sum(body.size()));
        double[] seconds = timer.of(b).itemSeconds();
        for (int i = 0; i < a.size(); i++) {
            if (a.item(i) instanceof Body.Op x && b.item(i) instanceof Body.Op y && x.name().equals(y.name())) {
                Trend.Moving moving = trend == null ? null : trend.moving(y);
                long n = trend == null ? 1 : trend.runs();
                if (moving != null) {
                    sum.seconds[i] += moving.total();
                    sum.flops[i] = sum.flops[i].add(moving.flops().sum(n));
                    sum.bytes[i] = sum.bytes[i].add(moving.bytes().sum(n));
                } else {
                    sum.seconds[i] += seconds[i] * n;
                    long each = 0;
                    for (Body.Launch l : y.launches()) {
                        each = Math.addExact(each, Math.addExact(l.kernel().bytesRead(), l.kernel().bytesWritten()));
                    }
                    sum.flops[i] = sum.flops[i].add(times(y.flops(), n));
                    sum.bytes[i] = sum.bytes[i].add(times(each, n));
                }
            } else if (!(a.item(i) instanceof Body.Call x && b.item(i) instanceof Body.Call y && x.name().equals(y.name()) && walk(x.body(), y.body(), pairs, trend))) {
                return false;
            }
        }
        return true;
    }

    private static BigInteger times(long each, long n) {
        return each == 0 ? BigInteger.ZERO : BigInteger.valueOf(each).multiply(BigInteger.valueOf(n));
    }

    /** The totals by operator of the first run. */
    Map<Body.Op, Total> totals() {
        Map<Body.Op, Total> out = new IdentityHashMap<>();
        sums.forEach((body, sum) -> {
            for (int i = 0; i < body.size(); i++) {
                if (body.item(i) instanceof Body.Op op) {
                    out.put(op, new Total(sum.seconds[i], sum.flops[i], sum.bytes[i]));
                }
            }
        });
        return out;
    }
}
