package dev.ttbench.graph;

import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.List;

/** Reads the steps that are neither primitives nor blocks: loops, residuals, stacks, names, state. */
final class ControlReader {
    private static final List<String> JOINS = List.of("grow", "once");

    private final StepReader steps;
    private final Problems problems;

    ControlReader(StepReader steps, Problems problems) {
        this.steps = steps;
        this.problems = problems;
    }

    Step read(String op, Step.Place place, Node at, Node value, Node body, Node.MapNode step) {
        return switch (op) {
            case "for_each" -> forEach(place, value, body);
            case "repeat" -> repeat(place, value, body, step);
            case "iterate" -> iterate(place, at, value, body);
            case "residual" -> residual(place, value, body);
            case "branch" -> new Step.Branch(place, steps.steps(body != null ? body : value));
            case "push" -> push(place, value);
            case "pop" -> pop(place, value);
            case "keep" -> new Step.Keep(place, steps.binding(main(value, "as")));
            case "use" -> use(place, value);
            case "remember" -> new Step.Remember(place, name(main(value, "state")));
            case "recall" -> recall(place, at, value);
            default -> {
                problems.add(at, "'if' wants 'then'", "- if: ${...}\n  then: [...]");
                yield null;
            }
        };
    }

    private void keys(Node value, List<String> known, String op) {
        if (value instanceof Node.MapNode m) {
            for (Node.Entry e : m.entries()) {
                if (!known.contains(e.key())) {
                    problems.add(e, "'" + op + "' takes no '" + e.key() + "'", Suggest.hint(e.key(), known));
                }
            }
        }
    }

    private static Node main(Node value, String key) {
        return value instanceof Node.MapNode m && m.get(key) != null ? m.get(key) : value;
    }

    private String name(Node n) {
        if (n instanceof Node.Scalar s && s.value() instanceof String t) {
            return t.intern();
        }
        problems.add(n, "a name expected, not " + n.describe(), null);
        return "";
    }

    private Step forEach(Step.Place place, Node value, Node body) {
        if (!(value instanceof Node.MapNode m) || m.entries().size() != 1) {
            problems.add(value, "'for_each' wants one variable and its list", "for_each: {level: [320, 640]}");
            return null;
        }
        Node.Entry e = m.entries().get(0);
        steps.bound.add(new Template.Constant(e.key().intern()));
        Template sequence = steps.template(e.value(), false);
        return new Step.Loop(place, e.key().intern(), sequence, false, body(place, body));
    }

    private List<Step> body(Step.Place place, Node body) {
        if (body == null) {
            problems.add(place.line(), place.column(), "'do' is missing", "do: [...]");
        }
        return steps.steps(body);
    }

    private Step repeat(Step.Place place, Node value, Node body, Node.MapNode step) {
        String variable = step != null && step.get("index") != null ? name(step.get("index")) : "turn";
        steps.bound.add(new Template.Constant(variable));
        Template count = steps.template(value, false);
        if (count instanceof Template.Constant c && !(c.value() instanceof Long n && n >= 0)) {
            problems.add(value, "'repeat' wants a count, not " + value.describe(), null);
        }
        return new Step.Loop(place, variable, count, true, body(place, body));
    }

    private Step iterate(Step.Place place, Node at, Node value, Node body) {
        keys(value, List.of("over", "chunks", "join"), "iterate");
        if (!(value instanceof Node.MapNode m) || m.get("over") == null || m.get("chunks") == null) {
            problems.add(at, "'iterate' wants 'over' (an axis) and 'chunks' (a list of extents)", "iterate: {over: frames, chunks: \"${[1] + [4] * n}\"}");
            return null;
        }
        steps.bound.add(new Template.Constant("chunk"));
        String join = m.get("join") == null ? "grow" : name(m.get("join"));
        if (!JOINS.contains(join)) {
            problems.add(m.get("join"), "'join' is 'grow' (after every chunk) or 'once' (after the last)", Suggest.hint(join, JOINS));
        }
        return new Step.Iterate(place, name(m.get("over")), steps.template(m.get("chunks"), false), join.equals("once"), body(place, body));
    }

    private Step residual(Step.Place place, Node value, Node body) {
        keys(value, List.of("input_first", "shortcut"), "residual");
        boolean first = false;
        List<Step> shortcut = List.of();
        if (value instanceof Node.MapNode m) {
            if (m.get("input_first") != null) {
                if (m.get("input_first") instanceof Node.Scalar s && s.value() instanceof Boolean b) {
                    first = b;
                } else {
                    problems.add(m.get("input_first"), "true or false expected", null);
                }
            }
            shortcut = m.get("shortcut") == null ? List.of() : steps.steps(m.get("shortcut"));
        } else if (!(value instanceof Node.Scalar s && s.value() == null)) {
            problems.add(value, "'residual' wants its steps under 'do'", "- residual:\n  do: [layer_norm, attention_layer]");
        }
        return new Step.Residual(place, first, shortcut, body(place, body));
    }

    private Step push(Step.Place place, Node value) {
        String stack = name(main(value, "stack"));
        steps.bound.add(new Template.Constant(stack));
        return new Step.Push(place, stack);
    }

    private Step pop(Step.Place place, Node value) {
        keys(value, List.of("stack", "join", "all", "as"), "pop");
        Node.MapNode m = value instanceof Node.MapNode x ? x : null;
        String join = m == null || m.get("join") == null ? null : name(m.get("join"));
        Object all = m == null || m.get("all") == null ? null : m.get("all") instanceof Node.Scalar s && s.value() instanceof Long i ? i : name(m.get("all"));
        if (join != null && all != null) {
            problems.add(m.get("all"), "'all' joins the whole stack, 'join' its top to the current tensor", "give one of them");
        }
        Template as = m == null || m.get("as") == null ? null : steps.binding(m.get("as"));
        String stack = name(main(value, "stack"));
        steps.mentions.add(new StepReader.Mention(new Template.Constant(stack), value, false));
        return new Step.Pop(place, stack, join, all, as);
    }

    private Step use(Step.Place place, Node value) {
        keys(value, List.of("of", "as"), "use");
        Node.MapNode m = value instanceof Node.MapNode x ? x : null;
        Template of = steps.template(main(value, "of"), true);
        return new Step.Use(place, of, m == null || m.get("as") == null ? null : steps.binding(m.get("as")));
    }

    private Step recall(Step.Place place, Node at, Node value) {
        keys(value, List.of("state", "as"), "recall");
        if (!(value instanceof Node.MapNode m) || m.get("state") == null || m.get("as") == null) {
            problems.add(at, "'recall' wants 'state' and 'as'", "recall: {state: frames, as: before}");
            return null;
        }
        return new Step.Recall(place, name(m.get("state")), steps.binding(m.get("as")));
    }
}
