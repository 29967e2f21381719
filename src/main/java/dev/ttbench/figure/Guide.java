package dev.ttbench.figure;

/**
 * A thin line for reference, such as a roof. Infinite coordinates stand for the ends of an axis.
 *
 * @param label what the legend says
 * @param x where its corners lie
 * @param y their heights
 */
public record Guide(String label, double[] x, double[] y) {
    /** A copy of the corners. */
    public Guide {
        label = label == null ? "" : label;
        x = x.clone();
        y = y.clone();
        if (x.length != y.length) {
            throw new IllegalArgumentException("guide " + label + " has " + x.length + " x and " + y.length + " y");
        }
    }

    /** A line across the whole plot at one height. */
    public static Guide across(String label, double y) {
        return new Guide(label, new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}, new double[] {y, y});
    }

    /** Whether all corners have the same x. */
    boolean vertical() {
        for (double v : x) {
            if (v != x[0]) {
                return false;
            }
        }
        return x.length > 1;
    }
}
