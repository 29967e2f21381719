package dev.ttbench.study;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Names;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads lists of reductions; problems are collected with their places. */
final class ReductionReader {
    static final List<String> KINDS = List.of("keep", "let", "group", "over", "spread", "fold", "sort", "take");
    private static final Map<String, String> USAGES = Map.of("group", "group: {by: [model], sum: [flops]}", "over", "over: {by: [model], sum: {all: flops}}",
            "spread", "spread: {by: [model], column: attention, values: [time_s]}", "fold", "fold: {columns: {time_s: time}, name: what, value: value}");
    private final Problems problems;

    ReductionReader(Problems problems) {
        this.problems = problems;
    }

    /** The steps of a list; none when it is missing. */
    List<Reduction> read(Node n) {
        List<Reduction> out = new ArrayList<>();
        if (n instanceof Node.ListNode l) {
            for (Node item : l.items()) {
                if (item instanceof Node.MapNode m && m.entries().size() == 1) {
                    step(m.entries().get(0), out);
                } else {
                    problems.add(item, "a step is one of " + String.join(", ", KINDS) + " with its value", "- keep: \"${share > 0}\"");
                }
            }
        } else if (n != null) {
            problems.add(n, "a list of steps expected, not " + n.describe(), "- keep: \"${share > 0}\"");
        }
        return out;
    }

    /** Adds the step; each column of a 'let' is one of its own, with its own place. */
    private void step(Node.Entry e, List<Reduction> into) {
        if (e.key().equals("let")) {
            Map<String, Template> columns = templates(e.value());
            if (e.value() instanceof Node.MapNode m) {
                m.entries().forEach(c -> into.add(placed(new Reduction.Let(Map.of(c.key(), columns.get(c.key()))), c.line(), c.column())));
            }
            return;
        }
        Reduction r = reduction(e);
        if (r != null) {
            into.add(placed(r, e.line(), e.column()));
        }
    }

    /** A step with its place in the file. */
    Reduction placed(Reduction r, int line, int column) {
        return new Reduction.Placed(r, problems.file(), line, column);
    }

    private Reduction reduction(Node.Entry e) {
        return switch (e.key()) {
            case "keep" -> new Reduction.Keep(Template.of(e.value(), problems));
            case "sort" -> new Reduction.Sort(texts(e.value()));
            case "take" -> take(e.value());
            case "group", "over", "spread", "fold" -> e.value() instanceof Node.MapNode m ? table(e.key(), m) : wrong(e.key(), e.value());
            default -> {
                problems.add(e, "there is no step '" + e.key() + "'", Suggest.hint(e.key(), KINDS));
                yield null;
            }
        };
    }

    private Reduction wrong(String kind, Node n) {
        problems.add(n, "'" + kind + "' must be a map, not " + n.describe(), USAGES.get(kind));
        return null;
    }

    private Reduction table(String kind, Node.MapNode m) {
        Fields f = new Fields(m, problems, "'" + kind + "'");
        Reduction out = switch (kind) {
            case "group" -> new Reduction.Group(f.texts("by"), aggregates(f), f.optionalText("count"));
            case "over" -> new Reduction.Over(f.texts("by"), aggregates(f));
            case "spread" -> new Reduction.Spread(f.texts("by"), f.text("column"), f.texts("values"));
            default -> new Reduction.Fold(f.textMap("columns"), f.text("name"), f.text("value"));
        };
        f.end();
        if (out instanceof Reduction.Spread s && s.values().isEmpty()) {
            problems.add(m, "'spread' needs 'values'", USAGES.get(kind));
        }
        return out;
    }

    /** Aggregates, each with its columns: a list of names, or a map from new names to old ones. */
    private Map<Aggregate, Map<String, String>> aggregates(Fields f) {
        Map<Aggregate, Map<String, String>> out = new LinkedHashMap<>();
        for (Aggregate a : Aggregate.values()) {
            Node n = f.node(a.id());
            if (n instanceof Node.MapNode) {
                out.put(a, f.textMap(a.id()));
            } else if (n != null) {
                Map<String, String> same = new LinkedHashMap<>();
                f.texts(a.id()).forEach(c -> same.put(c, c));
                out.put(a, same);
            }
        }
        return out;
    }

    private Reduction take(Node n) {
        if (n instanceof Node.Scalar s && s.value() instanceof Long count && count >= 0) {
            return new Reduction.Take(count, List.of());
        }
        if (n instanceof Node.MapNode m) {
            Fields f = new Fields(m, problems, "'take'");
            Reduction out = new Reduction.Take(f.count("first"), f.texts("by"));
            f.end();
            return out;
        }
        problems.add(n, "'take' wants a number of rows, not " + n.describe(), "take: 1, or take: {first: 1, by: [model]}");
        return null;
    }

    /** A map from names to expressions. */
    Map<String, Template> templates(Node n) {
        Map<String, Template> out = new LinkedHashMap<>();
        if (n instanceof Node.MapNode m) {
            for (Node.Entry e : m.entries()) {
                if (!Names.isVariable(e.key())) {
                    problems.add(e, "'" + e.key() + "' is not a name that expressions can use", "letters, digits and '_', a letter first");
                }
                out.put(e.key(), Template.of(e.value(), problems));
            }
        } else if (n != null) {
            problems.add(n, "a map from names to values expected, not " + n.describe(), null);
        }
        return out;
    }

    /** A list of texts; one text is a list of one. */
    List<String> texts(Node n) {
        List<String> out = new ArrayList<>();
        if (n instanceof Node.Scalar s && s.value() != null) {
            out.add(s.value().toString());
        } else if (n instanceof Node.ListNode l) {
            l.items().forEach(i -> out.addAll(i instanceof Node.Scalar ? texts(i) : wrongText(i)));
        } else if (n != null) {
            wrongText(n);
        }
        return out;
    }

    private List<String> wrongText(Node n) {
        problems.add(n, "a text expected, not " + n.describe(), null);
        return List.of();
    }
}
