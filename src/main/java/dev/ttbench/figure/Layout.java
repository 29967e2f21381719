package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.List;

/** Where everything is: the grid of plots, what stands around it, and the marks of both axes. */
final class Layout {
    /** Width of every chart. */
    static final double WIDTH = 840;
    static final double TITLE = 14;
    static final double PANEL_TITLE = 12;
    static final double CAPTION = 12;
    static final double TICK = 11;
    private static final double EDGE = 12;
    private static final double LINE = 16;
    final Chart chart;
    final Legend legend;
    final Axis x;
    final Axis y;
    final Ticks yTicks;
    final List<String> title;
    final int columns;
    final int rows;
    final double plotHeight;
    final List<String> xCaption;
    final List<String> yCaption;
    final boolean ragged;
    private final boolean beside;
    private double left;
    private double right;
    private double gap;
    private double panelTitle;
    private double xBand;
    Ticks xTicks = Ticks.NONE;
    CategoryLabels names;

    Layout(Chart chart) {
        this.chart = chart;
        legend = new Legend(chart);
        x = Domains.x(chart);
        title = Text.wrap(chart.title(), TITLE * 1.12, WIDTH - 2 * EDGE, 3);
        int count = chart.panels().size();
        columns = columns(chart, count);
        rows = (count + columns - 1) / columns;
        ragged = rows * columns > count;
        plotHeight = rows == 1 ? columns == 1 ? 320 : columns == 2 ? 270 : 220 : columns <= 2 ? 190 : 150;
        int most = Math.max(3, (int) (plotHeight / 28));
        y = Domains.y(chart, x, most);
        yTicks = Ticks.of(y, most, t -> apart(y, t, plotHeight, true));
        beside = columns == 1 && legend.beside();
        place();
        xCaption = Text.wrap(chart.x().caption(), CAPTION, plot(columns - 1).right() - left, 2);
        yCaption = Text.wrap(chart.y().caption(), CAPTION, plot(count - 1).bottom() - plot(0).y(), 2);
    }

    /** Plots in a row: as many as leave each bar and each plot its least width. */
    private static int columns(Chart c, int count) {
        int most = count <= 3 ? count : count == 4 ? 2 : count <= 6 ? 3 : 4;
        if (!c.x().category()) {
            return count > 6 && count % 3 == 0 && count % 4 != 0 ? 3 : most;
        }
        int bars = 1;
        for (Panel p : c.panels()) {
            bars = Math.max(bars, c.kind() == Kind.BARS ? p.series().size() : 1);
        }
        double least = c.x().categories().size() * (bars == 1 ? 20 : bars * 6 + 8);
        while (most > 1 && (WIDTH - 90) / most - 22 < least) {
            most--;
        }
        return most == 3 && count == 4 ? 2 : most;
    }

    /** Finds the margins: what stands beside the plots makes them narrower, and narrower plots may need more beside them. */
    private void place() {
        double widest = 0;
        for (String s : yTicks.labels()) {
            widest = Math.max(widest, Text.width(s, TICK));
        }
        int captions = chart.y().caption().isEmpty() ? 0 : Text.width(chart.y().caption(), CAPTION) > rows * plotHeight ? 2 : 1;
        left = Math.max(EDGE + captions * LINE + widest + 14, 40);
        right = beside ? legend.width() + 24 + EDGE : 20;
        gap = columns == 1 ? 0 : 22;
        boolean numeric = !chart.x().category();
        for (int again = 0; again < 6; again++) {
            if (numeric) {
                xTicks = Ticks.of(x, (int) Math.min(11, Math.max(3, plotWidth() / 36)), t -> apart(x, t, plotWidth(), false));
                double label = 0;
                for (String s : xTicks.labels()) {
                    label = Math.max(label, Text.width(s, TICK));
                }
                gap = columns == 1 ? 0 : Math.max(gap, label + 10);
                right = Math.max(right, label / 2 + 6);
                left = Math.max(left, label / 2 + 6);
            } else {
                names = CategoryLabels.of(chart.x().categories(), (plotWidth() - 2 * x.inset()) / chart.x().categories().size());
                left = Math.max(left, names.overhang() + (ragged ? EDGE + captions * LINE : 0) + 6);
            }
        }
        xBand = numeric ? xTicks.labels().isEmpty() ? 4 : 24 : names.height();
        for (Panel p : chart.panels()) {
            panelTitle = Math.max(panelTitle, panelTitle(p).size() * LINE + (p.title().isBlank() ? 0 : 6));
        }
    }

    /** Whether labels on an axis of that length leave each other room. */
    private static boolean apart(Axis a, Ticks t, double length, boolean upright) {
        double end = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < t.labels().size(); i++) {
            double half = (upright ? TICK * Text.LINE : Text.width(t.labels().get(i), TICK)) / 2;
            double at = a.at(t.major().get(i).doubleValue(), 0, length);
            if (at - half < end + (upright ? 2 : 9)) {
                return false;
            }
            end = at + half;
        }
        return true;
    }

    private double plotWidth() {
        return (WIDTH - left - right - (columns - 1) * gap) / columns;
    }

    /** The lines above a plot. */
    List<String> panelTitle(Panel p) {
        return Text.wrap(p.title(), PANEL_TITLE * 1.12, plotWidth(), 2);
    }

    private double top() {
        return EDGE + (title.isEmpty() ? 0 : title.size() * 18 + (panelTitle == 0 ? 14 : 8));
    }

    private double rowHeight() {
        return panelTitle + plotHeight + (ragged ? xBand : 4) + 14;
    }

    /** The plot of a panel. */
    Box plot(int i) {
        double width = plotWidth();
        return new Box(left + i % columns * (width + gap), top() + panelTitle + i / columns * rowHeight(), width, plotHeight);
    }

    /** Whether what stands along the horizontal axis is written below a plot. */
    boolean labelled(int i) {
        return ragged || i / columns == rows - 1;
    }

    private double bottom() {
        return plot((rows - 1) * columns).bottom() + xBand;
    }

    /** Base line of the first line of the horizontal axis' caption. */
    double captionBase() {
        return bottom() + 14;
    }

    private double foot() {
        return bottom() + (xCaption.isEmpty() ? 4 : xCaption.size() * LINE + 6);
    }

    /** Middle of the plots. */
    double middle() {
        return (left + plot(columns - 1).right()) / 2;
    }

    /** Where the legend is. */
    Box legendBox() {
        if (beside) {
            return new Box(WIDTH - EDGE - legend.width(), plot(0).y(), legend.width(), legend.height(legend.width()));
        }
        double width = WIDTH - left - EDGE;
        return new Box(left, foot() + 8, width, legend.height(width));
    }

    /** Height of the chart. */
    double height() {
        Box l = legendBox();
        return Math.ceil(Math.max(foot(), l.height() == 0 ? 0 : l.bottom()) + EDGE);
    }

    /** The lines of all y captions, from the left. */
    double yCaptionBase(int line) {
        return EDGE + 11 + line * LINE;
    }

    /** The looks of all series, to be defined once. */
    List<Look> looks() {
        List<Look> out = new ArrayList<>();
        for (int i = 0; i < legend.looks(); i++) {
            out.add(new Look(i));
        }
        return out;
    }
}
