package dev.ttbench.report;

import dev.ttbench.latency.Bound;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the pipeline with what all its executions add up to: the pipeline, a stage, a block or an operator. Equal neighbours are one part.
 *
 * @param name as shown, with {@code × n} where it stands for several
 * @param key its name without numbers, with all that makes it equal to another
 * @param category number of an operator's category; -1 for others
 * @param path of the first one, as {@code explain} takes it
 * @param shapes of an operator: inputs and result
 * @param seconds of all executions
 * @param flops of the matmul class
 * @param bounds seconds by {@link Bound}, of an operator's longest kernel
 * @param times how many it stands for
 * @param inside what stands in it, in order of execution
 */
public record Part(String name, String key, int category, String path, String shapes, double seconds, double flops, double bytes, double[] bounds, int times, List<Part> inside) {
    /** Parts below this share of the whole are not told apart. */
    private static final double LEAST = 2e-6;

    /** The tree of a profile. */
    public static Part of(Profile p) {
        List<Part> stages = new ArrayList<>();
        for (StageProfile s : p.stages()) {
            Part stage = of(CallTree.of(s.facts().id(), s.operators()), s.facts().id());
            stages.add(stage);
        }
        return sum(p.model().id(), "", "", stages, 1).without(LEAST * p.totals().seconds());
    }

    private static Part of(CallTree t, String path) {
        if (t.row() != null) {
            return of(t.name(), t.row(), path);
        }
        List<Part> inside = new ArrayList<>();
        Part first = null;
        for (CallTree c : t.inside()) {
            Part p = of(c, path + "/" + (c.row() == null ? c.name() : c.row().path().substring(c.row().path().lastIndexOf('/') + 1)));
            if (first != null && first.key.equals(p.key)) {
                inside.set(inside.size() - 1, both(inside.get(inside.size() - 1), p, true));
            } else {
                inside.add(p);
                first = p;
            }
        }
        return sum(t.name(), plain(t.name()), path, inside, 1);
    }

    private static Part of(String name, OperatorRow r, String path) {
        String shapes = r.inputShapes().isEmpty() ? "" : Shapes.text(r.inputShapes()).replace(";", "; ") + " \u2192 " + Shapes.text(r.outputShape());
        double[] bounds = new double[Bound.values().length];
        bounds[r.bound().ordinal()] = r.totalSeconds();
        return new Part(name, plain(name) + " " + r.operator() + " " + shapes + " " + r.count(), r.category().ordinal(), path, shapes, r.totalSeconds(), r.totalFlops().doubleValue(),
                r.totalBytes().doubleValue(), bounds, 1, List.of());
    }

    private static Part sum(String name, String key, String path, List<Part> inside, int times) {
        double seconds = 0;
        double flops = 0;
        double bytes = 0;
        double[] bounds = new double[Bound.values().length];
        StringBuilder k = new StringBuilder(key).append('(');
        for (Part p : inside) {
            seconds += p.seconds;
            flops += p.flops;
            bytes += p.bytes;
            for (int i = 0; i < bounds.length; i++) {
                bounds[i] += p.bounds[i];
            }
            k.append(p.key).append(p.times > 1 ? "*" + p.times : "").append(',');
        }
        return new Part(name, digest(k.append(')').toString()), -1, path, "", seconds, flops, bytes, bounds, times, inside);
    }

    /** Keys of large blocks would grow with their depth: a long one is replaced by two hashes of it. */
    private static String digest(String key) {
        return key.length() < 200 ? key : key.substring(0, 40) + Integer.toHexString(key.hashCode()) + Integer.toHexString(new StringBuilder(key).reverse().toString().hashCode()) + key.length();
    }

    /** Two equal parts as one; {@code neighbours}: they stand beside each other, and not within such. */
    private static Part both(Part a, Part b, boolean neighbours) {
        List<Part> inside = new ArrayList<>();
        for (int i = 0; i < a.inside.size(); i++) {
            inside.add(both(a.inside.get(i), b.inside.get(i), false));
        }
        double[] bounds = a.bounds.clone();
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] += b.bounds[i];
        }
        int times = neighbours ? a.times + b.times : a.times;
        return new Part(neighbours ? plain(a.name) + " \u00d7 " + times : a.name, a.key, a.category, a.path, a.shapes, a.seconds + b.seconds, a.flops + b.flops, a.bytes + b.bytes, bounds, times, inside);
    }

    /** A name without numbers of turns, of its second use in a block, and without how many it stands for. */
    private static String plain(String name) {
        return name.replaceAll(" \u00d7 \\d+$", "").replaceAll("\\[\\d+\\]", "").replaceAll("_\\d+( \\(|$)", "$1");
    }

    /** The same without the insides of what takes less than {@code least}. */
    private Part without(double least) {
        List<Part> kept = seconds < least ? List.of() : inside.stream().map(p -> p.without(least)).toList();
        return new Part(name, key, category, path, shapes, seconds, flops, bytes, bounds, times, kept);
    }

    /** What most of its time waits for. */
    public Bound bound() {
        int most = 0;
        for (int i = 1; i < bounds.length; i++) {
            most = bounds[i] > bounds[most] ? i : most;
        }
        return Bound.values()[most];
    }

    /** Its part of the time that {@link #bound()} decides. */
    public double boundShare() {
        return seconds > 0 ? bounds[bound().ordinal()] / seconds : 1;
    }

    /** Levels, itself included. */
    public int depth() {
        return 1 + inside.stream().mapToInt(Part::depth).max().orElse(0);
    }
}
