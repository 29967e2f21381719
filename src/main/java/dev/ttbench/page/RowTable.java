package dev.ttbench.page;

import dev.ttbench.report.Decimal;
import dev.ttbench.report.StudyReport;
import dev.ttbench.study.Table;

/** Rows of a study or of a sweep in a box that scrolls: quantities with units, exact ones beside them. */
final class RowTable {
    private RowTable() { }

    /**
     * Writes the first rows.
     *
     * @param id of the table, or null
     * @param about what it shows, for those who cannot see it
     */
    static void write(Document document, Html html, Table t, String id, String about, int most) {
        int columns = t.columns().size();
        String[] classes = new String[columns];
        for (int i = 0; i < columns; i++) {
            int at = i;
            classes[i] = t.rows().stream().allMatch(r -> r[at] == null || r[at] instanceof Number) ? "n" : null;
        }
        document.scroll(about, true);
        html.open("table", "id", id).open("thead").open("tr");
        for (int i = 0; i < columns; i++) {
            html.element("th", heading(t.columns().get(i)), "scope", "col", "class", classes[i]);
        }
        html.close("tr").close("thead").open("tbody").raw("\n");
        t.rows().stream().limit(most).forEach(row -> {
            html.open("tr");
            for (int i = 0; i < columns; i++) {
                boolean number = classes[i] != null && Table.isNumber(row[i]);
                html.element("td", StudyReport.readable(t, i, row[i]), "class", classes[i], "data-v", !number ? null : row[i] instanceof Double d ? Decimal.of(d) : row[i].toString());
            }
            html.end("tr");
        });
        html.close("tbody").close("table").end("div");
    }

    /** A column's name; that of a time without its unit, which stands beside each number. */
    private static String heading(String column) {
        boolean time = column.endsWith("_s") && !column.endsWith("_per_s");
        return column.substring(0, column.length() - (time ? 2 : 0)).replace('_', ' ');
    }
}
