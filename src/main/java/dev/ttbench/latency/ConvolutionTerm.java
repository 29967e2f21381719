package dev.ttbench.latency;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;

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
        long taps = product(work.kernel());
        long inChannels = work.inChannels() / work.groups();
        long outChannels = work.outChannels() / work.groups();
        boolean simt = path.dtype.equals("fp32");
        Traffic traffic = traffic(chip, kernel, work, channelsFirst);
        double rows = (double) work.batch() * product(work.output());
        double flops = 2.0 * rows * work.outChannels() * inChannels * taps;
        double least = Math.max(flops / path.peak, traffic.least(chip));
        if (inChannels < 8 && work.groups() > 1) {
            boolean own = channelsFirst && kernel.dtype() != Dtype.FP16;
            return direct(chip, constants, traffic, flops, own ? constants.convolution().depthwiseFirstInstructions() : constants.convolution().depthwiseInstructions(), least);
        }
        long block = simt ? 1 : taps == 1 ? 8 : channelBlock(constants, kernel.dtype(), inChannels);
        long depth = roundUp(inChannels, block) * taps;
        double floor = chip.architecture.matmulFloorSeconds();
        if (channelsFirst && !simt && !chip.architecture.channelsFirstConvolutions()) {
            floor += transposes(chip, constants, kernel, work);
        }
        KernelTime time = MatrixTerm.time(chip, constants, path, work.groups(), (long) rows, simt ? outChannels : roundUp(outChannels, 8),
                depth, traffic, floor, least);
        if (simt && chip.architecture.winogradConvolutions() && WinogradTerm.applies(work)) {
            KernelTime winograd = WinogradTerm.time(chip, constants, path, work, traffic);
            return winograd.seconds() < time.seconds() ? winograd : time;
        }
        boolean small = time.bound() == Bound.LATENCY && floor > 2 * chip.architecture.matmulFloorSeconds();
        return small ? new KernelTime(time.seconds(), Bound.MEMORY, time.least()) : time;
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
        if (product(work.kernel()) == 1) {
            return 0;
        }
        double in = (double) work.batch() * work.inChannels() * product(work.input());
        double filter = (double) work.inChannels() / work.groups() * work.outChannels() * product(work.kernel());
        double out = (double) kernel.bytesWritten() / kernel.dtype().bytes();
        double image = constants.convolution().imageLayoutCycles();
        return EagerTerm.copy(chip, constants, kernel, in, image) + EagerTerm.copy(chip, constants, kernel, out, image)
                + EagerTerm.copy(chip, constants, kernel, filter, constants.convolution().filterLayoutCycles());
    }

    /** Depthwise and other narrow groups: instructions that an SM issues for each multiply-add. */
    private static KernelTime direct(Chip chip, KernelConstants constants, Traffic traffic, double flops, double instructions, double least) {
        double issued = VectorTerm.issued(chip) * chip.device.sms() * chip.device.clockHz("fp32");
        return KernelTime.of(instructions * flops / 2 / issued, traffic.seconds(chip, constants.reductionShare(), chip.device.sms(),
                constants.streamBytesInFlight()), constants.streamFloorSeconds(), least);
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
