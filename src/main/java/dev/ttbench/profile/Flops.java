package dev.ttbench.profile;

import dev.ttbench.cost.Cost;
import java.math.BigInteger;

/** FLOPs by class, exact. The first three are the matmul class, as PyTorch's FLOP counter has them. */
public record Flops(BigInteger convolution, BigInteger linear, BigInteger attention, BigInteger vector) {
    /** None. */
    public static final Flops ZERO = new Flops(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

    /** Those of one execution. */
    public static Flops of(Cost c) {
        return new Flops(BigInteger.valueOf(c.convolution()), BigInteger.valueOf(c.linear()), BigInteger.valueOf(c.attention()), BigInteger.valueOf(c.vector()));
    }

    /** Both. */
    public Flops plus(Flops o) {
        return new Flops(convolution.add(o.convolution), linear.add(o.linear), attention.add(o.attention), vector.add(o.vector));
    }

    /** n times these. */
    public Flops times(long n) {
        BigInteger f = BigInteger.valueOf(n);
        return new Flops(convolution.multiply(f), linear.multiply(f), attention.multiply(f), vector.multiply(f));
    }

    /** The matmul class. */
    public BigInteger matmul() {
        return convolution.add(linear).add(attention);
    }
}
