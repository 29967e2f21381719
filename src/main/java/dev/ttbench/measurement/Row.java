package dev.ttbench.measurement;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.util.List;
import java.util.Map;

/** One measurement: the cells of a line, by column. */
public final class Row {
    private final String file;
    private final int line;
    private final MeasurementFile.Kind kind;
    private final Map<String, Integer> index;
    private final List<String> cells;

    Row(String file, int line, MeasurementFile.Kind kind, Map<String, Integer> index, List<String> cells) {
        this.file = file;
        this.line = line;
        this.kind = kind;
        this.index = index;
        this.cells = cells;
    }

    /** Name of the file, and line. */
    public String at() {
        return java.nio.file.Path.of(file).getFileName() + ":" + line;
    }

    /** What it measures. */
    public MeasurementFile.Kind kind() {
        return kind;
    }

    /** Its cells in the order of the header. */
    public List<String> cells() {
        return cells;
    }

    /** The text of a column; empty where the cell is, or the file has no such column. */
    public String text(String column) {
        Integer i = index.get(column);
        return i == null ? "" : cells.get(i).strip();
    }

    /** Whether a column has a value. */
    public boolean has(String column) {
        return !text(column).isEmpty();
    }

    /**
     * An integer from 1.
     *
     * @throws InputException when it is none
     */
    public long count(String column) {
        double v = number(column);
        if (v < 1 || v != Math.rint(v) || v > 1e15) {
            throw problem(column, "an integer from 1 expected");
        }
        return (long) v;
    }

    /** An integer from 1, or {@code otherwise} where there is none. */
    public long count(String column, long otherwise) {
        return has(column) ? count(column) : otherwise;
    }

    /**
     * A number that is not negative.
     *
     * @throws InputException when it is none
     */
    public double number(String column) {
        try {
            double v = Double.parseDouble(text(column));
            if (v >= 0 && v < Double.POSITIVE_INFINITY) {
                return v;
            }
        } catch (NumberFormatException e) {
            throw problem(column, "a number expected");
        }
        throw problem(column, "a number that is not negative expected");
    }

    /** Whether a cell says yes: {@code true}, {@code yes} or {@code 1}. */
    public boolean truth(String column) {
        return List.of("true", "yes", "1").contains(text(column).toLowerCase(java.util.Locale.ROOT));
    }

    /** Two integers, as {@code 3x3}. */
    long[] extents(String column) {
        String[] parts = text(column).split("x");
        long[] out = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches("[0-9]{1,9}")) {
                throw problem(column, "extents such as 3x3 expected");
            }
            out[i] = Long.parseLong(parts[i]);
        }
        return out;
    }

    /** The measured value: seconds, or bytes of memory. */
    public double measured() {
        String column = kind == MeasurementFile.Kind.END_TO_END ? "value" : "latency_us";
        double v = number(column) * kind.unit();
        if (v == 0) {
            throw problem(column, "a value above 0 expected");
        }
        return v;
    }

    InputException problem(String column, String expected) {
        Integer i = index.get(column);
        return new InputException(List.of(new Problem(file, line, i == null ? 1 : i + 1, "'" + column + "' is '" + text(column) + "': " + expected, "the column of this message counts fields")));
    }
}
