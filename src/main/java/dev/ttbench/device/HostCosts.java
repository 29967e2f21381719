package dev.ttbench.device;

/**
 * What a runtime does, and what the CPU and the stream add beside the kernels under it.
 *
 * @param runtime id: eager, compiled, tensorrt, serving
 * @param operatorSeconds CPU for one operator that is a module of its own: it has weights, or is an attention
 * @param bareOperatorSeconds CPU for one other kernel
 * @param blockCallSeconds CPU for one module (block) call
 * @param iterationSeconds CPU for one evaluation of a graph beside its operators
 * @param kernelGapSeconds idle GPU between two kernels of a full stream
 * @param graphLaunchSeconds CPU to start one captured graph
 * @param fuses whether it is a compiler: it fuses elementwise kernels and norms, keeps images channels-last and a key-value cache in place
 * @param mergesProducts whether products of one tensor with several weights (query, key, value; gate, up) are one product
 * @param matrixVectors whether it writes kernels of its own for products with one row, in place of the library's
 * @param recentKernels whether its libraries have the kernels of 2025
 * @param fp16Accumulate whether it accumulates fp16 products in fp16 where a device is faster so
 * @param source where the numbers come from
 */
public record HostCosts(String runtime, double operatorSeconds, double bareOperatorSeconds, double blockCallSeconds,
        double iterationSeconds, double kernelGapSeconds, double graphLaunchSeconds, boolean fuses, boolean mergesProducts, boolean matrixVectors, boolean recentKernels, boolean fp16Accumulate, String source) {

    /** The costs on a host that is {@code speed} times as fast as the one they were stated for. The stream's gaps stay. */
    HostCosts at(double speed) {
        return new HostCosts(runtime, operatorSeconds / speed, bareOperatorSeconds / speed, blockCallSeconds / speed, iterationSeconds / speed, kernelGapSeconds,
                graphLaunchSeconds / speed, fuses, mergesProducts, matrixVectors, recentKernels, fp16Accumulate, source);
    }
}
