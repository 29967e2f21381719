package dev.ttbench.page;

import java.util.function.Consumer;
import java.util.function.DoubleFunction;

/** Axes of one chart, as SVG whose colours are the page's. A chart is drawn twice, for wide and for narrow screens; the style sheet shows one of them. */
final class Plot {
    private static final double SIZE = 12;
    final Html html;
    final boolean narrow;
    final double left = 62;
    final double right;
    final double top = 26;
    final double bottom;
    private final double height;
    private final double width;
    private Range x;
    private Range y;

    private Plot(Html html, boolean narrow) {
        this.html = html;
        this.narrow = narrow;
        width = narrow ? 340 : 640;
        height = narrow ? 280 : 360;
        right = width - 20;
        bottom = height - 44;
    }

    /** Writes a chart in both widths; {@code about}: what it shows, for those who cannot see it. */
    static void write(Html html, String about, Consumer<Plot> content) {
        for (boolean narrow : new boolean[] {false, true}) {
            Plot p = new Plot(html, narrow);
            html.open("svg", "class", narrow ? "narrow" : "wide", "viewBox", "0 0 " + Html.number(p.width) + " " + Html.number(p.height), "role", "img", "aria-label", about);
            content.accept(p);
            html.end("svg");
        }
    }

    Plot axes(Range across, Range up) {
        x = across;
        y = up;
        return this;
    }

    double x(double v) {
        return left + x.part(v) * (right - left);
    }

    double y(double v) {
        return bottom - y.part(v) * (bottom - top);
    }

    /** The value at which the level axis starts. */
    double xStart() {
        return x.lo();
    }

    /** The value at which the upright axis starts. */
    double yStart() {
        return y.lo();
    }

    /** Grid and labels of the upright axis, and its name. */
    Plot upright(String name, DoubleFunction<String> label) {
        for (double v : y.ticks(6)) {
            html.empty("line", "class", "grid", "x1", left, "x2", right, "y1", y(v), "y2", y(v));
            label(left - 6, y(v) + 4, "end", label.apply(v));
        }
        label(4, 14, "start", name);
        return this;
    }

    /** Grid and labels of the level axis, and its name. */
    Plot level(String name, DoubleFunction<String> label) {
        for (double v : x.ticks(narrow ? 5 : 8)) {
            html.empty("line", "class", "grid", "x1", x(v), "x2", x(v), "y1", top, "y2", bottom);
            label(x(v), bottom + 17, "middle", label.apply(v));
        }
        label((left + right) / 2, bottom + 36, "middle", name);
        return this;
    }

    /** Text at a point of its base line; {@code anchor}: start, middle or end. */
    Plot label(double atX, double atY, String anchor, String s) {
        html.element("text", s, "x", atX, "y", atY, "text-anchor", anchor.equals("start") ? null : anchor, "font-size", SIZE);
        return this;
    }

    /** A number with its unit, without zeros at its end: {@code 1 TB}. */
    static String round(String quantity) {
        int space = quantity.indexOf(' ');
        String n = space < 0 ? quantity : quantity.substring(0, space);
        if (n.indexOf('.') >= 0) {
            int end = n.length();
            while (n.charAt(end - 1) == '0') {
                end--;
            }
            n = n.substring(0, n.charAt(end - 1) == '.' ? end - 1 : end);
        }
        return space < 0 ? n : n + quantity.substring(space);
    }
}
