package dev.ttbench.sweep;

/** A row of a sweep as its file shows it. */
public interface Row {
    /** What stands in a column; null where nothing does, or where there is no such column. */
    String text(String column);

    /** The number in a column; NaN where there is none. */
    default double number(String column) {
        try {
            String text = text(column);
            return text == null ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** That of an answer. */
    static Row of(Result r) {
        return column -> Columns.text(column, r);
    }
}
