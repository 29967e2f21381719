package dev.ttbench.graph;

import dev.ttbench.operator.Dtype;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.List;

/** A view of memory: named axes with strides over a storage. Immutable; a class and not a record, since it remembers its shape and number of elements. */
final class Tensor implements Scope.Members {
    private final Axis[] axes;
    private final int storage;
    private final long offset;
    private final Dtype dtype;
    private final boolean attended;
    private long elements;
    private long[] shape;

    /**
     * @param axes outermost first
     * @param storage number of the storage in the body that is being expanded; negative for what liveness does not track (weights, buffers, caches, inputs)
     * @param offset elements before its first
     * @param dtype type of an element
     * @param attended whether an attention wrote it: a copy of it is the attention's doing
     */
    Tensor(Axis[] axes, int storage, long offset, Dtype dtype, boolean attended) {
        this.axes = axes;
        this.storage = storage;
        this.offset = offset;
        this.dtype = dtype;
        this.attended = attended;
    }

    Tensor(Axis[] axes, int storage, long offset, Dtype dtype) {
        this(axes, storage, offset, dtype, false);
    }

    Axis[] axes() {
        return axes;
    }

    int storage() {
        return storage;
    }

    long offset() {
        return offset;
    }

    Dtype dtype() {
        return dtype;
    }

    boolean attended() {
        return attended;
    }

    /** Axes laid out densely in the order {@code order} (outermost first; null for their own order). */
    static Axis[] dense(Axis[] axes, int[] order) {
        Axis[] out = axes.clone();
        long stride = 1;
        for (int k = out.length - 1; k >= 0; k--) {
            int i = order == null ? k : order[k];
            out[i] = out[i].withStride(stride);
            stride = multiply(stride, Math.max(1, out[i].extent()));
        }
        return out;
    }

    static long multiply(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        if ((high != 0 || low < 0) && (high != -1 || low >= 0)) {
            throw new EvalException("the tensor has more than 2^63 - 1 elements or bytes");
        }
        return low;
    }

    @Override
    public long rank() {
        return axes.length;
    }

    long elements() {
        if (elements == 0) {
            long n = 1;
            for (Axis a : axes) {
                n = multiply(n, a.extent());
            }
            elements = n;
        }
        return elements;
    }

    long bytes() {
        return multiply(elements(), dtype.bytes());
    }

    /** Its extents; the array is shared and never written to. */
    long[] shape() {
        if (shape == null) {
            long[] s = new long[axes.length];
            for (int i = 0; i < s.length; i++) {
                s[i] = axes[i].extent();
            }
            shape = s;
        }
        return shape;
    }

    Axis last() {
        if (axes.length == 0) {
            throw new EvalException("a tensor with an axis is needed, this one has none");
        }
        return axes[axes.length - 1];
    }

    boolean contiguous() {
        return dense(null);
    }

    /** Whether it lies densely in the order {@code order} (outermost first; null for its own order). */
    boolean dense(int[] order) {
        long stride = 1;
        for (int k = axes.length - 1; k >= 0; k--) {
            Axis a = axes[order == null ? k : order[k]];
            if (a.extent() != 1) {
                if (a.stride() != stride) {
                    return false;
                }
                stride *= a.extent();
            }
        }
        return true;
    }

    /** Position of the axis that is called {@code name}. */
    int axis(String name) {
        int hit = -1;
        for (int i = 0; i < axes.length; i++) {
            if (axes[i].name().equals(name)) {
                if (hit >= 0) {
                    throw new EvalException("two axes are called '" + name + "' in " + this);
                }
                hit = i;
            }
        }
        if (hit < 0) {
            throw new EvalException("no axis '" + name + "' in " + this, Suggest.hint(name, names()));
        }
        return hit;
    }

    /** The axis of that number, counted from 0 or, negative, from the end. */
    int axis(long number) {
        long at = number < 0 ? number + axes.length : number;
        if (at < 0 || at >= axes.length) {
            throw new EvalException("there is no axis " + number + " in " + this);
        }
        return (int) at;
    }

    @Override
    public Object member(String name) {
        return name.equals("dtype") ? dtype.id() : (Object) axes[axis(name)].extent();
    }

    Tensor withAxes(Axis[] a) {
        return new Tensor(a, storage, offset, dtype, attended);
    }

    Tensor withAxis(int i, Axis a) {
        Axis[] copy = axes.clone();
        copy[i] = a;
        return withAxes(copy);
    }

    Tensor in(int otherStorage) {
        if (otherStorage == storage) {
            return this;
        }
        Tensor t = new Tensor(axes, otherStorage, offset, dtype, attended);
        t.elements = elements;
        t.shape = shape;
        return t;
    }

    /** Whether a kernel that reads both reads the same bytes. */
    boolean sameOperand(Tensor o) {
        if (storage != o.storage || offset != o.offset || axes.length != o.axes.length) {
            return false;
        }
        for (int i = 0; i < axes.length; i++) {
            if (axes[i].extent() != o.axes[i].extent()) {
                return false;
            }
        }
        return true;
    }

    /** Equal for sharing an expansion, the storage aside. */
    boolean sameLayout(Tensor o) {
        if (dtype != o.dtype || offset != o.offset || attended != o.attended || axes.length != o.axes.length) {
            return false;
        }
        if (axes == o.axes) {
            return true;
        }
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] != o.axes[i] && !(axes[i].same(o.axes[i]) && axes[i].name().equals(o.axes[i].name()))) {
                return false;
            }
        }
        return true;
    }

    int layoutHash() {
        long h = dtype.ordinal() * 31L + offset;
        for (Axis a : axes) {
            h = (h * 1_000_003 + a.extent()) * 31 + a.stride();
        }
        return Long.hashCode(h);
    }

    List<String> names() {
        List<String> out = new ArrayList<>();
        for (Axis a : axes) {
            out.add(a.name());
        }
        return out;
    }

    @Override
    public String toString() {
        StringBuilder b = new StringBuilder("[");
        for (Axis a : axes) {
            b.append(b.length() > 1 ? ", " : "").append(a.name()).append(' ').append(a.extent());
        }
        return b.append(']').toString();
    }

    @Override
    public boolean equals(Object o) {
        return o == this || o instanceof Tensor t && storage == t.storage && sameLayout(t);
    }

    @Override
    public int hashCode() {
        return layoutHash() * 31 + storage;
    }
}
