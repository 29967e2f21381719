package dev.ttbench.graph;

import dev.ttbench.operator.Dtype;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.List;

/** Checks what can be checked of an argument before anything runs: the type of a constant. */
final class ArgumentCheck {
    private ArgumentCheck() { }

    static void check(Primitive p, Primitive.Parameter q, Node.Entry e, Template t, Problems problems) {
        if (!(t instanceof Template.Constant c) || c.value() == null) {
            return;
        }
        Object v = c.value();
        boolean fits = switch (q.kind()) {
            case INTEGER -> v instanceof Long;
            case INTEGERS -> v instanceof Long || v instanceof List<?> l && l.stream().allMatch(x -> x instanceof Long);
            case BOOLEAN -> v instanceof Boolean;
            case TEXT, TENSOR -> v instanceof String;
            case AXIS -> v instanceof String || v instanceof Long;
            case TENSORS -> v instanceof List<?>;
            case AXES -> e.value() instanceof Node.MapNode;
            case PADS -> v instanceof List<?> l && l.size() == 2 && l.stream().allMatch(x -> x instanceof Long);
            case OPERAND -> v instanceof Number || v instanceof String;
            case DTYPE -> v instanceof String;
        };
        String wanted = switch (q.kind()) {
            case INTEGER -> "an integer";
            case INTEGERS -> "an integer or a list of integers";
            case BOOLEAN -> "true or false";
            case TEXT -> "a text";
            case TENSOR -> "the name of a tensor";
            case AXIS -> "the name of an axis";
            case TENSORS -> "a list of tensors";
            case AXES -> "a map of axis names to extents";
            case PADS -> "[before, after]";
            case OPERAND -> "a tensor's name or a number";
            case DTYPE -> "a dtype";
        };
        if (!fits) {
            problems.add(e.value(), "'" + e.key() + "' of '" + p.name() + "' must be " + wanted + ", not " + described(e.value()), q.about());
        } else if (q.kind() == Primitive.Kind.DTYPE && !v.equals("compute") && Dtype.of((String) v) == null) {
            problems.add(e.value(), "unknown dtype '" + v + "'", Suggest.hint((String) v, dtypes()));
        }
    }

    /** A value in words; of a list, the first item that is no integer. */
    private static String described(Node n) {
        if (n instanceof Node.ListNode l) {
            for (Node item : l.items()) {
                if (!(item instanceof Node.Scalar s && s.value() instanceof Long)) {
                    return "a list with " + item.describe();
                }
            }
        }
        return n.describe();
    }

    /** Every dtype that a step may name. */
    static List<String> dtypes() {
        List<String> known = new ArrayList<>(List.of("compute"));
        for (Dtype d : Dtype.values()) {
            known.add(d.id());
        }
        return known;
    }
}
