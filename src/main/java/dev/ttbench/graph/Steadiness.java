package dev.ttbench.graph;

import dev.ttbench.spec.Expr;
import dev.ttbench.spec.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a graph treats all values of its growing parameters alike but for thresholds: nothing in it, or in the blocks that it calls, singles out one value
 * (equality with anything but 0), repeats itself (a rest, rounding) or looks something up by it. Between two runs on the same side of every threshold
 * then lies no run of another kind.
 */
public final class Steadiness {
    private static final Set<String> SMOOTH = Set.of("min", "max", "sum", "len", "rank", "is_list", "ratio");
    private final Map<BlockDef, Set<String>> seen = new HashMap<>();
    private boolean steady = true;

    private Steadiness() { }

    /** Whether {@code graph} does so with the parameters {@code growing}. */
    public static boolean of(BlockDef graph, Set<String> growing) {
        Steadiness s = new Steadiness();
        s.definition(graph, growing);
        return s.steady;
    }

    private void definition(BlockDef def, Set<String> growing) {
        Set<String> names = new HashSet<>(growing);
        for (BlockDef.Parameter p : def.parameters()) {
            if (p.otherwise() != null && grows(p.otherwise(), names)) {
                names.add(p.name());
            }
        }
        Set<String> before = seen.get(def);
        if (before != null && before.containsAll(names) || names.isEmpty() || !steady) {
            return;
        }
        if (before != null) {
            names.addAll(before);
        }
        seen.put(def, Set.copyOf(names));
        steps(def.steps(), names);
    }

    private void steps(List<Step> steps, Set<String> names) {
        for (Step s : steps) {
            if (s.condition() != null) {
                grows(s.condition(), names);
            }
            if (s instanceof Step.Primitive p) {
                p.arguments().values().forEach(t -> grows(t, names));
            } else if (s instanceof Step.BlockCall c) {
                call(c, names);
            } else if (s instanceof Step.Loop l && grows(l.sequence(), names)) {
                names.add(l.variable());
            } else if (s instanceof Step.Iterate i && grows(i.chunks(), names)) {
                names.add("chunk");
            } else if (s instanceof Step.Choice c) {
                grows(c.test(), names);
            }
            for (List<Step> inner : Step.inner(s)) {
                steps(inner, names);
            }
        }
    }

    private void call(Step.BlockCall c, Set<String> names) {
        Set<String> passed = new HashSet<>();
        for (int i = 0; i < c.target().parameters().size(); i++) {
            if (c.parameter(i) != null && grows(c.parameter(i), names)) {
                passed.add(c.target().parameters().get(i).name());
            }
        }
        for (int i = 0; i < c.target().inputs().size(); i++) {
            if (c.input(i) != null) {
                grows(c.input(i), names);
            }
        }
        definition(c.target(), passed);
    }

    private boolean grows(Template t, Set<String> names) {
        Set<String> used = new HashSet<>();
        t.names(used);
        used.retainAll(names);
        if (used.isEmpty()) {
            return false;
        }
        if (t instanceof Template.Computed c) {
            return grows(c.expr(), names);
        }
        if (t instanceof Template.Items items) {
            boolean any = false;
            for (Template i : items.items()) {
                any |= grows(i, names);
            }
            return any;
        }
        steady = false;
        return true;
    }

    private boolean grows(Expr e, Set<String> names) {
        if (e instanceof Expr.Name n) {
            return names.contains(n.name());
        }
        if (e instanceof Expr.Items items) {
            return any(items.items(), names);
        }
        if (e instanceof Expr.Member m) {
            return grows(m.of(), names);
        }
        if (e instanceof Expr.Index i) {
            steady &= !grows(i.at(), names);
            return grows(i.of(), names);
        }
        if (e instanceof Expr.Choice c) {
            return any(List.of(c.test(), c.yes(), c.no()), names);
        }
        if (e instanceof Expr.Unary u) {
            return grows(u.of(), names);
        }
        if (e instanceof Expr.Logic l) {
            return any(List.of(l.left(), l.right()), names);
        }
        if (e instanceof Expr.Binary b) {
            boolean grows = any(List.of(b.left(), b.right()), names);
            steady &= !grows || switch (b.op()) {
                case "==", "!=" -> zero(b.left()) || zero(b.right());
                case "%", "in" -> false;
                default -> true;
            };
            return grows;
        }
        if (e instanceof Expr.Call c) {
            boolean grows = any(c.arguments(), names);
            steady &= !grows || SMOOTH.contains(c.function());
            return grows;
        }
        if (e instanceof Expr.Each each) {
            Set<String> used = new HashSet<>();
            each.names(used);
            used.retainAll(names);
            steady &= used.isEmpty();
            return !used.isEmpty();
        }
        return false;
    }

    private boolean any(List<Expr> parts, Set<String> names) {
        boolean any = false;
        for (Expr p : parts) {
            any |= grows(p, names);
        }
        return any;
    }

    private static boolean zero(Expr e) {
        return e instanceof Expr.Literal l && (l.value() == null || Long.valueOf(0).equals(l.value()));
    }
}
