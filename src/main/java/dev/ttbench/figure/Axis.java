package dev.ttbench.figure;

/**
 * What an axis spans.
 *
 * @param scale the axis
 * @param lo the position (see {@link Scale#position}) at its start
 * @param hi the position at its end
 * @param inset pixels kept free at both ends, so that markers stay inside
 * @param empty whether there are no values to span
 */
record Axis(Scale scale, double lo, double hi, double inset, boolean empty) {
    /** The pixel of a value on an axis between two pixels; NaN where it has none. Infinity stands for the axis' end. */
    double at(double value, double from, double to) {
        if (Double.isInfinite(value)) {
            return value < 0 ? from : to;
        }
        return atPosition(scale.position(value), from, to);
    }

    /** The pixel of a position on an axis between two pixels. */
    double atPosition(double position, double from, double to) {
        double margin = from < to ? inset : -inset;
        return from + margin + (position - lo) / (hi - lo) * (to - from - 2 * margin);
    }

    /** The pixel of a bar's foot: that of zero, or the start of a logarithmic axis. */
    double foot(double from, double to) {
        return scale.decades() ? from : at(0, from, to);
    }
}
