package dev.ttbench.latency;

import dev.ttbench.device.Architecture;
import dev.ttbench.device.Device;

/** A device with its architecture, turned into the rates that the terms need. Immutable. */
final class Chip {
    final Device device;
    final Architecture architecture;
    /** Clock of tensor-core work / boost clock. */
    final double tensorShare;
    /** Hz of kernels that do index arithmetic between others. */
    final double vectorClockHz;
    private final PowerConstants power;
    private final double most;
    /** Peak DRAM bytes/s beside what error correction reads. */
    final double bandwidth;
    /** DRAM bytes/s of long streams. */
    final double dramRate;
    /** L2 bytes/s with every SM reading. */
    final double l2Rate;

    /**
     * A consumer board that power does not hold back exceeds the boost clock of its datasheet ({@code consumer_boost}). Those boards
     * are told by their fp16 accumulation on tensor cores, which is faster than that in fp32.
     */
    Chip(Device device, Architecture architecture, boolean sustained, KernelConstants constants) {
        this.device = device;
        this.architecture = architecture;
        power = constants.power();
        most = device.fp16AccumulateFlops() == null || !device.supports("fp16") ? 1 : power.consumerBoost();
        boolean published = sustained && device.sustainedClockHz() > 0;
        tensorShare = published ? Math.min(1, device.sustainedClockHz() / device.boostClockHz())
                : share(sustained ? architecture.sustainedWattsPerTeraflop() : architecture.burstWattsPerTeraflop(), device.sixteenBitPeak());
        vectorClockHz = device.clockHz("fp32") * Math.sqrt(tensorShare);
        bandwidth = device.bandwidth() * (device.inlineEcc() ? constants.inlineEccShare() : 1);
        dramRate = bandwidth * architecture.dramEfficiency();
        l2Rate = device.sms() * architecture.l2BytesPerClockPerSm() * device.boostClockHz();
    }

    /** Clock / boost clock of products on fp32 lanes that use {@code used} of their peak. */
    double simtShare(double used) {
        return share(architecture.simtWattsPerTeraflop() * used, device.peakFlops().get("fp32"));
    }

    /**
     * Clock / boost clock where the boost clock would ask for watts per TFLOP/s x peak. A published sustained clock goes before it.
     */
    private double share(double wattsPerTeraflop, Double peak) {
        return peak == null || device.tdpWatts() <= 0 ? most : Math.min(most, power.clock(device.tdpWatts() / (wattsPerTeraflop * peak * 1e-12)));
    }

    /**
     * Share of activation traffic that L2 serves = 1 + 1 / partitions - 2 x bytes / L2, from 0 to 1: of one partition all while operands and
     * result fill at most half of it, since a result pushes operands out, and none once they fill it. Partitions hold what the SMs next to them
     * read, so that two hold the same data twice. A device whose cache is not published has none.
     */
    double l2Hit(double activationBytes) {
        return device.l2Bytes() == 0 ? 0 : Math.max(0, Math.min(1, 1 + 1 / architecture.l2Partitions() - 2 * activationBytes / device.l2Bytes()));
    }
}
