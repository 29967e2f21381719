package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Leaves out what nobody could see, so that a file stays small however many values it shows. */
final class Thin {
    /** Corners of lines in a chart. */
    static final int CORNERS = 6000;
    /** Markers in a chart. */
    static final int MARKERS = 2500;
    /** Bars in a chart. */
    static final int BARS = 4000;

    /** Cells in a chart. */
    static final int CELLS = 4000;

    private Thin() { }

    /** The first point of each square of so many pixels; larger squares while there are more than {@code most}. */
    static List<double[]> points(List<double[]> points, double square, int most) {
        double side = square;
        while (true) {
            Set<Long> seen = new HashSet<>();
            List<double[]> out = new ArrayList<>();
            for (double[] p : points) {
                if (seen.add((long) Math.floor(p[0] / side) << 32 ^ (long) Math.floor(p[1] / side) & 0xffffffffL)) {
                    out.add(p);
                }
            }
            if (out.size() <= Math.max(1, most)) {
                return out;
            }
            side *= 1.5;
        }
    }

    /** The corners of a line: all, or of each upright strip that it crosses the first, the lowest, the highest and the last; gaps within a strip are closed. */
    static List<double[]> line(List<double[]> corners, int most) {
        List<double[]> out = corners;
        for (double width = 0.5; out.size() > Math.max(4, most); width *= 2) {
            out = new ArrayList<>();
            int from = 0;
            for (int i = 1; i <= corners.size(); i++) {
                if (i == corners.size() || Math.floor(corners.get(i)[0] / width) != Math.floor(corners.get(from)[0] / width)) {
                    strip(corners.subList(from, i), out);
                    from = i;
                }
            }
        }
        return out;
    }

    private static void strip(List<double[]> strip, List<double[]> into) {
        if (strip.size() <= 2) {
            into.addAll(strip);
            return;
        }
        int low = 0;
        int high = 0;
        for (int i = 1; i < strip.size(); i++) {
            low = strip.get(i)[1] > strip.get(low)[1] ? i : low;
            high = strip.get(i)[1] < strip.get(high)[1] ? i : high;
        }
        int last = strip.size() - 1;
        for (int i = 0; i < strip.size(); i++) {
            if (i == 0 || i == low || i == high || i == last) {
                double[] c = strip.get(i);
                into.add(i == 0 ? c : new double[] {c[0], c[1], 0});
            }
        }
    }

    /** Of the places of bars, by the height of what stands there: all, or the tallest of each column of pixels. */
    static Set<Double> places(Map<Double, Double> heights, double pixels, int most) {
        if (heights.size() <= most) {
            return heights.keySet();
        }
        double first = heights.keySet().iterator().next();
        for (double width = 1;; width *= 2) {
            Map<Double, Double> tallest = new TreeMap<>();
            for (Map.Entry<Double, Double> e : heights.entrySet()) {
                double column = Math.floor((e.getKey() - first) * pixels / width);
                Double best = tallest.get(column);
                if (best == null || e.getValue() > heights.get(best)) {
                    tallest.put(column, e.getKey());
                }
            }
            if (tallest.size() <= Math.max(1, most)) {
                return new HashSet<>(tallest.values());
            }
        }
    }
}
