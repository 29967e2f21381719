package dev.ttbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An answer that is not a profile: facts by name, tables, and text as it stands in a file. */
public final class Sheet {
    /**
     * One table.
     *
     * @param name of its field in JSON
     * @param title for people; null when the sheet's own says it
     * @param columns names of the columns
     */
    public record Table(String name, String title, List<String> columns, List<List<Object>> rows) {
        /** Adds a row, one value a column; null for none. */
        public Table row(Object... values) {
            rows.add(java.util.Arrays.asList(values));
            return this;
        }

        /** Whether a column holds numbers and nothing else. */
        public boolean numeric(int column) {
            for (List<Object> row : rows) {
                if (row.get(column) != null && !(row.get(column) instanceof Number)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final String kind;
    private final String title;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();
    private String text;
    private Drawing drawing;
    private int drawnAfter;

    /**
     * @param kind what it is, as in {@code "format": "ttbench.<kind>"}
     * @param title its first line for people
     */
    public Sheet(String kind, String title) {
        this.kind = kind;
        this.title = title;
    }

    /** Adds a fact: text, a number, a truth value, a list of these, or null. */
    public Sheet fact(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /** Adds an empty table. */
    public Table table(String name, String heading, String... columns) {
        Table t = new Table(name, heading, List.of(columns), new ArrayList<>());
        tables.add(t);
        return t;
    }

    /** Sets the drawing, which stands after the tables so far. */
    public Sheet drawing(Drawing d) {
        drawing = d;
        drawnAfter = tables.size();
        return this;
    }

    /** Its drawing, or null. */
    public Drawing drawing() {
        return drawing;
    }

    /** How many tables stand before the drawing. */
    int drawnAfter() {
        return drawnAfter;
    }

    /** Sets the text. */
    public Sheet text(String s) {
        text = s;
        return this;
    }

    /** What it is. */
    public String kind() {
        return kind;
    }

    /** Its first line for people. */
    public String title() {
        return title;
    }

    /** Its facts in order. */
    public Map<String, Object> facts() {
        return facts;
    }

    /** Its tables in order. */
    public List<Table> tables() {
        return tables;
    }

    /** Its text, or null. */
    public String text() {
        return text;
    }
}
