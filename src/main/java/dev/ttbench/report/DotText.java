package dev.ttbench.report;

import dev.ttbench.report.DiagramNodes.Arrow;
import dev.ttbench.report.DiagramNodes.Box;
import java.util.List;

/** A {@link Drawing} as a Graphviz graph: stages and blocks with something in them are clusters; an arrow to a cluster goes to its border. */
final class DotText {
    private final StringBuilder out = new StringBuilder();

    private DotText() { }

    static String of(Drawing drawing) {
        DotText t = new DotText();
        t.out.append("digraph ").append(quoted(List.of(drawing.title()))).append(" {\n")
                .append("  compound=true;\n  newrank=true;\n  label=").append(quoted(List.of(drawing.title()))).append(";\n  labelloc=t;\n")
                .append("  fontname=\"Helvetica\";\n  node [shape=box, style=filled, fillcolor=white, fontname=\"Helvetica\", fontsize=10];\n")
                .append("  edge [fontname=\"Helvetica\", fontsize=9];\n");
        List<Box> stages = DiagramNodes.of(drawing);
        for (Box s : stages) {
            t.box(s, 1);
        }
        for (int i = 1; i < stages.size(); i++) {
            t.arrow(new Arrow(stages.get(i - 1), stages.get(i)), "style=dashed", 1);
        }
        return t.out.append("}\n").toString();
    }

    private void box(Box b, int depth) {
        String indent = "  ".repeat(depth);
        if (!b.isGroup()) {
            out.append(indent).append(b.id()).append(" [label=").append(quoted(b.label())).append(b.operator() ? ", style=\"rounded,filled\"" : "").append("];\n");
            return;
        }
        out.append(indent).append("subgraph cluster_").append(b.id()).append(" {\n").append(indent).append("  label=").append(quoted(b.label())).append(";\n")
                .append(indent).append("  style=\"rounded,filled\";\n").append(indent).append("  fillcolor=").append(depth % 2 == 1 ? "\"#eef3fa\"" : "\"#dde8f5\"").append(";\n");
        for (Box c : b.inside()) {
            box(c, depth + 1);
        }
        for (Arrow a : b.arrows()) {
            arrow(a, "", depth + 1);
        }
        out.append(indent).append("}\n");
    }

    private void arrow(Arrow a, String more, int depth) {
        StringBuilder attributes = new StringBuilder(more);
        if (a.from().isGroup()) {
            attributes.append(attributes.isEmpty() ? "" : ", ").append("ltail=cluster_").append(a.from().id());
        }
        if (a.to().isGroup()) {
            attributes.append(attributes.isEmpty() ? "" : ", ").append("lhead=cluster_").append(a.to().id());
        }
        out.append("  ".repeat(depth)).append(a.from().last().id()).append(" -> ").append(a.to().first().id());
        out.append(attributes.isEmpty() ? "" : " [" + attributes + "]").append(";\n");
    }

    /** Lines as one quoted text. */
    static String quoted(List<String> lines) {
        StringBuilder b = new StringBuilder("\"");
        for (int i = 0; i < lines.size(); i++) {
            b.append(i > 0 ? "\\n" : "").append(lines.get(i).replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", " "));
        }
        return b.append('"').toString();
    }
}
