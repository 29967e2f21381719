package dev.ttbench.latency;

import dev.ttbench.device.Device;
import dev.ttbench.device.MatrixUnit;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How one dtype's matrix products run on one chip: what the library has kernels for, and cycles per step of K for every tile shape,
 * computed once.
 */
final class MatrixPath {
    /** Tile shapes: rows and columns of C that one block computes. */
    private static final int[] ROWS = {16, 16, 64, 32, 128, 64, 64, 128, 128, 256, 64, 128, 256};
    private static final int[] COLUMNS = {64, 128, 16, 128, 32, 64, 128, 64, 128, 64, 256, 256, 128};
    /** More of them where a warpgroup multiplies: its columns are any multiple of 8 (names of cuBLAS's kernels: 128x160, 128x96). */
    private static final int[] GROUP_ROWS = {64, 64, 64, 128, 128, 128, 256, 256};
    private static final int[] GROUP_COLUMNS = {96, 160, 192, 96, 160, 192, 96, 160};
    /** Those of fp32 lanes: no side below 32. */
    private static final int[] SIMT_ROWS = {32, 32, 64, 32, 128, 64, 64, 128, 128};
    private static final int[] SIMT_COLUMNS = {32, 64, 32, 128, 32, 64, 128, 64, 128};
    /** That of convolutions whose fp32 lanes work on two fp16 values at once: times of cuDNN 6 on P100 show no other. */
    private static final int[] PAIR_ROWS = {256};
    private static final int[] PAIR_COLUMNS = {128};
    /** Results of a block that has a warp for each of the four schedulers of an SM: 64 a thread. */
    private static final double FILLING_RESULTS = 4 * 32 * 64;

    /** Bytes of a row that one step of a convolution reads: 8 of K in fp32; 32 of 16 bit and 64 of 8 bit on tensor cores. */
    private static final double SIMT_STEP_BYTES = 32;
    private static final double STEP_BYTES = 64;

    /** Dtype id of the arithmetic. */
    final String dtype;
    /** Peak FLOP/s of it. */
    final double peak;
    /** Clock in Hz, with the power limit. */
    final double clockHz;
    /** Rows and columns of a tile, by tile, and their reciprocals. */
    final int[] rows;
    final int[] columns;
    final double[] perRows;
    final double[] perColumns;
    /** K is padded to a multiple of this. */
    final int step;
    /** Whether kernels split K over blocks. */
    final boolean splits;
    /** Least and most rows x columns of a tile in a batch; without tensor cores batches have no split K. */
    final int batchedTile;
    final int batchedMost;
    final boolean batchedSplits;
    /** Share of the achieved DRAM rate, and bytes per clock that one SM draws. */
    final double dramShare;
    final double bytesInFlight;
    /** Cycles per step of K, by tile. */
    final double[] cyclesPerK;
    /** Cycles that a lone block takes for one K at least: it waits for its loads. */
    final double waitPerK;
    /** Cycles of a tile beside its steps, unsplit and split, by tile. */
    final double[] fixedCycles;
    final double[] fixedCyclesSplit;
    /** Cycles that the first tile of an SM takes beyond the others. */
    final double firstCycles;
    /** What one block on an SM takes in a batch / its time among many, by tile. */
    final double[] alone;
    /** Rows of a tile where a product has more; 0 where the fastest tile is taken. */
    private final int largeRows;
    private final int fewRows;
    private final int batchedColumns;

    /**
     * Cycles per step of K = (tensor^p + feed^p)^(1/p), tensor = rows x columns / (FMA per clock x efficiency),
     * feed = (gather x rows + columns) x bytes / feed rate.
     *
     * @param dtype of the arithmetic, one that the device supports
     * @param operandBytes bytes of an operand element
     * @param convolution whether the rows are gathered from an image with a filter above 1x1, or a convolution at all
     * @param gather bytes of the row operand relative to a GEMM
     * @param boost factor on FMA per clock (fp16 accumulation); on fp32 lanes of pairs, or below 1 of operands that they widen
     * @param drawn share of the rate at which matrices are read otherwise
     * @param groups whether there are tiles between the powers of two
     */
    MatrixPath(Chip chip, KernelConstants constants, String dtype, double operandBytes, boolean convolution, double gather,
            double boost, double drawn, boolean groups) {
        Device device = chip.device;
        MatrixUnit unit = chip.architecture.matrix();
        MatrixConstants shared = constants.matrix();
        this.dtype = dtype;
        boolean simt = dtype.equals("fp32");
        boolean eightBit = dtype.equals("fp8") || dtype.equals("int8");
        boolean eightBitProduct = eightBit && !convolution;
        peak = device.peakFlops().get(dtype) * Math.max(1, boost);
        double efficiency = simt ? unit.simtEfficiency() : eightBitProduct ? unit.eightBitEfficiency() : unit.tensorEfficiency();
        clockHz = device.clockHz(dtype) * (simt ? chip.simtShare(convolution ? constants.convolution().simtConvolutionPower() : efficiency) : chip.tensorShare);
        boolean pairs = simt && convolution && boost > 1;
        rows = pairs ? PAIR_ROWS : simt ? SIMT_ROWS : groups ? joined(ROWS, GROUP_ROWS) : ROWS;
        columns = pairs ? PAIR_COLUMNS : simt ? SIMT_COLUMNS : groups ? joined(COLUMNS, GROUP_COLUMNS) : COLUMNS;
        perRows = reciprocals(rows);
        perColumns = reciprocals(columns);
        step = simt ? 8 : 32;
        boolean waits = convolution && (simt || chip.architecture.channelsFirstConvolutions());
        waitPerK = waits ? constants.convolution().convolutionStepCycles() * operandBytes / (simt ? SIMT_STEP_BYTES : STEP_BYTES) : 0;
        splits = !eightBit && !waits;
        batchedSplits = splits && !simt;
        batchedTile = simt ? (int) unit.simtBatchedTile() : 0;
        boolean product = simt && !convolution;
        batchedMost = product ? (int) unit.simtBatchedMost() : Integer.MAX_VALUE;
        batchedColumns = product ? (int) unit.simtBatchedColumns() : 0;
        largeRows = eightBitProduct ? (int) unit.eightBitTile() : 0;
        fewRows = eightBitProduct ? (int) unit.eightBitLeastRows() : 0;
        bytesInFlight = simt ? shared.simtBytesInFlight() : shared.matmulBytesInFlight();
        double together = device.sms() * bytesInFlight * device.boostClockHz();
        dramShare = drawn * Math.min(unit.matmulDramEfficiency() * chip.bandwidth, together) / chip.dramRate;
        double p = simt ? shared.simtOverlap() : unit.overlap();
        double feed = simt ? shared.simtFeedBytesPerClock() : unit.feedBytesPerClockPerSm();
        double fma = device.fmaPerClockPerSm().get(dtype) * boost * efficiency;
        double fixed = eightBitProduct ? shared.eightBitWaveCycles() : convolution ? constants.convolution().convolutionTileCycles() : simt ? shared.simtTileCycles() : shared.tileCycles();
        firstCycles = eightBitProduct ? shared.tileCycles() - fixed : 0;
        double perResult = simt ? 0 : 1 / unit.epilogueBytesPerClock();
        cyclesPerK = new double[rows.length];
        fixedCycles = new double[rows.length];
        fixedCyclesSplit = new double[rows.length];
        alone = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double r = rows[i];
            double c = columns[i];
            double fed = ((simt ? 1 : gather) * r + c) * operandBytes / feed;
            cyclesPerK[i] = convolution && !convolves(rows[i], columns[i], simt) ? Double.POSITIVE_INFINITY : Math.pow(Math.pow(r * c / fma, p) + Math.pow(fed, p), 1 / p);
            alone[i] = product ? Math.max(1, FILLING_RESULTS / (r * c)) : 1;
            fixedCycles[i] = fixed + r * c * Math.max(2, operandBytes) * perResult;
            fixedCyclesSplit[i] = fixed + r * c * 8 * perResult + shared.splitCycles();
        }
    }

    private static int[] joined(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    private static double[] reciprocals(int[] extents) {
        return Arrays.stream(extents).mapToDouble(e -> 1.0 / e).toArray();
    }

    /** Least rows of a tile for a product of so many: those that its library takes beyond as many, half of them for more than 16, those of its smallest tile else. */
    int leastRows(long count) {
        return count > largeRows ? largeRows : count > 16 ? largeRows / 2 : fewRows;
    }

    /** Least columns of a tile. */
    int leastColumns(boolean batched) {
        return batched ? batchedColumns : largeRows / 2;
    }

    /** Index of the largest tile that convolutions without tensor cores have, 128 x 128 (256 x 128 of pairs). */
    int largest() {
        return cyclesPerK.length - 1;
    }

    /** Whether libraries convolve with a tile: 128 x 64 and larger on tensor cores, 128 x 32 to 128 x 128 without (names of cuDNN's kernels); those of Ampere and later split K. */
    private static boolean convolves(int rows, int columns, boolean simt) {
        return simt ? rows >= 128 && columns <= 128 : rows >= 128 && columns >= 64;
    }
}
