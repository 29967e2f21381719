package dev.ttbench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of a kernel's time. */
class StepTest {
    @Test
    void whatOverlapsCountsOnceAndTheRestIsAdded() {
        List<Step> steps = List.of(Step.overlapping("tiles", 3e-6, ""), Step.overlapping("traffic", 4e-6, ""), Step.after("floor", 2e-6, ""), Step.after("gap", 1e-6, ""));
        assertEquals(KernelTime.overlap(3e-6, 4e-6) + 3e-6, Step.total(steps), 1e-15);
        assertEquals(0, Step.total(List.of()));
    }

    @Test
    void numbersHaveFourDigitsAndWholeOnesAll() {
        assertEquals("128 blocks x 17.71 cycles at 1.5 GHz, 0.0002441 of it", Step.after("", 0, "%s blocks x %s cycles at %s GHz, %s of it", 128, 17.7143, 1.5, 0.000244140625).equation());
        assertEquals("123456", Step.after("", 0, "%s", 123456.0).equation());
        assertEquals("2.62 M", Step.large(2_621_440));
        assertEquals("922 k", Step.large(921_600));
        assertEquals("0 ", Step.large(0));
    }

    @Test
    void theAccountOfAKernelOnTheToyIsWorkedOutByHand() {
        // one tile of 128 x 64: 8 cycles for each of 320; 2 us of launch
        Kernel product = new Kernel("mm", new Work.Gemm(1, 128, 64, 320), Dtype.FP16, 1000, 1000, 0);
        List<Step> steps = TermTest.model().account(product);
        assertEquals(List.of("tiles", "traffic", "floor"), steps.stream().map(Step::name).toList());
        assertEquals(TermTest.model().time(product).seconds(), Step.total(steps), 1e-15);
        assertEquals("0 B from DRAM, 2 kB from L2, together 10 GB/s, with the ramp of a long read", steps.get(1).equation().replaceAll("together .*?B/s", "together 10 GB/s"));
    }
}
