package dev.ttbench.measurement;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.ExprParser;
import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the {@code harnesses:} document. */
public final class HarnessReader {
    private HarnessReader() { }

    /** Harnesses in the file's order, which is that in which they are tried; the last of each kind must fit every row. */
    public static List<Harness> read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "the file of harnesses");
        List<Harness> out = new ArrayList<>();
        for (Node.MapNode m : f.maps("harnesses")) {
            out.add(harness(m, problems));
        }
        f.end();
        for (MeasurementFile.Kind k : MeasurementFile.Kind.values()) {
            if (k != MeasurementFile.Kind.END_TO_END && out.stream().noneMatch(h -> h.kind() == k && h.when().isEmpty() && h.unlike().isEmpty())) {
                problems.add(map, "no harness takes every row of " + k.name().toLowerCase(Locale.ROOT), "the last of a kind has no 'when'");
            }
        }
        return List.copyOf(out);
    }

    private static Harness harness(Node.MapNode m, Problems problems) {
        Fields f = new Fields(m, problems, "a harness");
        String kind = f.text("kind");
        MeasurementFile.Kind k = MeasurementFile.Kind.GEMM;
        try {
            k = MeasurementFile.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            problems.add(m.get("kind") == null ? m : m.get("kind"), "'kind' is '" + kind + "'", Suggest.hint(kind, List.of("gemm", "attention", "convolution", "vector", "end_to_end")));
        }
        Map<String, String> when = f.node("when") == null ? Map.of() : f.textMap("when");
        Map<String, String> unlike = f.node("unlike") == null ? Map.of() : f.textMap("unlike");
        List<Harness.Pass> passes = new ArrayList<>();
        for (Node.MapNode p : f.node("passes") == null ? List.<Node.MapNode>of() : f.maps("passes")) {
            Fields pf = new Fields(p, problems, "a pass");
            passes.add(new Harness.Pass(pf.text("name"), expression(pf, p, "reads", problems), expression(pf, p, "writes", problems),
                    optional(pf, p, "special", 0L, problems)));
            pf.end();
        }
        String runtime = f.optionalText("runtime");
        Harness h = new Harness(f.text("id"), k, when, unlike, optional(f, m, "overhead_us", 0L, problems), f.number("least_us", 0) * 1e-6, optional(f, m, "cold_weights", false, problems),
                f.node("device_only") != null && f.truth("device_only"), f.node("repeated") != null && f.truth("repeated"), f.node("recent_kernels") == null || f.truth("recent_kernels"),
                f.optionalText("attention"), runtime == null && k != MeasurementFile.Kind.END_TO_END ? "eager" : runtime, f.optionalText("precision"),
                f.node("dtypes") == null ? Map.of() : f.textMap("dtypes"), f.node("parameters") == null ? Map.of() : f.textMap("parameters"), passes, f.number("element_cycles", 0), f.number("row_cycles", 0), f.optionalText("family"), f.text("about"));
        f.end();
        return h;
    }

    private static Expr optional(Fields f, Node.MapNode at, String key, Object otherwise, Problems problems) {
        return f.node(key) == null ? new Expr.Literal(otherwise) : expression(f, at, key, problems);
    }

    private static Expr expression(Fields f, Node.MapNode at, String key, Problems problems) {
        Node n = f.node(key);
        String text = n instanceof Node.Scalar s && s.value() != null ? s.value().toString() : "";
        try {
            return ExprParser.parse(text);
        } catch (EvalException e) {
            problems.add(n == null ? at : n, "'" + key + "': " + e.getMessage(), "an expression over the columns of a row, such as m * k * 2");
            return new Expr.Literal(0L);
        }
    }
}
