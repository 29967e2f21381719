package dev.ttbench.cli;

import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.report.Format;
import dev.ttbench.report.ValidationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code ttbench validate}: predictions against measurements. */
final class ValidateCommand implements Command {
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
        return List.of(MEASUREMENTS, Session.CALIBRATION, Session.FORMAT, Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("FILE", 0, Integer.MAX_VALUE, List.of(), "More files of measured times.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        Format format = Session.format(a);
        List<String> names = new ArrayList<>(a.all("--measurements"));
        names.addAll(a.rest());
        if (names.isEmpty()) {
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
        if (format == Format.CSV) {
            StringBuilder b = new StringBuilder();
            ValidationReport.csv(files, predictions, b);
            session.write(a, b);
        } else {
            session.write(a, ValidationReport.sheet(predictions));
        }
        return Ttbench.DONE;
    }

    private static List<String> shipped(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(Path::toString).filter(n -> n.endsWith(".csv")).sorted().toList();
        }
    }
}
