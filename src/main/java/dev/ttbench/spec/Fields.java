package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The fields of one map, read by type; what is missing, of the wrong type or unknown becomes a problem. Call {@link #end()} when all are read. */
public final class Fields {
    private final Node.MapNode map;
    private final Problems problems;
    private final String what;
    private final TreeSet<String> known = new TreeSet<>();

    /** Fields of {@code map}; {@code what} names it in messages, such as "a device". */
    public Fields(Node.MapNode map, Problems problems, String what) {
        this.map = map;
        this.problems = problems;
        this.what = what;
    }

    /** The node of a key, or null; the key counts as known. */
    public Node node(String key) {
        known.add(key);
        return map.get(key);
    }

    private Node required(String key) {
        Node n = node(key);
        if (n == null) {
            problems.add(map, what + " needs '" + key + "'", null);
        }
        return n;
    }

    /** A required text. */
    public String text(String key) {
        Node n = required(key);
        if (n instanceof Node.Scalar s && s.value() instanceof String t) {
            return t;
        }
        if (n != null) {
            problems.add(n, "'" + key + "' must be a text, not " + n.describe(), null);
        }
        return "";
    }

    /** An optional text, or null. */
    public String optionalText(String key) {
        return node(key) == null ? null : text(key);
    }

    /** A required number that is not negative. */
    public double number(String key) {
        Node n = required(key);
        return n == null ? 0 : number(n, key);
    }

    /** An optional number. */
    public double number(String key, double otherwise) {
        Node n = node(key);
        return n == null ? otherwise : number(n, key);
    }

    private double number(Node n, String key) {
        if (n instanceof Node.Scalar s && s.value() instanceof Number v) {
            if (v.doubleValue() < 0) {
                problems.add(n, "'" + key + "' is " + v + "; it cannot be negative", null);
                return 0;
            }
            return v.doubleValue();
        }
        problems.add(n, "'" + key + "' must be a number, not " + n.describe(), null);
        return 0;
    }

    /** A required integer of at least 1. */
    public int count(String key) {
        Node n = required(key);
        if (n instanceof Node.Scalar s && s.value() instanceof Long v && v >= 1 && v <= Integer.MAX_VALUE) {
            return v.intValue();
        }
        if (n != null) {
            problems.add(n, "'" + key + "' must be an integer from 1, not " + n.describe(), null);
        }
        return 1;
    }

    /** A required truth value. */
    public boolean truth(String key) {
        Node n = required(key);
        if (n instanceof Node.Scalar s && s.value() instanceof Boolean b) {
            return b;
        }
        if (n != null) {
            problems.add(n, "'" + key + "' must be true or false, not " + n.describe(), null);
        }
        return false;
    }

    /** An optional list of texts. */
    public List<String> texts(String key) {
        List<String> out = new ArrayList<>();
        Node n = node(key);
        if (n instanceof Node.ListNode l) {
            for (Node item : l.items()) {
                if (item instanceof Node.Scalar s && s.value() != null) {
                    out.add(s.value().toString());
                } else {
                    problems.add(item, "a text expected, not " + item.describe(), null);
                }
            }
        } else if (n != null) {
            problems.add(n, "'" + key + "' must be a list, not " + n.describe(), null);
        }
        return out;
    }

    /** A required map. */
    public Node.MapNode map(String key) {
        Node n = required(key);
        if (n instanceof Node.MapNode m) {
            return m;
        }
        if (n != null) {
            problems.add(n, "'" + key + "' must be a map, not " + n.describe(), null);
        }
        return new Node.MapNode(List.of(), map.line(), map.column());
    }

    /** A required list of maps. */
    public List<Node.MapNode> maps(String key) {
        List<Node.MapNode> out = new ArrayList<>();
        Node n = required(key);
        if (n instanceof Node.ListNode l) {
            for (Node item : l.items()) {
                if (item instanceof Node.MapNode m) {
                    out.add(m);
                } else {
                    problems.add(item, "a map expected, not " + item.describe(), null);
                }
            }
        } else if (n != null) {
            problems.add(n, "'" + key + "' must be a list, not " + n.describe(), null);
        }
        return out;
    }

    /** A required map of positive numbers. */
    public Map<String, Double> numbers(String key) {
        Map<String, Double> out = new LinkedHashMap<>();
        for (Node.Entry e : map(key).entries()) {
            out.put(e.key(), number(e.value(), e.key()));
        }
        return out;
    }

    /** A required map of texts. */
    public Map<String, String> textMap(String key) {
        Map<String, String> out = new LinkedHashMap<>();
        for (Node.Entry e : map(key).entries()) {
            if (e.value() instanceof Node.Scalar s && s.value() != null) {
                out.put(e.key(), s.value().toString());
            } else {
                problems.add(e.value(), "'" + e.key() + "' must be a text, not " + e.value().describe(), null);
            }
        }
        return out;
    }

    /** A value with its provenance: {@code {value: 0.9, unit: "1", source: "..."}}; the source (or fit) goes into {@code sources} under {@code name}. */
    public Object constant(String key, String name, Map<String, String> sources) {
        Node n = required(key);
        if (!(n instanceof Node.MapNode m)) {
            if (n != null) {
                problems.add(n, "'" + key + "' must be a map with value, unit and source or fit, not " + n.describe(), null);
            }
            return 0.0;
        }
        Fields f = new Fields(m, problems, "'" + key + "'");
        Node value = f.node("value");
        Object v = value instanceof Node.Scalar s && s.value() instanceof Boolean ? (Object) f.truth("value") : (Object) f.number("value");
        f.optionalText("unit");
        String source = f.optionalText("source");
        String fit = f.optionalText("fit");
        if (source == null && fit == null) {
            problems.add(m, "'" + key + "' says neither 'source' nor 'fit'", "every constant says where it comes from");
        }
        f.end();
        sources.put(name, source != null ? source : fit == null ? "" : "fit: " + fit);
        return v;
    }

    /** Reports keys that nothing has asked for. */
    public void end() {
        for (Node.Entry e : map.entries()) {
            if (!known.contains(e.key())) {
                problems.add(e, what + " has no key '" + e.key() + "'", Suggest.hint(e.key(), known));
            }
        }
    }
}
