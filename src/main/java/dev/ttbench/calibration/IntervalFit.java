package dev.ttbench.calibration;

import dev.ttbench.latency.Intervals;
import dev.ttbench.measurement.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Intervals from residuals: the 10 % and 90 % quantiles of measured / predicted among the cases of a regime, at the ranks of n + 1 cases, each
 * device with the same weight however many of the cases are its, drawn apart by {@link #apart} since few devices stand for all others, and never without the prediction itself. A regime of few cases or devices
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
            Set<String> devices = devices(e.getValue());
            boolean root = e.getKey().matches("(" + Intervals.UNMEASURED + ")?(" + Intervals.KERNELS + "|" + Intervals.GENERATIONS + "|" + Intervals.MEMORY + ")");
            if (root || e.getValue().size() >= FEWEST_CASES && devices.size() > FEWEST_DEVICES) {
                out.put(e.getKey(), factors(e.getValue()));
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
        Intervals.Factors own = without(r, r.measured());
        Intervals.Factors measured = r.measured() ? null : without(r, true);
        return own == null || measured == null ? own : own.and(measured);
    }

    private Intervals.Factors without(Residual r, boolean measured) {
        List<Residual> others = List.of();
        for (String regime : Intervals.chain(r.regime(), measured)) {
            others = regimes.getOrDefault(regime, List.of()).stream().filter(o -> !o.device().equals(r.device())).toList();
            if (others.size() >= FEWEST_CASES && devices(others).size() >= FEWEST_DEVICES) {
                break;
            }
        }
        return others.isEmpty() ? null : factors(others);
    }

    private static Set<String> devices(List<Residual> of) {
        Set<String> out = new HashSet<>();
        of.forEach(r -> out.add(r.device()));
        return out;
    }

    /** Quantiles of ratios, each device with the same weight, drawn apart for their number. */
    static Intervals.Factors factors(List<Residual> of) {
        Map<String, Integer> each = new HashMap<>();
        of.forEach(r -> each.merge(r.device(), 1, Integer::sum));
        List<Residual> sorted = of.stream().sorted(Comparator.comparingDouble(Residual::ratio).thenComparing(Residual::device)).toList();
        double tail = (1 - HELD) / 2;
        double low = Math.log(at(sorted, each, tail));
        double high = Math.log(at(sorted, each, 1 - tail));
        double more = (apart(each.size()) - 1) * (high - low) / 2;
        return new Intervals.Factors(Math.min(1, Math.exp(low - more)), Math.max(1, Math.exp(high + more)), of.size(), each.size());
    }

    /** How much wider an interval is than its quantiles: 1 + 1 / (2 devices); another device differs from a few known ones as they differ from each other. */
    static double apart(int devices) {
        return 1 + 0.5 / devices;
    }

    /** The ratio below which a share q lies: of n cases that weigh the same the one at rank q x (n + 1), linear between neighbours, at most at the ends. */
    private static double at(List<Residual> sorted, Map<String, Integer> each, double q) {
        double rank = q * each.size() * (sorted.size() + 1) / sorted.size();
        double below = 0;
        for (int i = 0; i < sorted.size(); i++) {
            double here = below + 1.0 / each.get(sorted.get(i).device());
            if (here >= rank) {
                double part = Math.max(0, (rank - below) / (here - below));
                return i == 0 ? sorted.get(0).ratio() : sorted.get(i - 1).ratio() + part * (sorted.get(i).ratio() - sorted.get(i - 1).ratio());
            }
            below = here;
        }
        return sorted.get(sorted.size() - 1).ratio();
    }
}
