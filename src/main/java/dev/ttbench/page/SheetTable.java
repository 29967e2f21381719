package dev.ttbench.page;

import dev.ttbench.report.Decimal;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.SheetReport;
import java.util.List;

/** A table of a {@link Sheet}, as its other forms show it; numbers have their exact value beside them. */
final class SheetTable {
    private SheetTable() { }

    /** Writes it; {@code about}: what it shows, for those who cannot see it. */
    static void write(Document document, Html html, Sheet.Table t, String about) {
        document.scroll(about, false);
        html.open("table").open("thead").open("tr");
        for (int i = 0; i < t.columns().size(); i++) {
            html.element("th", SheetReport.heading(t, i), "scope", "col", "class", t.numeric(i) ? "n" : null);
        }
        html.close("tr").close("thead").open("tbody").raw("\n");
        for (List<Object> row : t.rows()) {
            html.open("tr");
            for (int i = 0; i < row.size(); i++) {
                Object v = row.get(i);
                html.element("td", SheetReport.shown(t.columns().get(i), v), "class", t.numeric(i) ? "n" : null, "data-v", v instanceof Number n ? exact(n) : null);
            }
            html.end("tr");
        }
        html.close("tbody").close("table").end("div");
    }

    /** A number as files have it; null for none. */
    private static String exact(Number n) {
        return !(n instanceof Double d) ? n.toString() : Double.isFinite(d) ? Decimal.of(d) : null;
    }
}
