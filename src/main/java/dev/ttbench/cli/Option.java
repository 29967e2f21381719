package dev.ttbench.cli;

import java.util.List;

/**
 * One option of a command; all take a value.
 *
 * @param name with its dashes
 * @param shortName with its dash, or null
 * @param label of the value, as help shows it
 * @param repeatable whether it may be given more than once
 * @param choices the values there are; empty for any
 * @param listed what {@code ttbench list} names as its values (models, devices); null for none
 * @param about one sentence
 */
record Option(String name, String shortName, String label, boolean repeatable, List<String> choices, String listed, String about) {

    static Option of(String name, String label, String about) {
        return new Option(name, null, label, false, List.of(), null, about);
    }

    static Option choice(String name, List<String> choices, String about) {
        return new Option(name, null, name.substring(2).toUpperCase(java.util.Locale.ROOT), false, choices, null, about);
    }
}
