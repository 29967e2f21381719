package dev.ttbench.report;

import java.util.ArrayList;
import java.util.List;

/** Columns of text that line up: the first and those marked are left-aligned, the others right-aligned; one of them gives way when space is short. */
final class Grid {
    private static final String GAP = "  ";
    private final String[] heads;
    private final boolean[] left;
    private final int elastic;
    private final List<String[]> rows = new ArrayList<>();

    /**
     * @param elastic the column that is cut to fit
     * @param heads headings; one that starts with {@code <} is left-aligned
     */
    Grid(int elastic, String... heads) {
        this.elastic = elastic;
        this.heads = heads.clone();
        left = new boolean[heads.length];
        for (int i = 0; i < heads.length; i++) {
            left[i] = heads[i].startsWith("<");
            this.heads[i] = left[i] ? heads[i].substring(1) : heads[i];
        }
    }

    Grid row(String... cells) {
        rows.add(cells);
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, headings first unless all are empty; none is longer than {@code width}. */
    List<String> lines(int width, boolean unicode) {
        int[] widths = new int[heads.length];
        boolean headed = false;
        for (int i = 0; i < heads.length; i++) {
            widths[i] = Page.width(heads[i]);
            headed |= widths[i] > 0;
            for (String[] r : rows) {
                widths[i] = Math.max(widths[i], Page.width(r[i]));
            }
        }
        int all = GAP.length() * heads.length;
        for (int w : widths) {
            all += w;
        }
        if (all > width) {
            widths[elastic] = Math.max(8, widths[elastic] - (all - width));
        }
        List<String> out = new ArrayList<>();
        if (headed) {
            out.add(line(heads, widths, width, unicode));
        }
        for (String[] r : rows) {
            out.add(line(r, widths, width, unicode));
        }
        return out;
    }

    private String line(String[] cells, int[] widths, int width, boolean unicode) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            b.append(GAP);
            String cell = Page.cut(cells[i], widths[i], unicode);
            int pad = widths[i] - Page.width(cell);
            b.append(left[i] ? "" : " ".repeat(pad)).append(cell).append(left[i] ? " ".repeat(pad) : "");
        }
        return Page.cut(b.toString().stripTrailing(), width, unicode);
    }
}
