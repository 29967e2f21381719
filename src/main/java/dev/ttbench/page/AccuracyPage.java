package dev.ttbench.page;

import dev.ttbench.figure.Chart;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.ValidationMarkdown;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Predictions held against measurements, to look at: one HTML file that asks for nothing else, its charts inside. */
public final class AccuracyPage {
    private AccuracyPage() { }

    /** Writes the page: every table of the sheet, and charts of predicted against measured after that of the families. */
    public static void write(Sheet sheet, List<Prediction> predictions, String version, StringBuilder out) throws IOException {
        Html html = new Html(out);
        Document document = new Document(html);
        document.start("Accuracy of ttbench", ValidationMarkdown.title(sheet), "Written by ttbench validate " + version + ". " + sheet.title() + ".");
        Map<String, String> links = new LinkedHashMap<>();
        sheet.tables().forEach(t -> links.put(t.name(), t.title()));
        document.contents(links);
        html.element("p", ValidationMarkdown.ABOUT, "class", "note").raw("\n");
        for (Sheet.Table t : sheet.tables()) {
            document.section(t.name(), t.title());
            if (t.rows().isEmpty()) {
                html.element("p", "None.");
            } else {
                SheetTable.write(document, html, t, t.title());
            }
            if (t.name().equals("families")) {
                for (Map.Entry<String, Chart> e : ValidationMarkdown.charts(predictions).entrySet()) {
                    document.figure(e.getValue(), e.getKey(), "Predicted against measured, " + e.getKey());
                }
            }
            html.end("section");
        }
        document.end();
    }
}
