package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.List;

/** Draws what a plot shows. */
final class Marks {
    static final String OUTLINE = "#222222";
    /** Radius of a marker. */
    static final double LARGE = 3.4;
    private static final double SMALL = 2.3;
    private static final int MANY = 150;
    /** Points of a line that all have a marker; where there are more, markers are this far apart. */
    private static final int FEW = 20;
    private static final double APART = 16;
    /** Where points are many series take turns, so that none hides another. */
    private static final int TURNS = 16;
    private final Svg svg;
    private final Layout layout;
    private final Chart chart;

    Marks(Svg svg, Layout layout) {
        this.svg = svg;
        this.layout = layout;
        chart = layout.chart;
    }

    /** All series and guides of a panel: lines for reference lie under others. */
    void write(Panel p, Box box) {
        if (chart.kind().bars()) {
            new Bars(svg, layout).write(p, box);
        }
        if (chart.kind() == Kind.HEAT) {
            new Cells(svg, layout).write(p, box);
        }
        if (chart.kind() == Kind.POINTS) {
            points(p, box);
        }
        for (Guide g : p.guides()) {
            guide(g, box);
        }
        if (chart.kind() == Kind.LINES) {
            lines(p, box);
        } else if (chart.kind() == Kind.STEPS) {
            p.series().forEach(s -> line(p, s, box));
        }
    }

    /** A line in the looks of a series. */
    static void stroke(Svg svg, Trace t, Look look) {
        if (look.dash().isEmpty()) {
            svg.empty("path", "d", t, "fill", "none", "stroke", look.ink(), "stroke-width", "1.8", "stroke-linejoin", "round");
        } else {
            svg.empty("path", "d", t, "fill", "none", "stroke", look.ink(), "stroke-width", "1.8", "stroke-linejoin", "round", "stroke-dasharray", look.dash());
        }
    }

    /** Markers in the looks of a series. */
    static void markers(Svg svg, String outlines, Look look, String width) {
        svg.empty("path", "d", outlines, "fill", look.markerFill(), "stroke", look.ink(), "stroke-width", width);
    }

    /** A line in the looks of a guide. */
    static void guide(Svg svg, Trace t, int number) {
        String dash = Look.guideDash(number);
        if (dash.isEmpty()) {
            svg.empty("path", "d", t, "fill", "none", "stroke", OUTLINE, "stroke-width", "1.1");
        } else {
            svg.empty("path", "d", t, "fill", "none", "stroke", OUTLINE, "stroke-width", "1.1", "stroke-dasharray", dash);
        }
    }

    private double x(double v, Box box) {
        return layout.x.at(v, box.x(), box.right());
    }

    private double y(double v, Box box) {
        return layout.y.at(v, box.bottom(), box.y());
    }

    private void guide(Guide g, Box box) {
        Trace t = new Trace();
        double[] before = null;
        for (int i = 1; i < g.x().length; i++) {
            double[] part = Clip.line(box, x(g.x()[i - 1], box), y(g.y()[i - 1], box), x(g.x()[i], box), y(g.y()[i], box));
            if (part != null) {
                if (before == null || before[2] != part[0] || before[3] != part[1]) {
                    t.move(part[0], part[1]);
                }
                t.line(part[2], part[3]);
            }
            before = part;
        }
        if (!t.isEmpty()) {
            guide(svg, t, layout.legend.guide(g));
        }
    }

    /** The corners of a line as x, y and whether a run starts there: 1 after a gap, else 0. */
    private List<double[]> corners(Series s, Box box) {
        List<double[]> out = new ArrayList<>();
        boolean open = false;
        for (int i = 0; i < s.x().length; i++) {
            boolean shown = Domains.shows(chart, s, i);
            if (shown) {
                double x = x(s.x()[i], box);
                double y = y(s.y()[i], box);
                out.add(new double[] {x, y, open ? 0 : 1});
                if (chart.kind() == Kind.STEPS) {
                    double end = x(s.end(i), box);
                    out.add(new double[] {Double.isNaN(end) ? x : Math.min(end, box.right()), y, 0});
                }
            }
            open = shown;
        }
        return out;
    }

    private int share(int all, Panel p) {
        return all / chart.panels().size() / Math.max(1, p.series().size());
    }

    private void line(Panel p, Series s, Box box) {
        Trace t = new Trace();
        List<double[]> all = Thin.line(corners(s, box), share(Thin.CORNERS, p));
        for (int from = 0; from < all.size();) {
            int to = from + 1;
            while (to < all.size() && all.get(to)[2] == 0) {
                to++;
            }
            if (to > from + 1) {
                run(t, all.subList(from, to));
            }
            from = to;
        }
        if (!t.isEmpty()) {
            stroke(svg, t, layout.legend.look(s));
        }
    }

    private static void run(Trace t, List<double[]> run) {
        double[] at = null;
        for (double[] c : run) {
            boolean level = at != null && Math.round(at[1] * 10) == Math.round(c[1] * 10);
            boolean upright = at != null && Math.round(at[0] * 10) == Math.round(c[0] * 10);
            if (at == null) {
                t.move(c[0], c[1]);
            } else if (level && !upright) {
                t.across(c[0]);
            } else if (upright && !level) {
                t.upright(c[1]);
            } else if (!level) {
                t.line(c[0], c[1]);
            }
            at = c;
        }
    }

    private void lines(Panel p, Box box) {
        for (Series s : p.series()) {
            line(p, s, box);
        }
        for (Series s : p.series()) {
            List<double[]> all = corners(s, box);
            int every = all.size() <= FEW ? 1 : (int) Math.ceil(all.size() * APART / box.width());
            List<double[]> some = new ArrayList<>();
            for (int i = 0; i < all.size(); i += Math.max(1, every)) {
                some.add(all.get(i));
            }
            marker(s, Thin.points(some, 0.5, share(Thin.MARKERS, p)), LARGE);
        }
    }

    private void points(Panel p, Box box) {
        int count = 0;
        List<List<double[]>> all = new ArrayList<>();
        for (Series s : p.series()) {
            all.add(Thin.points(corners(s, box), 1, share(Thin.MARKERS, p)));
            count += all.get(all.size() - 1).size();
        }
        if (count <= MANY) {
            for (int k = 0; k < all.size(); k++) {
                marker(p.series().get(k), all.get(k), LARGE);
            }
            return;
        }
        svg.open("g", "opacity", "0.9");
        for (int turn = 0; turn < TURNS; turn++) {
            for (int k = 0; k < all.size(); k++) {
                List<double[]> part = new ArrayList<>();
                for (int i = turn; i < all.get(k).size(); i += TURNS) {
                    part.add(all.get(k).get(i));
                }
                marker(p.series().get(k), part, SMALL);
            }
        }
        svg.close("g");
    }

    private void marker(Series s, List<double[]> at, double r) {
        Look look = layout.legend.look(s);
        StringBuilder outlines = new StringBuilder();
        for (double[] p : at) {
            outlines.append(look.marker(p[0], p[1], r));
        }
        if (!outlines.isEmpty()) {
            markers(svg, outlines.toString(), look, r == LARGE ? "1.3" : "0.9");
        }
    }
}
