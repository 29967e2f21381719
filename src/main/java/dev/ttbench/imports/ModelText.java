package dev.ttbench.imports;

import dev.ttbench.imports.StageTexts.Stage;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.ExprText;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A model file, written as a person would: parameters that are used, one a line; stages with what differs from their graph's defaults. */
final class ModelText {
    private static final int WIDTH = 150;
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder();

    ModelText(String name, String title, ImportDef def, List<String> sources, Config config, List<Stage> stages) {
        line("model: " + name);
        line("title: " + text(title));
        line("class: " + text(def.modelClass()));
        if (def.year() != null) {
            line("year: " + def.year());
        }
        if (def.about() != null) {
            line("about: " + text(def.about()));
        }
        texts("sources", sources);
        texts("assumptions", def.assumptions());
        Map<String, Map<String, Template>> parameters = used(parameters(def, config::known), stages);
        if (!parameters.isEmpty()) {
            line("parameters:");
            parameters.forEach((k, v) -> line("  " + k + ": " + flow(v)));
        }
        line("stages:");
        for (Stage s : stages) {
            line("  - id: " + s.id());
            line("    graph: " + s.graph());
            s.values().forEach((k, v) -> line("    " + k + ": " + block(v)));
            map("inputs", s.inputs());
            map("with", s.with());
        }
    }

    /** The file. */
    String yaml() {
        return out.toString();
    }

    private void line(String s) {
        out.append(s).append('\n');
    }

    private void texts(String key, List<String> texts) {
        if (!texts.isEmpty()) {
            line(key + ":");
            texts.forEach(t -> line("  - " + quoted(t)));
        }
    }

    private void map(String key, Map<String, Template> m) {
        if (m.isEmpty()) {
            return;
        }
        String flow = "    " + key + ": " + flow(m);
        if (flow.length() <= WIDTH) {
            line(flow);
            return;
        }
        line("    " + key + ":");
        m.forEach((k, v) -> line("      " + k + ": " + value(v)));
    }

    private static Map<String, Map<String, Template>> parameters(ImportDef def, Function<String, Expr> known) {
        Map<String, Map<String, Template>> out = new LinkedHashMap<>();
        for (Node.Entry e : def.parameters().entries()) {
            Map<String, Template> keys = new LinkedHashMap<>();
            for (Node.Entry k : ((Node.MapNode) e.value()).entries()) {
                Template t = StageTexts.folded(def, k.value(), known);
                if (!t.isConstant() || t.eval(Scope.EMPTY) != null) {
                    keys.put(k.key(), t);
                }
            }
            out.put(e.key(), keys);
        }
        return out;
    }

    /** The parameters that stages use, or defaults of those that they use. */
    private static Map<String, Map<String, Template>> used(Map<String, Map<String, Template>> parameters, List<Stage> stages) {
        Set<String> names = new HashSet<>();
        for (Stage s : stages) {
            s.values().values().forEach(t -> t.names(names));
            s.inputs().values().forEach(t -> t.names(names));
            s.with().values().forEach(t -> t.names(names));
        }
        List<String> order = new ArrayList<>(parameters.keySet());
        Collections.reverse(order);
        for (String p : order) {
            if (names.contains(p)) {
                parameters.get(p).values().forEach(t -> t.names(names));
            }
        }
        parameters.keySet().retainAll(names);
        return parameters;
    }

    private static String flow(Map<String, Template> m) {
        StringBuilder b = new StringBuilder("{");
        m.forEach((k, v) -> b.append(b.length() == 1 ? "" : ", ").append(k).append(": ").append(value(v)));
        return b.append('}').toString();
    }

    /** A value that stands alone on its line. */
    private static String block(Template t) {
        String s = value(t);
        boolean plain = s.startsWith("\"${") && !s.contains(": ") && !s.contains(" #") && !s.contains("\\");
        return plain ? s.substring(1, s.length() - 1) : s;
    }

    private static String value(Template t) {
        if (t instanceof Template.Computed c) {
            return quoted("${" + ExprText.of(c.expr()) + "}");
        }
        if (t instanceof Template.Text text) {
            StringBuilder b = new StringBuilder();
            for (Object p : text.parts()) {
                b.append(p instanceof Expr e ? "${" + ExprText.of(e) + "}" : p);
            }
            return quoted(b.toString());
        }
        if (t instanceof Template.Items l) {
            return "[" + String.join(", ", l.items().stream().map(ModelText::value).toList()) + "]";
        }
        return constant(t.eval(Scope.EMPTY));
    }

    private static String constant(Object v) {
        if (v instanceof List<?> l) {
            return "[" + String.join(", ", l.stream().map(ModelText::constant).toList()) + "]";
        }
        if (v instanceof String s && s.contains("${")) {
            throw new EvalException("the text '" + s + "' would be read as an expression");
        }
        if (v instanceof String s) {
            return text(s);
        }
        if (v == null || v instanceof Long || v instanceof Boolean || v instanceof Double) {
            return ExprText.literal(v);
        }
        throw new EvalException("a map of the configuration cannot stand in a model");
    }

    private static String text(String s) {
        return s.matches("[A-Za-z][A-Za-z0-9_.-]*") && !WORDS.contains(s.toLowerCase(java.util.Locale.ROOT)) ? s : quoted(s);
    }

    private static String quoted(String s) {
        StringBuilder b = new StringBuilder("\"");
        for (char c : s.toCharArray()) {
            if (c == '"' || c == '\\') {
                b.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029) {
                b.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                b.append(c);
            }
        }
        return b.append('"').toString();
    }
}
