package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws the cells of a heat map. Cells of one shade that touch in a row are one rectangle; what is smaller than can be seen is drawn coarser. */
final class Cells {
    private final Svg svg;
    private final Layout layout;
    private final Chart chart;

    Cells(Svg svg, Layout layout) {
        this.svg = svg;
        this.layout = layout;
        chart = layout.chart;
    }

    /** Where the columns, or the rows, of a chart's cells lie. */
    static TreeSet<Double> positions(Chart c, boolean columns) {
        TreeSet<Double> out = new TreeSet<>();
        for (Panel p : c.panels()) {
            for (Series s : p.series()) {
                for (int i = 0; i < s.x().length; i++) {
                    if (Domains.shows(c, s, i)) {
                        out.add((columns ? c.x().position(s.x()[i]) : c.y().position(s.y()[i])) + 0.0);
                    }
                }
            }
        }
        return out;
    }

    /** The axis that ends where the outer cells do. */
    static Axis axis(Scale s, TreeSet<Double> positions) {
        TreeMap<Double, double[]> edges = edges(s, positions);
        return new Axis(s, edges.firstEntry().getValue()[0], edges.lastEntry().getValue()[1], 0, false);
    }

    /** Both ends of the cell at each position: half-way to its neighbours, and as far on its other side where it has but one. */
    private static TreeMap<Double, double[]> edges(Scale s, TreeSet<Double> positions) {
        TreeMap<Double, double[]> out = new TreeMap<>();
        for (double p : positions) {
            Double before = positions.lower(p);
            Double after = positions.higher(p);
            double lone = s.category() ? 0.5 : s.decades() ? 0.1 : p == 0 ? 0.5 : Math.abs(p) / 4;
            double down = before != null ? (p - before) / 2 : after != null ? (after - p) / 2 : lone;
            double up = after != null ? (after - p) / 2 : down;
            out.put(p, s.category() ? new double[] {p - 0.5, p + 0.5} : new double[] {p - down, p + up});
        }
        return out;
    }

    /** All series of a panel. */
    void write(Panel p, Box box) {
        TreeMap<Double, double[]> columns = edges(chart.x(), positions(chart, true));
        TreeMap<Double, double[]> rows = edges(chart.y(), positions(chart, false));
        Map<Series, List<Box>> cells = new LinkedHashMap<>();
        int count = 0;
        for (Series s : p.series()) {
            List<Box> of = runs(s, columns, rows, box);
            cells.put(s, of);
            count += of.size();
        }
        int most = Thin.CELLS / chart.panels().size();
        cells.forEach(count <= most ? this::fill : coarse(cells, most, box));
    }

    private void fill(Series s, List<Box> cells) {
        Trace t = new Trace();
        cells.forEach(c -> t.rectangle(c.x(), c.y(), c.right(), c.bottom()));
        if (!t.isEmpty()) {
            String shade = layout.legend.shade(s);
            svg.empty("path", "d", t, "fill", shade, "stroke", shade, "stroke-width", "0.3");
        }
    }

    /** The cells of a series, neighbours in a row joined. */
    private List<Box> runs(Series s, TreeMap<Double, double[]> columns, TreeMap<Double, double[]> rows, Box box) {
        Map<Double, TreeSet<Double>> byRow = new TreeMap<>();
        for (int i = 0; i < s.x().length; i++) {
            if (Domains.shows(chart, s, i)) {
                byRow.computeIfAbsent(chart.y().position(s.y()[i]) + 0.0, k -> new TreeSet<>()).add(chart.x().position(s.x()[i]) + 0.0);
            }
        }
        List<Box> out = new ArrayList<>();
        byRow.forEach((row, of) -> {
            double top = layout.y.atPosition(rows.get(row)[1], box.bottom(), box.y());
            double height = layout.y.atPosition(rows.get(row)[0], box.bottom(), box.y()) - top;
            for (Double at = of.first(); at != null;) {
                Double last = at;
                while (columns.higherKey(last) != null && of.contains(columns.higherKey(last)) && (!chart.x().category() || columns.higherKey(last) == last + 1)) {
                    last = columns.higherKey(last);
                }
                double left = layout.x.atPosition(columns.get(at)[0], box.x(), box.right());
                out.add(new Box(left, top, layout.x.atPosition(columns.get(last)[1], box.x(), box.right()) - left, height));
                at = of.higher(last);
            }
        });
        return out;
    }

    /** Draws squares instead, each in the shade of the first cell whose middle lies in it; as small as their number allows. */
    private java.util.function.BiConsumer<Series, List<Box>> coarse(Map<Series, List<Box>> cells, int most, Box box) {
        double side = 1;
        Map<Long, Series> first = squares(cells, side);
        while (first.size() > most) {
            side *= 1.25;
            first = squares(cells, side);
        }
        double length = side;
        Map<Series, List<Box>> out = new HashMap<>();
        first.forEach((at, s) -> {
            double left = Math.max(box.x(), (at >> 32) * length);
            double top = Math.max(box.y(), (int) (long) at * length);
            out.computeIfAbsent(s, k -> new ArrayList<>()).add(new Box(left, top, Math.min(box.right(), (at >> 32) * length + length) - left, Math.min(box.bottom(), (int) (long) at * length + length) - top));
        });
        out.values().forEach(l -> l.sort(Comparator.comparingDouble(Box::y).thenComparingDouble(Box::x)));
        return (s, of) -> fill(s, out.getOrDefault(s, List.of()));
    }

    private static Map<Long, Series> squares(Map<Series, List<Box>> cells, double side) {
        Map<Long, Series> out = new LinkedHashMap<>();
        cells.forEach((s, of) -> of.forEach(c -> {
            for (double x = c.x() + Math.min(side, c.width()) / 2; x < c.right(); x += side) {
                out.putIfAbsent((long) Math.floor(x / side) << 32 | (long) Math.floor((c.y() + c.height() / 2) / side) & 0xffffffffL, s);
            }
        }));
        return out;
    }
}
