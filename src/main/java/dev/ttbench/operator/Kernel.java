package dev.ttbench.operator;

import java.util.List;

/**
 * One kernel launch: what it computes, in which type, and the bytes that must cross its boundary.
 *
 * @param name the framework's name of it, such as {@code aten.convolution}
 * @param work problem sizes
 * @param dtype type of its main operands; decides which peak applies
 * @param bytesRead compulsory reads in bytes: every distinct operand once, weights included
 * @param bytesWritten results in bytes, statistics included
 * @param weightBytes the part of {@code bytesRead} that is weights
 * @param parts the kernels that this one was fused from; empty when it is one of its own
 */
public record Kernel(String name, Work work, Dtype dtype, long bytesRead, long bytesWritten, long weightBytes, List<Kernel> parts) {

    /** A kernel of its own. */
    public Kernel(String name, Work work, Dtype dtype, long bytesRead, long bytesWritten, long weightBytes) {
        this(name, work, dtype, bytesRead, bytesWritten, weightBytes, List.of());
    }
}
