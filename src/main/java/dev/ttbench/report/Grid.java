package dev.ttbench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns of text that line up: those marked are left-aligned, the others right-aligned; headings of several words take several lines where
 * that helps. When space is short one column gives way and its text is wrapped, indented as it is; then those marked so are left out.
 */
final class Grid {
    private static final String GAP = "  ";
    /** Width of a column that is left out: its gap then takes nothing either. */
    private static final int LEFT_OUT = -GAP.length();
    private final String[] heads;
    private final boolean[] left;
    private final boolean[] optional;
    private final int elastic;
    private final List<String[]> rows = new ArrayList<>();

    /**
     * @param elastic the column that gives way
     * @param heads headings; one that starts with {@code <} is left-aligned; one with {@code ?} before that is left out where it does not fit
     */
    Grid(int elastic, String... heads) {
        this.elastic = elastic;
        this.heads = heads.clone();
        left = new boolean[heads.length];
        optional = new boolean[heads.length];
        for (int i = 0; i < heads.length; i++) {
            optional[i] = heads[i].startsWith("?");
            String head = optional[i] ? heads[i].substring(1) : heads[i];
            left[i] = head.startsWith("<");
            this.heads[i] = left[i] ? head.substring(1) : head;
        }
    }

    Grid row(String... cells) {
        rows.add(cells);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Columns that it takes where nothing gives way. */
    int width() {
        return sum(widths(false));
    }

    /** The same with one more column behind the others, left-aligned, a cell a row. */
    Grid with(String head, List<String> cells) {
        String[] all = new String[heads.length + 1];
        for (int i = 0; i < heads.length; i++) {
            all[i] = (optional[i] ? "?" : "") + (left[i] ? "<" : "") + heads[i];
        }
        all[heads.length] = "<" + head;
        Grid out = new Grid(elastic, all);
        for (int r = 0; r < rows.size(); r++) {
            String[] row = Arrays.copyOf(rows.get(r), all.length);
            row[heads.length] = cells.get(r);
            out.row(row);
        }
        return out;
    }

    /** The lines, headings first unless all are empty; none is longer than {@code width}. */
    List<String> lines(int width, boolean unicode) {
        int[] widths = widths(false);
        if (sum(widths) > width) {
            widths = widths(true);
        }
        shrink(widths, width);
        for (int i = 0; i < widths.length; i++) {
            if (optional[i] && sum(widths) > width) {
                widths = widths(true);
                widths[i] = LEFT_OUT;
                shrink(widths, width);
            }
        }
        List<String> out = new ArrayList<>();
        if (!String.join("", heads).isEmpty()) {
            headings(widths, width, unicode, out);
        }
        for (String[] r : rows) {
            row(r, widths, width, unicode, out);
        }
        return out;
    }

    /** The same as a table in Markdown: no column is left out and nothing is cut. */
    void markdown(StringBuilder into) {
        markdown(heads, into);
        for (boolean l : left) {
            into.append(l ? "|---" : "|--:");
        }
        into.append("|\n");
        for (String[] r : rows) {
            markdown(r, into);
        }
    }

    private static void markdown(String[] cells, StringBuilder into) {
        for (String c : cells) {
            into.append("| ").append(MarkdownPage.escaped(c)).append(c.isEmpty() ? "" : " ");
        }
        into.append("|\n");
    }

    /**
     * Widths of the columns.
     *
     * @param narrow whether headings may be broken at their spaces
     */
    private int[] widths(boolean narrow) {
        int[] widths = new int[heads.length];
        for (int i = 0; i < heads.length; i++) {
            for (String word : narrow ? heads[i].split(" ") : new String[] {heads[i]}) {
                widths[i] = Math.max(widths[i], Page.width(word));
            }
            for (String[] r : rows) {
                widths[i] = Math.max(widths[i], Page.width(r[i]));
            }
        }
        return widths;
    }

    private void shrink(int[] widths, int width) {
        if (widths[elastic] != LEFT_OUT) {
            widths[elastic] = Math.max(Math.min(8, widths[elastic]), widths[elastic] - Math.max(0, sum(widths) - width));
        }
    }

    private static int sum(int[] widths) {
        int all = GAP.length() * widths.length;
        for (int w : widths) {
            all += w;
        }
        return all;
    }

    private void headings(int[] widths, int width, boolean unicode, List<String> into) {
        List<List<String>> lines = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < heads.length; i++) {
            lines.add(widths[i] == LEFT_OUT || Page.width(heads[i]) <= widths[i] ? List.of(heads[i]) : Page.wrap(heads[i], widths[i]));
            height = Math.max(height, lines.get(i).size());
        }
        for (int k = 0; k < height; k++) {
            String[] cells = new String[heads.length];
            for (int i = 0; i < heads.length; i++) {
                int at = k - (height - lines.get(i).size());
                cells[i] = at < 0 ? "" : lines.get(i).get(at);
            }
            into.add(line(cells, widths, width, unicode));
        }
    }

    private void row(String[] cells, int[] widths, int width, boolean unicode, List<String> into) {
        if (widths[elastic] == LEFT_OUT || Page.width(cells[elastic]) <= widths[elastic]) {
            into.add(line(cells, widths, width, unicode));
            return;
        }
        String[] part = cells.clone();
        String text = cells[elastic].stripLeading();
        String indent = " ".repeat(Math.min(widths[elastic] / 2, cells[elastic].length() - text.length()));
        for (String piece : Page.wrap(text, widths[elastic] - indent.length())) {
            part[elastic] = indent + piece;
            into.add(line(part, widths, width, unicode));
            Arrays.fill(part, "");
        }
    }

    private String line(String[] cells, int[] widths, int width, boolean unicode) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            if (widths[i] == LEFT_OUT) {
                continue;
            }
            b.append(GAP);
            String cell = Page.cut(cells[i], widths[i], unicode);
            int pad = widths[i] - Page.width(cell);
            b.append(left[i] ? "" : " ".repeat(pad)).append(cell).append(left[i] ? " ".repeat(pad) : "");
        }
        return Page.cut(b.toString().stripTrailing(), width, unicode);
    }
}
