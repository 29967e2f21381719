package dev.ttbench.report;

import dev.ttbench.calibration.IntervalFit;
import dev.ttbench.calibration.LeaveOut;
import dev.ttbench.measurement.Errors;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes predictions beside measurements: row by row, or summed up by what they have in common. */
public final class ValidationReport {
    private static final int WORST = 12;
    private static final List<String> ADDED = List.of("predicted", "error", "low", "high", "bound", "regime", "skipped");

    private ValidationReport() { }

    /** One line a row: the columns of its file (of all files, when they differ), then what is predicted, in the unit of what was measured. */
    public static void csv(List<MeasurementFile> files, List<List<Prediction>> predictions, Appendable out) throws IOException {
        LinkedHashSet<String> columns = new LinkedHashSet<>();
        files.forEach(f -> columns.addAll(f.columns()));
        CsvRow csv = new CsvRow(out);
        for (String c : columns) {
            csv.field(c);
        }
        for (String c : ADDED) {
            csv.field(c);
        }
        csv.end();
        for (List<Prediction> file : predictions) {
            for (Prediction p : file) {
                for (String c : columns) {
                    csv.field(p.row().text(c));
                }
                double unit = p.row().kind().unit();
                boolean none = p.skipped() != null;
                csv.field(none ? "" : Decimal.of(p.value() / unit)).field(none ? "" : Decimal.of(p.error())).field(none ? "" : Decimal.of(p.low() / unit))
                        .field(none ? "" : Decimal.of(p.high() / unit)).field(none ? "" : p.bound().id()).field(p.regime()).field(p.skipped());
                csv.end();
            }
        }
    }

    /** Errors by family, regime, device and runtime, the worst rows, and what was left out. */
    public static Sheet sheet(List<List<Prediction>> predictions, IntervalFit intervals) {
        List<Prediction> all = new ArrayList<>();
        predictions.forEach(all::addAll);
        List<Prediction> done = all.stream().filter(p -> p.skipped() == null).toList();
        Sheet sheet = new Sheet("validation", "Predicted against measured: " + done.size() + " of " + all.size() + " rows");
        sheet.fact("rows", (long) all.size());
        sheet.fact("predicted", (long) done.size());
        errors(sheet, "families", "By family", "family", done, Prediction::family);
        errors(sheet, "regimes", "By regime", "regime", done, Prediction::regime);
        errors(sheet, "devices", "By device", "device", done, p -> p.device() + ", " + p.family());
        errors(sheet, "sources", "By source", "source", done, p -> p.source() + ", " + p.family());
        Map<String, IntervalFit.Coverage> coverage = intervals.coverage();
        Sheet.Table apart = sheet.table("intervals", "Intervals from the cases of other devices", "regime", "cases", "coverage");
        coverage.forEach((regime, c) -> apart.row(regime, (long) c.cases(), c.inside()));
        Sheet.Table worst = sheet.table("worst", "Furthest off", "row", "device", "family", "regime", "measured_s", "predicted_s", "error", "notes");
        done.stream().filter(p -> !p.row().text("metric").endsWith("bytes")).sorted(Comparator.comparingDouble((Prediction p) -> -Math.abs(Math.log(p.value() / p.row().measured())))).limit(WORST)
                .forEach(p -> worst.row(p.row().at(), p.device(), p.family(), p.regime(), p.row().measured(), p.value(), p.error(), p.row().text("notes")));
        Map<String, Long> why = new LinkedHashMap<>();
        all.stream().filter(p -> p.skipped() != null).forEach(p -> why.merge(p.skipped(), 1L, Long::sum));
        Sheet.Table skipped = sheet.table("skipped", "Left out", "reason", "rows");
        why.forEach(skipped::row);
        return sheet;
    }

    /**
     * Adds errors with the shipped constants beside those of constants that saw nothing of the group.
     *
     * @param what was left out: device, source
     */
    public static void leftOut(Sheet sheet, String what, List<LeaveOut.Group> groups) {
        Sheet.Table t = sheet.table("left_out", "Without the " + what + "'s own rows", what, "family", "cases", "median_error", "p90_error", "bias", "median_error_apart", "p90_error_apart", "bias_apart",
                "constants_apart");
        for (LeaveOut.Group g : groups) {
            Map<String, Errors> before = new LinkedHashMap<>();
            Errors.by(g.rows(), Prediction::family).forEach(e -> before.put(e.group(), e));
            Map<String, MeasurementFile.Kind> kinds = new LinkedHashMap<>();
            g.rows().forEach(p -> kinds.putIfAbsent(p.family(), p.row().kind()));
            for (Errors e : Errors.by(g.apart(), Prediction::family)) {
                Errors b = before.get(e.group());
                t.row(g.name(), e.group(), (long) e.cases(), b == null ? null : b.median(), b == null ? null : b.p90(), b == null ? null : b.bias(), e.median(), e.p90(), e.bias(), g.constants().get(kinds.get(e.group())));
            }
        }
        errors(sheet, "known_families", "The same by family, where an architecture of one " + what + " keeps its constants", "family", groups.stream().flatMap(g -> g.known().stream()).toList(),
                Prediction::family);
    }

    private static void errors(Sheet sheet, String name, String title, String column, List<Prediction> done, Function<Prediction, String> group) {
        Sheet.Table t = sheet.table(name, title, column, "rows", "cases", "median_error", "p90_error", "bias", "coverage");
        for (Errors e : Errors.by(done, group)) {
            t.row(e.group(), (long) e.rows(), (long) e.cases(), e.median(), e.p90(), e.bias(), e.coverage());
        }
    }
}
