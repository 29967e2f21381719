package dev.ttbench.profile;

import java.util.List;

/**
 * One run of a stage on the two timelines, in seconds from where the host begins it. The host launches in order; the device runs each kernel when it may start and the one
 * before is done.
 *
 * @param seconds what the run takes, as the stage's time counts it
 * @param hostSeconds what the host is busy for
 * @param waits whether the host begins the next run when this one is done, and not when it is through with it
 * @param launches the kernels in order
 */
public record Timeline(double seconds, double hostSeconds, boolean waits, List<Launch> launches) {
    /**
     * One kernel.
     *
     * @param row position of its operator among the run's rows
     * @param kernel its position within the operator
     * @param called when the host took up what leads to it: calls of blocks, then the launch
     * @param launching when the host began to launch it
     * @param launched when the host was done
     * @param ready when it may start on the device: when it is launched, or when the graph that it is captured in is
     * @param seconds on the device, the gap after it included
     */
    public record Launch(int row, int kernel, double called, double launching, double launched, double ready, double seconds) { }

    /** When the device is done if it is free from the start. */
    public double end() {
        double free = 0;
        for (Launch l : launches) {
            free = Math.max(free, l.ready()) + l.seconds();
        }
        return free;
    }

    /** When the host begins the next run, if it does not wait for anything else. */
    public double next() {
        return waits ? seconds : hostSeconds;
    }
}
