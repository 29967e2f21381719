package dev.ttbench.study;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Values;
import java.util.List;
import java.util.Locale;

/** What many values of a column become. Integers stay exact where they can; null counts for nothing. */
public enum Aggregate {
    /** Their total. */
    SUM,
    /** The largest. */
    MAX,
    /** The smallest. */
    MIN,
    /** Total by number. */
    MEAN,
    /** That of the first row. */
    FIRST,
    /** That of the last row. */
    LAST;

    /** Its name in YAML. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value that stands for {@code values}, in their order; null when there is none.
     *
     * @throws EvalException when it works on numbers and there is something else
     */
    Object of(List<Object> values) {
        if (values.isEmpty()) {
            return null;
        }
        if (this != FIRST && this != LAST) {
            values.stream().filter(v -> v != null && !(v instanceof Number)).findFirst().ifPresent(v -> {
                throw new EvalException("'" + id() + "' wants numbers, not " + Values.describe(v), "'first' takes any value; a name that all rows of a group share belongs into 'by'");
            });
        }
        return switch (this) {
            case FIRST -> values.get(0);
            case LAST -> values.get(values.size() - 1);
            case SUM -> sum(values);
            case MEAN -> mean(values);
            case MAX, MIN -> extreme(values);
        };
    }

    private static Object sum(List<Object> values) {
        long exact = 0;
        double real = 0;
        boolean whole = true;
        for (Object v : values) {
            if (v instanceof Long n && whole) {
                long next = exact + n;
                whole = ((exact ^ next) & (n ^ next)) >= 0;
                exact = next;
            } else if (v != null) {
                whole = false;
            }
            real += v == null ? 0 : Table.number(v);
        }
        return whole ? (Object) exact : (Object) real;
    }

    private static Object mean(List<Object> values) {
        long n = values.stream().filter(v -> v != null).count();
        return n == 0 ? null : (Object) (Table.number(sum(values)) / n);
    }

    private Object extreme(List<Object> values) {
        Object best = null;
        for (Object v : values) {
            int order = v == null || best == null ? 0 : Table.compare(v, best);
            if (v != null && (best == null || (this == MAX ? order > 0 : order < 0))) {
                best = v;
            }
        }
        return best;
    }
}
