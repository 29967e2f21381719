package dev.ttbench.lint;

import dev.ttbench.calibration.FitSets;
import dev.ttbench.comparison.CheckFile;
import dev.ttbench.comparison.Checker;
import dev.ttbench.device.ArchitectureReader;
import dev.ttbench.device.Defaults;
import dev.ttbench.device.DeviceReader;
import dev.ttbench.device.RuntimesReader;
import dev.ttbench.graph.Library;
import dev.ttbench.graph.WeightFormatReader;
import dev.ttbench.imports.Importer;
import dev.ttbench.latency.CalibrationReader;
import dev.ttbench.latency.Intervals;
import dev.ttbench.latency.LatencyReader;
import dev.ttbench.measurement.HarnessReader;
import dev.ttbench.measurement.Tolerances;
import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import dev.ttbench.study.Overrides;
import dev.ttbench.study.SuiteDef;
import dev.ttbench.study.SuiteReader;
import dev.ttbench.study.SuiteRunner;
import dev.ttbench.sweep.SweepReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks files of every kind and collects all problems: each for what it holds; models are also run with their defaults, suites as they are. */
public final class Lint {
    private static final List<String> KINDS = List.of("sweep", "checks", "model", "graph", "block", "suite", "device", "architecture", "latency", "runtimes", "defaults", "weight_formats", "import", "harnesses", "tolerances", "calibration", "intervals", "fits");
    private final SuiteFiles files;

    /** A check of files that see {@code files} beside them. */
    public Lint(SuiteFiles files) {
        this.files = files;
    }

    /** Every problem of the given files, sorted by place. */
    public List<Problem> check(List<String> paths) {
        TreeSet<Problem> all = new TreeSet<>();
        for (String path : paths) {
            try {
                if (Importer.accepts(path)) {
                    imported(path, all);
                } else {
                    check(path, files.read(path), all);
                }
            } catch (InputException e) {
                all.addAll(e.problems());
            }
        }
        return new ArrayList<>(all);
    }

    /** Checks a configuration to import: what is refused, what is left out, and whether the network runs with its defaults. */
    private void imported(String path, TreeSet<Problem> into) {
        Suites suites = new Suites(files);
        ModelDef model = suites.model(path);
        into.addAll(suites.warnings());
        new Profiler(suites).profile(model, new Request(path, Map.of(), null, null, null, null, null, List.of()));
    }

    private void check(String file, List<Node> documents, TreeSet<Problem> into) {
        Problems problems = new Problems(file);
        List<String> kinds = new ArrayList<>();
        for (Node n : documents) {
            String kind = n instanceof Node.MapNode m ? kind(m) : null;
            if (kind == null) {
                problems.add(n, "a document of no known kind", n instanceof Node.MapNode m && !m.entries().isEmpty()
                        ? "its first key says what it is: " + String.join(", ", KINDS) + hint(m.entries().get(0).key()) : "its first key says what it is: " + String.join(", ", KINDS));
            } else {
                kinds.add(kind);
                physical(kind, (Node.MapNode) n, problems);
            }
        }
        if (documents.isEmpty()) {
            problems.add(1, 1, "the file is empty", null);
        }
        if (kinds.contains("graph") || kinds.contains("block")) {
            List<Problem> found = new ArrayList<>();
            new Library(files).check(file, documents, found);
            problems.found().addAll(found);
        }
        if (kinds.contains("checks")) {
            checks(file, documents, into);
        }
        if (kinds.contains("model")) {
            model(file, documents, problems, into);
        }
        if (kinds.contains("suite")) {
            suite(documents, problems, into);
        }
        into.addAll(problems.found());
    }

    /** Checks a model, and profiles it once with its defaults when nothing is wrong so far: only then do shapes meet. */
    private void model(String file, List<Node> documents, Problems problems, TreeSet<Problem> into) {
        Suites suites = new Suites(files);
        ModelDef model = suites.readModel(file, documents, problems);
        if (problems.found().isEmpty()) {
            try {
                new Profiler(suites).profile(model, new Request(file, Map.of(), null, null, null, null, null, List.of()));
            } catch (InputException e) {
                into.addAll(e.problems());
            }
        }
    }

    /** Checks a file of checks, and that each can run. */
    private void checks(String file, List<Node> documents, TreeSet<Problem> into) {
        try {
            new Checker(new Suites(files)).run(CheckFile.read(file, documents));
        } catch (InputException e) {
            into.addAll(e.problems());
        }
    }

    /** Checks a suite, and runs it when nothing is wrong so far: only then do columns meet. */
    private void suite(List<Node> documents, Problems problems, TreeSet<Problem> into) {
        if (documents.size() > 1) {
            problems.add(documents.get(1), "a second document beside a suite", "one suite a file");
        }
        SuiteDef suite = documents.get(0) instanceof Node.MapNode m && m.get("suite") != null ? new SuiteReader(problems, m).read("") : null;
        if (suite != null && problems.found().isEmpty()) {
            try {
                new SuiteRunner(suite, () -> new Suites(files), Overrides.NONE, Runtime.getRuntime().availableProcessors()).run(List.of());
            } catch (InputException e) {
                into.addAll(e.problems());
            }
        }
    }

    /** What the YAML files beside one are called: a calibration may be of a device that lies there. */
    private static Set<String> beside(String file) {
        Path folder = Path.of(file).toAbsolutePath().getParent();
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".yaml")).map(n -> n.substring(0, n.length() - 5)).collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** The kind that the first key names; of a document that starts with another key, the first of those that it has. */
    private static String kind(Node.MapNode m) {
        if (!m.entries().isEmpty() && KINDS.contains(m.entries().get(0).key())) {
            return m.entries().get(0).key();
        }
        return KINDS.stream().filter(k -> m.get(k) != null).findFirst().orElse(null);
    }

    private static String hint(String key) {
        String near = Suggest.nearest(key, KINDS);
        return near == null ? "" : "; did you mean '" + near + "'?";
    }

    private void physical(String kind, Node.MapNode m, Problems problems) {
        switch (kind) {
            case "device" -> DeviceReader.read(m, problems, files);
            case "architecture" -> ArchitectureReader.read(m, problems);
            case "latency" -> LatencyReader.read(m, problems);
            case "runtimes" -> RuntimesReader.read(m, problems);
            case "defaults" -> Defaults.read(m, problems);
            case "weight_formats" -> WeightFormatReader.read(m, problems);
            case "intervals" -> Intervals.read(m, problems);
            case "fits" -> FitSets.read(m, problems);
            case "calibration" -> new CalibrationReader(files, problems, beside(problems.file())).read(m, null);
            case "import" -> new Importer(new Library(files)).check(m, problems);
            case "harnesses" -> HarnessReader.read(m, problems);
            case "sweep" -> SweepReader.read(m, problems, new Suites(files));
            case "tolerances" -> Tolerances.read(m, problems);
            default -> { }
        }
    }
}
