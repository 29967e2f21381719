package dev.ttbench.cli;

import dev.ttbench.figure.SvgChart;
import dev.ttbench.page.SweepPage;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.SweepPlot;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.sweep.Columns;
import dev.ttbench.sweep.ParquetFile;
import dev.ttbench.sweep.RequestLines;
import dev.ttbench.sweep.Result;
import dev.ttbench.sweep.Row;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
    private static final Option PLOT = Option.of("--plot", "FILE.svg", "Also draws a picture of the rows.");
    private static final Option X = Option.of("--x", "COLUMN", "What the plot has along its horizontal axis; default the first axis of several values.");
    private static final Option Y = Option.of("--y", "COLUMN", "What it has upwards; default time_s.");
    private static final Option COLOUR = Option.of("--colour", "COLUMN", "What its colours tell; default the next axis. With two axes and a number: a heat map.");
    private static final String HTML = "html";
    private static final List<String> FORMATS = List.of("csv", "jsonl", "parquet", HTML);
    /** Options that a request a line has no use for. */
    private static final List<String> OF_AXES = List.of("--model", "--set", "--zip", "--where", "--shard", "--resume", "--top", "--by", "--pareto", "--device", "--dtype", "--attention", "--runtime", "--layout",
            "--stage", "--plot", "--x", "--y", "--colour");
    private static final Option FORMAT = Option.choice("--format", FORMATS, "Form of the rows; html is a page with a plot; default csv, or what the extension of -o says.");

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
                "ttbench sweep --model sd-v1.5 --set height=256:1024:64 --set width=256:1024:64 --plot out.svg --x height --y width --colour time_s -o out.csv",
                "ttbench sweep --model sd-v1.5 --set height=256:1024:128 --attention baseline,flash -o out.html",
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
        out.addAll(List.of(ZIP, WHERE, FROM, TOP, BY, PARETO, PLOT, X, Y, COLOUR, SHARD, RESUME, THREADS, FORMAT, Session.OUTPUT));
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
        Shard shard = a.one("--shard") == null ? Shard.ALL : Shard.parse(a.one("--shard"));
        Selection selection = Selection.of(a.one("--top"), a.one("--by"), a.one("--pareto"), Columns.of(def));
        String form = form(a, "csv");
        RowWriter writer = form.equals("jsonl") ? RowWriter.JSON_LINES : RowWriter.CSV;
        ParquetFile parquet = form.equals("parquet") ? parquet(a, session, shard) : null;
        SweepPage page = form.equals(HTML) ? new SweepPage(def) : null;
        SweepPlot plot = plot(a, def, page != null);
        folder(a, "--plot");
        folder(a, "--output");
        if (a.has("--resume") && (!toFile(a) || selection != null)) {
            throw new UsageException("--resume needs " + (toFile(a) ? "all rows" : "-o FILE"), "rows of an interrupted sweep are in its file; --top and --pareto keep none");
        }
        if (a.has("--resume") && page != null) {
            throw new UsageException("--resume does not go with a page", "write the rows as CSV, JSON lines or Parquet");
        }
        Progress progress = new Progress(session, def, shard);
        if (selection == null && page == null && toFile(a)) {
            String file = a.one("--output");
            try {
                SweepFile.run(Path.of(file), def, shard, writer, parquet, a.has("--resume"), Version.number(), suites, runner, watcher(progress, plot));
            } catch (IOException | java.nio.file.InvalidPathException e) {
                throw new OutputFile.WriteException(file, e);
            }
        } else {
            StringBuilder b = new StringBuilder(page != null ? "" : writer.header(Columns.of(def)));
            Consumer<Result> rows = page != null ? page::add : r -> writer.row(def.columns(), r, b);
            try {
                runner.run(def, shard.from(def.shapes()), shard.to(def.shapes()), 0, results -> {
                    progress.add(results);
                    if (selection != null) {
                        results.forEach(selection::add);
                        return;
                    }
                    results.forEach(rows);
                    draw(plot, results);
                    if (page == null) {
                        print(session, b, plot != null);
                    }
                });
            } catch (ReaderLeft e) {
                progress.end();
                return Ttbench.DONE;
            }
            if (selection != null) {
                selection.rows().forEach(rows);
                draw(plot, selection.rows());
            }
            if (page != null) {
                page.write(plot, Version.number(), CommandText.of(name(), a, options().stream().filter(o -> o != THREADS).toList()), b);
            }
            if (selection != null || page != null) {
                write(a, session, b, parquet);
            }
        }
        progress.end();
        if (a.has("--plot")) {
            OutputFile.write(a.one("--plot"), SvgChart.svg(plot.chart()));
            plot.notes().forEach(n -> session.note("ttbench: " + n));
        }
        return Ttbench.DONE;
    }

    /** Nobody reads stdout any more, as after {@code | head}: the rest of the rows is for nobody. */
    private static final class ReaderLeft extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static void print(Session session, StringBuilder rows, boolean goOn) throws ReaderLeft {
        session.out().append(rows);
        rows.setLength(0);
        if (session.out().checkError() && !goOn) {
            throw new ReaderLeft();
        }
    }

    private static boolean toFile(Arguments a) {
        return a.one("--output") != null && !a.one("--output").equals("-");
    }

    /** The picture that is asked for; a page has one in any case. */
    private static SweepPlot plot(Arguments a, SweepDef def, boolean page) {
        if (a.has("--plot")) {
            if (!a.one("--plot").endsWith(".svg")) {
                throw new UsageException("--plot " + a.one("--plot") + ": a name that ends in .svg expected", "such as --plot out.svg");
            }
        }
        if (page || a.has("--plot")) {
            return SweepPlot.of(def, a.one("--x"), a.one("--y"), a.one("--colour"));
        }
        for (String o : List.of("--x", "--y", "--colour")) {
            if (a.has(o)) {
                throw new UsageException(o + " goes with --plot or a page", "such as --plot out.svg " + o + " " + a.one(o));
            }
        }
        return null;
    }

    /** Refuses a file in a folder that is not there, before the work and not after it. */
    private static void folder(Arguments a, String option) throws IOException {
        String file = a.one(option);
        try {
            if (file != null && !file.equals("-") && !Files.isDirectory(Path.of(file).toAbsolutePath().getParent())) {
                throw new OutputFile.WriteException(file, new java.nio.file.NoSuchFileException(file));
            }
        } catch (java.nio.file.InvalidPathException e) {
            throw new OutputFile.WriteException(file, e);
        }
    }

    private static void draw(SweepPlot plot, List<Result> results) {
        if (plot != null) {
            results.forEach(r -> plot.add(Row.of(r)));
        }
    }

    private static SweepFile.Watcher watcher(Progress progress, SweepPlot plot) {
        return new SweepFile.Watcher() {
            @Override
            public void begun(long rows) {
                progress.begin(rows);
            }

            @Override
            public boolean wantsEarlier() {
                return plot != null;
            }

            @Override
            public void earlier(Row row) {
                plot.add(row);
            }

            @Override
            public void take(List<Result> results) {
                progress.add(results);
                draw(plot, results);
            }
        };
    }

    private static ParquetFile parquet(Arguments a, Session session, Shard shard) {
        if (!toFile(a)) {
            throw new UsageException("--format parquet needs -o FILE", "such as -o out.parquet");
        }
        if (shard.of() > 1) {
            throw new UsageException("a part of a sweep is not written as Parquet", "write parts as CSV; 'ttbench merge part-*.csv -o all.parquet' joins them");
        }
        ParquetFile.check(Path.of(a.one("--output")));
        return ParquetFile.with(session.extra());
    }

    private static void write(Arguments a, Session session, StringBuilder rows, ParquetFile parquet) throws IOException {
        if (parquet == null) {
            session.write(a, rows);
            return;
        }
        Path folder = Path.of(a.one("--output")).toAbsolutePath().getParent();
        OutputFile.write(a.one("--output"), out -> parquet.write(folder, csv -> csv.write(rows.toString().getBytes(StandardCharsets.UTF_8)), out));
    }

    private static int requests(Arguments a, Session session, SweepRunner runner) throws IOException {
        if (!a.rest().isEmpty()) {
            throw new UsageException(a.rest().get(0) + " does not go with --from", "each line is a request of its own");
        }
        for (String o : OF_AXES) {
            if (a.has(o)) {
                throw new UsageException(o + " does not go with --from", "each line is a request of its own");
            }
        }
        if (!form(a, "jsonl").equals("jsonl")) {
            throw new UsageException("--from is answered in JSON lines", "such as -o out.jsonl; each request may have columns of its own");
        }
        String from = a.one("--from");
        boolean toFile = toFile(a);
        StringBuilder all = new StringBuilder();
        try (BufferedReader in = from.equals("-") ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)) : open(from)) {
            runner.run(new RequestLines(in), line -> {
                all.append(line);
                if (!toFile) {
                    print(session, all, false);
                }
            });
        } catch (ReaderLeft e) {
            return Ttbench.DONE;
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
        SweepRequest options = options(a);
        return a.rest().isEmpty() ? options : options.over(SweepReader.read(a.rest().get(0), suites));
    }

    /** What the options ask for. */
    static SweepRequest options(Arguments a) {
        Map<String, String> settings = new LinkedHashMap<>();
        SweepDef.SETTINGS.forEach(name -> settings.put(name, a.one("--" + name)));
        return SweepRequest.of(a.one("--model"), a.all("--set"), a.all("--zip"), a.one("--where"), settings, a.all("--stage"));
    }

    /** The form of the rows: what is asked for, else what the file's name says, else the given. */
    private static String form(Arguments a, String otherwise) {
        String file = a.one("--output");
        if (a.one("--format") != null || !toFile(a)) {
            return a.one("--format") != null ? a.one("--format") : otherwise;
        }
        String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
        return switch (extension) {
            case "csv", "jsonl", "parquet", HTML -> extension;
            case "htm" -> HTML;
            case "ndjson" -> "jsonl";
            case "json", "md", "svg", "xlsx" -> throw PicocliParser.choice("-o " + file + ": format", extension, FORMATS);
            default -> otherwise;
        };
    }
}
