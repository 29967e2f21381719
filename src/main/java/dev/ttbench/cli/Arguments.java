package dev.ttbench.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was typed after a command. */
final class Arguments {
    private final Map<String, List<String>> values = new HashMap<>();
    private final List<String> rest = new ArrayList<>();
    private boolean help;

    /** The value of an option, or null. */
    String one(String option) {
        List<String> v = values.get(option);
        return v == null ? null : v.get(v.size() - 1);
    }

    /** All values of an option in order. */
    List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    /** The words that belong to no option. */
    List<String> rest() {
        return rest;
    }

    /** Whether help was asked for. */
    boolean help() {
        return help;
    }

    boolean has(String option) {
        return values.containsKey(option);
    }

    void put(String option, String value) {
        List<String> v = values.get(option);
        if (v == null) {
            v = new ArrayList<>();
            values.put(option, v);
        }
        v.add(value);
    }

    void askHelp() {
        help = true;
    }

    @Override
    public String toString() {
        return new java.util.TreeMap<>(values) + " " + rest;
    }
}
