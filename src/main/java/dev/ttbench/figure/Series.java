package dev.ttbench.figure;

/**
 * Values of one name. Series of the same name in several panels look the same.
 *
 * @param name what the legend says
 * @param x where the values lie; on an axis of names the index of the name
 * @param y the values; NaN leaves a gap
 */
public record Series(String name, double[] x, double[] y) {
    /** A copy of the values. */
    public Series {
        name = name == null ? "" : name;
        x = x.clone();
        y = y.clone();
        if (x.length != y.length) {
            throw new IllegalArgumentException("series " + name + " has " + x.length + " x and " + y.length + " y");
        }
    }

    /** Values one after another: x counts from zero. */
    public static Series of(String name, double... y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        return new Series(name, x, y);
    }

    /** The x at which a step ends: that of the next value; the last one is as long as the one before it. */
    double end(int i) {
        if (i + 1 < x.length) {
            return x[i + 1];
        }
        return i == 0 ? x[0] + 1 : 2 * x[i] - x[i - 1];
    }
}
