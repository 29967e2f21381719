package dev.ttbench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a {@link Sheet}. CSV: the table, when the sheet is one table and nothing else; otherwise one row a value with the columns
 * {@code section,row,name,value}.
 */
public final class SheetReport {
    private SheetReport() { }

    /** Writes all of it in a format. */
    public static void write(Sheet sheet, Format format, ReportSettings settings, Appendable out) throws IOException {
        switch (format) {
            case JSON -> json(sheet, settings, out);
            case CSV -> csv(sheet, out);
            case TABLE -> table(sheet, settings, out);
        }
    }

    private static void json(Sheet sheet, ReportSettings settings, Appendable out) throws IOException {
        JsonLayout layout = new JsonLayout();
        JsonGenerator g = JsonReport.FACTORY.createGenerator(new AppendableWriter(out));
        g.setPrettyPrinter(layout);
        g.writeStartObject();
        g.writeStringField("format", "ttbench." + sheet.kind());
        g.writeNumberField("format_version", JsonReport.FORMAT_VERSION);
        layout.line();
        g.writeObjectFieldStart("tool");
        g.writeStringField("name", "ttbench");
        g.writeStringField("version", settings.version());
        g.writeEndObject();
        for (Map.Entry<String, Object> e : sheet.facts().entrySet()) {
            g.writeFieldName(e.getKey());
            JsonReport.value(g, e.getValue());
        }
        for (Sheet.Table t : sheet.tables()) {
            g.writeArrayFieldStart(t.name());
            for (List<Object> row : t.rows()) {
                layout.line();
                g.writeStartObject();
                for (int i = 0; i < t.columns().size(); i++) {
                    g.writeFieldName(t.columns().get(i));
                    JsonReport.value(g, row.get(i));
                }
                g.writeEndObject();
            }
            g.writeEndArray();
        }
        if (sheet.drawing() != null) {
            g.writeFieldName("tree");
            JsonReport.value(g, TreeData.nested(sheet.drawing()));
        }
        if (sheet.text() != null) {
            g.writeStringField("text", sheet.text());
        }
        g.writeEndObject();
        g.close();
        out.append('\n');
    }

    private static void csv(Sheet sheet, Appendable out) throws IOException {
        CsvRow csv = new CsvRow(out);
        boolean one = sheet.tables().size() == 1 && sheet.facts().keySet().stream().allMatch("kind"::equals) && sheet.text() == null;
        if (one) {
            Sheet.Table t = sheet.tables().get(0);
            for (String c : t.columns()) {
                csv.field(c);
            }
            csv.end();
            for (List<Object> row : t.rows()) {
                for (Object v : row) {
                    csv.field(plain(v));
                }
                csv.end();
            }
            return;
        }
        csv.field("section").field("row").field("name").field("value").end();
        for (Map.Entry<String, Object> e : sheet.facts().entrySet()) {
            csv.field("facts").field(0).field(e.getKey()).field(plain(e.getValue())).end();
        }
        List<Sheet.Table> tables = new ArrayList<>(sheet.tables());
        if (sheet.drawing() != null) {
            tables.add(TreeData.rows(sheet.drawing()));
        }
        for (Sheet.Table t : tables) {
            for (int r = 0; r < t.rows().size(); r++) {
                for (int i = 0; i < t.columns().size(); i++) {
                    csv.field(t.name()).field(r).field(t.columns().get(i)).field(plain(t.rows().get(r).get(i))).end();
                }
            }
        }
        if (sheet.text() != null) {
            csv.field("text").field(0).field("text").field(sheet.text()).end();
        }
    }

    private static String plain(Object v) {
        if (v instanceof Double d) {
            return Decimal.of(d);
        }
        if (v instanceof List<?> list) {
            StringBuilder b = new StringBuilder();
            for (Object o : list) {
                b.append(b.isEmpty() ? "" : ";").append(plain(o));
            }
            return b.toString();
        }
        return v == null ? null : v.toString();
    }

    private static void table(Sheet sheet, ReportSettings settings, Appendable out) throws IOException {
        Page page = new Page(settings.style());
        if (sheet.title() != null) {
            page.title(sheet.title());
        }
        int widest = 0;
        for (String name : sheet.facts().keySet()) {
            widest = Math.max(widest, Measure.of(name).label(name).length());
        }
        boolean bare = sheet.title() == null && sheet.facts().size() == 1;
        for (Map.Entry<String, Object> e : bare ? Map.<String, Object>of().entrySet() : sheet.facts().entrySet()) {
            fact(page, e.getKey(), widest, e.getValue());
        }
        for (int i = 0; i < sheet.tables().size(); i++) {
            Sheet.Table t = sheet.tables().get(i);
            if (sheet.drawing() != null && sheet.drawnAfter() == i) {
                TreeText.write(page, sheet.drawing());
            }
            if (!t.rows().isEmpty()) {
                if (t.title() != null) {
                    page.heading(t.title());
                }
                rows(page, t);
            }
        }
        if (sheet.text() != null) {
            page.heading("Text");
            page.verbatim(sheet.text().stripTrailing());
        }
        out.append(page.text());
    }

    private static void fact(Page page, String name, int widest, Object value) {
        if (value == null || value instanceof List<?> list && list.isEmpty() || "".equals(value)) {
            return;
        }
        String label = Measure.of(name).label(name);
        String mark = "  " + label + " ".repeat(widest - label.length() + 2);
        if (value instanceof List<?> list) {
            for (Object o : list) {
                page.hanging(mark, shown(name, o));
                mark = " ".repeat(mark.length());
            }
        } else {
            page.hanging(mark, shown(name, value));
        }
    }

    /** A value for people. */
    public static String shown(String field, Object v) {
        if (v instanceof Boolean b) {
            return b ? "yes" : "no";
        }
        String measured = v instanceof Number n ? Measure.of(field).text(n) : null;
        if (measured != null) {
            return measured;
        }
        return v instanceof Long l && Math.abs(l) >= 10000 ? Decimal.grouped(l.toString()) : v == null ? "" : plain(v);
    }

    /** A grid; the last column is wrapped under itself when the page is too narrow for it. */
    private static void rows(Page page, Sheet.Table t) {
        int n = t.columns().size();
        int[] widths = new int[n];
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            for (String word : heading(t, i).split(" ")) {
                widths[i] = Math.max(widths[i], Math.max(word.length(), Math.min(8, heading(t, i).length())));
            }
        }
        for (List<Object> row : t.rows()) {
            List<String> line = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                line.add(shown(t.columns().get(i), row.get(i)));
                widths[i] = Math.max(widths[i], Page.width(line.get(i)));
            }
            cells.add(line);
        }
        if (n == 1) {
            for (List<String> line : cells) {
                page.hanging("  ", line.get(0));
            }
            return;
        }
        int before = 0;
        for (int i = 0; i < n - 1; i++) {
            widths[i] = Math.min(widths[i], Math.max(8, page.style().width() / 2 - 4));
            before += widths[i] + 2;
        }
        while (before > page.style().width()) {
            int widest = -1;
            for (int i = 0; i < n - 1; i++) {
                if (widths[i] > 12 && (widest < 1 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
            before--;
        }
        boolean under = page.style().width() - before < 18 && page.style().width() - before < widths[n - 1] + 2;
        headings(page, t, widths, under);
        for (List<String> line : cells) {
            line(page, t, line, widths, under, false);
        }
    }

    /** The heading of a column, for people. */
    public static String heading(Sheet.Table t, int column) {
        String name = t.columns().get(column);
        return Measure.of(name).label(name);
    }

    /** Headings, on two lines or more where the values below are narrow. */
    private static void headings(Page page, Sheet.Table t, int[] widths, boolean under) {
        List<List<String>> heads = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < widths.length; i++) {
            heads.add(Page.wrap(heading(t, i), widths[i]));
            height = Math.max(height, heads.get(i).size());
        }
        for (int k = 0; k < height; k++) {
            List<String> line = new ArrayList<>();
            for (List<String> h : heads) {
                int at = k - (height - h.size());
                line.add(at < 0 ? "" : h.get(at));
            }
            line(page, t, line, widths, under, true);
        }
    }

    private static void line(Page page, Sheet.Table t, List<String> cells, int[] widths, boolean under, boolean head) {
        StringBuilder b = new StringBuilder();
        int n = cells.size();
        for (int i = 0; i < n - 1; i++) {
            String cell = Page.cut(cells.get(i), widths[i], page.style().unicode());
            String pad = " ".repeat(widths[i] - Page.width(cell));
            boolean number = !t.rows().isEmpty() && t.numeric(i);
            b.append("  ").append(number ? pad : "").append(cell).append(number ? "" : pad);
        }
        if (!under) {
            String last = cells.get(n - 1);
            if (last.isEmpty()) {
                page.verbatim(b.toString().stripTrailing());
            } else {
                page.hanging(b.append("  ").toString(), last);
            }
            return;
        }
        page.verbatim(Page.cut(b.toString().stripTrailing(), page.style().width(), page.style().unicode()));
        if (!head && !cells.get(n - 1).isEmpty()) {
            page.hanging("      ", cells.get(n - 1));
        }
    }
}
