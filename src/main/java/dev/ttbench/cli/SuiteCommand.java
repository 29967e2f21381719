package dev.ttbench.cli;

import dev.ttbench.figure.SvgChart;
import dev.ttbench.page.SuitePage;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.Format;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.StudyReport;
import dev.ttbench.report.SuiteIndex;
import dev.ttbench.spec.Suggest;
import dev.ttbench.study.Overrides;
import dev.ttbench.study.StudyResult;
import dev.ttbench.study.SuiteDef;
import dev.ttbench.study.SuiteReader;
import dev.ttbench.study.SuiteResult;
import dev.ttbench.study.SuiteRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ttbench suite}: the studies of a suite, their tables, figures and findings, into a folder. */
final class SuiteCommand implements Command {
    private static final Option OUTPUT = new Option("--output", "-o", "FOLDER", false, List.of(), null,
            "Where tables (CSV, JSON), figures (SVG), index.html and index.md go; made when it is not there. Without it the findings are printed.");
    private static final Option STUDY = new Option("--study", null, "ID", true, List.of(), null, "Only this study; 'ttbench show SUITE' names them.");
    private static final Option THREADS = Option.of("--threads", "N", "Generations profiled at once; default one a core. The answer does not depend on it.");
    private static final Option SET = new Option("--set", null, "NAME=VALUE", true, List.of(), null,
            "A parameter, for every model that has it; a study that sets it itself keeps its own.");
    private static final Option FORMAT = Option.choice("--format", Format.ids(), "Form of the findings when they are printed; default table.");
    private static final List<String> SETTINGS = List.of("--device", "--dtype", "--attention", "--runtime", "--layout");
    private static final List<Option> OPTIONS = options(ProfileOptions.all());

    private static List<Option> options(List<Option> profile) {
        List<Option> out = new java.util.ArrayList<>(List.of(OUTPUT, STUDY));
        out.add(SET);
        profile.stream().filter(o -> SETTINGS.contains(o.name())).forEach(out::add);
        out.add(Session.CALIBRATION);
        out.add(THREADS);
        out.add(FORMAT);
        return out;
    }

    @Override
    public String name() {
        return "suite";
    }

    @Override
    public String about() {
        return "Runs a suite of studies: tables, figures and findings, into a folder.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench suite paper --output out", "ttbench suite paper --output out-h100 --device h100-sxm5-80gb --study operator-breakdown");
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public Rest rest() {
        return new Rest("SUITE", 1, 1, List.of(), List.of("suites"), "A name of 'ttbench list suites', or a YAML file.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        if (a.one("--format") != null && Format.of(a.one("--format")) == null) {
            throw PicocliParser.choice("--format", a.one("--format"), Format.ids());
        }
        if (a.one("--format") != null && a.one("--output") != null) {
            throw new UsageException("--format is for findings that are printed", "--output writes CSV and JSON of every study");
        }
        Suites suites = session.suites();
        SuiteDef suite = SuiteReader.read(suites.files(), file(suites, a.rest().get(0)));
        int threads = threads(a.one("--threads"));
        SuiteResult result = new SuiteRunner(suite, () -> new Suites(suites.files()), overrides(a), threads).run(a.all("--study"));
        String folder = a.one("--output");
        if (folder == null) {
            boolean table = a.one("--format") == null || a.one("--format").equals(Format.TABLE.id());
            session.print(a, table ? paragraphs(result) : findings(result));
        } else {
            // the folder and the number of threads make no difference to the page
            List<Option> told = OPTIONS.stream().filter(o -> o != OUTPUT && o != THREADS).toList();
            write(result, folder, CommandText.of(name(), a, told) + " --output FOLDER", session);
        }
        return Ttbench.DONE;
    }

    /** A file as given, a shipped suite by name, or by its path in the distribution wherever that lies. */
    private static String file(Suites suites, String nameOrPath) {
        if (nameOrPath.endsWith(".yaml") || nameOrPath.endsWith(".yml") || nameOrPath.contains("/") || nameOrPath.contains("\\")) {
            String name = nameOrPath.startsWith("suites/") && nameOrPath.endsWith(".yaml") ? nameOrPath.substring(7, nameOrPath.length() - 5) : "";
            String shipped = name.isEmpty() || Files.exists(Path.of(nameOrPath)) ? null : Catalogue.suiteFile(suites, name);
            return shipped == null ? nameOrPath : shipped;
        }
        String file = Catalogue.suiteFile(suites, nameOrPath);
        if (file == null) {
            throw new UsageException("there is no suite '" + nameOrPath + "'", Suggest.hint(nameOrPath, Catalogue.ids(suites, "suites")));
        }
        return file;
    }

    private static Overrides overrides(Arguments a) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String option : SETTINGS) {
            if (a.one(option) != null) {
                settings.put(option.substring(2), a.one(option));
            }
        }
        return new Overrides(settings, ProfileOptions.set(a));
    }

    /** Threads asked for, or as many as there are cores. */
    static int threads(String given) {
        if (given == null) {
            return Math.min(16, Runtime.getRuntime().availableProcessors());
        }
        try {
            int n = Integer.parseInt(given.strip());
            if (n >= 1 && n <= 1024) {
                return n;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException("--threads " + given + ": a number from 1 to 1024 expected", null);
    }

    /** For people: a part a study, each finding a paragraph. */
    private static Sheet paragraphs(SuiteResult r) {
        Sheet sheet = new Sheet("suite", r.suite().title()).fact("runs", (long) r.runs());
        for (StudyResult s : r.studies()) {
            Sheet.Table t = sheet.table(s.study().id(), s.study().title(), "claim", "grade", "verdict", "findings");
            for (StudyResult.Finding f : s.findings()) {
                t.row(f.claim().id(), f.claim().grade(), f.verdict().label(), "Claimed: " + f.claim().says() + ". Here: " + f.says() + "." + (f.why() == null ? "" : " " + f.why()));
            }
        }
        return sheet;
    }

    private static Sheet findings(SuiteResult r) {
        Sheet sheet = new Sheet("suite", r.suite().title()).fact("id", r.suite().id()).fact("runs", (long) r.runs());
        Sheet.Table t = sheet.table("findings", "Findings", "study", "claim", "grade", "verdict", "claim_says", "ttbench_says", "why");
        for (StudyResult s : r.studies()) {
            for (StudyResult.Finding f : s.findings()) {
                t.row(s.study().id(), f.claim().id(), f.claim().grade(), f.verdict().label(), f.claim().says(), f.says(), f.why());
            }
        }
        return sheet;
    }

    private static void write(SuiteResult r, String folder, String command, Session session) throws IOException {
        Path to;
        try {
            to = Path.of(folder);
            Files.createDirectories(to);
        } catch (IOException | InvalidPathException e) {
            throw new OutputFile.WriteException(folder, e);
        }
        int files = 2;
        for (StudyResult s : r.studies()) {
            String base = to.resolve(s.study().id()).toString();
            StringBuilder csv = new StringBuilder();
            StudyReport.csv(s, csv);
            OutputFile.write(base + ".csv", csv);
            StringBuilder json = new StringBuilder();
            StudyReport.json(r, s, Version.number(), json);
            OutputFile.write(base + ".json", json);
            files += 2;
            if (s.chart() != null) {
                OutputFile.write(base + ".svg", SvgChart.svg(s.chart()));
                files++;
            }
        }
        StringBuilder index = new StringBuilder();
        SuiteIndex.write(r, Version.number(), index);
        OutputFile.write(to.resolve("index.md").toString(), index);
        StringBuilder page = new StringBuilder(1 << 16);
        SuitePage.write(r, Version.number(), command, page);
        OutputFile.write(to.resolve("index.html").toString(), page);
        StringBuilder said = new StringBuilder();
        for (StudyResult.Verdict v : StudyResult.Verdict.values()) {
            long n = r.studies().stream().flatMap(s -> s.findings().stream()).filter(f -> f.verdict() == v).count();
            said.append(said.isEmpty() ? "" : ", ").append(v.label()).append(' ').append(n);
        }
        session.note("ttbench: " + files + " files in " + folder + ", index.html or index.md first; findings: " + said);
    }
}
