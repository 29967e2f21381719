package dev.ttbench.latency;

import static dev.ttbench.latency.TermTest.ARCHITECTURE;
import static dev.ttbench.latency.TermTest.CHIP;
import static dev.ttbench.latency.TermTest.CONSTANTS;
import static dev.ttbench.latency.TermTest.DEVICE;
import static dev.ttbench.latency.TermTest.LIBRARY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.device.Architecture;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tiles and cycles of products, on the chip of {@link TermTest}. */
class MatrixPathTest {
    @Test
    void aStepOfALoneBlockIsThirtyTwoOrSixtyFourBytesOfARow() {
        assertEquals(640 / 32.0, new MatrixPath(CHIP, CONSTANTS, "fp16", 2, true, 1, 1, 1, false).waitPerK);
        assertEquals(640 / 8.0, new MatrixPath(CHIP, CONSTANTS, "fp32", 4, true, 1, 1, 1, false).waitPerK);
        assertEquals(0, new MatrixPath(CHIP, CONSTANTS, "fp16", 2, false, 1, 1, 1, false).waitPerK);
    }

    @Test
    void pairsOfHalvesHaveOneTile() {
        MatrixPath pairs = new MatrixPath(CHIP, CONSTANTS, "fp32", 2, true, 1, 2, 1, false);
        assertEquals(1, pairs.rows.length);
        assertEquals(256 * 128 / 128.0, pairs.cyclesPerK[pairs.largest()], 1e-6);
        assertEquals(2.56e12, pairs.peak);
    }

    @Test
    void warpgroupsHaveTilesBetweenThePowersOfTwo() {
        MatrixPath plain = new MatrixPath(CHIP, CONSTANTS, "fp16", 2, false, 1, 1, 1, false);
        MatrixPath groups = new MatrixPath(CHIP, CONSTANTS, "fp16", 2, false, 1, 1, 1, true);
        assertTrue(Arrays.stream(plain.columns).allMatch(c -> Integer.bitCount(c) == 1));
        assertEquals(8, Arrays.stream(groups.columns).filter(c -> Integer.bitCount(c) > 1).count());
        // 640 rows x 320 columns on 10 SMs: ten tiles of 128 x 160, 20 cycles for each of 1,024 and a result
        Kernel product = new Kernel("mm", new Work.Gemm(1, 640, 320, 1024), Dtype.FP16, 1, 1, 0);
        double recent = model(true, true).time(product).seconds();
        assertEquals(20 * 1024 * 1e-9 + 2e-6, recent, 1e-9);
        for (LatencyModel other : new LatencyModel[] {model(true, false), model(false, true)}) {
            assertTrue(other.time(product).seconds() >= recent);
        }
    }

    @Test
    void oneTapIsAProductWhereLibrariesAreRecent() {
        long[] side = {16, 40};
        Work.Convolution point = new Work.Convolution(1, 1024, 320, 1, side, side, new long[] {1, 1}, new long[] {1, 1});
        Kernel convolution = new Kernel("convolution", point, Dtype.FP16, 1, 1, 0);
        Kernel product = new Kernel("mm", new Work.Gemm(1, 640, 320, 1024), Dtype.FP16, 1, 1, 0);
        assertEquals(model(true, true).time(product).seconds(), model(true, true).time(convolution).seconds(), 1e-12);
        assertTrue(model(true, false).time(convolution).seconds() > model(true, true).time(convolution).seconds());
    }

    @Test
    void earlierLibrariesConvolveAtAShareOfTheRate() {
        // 1,280 rows x 640 columns on 10 SMs: five tiles of 128 x 128 each, 16 cycles for a step; depth of 9 x 1,024
        Work.Convolution large = new Work.Convolution(1, 1024, 640, 1, new long[] {32, 40}, new long[] {32, 40}, new long[] {3, 3}, new long[] {1, 1});
        Kernel convolution = new Kernel("convolution", large, Dtype.FP16, 1, 1, 0);
        double recent = model(false, true).time(convolution).seconds() - 2e-6;
        double earlier = model(false, false).time(convolution).seconds() - 2e-6;
        assertEquals(2, earlier / recent, 0.1);
    }

    private static LatencyModel model(boolean groups, boolean recent) {
        Architecture architecture = new Architecture("toy", "Toy", 100, 10, 20, 1, ARCHITECTURE.matrix(), 1, 0.5, 2e-6, 1, 2, 4, true, true, groups, 0.5, true, Map.of(), Map.of());
        return new LatencyModel(DEVICE, architecture, CONSTANTS, Map.of("plain", LIBRARY), new LatencySettings("plain", "fp16", false, false, false, false, false, recent));
    }
}
