package dev.ttbench.study;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Suggest;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of equal columns.
 *
 * @param columns their names, each with its unit where it has one ({@code time_s})
 * @param rows one value a column: Long, Double, Boolean, String, null, or a value with members
 */
public record Table(List<String> columns, List<Object[]> rows) {
    /** Checks the names: each stands once. */
    public Table {
        Set<String> seen = new HashSet<>();
        for (String c : columns) {
            if (!seen.add(c)) {
                throw new EvalException("two columns would be called '" + c + "'", "give one of them another name");
            }
        }
    }

    /**
     * Position of a column.
     *
     * @throws EvalException when there is none of that name
     */
    public int index(String column) {
        int i = columns.indexOf(column);
        if (i < 0) {
            throw new EvalException("there is no column '" + column + "' here", Suggest.hint(column, columns));
        }
        return i;
    }

    /** Positions of several columns. */
    int[] indices(List<String> names) {
        return names.stream().mapToInt(this::index).toArray();
    }

    /** The names that an expression over one row sees: its columns. */
    Scope scope(Object[] row) {
        return name -> row[index(name)];
    }

    /** Whether a value is a number that is neither infinite nor undefined. */
    public static boolean isNumber(Object v) {
        return v instanceof Long || v instanceof Double d && Double.isFinite(d);
    }

    /** The order of two values: numbers by size, exactly; then all else by its text; then null. */
    static int compare(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Number x && b instanceof Number y) {
            boolean mixed = x.getClass() != y.getClass() && isNumber(a) && isNumber(b);
            return mixed ? decimal(a).compareTo(decimal(b)) : Double.compare(x.doubleValue(), y.doubleValue());
        }
        int byKind = Integer.compare(kind(a), kind(b));
        return byKind != 0 || a == null ? byKind : a.toString().compareTo(b.toString());
    }

    private static int kind(Object v) {
        return v == null ? 2 : v instanceof Number ? 0 : 1;
    }

    private static BigDecimal decimal(Object v) {
        return v instanceof Long n ? BigDecimal.valueOf(n) : new BigDecimal((Double) v);
    }

    /** A number as a double; NaN for anything else. */
    public static double number(Object v) {
        return v instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
