package dev.ttbench.page;

import dev.ttbench.comparison.Comparison;
import dev.ttbench.comparison.Snapshot;
import dev.ttbench.report.ComparisonReport;
import dev.ttbench.report.Decimal;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.SheetReport;
import dev.ttbench.report.Units;
import java.io.IOException;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Two profiles side by side, to look at: one HTML file that asks for nothing else. Without scripts everything but searching and sorting is there. */
public final class ComparisonPage {
    /**
     * What it shows.
     *
     * @param before how one side was asked for: a file or settings
     * @param after the other side
     * @param command that made the page
     * @param version of the tool
     */
    public record Content(Comparison comparison, String before, String after, String command, String version) { }

    private final Content content;
    private final Comparison comparison;
    private final Map<String, Sheet.Table> tables = new LinkedHashMap<>();
    private final List<ComparisonReport.Change> changes;
    private final String heading;
    private final Html html;
    private final Document document;

    private ComparisonPage(Content content, StringBuilder out) {
        this.content = content;
        comparison = content.comparison();
        Sheet sheet = ComparisonReport.sheet(comparison, true);
        sheet.tables().forEach(t -> tables.put(t.name(), t));
        heading = sheet.title();
        changes = ComparisonReport.changes(comparison);
        html = new Html(out);
        document = new Document(html);
    }

    /** Writes the page. */
    public static void write(Content content, StringBuilder out) throws IOException {
        new ComparisonPage(content, out).page();
    }

    private void page() throws IOException {
        String both = comparison.shared().entrySet().stream().map(e -> e.getKey().replace('_', ' ') + " " + e.getValue()).collect(Collectors.joining(", "));
        document.start(content.before() + " \u2192 " + content.after(), heading, "Before: " + content.before() + ". After: " + content.after() + ".", both.isEmpty() ? "" : "Both: " + both + ".");
        totals();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("settings", "Settings");
        links.put("time", "Time");
        if (!tables.get("attention").rows().isEmpty()) {
            links.put("attention", "Attention");
        }
        links.put("counts", "Work, traffic and memory");
        links.put("all", "Operators");
        links.put("provenance", "What made it");
        document.contents(links);
        part("settings", "Every setting is the same.");
        time();
        if (links.containsKey("attention")) {
            part("attention", "");
        }
        counts();
        operators();
        document.section("provenance", "What made it");
        document.made(content.version(), content.command());
        html.end("section");
        document.end(changes.isEmpty() ? new String[0] : new String[] {"table.js"});
    }

    private void part(String table, String otherwise) {
        Sheet.Table t = tables.get(table);
        document.section(table, t.title());
        if (t.rows().isEmpty()) {
            html.element("p", otherwise);
        } else {
            SheetTable.write(document, html, t, t.title());
        }
        html.end("section");
    }

    private void totals() {
        Snapshot a = comparison.before();
        Snapshot b = comparison.after();
        html.open("dl", "class", "totals", "id", "totals");
        time("Time", "time", a, b);
        time("On the device", "gpu_time", a, b);
        count("Work", "flops", sum(a, "flops_convolution", "flops_linear", "flops_attention"), sum(b, "flops_convolution", "flops_linear", "flops_attention"));
        count("Traffic", "bytes", sum(a, "bytes_read", "bytes_written"), sum(b, "bytes_read", "bytes_written"));
        count("Peak memory", "peak_memory_bytes", sum(a, "peak_memory_bytes"), sum(b, "peak_memory_bytes"));
        count("Parameters", "parameters", sum(a, "parameters"), sum(b, "parameters"));
        html.end("dl");
    }

    private void time(String name, String key, Snapshot a, Snapshot b) {
        double before = a.times().getOrDefault(key, 0.0);
        double after = b.times().getOrDefault(key, 0.0);
        document.total(name, Units.seconds(after), "before " + Units.seconds(before) + change(before, after), key + "_s", Decimal.of(after));
    }

    private void count(String name, String key, BigInteger before, BigInteger after) {
        document.total(name, ComparisonReport.unit(key, after), before.equals(after) ? "the same before" : "before " + ComparisonReport.unit(key, before) + change(before.doubleValue(), after.doubleValue()),
                key, after.toString());
    }

    private static BigInteger sum(Snapshot s, String... counts) {
        BigInteger out = BigInteger.ZERO;
        for (String c : counts) {
            out = out.add(s.counts().getOrDefault(c, BigInteger.ZERO));
        }
        return out;
    }

    /** {@code , 12.3% less}; empty where nothing can be said. */
    private static String change(double before, double after) {
        return before <= 0 || before == after ? "" : ", " + Units.percent(Math.abs(after / before - 1)) + (after < before ? " less" : " more");
    }

    private void time() {
        document.section("time", "Time by category and stage");
        Snapshot a = comparison.before();
        Snapshot b = comparison.after();
        CategoryBars bars = new CategoryBars(html);
        CategoryBars.legend(html, CategoryBars.seconds(a.categories()), CategoryBars.seconds(b.categories()));
        group(bars, "All stages", a.categories(), a.times().getOrDefault("time", 0.0), b.categories(), b.times().getOrDefault("time", 0.0));
        List<Comparison.Time> stages = comparison.stages();
        if (stages.size() > 1) {
            for (Comparison.Time s : stages) {
                group(bars, s.name(), a.stageCategories().getOrDefault(s.name(), Map.of()), a.stages().getOrDefault(s.name(), 0.0),
                        b.stageCategories().getOrDefault(s.name(), Map.of()), b.stages().getOrDefault(s.name(), 0.0));
            }
        }
        html.element("p", "The two bars of a group have one scale.", "class", "note").open("div", "class", "pair");
        for (String table : List.of("categories", "stages")) {
            html.open("div").element("h3", tables.get(table).title());
            SheetTable.write(document, html, tables.get(table), tables.get(table).title());
            html.close("div");
        }
        html.close("div").end("section");
    }

    private static void group(CategoryBars bars, String title, Map<String, Double> a, double before, Map<String, Double> b, double after) {
        bars.group(title, "", new CategoryBars.Bar("before", CategoryBars.seconds(a), before), new CategoryBars.Bar("after", CategoryBars.seconds(b), after));
    }

    /** The sheet's table, whose texts are numbers with units. */
    private void counts() {
        Sheet.Table t = tables.get("counts");
        document.section("counts", t.title());
        document.scroll(t.title(), false);
        html.open("table").open("thead").open("tr");
        for (int i = 0; i < t.columns().size(); i++) {
            html.element("th", SheetReport.heading(t, i), "scope", "col", "class", i == 0 ? null : "n");
        }
        html.close("tr").close("thead").open("tbody").raw("\n");
        for (List<Object> row : t.rows()) {
            html.open("tr").element("th", String.valueOf(row.get(0)).replace('_', ' '), "scope", "row");
            for (int i = 1; i < row.size(); i++) {
                html.element("td", SheetReport.shown(t.columns().get(i), row.get(i)), "class", "n");
            }
            html.end("tr");
        }
        html.close("tbody").close("table").close("div").end("section");
    }

    private void operators() {
        document.section("all", "Operators that change");
        if (changes.isEmpty()) {
            html.element("p", "None.").end("section");
            return;
        }
        document.search("removed unet", changes.size(), "operators");
        document.scroll("Operators that change", true);
        html.open("table", "id", "operators").open("thead").open("tr");
        for (String head : new String[] {"Operator and shapes", "Stage", "Change"}) {
            html.element("th", head, "scope", "col");
        }
        for (String head : new String[] {"Before", "After", "Difference", "Ratio", "Places"}) {
            html.element("th", head, "scope", "col", "class", "n", "data-sum", head.equals("Difference") ? "" : null);
        }
        html.element("th", "First at", "scope", "col").close("tr").close("thead").open("tbody").raw("\n");
        for (ComparisonReport.Change c : changes) {
            Comparison.Time t = c.time();
            boolean ratio = Double.isFinite(t.ratio());
            html.open("tr").element("td", c.operator().equals("host") ? "wait for the host" : c.operator().replace("->", "\u2192"), "class", "op").element("td", c.stage()).element("td", c.fate().id());
            number(Double.isNaN(t.before()) ? "" : Units.seconds(t.before()), t.before());
            number(Double.isNaN(t.after()) ? "" : Units.seconds(t.after()), t.after());
            number(Units.seconds(t.difference()), t.difference());
            number(ratio ? SheetReport.shown("ratio", t.ratio()) : "", t.ratio());
            html.element("td", Long.toString(c.places()), "class", "n", "data-v", c.places()).element("td", c.path(), "class", "path").end("tr");
        }
        html.close("tbody").close("table").end("div");
        html.element("p", "The largest change first; operators of a stage with the same name, shapes and change are one row. Differences of all rows add up to that of the whole.", "class", "note").end("section");
    }

    private void number(String text, double v) {
        html.element("td", text, "class", "n", "data-v", Double.isFinite(v) ? Decimal.of(v) : "0");
    }
}
