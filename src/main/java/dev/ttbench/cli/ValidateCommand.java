package dev.ttbench.cli;

import dev.ttbench.calibration.Elsewhere;
import dev.ttbench.calibration.IntervalFile;
import dev.ttbench.calibration.IntervalFit;
import dev.ttbench.calibration.LeaveOut;
import dev.ttbench.measurement.Errors;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.measurement.Tolerances;
import dev.ttbench.page.AccuracyPage;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.Format;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.ValidationMarkdown;
import dev.ttbench.report.ValidationReport;
import dev.ttbench.spec.Overlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code ttbench validate}: predictions against measurements. */
final class ValidateCommand implements Command {
    private static final String MARKDOWN = "markdown";
    private static final List<String> FORMATS = List.of("table", "json", "csv", "html", MARKDOWN);
    private static final Option FORMAT = Option.choice("--format", FORMATS, "csv: every row with its prediction; the others: errors by family, device and regime; html and markdown with charts.");
    private static final Option MEASUREMENTS = new Option("--measurements", null, "FILE", true, List.of(), null,
            "CSV files of measured times; more may follow it. Without it, those that come with ttbench.");

    private static final Option WRITE = Option.of("--write-intervals", "FILE", "Make suites/intervals.yaml anew, from predictions without the row's own device.");
    private static final String DEVICE = "device";
    private static final Option LEAVE_OUT = new Option("--leave-out", null, "WHAT", false, List.of(DEVICE, "source"), null, "Predict each row by constants fitted again without its device, or its source; takes minutes.");

    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String about() {
        return "Predicts what others measured, and says how far off that is.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench validate", "ttbench validate --measurements my.csv --format csv");
    }

    @Override
    public List<Option> options() {
        return List.of(MEASUREMENTS, LEAVE_OUT, WRITE, Session.CALIBRATION, FORMAT, Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("FILE", 0, Integer.MAX_VALUE, List.of(), "More files of measured times.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        String format = format(a);
        List<String> names = new ArrayList<>(a.all("--measurements"));
        names.addAll(a.rest());
        boolean own = !names.isEmpty();
        if (!own) {
            names.addAll(shipped(session.suites().files().shipped().resolve("measurements")));
        }
        Predictor predictor = new Predictor(session.suites());
        List<MeasurementFile> files = new ArrayList<>();
        List<List<Prediction>> predictions = new ArrayList<>();
        for (String name : names) {
            files.add(MeasurementFile.read(name));
        }
        for (MeasurementFile f : files) {
            predictions.add(predictor.predict(f));
        }
        return a.has(LEAVE_OUT.name()) || a.has(WRITE.name()) ? apart(a, session, format, files, predictions) : shown(a, session, format, files, predictions, own);
    }

    /** Predictions as they are, held against the tolerances when the measurements are the shipped. */
    private static int shown(Arguments a, Session session, String format, List<MeasurementFile> files, List<List<Prediction>> predictions, boolean own) throws IOException {
        List<Prediction> all = flat(predictions);
        write(a, session, format, files, predictions, ValidationReport.sheet(predictions, IntervalFit.of(all, List.of(), measured(session.suites()))));
        return checked(own, all, session);
    }

    /** Predictions by constants that did not see the row's device or source, and intervals from them. */
    private static int apart(Arguments a, Session session, String format, List<MeasurementFile> files, List<List<Prediction>> predictions) throws IOException {
        Suites suites = session.suites();
        String what = a.has(LEAVE_OUT.name()) ? a.one(LEAVE_OUT.name()) : DEVICE;
        String intervals = a.one(WRITE.name());
        if (intervals != null && !what.equals(DEVICE)) {
            throw new UsageException("--write-intervals needs --leave-out device", "intervals are for devices that were not measured");
        }
        List<LeaveOut.Group> groups = new LeaveOut(suites, flat(predictions), what.equals(DEVICE) ? Prediction::device : Prediction::source).groups(s -> session.note("ttbench: " + s));
        List<Prediction> elsewhere = what.equals(DEVICE) ? Elsewhere.predictions(suites, files) : List.of();
        IntervalFit fit = IntervalFit.of(LeaveOut.inOrder(flat(predictions), groups, LeaveOut.Group::known), elsewhere, measured(suites));
        List<List<Prediction>> held = new ArrayList<>();
        predictions.forEach(f -> held.add(LeaveOut.inOrder(f, groups, LeaveOut.Group::apart)));
        Sheet sheet = ValidationReport.sheet(held, fit);
        ValidationReport.leftOut(sheet, what, groups);
        if (intervals != null) {
            String source = flat(held).stream().filter(p -> p.skipped() == null).count() + " measured rows, each predicted by constants fitted again without its device (those of an architecture with one measured device apart,"
                    + " which stay); unmeasured: devices of architectures without kernel measurements, and the others with constants of the nearest architecture";
            OutputFile.write(intervals, IntervalFile.text(source, fit.all()));
        }
        write(a, session, format, files, held, sheet);
        return Ttbench.DONE;
    }

    private static List<Prediction> flat(List<List<Prediction>> predictions) {
        return predictions.stream().flatMap(List::stream).toList();
    }

    private static Predicate<String> measured(Suites suites) {
        return d -> suites.devices().architecture(suites.devices().get(d).architecture()).measured();
    }

    private static void write(Arguments a, Session session, String format, List<MeasurementFile> files, List<List<Prediction>> predictions, Sheet sheet) throws IOException {
        Overlay overlay = session.suites().files().overlay();
        if (overlay != null) {
            sheet.fact("calibration", overlay.file()).fact("calibration_sha256", overlay.sha256());
        }
        StringBuilder b = new StringBuilder();
        switch (format) {
            case "csv" -> ValidationReport.csv(files, predictions, b);
            case "html" -> AccuracyPage.write(sheet, flat(predictions), Version.number(), b);
            case MARKDOWN -> markdown(a, flat(predictions), sheet, b);
            default -> {
                session.write(a, sheet);
                return;
            }
        }
        session.write(a, b);
    }

    /** The page, its figures written beside it. */
    private static void markdown(Arguments a, List<Prediction> all, Sheet sheet, StringBuilder b) throws IOException {
        String file = a.one("--output");
        if (file == null || file.equals("-")) {
            throw new UsageException("--format markdown needs -o FILE.md", "its figures are written beside it");
        }
        Path page = Path.of(file);
        String name = page.getFileName().toString();
        String stem = name.endsWith(".md") ? name.substring(0, name.length() - 3) : name;
        for (Map.Entry<String, String> figure : ValidationMarkdown.figures(all, stem).entrySet()) {
            OutputFile.write(page.resolveSibling(figure.getKey()).toString(), figure.getValue());
        }
        ValidationMarkdown.markdown(sheet, all, stem, Version.number(), b);
    }

    /** Whether the shipped measurements are predicted as well as they were. */
    private static int checked(boolean own, List<Prediction> all, Session session) {
        if (own) {
            return Ttbench.DONE;
        }
        List<String> broken = Tolerances.read(session.suites().files()).broken(Errors.by(all, Prediction::family));
        broken.forEach(s -> session.note("ttbench: past its tolerance: " + s));
        return broken.isEmpty() ? Ttbench.DONE : Ttbench.CHECK_FAILED;
    }

    private static String format(Arguments a) {
        String asked = a.one("--format");
        String file = a.one("--output");
        String id = asked != null ? asked : file == null || file.equals("-") ? Format.TABLE.id() : file.endsWith(".md") ? MARKDOWN : Format.idOfFile(file);
        if (!FORMATS.contains(id)) {
            throw PicocliParser.choice("--format", id, FORMATS);
        }
        return id;
    }

    private static List<String> shipped(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(Path::toString).filter(n -> n.endsWith(".csv")).sorted().toList();
        }
    }
}
