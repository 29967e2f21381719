package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;

/**
 * What an eager framework launches beside an operator's main kernel: the addition of a convolution's bias, the parts of a group norm, and
 * changes of layout. A compiler's kernels have them inside.
 */
final class EagerTerm {
    private static final String GROUP_NORM = "aten.native_group_norm";
    /** A group norm is three kernels: moments, their scale and shift, and the elementwise pass. */
    private static final int MORE_NORM_KERNELS = 2;

    private EagerTerm() { }

    /** Seconds beside the main kernel: nothing for most. */
    static double seconds(Chip chip, KernelConstants constants, Kernel kernel, boolean channelsFirst) {
        if (kernel.work() instanceof Work.Convolution w) {
            return hasBias(kernel, w) ? bias(chip, constants, kernel) : 0;
        }
        if (kernel.work() instanceof Work.Reduction w && kernel.name().equals(GROUP_NORM)) {
            double copies = channelsFirst ? 0 : 2 * layout(chip, constants, (double) w.rows() * w.width(), kernel.dtype().bytes());
            return copies + MORE_NORM_KERNELS * constants.streamFloorSeconds();
        }
        return 0;
    }

    private static boolean hasBias(Kernel kernel, Work.Convolution w) {
        long filter = w.inChannels() / w.groups();
        for (long extent : w.kernel()) {
            filter *= extent;
        }
        return kernel.weightBytes() > filter * w.outChannels() * kernel.dtype().bytes();
    }

    /** A pass over the result: PyTorch adds the bias of a cuDNN convolution in a kernel of its own. */
    private static double bias(Chip chip, KernelConstants constants, Kernel kernel) {
        double bytes = 2.0 * kernel.bytesWritten();
        double hit = chip.l2Hit(bytes);
        return constants.streamFloorSeconds() + new Traffic(bytes * (1 - hit), bytes * hit).seconds(chip, 1, chip.device.sms(), constants.streamBytesInFlight());
    }

    /**
     * A change between channels-first and channels-last: seconds = max(elements x layout_cycles / (SMs x clock), traffic). A warp's 32
     * neighbours lie in 32 lines on one side, and an SM looks up about one line in a clock, however small the elements are.
     *
     * @param bytes of an element
     */
    static double layout(Chip chip, KernelConstants constants, double elements, double bytes) {
        double moved = 2 * elements * bytes;
        double hit = chip.l2Hit(moved);
        double traffic = new Traffic(moved * (1 - hit), moved * hit).seconds(chip, 1, chip.device.sms(), constants.streamBytesInFlight());
        return Math.max(traffic, elements * constants.layoutCycles() / (chip.device.sms() * chip.device.boostClockHz()));
    }
}
