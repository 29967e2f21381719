package dev.ttbench.latency;

import java.util.List;

/**
 * One term of the latency model in words, for {@code ttbench explain}.
 *
 * @param id short name
 * @param title what it is about
 * @param formula with units
 * @param simplifications what it leaves out
 * @param constants names of the constants that it uses, as in suites/latency.yaml and suites/architectures
 * @param source where the form comes from
 */
public record TermDoc(String id, String title, String formula, String simplifications, List<String> constants, String source) { }
