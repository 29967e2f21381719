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
    public record Factors(double low, double high, long cases, long devices) { }

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
        if (!measured) {
            out.replaceAll(r -> UNMEASURED + r);
        }
        return out;
    }

    /** The factors of a regime, or of the nearest that holds it. */
    public Latencies.Interval of(String regime, boolean measured) {
        for (String r : chain(regime, measured)) {
            Factors f = regimes.get(r);
            if (f != null) {
                return new Latencies.Interval(f.low(), f.high(), f.cases() + " cases of " + f.devices() + " devices, " + r);
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
            Fields i = new Fields(m, problems, "an interval");
            String regime = i.text("regime");
            Factors factors = new Factors(i.number("low"), i.number("high"), i.count("cases"), i.count("devices"));
            i.end();
            if (!(factors.low() > 0 && factors.low() <= 1 && factors.high() >= 1)) {
                problems.add(m, "the interval '" + regime + "' does not hold the prediction itself", "low is more than 0 and at most 1, high at least 1");
            }
            if (out.put(regime, factors) != null) {
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
}
