package dev.ttbench.graph;

import dev.ttbench.operator.Dtype;
import dev.ttbench.spec.EvalException;
import java.util.Arrays;

/** How elementwise kernels see their operands: broadcasting, result types and the order of iteration, after PyTorch's TensorIterator. */
final class Layout {
    /** Batch, height, width, channels: positions of the axes of an image, outermost first. */
    private static final int[] CHANNELS_LAST = {0, 2, 3, 1};

    private Layout() { }

    /**
     * The axes of the result. Shapes are aligned at their end; an axis takes name and origin from an operand of its full extent: one whose origin
     * is an input of the graph before one that the network made, {@code primary} before the others.
     */
    static Axis[] broadcast(Tensor[] operands, Tensor primary) {
        if (operands.length == 1) {
            return operands[0].axes();
        }
        int rank = 0;
        for (Tensor t : operands) {
            rank = Math.max(rank, t.axes().length);
        }
        Axis[] out = new Axis[rank];
        for (int i = 0; i < rank; i++) {
            long extent = 1;
            for (Tensor t : operands) {
                int j = i - rank + t.axes().length;
                long n = j < 0 ? 1 : t.axes()[j].extent();
                if (n != 1 && extent != 1 && n != extent) {
                    throw new EvalException("the shapes " + shapes(operands) + " do not broadcast: " + extent + " meets " + n);
                }
                extent = n == 1 ? extent : n;
            }
            out[i] = preferred(i - rank, extent, operands, primary);
        }
        return out;
    }

    private static Axis preferred(int fromEnd, long extent, Tensor[] operands, Tensor primary) {
        Axis best = null;
        int bestRank = -1;
        for (Tensor t : operands) {
            int j = fromEnd + t.axes().length;
            if (j < 0 || t.axes()[j].extent() != extent) {
                continue;
            }
            Axis a = t.axes()[j];
            int rank = (a.sourced() ? 4 : 0) + (a.name().equals("1") ? 0 : 2) + (t == primary ? 1 : 0);
            if (rank > bestRank) {
                best = a;
                bestRank = rank;
            }
        }
        return best;
    }

    static String shapes(Tensor[] operands) {
        StringBuilder b = new StringBuilder();
        for (Tensor t : operands) {
            b.append(b.isEmpty() ? "" : " and ").append(t);
        }
        return b.toString();
    }

    /** Type of a result: the widest float; integers only among themselves. */
    static Dtype promote(Tensor[] operands) {
        Dtype best = operands[0].dtype();
        for (Tensor t : operands) {
            if (weight(t.dtype()) > weight(best)) {
                best = t.dtype();
            }
        }
        return best;
    }

    private static int weight(Dtype d) {
        return d == Dtype.BOOL ? 0 : d.isInteger() ? 1 : d == Dtype.COMPLEX64 ? Integer.MAX_VALUE : 1 + d.bytes();
    }

    /**
     * The memory order (outermost first) of an elementwise result; null for dense. Contiguous when all operands are contiguous and of equal rank,
     * channels last when all are images of one shape that lie so; otherwise axes are sorted by strides, operand by operand
     * (TensorIterator::reorder_dimensions).
     */
    static int[] iterationOrder(Axis[] axes, Tensor[] operands) {
        int rank = axes.length;
        boolean plain = true;
        for (Tensor t : operands) {
            plain &= t.axes().length == rank && t.contiguous();
        }
        if (plain) {
            return rank == CHANNELS_LAST.length && axes[2].extent() * axes[3].extent() == 1 ? suggestedOrder(operands[0]) : null;      // one pixel is both
        }
        if (allChannelsLast(operands)) {
            return CHANNELS_LAST.clone();
        }
        int[] perm = new int[rank];
        for (int i = 0; i < rank; i++) {
            perm[i] = rank - 1 - i;
        }
        for (int i = 1; i < rank; i++) {
            int d1 = i;
            for (int d0 = i - 1; d0 >= 0; d0--) {
                int c = shouldSwap(perm[d0], perm[d1], axes, operands);
                if (c > 0) {
                    int t = perm[d0];
                    perm[d0] = perm[d1];
                    perm[d1] = t;
                    d1 = d0;
                } else if (c < 0) {
                    break;
                }
            }
        }
        for (int i = 0; i < rank / 2; i++) {
            int t = perm[i];
            perm[i] = perm[rank - 1 - i];
            perm[rank - 1 - i] = t;
        }
        return perm;
    }

    /** Whether all are images of one shape whose channels are innermost; strides of axes of extent 1 say nothing (TensorIterator's fast set-up). */
    private static boolean allChannelsLast(Tensor[] operands) {
        for (Tensor t : operands) {
            if (t.axes().length != CHANNELS_LAST.length || !Arrays.equals(t.shape(), operands[0].shape())) {
                return false;
            }
            long dense = 1;
            for (int k = CHANNELS_LAST.length - 1; k >= 0; k--) {
                Axis a = t.axes()[CHANNELS_LAST[k]];
                if (a.extent() != 1 && a.stride() != dense) {
                    return false;
                }
                dense *= a.extent();
            }
        }
        return true;
    }

    /**
     * The memory order of what concatenates or resamples images: channels last when every operand's strides suggest it, else null for dense. Here
     * strides of axes of extent 1 do count (suggest_memory_format).
     */
    static int[] suggestedOrder(Tensor... operands) {
        for (Tensor t : operands) {
            if (t.axes().length != CHANNELS_LAST.length || t.axes()[1].stride() == 0) {
                return null;
            }
            long least = 0;
            for (int k = CHANNELS_LAST.length - 1; k >= 0; k--) {
                Axis a = t.axes()[CHANNELS_LAST[k]];
                if (a.stride() < least || (k == 0 && least == t.axes()[1].stride())) {
                    return null;
                }
                least = a.stride() * a.extent();
            }
        }
        return CHANNELS_LAST.clone();
    }

    private static int shouldSwap(int a, int b, Axis[] axes, Tensor[] operands) {
        for (Tensor t : operands) {
            long x = stride(t, a, axes);
            long y = stride(t, b, axes);
            if (x == 0 || y == 0) {
                continue;
            }
            if (x != y) {
                return x < y ? -1 : 1;
            }
            if (axes[a].extent() > axes[b].extent()) {
                return 1;
            }
        }
        return 0;
    }

    private static long stride(Tensor t, int i, Axis[] axes) {
        int j = i - axes.length + t.axes().length;
        if (j < 0 || (t.axes()[j].extent() == 1 && axes[i].extent() != 1)) {
            return 0;
        }
        return t.axes()[j].stride();
    }

    /** Whether walking {@code out} in memory order walks any of {@code operands} across its own. */
    static boolean crosses(Tensor[] operands, Tensor out) {
        for (Tensor t : operands) {
            if (crosses(t, out)) {
                return true;
            }
        }
        return false;
    }

    /** Whether walking {@code out} in memory order walks {@code in} across its own: a transpose. */
    static boolean crosses(Tensor in, Tensor out) {
        int shift = out.axes().length - in.axes().length;
        int inner = innermost(out.axes());
        if (inner < 0 || inner - shift < 0) {
            return false;
        }
        int mine = innermost(in.axes());
        return mine >= 0 && mine + shift != inner && in.axes()[inner - shift].stride() != 0 && in.axes()[inner - shift].extent() > 1;
    }

    /** Whether some of {@code operands} does not lie as {@code out} does: it is broadcast, or part of a larger tensor, or in another order. */
    static boolean indexed(Tensor[] operands, Tensor out) {
        for (Tensor t : operands) {
            for (int i = 0; i < out.axes().length; i++) {
                if (out.axes()[i].extent() > 1 && stride(t, i, out.axes()) != out.axes()[i].stride()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int innermost(Axis[] axes) {
        int best = -1;
        for (int i = axes.length - 1; i >= 0; i--) {
            Axis a = axes[i];
            if (a.extent() > 1 && a.stride() > 0 && (best < 0 || a.stride() < axes[best].stride())) {
                best = i;
            }
        }
        return best;
    }

    /** {@code shape} with its last two extents exchanged. */
    static Tensor transposed(Tensor t) {
        Axis[] a = t.axes().clone();
        int n = a.length;
        Axis last = a[n - 1];
        a[n - 1] = a[n - 2];
        a[n - 2] = last;
        return t.withAxes(a);
    }
}
