package dev.ttbench.profile;

import dev.ttbench.graph.Body;
import dev.ttbench.operator.Category;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a body's time no device and no runtime changes: its launches by the numbers of their kernels, its calls, and what both add up to.
 *
 * @param number of the body among those of one {@link KernelTimes}
 * @param items how many steps the body has
 * @param steps what happens, in order; calls of one body that follow each other are one step
 * @param categoryFlops matmul-class FLOPs by {@link Category}
 * @param categoryBytes bytes read and written by category
 * @param attention by kind
 */
record BodyWork(int number, int items, List<Step> steps, long[] categoryFlops, long[] categoryBytes, List<Attention> attention) {
    private static final int CATEGORIES = Category.values().length;

    /** An operator's launches, or calls. */
    sealed interface Step { }

    /**
     * @param item the operator's position in its body
     * @param category its number
     * @param kernels numbers of its kernels
     * @param module whether the host calls a module for the first of them
     * @param attention position of its kind in {@link BodyWork#attention()}; -1 when it is none
     */
    record Launches(int item, int category, int[] kernels, boolean module, int attention) implements Step { }

    /**
     * @param times how often the body is called, one call after the other
     * @param module whether it is a module of the implementation
     * @param attention for each kind of the callee its position here
     */
    record Calls(BodyWork body, int times, boolean module, int[] attention) implements Step { }

    /**
     * One kind of attention.
     *
     * @param minLength shortest sequence, in tokens
     * @param maxLength longest sequence, in tokens
     */
    record Attention(String kind, boolean causal, long flops, long minLength, long maxLength) {
        boolean same(Attention o) {
            return causal == o.causal && kind.equals(o.kind);
        }

        private Attention plus(Attention o, int times) {
            return new Attention(kind, causal, Math.addExact(flops, Math.multiplyExact(o.flops, times)), Math.min(minLength, o.minLength), Math.max(maxLength, o.maxLength));
        }
    }

    /**
     * The work of a body, which gets the next number.
     *
     * @throws ArithmeticException when a sum is past 2^63 - 1
     */
    static BodyWork of(Body body, KernelTimes kernels) {
        List<Step> steps = new ArrayList<>(body.size());
        long[] flops = new long[CATEGORIES];
        long[] bytes = new long[CATEGORIES];
        List<Attention> attention = new ArrayList<>(2);
        for (int i = 0; i < body.size(); i++) {
            if (body.item(i) instanceof Body.Op op) {
                Operator o = op.operator();
                int c = o.category().ordinal();
                int[] numbers = new int[op.launches().size()];
                for (int k = 0; k < numbers.length; k++) {
                    Kernel kernel = op.launches().get(k).kernel();
                    numbers[k] = kernels.number(kernel);
                    bytes[c] = Math.addExact(bytes[c], Math.addExact(kernel.bytesRead(), kernel.bytesWritten()));
                }
                flops[c] = Math.addExact(flops[c], op.flops());
                int kind = o instanceof Operator.Attention a ? add(attention, new Attention(a.kind(), a.causal(), a.flops(), a.sequenceLength(), a.sequenceLength()), 1) : -1;
                steps.add(new Launches(i, c, numbers, op.module(), kind));
            } else if (body.item(i) instanceof Body.Call call) {
                BodyWork w = kernels.work(call.body());
                int n = body.alike(i);
                for (int c = 0; c < CATEGORIES; c++) {
                    flops[c] = Math.addExact(flops[c], Math.multiplyExact(w.categoryFlops[c], n));
                    bytes[c] = Math.addExact(bytes[c], Math.multiplyExact(w.categoryBytes[c], n));
                }
                int[] kinds = new int[w.attention.size()];
                for (int k = 0; k < kinds.length; k++) {
                    kinds[k] = add(attention, w.attention.get(k), n);
                }
                steps.add(new Calls(w, n, call.body().module(), kinds));
                i += n - 1;
            }
        }
        return new BodyWork(kernels.bodies(), body.size(), List.copyOf(steps), flops, bytes, List.copyOf(attention));
    }

    /** Adds so many of {@code a} to those of its kind; the kind's position. */
    private static int add(List<Attention> into, Attention a, int times) {
        for (int i = 0; i < into.size(); i++) {
            if (into.get(i).same(a)) {
                into.set(i, into.get(i).plus(a, times));
                return i;
            }
        }
        into.add(times == 1 ? a : new Attention(a.kind, a.causal, Math.multiplyExact(a.flops, times), a.minLength, a.maxLength));
        return into.size() - 1;
    }
}
