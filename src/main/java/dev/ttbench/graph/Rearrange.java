package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
        Map<String, Axis> bound = new HashMap<>();
        for (int i = 0; i < t.axes().length; i++) {
            List<String> group = pattern.left().get(i);
            if (group.size() == 1) {
                single(bound, group.get(0), t.axes()[i], sizes, pattern);
            } else {
                split(bound, group, t.axes()[i], sizes, pattern);
            }
        }
        Axis[] axes = merged(pattern, bound);
        if (axes != null) {
            return t.withAxes(axes);
        }
        List<Axis> flat = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (List<String> group : pattern.right()) {
            for (String n : group) {
                if (!n.equals("1")) {
                    flat.add(bound.get(n));
                    names.add(n);
                }
            }
        }
        Tensor copy = e.copy(t.withAxes(flat.toArray(new Axis[0])));
        for (int i = 0; i < names.size(); i++) {
            bound.put(names.get(i), copy.axes()[i]);
        }
        return copy.withAxes(Objects.requireNonNull(merged(pattern, bound)));
    }

    private static void single(Map<String, Axis> bound, String name, Axis a, Map<String, Long> sizes, Pattern pattern) {
        if (name.equals("1")) {
            if (a.extent() != 1) {
                throw new EvalException("the pattern '" + pattern.text() + "' wants extent 1 where axis '" + a.name() + "' is " + a.extent());
            }
            return;
        }
        Long given = sizes.get(name);
        if (given != null && given != a.extent()) {
            throw new EvalException(name + " = " + given + " was given, but the axis '" + a.name() + "' is " + a.extent());
        }
        bound.put(name, a.withName(Pattern.axisName(name)));
    }

    private static void split(Map<String, Axis> bound, List<String> group, Axis a, Map<String, Long> sizes, Pattern pattern) {
        int k = group.size();
        long[] n = new long[k];
        int unknown = -1;
        int missing = 0;
        long product = 1;
        boolean remembered = a.parts().length == k;
        for (int i = 0; i < k; i++) {
            Long given = sizes.get(group.get(i));
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
            throw new EvalException("the axis '" + a.name() + "' of " + a.extent() + " does not split into (" + String.join(" ", group) + ")"
                    + (missing > 1 ? "" : " with " + sizes), missing > 1 ? "give the extent of all but one, such as 'heads: 8'" : null);
        }
        long stride = a.stride();
        for (int i = k - 1; i >= 0; i--) {
            String name = Pattern.axisName(group.get(i));
            Part[] parts = remembered ? new Part[] {a.parts()[i]} : new Part[] {Part.of(name, n[i], a.parts()[0].source())};
            bound.put(group.get(i), new Axis(name, n[i], stride, parts));
            stride *= n[i];
        }
    }

    /** The axes of the right-hand side, or null when one merge cannot be expressed in strides. */
    private static Axis[] merged(Pattern pattern, Map<String, Axis> bound) {
        Axis[] out = new Axis[pattern.right().size()];
        for (int g = out.length - 1; g >= 0; g--) {
            List<String> group = pattern.right().get(g);
            if (group.size() == 1) {
                long inner = g + 1 < out.length ? out[g + 1].extent() * out[g + 1].stride() : 1;
                out[g] = group.get(0).equals("1") ? Axis.made("1", 1).withStride(inner) : bound.get(group.get(0));
                continue;
            }
            long extent = 1;
            long stride = -1;
            Part[] parts = new Part[0];
            StringBuilder name = new StringBuilder("(");
            for (int i = group.size() - 1; i >= 0; i--) {
                Axis a = group.get(i).equals("1") ? Axis.made("1", 1) : bound.get(group.get(i));
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
