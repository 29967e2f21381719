package dev.ttbench.page;

import dev.ttbench.report.SweepPlot;
import dev.ttbench.study.Table;
import dev.ttbench.sweep.Columns;
import dev.ttbench.sweep.Result;
import dev.ttbench.sweep.SweepDef;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A sweep to look at: its plot and its first rows, in one HTML file that asks for nothing else. It keeps so many rows and no more, however many come. */
public final class SweepPage {
    /** Rows that the page shows at most. */
    public static final int MOST_ROWS = 2000;
    private final SweepDef def;
    private final List<String> axes;
    private final Table table;
    private long rows;

    /** A page without rows. */
    public SweepPage(SweepDef def) {
        this.def = def;
        axes = def.columns().stream().filter(c -> def.values(c).size() > 1).toList();
        List<String> columns = new ArrayList<>(axes);
        columns.addAll(Columns.FOUND);
        table = new Table(columns, new ArrayList<>());
    }

    /** Offers a row. */
    public void add(Result r) {
        rows++;
        if (rows > MOST_ROWS) {
            return;
        }
        Object[] row = new Object[table.columns().size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = i < axes.size() ? typed(Columns.axis(axes.get(i), r.request())) : shown(Columns.found(i - axes.size(), r));
        }
        table.rows().add(row);
    }

    /** A number where the text is one. */
    private static Object typed(String text) {
        if (text == null || !text.matches("-?\\d{1,15}(\\.\\d+)?")) {
            return text;
        }
        if (text.indexOf('.') < 0) {
            return Long.valueOf(text);
        }
        return Double.valueOf(text);
    }

    private static Object shown(Object v) {
        if (v instanceof BigInteger b) {
            return b.bitLength() < 64 ? (Object) b.longValue() : (Object) b.doubleValue();
        }
        return v instanceof Boolean yes ? yes ? "yes" : "no" : v;
    }

    /** Writes the page of the rows so far; {@code command} is what made it. */
    public void write(SweepPlot plot, String version, String command, StringBuilder out) throws IOException {
        Html html = new Html(out);
        Document document = new Document(html);
        String models = String.join(", ", def.models());
        String all = def.columns().stream().filter(c -> !axes.contains(c) && !def.values(c).isEmpty() && !c.equals("model")).map(c -> c + " " + def.values(c).get(0)).collect(Collectors.joining(", "));
        document.start("Sweep of " + models, "Sweep of " + models, axes.isEmpty() ? "" : "Axes: " + axes.stream().map(c -> c + ", " + def.values(c).size() + " values").collect(Collectors.joining("; ")) + ".",
                all.isEmpty() ? "" : "In all rows: " + all + ".");
        Map<String, String> links = new LinkedHashMap<>();
        links.put("plot", "Plot");
        links.put("table", "Rows");
        links.put("provenance", "What made it");
        document.contents(links);
        document.section("plot", "Plot");
        document.figure(plot.chart(), "chart", "Plot of the sweep");
        plot.notes().forEach(n -> html.element("p", Character.toUpperCase(n.charAt(0)) + n.substring(1) + ".", "class", "note"));
        html.end("section");
        document.section("table", "Rows");
        document.search(axes.isEmpty() ? "ok" : def.values(axes.get(0)).get(0), table.rows().size(), "rows");
        RowTable.write(document, html, table, "rows", "Rows of the sweep", MOST_ROWS);
        html.element("p", (rows > MOST_ROWS ? "The first " + MOST_ROWS + " of " + rows + " rows; a file of CSV, JSON lines or Parquet has all." : rows + (rows == 1 ? " row." : " rows."))
                + " Times are predicted, with the ends of their 80 % interval.", "class", "note").end("section");
        document.section("provenance", "What made it");
        document.made(version, command);
        html.end("section");
        document.end("table.js");
    }
}
