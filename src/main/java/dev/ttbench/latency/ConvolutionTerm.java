package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;

/** Convolution as implicit GEMM: rows = images x output positions, columns = output channels, depth = channels x taps. */
final class ConvolutionTerm {
    private ConvolutionTerm() { }

    /**
     * The matrix term on the implicit GEMM; channels of one tap rounded up to blocks (8 for 1x1), output channels to 8; plus, where
     * tensor cores need channels-last and tensors are channels-first, a transpose of input and result, each a stream. Without tensor cores
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
            return direct(chip, constants, traffic, flops, least);
        }
        long block = simt ? 1 : taps == 1 ? 8 : constants.convolutionChannelBlock();
        long depth = roundUp(inChannels, block) * taps;
        double floor = chip.architecture.matmulFloorSeconds();
        if (channelsFirst && !simt && !chip.architecture.channelsFirstConvolutions()) {
            floor += transposes(chip, constants, kernel);
        }
        KernelTime time = MatrixTerm.time(chip, constants, path, work.groups(), (long) rows, simt ? outChannels : roundUp(outChannels, 8),
                depth, traffic, floor, least);
        if (simt && WinogradTerm.applies(work)) {
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

    /** Seconds to turn input and result; the floors overlap with neighbours. */
    static double transposes(Chip chip, KernelConstants constants, Kernel kernel) {
        double bytes = kernel.bytesRead() - kernel.weightBytes() + (double) kernel.bytesWritten();
        return EagerTerm.layout(chip, constants, bytes / kernel.dtype().bytes(), kernel.dtype().bytes());
    }

    /** Depthwise and other narrow groups: multiply-adds on the fp32 lanes, three instructions each (two loads, one multiply-add). */
    private static KernelTime direct(Chip chip, KernelConstants constants, Traffic traffic, double flops, double least) {
        double lanes = chip.architecture.vectorLanesPerSm() * chip.device.sms() * chip.device.clockHz("fp32");
        return KernelTime.of(1.5 * flops / lanes, traffic.seconds(chip, constants.reductionShare(), chip.device.sms(),
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
