package dev.ttbench.page;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ttbench.report.Decimal;
import dev.ttbench.report.JsonReport;
import dev.ttbench.report.Part;
import dev.ttbench.report.Units;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tree of blocks as an icicle: the pipeline on top, widths are time. Drawn at once as far as it can be seen; a script redraws it from its data when one zooms. */
final class Flame {
    /** Narrower parts are not drawn, in percent of the width. */
    private static final double LEAST = 0.12;
    private static final double ROW = 1.55;
    private final Html html;
    private final Part root;

    Flame(Html html, Part root) {
        this.html = html;
        this.root = root;
    }

    void write() throws IOException {
        html.open("div", "id", "flame-path", "class", "crumbs").end("div");
        html.open("div", "id", "flame", "class", "flame", "role", "group", "aria-label", "Time by block", "style", "height:" + Html.number(root.depth() * ROW) + "rem");
        draw(root, 0, 100, 0);
        html.end("div").open("div", "id", "flame-about", "class", "about", "aria-live", "polite").text(about(root)).end("div");
        html.open("script", "type", "application/json", "id", "flame-data").raw(json().replace("<", "\\u003c")).end("script");
    }

    private void draw(Part p, double left, double width, int depth) {
        html.open("button", "type", "button", "class", (p.category() < 0 ? "b" : "c" + p.category()) + (width < 2 ? " slim" : ""), "style",
                "left:" + Decimal.fixed(left, 3) + "%;width:" + Decimal.fixed(width, 3) + "%;top:" + Html.number(depth * ROW) + "rem", "title", about(p), "tabindex", depth == 0 ? null : "-1").text(width < 2 ? "" : p.name())
                .end("button");
        double at = left;
        for (Part c : p.inside()) {
            double w = p.seconds() > 0 ? width * c.seconds() / p.seconds() : 0;
            if (w >= LEAST) {
                draw(c, at, w, depth + 1);
            }
            at += w;
        }
    }

    /** What is said of a part. */
    private String about(Part p) {
        StringBuilder b = new StringBuilder(p.path().isEmpty() ? p.name() : p.path()).append(p.times() > 1 ? " and " + (p.times() - 1) + " alike" : "").append(": ").append(Units.seconds(p.seconds()))
                .append(", ").append(Units.percent(root.seconds() > 0 ? p.seconds() / root.seconds() : 0));
        if (!p.shapes().isEmpty()) {
            b.append("; ").append(p.shapes());
        }
        b.append("; ").append(Units.flop(p.flops())).append(", ").append(Units.bytes(p.bytes())).append("; ").append(p.bound().id()).append(" bound");
        return b.append(p.boundShare() < 0.995 ? " for " + Units.percent(p.boundShare()) + " of the time" : "").toString();
    }

    /** Texts each once, and the tree: [text of name, category, seconds, FLOPs, bytes, bound, its share, text of shapes, text of path, times, parts]. */
    private String json() throws IOException {
        Map<String, Integer> texts = new LinkedHashMap<>();
        StringBuilder tree = new StringBuilder();
        try (JsonGenerator g = JsonReport.generator(tree)) {
            node(g, root, texts);
        }
        StringBuilder out = new StringBuilder("{\"texts\":");
        try (JsonGenerator g = JsonReport.generator(out)) {
            g.writeStartArray();
            for (String s : texts.keySet()) {
                g.writeString(s);
            }
            g.writeEndArray();
        }
        return out.append(",\"tree\":").append(tree).append('}').toString();
    }

    private static void node(JsonGenerator g, Part p, Map<String, Integer> texts) throws IOException {
        g.writeStartArray();
        g.writeNumber(number(texts, p.name()));
        g.writeNumber(p.category());
        g.writeNumber(Decimal.of(p.seconds()));
        g.writeNumber(plain(p.flops()));
        g.writeNumber(plain(p.bytes()));
        g.writeNumber(p.bound().ordinal());
        g.writeNumber(Decimal.fixed(p.boundShare(), 3));
        g.writeNumber(number(texts, p.shapes()));
        g.writeNumber(number(texts, p.path().substring(p.path().lastIndexOf('/') + 1)));
        g.writeNumber(p.times());
        g.writeStartArray();
        for (Part c : p.inside()) {
            node(g, c, texts);
        }
        g.writeEndArray();
        g.writeEndArray();
    }

    /** A count as far as a script needs it. */
    private static String plain(double v) {
        return new java.math.BigDecimal(v).round(new java.math.MathContext(9)).toString();
    }

    private static int number(Map<String, Integer> texts, String s) {
        Integer n = texts.get(s);
        if (n == null) {
            n = texts.size();
            texts.put(s, n);
        }
        return n;
    }
}
