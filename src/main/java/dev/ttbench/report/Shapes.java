package dev.ttbench.report;

import java.util.List;

/** Shapes as text: {@code 2x320x64x64}, several with {@code ;} between. */
public final class Shapes {
    private Shapes() { }

    /** One shape; nothing for a single number (a tensor without axes). */
    public static String text(long[] shape) {
        StringBuilder b = new StringBuilder(24);
        append(b, shape);
        return b.toString();
    }

    /** Several shapes. */
    public static String text(List<long[]> shapes) {
        StringBuilder b = new StringBuilder(48);
        for (int i = 0; i < shapes.size(); i++) {
            if (i > 0) {
                b.append(';');
            }
            append(b, shapes.get(i));
        }
        return b.toString();
    }

    private static void append(StringBuilder b, long[] shape) {
        for (int i = 0; i < shape.length; i++) {
            if (i > 0) {
                b.append('x');
            }
            b.append(shape[i]);
        }
    }
}
