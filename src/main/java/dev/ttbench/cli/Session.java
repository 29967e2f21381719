package dev.ttbench.cli;

import dev.ttbench.device.Devices;
import dev.ttbench.latency.CalibrationReader;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.By;
import dev.ttbench.report.Format;
import dev.ttbench.report.ReportSettings;
import dev.ttbench.report.ReportSettings.Style;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.SheetReport;
import dev.ttbench.spec.CompiledSuites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** One run of a command: its streams and what the distribution holds. */
final class Session {
    static final Option FORMAT = Option.choice("--format", Format.ids(), "Form of the answer; default table, or what the extension of -o says.");
    static final Option OUTPUT = new Option("--output", "-o", "FILE", false, List.of(), null, "Where to write; - is stdout, the default.");
    static final Option CALIBRATION = Option.of("--calibration", "FILE", "Constants fitted to your own measurements, as 'ttbench calibrate' writes them, in place of the shipped.");

    private final Environment environment;
    private final PrintWriter out;
    private final PrintWriter err;
    private final String calibration;
    private final String device;
    private Suites suites;
    private boolean rewriting;

    Session(Environment environment, PrintWriter out, PrintWriter err) {
        this(environment, out, err, new Arguments());
    }

    /** A run with the constants of the calibration file that the arguments name, if they do. */
    Session(Environment environment, PrintWriter out, PrintWriter err, Arguments arguments) {
        this.environment = environment;
        this.out = out;
        this.err = err;
        calibration = arguments.one(CALIBRATION.name());
        device = arguments.one("--device");
    }

    PrintWriter out() {
        return out;
    }

    /** A line on stderr. */
    void note(String s) {
        err.write(s);
        err.write('\n');
    }

    /** Whether this runs as a step of GitHub Actions, where certain lines on stdout become annotations. */
    boolean inGithubActions() {
        return "true".equals(environment.variables().get("GITHUB_ACTIONS"));
    }

    /** Whether stderr is likely a terminal, so that a line may be rewritten. */
    boolean progressOnTerminal() {
        return environment.style(true).colour() || environment.terminal().getAsBoolean();
    }

    /** A line of progress on stderr, at once; {@code rewrite}: in the place of the one before. */
    void progress(String s, boolean rewrite) {
        err.write(rewrite ? "\r\u001b[K" + s : s + "\n");
        err.flush();
        rewriting = rewrite;
    }

    /** Ends a line that was rewritten. */
    void progressEnd() {
        if (rewriting) {
            err.write('\n');
        }
    }

    /** What reading left out, on stderr. */
    void warn() {
        suites.warnings().forEach(w -> note(w.text()));
    }

    /** Everything the distribution holds. */
    Suites suites() {
        if (suites == null) {
            if (!Files.isDirectory(environment.suites())) {
                throw new InputException(Problem.of("there is no folder '" + environment.suites() + "'",
                        "run bin/ttbench of the distribution, or give its folder with -D" + Environment.HOME + "=FOLDER"));
            }
            Path folder = environment.suites();
            Path compiled = folder.resolveSibling("lib").resolve("suites.bin");
            SuiteFiles files = new SuiteFiles(folder, CompiledSuites.open(compiled, folder));
            suites = new Suites(calibration == null ? files : files.with(CalibrationReader.read(calibration, files, own(files))));
        }
        return suites;
    }

    /** The id of a device of one's own: a calibration may be of it. */
    private Set<String> own(SuiteFiles files) {
        return device == null || !device.endsWith(".yaml") && !device.endsWith(".yml") ? Set.of() : Set.of(new Devices(files).get(device).id());
    }

    /** The folder of what is no part of the distribution and may be added: {@code TTBENCH_EXTRA}, else {@code lib/extra}. */
    Path extra() {
        String named = environment.variables().get("TTBENCH_EXTRA");
        return named != null && !named.isEmpty() ? Path.of(named) : environment.suites().resolveSibling("lib").resolve("extra");
    }

    /** The form that the arguments ask for. */
    static Format format(Arguments a) {
        String asked = a.one("--format");
        String file = a.one("--output");
        String id = asked != null ? asked : file == null || file.equals("-") ? Format.TABLE.id() : Format.idOfFile(file);
        Format f = Format.of(id);
        if (f == null) {
            throw PicocliParser.choice(asked != null ? "--format" : "-o " + file + ": format", id, Format.ids());
        }
        return f;
    }

    /** What a report needs beside its content. */
    ReportSettings settings(Arguments a, By by, List<String> modelArguments) {
        String file = a.one("--output");
        Style style = format(a) == Format.TABLE ? environment.style(file == null || file.equals("-")) : Style.PLAIN;
        return new ReportSettings(Version.number(), by, modelArguments, style);
    }

    /** Writes the answer where the arguments say: at once and whole, or not at all. */
    void write(Arguments a, CharSequence text) throws IOException {
        String file = a.one("--output");
        if (file == null || file.equals("-")) {
            out.append(text);
        } else {
            OutputFile.write(file, text);
        }
    }

    /** Writes a sheet. */
    void write(Arguments a, Sheet sheet) throws IOException {
        StringBuilder b = new StringBuilder();
        SheetReport.write(sheet, format(a), settings(a, null, List.of()), b);
        write(a, b);
    }

    /** Writes a sheet to stdout, for a command whose {@code --output} is something else. */
    void print(Arguments a, Sheet sheet) throws IOException {
        Format f = Format.of(a.one("--format") == null ? Format.TABLE.id() : a.one("--format"));
        SheetReport.write(sheet, f, new ReportSettings(Version.number(), null, List.of(), f == Format.TABLE ? environment.style(true) : Style.PLAIN), out);
    }
}
