package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Constants that stand in for those of the files a run sees: a file's documents pass through it as they are read, so that whatever reads them
 * afterwards needs to know nothing of it.
 *
 * @param file it was read from, as messages show it; null for none
 * @param sha256 of that file, in hexadecimal; null for none
 * @param values by place and name
 */
public record Overlay(String file, String sha256, Map<Place, Map<String, Value>> values) {

    /** What kinds of place there are, as calibration files name them, in their order. */
    public enum Kind {
        /** Datasheet files of devices. */
        DEVICES,
        /** Constants of one architecture. */
        ARCHITECTURES,
        /** Constants of kernels that all architectures share; its one place has no id. */
        CONSTANTS,
        /** Entries of the list of attention libraries. */
        LIBRARIES,
        /** Entries of the list of runtimes. */
        RUNTIMES;

        /** The key in a calibration file. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Where constants stand. */
    public record Place(Kind kind, String id) {
        /** What it is, for messages. */
        public String text() {
            return switch (kind) {
                case DEVICES -> "device " + id;
                case ARCHITECTURES -> "architecture " + id;
                case LIBRARIES -> "library " + id;
                case RUNTIMES -> "runtime " + id;
                default -> "kernels of all architectures";
            };
        }
    }

    /**
     * One number.
     *
     * @param unit null for that of the constant it stands for
     * @param fit where it comes from
     * @param line of the value in the overlay's file, from 1
     * @param column likewise
     */
    public record Value(double value, String unit, String fit, int line, int column) { }

    /** Copies its maps. */
    public Overlay {
        values = Map.copyOf(values);
    }

    /** These values and more; of a constant in both, the other's. */
    public Overlay and(Map<Place, Map<String, Value>> more) {
        Map<Place, Map<String, Value>> all = new HashMap<>();
        values.forEach((p, v) -> all.put(p, new LinkedHashMap<>(v)));
        more.forEach((p, v) -> all.computeIfAbsent(p, k -> new LinkedHashMap<>()).putAll(v));
        return new Overlay(file, sha256, all);
    }

    /** A document with the values that are of it; the same one when there are none. */
    public Node apply(Node document) {
        if (!(document instanceof Node.MapNode map)) {
            return document;
        }
        if (map.get("device") != null) {
            return replaced(map, new Place(Kind.DEVICES, text(map.get("device"))));
        }
        if (map.get("architecture") != null) {
            return replaced(map, new Place(Kind.ARCHITECTURES, text(map.get("architecture"))));
        }
        if (map.get("latency") != null) {
            return each(within(map, "constants", new Place(Kind.CONSTANTS, "")), "libraries", Kind.LIBRARIES);
        }
        return map.get("runtimes") != null ? each(map, "runtimes", Kind.RUNTIMES) : map;
    }

    private Node.MapNode within(Node.MapNode map, String key, Place place) {
        return map.get(key) instanceof Node.MapNode inner ? with(map, key, replaced(inner, place)) : map;
    }

    private Node.MapNode each(Node.MapNode map, String key, Kind kind) {
        if (!(map.get(key) instanceof Node.ListNode list)) {
            return map;
        }
        List<Node> items = new ArrayList<>();
        for (Node n : list.items()) {
            items.add(n instanceof Node.MapNode m ? replaced(m, new Place(kind, text(m.get("id")))) : n);
        }
        return with(map, key, new Node.ListNode(items, list.line(), list.column()));
    }

    private Node.MapNode replaced(Node.MapNode map, Place place) {
        Map<String, Value> own = values.get(place);
        Node.MapNode out = map;
        for (Map.Entry<String, Value> e : own == null ? List.<Map.Entry<String, Value>>of() : own.entrySet()) {
            out = replaced(out, e.getKey(), e.getValue());
        }
        return out;
    }

    /** A constant with its provenance becomes one with the new value and fit; of a plain number, the map around it says where it comes from. */
    private static Node.MapNode replaced(Node.MapNode map, String key, Value v) {
        Node before = map.get(key);
        Node number = new Node.Scalar(before instanceof Node.Scalar s && s.value() instanceof Long && v.value() == Math.rint(v.value()) ? (Object) (long) v.value() : (Object) v.value(),
                v.line(), v.column());
        if (before instanceof Node.MapNode m) {
            List<Node.Entry> out = new ArrayList<>();
            out.add(new Node.Entry("value", v.line(), v.column(), number));
            if (m.entry("unit") != null) {
                out.add(m.entry("unit"));
            }
            out.add(new Node.Entry("fit", v.line(), v.column(), new Node.Scalar(v.fit(), v.line(), v.column())));
            return with(map, key, new Node.MapNode(out, m.line(), m.column()));
        }
        Node.MapNode out = with(map, key, number);
        Node.Scalar fit = new Node.Scalar(v.fit(), v.line(), v.column());
        if (out.get("sources") instanceof Node.MapNode sources) {
            return with(out, "sources", with(sources, key, fit));
        }
        for (String origin : List.of("source", "fit")) {
            if (out.get(origin) instanceof Node.Scalar s) {
                return with(out, origin, new Node.Scalar(s.value() + "; " + key + ": " + v.fit(), s.line(), s.column()));
            }
        }
        return out;
    }

    /** A map with one entry replaced, or added at its end. */
    private static Node.MapNode with(Node.MapNode map, String key, Node value) {
        List<Node.Entry> out = new ArrayList<>(map.entries());
        for (int i = 0; i < out.size(); i++) {
            Node.Entry e = out.get(i);
            if (e.key().equals(key)) {
                out.set(i, new Node.Entry(key, e.line(), e.column(), value));
                return new Node.MapNode(out, map.line(), map.column());
            }
        }
        out.add(new Node.Entry(key, value.line(), value.column(), value));
        return new Node.MapNode(out, map.line(), map.column());
    }

    private static String text(Node n) {
        return n instanceof Node.Scalar s ? String.valueOf(s.value()) : "";
    }
}
