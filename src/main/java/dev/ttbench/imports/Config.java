package dev.ttbench.imports;

import dev.ttbench.imports.ImportDef.Key;
import dev.ttbench.imports.ImportDef.Let;
import dev.ttbench.imports.ImportDef.Refusal;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of one configuration as its class reads them: what it says, else the class's defaults, and what {@code let} makes of them. */
final class Config implements Scope, Scope.Members {
    private final ImportDef def;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Object> made = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Map<String, Config> components;

    /**
     * Reads a configuration.
     *
     * @param problems receives every value that cannot be, and every refusal
     * @param warnings receives keys that the class does not know
     * @param components of a pipeline, by name; a part that it lacks is null
     */
    Config(ImportDef def, Node.MapNode map, Problems problems, List<Problem> warnings, Map<String, Config> components) {
        this.def = def;
        this.components = components;
        Node.MapNode within = def.within() != null && map.get(def.within()) instanceof Node.MapNode inner ? inner : map;
        for (Key k : def.keys().values()) {
            Node.Entry e = within.entry(k.name());
            if (e == null) {
                values.put(k.name(), k.otherwise());
                if (k.required()) {
                    problems.add(within, def.name() + " needs '" + k.name() + "'", k.about());
                }
            } else {
                values.put(k.name(), checked(k, e, problems));
            }
        }
        unknown(within, problems.file(), warnings);
        if (!def.isPipeline() && !def.keys().isEmpty() && within.entries().stream().noneMatch(e -> def.keys().containsKey(e.key()))) {
            warnings.add(new Problem(problems.file(), within.line(), within.column(), "warning: this configuration says nothing but its class: every value is a default of "
                    + def.name(), null));
        }
        if (problems.found().isEmpty()) {
            refuse(within, problems);
        }
    }

    private void unknown(Node.MapNode map, String file, List<Problem> warnings) {
        for (Node.Entry e : map.entries()) {
            String k = e.key();
            if (!k.startsWith("_") && !def.keys().containsKey(k) && !def.noEffect().containsKey(k) && !components.containsKey(k)
                    && !(def.isPipeline() && e.value() instanceof Node.ListNode)) {
                warnings.add(new Problem(file, e.line(), e.column(), "warning: " + def.name() + " has no key '" + k + "': it is left out",
                        Suggest.hint(k, def.keys().keySet())));
            }
        }
    }

    private void refuse(Node.MapNode map, Problems problems) {
        for (Refusal r : def.refusals()) {
            Node.Entry e = map.entry(r.key());
            int line = e == null ? map.line() : e.line();
            int column = e == null ? map.column() : e.column();
            try {
                if (Values.truth(r.test().eval(this))) {
                    problems.add(line, column, "'" + r.key() + "' is " + text(values.get(r.key())) + (e == null && def.keys().containsKey(r.key()) ? ", its default" : "") + ": " + r.because(), null);
                }
            } catch (EvalException x) {
                problems.add(line, column, "this configuration does not fit together: " + x.getMessage(), "at the check of '" + r.key() + "' (" + def.name() + ")");
                return;
            }
        }
    }

    private static String text(Object v) {
        String s = v instanceof List<?> l ? l.toString() : Values.describe(v);
        return s.length() > 120 ? s.substring(0, 117) + "..." : s;
    }

    private Object checked(Key k, Node.Entry e, Problems problems) {
        Object v = value(e.value());
        if (!k.types().isEmpty() && k.types().stream().noneMatch(t -> fits(t, v))) {
            problems.add(e, "'" + k.name() + "' is " + text(v) + "; " + def.name() + " takes " + words(k.types()), k.about());
            return k.otherwise();
        }
        if (!k.choices().isEmpty() && (v instanceof List<?> l ? !k.choices().containsAll(l) : !k.choices().contains(v))) {
            problems.add(e, "'" + k.name() + "' is " + text(v) + ", which is not supported", "supported: " + String.join(", ", k.choices().stream().map(String::valueOf).toList()));
        }
        if (k.min() != null) {
            for (Object o : v instanceof List<?> l ? l : v == null ? List.of() : List.of(v)) {
                if (o instanceof Number n && n.doubleValue() < k.min()) {
                    problems.add(e, "'" + k.name() + "' is " + text(v) + "; it must be at least " + k.min(), null);
                    return v;
                }
            }
        }
        return v;
    }

    private static String words(List<String> types) {
        List<String> words = types.stream().map(t -> switch (t) {
            case "int" -> "an integer";
            case "number" -> "a number";
            case "bool" -> "true or false";
            case "text" -> "a text";
            case "ints" -> "a list of integers";
            case "numbers" -> "a list of numbers";
            case "bools" -> "a list of true and false";
            case "texts" -> "a list of texts";
            case "list" -> "a list";
            case "map" -> "a map";
            default -> "null";
        }).distinct().toList();
        return String.join(" or ", words);
    }

    private static boolean fits(String type, Object v) {
        return switch (type) {
            case "int" -> v instanceof Long;
            case "number" -> v instanceof Number;
            case "bool" -> v instanceof Boolean;
            case "text" -> v instanceof String;
            case "list" -> v instanceof List;
            case "map" -> v instanceof Scope.Members;
            case "null" -> v == null;
            default -> v instanceof List<?> l && l.stream().allMatch(o -> fits(type.substring(0, type.length() - 1), o));
        };
    }

    private static Object value(Node n) {
        if (n instanceof Node.Scalar s) {
            return s.value();
        }
        if (n instanceof Node.ListNode l) {
            List<Object> out = new ArrayList<>(l.items().size());
            l.items().forEach(i -> out.add(value(i)));
            return out;
        }
        return new Part((Node.MapNode) n);
    }

    /** A map inside a configuration; what it lacks is null. */
    private record Part(Node.MapNode map) implements Scope.Members {
        @Override
        public Object member(String name) {
            Node n = map.get(name);
            return n == null ? null : value(n);
        }

        @Override
        public String toString() {
            return "a map";
        }
    }

    @Override
    public Object member(String name) {
        return lookup(name);
    }

    @Override
    public Object lookup(String name) {
        if (values.containsKey(name)) {
            return values.get(name);
        }
        if (components.containsKey(name)) {
            return components.get(name);
        }
        if (made.containsKey(name)) {
            return made.get(name);
        }
        Let let = def.lets().get(name);
        if (let == null) {
            throw new EvalException("unknown name '" + name + "'", "a key of " + def.name() + ", or a value under 'let'");
        }
        if (!open.add(name)) {
            throw new EvalException("'" + name + "' depends on itself");
        }
        Object v = let.value().eval(this);
        open.remove(name);
        made.put(name, v);
        return v;
    }

    /** Whether it has a value of that name. */
    boolean knows(String name) {
        return values.containsKey(name) || def.lets().containsKey(name) || components.containsKey(name);
    }

    /** What stands for a name in an expression, or null when the configuration has no such name. */
    Expr known(String name) {
        return knows(name) ? new Expr.Literal(lookup(name)) : null;
    }
}
