package dev.ttbench.imports;

import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Library;
import dev.ttbench.imports.Importer.Network;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Template;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The stages of an import under one configuration: names of keys replaced by their values, names of the model's parameters left as they are. */
final class StageTexts {
    private static final List<String> VALUES = List.of("if", "repeat", "batch", "dtype", "weight_format", "index", "weights");

    private final Library library;

    StageTexts(Library library) {
        this.library = library;
    }

    /** A stage as a model file will have it; {@code values} are its {@code if}, {@code repeat}, {@code batch}, {@code index} and {@code weights}. */
    record Stage(String id, String graph, Map<String, Template> values, Map<String, Template> inputs, Map<String, Template> with) { }

    /**
     * The stages of a network or pipeline.
     *
     * @param parts of a pipeline
     */
    List<Stage> of(ImportDef def, Config config, Map<String, Network> parts) {
        List<Stage> out = new ArrayList<>();
        Function<String, Expr> known = config::known;
        for (Node n : def.stages().items()) {
            Node.MapNode m = (Node.MapNode) n;
            if (m.get("component") == null) {
                add(out, stage(def, m, known));
                continue;
            }
            Network part = parts.get(text(m.get("component")));
            if (part != null) {
                component(out, def, m, known, part);
            }
        }
        return out;
    }

    private static void add(List<Stage> out, Stage s) {
        if (s != null) {
            out.add(s);
        }
    }

    /** The stages of a pipeline's part, its parameters bound to what the pipeline sets. */
    private void component(List<Stage> out, ImportDef def, Node.MapNode m, Function<String, Expr> known, Network part) {
        Map<String, Template> own = values(def, m, known);
        if (own == null) {
            return;
        }
        Node.MapNode set = m.get("set") instanceof Node.MapNode s ? s : new Node.MapNode(List.of(), m.line(), m.column());
        Map<String, Expr> bound = new HashMap<>();
        for (Node.Entry e : set.entries()) {
            if (part.def().parameters().get(e.key()) == null) {
                continue;
            }
            bound.put(e.key(), expr(folded(def, e.value(), known)));
        }
        Function<String, Expr> inner = name -> bound.containsKey(name) ? bound.get(name) : part.config().known(name);
        for (Node.Entry e : part.def().parameters().entries()) {
            if (!bound.containsKey(e.key()) && e.value() instanceof Node.MapNode p && p.get("default") != null) {
                bound.put(e.key(), expr(folded(part.def(), p.get("default"), inner)));
            }
        }
        List<Stage> stages = new ArrayList<>();
        for (Node n : part.def().stages().items()) {
            add(stages, stage(part.def(), (Node.MapNode) n, inner));
        }
        String id = m.get("id") == null ? null : text(m.get("id"));
        for (Stage s : stages) {
            Map<String, Template> values = new LinkedHashMap<>();
            for (String key : VALUES) {
                Template t = own.getOrDefault(key, s.values.get(key));
                if (t != null) {
                    values.put(key, t);
                }
            }
            out.add(new Stage(id != null && stages.size() == 1 ? id : s.id, s.graph, values, s.inputs, s.with));
        }
    }

    /** A template as one expression. */
    private static Expr expr(Template t) {
        if (t instanceof Template.Computed c) {
            return c.expr();
        }
        if (t instanceof Template.Items l) {
            return new Expr.Items(l.items().stream().map(StageTexts::expr).toList());
        }
        if (t.isConstant()) {
            return new Expr.Literal(t.eval(Scope.EMPTY));
        }
        throw new EvalException("a text with expressions cannot be handed to a part");
    }

    /** A stage, or null when it does not run. */
    private Stage stage(ImportDef def, Node.MapNode m, Function<String, Expr> known) {
        Map<String, Template> values = values(def, m, known);
        if (values == null) {
            return null;
        }
        String graph = String.valueOf(folded(def, m.get("graph"), known).eval(Scope.EMPTY));
        BlockDef network = library.graph(graph, null);
        Map<String, Template> with = folded(def, (Node.MapNode) m.get("with"), known);
        with.entrySet().removeIf(e -> isDefault(network, e.getKey(), e.getValue()));
        return new Stage(text(m.get("id")), graph, values, folded(def, (Node.MapNode) m.get("inputs"), known), with);
    }

    private static boolean isDefault(BlockDef network, String name, Template value) {
        BlockDef.Parameter p = network.parameter(name);
        return p != null && p.otherwise() != null && p.otherwise().isConstant() && value.isConstant() && Objects.equals(p.otherwise().eval(Scope.EMPTY), value.eval(Scope.EMPTY));
    }

    /** {@code if}, {@code repeat}, {@code batch}, {@code index}, {@code weights} as far as they say something; null when the stage does not run. */
    private static Map<String, Template> values(ImportDef def, Node.MapNode m, Function<String, Expr> known) {
        Map<String, Template> out = new LinkedHashMap<>();
        for (String key : VALUES) {
            Node n = m.get(key);
            Template t = n == null ? Template.NULL : folded(def, n, known);
            Object v = t.isConstant() ? t.eval(Scope.EMPTY) : t;
            if (key.equals("if") && t.isConstant() && v != null) {
                if (!Values.truth(v)) {
                    return null;
                }
            } else if (v != null && !(v.equals(1L) && (key.equals("repeat") || key.equals("batch")))) {
                out.put(key, t);
            }
        }
        return out;
    }

    /** The entries of a map; those that come to null are left out. */
    private static Map<String, Template> folded(ImportDef def, Node.MapNode m, Function<String, Expr> known) {
        Map<String, Template> out = new LinkedHashMap<>();
        for (Node.Entry e : m == null ? List.<Node.Entry>of() : m.entries()) {
            Template t = folded(def, e.value(), known);
            if (!t.isConstant() || t.eval(Scope.EMPTY) != null) {
                out.put(e.key(), t);
            }
        }
        return out;
    }

    /** A value of an import with what the configuration says in it. */
    static Template folded(ImportDef def, Node n, Function<String, Expr> known) {
        Problems problems = new Problems(def.file());
        Template t = Template.of(n, problems);
        problems.raise();
        try {
            return t.with(known);
        } catch (EvalException e) {
            throw new EvalException(e.getMessage() + " (" + def.name() + ", line " + n.line() + " of its import)", e.hint());
        }
    }

    private static String text(Node n) {
        return n instanceof Node.Scalar s ? String.valueOf(s.value()) : "";
    }
}
