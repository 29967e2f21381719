package dev.ttbench.latency;

import dev.ttbench.device.Architecture;
import dev.ttbench.device.Device;

/**
 * How one dtype's matrix products run on one chip: cycles per step of K for every tile shape, computed once.
 */
final class MatrixPath {
    /** Tile shapes, as powers of two: rows and columns of C that one block computes. */
    static final int[] ROWS = {4, 4, 5, 5, 6, 7, 6, 6, 7, 7, 8, 6, 7, 8};
    static final int[] COLUMNS = {6, 7, 6, 7, 5, 5, 6, 7, 6, 7, 6, 8, 8, 7};

    /** Dtype id of the arithmetic. */
    final String dtype;
    /** Peak FLOP/s of it. */
    final double peak;
    /** Clock in Hz, with the power limit. */
    final double clockHz;
    /** Bytes of one result element. */
    final double resultBytes;
    /** Cycles per step of K, by tile. */
    final double[] cyclesPerK = new double[ROWS.length];
    /** Cycles of a tile beside its steps, unsplit and split, by tile. */
    final double[] fixedCycles = new double[ROWS.length];
    final double[] fixedCyclesSplit = new double[ROWS.length];

    /**
     * Cycles per step of K = (tensor^p + feed^p)^(1/p), tensor = rows x columns / (FMA per clock x efficiency),
     * feed = (gather x rows + columns) x bytes / feed rate.
     *
     * @param dtype of the arithmetic, one that the device supports
     * @param operandBytes bytes of an operand element
     * @param convolution whether the rows are gathered from an image with a filter above 1x1, or a convolution at all
     * @param gather bytes of the row operand relative to a GEMM
     * @param boost factor on FMA per clock (fp16 accumulation)
     */
    MatrixPath(Chip chip, KernelConstants constants, String dtype, double operandBytes, boolean convolution, double gather,
            double boost) {
        Device device = chip.device;
        Architecture architecture = chip.architecture;
        this.dtype = dtype;
        boolean simt = dtype.equals("fp32");
        peak = device.peakFlops().get(dtype) * boost;
        clockHz = device.clockHz(dtype) * (simt ? chip.simtShare : chip.tensorShare);
        resultBytes = Math.max(2, operandBytes);
        double p = simt ? constants.simtOverlap() : architecture.overlap();
        double feed = simt ? constants.simtFeedBytesPerClock() : architecture.feedBytesPerClockPerSm();
        double efficiency = !simt ? architecture.tensorEfficiency() : convolution ? constants.simtConvolutionEfficiency() : constants.simtEfficiency();
        double fma = device.fmaPerClockPerSm().get(dtype) * boost * efficiency;
        boolean whole = convolution && (simt || architecture.channelsFirstConvolutions());
        for (int i = 0; i < ROWS.length; i++) {
            double rows = 1 << ROWS[i];
            double columns = 1 << COLUMNS[i];
            double tensor = rows * columns / fma;
            double fed = simt && convolution ? 0 : (gather * rows + columns) * operandBytes / feed;
            cyclesPerK[i] = convolution && !convolves(ROWS[i], COLUMNS[i], simt) ? Double.POSITIVE_INFINITY : Math.pow(Math.pow(tensor, p) + Math.pow(fed, p), 1 / p);
            double fixed = convolution ? constants.convolutionTileCycles() : constants.tileCycles();
            fixedCycles[i] = fixed + rows * columns * resultBytes / constants.epilogueBytesPerClock();
            fixedCyclesSplit[i] = whole ? Double.POSITIVE_INFINITY : fixed + rows * columns * 8 / constants.epilogueBytesPerClock() + constants.splitCycles();
        }
    }

    /** Whether libraries convolve with a tile: 128 x 64 and larger on tensor cores, 128 x 32 to 128 x 128 without (names of cuDNN's kernels); none splits K. */
    private static boolean convolves(int rows, int columns, boolean simt) {
        return simt ? rows == 7 && columns <= 7 : rows >= 7 && columns >= 6;
    }
}
