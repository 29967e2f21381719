package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;

/**
 * What an eager framework launches beside an operator's main kernel, or in its place: the addition of a convolution's bias, the parts of a group norm, and
 * changes of layout. A compiler's kernels have them inside.
 */
final class EagerTerm {
    private static final String GROUP_NORM = "aten.native_group_norm";
    private static final String LAYER_NORM = "aten.native_layer_norm";
    /** Threads of a block that adds up the moments of a group, an element each at a step. */
    private static final double MOMENTS_BLOCK = 512;
    /** A group norm is three kernels: moments, their scale and shift, and the elementwise pass. */
    private static final int NORM_KERNELS = 3;

    private EagerTerm() { }

    /**
     * Seconds beside a convolution: the pass that adds its bias, and changes of layout where the design could do without but the algorithm that
     * the library's heuristic takes does not.
     *
     * @param turned whether its tensors are channels-first and tensor cores are used
     */
    static double convolution(Chip chip, KernelConstants constants, Kernel kernel, Work.Convolution work, boolean turned) {
        double turns = turned && chip.architecture.channelsFirstConvolutions() ? ConvolutionTerm.transposes(chip, constants, kernel, work) : 0;
        return turns + (hasBias(kernel, work) ? copy(chip, constants, kernel, (double) kernel.bytesWritten() / kernel.dtype().bytes(), constants.eager().indexCycles()) : 0);
    }

    /** A reduction along rows: a group norm's three kernels; a layer norm, of an input that is copied first where its rows lie across memory; any other. */
    static KernelTime reduction(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work, boolean channelsFirst) {
        if (kernel.name().equals(GROUP_NORM)) {
            return groupNorm(chip, constants, kernel, work, channelsFirst);
        }
        boolean layerNorm = kernel.name().equals(LAYER_NORM);
        KernelTime time = VectorTerm.reduction(chip, constants, kernel, work, layerNorm ? constants.eager().normRowCycles() : 0);
        return layerNorm && work.strided() ? time.plus(copy(chip, constants, kernel, (double) work.rows() * work.width(), constants.eager().layoutCycles())) : time;
    }

    /**
     * Moments of each group, by one block that walks through it: seconds = steps x (moments_step + what DRAM has to be waited for), the instructions of all
     * groups on all SMs, or traffic; then an elementwise pass that broadcasts. Channels-last images are copied to channels-first and back.
     */
    private static KernelTime groupNorm(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work, boolean channelsFirst) {
        double each = kernel.dtype().bytes();
        double elements = (double) work.rows() * work.width();
        double missed = 1 - chip.l2Hit(elements * each) * (1 - (double) kernel.weightBytes() / kernel.bytesRead());
        double wait = missed * constants.eager().momentsWaitSeconds();
        double walk = Math.ceil(work.width() / MOMENTS_BLOCK) * (constants.eager().momentsStepCycles() / chip.vectorClockHz + wait);
        double swept = cycles(chip, VectorTerm.sweepCycles(chip, constants, work.statistic(), elements));
        double moments = Math.max(walk, KernelTime.overlap(swept, bytes(chip, constants, elements * each)));
        double copies = channelsFirst ? 0 : 2 * copy(chip, constants, kernel, elements, constants.eager().layoutCycles());
        double passes = copy(chip, constants, kernel, elements, constants.eager().indexCycles()) + copies;
        double floor = (NORM_KERNELS - 1) * constants.streamFloorSeconds();
        Bound bound = floor > Math.max(passes, moments) || walk > passes ? Bound.LATENCY : Bound.MEMORY;
        double least = Traffic.of(chip, kernel).least(chip);
        return new KernelTime(Math.max(least, floor + moments + passes), bound, least);
    }

    private static boolean hasBias(Kernel kernel, Work.Convolution w) {
        long filter = w.inChannels() / w.groups();
        for (long extent : w.kernel()) {
            filter *= extent;
        }
        return kernel.weightBytes() > filter * w.outChannels() * kernel.dtype().bytes();
    }

    /**
     * A pass that reads a tensor and writes another of its size: seconds = floor + max(elements x cycles / (SMs x clock), traffic). For {@code layout_cycles}, a
     * copy whose result lies in another order: a warp's 32 neighbours lie in 32 lines on one side, and an SM looks up about one line in a clock, however
     * small the elements are.
     */
    static double copy(Chip chip, KernelConstants constants, Kernel kernel, double elements, double cycles) {
        return constants.streamFloorSeconds() + Math.max(bytes(chip, constants, 2 * elements * kernel.dtype().bytes()), cycles(chip, cycles * elements));
    }

    /**
     * A stream that walks one of its tensors across that one's memory order is such a change; compilers walk it in tiles. One whose operands do not all lie
     * as its result works out where each element lies.
     */
    static KernelTime stream(Chip chip, KernelConstants constants, Work.Stream work, KernelTime time) {
        double cycles = work.strided() ? constants.eager().layoutCycles() : work.indexed() ? constants.eager().indexCycles() : 0;
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
