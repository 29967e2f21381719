package dev.ttbench.calibration;

import dev.ttbench.latency.Intervals;
import dev.ttbench.measurement.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Intervals from residuals: the 10 % and 90 % quantiles of measured / predicted among the cases of a regime, at the ranks of n + 1 cases, each
 * device with the same weight however many of the cases are its, drawn apart by {@link #apart} since few devices stand for all others, and never without the prediction itself. How far
 * devices lie apart is best known of the regime that holds it, which has more of them: its interval counts as {@link #HOLDER} devices beside a regime's own. One of few cases takes it as it is.
 */
public final class IntervalFit {
    /** Share of measured values that an interval should hold. */
    static final double HELD = 0.8;
    private static final int FEWEST_CASES = 20;
    /** Devices that the interval of the regime that holds another stands for, where the two meet. */
    private static final double HOLDER = 2;

    private final Map<String, List<Residual>> regimes = new HashMap<>();
    private final Map<String, List<String>> chains = new HashMap<>();
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
            List<String> chain = Intervals.chain(r.regime(), r.measured());
            for (int i = 0; i < chain.size(); i++) {
                regimes.computeIfAbsent(chain.get(i), k -> new ArrayList<>()).add(r);
                chains.put(chain.get(i), chain.subList(i, chain.size()));
            }
        }
    }

    /** Factors of every regime that has enough, and of the roots, by name. */
    public Map<String, Intervals.Factors> all() {
        Map<String, Intervals.Factors> out = new TreeMap<>();
        for (Map.Entry<String, List<Residual>> e : regimes.entrySet()) {
            if (chains.get(e.getKey()).size() == 1 || e.getValue().size() >= FEWEST_CASES) {
                out.put(e.getKey(), along(chains.get(e.getKey()), r -> true));
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
        return along(Intervals.chain(r.regime(), measured), o -> !o.device().equals(r.device()));
    }

    /** The factors of a regime, whose chain this is, from some of its cases: from the widest regime to the nearest, each drawn towards the one before; null when there are no cases. */
    private Intervals.Factors along(List<String> chain, Predicate<Residual> which) {
        Intervals.Factors holder = null;
        for (int i = chain.size() - 1; i >= 0; i--) {
            List<Residual> of = regimes.getOrDefault(chain.get(i), List.of()).stream().filter(which).toList();
            if (!of.isEmpty() && (holder == null || of.size() >= FEWEST_CASES)) {
                Intervals.Factors own = factors(of);
                holder = holder == null ? own : towards(own, holder);
            }
        }
        return holder;
    }

    /** The weighted mean of two intervals' ends, on a logarithmic scale: the devices of the one, {@link #HOLDER} for the other. */
    private static Intervals.Factors towards(Intervals.Factors own, Intervals.Factors holder) {
        double share = own.devices() / (own.devices() + HOLDER);
        return new Intervals.Factors(Math.pow(own.low(), share) * Math.pow(holder.low(), 1 - share), Math.pow(own.high(), share) * Math.pow(holder.high(), 1 - share), own.cases(), own.devices());
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
