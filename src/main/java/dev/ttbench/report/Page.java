package dev.ttbench.report;

import java.util.ArrayList;
import java.util.List;

/** Lines for people: headings, wrapped paragraphs, grids; nothing is wider than the page. */
class Page {
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String RESET = "\u001b[0m";
    private final ReportSettings.Style style;
    final StringBuilder text = new StringBuilder();

    Page(ReportSettings.Style style) {
        this.style = style;
    }

    ReportSettings.Style style() {
        return style;
    }

    /** A heading after an empty line. */
    Page heading(String s) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        return title(s);
    }

    /** A line that stands out; more than one where the page is too narrow. */
    Page title(String s) {
        for (String line : wrap(s, style.width())) {
            text.append(style.colour() ? BOLD + line + RESET : line).append('\n');
        }
        return this;
    }

    /** A warning, wrapped. */
    Page warning(String s) {
        for (String line : wrap(s, style.width())) {
            text.append(style.colour() ? RED + line + RESET : line).append('\n');
        }
        return this;
    }

    /** A paragraph, wrapped. */
    Page paragraph(String s) {
        return hanging("", s);
    }

    /** A paragraph whose first line starts with {@code mark} and whose others are indented by its width. */
    Page hanging(String mark, String s) {
        String indent = " ".repeat(width(mark));
        boolean first = true;
        for (String line : wrap(s, style.width() - indent.length())) {
            text.append(first ? mark : indent).append(line).append('\n');
            first = false;
        }
        return this;
    }

    /** Text as it is, never cut. */
    Page verbatim(String s) {
        text.append(s).append('\n');
        return this;
    }

    /** A command to copy: continued on the next line where it is too long. */
    Page command(String... words) {
        StringBuilder line = new StringBuilder(" ");
        for (String w : words) {
            if (width(line.toString()) + 1 + width(w) > style.width() - 2 && !line.toString().isBlank()) {
                text.append(line).append(" \\\n");
                line.setLength(0);
                line.append("   ");
            }
            line.append(' ').append(w);
        }
        text.append(line).append('\n');
        return this;
    }

    /** A grid. */
    Page grid(Grid grid) {
        for (String line : grid.lines(style.width(), style.unicode())) {
            text.append(line).append('\n');
        }
        return this;
    }

    /** Text some levels further in. */
    String indented(int levels, String s) {
        return "  ".repeat(levels) + s;
    }

    String text() {
        return text.toString();
    }

    /** Columns that a text takes, one a character. */
    static int width(String s) {
        return s.codePointCount(0, s.length());
    }

    /** At most {@code columns} of a text; what is cut is marked. */
    static String cut(String s, int columns, boolean unicode) {
        if (width(s) <= columns) {
            return s;
        }
        String mark = unicode ? "\u2026" : "...";
        int keep = Math.max(0, columns - mark.length());
        return s.substring(0, s.offsetByCodePoints(0, keep)) + mark;
    }

    /** Lines of at most {@code columns}, broken at spaces; a longer word is broken after a sign in it, or where it must be. */
    static List<String> wrap(String s, int columns) {
        int limit = Math.max(4, columns);
        List<String> out = new ArrayList<>();
        for (String paragraph : s.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.strip().split(" +")) {
                String w = word;
                if (!line.isEmpty() && width(line.toString()) + 1 + width(w) > limit) {
                    out.add(line.toString());
                    line.setLength(0);
                }
                while (width(w) > limit) {
                    int at = end(w, w.offsetByCodePoints(0, limit));
                    out.add(w.substring(0, at));
                    w = w.substring(at);
                }
                line.append(line.isEmpty() ? "" : " ").append(w);
            }
            out.add(line.toString());
        }
        return out;
    }

    /** Where the first line of a long word ends: after its last sign, such as a hyphen, in the second half of {@code most}. */
    private static int end(String word, int most) {
        for (int i = most; i > most / 2; i--) {
            if (!Character.isLetterOrDigit(word.codePointBefore(i))) {
                return i;
            }
        }
        return most;
    }
}
