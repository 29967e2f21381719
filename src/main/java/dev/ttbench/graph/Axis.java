package dev.ttbench.graph;

import java.util.Arrays;

/**
 * One axis of a tensor.
 *
 * @param name what the current scope calls it
 * @param extent elements along it
 * @param stride elements between neighbours along it
 * @param parts where it came from, outermost first; several for a merged axis
 */
record Axis(String name, long extent, long stride, Part[] parts) {
    /** Largest extent of one axis. */
    static final long MAX_EXTENT = 1L << 40;

    /** An axis that a primitive makes: no source. */
    static Axis made(String name, long extent) {
        return new Axis(name, extent, 0, new Part[] {Part.of(name, extent, null)});
    }

    Axis withExtent(long n) {
        return n == extent ? this : new Axis(name, n, stride, Part.resized(name, parts, n));
    }

    /** Whether it goes back to an input of the graph. */
    boolean sourced() {
        for (Part p : parts) {
            if (p.source() != null) {
                return true;
            }
        }
        return false;
    }

    Axis withStride(long s) {
        return s == stride ? this : new Axis(name, extent, s, parts);
    }

    Axis withName(String n) {
        return n.equals(name) ? this : new Axis(n, extent, stride, parts);
    }

    /** Equal for sharing: the same extent, stride and origin; the name is the scope's affair. */
    boolean same(Axis o) {
        return extent == o.extent && stride == o.stride && (parts == o.parts || Arrays.equals(parts, o.parts));
    }
}
