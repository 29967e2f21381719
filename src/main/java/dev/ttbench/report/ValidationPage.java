package dev.ttbench.report;

import dev.ttbench.figure.Chart;
import dev.ttbench.figure.SvgChart;
import dev.ttbench.measurement.Prediction;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page of errors with charts of predicted against measured: in Markdown beside its figures, or in one HTML file that holds them. */
public final class ValidationPage {
    private static final String ABOUT = "Each row of a measurement file is predicted from its shapes, its device and its settings alone. An error is predicted / measured - 1; median and 90th percentile are of its"
            + " size, bias is the median with its sign (below 0 is too fast), coverage the share of measured values inside the interval that is labelled 80 %."
            + " Rows that ask for the same generation are one case, judged by their median.";
    private static final String STYLE = "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:1rem auto;padding:0 1rem;color:#222;background:#fff}"
            + "table{border-collapse:collapse;margin:1rem 0;display:block;overflow-x:auto}td,th{padding:.15rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}"
            + "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}svg{max-width:100%;height:auto;background:#fff}"
            + "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}td,th{border-color:#444}}";

    private ValidationPage() { }

    /** Figures by file name, for the page that names them; {@code stem} is the page's file name without its extension. */
    public static Map<String, String> figures(List<Prediction> predictions, String stem) {
        Map<String, String> out = new LinkedHashMap<>();
        ValidationCharts.of(predictions, Prediction::device).forEach((family, chart) -> out.put(stem + "-" + family + ".svg", SvgChart.svg(chart)));
        return out;
    }

    /** The page in Markdown. */
    public static void markdown(Sheet sheet, List<Prediction> predictions, String stem, String version, Appendable out) throws IOException {
        out.append("# ").append(held(sheet) ? "Accuracy on what constants did not see" : "Accuracy").append("\n\n").append("Written by `ttbench validate` ").append(version).append(". ").append(sheet.title()).append(".\n\n").append(ABOUT).append("\n\n");
        for (Sheet.Table t : sheet.tables()) {
            out.append("## ").append(t.title()).append("\n\n");
            if (t.rows().isEmpty()) {
                out.append("None.\n\n");
                continue;
            }
            MarkdownTable.write(t, out);
            if (t.name().equals("families")) {
                for (String figure : figures(predictions, stem).keySet()) {
                    String family = figure.substring(stem.length() + 1, figure.length() - 4);
                    out.append("![Predicted against measured, ").append(family).append("](").append(figure).append(")\n\n");
                }
            }
        }
    }

    /** The page as one HTML file that asks for nothing else. */
    public static void html(Sheet sheet, List<Prediction> predictions, String version, Appendable out) throws IOException {
        out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Accuracy of ttbench</title><style>")
                .append(STYLE).append("</style></head>\n<body><h1>Accuracy</h1>\n<p>Written by <code>ttbench validate</code> ").append(escaped(version)).append(". ").append(escaped(sheet.title()))
                .append(".</p>\n<p>").append(escaped(ABOUT)).append("</p>\n");
        for (Sheet.Table t : sheet.tables()) {
            out.append("<h2>").append(escaped(t.title())).append("</h2>\n");
            if (t.rows().isEmpty()) {
                out.append("<p>None.</p>\n");
                continue;
            }
            rows(t, out);
            if (t.name().equals("families")) {
                for (Map.Entry<String, Chart> e : ValidationCharts.of(predictions, Prediction::device).entrySet()) {
                    out.append("<figure>").append(SvgChart.svg(e.getValue())).append("</figure>\n");
                }
            }
        }
        out.append("</body></html>\n");
    }

    private static void rows(Sheet.Table t, Appendable out) throws IOException {
        out.append("<table><thead><tr>");
        for (int i = 0; i < t.columns().size(); i++) {
            out.append(t.numeric(i) ? "<th class=\"n\">" : "<th>").append(escaped(Measure.of(t.columns().get(i)).label(t.columns().get(i)))).append("</th>");
        }
        out.append("</tr></thead><tbody>\n");
        for (List<Object> row : t.rows()) {
            out.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                out.append(t.numeric(i) ? "<td class=\"n\">" : "<td>").append(escaped(SheetReport.shown(t.columns().get(i), row.get(i)))).append("</td>");
            }
            out.append("</tr>\n");
        }
        out.append("</tbody></table>\n");
    }

    /** Whether each row was predicted without its group's. */
    private static boolean held(Sheet sheet) {
        return sheet.tables().stream().anyMatch(t -> t.name().equals("left_out"));
    }

    private static String escaped(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
