package dev.ttbench.calibration;

import dev.ttbench.latency.Intervals;
import dev.ttbench.measurement.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Intervals from residuals: the 10 % and 90 % quantiles of measured / predicted among the cases of a regime, at the ranks of n + 1 cases, drawn
 * apart by {@link #apart} since few devices stand for all others, and never without the prediction itself. A regime of few cases or devices
 * takes those of the regime that holds it.
 */
public final class IntervalFit {
    /** Share of measured values that an interval should hold. */
    static final double HELD = 0.8;
    private static final int FEWEST_CASES = 20;
    private static final int FEWEST_DEVICES = 2;

    private final Map<String, List<Residual>> regimes = new HashMap<>();
    private final List<Residual> residuals;

    /**
     * Intervals from predictions.
     *
     * @param predictions none of which should have seen the measurements that it is held against
     * @param elsewhere predictions with the constants of another architecture
     * @param measured whether kernels of a device's architecture were measured, by the device's id
     */
    public static IntervalFit of(List<Prediction> predictions, List<Prediction> elsewhere, Predicate<String> measured) {
        List<Residual> all = new ArrayList<>(Residual.of(predictions, measured));
        all.addAll(Residual.of(elsewhere, d -> false));
        return new IntervalFit(all);
    }

    /** Intervals from these residuals. */
    IntervalFit(List<Residual> residuals) {
        this.residuals = residuals;
        for (Residual r : residuals) {
            for (String regime : Intervals.chain(r.regime(), r.measured())) {
                regimes.computeIfAbsent(regime, k -> new ArrayList<>()).add(r);
            }
        }
    }

    /** Factors of every regime that has enough, and of the roots, by name. */
    public Map<String, Intervals.Factors> all() {
        Map<String, Intervals.Factors> out = new TreeMap<>();
        for (Map.Entry<String, List<Residual>> e : regimes.entrySet()) {
            Set<String> devices = devices(e.getValue(), null);
            boolean root = e.getKey().matches("(" + Intervals.UNMEASURED + ")?(" + Intervals.KERNELS + "|" + Intervals.GENERATIONS + "|" + Intervals.MEMORY + ")");
            if (root || e.getValue().size() >= FEWEST_CASES && devices.size() > FEWEST_DEVICES) {
                out.put(e.getKey(), factors(e.getValue().stream().mapToDouble(Residual::ratio).toArray(), devices.size()));
            }
        }
        return out;
    }

    /** Share of cases inside the interval that the other devices' cases give, by regime and of every regime together. */
    public Map<String, Coverage> coverage() {
        Map<String, Intervals.Factors> known = new HashMap<>();
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (Residual r : residuals) {
            Intervals.Factors f = known.computeIfAbsent(r.regime() + "|" + r.measured() + "|" + r.device(), k -> without(r));
            boolean inside = f != null && f.low() <= r.ratio() && r.ratio() <= f.high();
            for (String regime : List.of(Intervals.chain(r.regime(), r.measured()).get(0), r.measured() ? "every regime" : Intervals.UNMEASURED + "every regime")) {
                int[] c = counts.computeIfAbsent(regime, k -> new int[2]);
                c[0]++;
                c[1] += inside ? 1 : 0;
            }
        }
        Map<String, Coverage> out = new TreeMap<>();
        counts.forEach((k, c) -> out.put(k, new Coverage(c[0], (double) c[1] / c[0])));
        return out;
    }

    /** Cases of a regime, and the share of them inside the interval of other devices' cases. */
    public record Coverage(int cases, double inside) { }

    /** The factors for a case, from the cases of other devices; null when there are none at all. */
    private Intervals.Factors without(Residual r) {
        List<Residual> others = List.of();
        for (String regime : Intervals.chain(r.regime(), r.measured())) {
            others = regimes.get(regime).stream().filter(o -> !o.device().equals(r.device())).toList();
            if (others.size() >= FEWEST_CASES && devices(others, null).size() >= FEWEST_DEVICES) {
                break;
            }
        }
        return others.isEmpty() ? null : factors(others.stream().mapToDouble(Residual::ratio).toArray(), devices(others, null).size());
    }

    private static Set<String> devices(List<Residual> of, String but) {
        Set<String> out = new HashSet<>();
        of.forEach(r -> out.add(r.device()));
        out.remove(but);
        return out;
    }

    /** Quantiles of ratios, drawn apart for the number of devices. */
    static Intervals.Factors factors(double[] ratios, int devices) {
        double[] sorted = ratios.clone();
        java.util.Arrays.sort(sorted);
        double tail = (1 - HELD) / 2;
        double low = Math.log(at(sorted, tail));
        double high = Math.log(at(sorted, 1 - tail));
        double more = (apart(devices) - 1) * (high - low) / 2;
        return new Intervals.Factors(Math.min(1, Math.exp(low - more)), Math.max(1, Math.exp(high + more)), sorted.length, devices);
    }

    /** How much wider an interval is than its quantiles: 1 + 1 / (2 devices); another device differs from a few known ones as they differ from each other. */
    static double apart(int devices) {
        return 1 + 0.5 / devices;
    }

    /** The value at rank q x (n + 1), between neighbours linear, at most at the ends. */
    private static double at(double[] sorted, double q) {
        double rank = Math.max(0, Math.min(sorted.length - 1, q * (sorted.length + 1) - 1));
        int i = (int) Math.floor(rank);
        return i + 1 < sorted.length ? sorted[i] + (rank - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }
}
