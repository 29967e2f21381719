package dev.ttbench.page;

import java.util.List;

/** The level axis of a chart that goes through stages: each has a band, as wide as it has steps but never too slim to see. */
final class Bands {
    private static final double SLIMMEST = 0.07;
    private final Plot plot;
    private final double[] starts;
    private final int[] steps;

    /** @param steps of each stage */
    Bands(Plot plot, int... steps) {
        this.plot = plot;
        this.steps = steps;
        double all = 0;
        for (int n : steps) {
            all += n;
        }
        double sum = 0;
        double[] parts = new double[steps.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Math.max(steps[i] / all, SLIMMEST);
            sum += parts[i];
        }
        starts = new double[parts.length + 1];
        starts[0] = plot.left;
        for (int i = 0; i < parts.length; i++) {
            starts[i + 1] = starts[i] + parts[i] / sum * (plot.right - plot.left);
        }
    }

    /** Where step {@code i} of a stage begins. */
    double at(int stage, int i) {
        return starts[stage] + (starts[stage + 1] - starts[stage]) * i / steps[stage];
    }

    /** Lines between the bands, and their names: on two lines in turn, where they would touch; left out where a band is too slim. */
    void names(List<String> names) {
        for (int i = 0; i < steps.length; i++) {
            if (i > 0) {
                plot.html.empty("line", "class", "axis", "x1", starts[i], "x2", starts[i], "y1", plot.top, "y2", plot.bottom + 6);
            }
            double room = starts[i + 1] - starts[i];
            double middle = (starts[i] + starts[i + 1]) / 2;
            boolean fits = names.get(i).length() * 6.4 <= room;
            double half = names.get(i).length() * 3.2;
            double at = Math.max(plot.left + half, Math.min(plot.right - half, middle));
            if (fits || steps.length <= 5) {
                plot.label(at, plot.bottom + (i % 2 == 0 || steps.length < 2 ? 17 : 33), "middle", names.get(i));
            }
        }
    }
}
