package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;

/**
 * Where a kernel's compulsory bytes go. Weights are read once per pass of a network that is larger than L2, so they come from DRAM;
 * activations were just written, so what fits comes from L2.
 *
 * @param dram bytes that cross DRAM's pins
 * @param l2 bytes that L2 serves
 */
record Traffic(double dram, double l2) {

    static Traffic of(Chip chip, Kernel kernel) {
        return of(chip, kernel, kernel.bytesRead() + (double) kernel.bytesWritten() - kernel.weightBytes());
    }

    /** With {@code activations} bytes of activations in place of those of the kernel. */
    static Traffic of(Chip chip, Kernel kernel, double activations) {
        double hit = chip.l2Hit(activations);
        return new Traffic(kernel.weightBytes() + activations * (1 - hit), activations * hit);
    }

    /**
     * Seconds = dram / min(share x DRAM rate, busy SMs x in flight x clock) + l2 / min(L2 rate, 1.5 x the same): a few SMs can't keep
     * enough requests under way to fill the memory system; all of them can, whatever memory a design was given.
     *
     * @param share of the architecture's DRAM efficiency
     * @param busy SMs that have work
     * @param inFlight DRAM bytes per clock of one SM
     */
    double seconds(Chip chip, double share, double busy, double inFlight) {
        double rate = chip.dramRate * share;
        return seconds(chip, share, busy * Math.max(inFlight * chip.device.boostClockHz(), rate / chip.device.sms()));
    }

    /** These bytes as a part of a kernel's time, {@code seconds} long. */
    Step step(double seconds, String also) {
        return Step.overlapping("traffic", seconds, "%sB from DRAM, %sB from L2%s%s", Step.large(dram), Step.large(l2), seconds > 0 ? ", together " + Step.large((dram + l2) / seconds) + "B/s" : "", also);
    }

    /** Seconds when the SMs together ask for {@code draw} bytes/s. */
    double seconds(Chip chip, double share, double draw) {
        double rate = chip.dramRate * share;
        return dram / Math.min(rate, draw) + l2 / Math.min(chip.l2Rate, 1.5 * draw);
    }

    /**
     * What a read of DRAM takes beyond bytes / rate until all requests are under way and at its end, seconds = ramp x d^2 / (d^2 + ramp^2)
     * with d = dram / rate: nothing for what a launch hides, all of {@code ramp} for what takes longer.
     */
    double ramp(Chip chip, double share, double ramp) {
        double d = dram / (chip.dramRate * share);
        return d == 0 ? 0 : ramp * d * d / (d * d + ramp * ramp);
    }

    /** Least seconds: DRAM bytes / peak bandwidth. */
    double least(Chip chip) {
        return dram / chip.device.bandwidth();
    }
}
