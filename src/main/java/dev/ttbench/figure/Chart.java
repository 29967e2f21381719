package dev.ttbench.figure;

import java.util.List;

/**
 * A figure: small plots that share both axes.
 *
 * @param title what stands above the plots; may be empty
 * @param about what the figure shows, for those who cannot see it
 * @param kind how values are drawn
 * @param x the horizontal axis
 * @param y the vertical axis, always numeric
 * @param panels the plots, in reading order
 */
public record Chart(String title, String about, Kind kind, Scale x, Scale y, List<Panel> panels) {
    /** Copies of the lists; a chart without panels has an empty one. */
    public Chart {
        title = title == null ? "" : title;
        about = about == null ? "" : about;
        panels = panels == null || panels.isEmpty() ? List.of(new Panel("", List.of(), List.of())) : List.copyOf(panels);
        if (y.category()) {
            throw new IllegalArgumentException("the vertical axis of a chart is numeric");
        }
    }
}
