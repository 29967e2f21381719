package dev.ttbench.cli;

import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.Format;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.sweep.Axis;
import dev.ttbench.sweep.Columns;
import dev.ttbench.sweep.RequestLines;
import dev.ttbench.sweep.RowWriter;
import dev.ttbench.sweep.Selection;
import dev.ttbench.sweep.Shard;
import dev.ttbench.sweep.SweepCheck;
import dev.ttbench.sweep.SweepDef;
import dev.ttbench.sweep.SweepFile;
import dev.ttbench.sweep.SweepReader;
import dev.ttbench.sweep.SweepRequest;
import dev.ttbench.sweep.SweepRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ttbench sweep}: the cross product of axes, or requests that come one a line. */
final class SweepCommand implements Command {
    private static final Option FROM = Option.of("--from", "FILE", "Requests instead of axes, one JSON object a line; - is stdin. One result a line, in the same order.");
    private static final Option ZIP = new Option("--zip", null, "NAME,NAME", true, List.of(), null, "Axes that go together, value by value, instead of crossing.");
    private static final Option WHERE = Option.of("--where", "CONDITION", "Only points for which it holds, as 'height * width <= 2^22'.");
    private static final Option SHARD = Option.of("--shard", "I/N", "Only the I-th of N parts; 'ttbench merge' joins them.");
    private static final Option RESUME = Option.flag("--resume", "Goes on where an interrupted sweep to the same file was stopped.");
    private static final Option TOP = Option.of("--top", "N", "Only the N best rows by the column of --by.");
    private static final Option BY = Option.of("--by", "COLUMN", "What --top sorts by, smallest first; default time_s.");
    private static final Option PARETO = Option.of("--pareto", "COLUMN,COLUMN", "Only rows that no other row beats in all of these columns; smaller is better.");
    private static final Option THREADS = Option.of("--threads", "N", "Points answered at once; default one a core. The rows do not depend on it.");
    private static final List<String> FORMATS = List.of("csv", "jsonl");
    private static final Option FORMAT = Option.choice("--format", FORMATS, "Form of the rows; default csv, or what the extension of -o says.");

    @Override
    public String name() {
        return "sweep";
    }

    @Override
    public String about() {
        return "Many requests at once: the cross product of axes, one row a point.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench sweep --model sd-v1.5 --set height=512:1024:128 --set batch=1,4 --device a100-sxm4-80gb,l4 -o out.csv",
                "ttbench sweep my-sweep.yaml --device h100-sxm5-80gb -o out.csv",
                "ttbench sweep --model sdxl --set batch=1:64*2 --runtime eager,compiled --top 3");
    }

    @Override
    public List<Option> options() {
        List<Option> out = new java.util.ArrayList<>();
        for (Option o : ProfileOptions.all()) {
            switch (o.name()) {
                case "--model", "--device", "--dtype", "--attention", "--runtime", "--layout" -> out.add(new Option(o.name(), null, o.name().substring(2).toUpperCase(java.util.Locale.ROOT) + ",...", false,
                        List.of(), o.listed(), "Values of this axis, with commas between."));
                case "--set" -> out.add(new Option("--set", null, "NAME=VALUES", true, List.of(), null,
                        "An axis: 1,2,4, or from:to:step (the end included), or from:to*factor, of a parameter of the model."));
                case "--stage", "--calibration" -> out.add(o);
                default -> { }
            }
        }
        out.addAll(List.of(ZIP, WHERE, FROM, TOP, BY, PARETO, SHARD, RESUME, THREADS, FORMAT, Session.OUTPUT));
        return out;
    }

    @Override
    public Rest rest() {
        return new Rest("FILE", 0, 1, List.of(), "A sweep in a YAML file; options stand in place of what it says.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        Suites suites = session.suites();
        SweepRunner runner = new SweepRunner(() -> new Suites(suites.files()), SuiteCommand.threads(a.one("--threads")));
        if (a.one("--from") != null) {
            return requests(a, session, runner);
        }
        SweepRequest request = request(a, suites);
        SweepDef def = request.def();
        SweepCheck.check(request, suites);
        RowWriter writer = writer(a);
        Selection selection = Selection.of(a.one("--top"), a.one("--by"), a.one("--pareto"), Columns.of(def));
        Shard shard = a.one("--shard") == null ? Shard.ALL : Shard.parse(a.one("--shard"));
        Progress progress = new Progress(session, def, shard);
        String file = a.one("--output");
        boolean toFile = file != null && !file.equals("-");
        if (a.has("--resume") && (!toFile || selection != null)) {
            throw new UsageException("--resume needs " + (toFile ? "all rows" : "-o FILE"), "rows of an interrupted sweep are in its file; --top and --pareto keep none");
        }
        if (selection == null && toFile) {
            try {
                SweepFile.run(Path.of(file), def, shard, writer, a.has("--resume"), Version.number(), suites, runner, progress::begin, progress::add);
            } catch (IOException | java.nio.file.InvalidPathException e) {
                throw new OutputFile.WriteException(file, e);
            }
        } else {
            StringBuilder b = new StringBuilder(writer.header(Columns.of(def)));
            runner.run(def, shard.from(def.shapes()), shard.to(def.shapes()), 0, results -> {
                progress.add(results);
                if (selection != null) {
                    results.forEach(selection::add);
                    return;
                }
                results.forEach(r -> writer.row(def.columns(), r, b));
                session.out().append(b);
                b.setLength(0);
            });
            if (selection != null) {
                selection.rows().forEach(r -> writer.row(def.columns(), r, b));
                session.write(a, b);
            }
        }
        progress.end();
        return Ttbench.DONE;
    }

    private static int requests(Arguments a, Session session, SweepRunner runner) throws IOException {
        if (!a.rest().isEmpty()) {
            throw new UsageException(a.rest().get(0) + " does not go with --from", "each line is a request of its own");
        }
        for (String o : List.of("--model", "--set", "--zip", "--where", "--shard", "--resume", "--top", "--pareto", "--device", "--dtype", "--attention", "--runtime", "--layout", "--stage")) {
            if (a.has(o)) {
                throw new UsageException(o + " does not go with --from", "each line is a request of its own");
            }
        }
        String from = a.one("--from");
        String file = a.one("--output");
        boolean toFile = file != null && !file.equals("-");
        StringBuilder all = new StringBuilder();
        try (BufferedReader in = from.equals("-") ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)) : open(from)) {
            runner.run(new RequestLines(in), line -> {
                all.append(line);
                if (!toFile) {
                    session.out().append(all);
                    session.out().flush();
                    all.setLength(0);
                }
            });
        }
        if (toFile) {
            session.write(a, all);
        }
        return Ttbench.DONE;
    }

    private static BufferedReader open(String file) throws IOException {
        if (!Files.isRegularFile(Path.of(file))) {
            throw new InputException(new Problem(file, 0, 0, "there is no such file", null));
        }
        return Files.newBufferedReader(Path.of(file));
    }

    private static SweepRequest request(Arguments a, Suites suites) {
        if (a.rest().isEmpty() && a.one("--model") == null) {
            throw new UsageException("--model is needed", "such as --model sd-v1.5; or a FILE that holds a sweep; or --from FILE");
        }
        Map<String, List<String>> axes = new LinkedHashMap<>();
        for (String s : a.all("--set")) {
            int equals = s.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("--set " + s + ": NAME=VALUES expected", "such as --set height=512:1024:128");
            }
            String name = s.substring(0, equals).strip();
            if (axes.put(name, Axis.values("--set " + name, s.substring(equals + 1).strip())) != null) {
                throw new UsageException("--set " + name + " is given twice", "values of one axis have commas between");
            }
        }
        Map<String, List<String>> settings = new LinkedHashMap<>();
        for (String name : SweepDef.SETTINGS) {
            if (a.one("--" + name) != null) {
                settings.put(name, Axis.values("--" + name, a.one("--" + name)));
            }
        }
        List<List<String>> zips = a.all("--zip").stream().map(z -> Arrays.stream(z.split(",")).map(String::strip).toList()).toList();
        List<String> models = a.one("--model") == null ? List.of() : Axis.values("--model", a.one("--model"));
        SweepRequest options = new SweepRequest(models, axes, zips, a.one("--where"), settings, a.all("--stage"));
        return a.rest().isEmpty() ? options : options.over(SweepReader.read(a.rest().get(0), suites));
    }

    private static RowWriter writer(Arguments a) {
        String asked = a.one("--format");
        String file = a.one("--output");
        boolean lines = asked != null ? asked.equals("jsonl") : file != null && (file.endsWith(".jsonl") || file.endsWith(".ndjson"));
        if (asked == null && file != null && List.of("json", "html").contains(Format.idOfFile(file))) {
            throw PicocliParser.choice("-o " + file + ": format", Format.idOfFile(file), FORMATS);
        }
        return lines ? RowWriter.JSON_LINES : RowWriter.CSV;
    }
}
