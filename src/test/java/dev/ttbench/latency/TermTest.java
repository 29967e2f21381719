package dev.ttbench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.device.Architecture;
import dev.ttbench.device.Device;
import dev.ttbench.device.MatrixUnit;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each term on a chip with round numbers, worked out by hand. */
class TermTest {
    /** 10 SMs at 1 GHz, 1024 fp16 FMA: 20.48 TFLOP/s; 1 TB/s; 1 MB of L2; no power limit in reach. */
    static final Device DEVICE = new Device("toy", "Toy", "Nobody", "toy", List.of(), 10, 1e9, 1e9, 0,
            Map.of("fp16", 1024.0, "fp32", 64.0), Map.of("fp16", 20.48e12, "fp32", 1.28e12), null, 1_000_000_000L, 1e12, false, 1_000_000L, 100_000L,
            1000, 0, null, Map.of());
    static final Architecture ARCHITECTURE = new Architecture("toy", "Toy", 100, 10, 20, 1,
            new MatrixUnit(1, 1, 1e12, 1, 1e12, 0.5, 1, 1, 16384, 1, 1, 1, 1, 1), 1, 0.5, 2e-6, 1, 2, 4, true,
            true, false, 0.5, true, Map.of(), Map.of());
    /** Power in proportion to the clock. */
    static final PowerConstants POWER = new PowerConstants(0, 1, 1.1);
    static final EagerConstants EAGER = new EagerConstants(2, 1, 50, 100, 1e-6);
    private static final ConvolutionConstants CONVOLUTION = new ConvolutionConstants(1, 0, 32, 640, 1, 0.8, 0.5, 3, 10, 40);
    static final KernelConstants CONSTANTS = new KernelConstants(new MatrixConstants(0, 0, 1e6, 0, 0, 0, 0, 1e12, 1, 0, 1e6, 0.6), CONVOLUTION, 1e-6, 1e-6, 0.5,
            16, 1024, 0, 0, 1e6, 0.9, 0.5, 1, 1, 0, 128, EAGER, POWER, Map.of());
    static final AttentionLibrary LIBRARY = new AttentionLibrary("plain", List.of(64, 128), List.of(128, 128), List.of(64, 64), false, 1,
            new AttentionLibrary.Decode(64, 1, Integer.MAX_VALUE, 1, true, false), 0, 0, "plain", Set.of("toy"), Set.of("fp16"), 1, 1e18, true, 1, 0, null, "");
    static final Chip CHIP = new Chip(DEVICE, ARCHITECTURE, false, CONSTANTS);

    static LatencyModel model() {
        return new LatencyModel(DEVICE, ARCHITECTURE, CONSTANTS, Map.of("plain", LIBRARY),
                new LatencySettings("plain", "fp16", false, false, false));
    }

    @Test
    void l2ServesWhatFillsHalfOfIt() {
        assertEquals(1, CHIP.l2Hit(500_000));
        assertEquals(0.5, CHIP.l2Hit(750_000));
        assertEquals(0, CHIP.l2Hit(1_000_000));
        Architecture halves = new Architecture("toy", "Toy", 100, 10, 20, 2, ARCHITECTURE.matrix(), 1, 0.5, 2e-6, 1, 2, 4, true, true, false, 0.5, true, Map.of(), Map.of());
        Chip two = new Chip(DEVICE, halves, false, CONSTANTS);
        assertEquals(1, two.l2Hit(250_000));
        assertEquals(0.5, two.l2Hit(500_000), 1e-12);
        assertEquals(0, two.l2Hit(750_000), 1e-12);
    }

    @Test
    void powerLimitsTheClock() {
        Device small = limited(10.24, 0);
        assertEquals(0.5, new PowerConstants(0, 1, 1.1).clock(0.5), 1e-12);
        assertEquals(1, new Chip(small, ARCHITECTURE, true, CONSTANTS).simtShare(1), "10 W for 1.28 TFLOP/s");
        assertEquals(0.5, new Chip(limited(2.56, 0), ARCHITECTURE, true, CONSTANTS).simtShare(1), 1e-12);
        assertEquals(0.25, new Chip(small, ARCHITECTURE, true, CONSTANTS).tensorShare, 1e-12);
        assertEquals(0.5, new Chip(small, ARCHITECTURE, false, CONSTANTS).tensorShare, 1e-12);
        assertEquals(1, CHIP.tensorShare);
        assertEquals(0.8, new Chip(limited(10.24, 0.8e9), ARCHITECTURE, true, CONSTANTS).tensorShare, 1e-12);
    }

    @Test
    void aClockFallsLessThanPowerAsLongAsVoltageFallsWithIt() {
        PowerConstants power = new PowerConstants(0.25, 0.7, 1);
        assertEquals(1, power.clock(1), 1e-12);
        assertEquals(0.8, power.clock(0.25 + 0.75 * 0.512), 1e-12);
        assertEquals(0.7, power.clock(0.25 + 0.75 * 0.343), 1e-12);
        assertEquals(0.5, power.clock(0.25 + 0.75 * 0.5 * 0.49), 1e-12, "at the least voltage power is proportional to the clock");
        assertEquals(1.1, power.clock(0.25 + 0.75 * 1.331), 1e-12);
        assertEquals(0.1, power.clock(0.2), 1e-12, "a limit below what does not depend on the clock");
    }

    @Test
    void consumerBoardsExceedTheirDatasheetClock() {
        Device board = new Device("board", "Board", "Nobody", "toy", List.of(), 10, 1e9, 1e9, 0, DEVICE.fmaPerClockPerSm(), DEVICE.peakFlops(), 2e13, 1, 1e12, false, 1, 1, 1000, 0, null, Map.of());
        assertEquals(1.1, new Chip(board, ARCHITECTURE, true, CONSTANTS).tensorShare, 1e-12);
        assertEquals(1, new Chip(DEVICE, ARCHITECTURE, true, CONSTANTS).tensorShare, 1e-12);
    }

    @Test
    void compilersReadTheWeightsOfOneRowAsAReductionDoes() {
        LatencyModel own = new LatencyModel(DEVICE, ARCHITECTURE, CONSTANTS, Map.of("plain", LIBRARY), new LatencySettings("plain", "fp16", false, false, false, false, true, true));
        // 32 MB of weights at half of 1 TB/s, the share of a reduction, and two floors of 1 us; the library reads them at 0.5 of the peak too, after a floor of 2 us
        Kernel one = new Kernel("aten.mm", new Work.Gemm(1, 1, 4000, 4000), Dtype.FP16, 32_008_000, 8_000, 32_000_000);
        assertEquals(66e-6, own.time(one).seconds(), 1e-6);
        assertTrue(own.time(one).seconds() <= model().time(one).seconds());
        Kernel two = new Kernel("aten.mm", new Work.Gemm(1, 2, 4000, 4000), Dtype.FP16, 32_016_000, 16_000, 32_000_000);
        assertEquals(model().time(two).seconds(), own.time(two).seconds(), "two rows are the library's");
    }

    private static Device limited(double watts, double sustainedClockHz) {
        return new Device("small", "Small", "Nobody", "toy", List.of(), 10, 1e9, 1e9, sustainedClockHz, DEVICE.fmaPerClockPerSm(),
                DEVICE.peakFlops(), null, 1, 1e12, false, 1, 1, watts, 0, null, Map.of());
    }

    @Test
    void wavesOfTiles() {
        MatrixPath path = new MatrixPath(CHIP, CONSTANTS, "fp16", 2, false, 1, 1, 1, false);
        Traffic none = new Traffic(0, 0);
        // 10 tiles of 128 x 128 on 10 SMs: 1024 x 128 x 128 / 1024 cycles = 16,384 ns, and no cheaper tiling exists
        double one = MatrixTerm.time(CHIP, CONSTANTS, path, 1, 1280, 128, 1024, none, 0, 0).seconds();
        assertEquals(16.384e-6, one, 1e-9);
        // 11 of them need another wave of the smallest tile that divides them: 44 tiles of 64 x 64 in 5 waves of a quarter, or better
        double two = MatrixTerm.time(CHIP, CONSTANTS, path, 1, 1408, 128, 1024, none, 0, 0).seconds();
        assertEquals(1.1 * 16.384e-6, two, 0.15 * 16.384e-6);
    }

    /** The toy with 2048 FMA of 8 bit, batches in tiles of 64 x 64, 8-bit tiles of 128 rows, half of the rate for weights with K innermost, and a quarter for few rows of fp32. */
    private static LatencyModel libraries(boolean innerDepth) {
        Device device = new Device("toy", "Toy", "Nobody", "toy", List.of(), 10, 1e9, 1e9, 0, Map.of("fp16", 1024.0, "fp32", 64.0, "fp8", 2048.0, "int8", 2048.0),
                Map.of("fp16", 20.48e12, "fp32", 1.28e12, "fp8", 40.96e12, "int8", 40.96e12), null, 1_000_000_000L, 1e12, false, 1_000_000L, 100_000L, 1000, 0, null, Map.of());
        Architecture architecture = new Architecture("toy", "Toy", 100, 10, 20, 1, new MatrixUnit(1, 1, 1e12, 1, 1e12, 0.5, 1, 4096, 4096, 64, 128, 16, 0.5, 0.25), 1, 0.5, 2e-6, 1, 2, 4, true,
                true, false, 0.5, true, Map.of(), Map.of());
        KernelConstants constants = new KernelConstants(new MatrixConstants(100, 0, 1e6, 0, 1100, 80, 12, 1e12, 1, 0, 1e6, 0.6), CONVOLUTION, 1e-6, 1e-6, 0.5,
            16, 1024, 0, 0, 1e6, 0.9, 0.5, 1, 1, 0, 128, EAGER, POWER, Map.of());
        return new LatencyModel(device, architecture, constants, Map.of("plain", LIBRARY), new LatencySettings("plain", "fp16", false, false, false, innerDepth, false, false, true));
    }

    private static double seconds(boolean innerDepth, Dtype dtype, long batch, long m, long n, long k) {
        return libraries(innerDepth).time(LatencyModelTest.gemm(batch, m, n, k, dtype)).seconds();
    }

    @Test
    void weightsWithKInnermostAreReadMoreSlowly() {
        // 20 MB at 0.5 TB/s, or half of that; one row has a kernel of its own
        assertEquals(42e-6, seconds(false, Dtype.FP16, 1, 2, 1000, 10_000), 1e-6);
        assertEquals(82e-6, seconds(true, Dtype.FP16, 1, 2, 1000, 10_000), 1e-6);
        assertEquals(42e-6, seconds(true, Dtype.FP16, 1, 1, 1000, 10_000), 1e-6);
        // without tensor cores it is the few rows: 31 and 32 fill the same tiles
        assertTrue(seconds(false, Dtype.FP32, 1, 31, 1000, 10_000) > 1.02 * seconds(true, Dtype.FP32, 1, 32, 1000, 10_000));
    }

    @Test
    void tilesOfEightBit() {
        // tiles of 128 x 64: 1024 x 128 x 64 / 2048 cycles, 100 beside them, 2 us floor
        assertEquals(6.196e-6, seconds(true, Dtype.FP8, 1, 256, 128, 1024), 0.1e-6);
        // 64 x 64 for up to 128 rows
        assertEquals(4.148e-6, seconds(true, Dtype.FP8, 1, 64, 64, 1024), 0.1e-6);
        // 20 tiles of 128 x 128: a second wave, with its wait of 1,100 cycles
        assertEquals(2e-6 + 2 * 8.192e-6 + 1.2e-6, seconds(true, Dtype.FP8, 1, 2560, 128, 1024), 0.1e-6);
    }

    @Test
    void fewInt8RowsTakeAMatrixVectorKernel() {
        // 10,000 columns x 80 cycles / 10 SMs
        assertEquals(81e-6, seconds(true, Dtype.INT8, 1, 4, 10_000, 64), 0.1e-6);
        assertTrue(seconds(true, Dtype.INT8, 1, 5, 10_000, 64) < 20e-6);
        // a thread walks a million steps of 12 cycles, if its columns lie side by side: 10 MB come from DRAM in 10 us
        assertEquals(12e-3, seconds(false, Dtype.INT8, 1, 1, 10, 1_000_000), 0.1e-3);
        assertTrue(seconds(true, Dtype.INT8, 1, 1, 10, 1_000_000) < 100e-6);
    }

    @Test
    void loneBlocksOfTwoWarpsRunAtHalfRate() {
        // a 64 x 64 tile: 1000 x 64 x 64 / 64 cycles
        assertEquals(2e-6 + 2 * 64e-6, seconds(true, Dtype.FP32, 2, 64, 64, 1000), 1e-6);
        assertEquals(2e-6 + 4 * 64e-6, seconds(true, Dtype.FP32, 20, 64, 64, 1000), 1e-6);
        assertEquals(2e-6 + 4 * 64e-6, seconds(true, Dtype.FP32, 40, 64, 64, 1000), 1e-6);
        assertEquals(2e-6 + 5 * 64e-6, seconds(true, Dtype.FP32, 50, 64, 64, 1000), 1e-6);
    }

    @Test
    void tilesAndTrafficOverlap() {
        assertEquals(Math.pow(2, 0.25), KernelTime.overlap(1, 1), 1e-12);
        assertEquals(1, KernelTime.overlap(1, 0.01), 1e-7);
    }

    @Test
    void streamIsBytesOverAchievedBandwidth() {
        // 16 MB exceed L2; half of 1 TB/s: 32 us; 1 us floor
        Kernel kernel = new Kernel("add", new Work.Stream(4_000_000, 4_000_000, 0, false), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(33e-6, model().time(kernel).seconds(), 1e-7);
        Kernel strided = new Kernel("permute", new Work.Stream(4_000_000, 0, 0, true), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(65e-6, model().time(strided).seconds(), 1e-7);
    }

    @Test
    void largeGroupsAreReadTwice() {
        // 8 MB read, again, and written: 24 MB at 0.25 TB/s = 96 us; floors 2 us. Rows of 800 kB exceed 100 kB on chip.
        Kernel kernel = new Kernel("group_norm", new Work.Reduction(10, 400_000, 0, 0, true, Work.Statistic.MOMENTS), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(98e-6, model().time(kernel).seconds(), 1e-7);
        Kernel rows = new Kernel("layer_norm", new Work.Reduction(10_000, 400, 0, 0, true, Work.Statistic.MOMENTS), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(66e-6, model().time(rows).seconds(), 1e-7);
        // 640 elements are 1.25 rounds of 128 threads with 4 elements, and take 2
        Kernel round = new Kernel("layer_norm", new Work.Reduction(6_250, 640, 0, 0, true, Work.Statistic.MOMENTS), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(2e-6 + 64e-6 * 2 / 1.25, model().time(round).seconds(), 1e-7);
    }

    @Test
    void longSoftmaxRowsAreReadThreeTimes() {
        // 8 MB read and written at 0.25 TB/s: 64 us; rows of 4,096 exceed a warp, but 4 of them fill a third of an SM's 100 kB; 4 of 14,336 fill 1.15 of it
        // (0.56 hit) and on all SMs more than L2
        Kernel warp = new Kernel("softmax", new Work.Reduction(4_000, 1000, 0, 0, true, Work.Statistic.SOFTMAX), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(66e-6, model().time(warp).seconds(), 1e-7);
        Kernel cached = new Kernel("softmax", new Work.Reduction(1_000, 4096, 0, 0, true, Work.Statistic.SOFTMAX), Dtype.FP16, 8_192_000, 8_192_000, 0);
        assertEquals(67.536e-6, model().time(cached).seconds(), 1e-7);
        Kernel between = new Kernel("softmax", new Work.Reduction(280, 14_336, 0, 0, true, Work.Statistic.SOFTMAX), Dtype.FP16, 8_028_160, 8_028_160, 0);
        double again = 2 * (1 - (4 - 3 * 1.14688));
        assertEquals(2e-6 + (2 + again) * 8.02816e6 / 0.25e12 / VectorTerm.occupied(28_672), model().time(between).seconds(), 1e-7);
        Kernel evicted = new Kernel("softmax", new Work.Reduction(100, 40_960, 0, 0, true, Work.Statistic.SOFTMAX), Dtype.FP16, 8_192_000, 8_192_000, 0);
        assertEquals(133.072e-6, model().time(evicted).seconds(), 1e-7);
    }

    @Test
    void aLastRoundOfABlockMayBePartlyIdle() {
        // 2,560 fp32: 640 vectors, blocks of 256: 2.5 rounds take 3
        assertEquals(2.5 / 3, VectorTerm.occupied(2560 * 4), 1e-12);
        assertEquals(1, VectorTerm.occupied(4096 * 4), 1e-12);
    }

    @Test
    void convolutionsDoNotSplitK() {
        // 128 rows x 64 columns: one tile of the library, 8,192 / 1,024 = 8 cycles for each of 9 x 1,280, however many SMs idle, and 20 for a lone block's loads
        Work.Convolution deep = new Work.Convolution(2, 1280, 64, 1, new long[] {8, 8}, new long[] {8, 8}, new long[] {3, 3}, new long[] {1, 1});
        assertEquals(9 * 1280 * KernelTime.overlap(8, 20) * 1e-9 + 2e-6, model().time(new Kernel("convolution", deep, Dtype.FP16, 1, 1, 0)).seconds(), 1e-9);
    }

    @Test
    void winogradWhereProductsRunOnVectorLanes() {
        // 32 images x 16 x 16 outputs, 64 to 640 channels: 36 products of 512 x 640 over 64 channels, or 4 times as many multiply-adds
        Work.Convolution square = new Work.Convolution(32, 64, 640, 1, new long[] {16, 16}, new long[] {16, 16}, new long[] {3, 3}, new long[] {1, 1});
        Work.Convolution strided = new Work.Convolution(32, 64, 640, 1, new long[] {32, 32}, new long[] {16, 16}, new long[] {3, 3}, new long[] {2, 2});
        double direct = 2.0 * 32 * 256 * 64 * 640 * 9 / 1.28e12;
        assertEquals(direct, model().time(new Kernel("convolution", strided, Dtype.FP32, 1, 1, 0)).seconds(), 0.05 * direct);
        double winograd = model().time(new Kernel("convolution", square, Dtype.FP32, 1, 1, 0)).seconds();
        assertTrue(winograd < direct && winograd > direct / 4, () -> winograd + " s, direct " + direct);
    }

    @Test
    void someLibrariesHaveNoWinograd() {
        Architecture without = new Architecture("toy", "Toy", 100, 10, 20, 1, ARCHITECTURE.matrix(), 1, 0.5, 2e-6, 1, 2, 4, true, false, false, 0.5, true, Map.of(), Map.of());
        LatencyModel direct = new LatencyModel(DEVICE, without, CONSTANTS, Map.of("plain", LIBRARY), new LatencySettings("plain", "fp16", false, false, false));
        Work.Convolution square = new Work.Convolution(32, 64, 640, 1, new long[] {16, 16}, new long[] {16, 16}, new long[] {3, 3}, new long[] {1, 1});
        double least = 2.0 * 32 * 256 * 64 * 640 * 9 / 1.28e12;
        assertEquals(least, direct.time(new Kernel("convolution", square, Dtype.FP32, 1, 1, 0)).seconds(), 0.05 * least);
    }

    @Test
    void depthwiseFiltersAreInstructions() {
        // 4 million results x 9 multiply-adds x 10 instructions (40 in a framework's own kernel) / (128 a clock x 10 SMs x 1 GHz), and a floor
        Work.Convolution depthwise = new Work.Convolution(1, 64, 64, 64, new long[] {250, 250}, new long[] {250, 250}, new long[] {3, 3}, new long[] {1, 1});
        Kernel half = new Kernel("convolution", depthwise, Dtype.FP16, 8_000_000, 8_000_000, 0);
        Kernel brain = new Kernel("convolution", depthwise, Dtype.BF16, 8_000_000, 8_000_000, 0);
        LatencyModel first = new LatencyModel(DEVICE, ARCHITECTURE, CONSTANTS, Map.of("plain", LIBRARY), new LatencySettings("plain", "fp16", true, false, false));
        assertEquals(281.25e-6 + 1e-6, model().time(half).seconds(), 1e-6);
        assertEquals(281.25e-6 + 1e-6, first.time(half).seconds(), 1e-6);
        assertEquals(1125e-6 + 1e-6, first.time(brain).seconds(), 1e-6);
        assertEquals(281.25e-6 + 1e-6, model().time(brain).seconds(), 1e-6);
    }

    @Test
    void tapsReadChannelsInBlocks() {
        long[] side = {32, 32};
        double[] seconds = new double[3];
        long[] channels = {64, 96, 128};
        for (int i = 0; i < 3; i++) {
            seconds[i] = model().time(new Kernel("convolution", new Work.Convolution(8, channels[i], 64, 1, side, side, new long[] {3, 3}, new long[] {1, 1}), Dtype.FP16, 1, 1, 0)).seconds();
        }
        assertTrue(seconds[0] < seconds[1]);
        assertEquals(seconds[2], seconds[1], 1e-12, "96 channels of 16 bit are two blocks of 64");
    }

    @Test
    void rowsAndColumnsOfFp32AreReadAsAReduction() {
        // 64 MB at half of 0.5 TB/s, and two floors; not tiles
        Kernel row = new Kernel("aten.mm", new Work.Gemm(1, 1, 4000, 4000), Dtype.FP32, 64_000_000, 16_000, 64_000_000);
        Kernel column = new Kernel("aten.mm", new Work.Gemm(1, 4000, 1, 4000), Dtype.FP32, 64_000_000, 16_000, 64_000_000);
        Traffic traffic = Traffic.of(CHIP, row);
        KernelTime own = VectorTerm.matrixVector(CHIP, CONSTANTS, (Work.Gemm) row.work(), traffic, traffic.least(CHIP));
        assertTrue(model().time(row).seconds() <= own.seconds());
        assertEquals(model().time(row).seconds(), model().time(column).seconds(), 1e-12);
    }

    @Test
    void stridesSkipInput() {
        // 1x1 at stride 2, channels-last: a quarter of 64 MB, and 16 MB written, at half of 1 TB/s
        Work.Convolution skip = new Work.Convolution(8, 1000, 1000, 1, new long[] {64, 64}, new long[] {32, 32}, new long[] {1, 1}, new long[] {2, 2});
        Kernel kernel = new Kernel("convolution", skip, Dtype.FP16, 8L * 1000 * 4096 * 2 + 2_000_000, 8L * 1000 * 1024 * 2, 2_000_000);
        LatencyModel first = new LatencyModel(DEVICE, ARCHITECTURE, CONSTANTS, Map.of("plain", LIBRARY), new LatencySettings("plain", "fp16", true, false, false));
        assertTrue(first.time(kernel).seconds() > model().time(kernel).seconds(), "along the rows of a channels-first tensor every sector is touched");
    }

    @Test
    void attentionBlockOfKeys() {
        // matrix: 128 x 64 x (64 + 64) / 1024 = 1,024 cycles; vector: 8,192 x (1/10 + 1/100) = 901.12 cycles
        Work.Attention work = new Work.Attention(1, 1, 1, 128, 64, 40, 40, false, true);
        assertEquals(1925.12, AttentionTerm.keyBlockCycles(CHIP, CONSTANTS, LIBRARY, work, 128, 1024, null), 1e-9);
    }

    @Test
    void attentionFillsWaves() {
        // 20 blocks of queries on 10 SMs, 2 waves x 4 blocks of keys x 1,925.12 ns, and the floor
        Work.Attention work = new Work.Attention(1, 10, 10, 256, 256, 64, 64, false, true);
        Kernel kernel = new Kernel("attention", work, Dtype.FP16, 1, 1, 0);
        assertEquals(2 * 4 * 1925.12e-9 + 2e-6, model().time(kernel).seconds(), 1e-12);
    }

    @Test
    void aSlidingNeighbourhoodVisitsTheKeysOfItsWholeBlock() {
        // 10 blocks of 128 queries on 10 SMs; each visits 65 + 127 keys: 3 blocks of 64
        Work.Attention work = new Work.Attention(1, 10, 10, 128, 65, 64, 64, false, true, 10 * 128 * 65, true);
        assertEquals(2 * 1925.12e-9 + 2e-6, model().time(new Kernel("attention", work, Dtype.FP16, 1, 1, 0)).seconds(), 1e-12, "but there are 128 keys in all");
        Work.Attention more = new Work.Attention(1, 10, 10, 1280, 65, 64, 64, false, true, 10 * 1280 * 65, true);
        assertEquals(10 * 3 * 1925.12e-9 + 2e-6, model().time(new Kernel("attention", more, Dtype.FP16, 1, 1, 0)).seconds(), 1e-12);
        assertEquals(2.0 * 128 * 10 * 128 * 65, AttentionTerm.executedFlops(work), 0.5);
    }

    @Test
    void decodeSplitsKeysOverIdleSms() {
        // 4 heads that share a tile, 10 SMs: 10 parts of 1,024 keys, 16 blocks of 64 each; 10,240 keys; a second kernel combines
        double perKeys = 64 * 64 * 128 / 1024.0 + 64 * 64 * 0.11;
        Work.Attention work = new Work.Attention(1, 4, 1, 1, 10_240, 64, 64, false, true);
        assertEquals(16 * perKeys * 1e-9 + 4e-6, model().time(new Kernel("attention", work, Dtype.FP16, 1, 1, 0)).seconds(), 1e-10);
        Work.Attention many = new Work.Attention(11, 4, 1, 1, 10_240, 64, 64, false, true);
        assertEquals(2 * 160 * perKeys * 1e-9 + 2e-6, model().time(new Kernel("attention", many, Dtype.FP16, 1, 1, 0)).seconds(), 1e-9, "11 blocks, not split: two waves");
    }

    @Test
    void theLastRoundOfDecodeDrawsWhatItsBlocksCan() {
        // 15 blocks on 10 SMs at 0.5 TB/s, 0.1 of it for a block when it is a library's limit: 10 MB at 0.5, 5 MB at 0.25 TB/s
        AttentionLibrary slow = new AttentionLibrary("slow", List.of(64), List.of(128), List.of(64), false, 1, new AttentionLibrary.Decode(16, 1, 8, 1, true, false), 0, 50, "slow",
                Set.of("toy"), Set.of("fp16"), 1, 1e18, true, 1, 0, null, "");
        LatencyModel model = new LatencyModel(DEVICE, ARCHITECTURE, CONSTANTS, Map.of("slow", slow), new LatencySettings("slow", "fp16", false, false, false));
        Work.Attention work = new Work.Attention(15, 1, 1, 1, 64, 64, 64, false, true);
        assertEquals(20e-6 + 20e-6 + 2e-6, model.time(new Kernel("attention", work, Dtype.FP16, 15_000_000, 0, 0)).seconds(), 1e-9);
    }

    @Test
    void aLibraryMayNotSplitKeysOrHaveAKernelForThatAlone() {
        // one head, 640 keys on 10 SMs: 5 parts of 2 blocks of keys, or 10 blocks of keys one after the other
        Kernel one = new Kernel("attention", new Work.Attention(1, 1, 1, 1, 640, 64, 64, false, true), Dtype.FP16, 1, 1, 0);
        double perKeys = AttentionTerm.keyBlockCycles(CHIP, CONSTANTS, LIBRARY, (Work.Attention) one.work(), 64, 1024, null);
        assertEquals(2 * perKeys * 1e-9 + 4e-6, model().time(one).seconds(), 1e-10);
        assertEquals(10 * perKeys * 1e-9 + 2e-6, decoding(false, false).time(one).seconds(), 1e-10);
        assertEquals(model().time(one).seconds(), decoding(true, true).time(one).seconds(), 1e-12);
        // ten heads fill the SMs, whole: the kernel of prefill has twice the rows
        Kernel ten = new Kernel("attention", new Work.Attention(10, 1, 1, 1, 640, 64, 64, false, true), Dtype.FP16, 1, 1, 0);
        assertEquals(10 * perKeys * 1e-9 + 2e-6, model().time(ten).seconds(), 1e-10);
        assertEquals(20 * perKeys * 1e-9 + 2e-6, decoding(true, true).time(ten).seconds(), 1e-10);
    }

    private static LatencyModel decoding(boolean splits, boolean onlySplit) {
        AttentionLibrary own = new AttentionLibrary("own", List.of(64, 128), List.of(128, 128), List.of(64, 64), false, 1,
                new AttentionLibrary.Decode(64, 1, Integer.MAX_VALUE, 1, splits, onlySplit), 0, 0, "own", Set.of("toy"), Set.of("fp16"), 1, 1e18, true, 1, 0, null, "");
        return new LatencyModel(DEVICE, ARCHITECTURE, CONSTANTS, Map.of("own", own), new LatencySettings("own", "fp16", false, false, false));
    }

    @Test
    void causalVisits() {
        Work.Attention square = new Work.Attention(1, 1, 1, 512, 512, 64, 64, true, true);
        assertEquals(8 * 5.0 / 8, AttentionTerm.visitedBlocks(square, LIBRARY, 4, 8), 1e-12);
        Work.Attention past = new Work.Attention(1, 1, 1, 512, 1024, 64, 64, true, true);
        assertEquals(16 - 8 * 3.0 / 8, AttentionTerm.visitedBlocks(past, LIBRARY, 4, 16), 1e-12);
        assertEquals(2.0 * 128 * (512.0 * 513 / 2), AttentionTerm.executedFlops(square), 0.5);
    }

    @Test
    void refusesAForeignArchitecture() {
        Architecture other = new Architecture("other", "", 100, 10, 20, 1, ARCHITECTURE.matrix(), 1, 1, 1, 1, 1, 1, true, true, false, 0.5, true, Map.of(), Map.of());
        assertThrows(IllegalArgumentException.class, () -> new LatencyModel(DEVICE, other, CONSTANTS, Map.of("plain", LIBRARY),
                new LatencySettings("plain", "fp16", false, false, false)));
    }

    @Test
    void termsHaveTheirWords() {
        Set<String> ids = new HashSet<>();
        for (TermDoc term : Terms.all()) {
            assertFalse(term.title().isEmpty() || term.formula().isEmpty() || term.source().isEmpty(), term.id());
            assertEquals(true, ids.add(term.id()));
        }
    }
}
