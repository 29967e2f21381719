package dev.ttbench.figure;

/** The data of a path. */
final class Trace {
    private final StringBuilder out = new StringBuilder();

    /** Starts at a point. */
    Trace move(double x, double y) {
        return point('M', x, y);
    }

    /** A line to a point. */
    Trace line(double x, double y) {
        return point('L', x, y);
    }

    /** A level line. */
    Trace across(double x) {
        out.append('H').append(Svg.px(x));
        return this;
    }

    /** An upright line. */
    Trace upright(double y) {
        out.append('V').append(Svg.px(y));
        return this;
    }

    /** A closed rectangle. */
    Trace rectangle(double left, double top, double right, double bottom) {
        return move(left, top).across(right).upright(bottom).across(left).add("Z");
    }

    /** Commands as they are. */
    Trace add(String commands) {
        out.append(commands);
        return this;
    }

    private Trace point(char command, double x, double y) {
        out.append(command).append(Svg.px(x)).append(' ').append(Svg.px(y));
        return this;
    }

    boolean isEmpty() {
        return out.isEmpty();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
