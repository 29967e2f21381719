package dev.ttbench.cli;

import dev.ttbench.measurement.Errors;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.measurement.Tolerances;
import dev.ttbench.report.Format;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.ValidationPage;
import dev.ttbench.report.ValidationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code ttbench validate}: predictions against measurements. */
final class ValidateCommand implements Command {
    private static final String MARKDOWN = "markdown";
    private static final List<String> FORMATS = List.of("table", "json", "csv", "html", MARKDOWN);
    private static final Option FORMAT = Option.choice("--format", FORMATS, "csv: every row with its prediction; the others: errors by family, device and regime; html and markdown with charts.");
    private static final Option MEASUREMENTS = new Option("--measurements", null, "FILE", true, List.of(), null,
            "CSV files of measured times; more may follow it. Without it, those that come with ttbench.");

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
        return List.of(MEASUREMENTS, FORMAT, Session.OUTPUT);
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
        List<Prediction> all = predictions.stream().flatMap(List::stream).toList();
        StringBuilder b = new StringBuilder();
        switch (format) {
            case "csv" -> ValidationReport.csv(files, predictions, b);
            case "html" -> ValidationPage.html(ValidationReport.sheet(predictions), all, Version.number(), b);
            case MARKDOWN -> markdown(a, all, ValidationReport.sheet(predictions), b);
            default -> {
                session.write(a, ValidationReport.sheet(predictions));
                return checked(own, all, session);
            }
        }
        session.write(a, b);
        return checked(own, all, session);
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
        for (Map.Entry<String, String> figure : ValidationPage.figures(all, stem).entrySet()) {
            OutputFile.write(page.resolveSibling(figure.getKey()).toString(), figure.getValue());
        }
        ValidationPage.markdown(sheet, all, stem, Version.number(), b);
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
