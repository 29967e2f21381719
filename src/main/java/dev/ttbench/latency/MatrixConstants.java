package dev.ttbench.latency;

/**
 * Constants of matrix products that no architecture changes; each is in suites/latency.yaml, with its fit. Those named {@code simt} are of
 * products without tensor cores.
 *
 * @param tileCycles prologue and epilogue of one tile beside its results, cycles
 * @param splitCycles cost of a split K, cycles
 * @param matmulBytesInFlight DRAM bytes/clock that one busy SM can draw
 * @param matmulRampSeconds what a long read of DRAM takes beyond its bytes / bandwidth
 * @param eightBitWaveCycles prologue and epilogue of a tile of 8-bit operands after the first of an SM, whose wait is part of the launch, cycles
 * @param vectorColumnCycles cycles of an SM for a column of a product of up to four int8 rows
 * @param vectorStepCycles cycles of a step of K of such a product where a thread walks K alone
 * @param simtFeedBytesPerClock operand bytes/clock of one SM
 * @param simtOverlap overlap exponent
 * @param simtTileCycles prologue and epilogue of one tile, cycles
 * @param simtBytesInFlight DRAM bytes/clock that one busy SM can draw
 * @param simtBfloatShare rate of bf16 products on fp32 lanes / that of fp32 ones
 */
public record MatrixConstants(double tileCycles, double splitCycles, double matmulBytesInFlight, double matmulRampSeconds,
        double eightBitWaveCycles, double vectorColumnCycles, double vectorStepCycles, double simtFeedBytesPerClock, double simtOverlap, double simtTileCycles, double simtBytesInFlight, double simtBfloatShare) { }
