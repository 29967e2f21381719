package dev.ttbench.latency;

import java.util.Map;

/**
 * Constants of kernels that no architecture changes; each is in suites/latency.yaml under the same name, with its fit.
 *
 * @param matrix of matrix products
 * @param convolutionGather bytes of the gathered operand relative to a GEMM, filters above 1x1
 * @param convolutionTileCycles prologue and epilogue of one tile of a convolution, cycles
 * @param convolutionChannelBlock channels that one filter tap reads at a time
 * @param convolutionStepCycles shortest time of one step of K in a block that waits for its gathered operand
 * @param simtConvolutionPower power of a convolution on fp32 lanes / that of products at the lanes' peak
 * @param winogradEfficiency share of a product's rate that the multiply-adds of a Winograd convolution reach
 * @param streamFloorSeconds smallest elementwise kernel
 * @param reductionExtraSeconds what the smallest reduction takes beyond that
 * @param reductionShare share of the DRAM efficiency that a reduction reaches
 * @param reductionRowsPerSm rows of a norm under way on one SM
 * @param softmaxWarpWidth elements of the longest row that one warp keeps in its registers
 * @param sweepInstructions vector instructions per element of a sweep over a row for its statistics
 * @param streamBytesInFlight DRAM bytes/clock that one busy SM can draw in a stream
 * @param inlineEccShare bandwidth of a memory with inline error correction / that without
 * @param stridedShare share of each sector that a walk across memory order uses
 * @param attentionExp special function operations per score
 * @param attentionVector vector instructions per score
 * @param attentionTail idle end of a causal grid, waves
 * @param attentionSplitKeys fewest keys of a part
 * @param layoutCycles cycles of one SM for an element that changes between channels-first and channels-last
 * @param indexCycles cycles of one SM for an element of an elementwise kernel whose operands do not all lie as its result
 * @param power of clocks under a power limit
 * @param sources source or fit by name
 */
public record KernelConstants(MatrixConstants matrix, double convolutionGather, double convolutionTileCycles, int convolutionChannelBlock,
        double convolutionStepCycles, double simtConvolutionPower, double winogradEfficiency,
        double streamFloorSeconds, double reductionExtraSeconds, double reductionShare, double reductionRowsPerSm, double softmaxWarpWidth, double sweepInstructions,
        double streamBytesInFlight, double inlineEccShare, double stridedShare, double attentionExp, double attentionVector,
        double attentionTail, double attentionSplitKeys, double layoutCycles, double indexCycles, PowerConstants power,
        Map<String, String> sources) {

    /** Copies its map. */
    public KernelConstants {
        sources = Map.copyOf(sources);
    }
}
