package dev.ttbench.report;

/** How a quantity goes, in one line of text: a bar a value, or the highest of several where there is less room. */
final class Sparkline {
    private static final String BLOCKS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String ASCII = " .:-=+*#@";

    private Sparkline() { }

    /**
     * The line, of at most {@code cells} characters: the largest value is the highest bar, and no value but 0 is none. Empty where all bars are
     * the same, which says nothing.
     *
     * @param values none negative
     * @param unicode whether the reader's terminal shows more than ASCII, where denser signs stand for higher bars
     */
    static String of(double[] values, int cells, boolean unicode) {
        String bars = unicode ? BLOCKS : ASCII;
        int n = Math.min(cells, values.length);
        double most = most(values, 0, values.length);
        char[] out = new char[n];
        for (int i = 0; i < n; i++) {
            double v = most(values, (int) ((long) i * values.length / n), (int) ((i + 1L) * values.length / n));
            out[i] = bars.charAt(most > 0 ? (int) Math.ceil(v / most * (bars.length() - 1)) : 0);
        }
        String line = new String(out);
        return n == 0 || line.equals(line.substring(0, 1).repeat(n)) ? "" : line;
    }

    /** The same on a logarithmic scale, on which the least value still has a bar; {@code values} are positive. */
    static String logarithmic(double[] values, int cells, boolean unicode) {
        double least = Double.MAX_VALUE;
        for (double v : values) {
            least = Math.min(least, v);
        }
        double[] heights = new double[values.length];
        for (int i = 0; i < heights.length; i++) {
            heights[i] = 1 + Math.log(values[i] / least) / Math.log(2);
        }
        return of(heights, cells, unicode);
    }

    private static double most(double[] values, int from, int to) {
        double most = 0;
        for (int i = from; i < to; i++) {
            most = Math.max(most, values[i]);
        }
        return most;
    }
}
