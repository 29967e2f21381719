package dev.ttbench.latency;

import static dev.ttbench.latency.TermTest.ARCHITECTURE;
import static dev.ttbench.latency.TermTest.CONSTANTS;
import static dev.ttbench.latency.TermTest.DEVICE;
import static dev.ttbench.latency.TermTest.LIBRARY;
import static dev.ttbench.latency.TermTest.model;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an eager framework launches, on the chip of {@link TermTest}. */
class EagerTermTest {
    private static LatencyModel eager(boolean channelsFirst) {
        return new LatencyModel(DEVICE, ARCHITECTURE, CONSTANTS, Map.of("plain", LIBRARY), new LatencySettings("plain", "fp16", channelsFirst, false, false, true, false, true));
    }

    @Test
    void stridedStreamsTouchALineForEachElement() {
        // 4 million elements x 2 cycles on 10 SMs at 1 GHz, and the floor
        Kernel strided = new Kernel("permute", new Work.Stream(4_000_000, 0, 0, true), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(801e-6, eager(true).time(strided).seconds(), 1e-7);
    }

    @Test
    void streamsWorkOutWhereBroadcastOperandsLie() {
        // 4 million elements x 1 cycle on 10 SMs at 1 GHz, and the floor; 16 MB at half of 1 TB/s take less
        Kernel gated = new Kernel("aten.mul", new Work.Stream(4_000_000, 0, 0, false, true), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(401e-6, eager(true).time(gated).seconds(), 1e-7);
        assertEquals(33e-6, model().time(gated).seconds(), 1e-6, "a compiler knows the shapes");
        Kernel plain = new Kernel("aten.mul", new Work.Stream(4_000_000, 0, 0, false), Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(model().time(plain).seconds(), eager(true).time(plain).seconds(), 1e-12);
    }

    @Test
    void convolutionsAddTheirBiasAndTurnImages() {
        Work.Convolution work = new Work.Convolution(1, 32, 32, 1, new long[] {250, 500}, new long[] {250, 500}, new long[] {3, 3}, new long[] {1, 1});
        Kernel plain = new Kernel("conv", work, Dtype.FP16, 8_000_000 + 18_432, 8_000_000, 18_432);
        Kernel biased = new Kernel("conv", work, Dtype.FP16, 8_000_000 + 18_496, 8_000_000, 18_496);
        double alone = model().time(plain).seconds();
        assertEquals(alone, eager(false).time(plain).seconds(), 1e-12);
        // 4 million elements, a cycle each for their index
        assertEquals(alone + 401e-6, eager(false).time(biased).seconds(), 1e-7);
        // two images of 4 million elements at half a cycle and a filter of 9,216 at 3, a kernel each
        assertEquals(alone + 201e-6 + 201e-6 + 3.7648e-6, eager(true).time(plain).seconds(), 1e-9);
        Work.Convolution point = new Work.Convolution(1, 32, 32, 1, new long[] {250, 500}, new long[] {250, 500}, new long[] {1, 1}, new long[] {1, 1});
        Kernel product = new Kernel("conv", point, Dtype.FP16, 8_000_000 + 2_048, 8_000_000, 2_048);
        assertEquals(eager(false).time(product).seconds(), eager(true).time(product).seconds(), 1e-12, "a filter of one tap is a product with the image as it lies");
    }

    @Test
    void groupNormsAreThreeKernelsAndWantChannelsFirst() {
        Kernel kernel = new Kernel("aten.native_group_norm", new Work.Reduction(10, 400_000, 0, 0, true, Work.Statistic.MOMENTS), Dtype.FP16, 8_000_000, 8_000_000, 0);
        // moments: 782 steps of 100 cycles and 1 us for DRAM; scale and shift; 400 us of index arithmetic; three floors
        double three = 782 * 1.1e-6 + 400e-6 + 3e-6;
        assertEquals(three, eager(true).time(kernel).seconds(), 1e-9);
        assertEquals(three + 2 * 801e-6, eager(false).time(kernel).seconds(), 1e-9);
        // 12,500 elements a group, 250 kB in all: L2 has them
        Kernel small = new Kernel("aten.native_group_norm", new Work.Reduction(10, 12_500, 0, 0, true, Work.Statistic.MOMENTS), Dtype.FP16, 250_000, 250_000, 0);
        assertEquals(25 * 0.1e-6 + 12.5e-6 + 3e-6, eager(true).time(small).seconds(), 1e-7);
    }

    @Test
    void layerNormsAddUpEachRowAndCopyWhatLiesAcross() {
        // a million rows x 50 cycles on 10 SMs at 1 GHz, far beyond their traffic
        Work.Reduction rows = new Work.Reduction(1_000_000, 4, 0, 0, true, Work.Statistic.MOMENTS);
        Kernel norm = new Kernel("aten.native_layer_norm", rows, Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(5e-3, eager(true).time(norm).seconds() - 2e-6, 0.01e-3);
        Work.Reduction across = new Work.Reduction(1_000_000, 4, 0, 0, true, Work.Statistic.MOMENTS, true);
        Kernel copied = new Kernel("aten.native_layer_norm", across, Dtype.FP16, 8_000_000, 8_000_000, 0);
        assertEquals(eager(true).time(norm).seconds() + 801e-6, eager(true).time(copied).seconds(), 1e-9);
        assertEquals(model().time(norm).seconds(), model().time(copied).seconds(), 1e-12, "a compiler's kernel reads it as it lies");
    }
}
