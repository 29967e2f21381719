package dev.ttbench.latency;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far predictions are off, by regime: rows of one regime err alike. From {@code suites/intervals.yaml}, which
 * {@code ttbench validate --write-intervals} makes.
 *
 * @param source where the residuals come from
 * @param regimes factors by regime
 */
public record Intervals(String source, Map<String, Factors> regimes) {
    /** All kernels together. */
    public static final String KERNELS = "kernel";
    /** All generations together. */
    public static final String GENERATIONS = "end-to-end";
    /** Prefix of what is predicted with the constants of another architecture. */
    public static final String UNMEASURED = "unmeasured ";
    /** Peaks of memory, which no constant of an architecture changes. */
    public static final String MEMORY = "memory";
    private static final List<String> ROOTS = List.of(KERNELS, GENERATIONS, MEMORY, UNMEASURED + KERNELS, UNMEASURED + GENERATIONS);

    /**
     * Eight times in ten a measured value lies between prediction x low and prediction x high.
     *
     * @param cases different requests behind them
     * @param devices that these ran on
     */
    public record Factors(double low, double high, long cases, long devices) {
        /** As wide as both. */
        public Factors and(Factors other) {
            return new Factors(Math.min(low, other.low), Math.max(high, other.high), cases, devices);
        }
    }

    /**
     * A regime and those that hold it, the nearest first: {@code gemm 16-bit compute}, {@code gemm 16-bit}, {@code gemm}, {@code kernel};
     * {@code eager host}, {@code host}, {@code end-to-end}.
     *
     * @param measured whether kernels of the device's architecture were
     */
    public static List<String> chain(String regime, boolean measured) {
        List<String> out = new ArrayList<>();
        out.add(regime);
        int last = regime.lastIndexOf(' ');
        String end = regime.substring(last + 1);
        if (end.equals("host") || end.equals("device")) {
            out.add(end);
            out.add(GENERATIONS);
        } else if (regime.startsWith(MEMORY + " ")) {
            out.add(MEMORY);
            return out;
        } else {
            for (int at = last; at > 0; at = regime.lastIndexOf(' ', at - 1)) {
                out.add(regime.substring(0, at));
            }
            out.add(KERNELS);
        }
        for (int i = 0; !measured && i < out.size(); i++) {
            out.set(i, UNMEASURED + out.get(i));
        }
        return out;
    }

    /** The factors of a regime, or of the nearest that holds it; what is predicted with the constants of another architecture is never surer than what is not. */
    public Latencies.Interval of(String regime, boolean measured) {
        String found = nearest(regime, measured);
        Factors f = regimes.get(found);
        Factors wide = measured ? f : f.and(regimes.get(nearest(regime, true)));
        return new Latencies.Interval(wide.low(), wide.high(), f.cases() + " cases of " + f.devices() + " devices, " + found);
    }

    private String nearest(String regime, boolean measured) {
        for (String r : chain(regime, measured)) {
            if (regimes.containsKey(r)) {
                return r;
            }
        }
        throw new IllegalStateException("the reader has seen to the roots");
    }

    /** Those of an {@code intervals:} document; incomplete when problems were found. */
    public static Intervals read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "the file of intervals");
        String source = f.text("source");
        Map<String, Factors> out = new LinkedHashMap<>();
        for (Node.MapNode m : f.maps("intervals")) {
            String regime = new Fields(m, problems, "an interval").text("regime");
            if (out.put(regime, factors(m, problems)) != null) {
                problems.add(m, "the regime '" + regime + "' stands twice", null);
            }
        }
        f.end();
        for (String root : ROOTS) {
            if (!out.containsKey(root)) {
                problems.add(map, "there is no interval of '" + root + "'", "every other regime falls back on " + String.join(", ", ROOTS));
            }
        }
        return new Intervals(source, out);
    }

    private static Factors factors(Node.MapNode m, Problems problems) {
        Fields i = new Fields(m, problems, "an interval");
        String regime = i.text("regime");
        Factors factors = new Factors(i.number("low"), i.number("high"), i.count("cases"), i.count("devices"));
        i.end();
        if (!(factors.low() > 0 && factors.low() <= 1 && factors.high() >= 1)) {
            problems.add(m, "the interval '" + regime + "' does not hold the prediction itself", "low is more than 0 and at most 1, high at least 1");
        }
        return factors;
    }

    /** As {@link #read}, only the regimes that one may fall back on: a profile asks for a single one, and reading all would cost its start milliseconds. */
    static Intervals readFor(String regime, Node.MapNode map, Problems problems) {
        List<String> wanted = chain(regime, true);
        wanted.addAll(chain(regime, false));
        Map<String, Factors> out = new LinkedHashMap<>();
        if (map.get("intervals") instanceof Node.ListNode list) {
            for (Node n : list.items()) {
                if (n instanceof Node.MapNode m && m.get("regime") instanceof Node.Scalar s && wanted.contains(s.value())) {
                    out.put((String) s.value(), factors(m, problems));
                }
            }
        }
        return new Intervals("", out);
    }
}
