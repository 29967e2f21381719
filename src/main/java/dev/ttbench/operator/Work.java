package dev.ttbench.operator;

/**
 * What one kernel computes, as far as its time depends on it: problem sizes only, no hardware. Bytes are on the {@link Kernel}.
 * All extents are counts of elements; FLOPs count a multiply-accumulate as 2.
 */
public sealed interface Work {

    /** {@code batch} independent products of an m x k by a k x n matrix. */
    record Gemm(long batch, long m, long n, long k) implements Work { }

    /**
     * A direct convolution over one to three spatial axes, forward, dilation 1.
     *
     * @param batch images (every axis that is neither channels nor spatial)
     * @param inChannels channels of the input
     * @param outChannels channels of the output
     * @param groups channel groups; {@code groups == inChannels} is depthwise
     * @param input extents of the spatial axes before
     * @param output extents of the spatial axes after
     * @param kernel extents of the filter
     * @param stride step of the filter along each spatial axis
     */
    record Convolution(long batch, long inChannels, long outChannels, long groups, long[] input, long[] output, long[] kernel,
            long[] stride) implements Work { }

    /**
     * Fused attention: softmax(Q K^T) V of every batch entry and head in one kernel.
     *
     * @param batch sequences
     * @param heads query heads
     * @param kvHeads key and value heads (fewer than {@code heads} under grouped-query attention)
     * @param queries query tokens
     * @param keys key tokens
     * @param headDim features of a query or key head
     * @param valueDim features of a value head
     * @param causal whether query i sees only the keys up to its own position
     * @param contiguousTokens whether neighbouring tokens of one head are less than a few KiB apart in memory
     * @param scores pairs of query and key that count, of all batch entries and heads
     * @param sliding whether {@code keys} are those of one query, and its neighbour has others
     */
    record Attention(long batch, long heads, long kvHeads, long queries, long keys, long headDim, long valueDim, boolean causal,
            boolean contiguousTokens, long scores, boolean sliding) implements Work {

        /** One in which every query has the same keys. */
        public Attention(long batch, long heads, long kvHeads, long queries, long keys, long headDim, long valueDim, boolean causal, boolean contiguousTokens) {
            this(batch, heads, kvHeads, queries, keys, headDim, valueDim, causal, contiguousTokens, Operator.elements(new long[] {batch, heads, queries, keys}), false);
        }
    }

    /**
     * One pass over tensors without reuse: elementwise arithmetic, activations, copies, concatenations, look-ups.
     *
     * @param elements elements of the result
     * @param flops vector operations in all
     * @param transcendental exponentials, sines, error functions and divisions in all
     * @param strided whether some operand or the result is walked across its memory order (a transpose)
     * @param indexed whether operands do not all lie as the result does: one is broadcast, or part of a larger tensor
     */
    record Stream(long elements, long flops, long transcendental, boolean strided, boolean indexed) implements Work {

        /** One whose operands lie as its result. */
        public Stream(long elements, long flops, long transcendental, boolean strided) {
            this(elements, flops, transcendental, strided, false);
        }
    }

    /** What a reduction finds out about a row before it is written again. */
    enum Statistic {
        /** A sum, of squares or not, a largest element: one walk over the row. */
        SUM(1),
        /** Mean and variance by Welford's steps: one walk. */
        MOMENTS(1),
        /** The largest element, then the sum of exponentials: two walks. */
        SOFTMAX(2);

        private final int sweeps;

        Statistic(int sweeps) {
            this.sweeps = sweeps;
        }

        /** Walks over a row for it. */
        public int sweeps() {
            return sweeps;
        }
    }

    /**
     * A reduction along rows followed by (or without) a pass that uses its result: norms, softmax, mean.
     *
     * @param rows independent rows (groups, for a group norm)
     * @param width elements of one row
     * @param flops vector operations in all
     * @param transcendental exponentials, roots and divisions in all
     * @param normalizes whether every element is written again (norm, softmax) or only one result per row (mean, vector norm)
     * @param strided whether a row lies across the input's memory order
     */
    record Reduction(long rows, long width, long flops, long transcendental, boolean normalizes, Statistic statistic, boolean strided) implements Work {

        /** One whose rows lie in memory one after the other. */
        public Reduction(long rows, long width, long flops, long transcendental, boolean normalizes, Statistic statistic) {
            this(rows, width, flops, transcendental, normalizes, statistic, false);
        }
    }
}
