package dev.ttbench.api;

import java.math.BigInteger;

/**
 * Floating-point operations by class, exact; a multiply-accumulate is two.
 *
 * @param convolution of convolutions
 * @param linear of linear layers
 * @param attention of the two matrix products of attention
 * @param vector of everything else
 */
public record Flops(BigInteger convolution, BigInteger linear, BigInteger attention, BigInteger vector) {

    static Flops of(dev.ttbench.profile.Flops f) {
        return new Flops(f.convolution(), f.linear(), f.attention(), f.vector());
    }

    /**
     * The matmul class, as PyTorch's FLOP counter has it.
     *
     * @return all but the vector FLOPs
     */
    public BigInteger matmul() {
        return convolution.add(linear).add(attention);
    }
}
