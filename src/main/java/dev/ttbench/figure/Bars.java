package dev.ttbench.figure;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Draws bars, side by side or on top of each other. */
final class Bars {
    private static final double WIDEST = 48;
    private static final double WIDEST_STACK = 60;
    private final Svg svg;
    private final Layout layout;
    private final Chart chart;

    Bars(Svg svg, Layout layout) {
        this.svg = svg;
        this.layout = layout;
        chart = layout.chart;
    }

    /** All series of a panel. */
    void write(Panel p, Box box) {
        double pixels = box.width() / (layout.x.hi() - layout.x.lo());
        double slot = Domains.gap(chart) * pixels;
        int abreast = chart.kind() == Kind.BARS ? Math.max(1, p.series().size()) : 1;
        double bar = chart.x().category() ? Math.min(slot * (abreast == 1 ? 0.7 : 0.82) / abreast, abreast == 1 ? WIDEST_STACK : WIDEST) : slot / abreast;
        Set<Double> places = Thin.places(heights(p), pixels, Thin.BARS / chart.panels().size() / Math.max(1, p.series().size()));
        Map<Double, double[]> reached = new HashMap<>();
        for (int k = 0; k < p.series().size(); k++) {
            Series s = p.series().get(k);
            Trace t = new Trace();
            for (Map.Entry<Double, Double> e : values(s).entrySet()) {
                if (places.contains(e.getKey())) {
                    double left = layout.x.at(e.getKey(), box.x(), box.right()) + (chart.kind() == Kind.BARS ? (k - abreast / 2.0) * bar : -bar / 2);
                    bar(t, e.getKey(), e.getValue(), reached, new double[] {left, Math.min(box.right(), Math.max(left + bar, left + 0.3))}, box);
                }
            }
            if (!t.isEmpty()) {
                String line = bar < 3 ? "0.2" : "0.6";
                svg.empty("path", "d", t, "fill", layout.legend.look(s).fill(), "stroke", Marks.OUTLINE, "stroke-width", line);
            }
        }
    }

    private void bar(Trace t, double place, double value, Map<Double, double[]> reached, double[] sides, Box box) {
        double foot = layout.y.foot(box.bottom(), box.y());
        double top;
        if (chart.kind() == Kind.STACKED) {
            double[] ends = reached.computeIfAbsent(place, k -> new double[2]);
            int side = value < 0 ? 0 : 1;
            foot = ends[side] == 0 ? foot : layout.y.at(ends[side], box.bottom(), box.y());
            ends[side] += value;
            top = layout.y.at(ends[side], box.bottom(), box.y());
        } else {
            top = layout.y.at(value, box.bottom(), box.y());
        }
        if (Math.abs(top - foot) >= 0.05) {
            t.rectangle(sides[0], Math.min(top, foot), sides[1], Math.max(top, foot));
        }
    }

    /** The value of a series at each place; where it has several there, their sum in a stack, else the largest. */
    private Map<Double, Double> values(Series s) {
        Map<Double, Double> out = new TreeMap<>();
        for (int i = 0; i < s.x().length; i++) {
            if (Domains.shows(chart, s, i)) {
                out.merge(s.x()[i] + 0.0, s.y()[i], chart.kind() == Kind.STACKED ? Double::sum : Math::max);
            }
        }
        return out;
    }

    /** At each place the sum of what is shown there, whatever its sign. */
    private Map<Double, Double> heights(Panel p) {
        Map<Double, Double> out = new TreeMap<>();
        for (Series s : p.series()) {
            values(s).forEach((place, value) -> out.merge(place, Math.abs(value), Double::sum));
        }
        return out;
    }
}
