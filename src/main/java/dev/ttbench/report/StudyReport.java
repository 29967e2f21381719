package dev.ttbench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ttbench.study.StudyResult;
import dev.ttbench.study.SuiteResult;
import dev.ttbench.study.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes one study: its table as CSV, and all of it as JSON. */
public final class StudyReport {
    private StudyReport() { }

    /** The study's table: a header, one line a row. */
    public static void csv(StudyResult study, Appendable out) throws IOException {
        CsvRow csv = new CsvRow(out);
        for (String c : study.table().columns()) {
            csv.field(c);
        }
        csv.end();
        for (Object[] row : study.table().rows()) {
            for (Object v : row) {
                csv.field(text(v));
            }
            csv.end();
        }
    }

    /** The study with its settings, table and findings. */
    public static void json(SuiteResult suite, StudyResult study, String version, Appendable out) throws IOException {
        JsonLayout layout = new JsonLayout();
        JsonGenerator g = JsonReport.FACTORY.createGenerator(new AppendableWriter(out));
        g.setPrettyPrinter(layout);
        g.writeStartObject();
        g.writeStringField("format", "ttbench.study");
        g.writeNumberField("format_version", JsonReport.FORMAT_VERSION);
        line(g, layout, "tool", Map.of("name", "ttbench"), "version", version);
        line(g, layout, "suite", Map.of("id", suite.suite().id()), "sha256", suite.suite().sha256());
        g.writeStringField("id", study.study().id());
        g.writeStringField("title", study.study().title());
        JsonReport.text(g, "about", study.study().about());
        g.writeFieldName("settings");
        layout.line();
        JsonReport.value(g, suite.settings());
        g.writeFieldName("columns");
        layout.line();
        JsonReport.value(g, study.table().columns());
        g.writeArrayFieldStart("rows");
        for (Object[] row : study.table().rows()) {
            layout.line();
            g.writeStartObject();
            for (int i = 0; i < row.length; i++) {
                g.writeFieldName(study.table().columns().get(i));
                JsonReport.value(g, shown(row[i]));
            }
            g.writeEndObject();
        }
        g.writeEndArray();
        g.writeArrayFieldStart("findings");
        for (StudyResult.Finding f : study.findings()) {
            g.writeStartObject();
            g.writeStringField("claim", f.claim().id());
            g.writeStringField("grade", f.claim().grade());
            g.writeStringField("claim_says", f.claim().says());
            g.writeStringField("verdict", f.verdict().label());
            g.writeStringField("ttbench_says", f.says());
            JsonReport.text(g, "why", f.why());
            g.writeEndObject();
        }
        g.writeEndArray();
        g.writeEndObject();
        g.close();
        out.append('\n');
    }

    private static void line(JsonGenerator g, JsonLayout layout, String name, Map<String, String> first, String second, String value) throws IOException {
        layout.line();
        g.writeObjectFieldStart(name);
        for (Map.Entry<String, String> e : first.entrySet()) {
            g.writeStringField(e.getKey(), e.getValue());
        }
        g.writeStringField(second, value);
        g.writeEndObject();
    }

    /** A cell as CSV has it: empty for none, decimals in their shortest exact form. */
    static String text(Object v) {
        Object s = shown(v);
        return s == null ? null : s instanceof Double d ? Decimal.of(d) : s.toString();
    }

    private static Object shown(Object v) {
        return v instanceof Double d && !Double.isFinite(d) ? null : v instanceof List<?> || v instanceof Number || v instanceof Boolean || v == null ? v : v.toString();
    }

    /** A cell for people: counts and sizes with prefixes where the column's name gives a unit, shares as they are. */
    public static String readable(Table t, int column, Object v) {
        if (!Table.isNumber(v)) {
            return v == null || v instanceof Double ? "" : v.toString();
        }
        double d = Table.number(v);
        String name = t.columns().get(column);
        if (name.endsWith("flops_per_s")) {
            return Units.flopRate(d);
        }
        if (name.endsWith("bytes_per_s")) {
            return Units.byteRate(d);
        }
        if (name.endsWith("_s") && !name.endsWith("_per_s") || name.contains("time_s_")) {
            return Units.seconds(d);
        }
        if (name.contains("flops") && !name.contains("share") && !name.contains("_per_")) {
            return Units.flop((Number) v);
        }
        if (name.contains("bytes") && !name.contains("share") && !name.contains("_per_")) {
            return Units.bytes(Math.round(d));
        }
        if (name.contains("share")) {
            return Decimal.fixed(100 * d, 1) + " %";
        }
        return v instanceof Long n ? (n < 100_000 ? n.toString() : Units.count(n)) : Math.abs(d) >= 100_000 ? Units.count(Math.round(d)) : Decimal.fixed(d, Math.abs(d) < 10 ? 2 : 1);
    }
}
