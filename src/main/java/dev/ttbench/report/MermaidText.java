package dev.ttbench.report;

import dev.ttbench.report.DiagramNodes.Arrow;
import dev.ttbench.report.DiagramNodes.Box;
import java.util.ArrayList;
import java.util.List;

/** A {@link Drawing} as a Mermaid flowchart: stages and blocks with something in them are subgraphs. */
final class MermaidText {
    /** Between two boxes that a tensor joins. */
    static final String ARROW = " --> ";
    /** Between two stages, one after the other. */
    static final String ORDER = " -.-> ";

    private final StringBuilder out = new StringBuilder();

    private MermaidText() { }

    static String of(Drawing drawing) {
        MermaidText t = new MermaidText();
        t.out.append("---\ntitle: ").append(DotText.quoted(List.of(drawing.title()))).append("\n---\nflowchart TB\n");
        List<Box> stages = DiagramNodes.of(drawing);
        for (Box s : stages) {
            t.box(s, 1);
        }
        for (int i = 1; i < stages.size(); i++) {
            t.out.append("  ").append(stages.get(i - 1).id()).append(ORDER).append(stages.get(i).id()).append('\n');
        }
        return t.out.toString();
    }

    private void box(Box b, int depth) {
        String indent = "  ".repeat(depth);
        if (!b.isGroup()) {
            out.append(indent).append(b.id()).append(b.operator() ? "(" : "[").append(quoted(b.label())).append(b.operator() ? ")" : "]").append('\n');
            return;
        }
        out.append(indent).append("subgraph ").append(b.id()).append('[').append(quoted(b.label())).append("]\n");
        for (Box c : b.inside()) {
            box(c, depth + 1);
        }
        for (Arrow a : b.arrows()) {
            out.append(indent).append("  ").append(a.from().id()).append(ARROW).append(a.to().id()).append('\n');
        }
        out.append(indent).append("end\n");
    }

    /** Lines as one quoted text; signs that mean something to Mermaid or to HTML by their code points. */
    static String quoted(List<String> lines) {
        List<String> safe = new ArrayList<>();
        for (String line : lines) {
            StringBuilder b = new StringBuilder();
            line.replaceAll("\\R", " ").codePoints().forEach(c -> {
                if ("\"#<>&`\\;".indexOf(c) < 0) {
                    b.appendCodePoint(c);
                } else {
                    b.append('#').append(c).append(';');
                }
            });
            safe.add(b.toString());
        }
        return '"' + String.join("<br/>", safe) + '"';
    }
}
