package dev.ttbench.latency;

/**
 * Constants of convolutions; those of {@link KernelConstants} that their terms read. Cycles and instructions are of one SM.
 *
 * @param convolutionGather bytes of the gathered operand relative to a GEMM, filters above 1x1
 * @param convolutionTileCycles prologue and epilogue of one tile
 * @param convolutionChannelBlock channels that one filter tap reads at a time, of 16 bit twice as many where there are more than that
 * @param convolutionStepCycles shortest time of one step of K in a block that waits for its gathered operand
 * @param simtConvolutionPower power on fp32 lanes / that of products at the lanes' peak
 * @param winogradEfficiency share of a product's rate that the multiply-adds of a Winograd convolution reach
 * @param imageLayoutCycles for an element of an image that changes between channels-first and channels-last
 * @param filterLayoutCycles for an element of a filter that does
 * @param depthwiseInstructions for a multiply-add of a depthwise filter
 * @param depthwiseFirstInstructions the same in a framework's own kernel, which channels-first tensors go to unless they are fp16
 */
public record ConvolutionConstants(double convolutionGather, double convolutionTileCycles, int convolutionChannelBlock, double convolutionStepCycles,
        double simtConvolutionPower, double winogradEfficiency, double imageLayoutCycles, double filterLayoutCycles, double depthwiseInstructions,
        double depthwiseFirstInstructions) { }
