package dev.ttbench.latency;

import dev.ttbench.device.Architecture;
import dev.ttbench.device.Device;

/** A device with its architecture, turned into the rates that the terms need. Immutable. */
final class Chip {
    final Device device;
    final Architecture architecture;
    /** Share of the boost clock that tensor-core work keeps under the power limit. */
    final double tensorShare;
    /** DRAM bytes/s of long streams. */
    final double dramRate;
    /** L2 bytes/s with every SM reading. */
    final double l2Rate;

    Chip(Device device, Architecture architecture, boolean sustained) {
        this.device = device;
        this.architecture = architecture;
        tensorShare = sustained && device.sustainedClockHz() > 0 ? Math.min(1, device.sustainedClockHz() / device.boostClockHz())
                : share(device, sustained ? architecture.sustainedWattsPerTeraflop() : architecture.burstWattsPerTeraflop(),
                        device.sixteenBitPeak());
        dramRate = device.bandwidth() * architecture.dramEfficiency();
        l2Rate = device.sms() * architecture.l2BytesPerClockPerSm() * device.boostClockHz();
    }

    /** Share of the boost clock that products on fp32 lanes keep which use {@code used} of their peak. */
    double simtShare(double used) {
        return share(device, architecture.simtWattsPerTeraflop() * used, device.peakFlops().get("fp32"));
    }

    /** Clock / boost clock = min(1, power limit / (watts per TFLOP/s x peak)): at the lowest voltage power is proportional to the clock. */
    static double share(Device device, double wattsPerTeraflop, Double peak) {
        return peak == null || device.tdpWatts() <= 0 ? 1 : Math.min(1, device.tdpWatts() / (wattsPerTeraflop * peak * 1e-12));
    }

    /**
     * Share of activation traffic that L2 serves: 1 while operands and result fill at most half of it, 0 once they fill it, straight
     * in between. Half, because A100 and H100 keep lines in two partitions and a result pushes operands out. A device whose cache is not published has none.
     */
    double l2Hit(double activationBytes) {
        return device.l2Bytes() == 0 ? 0 : Math.max(0, Math.min(1, 2 - 2 * activationBytes / device.l2Bytes()));
    }
}
