package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;

/** Kernels of the vector lanes: elementwise passes, copies, norms, softmax. */
final class VectorTerm {
    private static final double ELEMENTS_PER_BLOCK = 1024;
    private static final double REDUCTION_BYTES_PER_BLOCK = 32768;

    private VectorTerm() { }

    /** Seconds = floor + overlap(arithmetic, bytes / achieved bandwidth); a strided walk uses only a share of each sector. */
    static KernelTime stream(Chip chip, KernelConstants constants, Kernel kernel, Work.Stream work) {
        Traffic traffic = Traffic.of(chip, kernel);
        double busy = Math.max(1, Math.min(chip.device.sms(), Math.ceil(work.elements() / ELEMENTS_PER_BLOCK)));
        double memory = traffic.seconds(chip, 1, busy, constants.streamBytesInFlight()) / (work.strided() ? constants.stridedShare() : 1);
        return KernelTime.of(arithmetic(chip, busy, work.flops(), work.transcendental()), memory, constants.streamFloorSeconds(),
                traffic.least(chip));
    }

    /**
     * As a stream at a lower share of bandwidth; a row too large for its block's registers is read twice when it is written again
     * (group norm: statistics, then normalisation), from L2 where the tensor fits. One block works on one row.
     */
    static KernelTime reduction(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work) {
        double read = kernel.bytesRead() - kernel.weightBytes();
        Traffic traffic = Traffic.of(chip, kernel);
        double least = traffic.least(chip);
        double row = (double) work.width() * kernel.dtype().bytes();
        boolean twice = work.normalizes() && row > constants.reductionOnchipBytes();
        if (twice) {
            double again = Math.min(read, row * work.rows());
            double hit = chip.l2Hit(again);
            traffic = new Traffic(traffic.dram() + again * (1 - hit), traffic.l2() + again * hit);
        }
        double blocks = work.normalizes() ? work.rows() : Math.max(work.rows(), Math.ceil(read / REDUCTION_BYTES_PER_BLOCK));
        double busy = Math.max(1, Math.min(chip.device.sms(), blocks));
        double memory = traffic.seconds(chip, constants.reductionShare(), busy, constants.streamBytesInFlight());
        return KernelTime.of(arithmetic(chip, busy, work.flops(), work.transcendental()), memory,
                constants.streamFloorSeconds() + constants.reductionExtraSeconds(), least);
    }

    /** Seconds = max(vector operations / lanes, special functions / their lanes) over the busy SMs. */
    static double arithmetic(Chip chip, double busy, double flops, double transcendental) {
        double clock = chip.device.clockHz("fp32") * busy;
        return Math.max(flops / (chip.architecture.vectorLanesPerSm() * clock),
                transcendental / (chip.architecture.specialFunctionLanesPerSm() * clock));
    }
}
