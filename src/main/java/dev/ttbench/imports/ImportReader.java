package dev.ttbench.imports;

import dev.ttbench.imports.ImportDef.Component;
import dev.ttbench.imports.ImportDef.Key;
import dev.ttbench.imports.ImportDef.Let;
import dev.ttbench.imports.ImportDef.Refusal;
import dev.ttbench.spec.Names;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an {@code import:} document; every problem is collected with its place. */
public final class ImportReader {
    /** Keys of the document. */
    public static final List<String> KEYS = List.of("import", "also", "base", "library", "class", "year", "about", "within", "keys", "no_effect", "refuse", "let", "components", "assumptions",
            "idle_parameters", "parameters", "stages");
    /** Keys of a key. */
    public static final List<String> KEY_KEYS = List.of("default", "type", "min", "choices", "required", "about");
    /** What a key may be. */
    public static final List<String> TYPES = List.of("int", "number", "bool", "text", "ints", "numbers", "bools", "texts", "list", "map", "null");

    private final Problems problems;
    private final Node.MapNode map;

    private ImportReader(Problems problems, Node.MapNode map) {
        this.problems = problems;
        this.map = map;
    }

    /** The document; incomplete when problems were found. */
    static ImportDef read(Problems problems, Node.MapNode map) {
        return new ImportReader(problems, map).read();
    }

    private ImportDef read() {
        unknown(map, KEYS, "an import");
        List<String> names = new ArrayList<>();
        names.add(text("import"));
        names.addAll(texts("also"));
        for (String needed : List.of("library", "class")) {
            if (map.get(needed) == null) {
                problems.add(map, "an import needs '" + needed + "'", null);
            }
        }
        Map<String, Key> keys = new LinkedHashMap<>();
        for (Node.Entry e : entries("keys")) {
            keys.put(e.key(), key(e));
        }
        Map<String, String> noEffect = new LinkedHashMap<>();
        for (Node.Entry e : entries("no_effect")) {
            noEffect.put(e.key(), e.value() instanceof Node.Scalar s ? String.valueOf(s.value()) : "");
            if (keys.containsKey(e.key())) {
                problems.add(e, "'" + e.key() + "' stands under 'keys' too", "keep one of them");
            }
        }
        Map<String, Let> lets = new LinkedHashMap<>();
        for (Node.Entry e : entries("let")) {
            named(e);
            lets.put(e.key(), new Let(Template.of(e.value(), problems), e.line(), e.column()));
            if (keys.containsKey(e.key())) {
                problems.add(e, "'" + e.key() + "' is a key of the configuration", "choose another name");
            }
        }
        Map<String, Component> components = new LinkedHashMap<>();
        for (Node.Entry e : entries("components")) {
            named(e);
            components.put(e.key(), new Component(e.key(), e.value() instanceof Node.Scalar s && "optional".equals(s.value())));
        }
        Node.MapNode parameters = map.get("parameters") instanceof Node.MapNode m ? m : new Node.MapNode(List.of(), map.line(), map.column());
        for (Node.Entry e : parameters.entries()) {
            if (keys.containsKey(e.key()) || lets.containsKey(e.key())) {
                problems.add(e, "the parameter '" + e.key() + "' has the name of a key or of a value under 'let'", "choose another name for the value under 'let'");
            }
        }
        Node.ListNode stages = map.get("stages") instanceof Node.ListNode l ? l : new Node.ListNode(List.of(), map.line(), map.column());
        Long year = map.get("year") instanceof Node.Scalar s && s.value() instanceof Long y ? y : null;
        return new ImportDef(problems.file(), optional("base"), names, text("library"), text("class"), year, optional("about"), optional("within"), keys, noEffect, refusals(), lets, components,
                texts("assumptions"), map.get("idle_parameters") == null ? null : Template.of(map.get("idle_parameters"), problems), parameters, stages);
    }

    private void unknown(Node.MapNode m, List<String> known, String what) {
        for (Node.Entry e : m.entries()) {
            if (!known.contains(e.key())) {
                problems.add(e, what + " has no key '" + e.key() + "'", Suggest.hint(e.key(), known));
            }
        }
    }

    private void named(Node.Entry e) {
        if (!Names.isVariable(e.key())) {
            problems.add(e, "'" + e.key() + "' is not a name that expressions can use", "letters, digits and '_', a letter first");
        }
    }

    private List<Node.Entry> entries(String key) {
        Node n = map.get(key);
        if (n instanceof Node.MapNode m) {
            return m.entries();
        }
        if (n != null) {
            problems.add(n, "'" + key + "' must be a map, not " + n.describe(), null);
        }
        return List.of();
    }

    private String text(String key) {
        String s = optional(key);
        return s == null ? "" : s;
    }

    private String optional(String key) {
        Node n = map.get(key);
        if (n == null || n instanceof Node.Scalar s && s.value() instanceof String) {
            return n == null ? null : ((String) ((Node.Scalar) n).value()).strip();
        }
        problems.add(n, "'" + key + "' must be a text, not " + n.describe(), null);
        return null;
    }

    private List<String> texts(String key) {
        List<String> out = new ArrayList<>();
        if (map.get(key) instanceof Node.ListNode l) {
            for (Node n : l.items()) {
                out.add(n instanceof Node.Scalar s ? String.valueOf(s.value()) : "");
            }
        } else if (map.get(key) != null) {
            problems.add(map.get(key), "'" + key + "' must be a list of texts", null);
        }
        return out;
    }

    private Key key(Node.Entry e) {
        if (!(e.value() instanceof Node.MapNode m)) {
            Object otherwise = constant(e.value());
            return new Key(e.key(), types(otherwise), otherwise, false, null, List.of(), null);
        }
        unknown(m, KEY_KEYS, "a key");
        boolean required = m.get("required") instanceof Node.Scalar s && Boolean.TRUE.equals(s.value());
        if (required == (m.get("default") != null)) {
            problems.add(e, "a key needs its 'default', the class's own, or 'required: true'", null);
        }
        Object otherwise = m.get("default") == null ? null : constant(m.get("default"));
        List<String> types = new ArrayList<>();
        Node t = m.get("type");
        if (t == null) {
            types.addAll(types(otherwise));
        } else {
            for (Node n : t instanceof Node.ListNode l ? l.items() : List.of(t)) {
                String type = n instanceof Node.Scalar s ? String.valueOf(s.value()) : "";
                if (!TYPES.contains(type)) {
                    problems.add(n, "no type '" + type + "'", "one of " + String.join(", ", TYPES));
                }
                types.add(type);
            }
            if (otherwise == null && !required) {
                types.add("null");
            }
        }
        Long min = m.get("min") instanceof Node.Scalar s && s.value() instanceof Long l ? l : null;
        List<Object> choices = new ArrayList<>();
        if (m.get("choices") instanceof Node.ListNode l) {
            l.items().forEach(n -> choices.add(constant(n)));
        }
        return new Key(e.key(), types, otherwise, required, min, choices, m.get("about") instanceof Node.Scalar s ? String.valueOf(s.value()) : null);
    }

    private Object constant(Node n) {
        Template t = Template.of(n, problems);
        if (!t.isConstant()) {
            problems.add(n, "a default is a plain value", "a value that follows from other keys is made under 'let'");
            return null;
        }
        return t.eval(null);
    }

    /** The types that a default stands for. */
    private static List<String> types(Object v) {
        if (v == null) {
            return List.of();
        }
        if (v instanceof List<?> l) {
            return l.isEmpty() ? List.of("list") : types(l.get(0)).stream().map(t -> t.equals("list") || t.equals("ints") ? "list" : t + "s").toList();
        }
        return List.of(v instanceof Long ? "int" : v instanceof Double ? "number" : v instanceof Boolean ? "bool" : "text");
    }

    private List<Refusal> refusals() {
        List<Refusal> out = new ArrayList<>();
        Node n = map.get("refuse");
        if (n == null) {
            return out;
        }
        for (Node item : n instanceof Node.ListNode l ? l.items() : List.of(n)) {
            if (item instanceof Node.MapNode m && m.get("if") != null && m.get("key") instanceof Node.Scalar key && m.get("because") instanceof Node.Scalar because) {
                unknown(m, List.of("if", "key", "because"), "a refusal");
                out.add(new Refusal(Template.of(m.get("if"), problems), String.valueOf(key.value()), String.valueOf(because.value()), m.line(), m.column()));
            } else {
                problems.add(item, "a refusal needs 'if', 'key' and 'because'", "- {if: \"${widths == []}\", key: widths, because: a network needs a level}");
            }
        }
        return out;
    }
}
