package dev.ttbench.profile;

import dev.ttbench.device.Defaults;
import dev.ttbench.device.Devices;
import dev.ttbench.graph.Library;
import dev.ttbench.graph.WeightFormat;
import dev.ttbench.graph.WeightFormatReader;
import dev.ttbench.imports.Importer;
import dev.ttbench.latency.Latencies;
import dev.ttbench.model.ModelDef;
import dev.ttbench.model.ModelReader;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that YAML describes, by name: models, graphs, blocks, devices, defaults. Files are read when they are first asked for. */
public final class Suites {
    private final SuiteFiles files;
    private final Library library;
    private final Devices devices;
    private final Latencies latencies;
    private final Map<String, ModelDef> models = new HashMap<>();
    private final List<Problem> warnings = new ArrayList<>();
    private Defaults defaults;
    private Map<String, WeightFormat> weightFormats;

    /** The suites in the given files. */
    public Suites(SuiteFiles files) {
        this.files = files;
        this.library = new Library(files);
        this.devices = new Devices(files);
        this.latencies = new Latencies(devices);
    }

    /** The files. */
    public SuiteFiles files() {
        return files;
    }

    /** Graphs and blocks. */
    public Library library() {
        return library;
    }

    /** Devices, architectures and runtimes. */
    public Devices devices() {
        return devices;
    }

    /** Latency models. */
    public Latencies latencies() {
        return latencies;
    }

    /** What a request leaves open. */
    public Defaults defaults() {
        if (defaults == null) {
            defaults = Defaults.read(files);
        }
        return defaults;
    }

    /** Formats of quantised weights by id. */
    public Map<String, WeightFormat> weightFormats() {
        if (weightFormats == null) {
            String file = files.shipped().resolve("weight-formats.yaml").toString();
            Problems problems = new Problems(file);
            weightFormats = WeightFormatReader.read(files.map(file, problems), problems);
            problems.raise();
        }
        return weightFormats;
    }

    /** Names of the shipped models, sorted. */
    public List<String> modelNames() {
        return files.names("models");
    }

    /**
     * A model by name or file.
     *
     * @throws InputException when there is none, or its file has problems
     */
    public ModelDef model(String nameOrPath) {
        ModelDef known = models.get(nameOrPath);
        if (known == null) {
            known = read(modelFile(nameOrPath));
            models.put(nameOrPath, known);
        }
        return known;
    }

    private String modelFile(String nameOrPath) {
        if (Importer.accepts(nameOrPath) && files.find("models", nameOrPath, null) == null || nameOrPath.endsWith(".yaml") || nameOrPath.endsWith(".yml") || nameOrPath.contains("/") || nameOrPath.contains("\\")) {
            return nameOrPath;
        }
        String file = files.find("models", nameOrPath, null);
        if (file == null) {
            throw new InputException(Problem.of("there is no model '" + nameOrPath + "'", Suggest.hint(nameOrPath, modelNames()) == null
                    ? "'ttbench list models' names them; a file of your own ends in .yaml" : Suggest.hint(nameOrPath, modelNames())));
        }
        return file;
    }

    private ModelDef read(String file) {
        if (Importer.accepts(file)) {
            return imported(file);
        }
        List<Node> documents = files.read(file);
        Problems problems = new Problems(file);
        ModelDef model = readModel(file, documents, problems);
        problems.raise();
        return model;
    }

    private ModelDef imported(String path) {
        Importer.Imported made = new Importer(library).read(path);
        warnings.addAll(made.warnings());
        Problems problems = new Problems(path + " (imported)");
        ModelDef model = new ModelReader(problems, (Node.MapNode) YamlReader.read(problems.file(), made.text()).get(0)).read(made.sha256());
        problems.raise();
        return model;
    }

    /** What reading left out, and is worth saying: keys of an imported configuration that its class does not know. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** The model that a file holds, its own blocks and graphs made known; null, or an incomplete one, when problems were found. */
    public ModelDef readModel(String file, List<Node> documents, Problems problems) {
        library.addLocal(file, documents);
        Node.MapNode found = null;
        for (Node n : documents) {
            if (n instanceof Node.MapNode m && m.get("model") != null) {
                if (found != null) {
                    problems.add(m, "a second model in one file", "put it into a file of its own");
                }
                found = found == null ? m : found;
            }
        }
        if (found == null) {
            problems.add(1, 1, "this file holds no model", "a model starts with 'model: its-name'");
            return null;
        }
        return new ModelReader(problems, found).read(files.sha256(file));
    }
}
