package dev.ttbench.graph;

import dev.ttbench.operator.Dtype;

/**
 * The settings that decide which kernels an operator launches.
 *
 * @param compute type of activations
 * @param weight type of the weights of convolutions, linears and embeddings that compute in {@code compute}
 * @param format how weights that compute in {@code compute} lie in memory when they are quantised and the arithmetic is not; null when they are not
 * @param attention how an attention runs
 * @param pagedCache whether a key-value cache is written in place, as serving engines do, instead of being copied at every step
 */
public record Lowering(Dtype compute, Dtype weight, WeightFormat format, AttentionForm attention, boolean pagedCache) {

    /** Settings without a format of weights. */
    public Lowering(Dtype compute, Dtype weight, AttentionForm attention, boolean pagedCache) {
        this(compute, weight, null, attention, pagedCache);
    }


    /** How an attention runs. */
    public enum AttentionForm {
        /** One kernel; its result lies heads beside features, as the CUDA kernels write it. */
        FUSED,
        /** QK^T with its scale, mask, softmax and PV as kernels of their own, in the compute type. */
        SEPARATE,
        /** PyTorch's math implementation: everything in fp32, scores written and read several times. */
        MATH
    }

    /** Type that a matmul-class operator with weights computes in when its input has type {@code input}. */
    Dtype math(Dtype input) {
        return input == compute ? weight : input;
    }

    /** Bytes of a linear's weights whose input has type {@code input}: {@code rows} outputs of {@code columns} inputs. */
    long linearBytes(Dtype input, long rows, long columns) {
        return format != null && input == compute ? format.bytes(rows, columns) : Tensor.multiply(Tensor.multiply(rows, columns), weightBytes(input));
    }

    /** Bytes of a convolution's weights whose input has type {@code input}: {@code rows} output channels of {@code columns} values each. */
    long convolutionBytes(Dtype input, long rows, long columns) {
        return format != null && format.convolutions() && input == compute ? format.bytes(rows, columns) : Tensor.multiply(Tensor.multiply(rows, columns), weightBytes(input));
    }

    /** Bytes of one weight of a matmul-class operator whose input has type {@code input}. */
    int weightBytes(Dtype input) {
        return input == compute ? weight.bytes() : input.bytes();
    }
}
