package dev.ttbench.cli;

import dev.ttbench.calibration.CalibrationFile;
import dev.ttbench.calibration.Calibrator;
import dev.ttbench.measurement.KernelTrace;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.report.CalibrationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ttbench calibrate}: fits the few constants that one's own measurements tell. */
final class CalibrateCommand implements Command {
    private static final Option DEVICE = new Option("--device", null, "DEVICE", false, List.of(), "devices", "What was measured: a name of 'ttbench list devices', or a YAML file.");
    private static final Option MEASUREMENTS = new Option("--measurements", null, "FILE", true, List.of(), null,
            "CSV files of measured times, or PyTorch profiler traces (.json, .json.gz); more may follow it.");
    private static final Option FIT = Option.of("--fit", "NAMES", "Constants to fit, with commas; without it, those that the kinds of the rows usually tell (suites/fits.yaml).");
    private static final Option SEED = Option.of("--seed", "N", "Of random starts and folds; default 1. The same seed gives the same answer.");
    private static final Option OUTPUT = new Option("--output", "-o", "FILE.yaml", false, List.of(), null, "Where the calibration file goes, for --calibration; without it, only the table is printed.");
    private static final Option FORMAT = Option.choice("--format", dev.ttbench.report.Format.ids(), "Form of the table on stdout; default table.");

    @Override
    public String name() {
        return "calibrate";
    }

    @Override
    public String about() {
        return "Fits constants of the latency model to your own measurements, into a file for --calibration.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench calibrate --device a100-sxm4-80gb --measurements gemms.csv -o mine.yaml", "ttbench calibrate --device my-gpu.yaml --measurements trace.json --fit dram_efficiency -o mine.yaml");
    }

    @Override
    public List<Option> options() {
        return List.of(DEVICE, MEASUREMENTS, FIT, SEED, Session.CALIBRATION, OUTPUT, FORMAT);
    }

    @Override
    public Rest rest() {
        return new Rest("FILE", 0, Integer.MAX_VALUE, List.of(), "More files of measured times.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        if (a.one("--device") == null) {
            throw new UsageException("--device is needed", "what was measured, such as --device a100-sxm4-80gb; 'ttbench list devices' names them");
        }
        List<String> names = new ArrayList<>(a.all("--measurements"));
        names.addAll(a.rest());
        if (names.isEmpty()) {
            throw new UsageException("--measurements is needed", "a CSV file of measured times; docs/reference/measurements.md has its columns");
        }
        String device = session.suites().devices().know(a.one("--device")).id();
        List<MeasurementFile> files = new ArrayList<>();
        for (String n : names) {
            if (KernelTrace.is(n)) {
                KernelTrace trace = KernelTrace.read(n, device);
                files.addAll(trace.files());
                session.note("ttbench: " + n + ": " + trace.summary());
            } else {
                files.add(MeasurementFile.read(n));
            }
        }
        Calibrator.Outcome o = new Calibrator(session.suites(), a.one("--device"), seed(a.one("--seed"))).calibrate(files, constants(a.one("--fit")));
        String file = a.one("--output");
        if (file != null && !file.equals("-")) {
            String stem = Path.of(file).getFileName().toString().replaceFirst("\\.ya?ml$", "");
            OutputFile.write(file, CalibrationFile.text(stem, names.stream().map(n -> Path.of(n).getFileName().toString()).toList(), o, session.suites().files().overlay()));
        }
        session.print(a, CalibrationReport.sheet(o));
        Calibrator.Change all = o.changes().get(o.changes().size() - 1);
        if (all.apart().median() >= all.before().median()) {
            session.note("ttbench: warning: cases that a fit has not seen are predicted no better than by the shipped constants: keep those");
        }
        return Ttbench.DONE;
    }

    private static List<String> constants(String given) {
        List<String> out = new ArrayList<>();
        for (String n : given == null ? new String[0] : given.split(",")) {
            if (!n.isBlank()) {
                out.add(n.strip());
            }
        }
        if (given != null && out.isEmpty()) {
            throw new UsageException("--fit names no constant", "such as --fit tensor_efficiency,matmul_floor_us");
        }
        return out;
    }

    private static long seed(String given) {
        try {
            return given == null ? 1 : Long.parseLong(given.strip());
        } catch (NumberFormatException e) {
            throw new UsageException("--seed " + given + ": an integer expected", null);
        }
    }
}
