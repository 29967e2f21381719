package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.List;

/** Kernels of the vector lanes: elementwise passes, copies, norms, softmax. */
final class VectorTerm {
    private static final double ELEMENTS_PER_BLOCK = 1024;
    private static final double REDUCTION_BYTES_PER_BLOCK = 32768;
    /** Bytes that one thread loads at once. */
    private static final double VECTOR_BYTES = 16;
    private static final int LARGEST_BLOCK = 1024;
    /** Threads of a layer norm's block, and elements that one of them loads at once. */
    private static final int NORM_BLOCK = 128;
    private static final double NORM_VECTOR = 4;
    /** Rows of a softmax longer than a warp holds that are under way on one SM. */
    private static final double SOFTMAX_ROWS = 4;
    /** Instructions that an SM issues in a clock, counted by thread: four warps, whatever lanes of one kind it has. */
    private static final double ISSUED = 128;
    /** What an SM is taken to keep when its on-chip memory is not published: the smallest of NVIDIA's designs. */
    private static final double ONCHIP_BYTES = 65536;

    private VectorTerm() { }

    /** Seconds = floor + overlap(arithmetic, bytes / achieved bandwidth); a strided walk uses only a share of each sector. */
    static KernelTime stream(Chip chip, KernelConstants constants, Kernel kernel, Work.Stream work) {
        Traffic traffic = Traffic.of(chip, kernel);
        double busy = busy(chip, work.elements());
        return KernelTime.of(arithmetic(chip, busy, work.flops(), work.transcendental()), moved(chip, constants, traffic, work, busy), constants.streamFloorSeconds(),
                traffic.least(chip));
    }

    /** What {@link #stream} is made of. */
    static List<Step> streamAccount(Chip chip, KernelConstants constants, Kernel kernel, Work.Stream work) {
        Traffic traffic = Traffic.of(chip, kernel);
        double busy = busy(chip, work.elements());
        return List.of(arithmetic(chip, busy, arithmetic(chip, busy, work.flops(), work.transcendental()), work.flops(), work.transcendental()),
                traffic.step(moved(chip, constants, traffic, work, busy), work.strided() ? ", part of each sector" : ""), MatrixTerm.floor(constants.streamFloorSeconds()));
    }

    private static double busy(Chip chip, long elements) {
        return Math.max(1, Math.min(chip.device.sms(), Math.ceil(elements / ELEMENTS_PER_BLOCK)));
    }

    private static double moved(Chip chip, KernelConstants constants, Traffic traffic, Work.Stream work, double busy) {
        return traffic.seconds(chip, 1, busy, constants.streamBytesInFlight()) / (work.strided() ? constants.stridedShare() : 1);
    }

    private static Step arithmetic(Chip chip, double busy, double seconds, double flops, double transcendental) {
        return Step.overlapping("arithmetic", seconds, "max(%s operations / %s lanes, %s special functions / %s lanes) / (%s SMs x %s GHz)", Step.large(flops), chip.architecture.vectorLanesPerSm(),
                Step.large(transcendental), chip.architecture.specialFunctionLanesPerSm(), busy, chip.device.clockHz("fp32") * 1e-9);
    }

    /**
     * As a stream at a share of bandwidth, one block to a row. A row that is written again, and does not stay on chip until then, is read once
     * more for each sweep over its statistics (from a cache where what is under way fits). A sweep costs {@code sweep_instructions} an element, one for a
     * sum {@code sum_instructions}.
     *
     * @param rowCycles cycles of an SM for a row beside its elements
     */
    static KernelTime reduction(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work, double rowCycles) {
        Parts p = parts(chip, constants, kernel, work, rowCycles);
        return KernelTime.of(Math.max(p.arithmetic, p.swept), p.memory, constants.streamFloorSeconds() + constants.reductionExtraSeconds(), Traffic.of(chip, kernel).least(chip));
    }

    /**
     * What a reduction is made of.
     *
     * @param traffic with what is read again
     * @param busy SMs that have work
     * @param arithmetic seconds of operations
     * @param cycles cycles of an SM for a row: its sweeps, and what it takes beside its elements
     * @param swept seconds of those cycles for all rows
     * @param memory seconds of traffic
     */
    private record Parts(Traffic traffic, double busy, double arithmetic, double cycles, double swept, double memory) { }

    /** The parts with their numbers. */
    static List<Step> reductionAccount(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work, double rowCycles) {
        Parts p = parts(chip, constants, kernel, work, rowCycles);
        Step compute = p.arithmetic > p.swept ? arithmetic(chip, p.busy, p.arithmetic, work.flops(), work.transcendental())
                : Step.overlapping("sweeps", p.swept, "%s rows of %s x %s cycles / (%s SMs x %s GHz)", work.rows(), work.width(), p.cycles, p.busy, chip.device.clockHz("fp32") * 1e-9);
        return List.of(compute, p.traffic.step(p.memory, ""), MatrixTerm.floor(constants.streamFloorSeconds() + constants.reductionExtraSeconds()));
    }

    private static Parts parts(Chip chip, KernelConstants constants, Kernel kernel, Work.Reduction work, double rowCycles) {
        Traffic traffic = Traffic.of(chip, kernel);
        double share = constants.reductionShare();
        double sweeps = 0;
        if (work.normalizes()) {
            boolean softmax = work.statistic() == Work.Statistic.SOFTMAX;
            double row = (double) work.width() * kernel.dtype().bytes();
            boolean longer = softmax ? work.width() > constants.softmaxWarpWidth() : row * constants.reductionRowsPerSm() > onChip(chip);
            if (longer) {
                double again = work.statistic().sweeps() * Math.min(kernel.bytesRead(), row * work.rows());
                double underWay = SOFTMAX_ROWS * row;
                double hit = softmax ? Math.max(onChipHit(chip, underWay), chip.l2Hit(underWay * chip.device.sms())) : chip.l2Hit(again);
                traffic = new Traffic(traffic.dram() + again * (1 - hit), traffic.l2() + (softmax ? 0 : again * hit));
                share *= softmax ? occupied(row) : 1;
            }
            share *= softmax ? 1 : rounds(Math.max(NORM_BLOCK, work.width() / NORM_VECTOR), NORM_BLOCK);
            sweeps = work.statistic().sweeps();
        }
        double blocks = work.normalizes() ? work.rows() : Math.max(work.rows(), Math.ceil(kernel.bytesRead() / REDUCTION_BYTES_PER_BLOCK));
        double busy = Math.max(1, Math.min(chip.device.sms(), blocks));
        double memory = traffic.seconds(chip, share, busy, constants.streamBytesInFlight());
        double cycles = sweepCycles(chip, constants, work.statistic(), sweeps * work.width()) + rowCycles;
        double swept = cycles * work.rows() / (busy * chip.device.clockHz("fp32"));
        return new Parts(traffic, busy, arithmetic(chip, busy, work.flops(), work.transcendental()), cycles, swept, memory);
    }

    /**
     * A product with one row or column as compilers, and libraries in fp32, write it: a row reduction over the weights: seconds as those of a reduction, with a conversion and a
     * multiply-add for each weight.
     */
    static KernelTime matrixVector(Chip chip, KernelConstants constants, Work.Gemm work, Traffic traffic, double least) {
        double busy = busy(chip, work);
        return KernelTime.of(arithmetic(chip, busy, operations(work), 0), traffic.seconds(chip, constants.reductionShare(), busy, constants.streamBytesInFlight()),
                constants.streamFloorSeconds() + constants.reductionExtraSeconds(), least);
    }

    /** What {@link #matrixVector} is made of. */
    static List<Step> matrixVectorAccount(Chip chip, KernelConstants constants, Work.Gemm work, Traffic traffic) {
        double busy = busy(chip, work);
        return List.of(arithmetic(chip, busy, arithmetic(chip, busy, operations(work), 0), operations(work), 0),
                traffic.step(traffic.seconds(chip, constants.reductionShare(), busy, constants.streamBytesInFlight()), ", as a row reduction"),
                MatrixTerm.floor(constants.streamFloorSeconds() + constants.reductionExtraSeconds()));
    }

    private static double busy(Chip chip, Work.Gemm work) {
        return Math.min(chip.device.sms(), (double) work.batch() * Math.max(work.m(), work.n()));
    }

    private static double operations(Work.Gemm work) {
        return 2.0 * work.batch() * work.m() * work.n() * work.k();
    }

    /** Cycles of one SM to sweep over so many elements. */
    static double sweepCycles(Chip chip, KernelConstants constants, Work.Statistic statistic, double elements) {
        return (statistic == Work.Statistic.SUM ? constants.sumInstructions() : constants.sweepInstructions()) * elements / issued(chip);
    }

    /** Instructions, counted by thread, that one SM issues in a clock. */
    static double issued(Chip chip) {
        return Math.max(ISSUED, chip.architecture.vectorLanesPerSm());
    }

    private static double onChip(Chip chip) {
        return Math.max(ONCHIP_BYTES, chip.device.sharedMemoryBytesPerSm());
    }

    /**
     * Share of a block's threads that have work, on average over its rounds: the block is the largest power of two up to half of a row's vectors,
     * the last round is often partly empty.
     */
    static double occupied(double rowBytes) {
        double vectors = rowBytes / VECTOR_BYTES;
        int block = 32;
        while (block < LARGEST_BLOCK && 4 * block <= vectors) {
            block *= 2;
        }
        return rounds(vectors, block);
    }

    /** Loads / (rounds of a block x its threads). */
    private static double rounds(double loads, int block) {
        return loads / (block * Math.ceil(loads / block));
    }

    /** Share of a second read that the L1 of an SM serves: all of it while what is under way fills no more than its on-chip memory, nothing once it is a third more. */
    private static double onChipHit(Chip chip, double bytes) {
        return Math.max(0, Math.min(1, 4 - 3 * bytes / onChip(chip)));
    }

    /** Seconds = max(vector operations / lanes, special functions / their lanes) over the busy SMs. */
    static double arithmetic(Chip chip, double busy, double flops, double transcendental) {
        double clock = chip.device.clockHz("fp32") * busy;
        return Math.max(flops / (chip.architecture.vectorLanesPerSm() * clock),
                transcendental / (chip.architecture.specialFunctionLanesPerSm() * clock));
    }
}
