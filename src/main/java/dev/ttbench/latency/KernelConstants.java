package dev.ttbench.latency;

import java.util.Map;

/**
 * Constants of kernels that no architecture changes; each is in suites/latency.yaml under the same name, with its fit.
 *
 * @param matrix of matrix products
 * @param convolutionEfficiency tensor efficiency of a convolution relative to a GEMM
 * @param convolutionGather bytes of the gathered operand relative to a GEMM, filters above 1x1
 * @param convolutionTileCycles prologue and epilogue of one tile of a convolution, cycles
 * @param convolutionChannelBlock channels that one filter tap reads at a time
 * @param streamFloorSeconds smallest elementwise kernel
 * @param reductionExtraSeconds what the smallest reduction takes beyond that
 * @param reductionShare share of the DRAM efficiency that a reduction reaches
 * @param reductionOnchipBytes longest row that a block keeps to itself, bytes
 * @param streamBytesInFlight DRAM bytes/clock that one busy SM can draw in a stream
 * @param stridedShare share of each sector that a walk across memory order uses
 * @param attentionEfficiency share of the tensor-core rate inside a block
 * @param attentionExp special function operations per score
 * @param attentionVector vector instructions per score
 * @param attentionBlockCycles prologue and epilogue of one block of queries, cycles
 * @param attentionTail idle end of a causal grid, waves
 * @param attentionDramShare share of the DRAM efficiency that K and V reach
 * @param attentionFloorSeconds smallest fused attention
 * @param attentionSplitSeconds combining the parts of a split K/V
 * @param sources source or fit by name
 */
public record KernelConstants(MatrixConstants matrix,
        double convolutionEfficiency, double convolutionGather, double convolutionTileCycles, int convolutionChannelBlock,
        double streamFloorSeconds, double reductionExtraSeconds, double reductionShare, double reductionOnchipBytes,
        double streamBytesInFlight, double stridedShare, double attentionEfficiency, double attentionExp, double attentionVector, double attentionBlockCycles,
        double attentionTail, double attentionDramShare, double attentionFloorSeconds, double attentionSplitSeconds,
        Map<String, String> sources) {

    /** Copies its map. */
    public KernelConstants {
        sources = Map.copyOf(sources);
    }
}
