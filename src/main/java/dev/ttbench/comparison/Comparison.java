package dev.ttbench.comparison;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What changes from one profile to another, the largest changes of time first. */
public final class Comparison {
    /** What became of an operator. */
    public enum Fate {
        /** The same shapes in the same place, and the same time. */
        SAME,
        /** Other shapes, or another time. */
        CHANGED,
        /** Only in the second. */
        ADDED,
        /** Only in the first. */
        REMOVED;

        /** As outputs have it. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Seconds before and after; NaN where it is not there. */
    public record Time(String name, double before, double after) {
        /** After - before, an absent side counting as 0. */
        public double difference() {
            return (Double.isNaN(after) ? 0 : after) - (Double.isNaN(before) ? 0 : before);
        }

        /** After / before; NaN where one is absent or before is 0. */
        public double ratio() {
            return before == 0 ? Double.NaN : after / before;
        }
    }

    /** A count before and after, exact. */
    public record Count(String name, BigInteger before, BigInteger after) { }

    /** A setting that differs; null where it is not there. */
    public record Setting(String name, String before, String after) { }

    /** An operator: where, its shapes on both sides (null where it is not there), its time. */
    public record Operator(Fate fate, String path, String shapesBefore, String shapesAfter, Time time) { }

    private final Snapshot before;
    private final Snapshot after;

    /** From {@code before} to {@code after}. */
    public Comparison(Snapshot before, Snapshot after) {
        this.before = before;
        this.after = after;
    }

    /** One side: what it was asked for and what it takes. */
    public Snapshot before() {
        return before;
    }

    /** The other side. */
    public Snapshot after() {
        return after;
    }

    /** Settings that both have, by name. */
    public Map<String, String> shared() {
        Map<String, String> out = new LinkedHashMap<>(before.settings());
        out.entrySet().retainAll(after.settings().entrySet());
        return out;
    }

    /** Settings that differ. */
    public List<Setting> settings() {
        List<Setting> out = new ArrayList<>();
        for (String k : keys(before.settings(), after.settings())) {
            String a = before.settings().get(k);
            String b = after.settings().get(k);
            if (!Objects.equals(a, b)) {
                out.add(new Setting(k, a, b));
            }
        }
        return out;
    }

    /** Seconds of the whole. */
    public List<Time> times() {
        return times(before.times(), after.times(), false);
    }

    /** FLOPs, bytes and parameters of the whole. */
    public List<Count> counts() {
        List<Count> out = new ArrayList<>();
        for (String k : keys(before.counts(), after.counts())) {
            out.add(new Count(k, before.counts().getOrDefault(k, BigInteger.ZERO), after.counts().getOrDefault(k, BigInteger.ZERO)));
        }
        return out;
    }

    /** Seconds by category, the largest change first. */
    public List<Time> categories() {
        return times(before.categories(), after.categories(), true);
    }

    /** Seconds by kind of attention, the largest change first. */
    public List<Time> attention() {
        return times(before.attention(), after.attention(), true);
    }

    /** Seconds by stage, in the order of the model. */
    public List<Time> stages() {
        return times(before.stages(), after.stages(), false);
    }

    /** All operators, the largest change of time first. */
    public List<Operator> operators() {
        List<Operator> out = new ArrayList<>();
        for (String path : keys(before.operators(), after.operators())) {
            Map<String, Snapshot.Cost> a = new LinkedHashMap<>(before.operators().getOrDefault(path, Map.of()));
            Map<String, Snapshot.Cost> b = new LinkedHashMap<>(after.operators().getOrDefault(path, Map.of()));
            for (String shapes : List.copyOf(a.keySet())) {
                if (b.containsKey(shapes)) {
                    out.add(operator(path, shapes, a.remove(shapes), shapes, b.remove(shapes)));
                }
            }
            while (!a.isEmpty() || !b.isEmpty()) {
                String x = a.isEmpty() ? null : a.keySet().iterator().next();
                String y = b.isEmpty() ? null : b.keySet().iterator().next();
                out.add(operator(path, x, x == null ? null : a.remove(x), y, y == null ? null : b.remove(y)));
            }
        }
        out.sort(Comparator.comparingDouble((Operator o) -> -Math.abs(o.time().difference())).thenComparing(o -> o.path()));
        return out;
    }

    private static Operator operator(String path, String shapesA, Snapshot.Cost a, String shapesB, Snapshot.Cost b) {
        Time t = new Time(path, a == null ? Double.NaN : a.seconds(), b == null ? Double.NaN : b.seconds());
        Fate fate = a == null ? Fate.ADDED : b == null ? Fate.REMOVED : shapesA.equals(shapesB) && a.equals(b) ? Fate.SAME : Fate.CHANGED;
        return new Operator(fate, path, shapesA, shapesB, t);
    }

    private static List<Time> times(Map<String, Double> a, Map<String, Double> b, boolean sorted) {
        List<Time> out = new ArrayList<>();
        for (String k : keys(a, b)) {
            out.add(new Time(k, a.getOrDefault(k, Double.NaN), b.getOrDefault(k, Double.NaN)));
        }
        if (sorted) {
            out.sort(Comparator.comparingDouble(t -> -Math.abs(t.difference())));
        }
        return out;
    }

    private static LinkedHashSet<String> keys(Map<String, ?> a, Map<String, ?> b) {
        LinkedHashSet<String> out = new LinkedHashSet<>(a.keySet());
        out.addAll(b.keySet());
        return out;
    }
}
