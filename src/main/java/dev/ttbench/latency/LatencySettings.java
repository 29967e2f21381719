package dev.ttbench.latency;

/**
 * What a run chooses and a kernel's time depends on.
 *
 * @param attention id of the library that runs fused attention
 * @param precision math precision of fp32 operands: {@code fp32} means TF32 convolutions and fp32 matmuls (PyTorch's defaults),
 *        {@code tf32} both in TF32; other ids (fp16, bf16, fp8, int8) behave as {@code fp32} for the operands that stay fp32
 * @param channelsFirst whether tensors are stored channels-first
 * @param fp16Accumulate whether fp16 products are accumulated in fp16 where the device is faster so
 * @param sustained whether the device is busy for seconds (a pipeline) or for milliseconds (the benchmark of one kernel)
 * @param innerDepth whether weights lie with the summed index innermost, as those of PyTorch's linear layers do (BLAS: transposed)
 * @param eager whether operators are those of an eager framework, which launches more kernels for some of them ({@link EagerTerm})
 * @param matrixVectors whether products with one row may be kernels that a compiler writes ({@link VectorTerm#matrixVector})
 * @param recentKernels whether libraries are of 2025 and later: those of before have no tiles between the powers of two ({@link MatrixPath})
 */
public record LatencySettings(String attention, String precision, boolean channelsFirst, boolean fp16Accumulate,
        boolean sustained, boolean innerDepth, boolean eager, boolean matrixVectors, boolean recentKernels) {

    /** With weights as PyTorch has them. */
    public LatencySettings(String attention, String precision, boolean channelsFirst, boolean fp16Accumulate, boolean sustained, boolean eager, boolean matrixVectors, boolean recentKernels) {
        this(attention, precision, channelsFirst, fp16Accumulate, sustained, true, eager, matrixVectors, recentKernels);
    }

    /** Settings of a kernel by itself. */
    public LatencySettings(String attention, String precision, boolean channelsFirst, boolean fp16Accumulate, boolean sustained) {
        this(attention, precision, channelsFirst, fp16Accumulate, sustained, false, false, true);
    }
}
