package dev.ttbench.figure;

import java.util.List;

/**
 * One plot of a chart.
 *
 * @param title what stands above it; may be empty
 * @param series its values, at the bottom of a stack first
 * @param guides lines for reference
 */
public record Panel(String title, List<Series> series, List<Guide> guides) {
    /** Copies of the lists. */
    public Panel {
        title = title == null ? "" : title;
        series = series == null ? List.of() : List.copyOf(series);
        guides = guides == null ? List.of() : List.copyOf(guides);
    }

    /** A plot without lines for reference. */
    public Panel(String title, List<Series> series) {
        this(title, series, List.of());
    }
}
