package dev.ttbench.spec;

import java.util.List;

/** A piece of a YAML document that knows where it stands. Lines and columns count from 1. */
public sealed interface Node {

    /** Line of its first character. */
    int line();

    /** Column of its first character. */
    int column();

    /** What it is, in words for messages. */
    String describe();

    /** A mapping, in the order of the file. */
    record MapNode(List<Entry> entries, int line, int column) implements Node {
        /** The value of {@code key}, or null. */
        public Node get(String key) {
            for (Entry e : entries) {
                if (e.key.equals(key)) {
                    return e.value;
                }
            }
            return null;
        }

        /** The entry of {@code key}, or null. */
        public Entry entry(String key) {
            for (Entry e : entries) {
                if (e.key.equals(key)) {
                    return e;
                }
            }
            return null;
        }

        @Override
        public String describe() {
            return "a map";
        }
    }

    /** One key of a mapping, with the key's own place. */
    record Entry(String key, int line, int column, Node value) { }

    /** A sequence. */
    record ListNode(List<Node> items, int line, int column) implements Node {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /** A scalar: a Long, Double, Boolean, String or null. */
    record Scalar(Object value, int line, int column) implements Node {
        @Override
        public String describe() {
            if (value == null) {
                return "nothing";
            }
            String kind = value instanceof String ? "the text" : value instanceof Boolean ? "the truth value" : "the number";
            String text = value.toString();
            return kind + " '" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "'";
        }
    }
}
