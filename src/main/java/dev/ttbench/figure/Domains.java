package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the axes of a chart span: all that its panels show. */
final class Domains {
    private static final double INSET = 6;
    private double lo = Double.POSITIVE_INFINITY;
    private double hi = Double.NEGATIVE_INFINITY;

    private Domains() { }

    private void add(double position) {
        if (!Double.isNaN(position)) {
            lo = Math.min(lo, position);
            hi = Math.max(hi, position);
        }
    }

    private boolean empty() {
        return lo > hi;
    }

    private Axis axis(Scale s, double inset) {
        if (empty()) {
            return new Axis(s, 0, 1, inset, true);
        }
        if (hi - lo <= 1e-12 * Math.max(Math.abs(lo), Math.abs(hi))) {
            double more = s.decades() ? 0.5 : lo == 0 ? 1 : Math.abs(lo) / 2;
            lo -= more;
            hi += more;
        }
        return new Axis(s, lo, hi, inset, false);
    }

    /** Whether a chart can show a point. */
    static boolean shows(Chart c, Series s, int i) {
        return !Double.isNaN(c.x().position(s.x()[i])) && !Double.isNaN(c.y().position(s.y()[i]));
    }

    /** Whether a panel has nothing to show. */
    static boolean empty(Chart c, Panel p) {
        for (Series s : p.series()) {
            for (int i = 0; i < s.x().length; i++) {
                if (shows(c, s, i)) {
                    return false;
                }
            }
        }
        return p.guides().isEmpty();
    }

    /** The horizontal axis. */
    static Axis x(Chart c) {
        Scale s = c.x();
        double inset = c.kind() == Kind.LINES || c.kind() == Kind.POINTS ? INSET : 0;
        if (s.category()) {
            return new Axis(s, -0.5, s.categories().size() - 0.5, inset, false);
        }
        Domains d = new Domains();
        for (Panel p : c.panels()) {
            for (Series one : p.series()) {
                for (int i = 0; i < one.x().length; i++) {
                    if (shows(c, one, i)) {
                        d.add(s.position(one.x()[i]));
                        d.add(c.kind() == Kind.STEPS ? s.position(one.end(i)) : Double.NaN);
                    }
                }
            }
        }
        if (c.kind() == Kind.HEAT && !d.empty()) {
            return Cells.axis(s, Cells.positions(c, true));
        }
        boolean points = !d.empty();
        for (Panel p : c.panels()) {
            for (Guide g : p.guides()) {
                for (int i = 0; i < g.x().length && (!points || g.vertical()); i++) {
                    d.add(s.position(g.x()[i]));
                }
            }
        }
        if (c.kind().bars() && !d.empty()) {
            double half = gap(c) / 2;
            d.lo -= half;
            d.hi += half;
        } else if (!s.log() && c.kind() != Kind.STEPS && d.lo > 0 && d.lo <= d.hi / 4) {
            d.lo = 0;
        }
        return d.axis(s, inset);
    }

    /** The least distance between two bars on a numeric axis; that of two categories on one of names. */
    static double gap(Chart c) {
        if (c.x().category()) {
            return 1;
        }
        double gap = Double.POSITIVE_INFINITY;
        for (Panel p : c.panels()) {
            TreeMap<Double, Boolean> at = new TreeMap<>();
            for (Series s : p.series()) {
                for (int i = 0; i < s.x().length; i++) {
                    if (shows(c, s, i)) {
                        at.put(c.x().position(s.x()[i]) + 0.0, true);
                    }
                }
            }
            Double before = null;
            for (double v : at.keySet()) {
                gap = before == null ? gap : Math.min(gap, v - before);
                before = v;
            }
        }
        return Double.isInfinite(gap) ? c.x().log() ? 0.5 : 1 : gap;
    }

    /** The vertical axis, rounded out to marks of which there are at most so many. */
    static Axis y(Chart c, Axis x, int most) {
        Scale s = c.y();
        Domains d = new Domains();
        for (Panel p : c.panels()) {
            if (c.kind() == Kind.STACKED) {
                for (double[] ends : stacks(c, p).values()) {
                    d.add(s.position(ends[0]));
                    d.add(s.position(ends[1]));
                }
            }
            if (c.kind() != Kind.STACKED || s.log()) {
                for (Series one : p.series()) {
                    for (int i = 0; i < one.y().length; i++) {
                        d.add(shows(c, one, i) ? s.position(one.y()[i]) : Double.NaN);
                    }
                }
            }
            for (Guide g : p.guides()) {
                if (!g.vertical()) {
                    d.add(c, x, g);
                }
            }
        }
        double inset = c.kind().bars() ? 0 : INSET;
        if (d.empty()) {
            return d.axis(s, inset);
        }
        TreeSet<Double> rows = c.kind() == Kind.HEAT ? Cells.positions(c, false) : new TreeSet<>();
        if (!rows.isEmpty()) {
            return Cells.axis(s, rows);
        }
        if (s.log()) {
            d.lo = round(c.kind().bars() ? d.lo - 0.1 : d.lo, false);
            d.hi = round(d.hi, true);
            return d.axis(s, inset);
        }
        d.zero(c.kind().bars());
        Axis a = d.axis(s, inset);
        for (int again = 0; again < 3; again++) {
            double step = Ticks.step(d.hi - d.lo, most).doubleValue();
            d.lo = StrictMath.floor(a.lo() / step + 1e-9) * step;
            d.hi = StrictMath.ceil(a.hi() / step - 1e-9) * step;
        }
        if (c.kind() == Kind.BARS) {
            double more = 0.03 * (d.hi - d.lo);
            d.hi += a.hi() > d.hi - more / 2 ? more : 0;
            d.lo -= a.lo() < 0 && a.lo() < d.lo + more / 2 ? more : 0;
        }
        return d.axis(s, inset);
    }

    /** Makes room for zero: always under bars, else where the values lie apart more than they lie away from it. */
    private void zero(boolean always) {
        if (lo > 0 && (always || lo <= hi / 2)) {
            lo = 0;
        }
        if (hi < 0 && (always || hi >= lo / 2)) {
            hi = 0;
        }
    }

    /** What a guide reaches inside the horizontal axis. */
    private void add(Chart c, Axis x, Guide g) {
        double[] at = new double[g.x().length];
        for (int i = 0; i < at.length; i++) {
            at[i] = Double.isInfinite(g.x()[i]) ? g.x()[i] < 0 ? x.lo() : x.hi() : c.x().position(g.x()[i]);
            if (at[i] >= x.lo() && at[i] <= x.hi()) {
                add(c.y().position(g.y()[i]));
            }
        }
        for (int i = 1; i < at.length; i++) {
            double from = c.y().position(g.y()[i - 1]);
            double to = c.y().position(g.y()[i]);
            for (double edge : new double[] {x.lo(), x.hi()}) {
                double share = (edge - at[i - 1]) / (at[i] - at[i - 1]);
                if (share > 0 && share < 1) {
                    add(from + share * (to - from));
                }
            }
        }
    }

    /** The exponent of the next 1, 2 or 5 times a power of ten. */
    private static double round(double position, boolean up) {
        double whole = StrictMath.floor(position + 1e-9);
        List<Double> marks = new ArrayList<>(List.of(whole, whole + StrictMath.log10(2), whole + StrictMath.log10(5), whole + 1));
        double out = whole;
        for (double m : marks) {
            if (up && m >= position - 1e-9) {
                return m;
            }
            out = m <= position + 1e-9 ? m : out;
        }
        return out;
    }

    /** At each x with a value that can be shown, how far the stack reaches down and up. */
    static Map<Double, double[]> stacks(Chart c, Panel p) {
        Map<Double, double[]> out = new TreeMap<>();
        for (Series s : p.series()) {
            for (int i = 0; i < s.x().length; i++) {
                if (shows(c, s, i)) {
                    double[] ends = out.computeIfAbsent(s.x()[i] + 0.0, k -> new double[2]);
                    ends[s.y()[i] < 0 ? 0 : 1] += s.y()[i];
                }
            }
        }
        return out;
    }
}
