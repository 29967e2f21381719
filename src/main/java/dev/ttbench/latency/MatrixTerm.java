package dev.ttbench.latency;

/** Dense matrix products on tiles, the common core of GEMM and of convolution as implicit GEMM. */
final class MatrixTerm {
    private static final int[] SPLITS = {1, 2, 3, 4, 6, 8, 12, 16};
    private static final int STEP = 32;
    /** 1 / (STEP x split): a multiplication costs a tenth of a division. */
    private static final double[] PER_STEP = new double[SPLITS.length];

    static {
        for (int s = 0; s < SPLITS.length; s++) {
            PER_STEP[s] = 1.0 / (STEP * SPLITS[s]);
        }
    }

    private MatrixTerm() { }

    /**
     * Seconds = floor + min over tile shapes and split-K of overlap(tiles, traffic), tiles = waves x (K x cycles per K + fixed) / clock,
     * waves = ceil(blocks / SMs), K rounded up to 32. The library's choice is taken to be the best one.
     *
     * @param batch independent products
     * @param rows of C
     * @param columns of C
     * @param depth length of the sum
     * @param traffic compulsory bytes
     * @param floor fixed seconds
     * @param least seconds that no kernel can go below
     */
    static KernelTime time(Chip chip, KernelConstants constants, MatrixPath path, double batch, long rows, long columns, long depth,
            Traffic traffic, double floor, double least) {
        int sms = chip.device.sms();
        double perSm = 1.0 / sms;
        double share = constants.matmulDramShare();
        double inFlight = constants.matmulBytesInFlight();
        double full = traffic.seconds(chip, share, sms, inFlight);
        double perClock = 1 / path.clockHz;
        double best = Double.POSITIVE_INFINITY;
        double bestTiles = 0;
        double bestTraffic = 0;
        for (int t = 0; t < MatrixPath.ROWS.length; t++) {
            int r = MatrixPath.ROWS[t];
            int c = MatrixPath.COLUMNS[t];
            double grid = (double) ((rows + (1L << r) - 1) >> r) * ((columns + (1L << c) - 1) >> c) * batch;
            for (int s = 0; s < SPLITS.length; s++) {
                int split = SPLITS[s];
                double blocks = grid * split;
                double steps = Math.ceil(depth * PER_STEP[s] - 1e-9) * STEP;
                double fixed = split == 1 ? path.fixedCycles[t] : path.fixedCyclesSplit[t];
                double tiles = Math.ceil(blocks * perSm - 1e-9) * (steps * path.cyclesPerK[t] + fixed) * perClock;
                double a = tiles * tiles;
                if (a * a < best) {
                    double moved = blocks >= sms ? full : traffic.seconds(chip, share, blocks, inFlight);
                    double b = moved * moved;
                    double cost = a * a + b * b;
                    if (cost < best) {
                        best = cost;
                        bestTiles = tiles;
                        bestTraffic = moved;
                    }
                }
                if (grid >= 4.0 * sms || depth <= (long) STEP * split) {
                    break;
                }
            }
        }
        return KernelTime.of(bestTiles, bestTraffic, floor, least);
    }
}
