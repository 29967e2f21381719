package dev.ttbench.graph;

import dev.ttbench.operator.Dtype;

/**
 * The settings that decide which kernels an operator launches.
 *
 * @param compute type of activations
 * @param weight type of the weights of convolutions, linears and embeddings that compute in {@code compute}
 * @param attention how an attention runs
 * @param pagedCache whether a key-value cache is written in place, as serving engines do, instead of being copied at every step
 */
public record Lowering(Dtype compute, Dtype weight, AttentionForm attention, boolean pagedCache) {

    /** How an attention runs. */
    public enum AttentionForm {
        /** One kernel; its result lies heads beside features, as the CUDA kernels write it. */
        FUSED,
        /** QK^T, scale, mask, softmax and PV as kernels of their own, in the compute type. */
        SEPARATE,
        /** PyTorch's math implementation: everything in fp32, scores written and read several times. */
        MATH
    }

    /** Type that a matmul-class operator with weights computes in when its input has type {@code input}. */
    Dtype math(Dtype input) {
        return input == compute ? weight : input;
    }

    /** Bytes of one weight of a matmul-class operator whose input has type {@code input}. */
    int weightBytes(Dtype input) {
        return input == compute ? weight.bytes() : input.bytes();
    }
}
