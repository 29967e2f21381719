package dev.ttbench.operator;

import java.util.List;

/**
 * A primitive with concrete shapes: a pure function from shapes and attributes to a cost. No hardware in it and no layout; bytes belong to the
 * {@link Kernel}s that it launches. A multiply-accumulate is 2 FLOPs.
 */
public sealed interface Operator {

    /** Name of the primitive, as in the language. */
    String name();

    /** Where breakdowns count it. */
    Category category();

    /** Shapes of the tensors it reads, weights apart. */
    List<long[]> inputs();

    /** Shape of its result. */
    long[] output();

    /** FLOPs of convolutions, linears and matmuls, as {@code torch.utils.flop_counter} counts them; 0 for all others. */
    default long flops() {
        return 0;
    }

    /** FLOPs outside the matmul class: norms, softmax, activations, elementwise arithmetic, bias adds. */
    default long vectorFlops() {
        return 0;
    }

    /** Elements of a shape. */
    static long elements(long[] shape) {
        long n = 1;
        for (long s : shape) {
            n = Math.multiplyExact(n, s);
        }
        return n;
    }

    private static long product(long... factors) {
        return elements(factors);
    }

    /**
     * A convolution of one to three spatial axes. FLOPs = 2 x output elements x (input channels / groups) x kernel elements; transposed: with the
     * input's elements and the output's channels instead. Padding is counted as data, as PyTorch does. The bias is one vector FLOP an element.
     */
    record Convolution(String name, long[] input, long[] output, long[] kernel, long[] stride, long groups, boolean bias, boolean transposed) implements Operator {
        @Override
        public Category category() {
            return Category.CONVOLUTION;
        }

        @Override
        public List<long[]> inputs() {
            return List.of(input);
        }

        /** Channels of the input: the axis before the spatial ones. */
        public long inChannels() {
            return input[input.length - kernel.length - 1];
        }

        /** Channels of the output. */
        public long outChannels() {
            return output[output.length - kernel.length - 1];
        }

        @Override
        public long flops() {
            return transposed ? product(2, elements(input), outChannels() / groups, elements(kernel))
                    : product(2, elements(output), inChannels() / groups, elements(kernel));
        }

        @Override
        public long vectorFlops() {
            return bias ? elements(output) : 0;
        }
    }

    /** y = x W^T (+ b) over the last axis. FLOPs = 2 x output elements x input features; the bias is one vector FLOP an element. */
    record Linear(long[] input, long[] output, boolean bias) implements Operator {
        @Override
        public String name() {
            return "linear";
        }

        @Override
        public Category category() {
            return Category.LINEAR;
        }

        @Override
        public List<long[]> inputs() {
            return List.of(input);
        }

        @Override
        public long flops() {
            return product(2, elements(output), input[input.length - 1]);
        }

        @Override
        public long vectorFlops() {
            return bias ? elements(output) : 0;
        }
    }

    /** A product of two activations over their last two axes. FLOPs = 2 x output elements x the contracted extent. */
    record Matmul(long[] left, long[] right, long[] output) implements Operator {
        @Override
        public String name() {
            return "matmul";
        }

        @Override
        public Category category() {
            return Category.ATTENTION;
        }

        @Override
        public List<long[]> inputs() {
            return List.of(left, right);
        }

        @Override
        public long flops() {
            return product(2, elements(output), left[left.length - 1]);
        }
    }

    /**
     * softmax(scale Q K^T + mask) V over [batch, heads, tokens, features]. FLOPs = 2 x batch x heads x pairs of query and key x (head width + value
     * width); a causal mask is counted in full, as PyTorch does. Vector FLOPs: 6 a score (scale, maximum, subtraction, exponential, sum, division).
     *
     * @param kind what it attends over: cross, joint, spatial, temporal, spatio-temporal or text
     * @param pairs pairs of query and key that one head computes
     * @param seen most keys that one query sees
     */
    record Attention(long[] query, long[] key, long[] value, long[] output, boolean causal, boolean masked, String kind, long pairs, long seen) implements Operator {
        /** One in which every query sees every key. */
        public Attention(long[] query, long[] key, long[] value, long[] output, boolean causal, boolean masked, String kind) {
            this(query, key, value, output, causal, masked, kind, product(query[2], key[2]), key[2]);
        }

        @Override
        public String name() {
            return "attention";
        }

        @Override
        public Category category() {
            return Category.ATTENTION;
        }

        @Override
        public List<long[]> inputs() {
            return List.of(query, key, value);
        }

        /** Query-key pairs of all heads. */
        public long scores() {
            return product(query[0], query[1], pairs);
        }

        @Override
        public long flops() {
            return product(2, scores(), query[3] + value[3]);
        }

        @Override
        public long vectorFlops() {
            return product(causal || masked ? 7 : 6, scores());
        }

        /** Tokens attended over: the keys that a query sees; for cross attention, the queries. */
        public long sequenceLength() {
            return kind.equals("cross") ? query[2] : seen;
        }
    }

    /**
     * group_norm, layer_norm, rms_norm, batch_norm or l2_norm. Vector FLOPs an element: 8 (two for the mean and its subtraction, three for the variance,
     * one scaling, two for the weights), 6 without weights; rms_norm 4, l2_norm 3, batch_norm 2 (its statistics are constants).
     */
    record Normalization(String name, long[] input, long groups, boolean affine) implements Operator {
        @Override
        public Category category() {
            return Category.NORMALIZATION;
        }

        @Override
        public List<long[]> inputs() {
            return List.of(input);
        }

        @Override
        public long[] output() {
            return input;
        }

        @Override
        public long vectorFlops() {
            long each = switch (name) {
                case "rms_norm" -> affine ? 4 : 3;
                case "l2_norm" -> 3;
                case "batch_norm" -> 2;
                default -> affine ? 8 : 6;
            };
            return product(each, elements(input));
        }
    }

    /** Softmax over the last axis. Vector FLOPs: 5 an element (maximum, subtraction, exponential, sum, division). */
    record Softmax(long[] input) implements Operator {
        @Override
        public String name() {
            return "softmax";
        }

        @Override
        public Category category() {
            return Category.ELEMENTWISE;
        }

        @Override
        public List<long[]> inputs() {
            return List.of(input);
        }

        @Override
        public long[] output() {
            return input;
        }

        @Override
        public long vectorFlops() {
            return product(5, elements(input));
        }
    }

    /** A function of one tensor, element by element: activations and arithmetic. */
    record Pointwise(String name, long[] input, long flopsEach, long transcendentalEach) implements Operator {
        @Override
        public Category category() {
            return Category.ELEMENTWISE;
        }

        @Override
        public List<long[]> inputs() {
            return List.of(input);
        }

        @Override
        public long[] output() {
            return input;
        }

        @Override
        public long vectorFlops() {
            return product(flopsEach, elements(input));
        }
    }

    /** Arithmetic on two tensors (or a tensor and a number) with broadcasting: one vector FLOP an element of the result. */
    record Binary(String name, List<long[]> inputs, long[] output) implements Operator {
        @Override
        public Category category() {
            return Category.ELEMENTWISE;
        }

        @Override
        public long vectorFlops() {
            return elements(output);
        }
    }

    /** Rows of a table looked up by an index: no FLOPs. */
    record Lookup(String name, List<long[]> inputs, long[] output) implements Operator {
        @Override
        public Category category() {
            return Category.EMBEDDING;
        }
    }

    /** A reduction over axes: mean, sum, max, argmax ...: one vector FLOP an element of the input. */
    record Reduction(String name, long[] input, long[] output) implements Operator {
        @Override
        public Category category() {
            return Category.ELEMENTWISE;
        }

        @Override
        public List<long[]> inputs() {
            return List.of(input);
        }

        @Override
        public long vectorFlops() {
            return elements(input);
        }
    }

    /**
     * Data that changes its place, size or type: copy, cast, concat, stack, pad, repeat, interpolation, pooling, cache growth, generated tables.
     *
     * @param category Memory, or Attention for a copy that an attention's layout forces
     * @param flopsEach vector FLOPs an element of the result: 0 but for resampling that averages
     */
    record Movement(String name, List<long[]> inputs, long[] output, Category category, long flopsEach) implements Operator {
        @Override
        public long vectorFlops() {
            return product(flopsEach, elements(output));
        }
    }
}
