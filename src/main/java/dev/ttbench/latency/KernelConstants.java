package dev.ttbench.latency;

import java.util.Map;

/**
 * Constants of kernels that no architecture changes; each is in suites/latency.yaml under the same name, with its fit.
 *
 * @param matrix of matrix products
 * @param convolution of convolutions
 * @param streamFloorSeconds smallest elementwise kernel
 * @param reductionExtraSeconds what the smallest reduction takes beyond that
 * @param reductionShare share of the DRAM efficiency that a reduction reaches
 * @param reductionRowsPerSm rows of a norm under way on one SM
 * @param softmaxWarpWidth elements of the longest row that one warp keeps in its registers
 * @param sumInstructions vector instructions per element of a sweep over a row for a sum
 * @param sweepInstructions the same for mean and variance, or a largest element and exponentials
 * @param streamBytesInFlight DRAM bytes/clock that one busy SM can draw in a stream
 * @param inlineEccShare bandwidth of a memory with inline error correction / that without
 * @param stridedShare share of each sector that a walk across memory order uses
 * @param attentionExp special function operations per score
 * @param attentionVector vector instructions per score
 * @param attentionTail idle end of a causal grid, waves
 * @param attentionSplitKeys fewest keys of a part
 * @param eager of kernels that an eager framework launches
 * @param power of clocks under a power limit
 * @param sources source or fit by name
 */
public record KernelConstants(MatrixConstants matrix, ConvolutionConstants convolution,
        double streamFloorSeconds, double reductionExtraSeconds, double reductionShare, double reductionRowsPerSm, double softmaxWarpWidth, double sumInstructions, double sweepInstructions,
        double streamBytesInFlight, double inlineEccShare, double stridedShare, double attentionExp, double attentionVector,
        double attentionTail, double attentionSplitKeys, EagerConstants eager, PowerConstants power,
        Map<String, String> sources) {

    /** Copies its map. */
    public KernelConstants {
        sources = Map.copyOf(sources);
    }
}
