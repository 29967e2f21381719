package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.ArrayList;
import java.util.List;

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

    /** What {@link #convolution} is made of. */
    static List<Step> convolutionAccount(Chip chip, KernelConstants constants, Kernel kernel, Work.Convolution work, boolean turned) {
        List<Step> steps = new ArrayList<>();
        if (turned && chip.architecture.channelsFirstConvolutions()) {
            steps.addAll(ConvolutionTerm.turns(chip, constants, kernel, work));
        }
        if (hasBias(kernel, work)) {
            steps.add(copy("bias", chip, constants, kernel, (double) kernel.bytesWritten() / kernel.dtype().bytes(), constants.eager().indexCycles()));
        }
        return steps;
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

    /** What {@link #reduction} is made of. */
    static List<Step> reductionAccount(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work, boolean channelsFirst) {
        double elements = (double) work.rows() * work.width();
        EagerConstants eager = constants.eager();
        if (kernel.name().equals(GROUP_NORM)) {
            List<Step> steps = new ArrayList<>();
            steps.add(Step.after("moments", moments(chip, constants, kernel, work), "max(%s steps of a group x (%s cycles / %s GHz + %s of %s us for DRAM), all on %s SMs)", steps(work),
                    eager.momentsStepCycles(), chip.vectorClockHz * 1e-9, missed(chip, kernel, elements), eager.momentsWaitSeconds() * 1e6, chip.device.sms()));
            steps.add(copy("scale and shift of all", chip, constants, kernel, elements, eager.indexCycles()));
            for (int i = 0; !channelsFirst && i < 2; i++) {
                steps.add(copy(i == 0 ? "copy to channels-first" : "copy back", chip, constants, kernel, elements, eager.layoutCycles()));
            }
            steps.add(Step.after("floors", (NORM_KERNELS - 1) * constants.streamFloorSeconds(), "moments, and scale and shift of each group"));
            return steps;
        }
        boolean layerNorm = kernel.name().equals(LAYER_NORM);
        List<Step> steps = new ArrayList<>(VectorTerm.reductionAccount(chip, constants, kernel, work, layerNorm ? eager.normRowCycles() : 0));
        if (layerNorm && work.strided()) {
            steps.add(copy("copy of rows that lie across memory", chip, constants, kernel, elements, eager.layoutCycles()));
        }
        return steps;
    }

    /**
     * Moments of each group, by one block that walks through it: seconds = steps x (moments_step + what DRAM has to be waited for), the instructions of all
     * groups on all SMs, or traffic; then an elementwise pass that broadcasts. Channels-last images are copied to channels-first and back.
     */
    private static KernelTime groupNorm(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work, boolean channelsFirst) {
        double elements = (double) work.rows() * work.width();
        double moments = moments(chip, constants, kernel, work);
        double copies = channelsFirst ? 0 : 2 * copy(chip, constants, kernel, elements, constants.eager().layoutCycles());
        double passes = copy(chip, constants, kernel, elements, constants.eager().indexCycles()) + copies;
        double floor = (NORM_KERNELS - 1) * constants.streamFloorSeconds();
        Bound bound = floor > Math.max(passes, moments) || moments > passes ? Bound.LATENCY : Bound.MEMORY;
        double least = Traffic.of(chip, kernel).least(chip);
        return new KernelTime(Math.max(least, floor + moments + passes), bound, least);
    }

    private static double moments(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work) {
        double elements = (double) work.rows() * work.width();
        double step = constants.eager().momentsStepCycles() / chip.vectorClockHz + missed(chip, kernel, elements) * constants.eager().momentsWaitSeconds();
        double swept = cycles(chip, VectorTerm.sweepCycles(chip, constants, work.statistic(), elements));
        return Math.max(steps(work) * step, KernelTime.overlap(swept, bytes(chip, constants, elements * kernel.dtype().bytes())));
    }

    private static double steps(Work.Reduction work) {
        return Math.ceil(work.width() / MOMENTS_BLOCK);
    }

    /** Share of a tensor that comes from DRAM. */
    private static double missed(Chip chip, Kernel kernel, double elements) {
        return 1 - chip.l2Hit(elements * kernel.dtype().bytes()) * (1 - (double) kernel.weightBytes() / kernel.bytesRead());
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

    /** Such a pass with its numbers. */
    static Step copy(String name, Chip chip, KernelConstants constants, Kernel kernel, double elements, double cycles) {
        return Step.after(name, copy(chip, constants, kernel, elements, cycles), "%s us + max(%s elements x %s cycles / (%s SMs x %s GHz), traffic)", constants.streamFloorSeconds() * 1e6,
                Step.large(elements), cycles, chip.device.sms(), chip.vectorClockHz * 1e-9);
    }

    /**
     * A stream that walks one of its tensors across that one's memory order is such a change; compilers walk it in tiles. One whose operands do not all lie
     * as its result works out where each element lies.
     */
    static KernelTime stream(Chip chip, KernelConstants constants, Work.Stream work, KernelTime time) {
        double least = constants.streamFloorSeconds() + cycles(chip, each(constants, work) * work.elements());
        return time.seconds() >= least ? time : new KernelTime(least, work.strided() ? Bound.MEMORY : Bound.COMPUTE, time.least());
    }

    /** What {@link #stream} takes in place of {@code plain}, the parts of a stream; those where they take longer. */
    static List<Step> streamAccount(Chip chip, KernelConstants constants, Work.Stream work, List<Step> plain) {
        double seconds = cycles(chip, each(constants, work) * work.elements());
        return Step.total(plain) >= constants.streamFloorSeconds() + seconds ? plain : List.of(
                Step.after(work.strided() ? "walk across memory" : "index arithmetic", seconds, "%s elements x %s cycles / (%s SMs x %s GHz)", Step.large(work.elements()), each(constants, work),
                        chip.device.sms(), chip.vectorClockHz * 1e-9), MatrixTerm.floor(constants.streamFloorSeconds()));
    }

    private static double each(KernelConstants constants, Work.Stream work) {
        return work.strided() ? constants.eager().layoutCycles() : work.indexed() ? constants.eager().indexCycles() : 0;
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
