package dev.ttbench.device;

/**
 * How one SM of a design multiplies matrices.
 *
 * @param tensorEfficiency share of the tensor-core peak that full tiles reach
 * @param eightBitEfficiency the same for operands of 8 bit
 * @param feedBytesPerClockPerSm operand bytes of matrix tiles that one SM moves through L2 and shared memory in one clock
 * @param overlap exponent p of (tensor^p + feed^p)^(1/p); 1 = one after the other, large = full overlap
 * @param epilogueBytesPerClock results leaving one SM while nothing else of it works, bytes/clock
 * @param matmulDramEfficiency share of peak bandwidth that long reads of matrices reach
 * @param simtEfficiency share of the fp32 peak that full tiles reach without tensor cores
 * @param simtBatchedTile least results of a tile that the library takes for a batch of products without tensor cores
 * @param simtBatchedMost most results of such a tile
 * @param simtBatchedColumns least columns of such a tile
 * @param eightBitTile rows that a tile of 8-bit operands has where the product has more; half of it in smaller products of more than 16 rows, and in columns
 * @param eightBitLeastRows rows that a tile of 8-bit operands has at least where the product has up to 16
 * @param innerShare share of the DRAM rate of matrices that products on tensor cores reach whose operands both have the summed index innermost
 * @param simtSkinnyShare the same of products on fp32 lanes of fewer rows or columns than the narrowest tile
 */
public record MatrixUnit(double tensorEfficiency, double eightBitEfficiency, double feedBytesPerClockPerSm, double overlap,
        double epilogueBytesPerClock, double matmulDramEfficiency, double simtEfficiency, double simtBatchedTile,
        double simtBatchedMost, double simtBatchedColumns, double eightBitTile, double eightBitLeastRows, double innerShare, double simtSkinnyShare) { }
