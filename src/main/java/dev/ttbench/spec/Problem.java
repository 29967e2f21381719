package dev.ttbench.spec;

/**
 * One thing wrong with the input, as the reader of a terminal wants it: where, what, what was expected, a hint.
 *
 * @param file the file's name, or null when the problem is not in a file (an option, say)
 * @param line from 1; 0 when unknown
 * @param column from 1; 0 when unknown
 * @param message what is wrong
 * @param hint what was expected or may help; null when there is nothing to add
 */
public record Problem(String file, int line, int column, String message, String hint) implements Comparable<Problem> {

    /** A problem that stands in no file. */
    public static Problem of(String message, String hint) {
        return new Problem(null, 0, 0, message, hint);
    }

    /** {@code file:line:column: message}, then the hint on a line of its own. */
    public String text() {
        StringBuilder b = new StringBuilder();
        if (file != null) {
            b.append(file);
            if (line > 0) {
                b.append(':').append(line).append(':').append(column);
            }
            b.append(": ");
        }
        b.append(message);
        if (hint != null) {
            b.append("\n  ").append(hint.replace("\n", "\n  "));
        }
        return b.toString();
    }

    @Override
    public int compareTo(Problem o) {
        int c = (file == null ? "" : file).compareTo(o.file == null ? "" : o.file);
        c = c != 0 ? c : Integer.compare(line, o.line);
        c = c != 0 ? c : Integer.compare(column, o.column);
        return c != 0 ? c : message.compareTo(o.message);
    }
}
