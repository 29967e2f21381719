package dev.ttbench.report;

import java.io.IOException;
import java.util.List;

/** A sheet's table in Markdown, its values as people read them. */
final class MarkdownTable {
    private MarkdownTable() { }

    /** Writes header and rows. */
    static void write(Sheet.Table t, Appendable out) throws IOException {
        for (String c : t.columns()) {
            out.append("| ").append(Measure.of(c).label(c)).append(' ');
        }
        out.append("|\n");
        for (int i = 0; i < t.columns().size(); i++) {
            out.append(t.numeric(i) ? "|--:" : "|---");
        }
        out.append("|\n");
        for (List<Object> row : t.rows()) {
            for (int i = 0; i < row.size(); i++) {
                out.append("| ").append(SheetReport.shown(t.columns().get(i), row.get(i)).replace("|", "\\|").replace('\n', ' ')).append(' ');
            }
            out.append("|\n");
        }
        out.append('\n');
    }
}
