package dev.ttbench.graph;

import dev.ttbench.operator.Dtype;
import dev.ttbench.spec.Names;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Reads one {@code block:} or {@code graph:} document; every problem is collected with its place. */
final class DefinitionReader {
    /** Steps that are neither primitives nor blocks. */
    static final Set<String> CONTROL = Set.of("for_each", "repeat", "iterate", "residual", "branch", "push", "pop", "keep", "use", "remember", "recall", "if");
    private static final List<String> KEYS = List.of("block", "graph", "about", "sources", "module", "inputs", "parameters", "outputs", "body");
    private static final List<String> TYPES = List.of("int", "bool", "string", "list");

    private final Problems problems;
    private final Node.MapNode map;

    DefinitionReader(Problems problems, Node.MapNode map) {
        this.problems = problems;
        this.map = map;
    }

    /** The definition, or null when it has no name or no body. */
    BlockDef read() {
        boolean graph = map.get("graph") != null;
        unknownKeys(map, KEYS, "a " + (graph ? "graph" : "block"));
        String name = text(map.entry(graph ? "graph" : "block"));
        Node body = map.get("body");
        if (name == null || body == null) {
            problems.add(map, "a " + (graph ? "graph" : "block") + " needs a name and a body", "graph: my-graph\nbody:\n  - linear: 320");
            return null;
        }
        if (!Names.isFile(name)) {
            problems.add(map.get(graph ? "graph" : "block"), "'" + name + "' is not a name", "letters, digits, '-', '_' and '.', a letter first");
        }
        if (!graph && (Primitives.get(name) != null || CONTROL.contains(name))) {
            problems.add(map.get("block"), "'" + name + "' is already a step of the language", "choose another name");
        }
        List<BlockDef.Input> inputs = inputs(map.get("inputs"), graph);
        List<BlockDef.Parameter> parameters = parameters(map.get("parameters"), graph);
        List<String> outputs = strings(map.get("outputs"), "outputs");
        StepReader steps = new StepReader(problems);
        List<Step> read = steps.steps(body);
        String about = map.get("about") instanceof Node.Scalar s && s.value() != null ? s.value().toString() : null;
        BlockDef def = new BlockDef(name.intern(), problems.file(), map.line(), graph, module(graph), about, inputs, parameters, outputs, read);
        new NameCheck(problems, def, steps).run();
        return def;
    }

    private boolean module(boolean graph) {
        Node n = map.get("module");
        if (n != null && graph) {
            problems.add(map.entry("module"), "a graph has no key 'module'", "only a block may be less than a module");
        } else if (n != null && !(n instanceof Node.Scalar s && s.value() instanceof Boolean)) {
            problems.add(n, "'module' must be true or false, not " + n.describe(), null);
        }
        return !(n instanceof Node.Scalar s && Boolean.FALSE.equals(s.value()));
    }

    private void unknownKeys(Node.MapNode m, List<String> known, String what) {
        for (Node.Entry e : m.entries()) {
            if (!known.contains(e.key())) {
                problems.add(e, what + " has no key '" + e.key() + "'", Suggest.hint(e.key(), known));
            }
        }
    }

    private String text(Node.Entry e) {
        if (e != null && e.value() instanceof Node.Scalar s && s.value() instanceof String t) {
            return t;
        }
        if (e != null) {
            problems.add(e.value(), "a name expected, not " + e.value().describe(), null);
        }
        return null;
    }

    private List<String> strings(Node n, String what) {
        List<String> out = new ArrayList<>();
        if (n == null) {
            return out;
        }
        if (!(n instanceof Node.ListNode l)) {
            problems.add(n, "'" + what + "' must be a list of names, not " + n.describe(), null);
            return out;
        }
        for (Node item : l.items()) {
            if (item instanceof Node.Scalar s && s.value() != null) {
                out.add(s.value().toString().intern());
            } else {
                problems.add(item, "a name expected, not " + item.describe(), null);
            }
        }
        return out;
    }

    private List<BlockDef.Input> inputs(Node n, boolean graph) {
        List<BlockDef.Input> out = new ArrayList<>();
        if (n == null) {
            if (graph) {
                problems.add(map, "a graph needs 'inputs'", "inputs:\n  sample: [batch, channels, height, width]");
            }
            return out;
        }
        if (!(n instanceof Node.MapNode m)) {
            problems.add(n, "'inputs' must be a map of names to axes, not " + n.describe(), "inputs: {x: [batch, tokens, features]}");
            return out;
        }
        for (Node.Entry e : m.entries()) {
            Node axes = e.value();
            boolean optional = false;
            boolean stack = false;
            String dtype = null;
            if (axes instanceof Node.MapNode spec) {
                unknownKeys(spec, List.of("axes", "optional", "stack", "dtype"), "an input");
                stack = spec.get("stack") instanceof Node.Scalar s && Boolean.TRUE.equals(s.value());
                optional = stack || spec.get("optional") instanceof Node.Scalar s && Boolean.TRUE.equals(s.value());
                if (stack && (out.isEmpty() || e != m.entries().get(m.entries().size() - 1))) {
                    problems.add(spec.get("stack"), "only the last of several inputs may be a stack", null);
                }
                dtype = spec.entry("dtype") == null ? null : text(spec.entry("dtype"));
                if (dtype != null && !dtype.equals("compute") && Dtype.of(dtype) == null) {
                    problems.add(spec.get("dtype"), "unknown dtype '" + dtype + "'", Suggest.hint(dtype, ArgumentCheck.dtypes()));
                }
                axes = spec.get("axes");
                if (axes == null) {
                    problems.add(spec, "the input '" + e.key() + "' needs its axes", "{axes: [batch, tokens, features], optional: true}");
                    continue;
                }
            }
            boolean any = axes instanceof Node.Scalar s && "any".equals(s.value());
            if (any && graph) {
                problems.add(axes, "a graph's input names its axes", "[batch, channels, height, width]");
            }
            out.add(new BlockDef.Input(e.key().intern(), any ? null : strings(axes, "axes of " + e.key()), optional, stack, dtype, e.line(), e.column()));
        }
        return out;
    }

    private List<BlockDef.Parameter> parameters(Node n, boolean graph) {
        List<BlockDef.Parameter> out = new ArrayList<>();
        if (n == null) {
            return out;
        }
        if (!(n instanceof Node.MapNode m)) {
            problems.add(n, "'parameters' must be a map of names to defaults, not " + n.describe(), "parameters: {heads: null, depth: 1}");
            return out;
        }
        for (Node.Entry e : m.entries()) {
            Node value = e.value();
            String type = null;
            String about = null;
            Long min = null;
            Long max = null;
            if (value instanceof Node.MapNode spec) {
                unknownKeys(spec, List.of("type", "default", "min", "max", "about"), "a parameter");
                type = spec.entry("type") == null ? null : text(spec.entry("type"));
                if (type != null && !TYPES.contains(type)) {
                    problems.add(spec.get("type"), "unknown type '" + type + "'", Suggest.hint(type, TYPES));
                }
                about = spec.entry("about") == null ? null : text(spec.entry("about"));
                min = integer(spec.get("min"));
                max = integer(spec.get("max"));
                value = spec.get("default");
            } else if (graph) {
                problems.add(value, "a graph's parameter is a map with its type", e.key() + ": {type: int, default: " + (value instanceof Node.Scalar s ? s.value() : "1") + "}");
            }
            Template otherwise = value == null || value instanceof Node.Scalar s && s.value() == null ? null : Template.of(value, problems);
            if (otherwise instanceof Template.Constant c && type != null && !fits(c.value(), type)) {
                problems.add(value, "the default of '" + e.key() + "' is not of type " + type, null);
            }
            out.add(new BlockDef.Parameter(e.key().intern(), otherwise, otherwise == null ? null : written(value), type, min, max, about, e.line(), e.column()));
        }
        return out;
    }

    /** A value as the file has it: {@code ${x.channels}}, {@code [1, 2]}. */
    private static String written(Node n) {
        if (n instanceof Node.ListNode l) {
            StringJoiner out = new StringJoiner(", ", "[", "]");
            l.items().forEach(i -> out.add(written(i)));
            return out.toString();
        }
        return n instanceof Node.Scalar s ? String.valueOf(s.value()) : n.describe();
    }

    static boolean fits(Object v, String type) {
        return switch (type) {
            case "int" -> v instanceof Long;
            case "bool" -> v instanceof Boolean;
            case "string" -> v instanceof String;
            case "list" -> v instanceof List<?>;
            default -> true;
        };
    }

    private Long integer(Node n) {
        if (n == null) {
            return null;
        }
        if (n instanceof Node.Scalar s && s.value() instanceof Long l) {
            return l;
        }
        problems.add(n, "an integer expected, not " + n.describe(), null);
        return null;
    }
}
