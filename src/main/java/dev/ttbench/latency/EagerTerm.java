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

    /**
     * Seconds beside a convolution: the pass that adds its bias, and changes of layout where the design could do without but the algorithm that
     * the library's heuristic takes does not.
     *
     * @param turned whether its tensors are channels-first and tensor cores are used
     */
    static double convolution(Chip chip, KernelConstants constants, Kernel kernel, Work.Convolution work, boolean turned) {
        double turns = turned && chip.architecture.channelsFirstConvolutions() ? ConvolutionTerm.transposes(chip, constants, kernel) : 0;
        return turns + (hasBias(kernel, work) ? constants.streamFloorSeconds() + broadcast(chip, constants, kernel.bytesWritten(), kernel.dtype().bytes()) : 0);
    }

    /** Seconds beside a reduction: a group norm's other two kernels, of which the elementwise one broadcasts, and channels-last images are copied to channels-first and back. */
    static double reduction(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work, boolean channelsFirst) {
        if (!kernel.name().equals(GROUP_NORM)) {
            return 0;
        }
        double elements = (double) work.rows() * work.width();
        double copies = channelsFirst ? 0 : 2 * layout(chip, constants, elements, kernel.dtype().bytes());
        double index = Math.max(0, cycles(chip, constants.indexCycles() * elements) - bytes(chip, constants, 2 * elements * kernel.dtype().bytes()));
        return copies + index + MORE_NORM_KERNELS * constants.streamFloorSeconds();
    }

    /** Seconds of an elementwise pass over {@code bytes} with operands that are broadcast. */
    private static double broadcast(Chip chip, KernelConstants constants, double bytes, double each) {
        return Math.max(bytes(chip, constants, 2 * bytes), cycles(chip, constants.indexCycles() * bytes / each));
    }

    private static boolean hasBias(Kernel kernel, Work.Convolution w) {
        long filter = w.inChannels() / w.groups();
        for (long extent : w.kernel()) {
            filter *= extent;
        }
        return kernel.weightBytes() > filter * w.outChannels() * kernel.dtype().bytes();
    }

    /**
     * A change between channels-first and channels-last: seconds = max(elements x layout_cycles / (SMs x clock), traffic). A warp's 32
     * neighbours lie in 32 lines on one side, and an SM looks up about one line in a clock, however small the elements are.
     *
     * @param bytes of an element
     */
    static double layout(Chip chip, KernelConstants constants, double elements, double bytes) {
        return Math.max(bytes(chip, constants, 2 * elements * bytes), cycles(chip, constants.layoutCycles() * elements));
    }

    /**
     * A stream that walks one of its tensors across that one's memory order is such a change; compilers walk it in tiles. One whose operands do not all lie
     * as its result works out where each element lies.
     */
    static KernelTime stream(Chip chip, KernelConstants constants, Work.Stream work, KernelTime time) {
        double cycles = work.strided() ? constants.layoutCycles() : work.indexed() ? constants.indexCycles() : 0;
        double least = constants.streamFloorSeconds() + cycles(chip, cycles * work.elements());
        return time.seconds() >= least ? time : new KernelTime(least, work.strided() ? Bound.MEMORY : Bound.COMPUTE, time.least());
    }

    /** Seconds of so many cycles, shared out among the SMs, at the clock of a whole network. */
    private static double cycles(Chip chip, double cycles) {
        return cycles / (chip.device.sms() * chip.vectorClockHz);
    }

    private static double bytes(Chip chip, KernelConstants constants, double bytes) {
        double hit = chip.l2Hit(bytes);
        return new Traffic(bytes * (1 - hit), bytes * hit).seconds(chip, 1, chip.device.sms(), constants.streamBytesInFlight());
    }
}
