package dev.ttbench.model;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.ExprParser;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a model's parameters for one request: those that it sets, and the defaults of the others. */
public final class Binding implements Scope {
    private final Map<String, Object> values;

    private Binding(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Binds the parameters of a model.
     *
     * @param set values by name, as text
     * @throws InputException naming every value that is not possible, and what would be
     */
    public static Binding of(ModelDef model, Map<String, String> set) {
        List<Problem> problems = new ArrayList<>();
        List<String> names = model.parameters().stream().map(ModelDef.Parameter::name).toList();
        for (String name : set.keySet()) {
            if (model.parameter(name) == null) {
                problems.add(Problem.of("--set " + name + "=" + set.get(name) + ": the model '" + model.id() + "' has no parameter '" + name + "'", Suggest.hint(name, names)));
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        Binding binding = new Binding(values);
        for (ModelDef.Parameter p : model.parameters()) {
            String given = set.get(p.name());
            try {
                Object v = given == null ? p.otherwise().eval(binding) : parse(p, given);
                String wrong = wrong(p, v);
                if (wrong != null) {
                    problems.add(given == null ? new Problem(model.file(), p.line(), p.column(), "the default of " + wrong, null)
                            : Problem.of("--set " + p.name() + "=" + given + ": " + wrong, p.about()));
                }
                values.put(p.name(), v);
            } catch (EvalException e) {
                problems.add(given == null ? new Problem(model.file(), p.line(), p.column(), e.getMessage(), e.hint())
                        : Problem.of("--set " + p.name() + "=" + given + ": " + e.getMessage(), e.hint()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return binding;
    }

    private static Object parse(ModelDef.Parameter p, String text) {
        String t = text.strip();
        switch (p.type()) {
            case "int":
                if (!isInteger(t)) {
                    throw new EvalException("'" + t + "' is not an integer", null);
                }
                try {
                    return Long.valueOf(t);
                } catch (NumberFormatException e) {
                    throw new EvalException("'" + t + "' does not fit in 64 bits");
                }
            case "bool":
                if (!t.equals("true") && !t.equals("false")) {
                    throw new EvalException("'" + t + "' is not true or false");
                }
                return t.equals("true");
            case "list":
                return ExprParser.parse(t).eval(Scope.EMPTY);
            default:
                return t;
        }
    }

    private static boolean isInteger(String s) {
        int from = s.startsWith("-") || s.startsWith("+") ? 1 : 0;
        for (int i = from; i < s.length(); i++) {
            if (s.charAt(i) < '0' || s.charAt(i) > '9') {
                return false;
            }
        }
        return s.length() > from;
    }

    /** What is wrong with {@code v} as a value of {@code p}, with what is allowed; null when nothing is. */
    static String wrong(ModelDef.Parameter p, Object v) {
        String what = "'" + p.name() + "' ";
        boolean fits = switch (p.type()) {
            case "int" -> v instanceof Long;
            case "bool" -> v instanceof Boolean;
            case "list" -> v instanceof List<?>;
            default -> v instanceof String;
        };
        if (!fits) {
            return what + "must be of type " + p.type() + ", not " + Values.describe(v);
        }
        if (v instanceof String s && !p.choices().isEmpty() && !p.choices().contains(s)) {
            return what + "must be one of " + String.join(", ", p.choices()) + ", not '" + s + "'";
        }
        if (!(v instanceof Long n)) {
            return null;
        }
        String unit = p.unit() == null ? "" : " " + p.unit();
        if (p.min() != null && n < p.min() || p.max() != null && n > p.max()) {
            return what + "is " + n + unit + "; allowed is " + range(p) + unit;
        }
        if (n != p.atMost(n)) {
            long below = p.atMost(n);
            long above = below + p.multipleOf();
            boolean low = p.min() == null || below >= p.min();
            boolean high = p.max() == null || above <= p.max();
            return what + "is " + n + unit + "; allowed are multiples of " + multiple(p) + (p.min() != null || p.max() != null ? " " + range(p) : "") + ", the nearest "
                    + (low && high ? "are " + below + " and " + above : "is " + (low ? below : above));
        }
        return null;
    }

    /** Its multiple in words: {@code 8}, {@code 4 plus 1}. */
    public static String multiple(ModelDef.Parameter p) {
        return p.plus() == 0 ? String.valueOf(p.multipleOf()) : p.multipleOf() + " plus " + p.plus();
    }

    private static String range(ModelDef.Parameter p) {
        return p.max() == null ? "from " + p.min() : p.min() == null ? "up to " + p.max() : "from " + p.min() + " to " + p.max();
    }

    @Override
    public Object lookup(String name) {
        Object v = values.get(name);
        if (v == null && !values.containsKey(name)) {
            throw new EvalException("unknown name '" + name + "'", Suggest.hint(name, values.keySet()));
        }
        return v;
    }

    /** Every parameter with its value, in the model's order. */
    public Map<String, Object> values() {
        return values;
    }

    /** The same with one more name, the number of a step. */
    public Scope with(String index, long value) {
        return name -> name.equals(index) ? (Object) value : lookup(name);
    }
}
