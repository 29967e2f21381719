package dev.ttbench.report;

import dev.ttbench.figure.Chart;
import dev.ttbench.figure.SvgChart;
import dev.ttbench.measurement.Prediction;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page of errors in Markdown, beside its figures of predicted against measured. */
public final class ValidationMarkdown {
    /** What the numbers mean. */
    public static final String ABOUT = "Each row of a measurement file is predicted from its shapes, its device and its settings alone. An error is predicted / measured - 1; median and 90th percentile are of its"
            + " size, bias is the median with its sign (below 0 is too fast), coverage the share of measured values inside the interval that is labelled 80 %."
            + " Rows that ask for the same generation are one case, judged by their median.";
    private ValidationMarkdown() { }

    /** Charts by family. */
    public static Map<String, Chart> charts(List<Prediction> predictions) {
        return ValidationCharts.of(predictions, Prediction::device);
    }

    /** Figures by file name, for the page that names them; {@code stem} is the page's file name without its extension. */
    public static Map<String, String> figures(List<Prediction> predictions, String stem) {
        Map<String, String> out = new LinkedHashMap<>();
        charts(predictions).forEach((family, chart) -> out.put(stem + "-" + family + ".svg", SvgChart.svg(chart)));
        return out;
    }

    /** The page in Markdown. */
    public static void markdown(Sheet sheet, List<Prediction> predictions, String stem, String version, Appendable out) throws IOException {
        out.append("# ").append(title(sheet)).append("\n\n").append("Written by `ttbench validate` ").append(version).append(". ").append(sheet.title()).append(".\n\n").append(ABOUT).append("\n\n");
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

    /** The heading, which says whether each row was predicted without its group's. */
    public static String title(Sheet sheet) {
        return sheet.tables().stream().anyMatch(t -> t.name().equals("left_out")) ? "Accuracy on what constants did not see" : "Accuracy";
    }
}
