package dev.ttbench.imports;

import dev.ttbench.graph.Library;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.JsonReader;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Values;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Turns a configuration of another library into a model file: a network's {@code config.json}, or the folder of a pipeline with its
 * {@code model_index.json}. What a class is, and how its keys map to a graph, is data: {@code suites/imports}.
 */
public final class Importer {
    /** The folder of the descriptions of classes. */
    public static final String KIND = "imports";
    private static final String INDEX = "model_index.json";
    private static final String CONFIG = "config.json";

    private final Library library;
    private final SuiteFiles files;

    /** An importer for the graphs of {@code library}. */
    public Importer(Library library) {
        this.library = library;
        this.files = library.files();
    }

    /**
     * A model file made of a configuration.
     *
     * @param text the YAML
     * @param sha256 digest of the configurations read
     * @param warnings keys that were left out
     * @param idleParameters parameters of the classes that no stage runs
     */
    public record Imported(String text, String sha256, List<Problem> warnings, long idleParameters) { }

    /** Whether a path is one to import: a JSON file, or a folder. */
    public static boolean accepts(String path) {
        try {
            return path.endsWith(".json") || Files.isDirectory(Path.of(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The model that a configuration describes.
     *
     * @throws InputException when it cannot be read, names no known class, or asks for what is not supported
     */
    public Imported read(String path) {
        Path p = Path.of(path);
        if (Files.isDirectory(p)) {
            Path index = p.resolve(INDEX);
            Path config = p.resolve(CONFIG);
            if (!Files.exists(index) && !Files.exists(config)) {
                throw new InputException(new Problem(path, 0, 0, "this folder holds neither " + INDEX + " nor " + CONFIG, "give the folder of a pipeline or of one network, or a configuration file"));
            }
            p = Files.exists(index) ? index : config;
        }
        List<String> digests = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        Network network = network(p.toString(), digests, warnings);
        ImportDef def = network.def;
        List<String> sources = new ArrayList<>();
        String sha256 = digests.size() == 1 ? digests.get(0) : SuiteFiles.digest(String.join("\n", digests).getBytes(StandardCharsets.UTF_8));
        sources.add("imported from " + origin(p) + ", sha256 " + sha256);
        sources.add("a key that is absent has the default of its class: " + def.name() + " of " + def.library());
        try {
            ModelText text = new ModelText(name(p), def.name() + " of " + place(p), def, sources, network.config,
                    new StageTexts(library).of(def, network.config, network.parts));
            return new Imported(text.yaml(), sha256, warnings, network.idle());
        } catch (EvalException e) {
            throw new InputException(new Problem(p.toString(), 0, 0, "this configuration does not fit together: " + e.getMessage(), e.hint()));
        }
    }

    /** A class, its configuration and, of a pipeline, its parts. */
    record Network(ImportDef def, Config config, Map<String, Network> parts) {
        /** Parameters that no stage runs. */
        long idle() {
            long own = def.idle() == null ? 0 : Values.integer(def.idle().eval(config), "'idle_parameters'");
            for (Network part : parts.values()) {
                own = Math.addExact(own, part.idle());
            }
            return own;
        }
    }

    private Network network(String file, List<String> digests, List<Problem> warnings) {
        byte[] bytes = files.bytes(file);
        digests.add(SuiteFiles.digest(bytes));
        Node root = JsonReader.read(file, new String(bytes, StandardCharsets.UTF_8));
        Problems problems = new Problems(file);
        if (!(root instanceof Node.MapNode map)) {
            throw new InputException(new Problem(file, root.line(), root.column(), "a configuration is a JSON object, not " + root.describe(), null));
        }
        ImportDef def = definition(file, map);
        Map<String, Network> parts = new LinkedHashMap<>();
        Map<String, Config> configs = new LinkedHashMap<>();
        for (ImportDef.Component c : def.components().values()) {
            Node.Entry e = map.entry(c.name());
            boolean there = e != null && e.value() instanceof Node.ListNode l && !l.items().isEmpty() && l.items().get(l.items().size() - 1) instanceof Node.Scalar s && s.value() != null;
            Path config = Path.of(file).toAbsolutePath().getParent().resolve(c.name()).resolve(CONFIG);
            if (there && Files.exists(config)) {
                Path shown = Path.of(file).getParent();
                Network part = network(shown == null ? c.name() + "/" + CONFIG : shown.resolve(c.name()).resolve(CONFIG).toString(), digests, warnings);
                parts.put(c.name(), part);
                configs.put(c.name(), part.config);
            } else {
                configs.put(c.name(), null);
                if (there || !c.optional()) {
                    problems.add(e == null ? map.line() : e.line(), e == null ? map.column() : e.column(), "the part '" + c.name() + "' is missing",
                            there ? "there is no " + c.name() + "/" + CONFIG + " beside this file" : def.name() + " needs it");
                }
            }
        }
        Config config = new Config(def, map, problems, warnings, configs);
        problems.raise();
        return new Network(def, config, parts);
    }

    /** The description of the class that a configuration names. */
    private ImportDef definition(String file, Node.MapNode map) {
        List<String> names = new ArrayList<>();
        add(names, map.get("_class_name"));
        add(names, map.get("architectures"));
        add(names, map.get("model_type"));
        if (names.isEmpty()) {
            throw new InputException(new Problem(file, map.line(), map.column(), "this configuration does not say which class it is for",
                    "'_class_name', 'architectures' or 'model_type' does, such as \"_class_name\": \"UNet2DConditionModel\""));
        }
        for (String n : names) {
            ImportDef def = find(n);
            if (def != null && def.stages().items().isEmpty()) {
                break;
            }
            if (def != null) {
                return def;
            }
        }
        String name = names.get(0);
        if (name.endsWith("Scheduler") || name.contains("Tokenizer") || name.endsWith("Processor") || name.endsWith("Extractor")) {
            throw new InputException(new Problem(file, map.line(), map.column(), "'" + name + "' is no network: nothing of it runs on the accelerator",
                    "steps of a scheduler are the parameter 'steps' of a model"));
        }
        Node.Entry e = map.entry("_class_name") != null ? map.entry("_class_name") : map.entry("architectures") != null ? map.entry("architectures") : map.entry("model_type");
        throw new InputException(new Problem(file, e.line(), e.column(), "the class '" + name + "' is not among those that can be imported",
                Suggest.hint(name, names()) != null ? Suggest.hint(name, names()) : "'ttbench list imports' names them"));
    }

    private static void add(List<String> names, Node n) {
        if (n instanceof Node.ListNode l) {
            l.items().forEach(i -> add(names, i));
        } else if (n instanceof Node.Scalar s && s.value() instanceof String t) {
            names.add(t);
        }
    }

    /** Names of every class that can be imported, sorted. */
    public List<String> names() {
        TreeSet<String> out = new TreeSet<>();
        for (String n : files.names(KIND)) {
            ImportDef def = definition(n);
            if (!def.stages().items().isEmpty()) {
                out.addAll(def.names());
            }
        }
        return new ArrayList<>(out);
    }

    private ImportDef find(String name) {
        if (files.find(KIND, name, null) != null) {
            return definition(name);
        }
        for (String n : files.names(KIND)) {
            ImportDef def = definition(n);
            if (def.names().contains(name)) {
                return def;
            }
        }
        return null;
    }

    /** A shipped description, with what it inherits. */
    public ImportDef definition(String name) {
        String file = files.find(KIND, name, null);
        Problems problems = new Problems(file);
        ImportDef def = ImportReader.read(problems, files.map(file, problems));
        problems.raise();
        return def.base() == null ? def : def.on(definition(def.base()));
    }

    /** Every problem of an {@code import:} document, whose model is also made from the class's defaults when it needs nothing else. */
    public void check(Node.MapNode document, Problems problems) {
        ImportDef def = ImportReader.read(problems, document);
        if (!problems.found().isEmpty() || def.isPipeline() || def.keys().values().stream().anyMatch(ImportDef.Key::required)) {
            return;
        }
        try {
            Config config = new Config(def, new Node.MapNode(List.of(), document.line(), document.column()), problems, new ArrayList<>(), Map.of());
            if (problems.found().isEmpty()) {
                new ModelText("defaults", def.name(), def, List.of(), config, new StageTexts(library).of(def, config, Map.of())).yaml();
            }
        } catch (EvalException e) {
            problems.add(document, "with the class's defaults: " + e.getMessage(), e.hint());
        }
    }

    /** A name for the model: the folders that its configuration stands in. */
    private static String name(Path config) {
        String s = place(config).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return s.isEmpty() ? "imported" : s;
    }

    private static String place(Path config) {
        Path absolute = config.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        String file = absolute.getFileName().toString();
        String last = folder == null || folder.getFileName() == null ? "" : folder.getFileName().toString();
        if (file.equals(INDEX)) {
            return last;
        }
        Path above = folder == null ? null : folder.getParent();
        boolean inPipeline = above != null && (Files.exists(above.resolve(INDEX)) || above.getFileName() != null && file.equals(CONFIG));
        String stem = file.equals(CONFIG) ? "" : "/" + file.replaceAll("\\.json$", "");
        return inPipeline && above.getFileName() != null ? above.getFileName() + "/" + last + stem : last + stem;
    }

    private static String origin(Path config) {
        Path folder = config.toAbsolutePath().normalize().getParent();
        return (folder == null || folder.getFileName() == null ? "" : folder.getFileName() + "/") + config.getFileName();
    }
}
