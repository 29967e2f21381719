package dev.ttbench.model;

import dev.ttbench.spec.Names;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a {@code model:} document; every problem is collected with its place. */
public final class ModelReader {
    private static final List<String> KEYS = List.of("model", "title", "class", "year", "about", "sources", "assumptions", "parameters", "stages");
    private static final List<String> PARAMETER_KEYS = List.of("type", "default", "min", "max", "multiple_of", "plus", "unit", "choices", "saves", "about");
    private static final List<String> STAGE_KEYS = List.of("id", "graph", "if", "repeat", "batch", "dtype", "weight_format", "index", "weights", "inputs", "with");
    private static final List<String> TYPES = List.of("int", "bool", "string", "list");

    private final Problems problems;
    private final Node.MapNode map;
    private final Set<String> known = new TreeSet<>();

    /** A reader of one document. */
    public ModelReader(Problems problems, Node.MapNode map) {
        this.problems = problems;
        this.map = map;
    }

    /**
     * The model; incomplete when problems were found.
     *
     * @param sha256 digest of its file
     */
    public ModelDef read(String sha256) {
        unknownKeys(map, KEYS, "a model");
        String id = text(map, "model");
        for (String key : List.of("title", "class")) {
            if (map.get(key) == null) {
                problems.add(map, "a model needs its '" + key + "'", key.equals("class") ? "class: latent-diffusion" : "title: Stable Diffusion 1.5");
            }
        }
        List<ModelDef.Parameter> parameters = new ArrayList<>();
        if (map.get("parameters") instanceof Node.MapNode m) {
            for (Node.Entry e : m.entries()) {
                parameters.add(parameter(e));
                known.add(e.key());
            }
        } else if (map.get("parameters") != null) {
            problems.add(map.get("parameters"), "'parameters' must be a map, not " + map.get("parameters").describe(), "parameters:\n  height: {type: int, default: 512, unit: px}");
        }
        List<ModelDef.Stage> stages = new ArrayList<>();
        Set<String> used = new HashSet<>();
        if (map.get("stages") instanceof Node.ListNode l && !l.items().isEmpty()) {
            for (Node n : l.items()) {
                ModelDef.Stage s = stage(n, stages, used);
                if (s != null) {
                    stages.add(s);
                }
            }
        } else {
            problems.add(map.get("stages") == null ? map : map.get("stages"), "a model needs 'stages', a list", "stages:\n  - id: unet\n    graph: unet2d-condition");
        }
        for (ModelDef.Parameter p : parameters) {
            p.otherwise().names(used);
        }
        for (ModelDef.Parameter p : parameters) {
            if (!used.contains(p.name())) {
                problems.add(p.line(), p.column(), "the parameter '" + p.name() + "' is never used", "remove it, or use it as ${" + p.name() + "}");
            }
        }
        return new ModelDef(id, text(map, "title"), text(map, "class"), integer(map, "year"), text(map, "about"), problems.file(), sha256, texts("sources"), texts("assumptions"), parameters, stages);
    }

    private void unknownKeys(Node.MapNode m, List<String> keys, String what) {
        for (Node.Entry e : m.entries()) {
            if (!keys.contains(e.key())) {
                problems.add(e, what + " has no key '" + e.key() + "'", Suggest.hint(e.key(), keys));
            }
        }
    }

    private String text(Node.MapNode m, String key) {
        Node n = m.get(key);
        if (n == null) {
            return null;
        }
        if (n instanceof Node.Scalar s && s.value() != null) {
            return s.value().toString().strip();
        }
        problems.add(n, "'" + key + "' must be a text, not " + n.describe(), null);
        return null;
    }

    private List<String> texts(String key) {
        List<String> out = new ArrayList<>();
        Node n = map.get(key);
        if (n instanceof Node.ListNode l) {
            for (Node item : l.items()) {
                if (item instanceof Node.Scalar s && s.value() != null) {
                    out.add(s.value().toString().strip());
                } else {
                    problems.add(item, "a text expected, not " + item.describe(), "quote it when it holds ': '");
                }
            }
        } else if (n != null) {
            problems.add(n, "'" + key + "' must be a list of texts, not " + n.describe(), null);
        }
        return out;
    }

    private Long integer(Node.MapNode m, String key) {
        Node n = m.get(key);
        if (n == null) {
            return null;
        }
        if (n instanceof Node.Scalar s && s.value() instanceof Long v) {
            return v;
        }
        problems.add(n, "'" + key + "' must be an integer, not " + n.describe(), null);
        return null;
    }

    private ModelDef.Parameter parameter(Node.Entry e) {
        if (!Names.isVariable(e.key())) {
            problems.add(e, "'" + e.key() + "' is not a name that expressions can use", "letters, digits and '_', a letter first");
        }
        if (!(e.value() instanceof Node.MapNode m)) {
            problems.add(e.value(), "a parameter is a map with type and default, not " + e.value().describe(), e.key() + ": {type: int, default: 1}");
            return new ModelDef.Parameter(e.key(), "int", Template.NULL, "", null, null, null, 0, null, List.of(), false, null, e.line(), e.column());
        }
        unknownKeys(m, PARAMETER_KEYS, "a parameter");
        String type = text(m, "type");
        if (type == null || !TYPES.contains(type)) {
            problems.add(type == null ? m : m.get("type"), type == null ? "the parameter '" + e.key() + "' needs its type" : "unknown type '" + type + "'",
                    Suggest.hint(type == null ? "" : type, TYPES));
            type = "int";
        }
        Node value = m.get("default");
        if (value == null) {
            problems.add(m, "the parameter '" + e.key() + "' needs a default", "a model runs without any --set");
        }
        Template otherwise = value == null ? Template.NULL : Template.of(value, problems);
        checkNames(otherwise, value == null ? m : value, null);
        List<String> choices = new ArrayList<>();
        if (m.get("choices") instanceof Node.ListNode l) {
            l.items().forEach(n -> choices.add(n instanceof Node.Scalar s ? String.valueOf(s.value()) : ""));
        }
        Long min = integer(m, "min");
        Long max = integer(m, "max");
        Long multiple = integer(m, "multiple_of");
        if (multiple != null && multiple < 1) {
            problems.add(m.get("multiple_of"), "'multiple_of' must be positive, not " + multiple, null);
            multiple = null;
        }
        Long plus = integer(m, "plus");
        if (plus != null && (multiple == null || plus < 0 || plus >= multiple)) {
            problems.add(m.get("plus"), "'plus' is " + plus + "; it goes with 'multiple_of', from 0 to one less", "frames: {type: int, default: 81, multiple_of: 4, plus: 1}");
            plus = null;
        }
        if (min != null && max != null && min > max) {
            problems.add(m.get("max"), "'max' is " + max + ", less than 'min', " + min, null);
            max = null;
        }
        String saves = text(m, "saves");
        if (saves != null && !(saves.equals("memory") && type.equals("bool"))) {
            problems.add(m.get("saves"), "'saves' is 'memory', of a bool that needs less of it when true", "vae_tiling: {type: bool, default: false, saves: memory}");
        }
        String written = value instanceof Node.Scalar s ? String.valueOf(s.value()) : otherwise instanceof Template.Constant c ? String.valueOf(c.value()) : "";
        ModelDef.Parameter p = new ModelDef.Parameter(e.key(), type, otherwise, written, min, max, multiple, plus == null ? 0 : plus, text(m, "unit"), choices,
                saves != null, text(m, "about"), e.line(), e.column());
        if (otherwise instanceof Template.Constant c && value != null) {
            String wrong = Binding.wrong(p, c.value());
            if (wrong != null) {
                problems.add(value, "the default of " + wrong, null);
            }
        }
        return p;
    }

    private ModelDef.Stage stage(Node n, List<ModelDef.Stage> before, Set<String> used) {
        if (!(n instanceof Node.MapNode m)) {
            problems.add(n, "a stage is a map, not " + n.describe(), "- id: unet\n  graph: unet2d-condition");
            return null;
        }
        unknownKeys(m, STAGE_KEYS, "a stage");
        String id = text(m, "id");
        String graph = text(m, "graph");
        if (id == null || graph == null) {
            problems.add(m, "a stage needs '" + (id == null ? "id" : "graph") + "'", null);
            return null;
        }
        if (before.stream().anyMatch(s -> s.id().equals(id))) {
            problems.add(m.get("id"), "the stage '" + id + "' stands twice", null);
        }
        String weights = text(m, "weights");
        if (weights != null && before.stream().noneMatch(s -> s.id().equals(weights))) {
            problems.add(m.get("weights"), "no earlier stage is called '" + weights + "'", Suggest.hint(weights, before.stream().map(ModelDef.Stage::id).toList()));
        }
        String index = text(m, "index");
        return new ModelDef.Stage(id, graph, template(m, "if", null, used), template(m, "repeat", null, used), template(m, "batch", null, used), template(m, "dtype", null, used),
                template(m, "weight_format", null, used), index, weights,
                templates(m, "inputs", index, used), templates(m, "with", index, used), m.line(), m.column());
    }

    private Template template(Node.MapNode m, String key, String index, Set<String> used) {
        Node n = m.get(key);
        if (n == null) {
            return null;
        }
        Template t = Template.of(n, problems);
        checkNames(t, n, index);
        t.names(used);
        return t;
    }

    private Map<String, Template> templates(Node.MapNode m, String key, String index, Set<String> used) {
        Map<String, Template> out = new LinkedHashMap<>();
        if (m.get(key) instanceof Node.MapNode values) {
            for (Node.Entry e : values.entries()) {
                out.put(e.key(), template(values, e.key(), index, used));
            }
        } else if (m.get(key) != null) {
            problems.add(m.get(key), "'" + key + "' must be a map, not " + m.get(key).describe(), null);
        }
        return out;
    }

    private void checkNames(Template t, Node at, String index) {
        Set<String> free = new TreeSet<>();
        t.names(free);
        for (String name : free) {
            if (!known.contains(name) && !name.equals(index)) {
                problems.add(at, "unknown name '" + name + "'", Suggest.hint(name, known));
            }
        }
    }
}
