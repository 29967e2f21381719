package dev.ttbench.cli;

import java.util.List;

/**
 * One option of a command.
 *
 * @param name with its dashes
 * @param shortName with its dash, or null
 * @param label of the value, as help shows it; null for a flag, which takes none
 * @param repeatable whether it may be given more than once
 * @param choices the values there are; empty for any
 * @param listed what {@code ttbench list} names as its values (models, devices); null for none
 * @param about one sentence
 */
record Option(String name, String shortName, String label, boolean repeatable, List<String> choices, String listed, String about) {

    /** Whether it takes no value. */
    boolean flag() {
        return label == null;
    }

    /** Whether a value is one of the choices; for one stage, as {@code STAGE=VALUE}, or with a number, as {@code VALUE:64}, where the label says so. */
    boolean accepts(String value) {
        if (flag() || choices.isEmpty() || choices.contains(value)) {
            return true;
        }
        String plain = label.startsWith("[STAGE=]") ? value.substring(value.indexOf('=') + 1) : value;
        return choices.contains(label.endsWith("[:N]") && plain.matches(".*:\\d+") ? plain.substring(0, plain.lastIndexOf(':')) : plain);
    }

    static Option flag(String name, String about) {
        return new Option(name, null, null, false, List.of(), null, about);
    }

    static Option of(String name, String label, String about) {
        return new Option(name, null, label, false, List.of(), null, about);
    }

    static Option choice(String name, List<String> choices, String about) {
        return new Option(name, null, name.substring(2).toUpperCase(java.util.Locale.ROOT), false, choices, null, about);
    }
}
