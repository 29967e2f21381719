package dev.ttbench.cli;

import java.util.List;

/**
 * The words of a command that belong to no option.
 *
 * @param label as help shows it
 * @param least how many there must be
 * @param most how many there may be
 * @param choices the values there are; empty for any
 * @param listed kinds of {@code ttbench list} whose names are values; empty for none
 * @param about one sentence
 */
record Rest(String label, int least, int most, List<String> choices, List<String> listed, String about) {
    static final Rest NONE = new Rest("", 0, 0, List.of(), "");

    /** Words that are no names of {@code ttbench list}. */
    Rest(String label, int least, int most, List<String> choices, String about) {
        this(label, least, most, choices, List.of(), about);
    }
}
