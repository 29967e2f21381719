package dev.ttbench.latency;

import dev.ttbench.operator.Work;

/**
 * Winograd's minimal filtering for 3x3 filters of stride 1 (Lavin and Gray 2016): m x m outputs from (m + 2)^2 multiply-adds for each pair of
 * channels, in place of 9 m^2. cuDNN takes it where products run on the fp32 lanes and it is faster; tensor cores convolve directly.
 */
final class WinogradTerm {
    /** Products of one fused kernel are 4 x 4 of those of a tile: squares and output channels of its block, a quarter of the tile's rows and columns. */
    private static final int QUARTER = 4;
    private static final double BYTES = 4;

    private WinogradTerm() { }

    /** Whether the filter is one that libraries have kernels for. */
    static boolean applies(Work.Convolution work) {
        return work.groups() == 1 && work.kernel().length == 2 && work.kernel()[0] == 3 && work.kernel()[1] == 3 && work.stride()[0] == 1 && work.stride()[1] == 1;
    }

    /** The faster of one fused kernel, F(2x2, 3x3), and transforms around a batched product, F(4x4, 3x3). */
    static KernelTime time(Chip chip, KernelConstants constants, MatrixPath path, Work.Convolution work, Traffic traffic) {
        KernelTime fused = fused(chip, constants, path, work, traffic);
        KernelTime separate = separate(chip, constants, path, work, traffic);
        return fused.seconds() <= separate.seconds() ? fused : separate;
    }

    /**
     * Seconds = floor + filter transform + overlap(waves x (channels x cycles per K of a tile / winograd_efficiency + tile cycles) / clock, traffic). A block
     * has 16 products of 32 squares x 32 output channels: as many multiply-adds for one K as a tile of 128 x 128, and cuDNN names its kernels so.
     */
    private static KernelTime fused(Chip chip, KernelConstants constants, MatrixPath path, Work.Convolution work, Traffic traffic) {
        int sms = chip.device.sms();
        double pairs = (double) work.inChannels() * work.outChannels();
        double squares = squares(work, 2);
        int tile = path.largest();
        double blocks = Math.ceil(squares / (path.rows[tile] / QUARTER)) * Math.ceil((double) work.outChannels() / (path.columns[tile] / QUARTER));
        double cycles = Math.ceil(blocks / sms) * (work.inChannels() * path.cyclesPerK[tile] / constants.convolution().winogradEfficiency() + constants.convolution().convolutionTileCycles());
        double memory = traffic.seconds(chip, 1, Math.min(blocks, sms), path.bytesInFlight);
        double floor = chip.architecture.matmulFloorSeconds() + transform(chip, constants, (9 + 16) * pairs);
        return KernelTime.of(cycles / path.clockHz, memory, floor, Math.max(2 * 16 * squares * pairs / path.peak, traffic.least(chip)));
    }

    /** Seconds = floors of four kernels + transforms of input, filter and result as streams + 36 products of squares x channels, K / winograd_efficiency long. */
    private static KernelTime separate(Chip chip, KernelConstants constants, MatrixPath path, Work.Convolution work, Traffic traffic) {
        double pairs = (double) work.inChannels() * work.outChannels();
        double squares = squares(work, 4);
        double pixels = work.batch() * (double) work.output()[0] * work.output()[1];
        double operands = 36 * BYTES * (squares * (work.inChannels() + work.outChannels()) + pairs);
        double hit = chip.l2Hit(operands);
        double transforms = transform(chip, constants, (pixels + 36 * squares) * work.inChannels()) + transform(chip, constants, (9 + 36) * pairs)
                + transform(chip, constants, (36 * squares + pixels) * work.outChannels());
        double floor = chip.architecture.matmulFloorSeconds() + 3 * constants.streamFloorSeconds();
        double least = Math.max(2 * 36 * squares * pairs / path.peak, traffic.least(chip));
        KernelTime product = MatrixTerm.time(chip, constants, path, 36, (long) squares, work.outChannels(), (long) Math.ceil(work.inChannels() / constants.convolution().winogradEfficiency()),
                new Traffic(operands * (1 - hit), operands * hit), floor, least);
        return new KernelTime(product.seconds() + transforms, transforms > product.seconds() ? Bound.MEMORY : product.bound(), product.least());
    }

    /** Squares of m x m outputs that cover every image. */
    private static double squares(Work.Convolution work, int m) {
        return work.batch() * Math.ceil((double) work.output()[0] / m) * Math.ceil((double) work.output()[1] / m);
    }

    private static double transform(Chip chip, KernelConstants constants, double elements) {
        double bytes = elements * BYTES;
        double hit = chip.l2Hit(bytes);
        return new Traffic(bytes * (1 - hit), bytes * hit).seconds(chip, 1, chip.device.sms(), constants.streamBytesInFlight());
    }
}
