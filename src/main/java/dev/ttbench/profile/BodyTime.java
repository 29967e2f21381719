package dev.ttbench.profile;

import dev.ttbench.operator.Category;
import java.util.List;

/**
 * Time of one run of a body on both timelines, and where it goes. Two bodies one after the other compose exactly: see {@link Timer}.
 *
 * @param gpu the device's seconds
 * @param host the CPU's seconds
 * @param critical seconds from the start of an idle device and host to the device's end
 * @param categorySeconds device seconds by {@link Category}
 * @param categoryFlops matmul-class FLOPs by category
 * @param categoryBytes bytes read and written by category
 * @param attention by kind
 * @param itemSeconds device seconds of each step that is an operator, by position
 */
record BodyTime(double gpu, double host, double critical, double[] categorySeconds, long[] categoryFlops, long[] categoryBytes, List<Attention> attention,
        double[] itemSeconds) {

    /** One kind of attention. */
    record Attention(String kind, boolean causal, double seconds, long flops, long minLength, long maxLength) {
        boolean same(Attention o) {
            return causal == o.causal && kind.equals(o.kind);
        }

        Attention times(int n) {
            return n == 1 ? this : new Attention(kind, causal, seconds * n, Math.multiplyExact(flops, n), minLength, maxLength);
        }

        Attention plus(Attention o) {
            return new Attention(kind, causal, seconds + o.seconds, Math.addExact(flops, o.flops), Math.min(minLength, o.minLength), Math.max(maxLength, o.maxLength));
        }
    }

    /** Adds {@code a} to the entry of its kind. */
    static void add(List<Attention> into, Attention a) {
        for (int i = 0; i < into.size(); i++) {
            if (into.get(i).same(a)) {
                into.set(i, into.get(i).plus(a));
                return;
            }
        }
        into.add(a);
    }
}
