package dev.ttbench.latency;

import java.util.ArrayList;
import java.util.List;

/** Dense matrix products on tiles, the common core of GEMM and of convolution as implicit GEMM. */
final class MatrixTerm {
    private static final int[] SPLITS = {1, 2, 3, 4, 6, 8, 12, 16};
    /** 1 / split: a multiplication costs a tenth of a division. */
    private static final double[] PER_SPLIT = new double[SPLITS.length];

    static {
        for (int s = 0; s < SPLITS.length; s++) {
            PER_SPLIT[s] = 1.0 / SPLITS[s];
        }
    }

    private MatrixTerm() { }

    /**
     * The tile shape and the parts of K that are fastest.
     *
     * @param tile index of the shape
     * @param split index of the number of parts
     * @param tiles seconds of all tiles
     * @param traffic seconds of traffic
     */
    private record Plan(int tile, int split, double tiles, double traffic) { }

    /**
     * Seconds = floor + min over tile shapes and split-K of overlap(tiles, traffic), tiles = waves x (K x cycles per K + fixed) / clock,
     * waves = ceil(blocks / SMs), K rounded up to a step; in a batch one or two blocks of few warps leave schedulers of their SM idle. K is split only where the tiles alone leave SMs idle. Beside that the library's
     * choice is taken to be the best one.
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
        Plan p = plan(chip, constants, path, batch, rows, columns, depth, traffic);
        return KernelTime.of(p.tiles, p.traffic, floor, least);
    }

    /** What {@link #time} is made of. */
    static List<Step> account(Chip chip, KernelConstants constants, MatrixPath path, double batch, long rows, long columns, long depth, Traffic traffic) {
        Plan p = plan(chip, constants, path, batch, rows, columns, depth, traffic);
        int parts = SPLITS[p.split];
        double blocks = Math.ceil((double) rows / path.rows[p.tile]) * Math.ceil((double) columns / path.columns[p.tile]) * batch * parts;
        double steps = Math.ceil(depth * (1.0 / path.step) / parts - 1e-9) * path.step;
        double fixed = parts == 1 ? path.fixedCycles[p.tile] : path.fixedCyclesSplit[p.tile];
        return new ArrayList<>(List.of(
                Step.overlapping("tiles", p.tiles, "%s x %s x %s x %s%s in %s blocks of %s x %s on %s SMs: %s x (%s of K x %s cycles%s + %s cycles) / %s GHz", batch, rows, columns, depth,
                        parts == 1 ? "" : ", K in " + parts + " parts,", blocks, path.rows[p.tile], path.columns[p.tile], chip.device.sms(), counted(Math.ceil(blocks / chip.device.sms() - 1e-9), "wave"), steps,
                        path.cyclesPerK[p.tile], path.waitPerK == 0 ? "" : ", a lone block waits longer,", fixed, path.clockHz * 1e-9),
                traffic.step(p.traffic, ", with the ramp of a long read")));
    }

    private static Plan plan(Chip chip, KernelConstants constants, MatrixPath path, double batch, long rows, long columns, long depth, Traffic traffic) {
        int sms = chip.device.sms();
        double perSm = 1.0 / sms;
        double share = path.dramShare;
        double inFlight = path.bytesInFlight;
        double ramp = traffic.ramp(chip, share, constants.matrix().matmulRampSeconds());
        double full = traffic.seconds(chip, share, sms, inFlight) + ramp;
        double perClock = 1 / path.clockHz;
        double perStep = 1.0 / path.step;
        int smallest = batch > 1 ? path.batchedTile : 0;
        int largest = batch > 1 ? path.batchedMost : Integer.MAX_VALUE;
        int leastRows = path.leastRows(rows);
        int leastColumns = path.leastColumns(batch > 1);
        boolean splits = batch > 1 ? path.batchedSplits : path.splits;
        double best = Double.POSITIVE_INFINITY;
        int bestTile = 0;
        int bestSplit = 0;
        double bestTiles = 0;
        double bestTraffic = 0;
        for (int t = 0; t < path.rows.length; t++) {
            int r = path.rows[t];
            int c = path.columns[t];
            if (r * c < smallest || r * c > largest || r < leastRows || c < leastColumns) {
                continue;
            }
            double across = Math.ceil(rows * path.perRows[t] - 1e-9);
            double along = Math.ceil(columns * path.perColumns[t] - 1e-9);
            double grid = across * along * batch;
            int last = splits && grid < sms ? SPLITS.length : 1;
            for (int s = 0; s < last; s++) {
                double blocks = grid * SPLITS[s];
                double steps = Math.ceil(depth * perStep * PER_SPLIT[s] - 1e-9) * path.step;
                double fixed = s == 0 ? path.fixedCycles[t] : path.fixedCyclesSplit[t];
                double waves = Math.ceil(blocks * perSm - 1e-9);
                double turns = batch > 1 ? Math.max(waves, Math.min(waves, 2) * path.alone[t]) : waves;
                double inner = turns * steps * path.cyclesPerK[t];
                double tiles = ((path.waitPerK == 0 ? inner : KernelTime.overlap(inner, steps * path.waitPerK)) + waves * fixed + path.firstCycles) * perClock;
                double a = tiles * tiles;
                if (a * a < best) {
                    double moved = blocks >= sms ? full : traffic.seconds(chip, share, Math.max(across, along) * batch * SPLITS[s], inFlight) + ramp;
                    double b = moved * moved;
                    double cost = a * a + b * b;
                    if (cost < best) {
                        best = cost;
                        bestTile = t;
                        bestSplit = s;
                        bestTiles = tiles;
                        bestTraffic = moved;
                    }
                }
                if (depth <= (long) path.step * SPLITS[s]) {
                    break;
                }
            }
        }
        return new Plan(bestTile, bestSplit, bestTiles, bestTraffic);
    }

    /**
     * Seconds of a product of up to four rows in a matrix-vector kernel, whose blocks take a few columns and all of K = floor of a stream + overlap(columns x
     * cycles / SMs, traffic of a stream); where columns lie side by side, a thread takes one and walks K alone, waiting for DRAM at every step.
     *
     * @param walked steps of K that a thread walks; 0 where a block reads along K
     */
    static KernelTime vector(Chip chip, KernelConstants constants, MatrixPath path, long columns, long walked, Traffic traffic, double least) {
        double moved = traffic.seconds(chip, 1, chip.device.sms(), constants.streamBytesInFlight());
        return KernelTime.of(columnSeconds(chip, constants, path, columns, walked, traffic), moved, constants.streamFloorSeconds(), least);
    }

    /** What {@link #vector} is made of. */
    static List<Step> vectorAccount(Chip chip, KernelConstants constants, MatrixPath path, long columns, long walked, Traffic traffic) {
        int sms = chip.device.sms();
        return List.of(Step.overlapping("columns", columnSeconds(chip, constants, path, columns, walked, traffic), "%s columns x %s cycles / (%s SMs x %s GHz), or %s steps of K x %s cycles for each thread", columns,
                        constants.matrix().vectorColumnCycles(), sms, path.clockHz * 1e-9, walked, constants.matrix().vectorStepCycles()),
                traffic.step(traffic.seconds(chip, 1, sms, constants.streamBytesInFlight()), ""), floor(constants.streamFloorSeconds()));
    }

    private static double columnSeconds(Chip chip, KernelConstants constants, MatrixPath path, long columns, long walked, Traffic traffic) {
        double blocks = columns * constants.matrix().vectorColumnCycles() / (chip.device.sms() * path.clockHz);
        double walk = walked * constants.matrix().vectorStepCycles() / path.clockHz * traffic.dram() / (traffic.dram() + traffic.l2());
        return Math.max(blocks, walk);
    }

    static String counted(double n, String what) {
        return (long) n + " " + what + (n == 1 ? "" : "s");
    }

    static Step floor(double seconds) {
        return Step.after("floor", seconds, "the smallest launch of its kind");
    }
}
