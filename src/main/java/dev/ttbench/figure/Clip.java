package dev.ttbench.figure;

/** Cuts lines at the edges of a box. */
final class Clip {
    private Clip() { }

    /** The part of a line inside the box as x, y, x, y; null where none is. */
    static double[] line(Box box, double x1, double y1, double x2, double y2) {
        double[] p = {x1 - x2, x2 - x1, y1 - y2, y2 - y1};
        double[] q = {x1 - box.x(), box.right() - x1, y1 - box.y(), box.bottom() - y1};
        double from = 0;
        double to = 1;
        for (int i = 0; i < 4; i++) {
            if (p[i] == 0 && q[i] < 0 || Double.isNaN(q[i]) || Double.isNaN(p[i])) {
                return null;
            }
            if (p[i] < 0) {
                from = Math.max(from, q[i] / p[i]);
            } else if (p[i] > 0) {
                to = Math.min(to, q[i] / p[i]);
            }
        }
        return from > to ? null : new double[] {x1 + from * (x2 - x1), y1 + from * (y2 - y1), x1 + to * (x2 - x1), y1 + to * (y2 - y1)};
    }
}
