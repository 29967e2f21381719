package dev.ttbench.report;

import dev.ttbench.comparison.Comparison;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A comparison as a sheet, and in Markdown. */
public final class ComparisonReport {
    private static final int MOST = 20;

    private ComparisonReport() { }

    /**
     * Tables of what differs.
     *
     * @param people whether people read it: counts have units, and operators of the same name and shapes are one row, of which the first few are listed;
     *        otherwise counts are exact, and every operator that differs has a row with its path
     */
    public static Sheet sheet(Comparison c, boolean people) {
        Sheet sheet = new Sheet("comparison", title(c));
        Sheet.Table settings = sheet.table("settings", "Settings that differ", "setting", "before", "after");
        c.settings().forEach(s -> settings.row(s.name(), s.before(), s.after()));
        times(sheet, "times", "Time", "what", c.times());
        Sheet.Table counts = sheet.table("counts", "Work, traffic and memory", "what", "before", "after", "difference", "ratio");
        for (Comparison.Count n : c.counts()) {
            if (people && n.before().signum() == 0 && n.after().signum() == 0) {
                continue;
            }
            BigInteger d = n.after().subtract(n.before());
            counts.row(n.name(), people ? unit(n.name(), n.before()) : n.before(), people ? unit(n.name(), n.after()) : n.after(), people ? unit(n.name(), d) : d, ratio(n.before(), n.after()));
        }
        times(sheet, "stages", "Stages", "stage", c.stages());
        times(sheet, "categories", "Time by category", "category", c.categories());
        times(sheet, "attention", "Attention by kind", "kind", c.attention());
        if (people) {
            grouped(c, sheet);
            return sheet;
        }
        Sheet.Table operators = sheet.table("operators", "Operators", "fate", "before_s", "after_s", "difference_s", "shapes_before", "shapes_after", "path");
        c.operators().stream().filter(o -> o.fate() != Comparison.Fate.SAME).forEach(o -> operators.row(o.fate().id(), number(o.time().before()), number(o.time().after()),
                o.time().difference(), o.shapesBefore(), o.shapesAfter(), o.path()));
        return sheet;
    }

    /**
     * Operators of one stage that have name, shapes and fate in common.
     *
     * @param places how many operators these are
     * @param path of the one that changes most
     * @param time of all of them; NaN where they are not there
     */
    public record Change(Comparison.Fate fate, String stage, String operator, long places, String path, Comparison.Time time) { }

    /** What differs, the largest change first. */
    public static List<Change> changes(Comparison c) {
        Map<List<Object>, List<Comparison.Operator>> groups = new LinkedHashMap<>();
        for (Comparison.Operator o : c.operators()) {
            if (o.fate() != Comparison.Fate.SAME) {
                String stage = o.path().substring(0, o.path().indexOf('/'));
                String shapes = o.shapesBefore() == null || o.shapesBefore().equals(o.shapesAfter()) ? o.shapesAfter()
                        : o.shapesAfter() == null ? o.shapesBefore() : o.shapesBefore() + ", then " + o.shapesAfter();
                String what = o.path().substring(o.path().lastIndexOf('/') + 1) + (shapes.equals(" -> ") ? "" : " " + shapes);
                groups.computeIfAbsent(List.of(o.fate(), stage, what), k -> new ArrayList<>()).add(o);
            }
        }
        List<Change> out = new ArrayList<>();
        groups.forEach((key, of) -> {
            double before = of.stream().mapToDouble(o -> o.time().before()).sum();
            double after = of.stream().mapToDouble(o -> o.time().after()).sum();
            out.add(new Change(of.get(0).fate(), (String) key.get(1), (String) key.get(2), of.size(), of.get(0).path(), new Comparison.Time((String) key.get(2), before, after)));
        });
        out.sort(Comparator.comparingDouble(x -> -Math.abs(x.time().difference())));
        return out;
    }

    private static void grouped(Comparison c, Sheet sheet) {
        Sheet.Table t = sheet.table("operators", "Operators that change most (the same operator and shapes together)", "fate", "places", "before_s", "after_s", "difference_s", "operator");
        changes(c).stream().limit(MOST).forEach(x -> t.row(x.fate().id(), x.places(), number(x.time().before()), number(x.time().after()), x.time().difference(), x.stage() + ": " + x.operator()));
    }

    /** A count with its unit, which its name says. */
    public static String unit(String name, BigInteger n) {
        if (name.startsWith("flops")) {
            return Units.flop(n);
        }
        return name.startsWith("bytes") || name.endsWith("bytes") ? Units.bytes(n) : (n.signum() < 0 ? "-" : "") + Units.count(n.abs());
    }

    private static String title(Comparison c) {
        Comparison.Time t = c.times().get(0);
        double ratio = t.ratio();
        String how = Double.isNaN(ratio) ? "" : ratio == 1 ? ": as fast" : ratio < 1 ? String.format(java.util.Locale.ROOT, ": %.2f times as fast", 1 / ratio)
                : String.format(java.util.Locale.ROOT, ": %.2f times as slow", ratio);
        return Units.seconds(t.before()) + " to " + Units.seconds(t.after()) + how;
    }

    private static void times(Sheet sheet, String name, String title, String column, List<Comparison.Time> times) {
        Sheet.Table t = sheet.table(name, title, column, "before_s", "after_s", "difference_s", "ratio");
        times.forEach(x -> t.row(x.name(), number(x.before()), number(x.after()), x.difference(), number(x.ratio())));
    }

    private static Double number(double v) {
        return Double.isNaN(v) || Double.isInfinite(v) ? null : v;
    }

    private static Double ratio(BigInteger before, BigInteger after) {
        return before.signum() == 0 ? null : new BigDecimal(after).divide(new BigDecimal(before), new MathContext(9)).doubleValue();
    }

    /** All tables that are not empty, in Markdown. */
    public static void markdown(Sheet sheet, Appendable out) throws IOException {
        out.append("**").append(sheet.title()).append("**\n\n");
        for (Sheet.Table t : sheet.tables()) {
            if (!t.rows().isEmpty()) {
                out.append("### ").append(t.title()).append("\n\n");
                MarkdownTable.write(t, out);
            }
        }
    }
}
