package dev.ttbench.figure;

import java.math.BigDecimal;

/** Writes a chart as SVG: the same bytes every time, a file of its own that needs no style sheet, script or font. */
public final class SvgChart {
    private static final String FONTS = "system-ui,-apple-system,'Segoe UI',Helvetica,Arial,'Liberation Sans',sans-serif";
    private static final String TEXT = "#222222";
    private static final String GRID = "#e4e4e4";
    private static final String FRAME = "#555555";
    private final Layout layout;
    private final Chart chart;
    private final Svg svg = new Svg();

    private SvgChart(Chart chart) {
        this.chart = chart;
        layout = new Layout(chart);
    }

    /** The chart as the text of an SVG file. */
    public static String svg(Chart chart) {
        return new SvgChart(chart).write();
    }

    /**
     * The chart as a part of a page of HTML.
     *
     * @param id differs from chart to chart of the page: names inside it begin with it
     */
    public static String inline(Chart chart, String id) {
        return svg(chart).replace("id=\"" + Look.FILL, "id=\"" + id + "-" + Look.FILL).replace("url(#" + Look.FILL, "url(#" + id + "-" + Look.FILL);
    }

    private String write() {
        String width = Svg.px(Layout.WIDTH);
        String height = Svg.px(layout.height());
        svg.open("svg", "xmlns", "http://www.w3.org/2000/svg", "width", width, "height", height, "viewBox", "0 0 " + width + " " + height, "role", "img",
                "font-family", FONTS, "font-size", Svg.px(Layout.TICK), "fill", TEXT);
        svg.text("title", chart.title().isBlank() ? "Chart" : chart.title().strip());
        if (!chart.about().isBlank()) {
            svg.text("desc", chart.about().strip());
        }
        if (chart.kind().bars()) {
            svg.open("defs");
            layout.looks().forEach(l -> l.define(svg));
            svg.close("defs");
        }
        svg.empty("rect", "width", width, "height", height, "fill", "#ffffff");
        for (int i = 0; i < layout.title.size(); i++) {
            svg.label(12, 26 + i * 18, layout.title.get(i), "font-size", Svg.px(Layout.TITLE), "font-weight", "bold");
        }
        Marks marks = new Marks(svg, layout);
        for (int i = 0; i < chart.panels().size(); i++) {
            svg.open("g");
            panel(i, marks);
            svg.close("g");
        }
        captions();
        layout.legend.write(svg, layout.legendBox());
        return svg.close("svg").toString();
    }

    private void panel(int i, Marks marks) {
        Panel p = chart.panels().get(i);
        Box box = layout.plot(i);
        double base = box.y() - 8;
        var lines = layout.panelTitle(p);
        for (int k = 0; k < lines.size(); k++) {
            svg.label(box.x() + box.width() / 2, base - 16 * (lines.size() - 1 - k), lines.get(k), "font-size", Svg.px(Layout.PANEL_TITLE), "font-weight", "bold",
                    "text-anchor", "middle");
        }
        grid(box);
        boolean empty = Domains.empty(chart, p);
        if (!empty) {
            svg.open("g", "class", "marks");
            marks.write(p, box);
            svg.close("g");
        }
        frame(box);
        if (empty) {
            svg.label(box.x() + box.width() / 2, box.y() + box.height() / 2, "no data", "font-size", "12", "font-style", "italic",
                    "fill", "#666666", "text-anchor", "middle");
        }
        if (i % layout.columns == 0) {
            yLabels(box);
        }
        if (layout.labelled(i)) {
            xLabels(box);
        }
    }

    private void grid(Box box) {
        Trace t = new Trace();
        for (BigDecimal v : layout.yTicks.major()) {
            t.move(box.x(), layout.y.at(v.doubleValue(), box.bottom(), box.y())).across(box.right());
        }
        if (!chart.kind().bars()) {
            for (BigDecimal v : layout.xTicks.major()) {
                t.move(layout.x.at(v.doubleValue(), box.x(), box.right()), box.y()).upright(box.bottom());
            }
        }
        if (!t.isEmpty()) {
            svg.empty("path", "d", t, "stroke", GRID, "fill", "none");
        }
    }

    /** The edges of the plot and the marks along them; those of names lie between the names. */
    private void frame(Box box) {
        Trace t = new Trace();
        for (BigDecimal v : layout.yTicks.major()) {
            t.move(box.x(), layout.y.at(v.doubleValue(), box.bottom(), box.y())).across(box.x() - 4);
        }
        for (BigDecimal v : layout.yTicks.minor()) {
            t.move(box.x(), layout.y.at(v.doubleValue(), box.bottom(), box.y())).across(box.x() - 2);
        }
        for (BigDecimal v : layout.xTicks.major()) {
            t.move(layout.x.at(v.doubleValue(), box.x(), box.right()), box.bottom()).upright(box.bottom() + 4);
        }
        for (BigDecimal v : layout.xTicks.minor()) {
            t.move(layout.x.at(v.doubleValue(), box.x(), box.right()), box.bottom()).upright(box.bottom() + 2);
        }
        if (chart.kind().bars() && !layout.y.empty() && layout.y.foot(box.bottom(), box.y()) < box.bottom() - 0.5) {
            t.move(box.x(), layout.y.foot(box.bottom(), box.y())).across(box.right());
        }
        svg.empty("path", "d", t.rectangle(box.x(), box.y(), box.right(), box.bottom()), "stroke", FRAME, "fill", "none", "class", "frame");
    }

    private void yLabels(Box box) {
        svg.open("g", "text-anchor", "end");
        for (int k = 0; k < layout.yTicks.major().size(); k++) {
            svg.label(box.x() - 7, layout.y.at(layout.yTicks.major().get(k).doubleValue(), box.bottom(), box.y()) + 4, layout.yTicks.labels().get(k));
        }
        svg.close("g");
    }

    private void xLabels(Box box) {
        if (layout.names != null) {
            for (int k = 0; k < chart.x().categories().size(); k++) {
                layout.names.write(svg, k, layout.x.at(k, box.x(), box.right()), box.bottom());
            }
            return;
        }
        svg.open("g", "text-anchor", "middle");
        for (int k = 0; k < layout.xTicks.major().size(); k++) {
            svg.label(layout.x.at(layout.xTicks.major().get(k).doubleValue(), box.x(), box.right()), box.bottom() + 17, layout.xTicks.labels().get(k));
        }
        svg.close("g");
    }

    private void captions() {
        String size = Svg.px(Layout.CAPTION);
        for (int i = 0; i < layout.xCaption.size(); i++) {
            svg.label(layout.middle(), layout.captionBase() + 16 * i, layout.xCaption.get(i), "font-size", size, "text-anchor", "middle");
        }
        double middle = (layout.plot(0).y() + layout.plot(chart.panels().size() - 1).bottom()) / 2;
        for (int i = 0; i < layout.yCaption.size(); i++) {
            double at = layout.yCaptionBase(i);
            svg.label(at, middle, layout.yCaption.get(i), "font-size", size, "text-anchor", "middle", "transform", "rotate(-90 " + Svg.px(at) + " " + Svg.px(middle) + ")");
        }
    }
}
