package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * Splits, permutes and merges axes. All of it is a view while the merges can be expressed in strides; when one cannot, the tensor is copied
 * once, in the order of the right-hand side (what {@code permute(...).reshape(...)} does).
 */
final class Rearrange {
    private Rearrange() { }

    /**
     * @param sizes extents of factors of a split axis that the axis does not remember itself
     * @throws EvalException when the pattern does not fit the tensor
     */
    static Tensor apply(Emitter e, Tensor t, Pattern pattern, Map<String, Long> sizes) {
        if (pattern.left().size() != t.axes().length) {
            throw new EvalException("the pattern '" + pattern.text() + "' is for " + pattern.left().size() + " axes, the tensor has " + t.axes().length + ": " + t);
        }
        Axis[] bound = new Axis[pattern.names().length];
        for (int i = 0; i < t.axes().length; i++) {
            int[] group = pattern.leftSlots()[i];
            if (group.length == 1) {
                single(bound, group[0], t.axes()[i], sizes, pattern);
            } else {
                split(bound, group, t.axes()[i], sizes, pattern);
            }
        }
        splitUnits(bound, pattern, t.axes());
        Axis[] axes = merged(pattern, bound);
        if (axes != null) {
            return t.withAxes(mergedUnits(axes, pattern, bound));
        }
        int[] slots = slots(pattern.rightSlots());
        Axis[] flat = new Axis[slots.length];
        for (int i = 0; i < slots.length; i++) {
            flat[i] = bound[slots[i]];
        }
        Tensor copy = e.copy(t.withAxes(flat));
        for (int i = 0; i < slots.length; i++) {
            bound[slots[i]] = copy.axes()[i];
        }
        return copy.withAxes(mergedUnits(Objects.requireNonNull(merged(pattern, bound)), pattern, bound));
    }

    /** The named axes of one side, in order. */
    private static int[] slots(int[][] groups) {
        int n = 0;
        for (int[] group : groups) {
            n += group.length;
        }
        int[] out = new int[n];
        int at = 0;
        for (int[] group : groups) {
            for (int slot : group) {
                if (slot >= 0) {
                    out[at++] = slot;
                }
            }
        }
        return at == n ? out : Arrays.copyOf(out, at);
    }

    private static boolean groups(int[][] side) {
        for (int[] group : side) {
            if (group.length > 1) {
                return true;
            }
        }
        return false;
    }

    /** Splitting an axis gives every axis of extent 1 a new stride, as a framework's view does: it decides the layout of what is computed next. */
    private static void splitUnits(Axis[] bound, Pattern pattern, Axis[] from) {
        if (!groups(pattern.leftSlots())) {
            return;
        }
        int[] slots = slots(pattern.leftSlots());
        long[] extents = new long[slots.length];
        boolean units = false;
        for (int i = 0; i < slots.length; i++) {
            extents[i] = bound[slots[i]].extent();
            units |= extents[i] == 1;
        }
        if (!units) {
            return;
        }
        long[] strides = viewStrides(from, extents);
        for (int i = 0; i < slots.length; i++) {
            if (extents[i] == 1) {
                bound[slots[i]] = bound[slots[i]].withStride(strides[i]);
            }
        }
    }

    /** As splitUnits, for axes that are merged. */
    private static Axis[] mergedUnits(Axis[] axes, Pattern pattern, Axis[] bound) {
        int[][] side = pattern.rightSlots();
        boolean units = false;
        for (Axis a : axes) {
            units |= a.extent() == 1;
        }
        if (!units || !groups(side)) {
            return axes;
        }
        int[] slots = slots(side);
        Axis[] from = new Axis[slots.length];
        for (int i = 0; i < slots.length; i++) {
            from[i] = bound[slots[i]];
        }
        int n = 0;
        int[] kept = new int[axes.length];
        for (int g = 0; g < axes.length; g++) {
            if (side[g].length > 1 || side[g][0] >= 0) {
                kept[n++] = g;
            }
        }
        long[] extents = new long[n];
        for (int i = 0; i < n; i++) {
            extents[i] = axes[kept[i]].extent();
        }
        long[] strides = viewStrides(from, extents);
        for (int i = 0; i < n; i++) {
            if (extents[i] == 1) {
                axes[kept[i]] = axes[kept[i]].withStride(strides[i]);
            }
        }
        return axes;
    }

    /** Strides of a view of {@code from} with other extents, runs of axes that lie densely in one another taken together (PyTorch's computeStride). */
    private static long[] viewStrides(Axis[] from, long[] extents) {
        long[] strides = new long[extents.length];
        int v = extents.length - 1;
        long base = from.length == 0 ? 1 : from[from.length - 1].stride();
        long run = 1;
        long viewed = 1;
        for (int i = from.length - 1; i >= 0; i--) {
            run *= from[i].extent();
            if (i > 0 && (from[i - 1].extent() == 1 || from[i - 1].stride() == run * base)) {
                continue;
            }
            while (v >= 0 && (viewed < run || extents[v] == 1)) {
                strides[v] = viewed * base;
                viewed *= extents[v];
                v--;
            }
            if (i > 0) {
                base = from[i - 1].stride();
                run = 1;
                viewed = 1;
            }
        }
        return strides;
    }

    private static void single(Axis[] bound, int slot, Axis a, Map<String, Long> sizes, Pattern pattern) {
        if (slot < 0) {
            if (a.extent() != 1) {
                throw new EvalException("the pattern '" + pattern.text() + "' wants extent 1 where axis '" + a.name() + "' is " + a.extent());
            }
            return;
        }
        Long given = sizes.isEmpty() ? null : sizes.get(pattern.names()[slot]);
        if (given != null && given != a.extent()) {
            throw new EvalException(pattern.names()[slot] + " = " + given + " was given, but the axis '" + a.name() + "' is " + a.extent());
        }
        bound[slot] = a.withName(pattern.axes()[slot]);
    }

    private static void split(Axis[] bound, int[] group, Axis a, Map<String, Long> sizes, Pattern pattern) {
        int k = group.length;
        long[] n = new long[k];
        int unknown = -1;
        int missing = 0;
        long product = 1;
        boolean remembered = a.parts().length == k;
        for (int i = 0; i < k; i++) {
            Long given = group[i] < 0 ? (Long) 1L : sizes.isEmpty() ? null : sizes.get(pattern.names()[group[i]]);
            n[i] = given == null ? 0 : given;
            remembered = remembered && (given == null || given == a.parts()[i].extent());
        }
        for (int i = 0; i < k; i++) {
            if (remembered) {
                n[i] = a.parts()[i].extent();
            } else if (n[i] == 0) {
                missing++;
                unknown = i;
            } else {
                product = Tensor.multiply(product, n[i]);
            }
        }
        if (!remembered && missing == 1 && product > 0 && a.extent() % product == 0) {
            n[unknown] = a.extent() / product;
        } else if (!remembered && (missing > 0 || product != a.extent())) {
            throw new EvalException("the axis '" + a.name() + "' of " + a.extent() + " does not split by '" + pattern.text() + "'"
                    + (missing > 1 ? "" : " with " + sizes), missing > 1 ? "give the extent of all but one, such as 'heads: 8'" : null);
        }
        long stride = a.stride();
        for (int i = k - 1; i >= 0; i--) {
            if (group[i] >= 0) {
                String name = pattern.axes()[group[i]];
                Part[] parts = {remembered ? a.parts()[i] : Part.factor(name, n[i], a.parts())};
                bound[group[i]] = new Axis(name, n[i], stride, parts);
            }
            stride *= n[i];
        }
    }

    /** The axes of the right-hand side, or null when one merge cannot be expressed in strides. */
    private static Axis[] merged(Pattern pattern, Axis[] bound) {
        Axis[] out = new Axis[pattern.rightSlots().length];
        for (int g = out.length - 1; g >= 0; g--) {
            int[] group = pattern.rightSlots()[g];
            if (group.length == 1) {
                long inner = g + 1 < out.length ? out[g + 1].extent() * out[g + 1].stride() : 1;
                out[g] = group[0] < 0 ? Axis.made("1", 1).withStride(inner) : bound[group[0]];
                continue;
            }
            long extent = 1;
            long stride = -1;
            Part[] parts = new Part[0];
            StringBuilder name = new StringBuilder("(");
            for (int i = group.length - 1; i >= 0; i--) {
                Axis a = group[i] < 0 ? Axis.made("1", 1) : bound[group[i]];
                if (a.extent() > 1) {
                    if (stride >= 0 && a.stride() != Tensor.multiply(stride, extent)) {
                        return null;
                    }
                    stride = stride < 0 ? a.stride() : stride;
                }
                extent = Tensor.multiply(extent, a.extent());
                Part[] joined = Arrays.copyOf(a.parts(), a.parts().length + parts.length);
                System.arraycopy(parts, 0, joined, a.parts().length, parts.length);
                parts = joined;
            }
            for (Part p : parts) {
                name.append(name.length() > 1 ? " " : "").append(p.name());
            }
            out[g] = new Axis(name.append(')').toString(), extent, stride < 0 ? 1 : stride, parts);
        }
        return out;
    }
}
