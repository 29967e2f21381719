package dev.ttbench.figure;

/** How the values of a chart are drawn. */
public enum Kind {
    /** Bars of several series side by side; on a numeric axis those of a histogram. */
    BARS,
    /** Bars of several series on top of each other; negative values go down. */
    STACKED,
    /** Lines with a marker at each point. */
    LINES,
    /** Stairs: a value holds until the next x, the last one as long as the one before it. */
    STEPS,
    /** A marker at each point. */
    POINTS,
    /** A cell around each point, that reaches half-way to the next ones; series are shades, from light to dark in their order. */
    HEAT;

    /** Whether a value is the length of a bar. */
    boolean bars() {
        return this == BARS || this == STACKED;
    }

    /** Whether the points of a series are joined. */
    boolean joined() {
        return this == LINES || this == STEPS;
    }
}
