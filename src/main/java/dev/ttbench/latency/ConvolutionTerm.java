package dev.ttbench.latency;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.List;

/** Convolution as implicit GEMM: rows = images x output positions, columns = output channels, depth = channels x taps. */
final class ConvolutionTerm {
    private ConvolutionTerm() { }

    /**
     * The matrix term on the implicit GEMM; channels of one tap rounded up to blocks (8 for 1x1), output channels to 8; plus, where
     * tensor cores need channels-last and tensors are channels-first, transposes. Without tensor cores
     * the faster of that and {@link WinogradTerm}.
     */
    static KernelTime time(Chip chip, KernelConstants constants, MatrixPath path, Kernel kernel, Work.Convolution work,
            boolean channelsFirst) {
        Product p = product(chip, constants, path, kernel, work, channelsFirst);
        if (narrow(work)) {
            return direct(chip, constants, p, instructions(constants, kernel, channelsFirst));
        }
        double floor = chip.architecture.matmulFloorSeconds();
        if (p.turned) {
            floor += transposes(chip, constants, kernel, work);
        }
        KernelTime time = MatrixTerm.time(chip, constants, path, work.groups(), p.rows, p.columns, p.depth, p.traffic, floor, p.least);
        if (p.winograd) {
            KernelTime winograd = WinogradTerm.time(chip, constants, path, work, p.traffic);
            return winograd.seconds() < time.seconds() ? winograd : time;
        }
        boolean small = time.bound() == Bound.LATENCY && floor > 2 * chip.architecture.matmulFloorSeconds();
        return small ? new KernelTime(time.seconds(), Bound.MEMORY, time.least()) : time;
    }

    /** What {@link #time} is made of. */
    static List<Step> account(Chip chip, KernelConstants constants, MatrixPath path, Kernel kernel, Work.Convolution work, boolean channelsFirst) {
        Product p = product(chip, constants, path, kernel, work, channelsFirst);
        if (narrow(work)) {
            double instructions = instructions(constants, kernel, channelsFirst);
            return List.of(Step.overlapping("instructions", issue(chip, p, instructions), "%s multiply-adds x %s / (%s a clock and SM x %s SMs x %s GHz)", Step.large(p.flops / 2), instructions,
                    VectorTerm.issued(chip), chip.device.sms(), chip.device.clockHz("fp32") * 1e-9), p.traffic.step(moved(chip, constants, p.traffic), ""), MatrixTerm.floor(constants.streamFloorSeconds()));
        }
        double floor = chip.architecture.matmulFloorSeconds();
        KernelTime winograd = p.winograd ? WinogradTerm.time(chip, constants, path, work, p.traffic) : null;
        if (winograd != null && winograd.seconds() < MatrixTerm.time(chip, constants, path, work.groups(), p.rows, p.columns, p.depth, p.traffic, floor, p.least).seconds()) {
            return List.of(Step.after("Winograd", winograd.seconds(), "faster than the implicit product of %s x %s x %s; ttbench explain winograd", p.rows, p.columns, p.depth));
        }
        List<Step> steps = MatrixTerm.account(chip, constants, path, work.groups(), p.rows, p.columns, p.depth, p.traffic);
        steps.add(MatrixTerm.floor(floor));
        if (p.turned) {
            steps.addAll(turns(chip, constants, kernel, work));
        }
        return steps;
    }

    /**
     * A convolution as an implicit product.
     *
     * @param turned whether images and filter change their layout around it
     * @param winograd whether its library has Winograd kernels for it
     */
    private record Product(long rows, long columns, long depth, double flops, Traffic traffic, double least, boolean turned, boolean winograd) { }

    private static Product product(Chip chip, KernelConstants constants, MatrixPath path, Kernel kernel, Work.Convolution work, boolean channelsFirst) {
        long taps = product(work.kernel());
        long inChannels = work.inChannels() / work.groups();
        long outChannels = work.outChannels() / work.groups();
        boolean simt = path.dtype.equals("fp32");
        Traffic traffic = traffic(chip, kernel, work, channelsFirst);
        double rows = (double) work.batch() * product(work.output());
        double flops = 2.0 * rows * work.outChannels() * inChannels * taps;
        long block = simt ? 1 : taps == 1 ? 8 : channelBlock(constants, kernel.dtype(), inChannels);
        return new Product((long) rows, simt ? outChannels : roundUp(outChannels, 8), roundUp(inChannels, block) * taps, flops, traffic, Math.max(flops / path.peak, traffic.least(chip)),
                channelsFirst && !simt && !chip.architecture.channelsFirstConvolutions() && taps > 1, simt && chip.architecture.winogradConvolutions() && WinogradTerm.applies(work));
    }

    /** Groups of few channels have kernels of their own. */
    private static boolean narrow(Work.Convolution work) {
        return work.inChannels() / work.groups() < 8 && work.groups() > 1;
    }

    private static double instructions(KernelConstants constants, Kernel kernel, boolean channelsFirst) {
        boolean own = channelsFirst && kernel.dtype() != Dtype.FP16;
        return own ? constants.convolution().depthwiseFirstInstructions() : constants.convolution().depthwiseInstructions();
    }

    /** Compulsory bytes: filters smaller than their stride skip input, along the innermost axis only when tensors are channels-last (a sector is used or not). */
    private static Traffic traffic(Chip chip, Kernel kernel, Work.Convolution work, boolean channelsFirst) {
        double input = (double) work.batch() * work.inChannels() * product(work.input()) * kernel.dtype().bytes();
        double used = 1;
        for (int i = 0; i < work.kernel().length - (channelsFirst ? 1 : 0); i++) {
            used *= Math.min(1, (double) work.kernel()[i] / work.stride()[i]);
        }
        double activations = kernel.bytesRead() - kernel.weightBytes() + (double) kernel.bytesWritten();
        return Traffic.of(chip, kernel, Math.max(0, activations - (1 - used) * input));
    }

    /** Channels that one tap reads at a time: of 16 bit 128 bytes where there are more than that, half of it where fewer. */
    private static long channelBlock(KernelConstants constants, Dtype dtype, long channels) {
        int block = constants.convolution().convolutionChannelBlock();
        return dtype.bytes() == 2 && channels > 2 * block ? 2 * block : block;
    }

    /**
     * Seconds to turn input, result and filter, a kernel each. Images are turned in tiles, at the rate of a stream or {@code image_layout_cycles} an element; a
     * filter, whose taps lie side by side, at {@code filter_layout_cycles} an element. A filter of one tap is a product with the image as it lies.
     */
    static double transposes(Chip chip, KernelConstants constants, Kernel kernel, Work.Convolution work) {
        double image = constants.convolution().imageLayoutCycles();
        return product(work.kernel()) == 1 ? 0 : EagerTerm.copy(chip, constants, kernel, input(work), image) + EagerTerm.copy(chip, constants, kernel, result(kernel), image)
                + EagerTerm.copy(chip, constants, kernel, filter(work), constants.convolution().filterLayoutCycles());
    }

    /** What {@link #transposes} is made of. */
    static List<Step> turns(Chip chip, KernelConstants constants, Kernel kernel, Work.Convolution work) {
        double image = constants.convolution().imageLayoutCycles();
        return product(work.kernel()) == 1 ? List.of() : List.of(EagerTerm.copy("turned input", chip, constants, kernel, input(work), image),
                EagerTerm.copy("turned filter", chip, constants, kernel, filter(work), constants.convolution().filterLayoutCycles()),
                EagerTerm.copy("turned result", chip, constants, kernel, result(kernel), image));
    }

    private static double input(Work.Convolution work) {
        return (double) work.batch() * work.inChannels() * product(work.input());
    }

    private static double filter(Work.Convolution work) {
        return (double) work.inChannels() / work.groups() * work.outChannels() * product(work.kernel());
    }

    private static double result(Kernel kernel) {
        return (double) kernel.bytesWritten() / kernel.dtype().bytes();
    }

    /** Depthwise and other narrow groups: instructions that an SM issues for each multiply-add. */
    private static KernelTime direct(Chip chip, KernelConstants constants, Product p, double instructions) {
        return KernelTime.of(issue(chip, p, instructions), moved(chip, constants, p.traffic), constants.streamFloorSeconds(), p.least);
    }

    private static double issue(Chip chip, Product p, double instructions) {
        return instructions * p.flops / 2 / (VectorTerm.issued(chip) * chip.device.sms() * chip.device.clockHz("fp32"));
    }

    private static double moved(Chip chip, KernelConstants constants, Traffic traffic) {
        return traffic.seconds(chip, constants.reductionShare(), chip.device.sms(), constants.streamBytesInFlight());
    }

    private static long roundUp(long value, long multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }

    private static long product(long[] extents) {
        long p = 1;
        for (long e : extents) {
            p *= e;
        }
        return p;
    }
}
