package dev.ttbench.graph;

import java.util.Locale;

/** Makes the table of primitives for people from the same registry. */
final class OperatorTable {
    private OperatorTable() { }

    static String make() {
        StringBuilder b = new StringBuilder("""
                # Operators

                Generated from the registry of primitives (`dev.ttbench.graph.Primitives`); a test holds registry, JSON Schema and this page together.
                **Bold** arguments must be given; *italic* is what a bare value means (`linear: 320`). Every step may name its result with `as`, or several with `into`.
                A multiply-accumulate is 2 FLOPs. FLOPs without a word before them are of the matmul class, which PyTorch's `FlopCounterMode` counts too; vector FLOPs are apart.
                Unless said otherwise every operand is read once and the result is written once. Control steps and block calls: [language](language.md).

                | step | does | takes | FLOPs and bytes | simplification |
                |---|---|---|---|---|
                """);
        for (Primitive p : Primitives.all()) {
            b.append("| `").append(p.name()).append("` | ").append(cell(p.about())).append(" | ").append(takes(p)).append(" | ").append(cell(p.cost())).append(" | ")
                    .append(cell(p.simplification())).append(" |\n");
        }
        return b.toString();
    }

    private static String takes(Primitive p) {
        StringBuilder b = new StringBuilder();
        String main = p.main() != null ? p.main() : p.takesInput() ? "of" : null;
        for (Primitive.Parameter q : p.parameters()) {
            String name = q.name().equals("*") ? "any name" : "`" + q.name() + "`";
            name = q.name().equals(main) ? "*" + name + "*" : name;
            b.append(b.isEmpty() ? "" : "; ").append(q.required() ? "**" + name + "**" : name);
            if (!q.name().equals("of") || q.required()) {
                b.append(' ').append(q.kind().name().toLowerCase(Locale.ROOT)).append(": ").append(cell(q.about()));
            }
        }
        return b.toString();
    }

    private static String cell(String s) {
        return s.replace("|", "\\|").replace("\n", " ");
    }
}
