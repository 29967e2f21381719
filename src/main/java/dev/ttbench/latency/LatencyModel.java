package dev.ttbench.latency;

import dev.ttbench.device.Architecture;
import dev.ttbench.device.Device;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Time of a kernel on one device under one set of settings: a pure function. Immutable, safe to share between threads. */
public final class LatencyModel {
    /** Fused attention in fp32 runs on TF32 tensor cores where there are some, three products for one (CUTLASS's OpMultiplyAddFastF32). */
    private static final int SPLIT_PRODUCTS = 3;
    /** Most rows, or columns, of an int8 product that has a matrix-vector kernel (TensorRT-LLM; cuBLAS of CUDA 10). */
    private static final int VECTOR_ROWS = 4;
    /** Fewer rows or columns are few to kernels of the fp32 lanes, whose narrowest tile has as many. */
    private static final int NARROWEST = 32;
    private final Chip chip;
    private final KernelConstants constants;
    private final LatencySettings settings;
    private final Map<String, AttentionLibrary> libraries;
    private final MatrixPath[] gemm = new MatrixPath[Dtype.values().length];
    private final MatrixPath[] skinny = new MatrixPath[gemm.length];
    private final MatrixPath[] convolution = new MatrixPath[gemm.length];
    private final MatrixPath[] pointwise = new MatrixPath[gemm.length];
    private final AttentionLibrary[][] attention = new AttentionLibrary[gemm.length][];

    /**
     * @param device whose {@code architecture} is the id of the next argument
     * @param libraries fused attention by id
     */
    public LatencyModel(Device device, Architecture architecture, KernelConstants constants, Map<String, AttentionLibrary> libraries,
            LatencySettings settings) {
        if (!device.architecture().equals(architecture.id())) {
            throw new IllegalArgumentException("device " + device.id() + " is of " + device.architecture() + ", not " + architecture.id());
        }
        if (!libraries.containsKey(settings.attention())) {
            throw new IllegalArgumentException("unknown attention library " + settings.attention());
        }
        chip = new Chip(device, architecture, settings.sustained(), constants);
        this.constants = constants;
        this.settings = settings;
        this.libraries = Map.copyOf(libraries);
        for (Dtype dtype : Dtype.values()) {
            gemm[dtype.ordinal()] = path(dtype, false, false, 1, 1);
            skinny[dtype.ordinal()] = path(dtype, false, false, 1, arithmetic(dtype, false).equals("fp32") ? architecture.matrix().simtSkinnyShare() : architecture.matrix().innerShare());
            convolution[dtype.ordinal()] = path(dtype, true, true, constants.convolution().convolutionGather(), 1);
            pointwise[dtype.ordinal()] = path(dtype, !groups(arithmetic(dtype, true)), true, 1, 1);
            attention[dtype.ordinal()] = able(dtype);
        }
    }

    /**
     * Time of one launch on the GPU, without the gap to the next. A fused kernel takes no longer than its parts: where it would (operands of several
     * kernels together are larger than L2), a compiler leaves them apart.
     */
    public KernelTime time(Kernel kernel) {
        KernelTime whole = whole(kernel);
        double apart = 0;
        for (Kernel part : kernel.parts()) {
            apart += time(part).seconds();
        }
        return kernel.parts().isEmpty() || whole.seconds() <= apart ? whole : new KernelTime(apart, whole.bound(), whole.least());
    }

    private KernelTime whole(Kernel kernel) {
        Work work = kernel.work();
        if (work instanceof Work.Gemm w) {
            return gemm(kernel, w);
        }
        if (work instanceof Work.Convolution w) {
            MatrixPath path = (taps(w) > 1 ? convolution : pointwise)[kernel.dtype().ordinal()];
            return plus(ConvolutionTerm.time(chip, constants, path, kernel, w, settings.channelsFirst()),
                    settings.eager() ? EagerTerm.convolution(chip, constants, kernel, w, settings.channelsFirst() && !path.dtype.equals("fp32")) : 0);
        }
        if (work instanceof Work.Attention w) {
            return attention(kernel, w);
        }
        if (work instanceof Work.Stream w) {
            KernelTime time = VectorTerm.stream(chip, constants, kernel, w);
            return settings.eager() ? EagerTerm.stream(chip, constants, w, time) : time;
        }
        Work.Reduction w = (Work.Reduction) work;
        return settings.eager() ? EagerTerm.reduction(chip, constants, kernel, w, settings.channelsFirst()) : VectorTerm.reduction(chip, constants, kernel, w, 0);
    }

    /**
     * What {@link #time} is made of: its parts with this kernel's numbers. {@link Step#total} of them is the time, unless that is the bound. Of a fused kernel that is
     * no faster than the kernels it was made of, these.
     */
    public List<Step> account(Kernel kernel) {
        double whole = whole(kernel).seconds();
        if (whole > time(kernel).seconds()) {
            return kernel.parts().stream().map(p -> Step.after(p.name(), time(p).seconds(), "apart")).toList();
        }
        List<Step> steps = new ArrayList<>(parts(kernel));
        double more = whole - Step.total(steps);
        if (more > 1e-9 * whole) {
            steps.add(Step.after("up to the bound", more, "max(executed FLOPs / peak, DRAM bytes / bandwidth) = %s us", whole * 1e6));
        }
        return steps;
    }

    private List<Step> parts(Kernel kernel) {
        Work work = kernel.work();
        if (work instanceof Work.Gemm w) {
            return gemmAccount(kernel, w);
        }
        if (work instanceof Work.Convolution w) {
            MatrixPath path = (taps(w) > 1 ? convolution : pointwise)[kernel.dtype().ordinal()];
            List<Step> steps = new ArrayList<>(ConvolutionTerm.account(chip, constants, path, kernel, w, settings.channelsFirst()));
            if (settings.eager()) {
                steps.addAll(EagerTerm.convolutionAccount(chip, constants, kernel, w, settings.channelsFirst() && !path.dtype.equals("fp32")));
            }
            return steps;
        }
        if (work instanceof Work.Attention w) {
            Rate r = rate(kernel.dtype());
            return AttentionTerm.account(chip, constants, library(kernel.dtype(), w.headDim(), w.valueDim()), kernel, w, r.fma, r.clockHz, r.split);
        }
        if (work instanceof Work.Stream w) {
            List<Step> plain = VectorTerm.streamAccount(chip, constants, kernel, w);
            return settings.eager() ? EagerTerm.streamAccount(chip, constants, w, plain) : plain;
        }
        Work.Reduction w = (Work.Reduction) work;
        return settings.eager() ? EagerTerm.reductionAccount(chip, constants, kernel, w, settings.channelsFirst()) : VectorTerm.reductionAccount(chip, constants, kernel, w, 0);
    }

    private List<Step> gemmAccount(Kernel kernel, Work.Gemm w) {
        MatrixPath path = (skinny(w, gemm[kernel.dtype().ordinal()]) ? skinny : gemm)[kernel.dtype().ordinal()];
        Traffic traffic = Traffic.of(chip, kernel);
        if (fewRows(w, path)) {
            return MatrixTerm.vectorAccount(chip, constants, path, Math.max(w.m(), w.n()), settings.innerDepth() ? 0 : w.k(), traffic);
        }
        List<Step> tiles = MatrixTerm.account(chip, constants, path, w.batch(), w.m(), w.n(), w.k(), traffic);
        tiles.add(MatrixTerm.floor(chip.architecture.matmulFloorSeconds()));
        List<Step> own = oneRow(w, path) ? VectorTerm.matrixVectorAccount(chip, constants, w, traffic) : tiles;
        return Step.total(own) < Step.total(tiles) ? own : tiles;
    }

    private static KernelTime plus(KernelTime time, double seconds) {
        return seconds == 0 ? time : time.plus(seconds);
    }

    /** The library that runs an attention of these sizes: the one asked for, or the nearest of its fallbacks that can. */
    public AttentionLibrary library(Dtype dtype, long headDim, long valueDim) {
        AttentionLibrary[] able = attention[dtype.ordinal()];
        long widest = Math.max(headDim, valueDim);
        int i = 0;
        while (i < able.length - 1 && !able[i].takes(widest)) {
            i++;
        }
        return able[i];
    }

    /** Those that run operands of a type here, each before its fallbacks; the last of all even if it does not. */
    private AttentionLibrary[] able(Dtype dtype) {
        List<AttentionLibrary> out = new ArrayList<>();
        AttentionLibrary library = libraries.get(settings.attention());
        while (!library.fallback().equals(library.id())) {
            if (library.architectures().contains(chip.architecture.id()) && library.dtypes().contains(dtype.id())) {
                out.add(library);
            }
            library = libraries.get(library.fallback());
        }
        out.add(library);
        return out.toArray(AttentionLibrary[]::new);
    }

    private KernelTime gemm(Kernel kernel, Work.Gemm w) {
        MatrixPath path = (skinny(w, gemm[kernel.dtype().ordinal()]) ? skinny : gemm)[kernel.dtype().ordinal()];
        Traffic traffic = Traffic.of(chip, kernel);
        double least = Math.max(2.0 * w.batch() * w.m() * w.n() * w.k() / path.peak, traffic.least(chip));
        if (fewRows(w, path)) {
            return MatrixTerm.vector(chip, constants, path, Math.max(w.m(), w.n()), settings.innerDepth() ? 0 : w.k(), traffic, least);
        }
        KernelTime time = MatrixTerm.time(chip, constants, path, w.batch(), w.m(), w.n(), w.k(), traffic, chip.architecture.matmulFloorSeconds(), least);
        if (!oneRow(w, path)) {
            return time;
        }
        KernelTime own = VectorTerm.matrixVector(chip, constants, w, traffic, least);
        return own.seconds() < time.seconds() ? own : time;
    }

    /** Whether an int8 product has a matrix-vector kernel of its library. */
    private static boolean fewRows(Work.Gemm w, MatrixPath path) {
        return w.batch() == 1 && Math.min(w.m(), w.n()) <= VECTOR_ROWS && path.dtype.equals("int8");
    }

    /** Whether a product may run as a row reduction: with one row or column on fp32 lanes, with one row in a runtime that writes such kernels. */
    private boolean oneRow(Work.Gemm w, MatrixPath path) {
        return path.dtype.equals("fp32") ? Math.min(w.m(), w.n()) == 1 : settings.matrixVectors() && w.m() == 1 && w.batch() == 1;
    }

    /**
     * Whether a product reads at {@code inner_share} of the rate, on tensor cores one whose operands both run along K (two rows and more; one is a matrix-vector
     * product), or {@code simt_skinny_share}, on fp32 lanes one of fewer rows or columns than the narrowest tile.
     */
    private boolean skinny(Work.Gemm w, MatrixPath path) {
        long few = Math.min(w.m(), w.n());
        return w.batch() == 1 && (path.dtype.equals("fp32") ? few < NARROWEST : few > 1 && settings.innerDepth());
    }

    private KernelTime attention(Kernel kernel, Work.Attention w) {
        Rate r = rate(kernel.dtype());
        return AttentionTerm.time(chip, constants, library(kernel.dtype(), w.headDim(), w.valueDim()), kernel, w, r.fma, r.peak, r.clockHz, r.split);
    }

    /** Multiply-adds of one SM in a clock, FLOP/s, and Hz, of the products of an attention, and whether three stand for one. */
    private record Rate(double fma, double peak, double clockHz, boolean split) { }

    private Rate rate(Dtype dtype) {
        MatrixPath path = gemm[dtype.ordinal()];
        Double tf32 = chip.device.peakFlops().get("tf32");
        boolean split = dtype == Dtype.FP32 && tf32 != null;
        double peak = split ? tf32 / SPLIT_PRODUCTS : chip.device.peakFlops().get(path.dtype);
        double fma = peak / (2 * chip.device.sms() * chip.device.clockHz(split ? "tf32" : path.dtype));
        return new Rate(fma, peak, split ? chip.device.clockHz("tf32") * chip.tensorShare : path.clockHz, split);
    }

    private MatrixPath path(Dtype dtype, boolean isConvolution, boolean tf32ByDefault, double gather, double drawn) {
        String arithmetic = arithmetic(dtype, tf32ByDefault);
        double boost = 1;
        Double faster = chip.device.fp16AccumulateFlops();
        if (settings.fp16Accumulate() && (arithmetic.equals("fp16") || dtype == Dtype.FP16) && faster != null) {
            boost = faster / chip.device.peakFlops().get(arithmetic);
        } else if (dtype == Dtype.BF16 && arithmetic.equals("fp32")) {
            boost = constants.matrix().simtBfloatShare();
        }
        double bytes = boost <= 1 && arithmetic.equals("fp32") || arithmetic.equals("tf32") ? 4 : Math.min(2, dtype.bytes());
        double rate = isConvolution && !settings.recentKernels() ? chip.architecture.earlierConvolutionShare() : 1;
        return new MatrixPath(chip, constants, arithmetic, bytes, isConvolution, gather, boost * rate, drawn, !isConvolution && groups(arithmetic));
    }

    /** Whether 16-bit arithmetic has tiles between the powers of two, and convolutions of one tap are products. */
    private boolean groups(String arithmetic) {
        return settings.recentKernels() && chip.architecture.warpgroupTiles() && (arithmetic.equals("fp16") || arithmetic.equals("bf16"));
    }

    /**
     * Dtype id of the arithmetic that runs operands of a type. fp32 convolutions run in TF32 where the device has it, matmuls only when
     * asked to; a type that the device has no arithmetic for runs in the next wider one.
     */
    private String arithmetic(Dtype dtype, boolean tf32ByDefault) {
        Device device = chip.device;
        switch (dtype) {
            case FP8:
            case INT8:
            case FP16:
            case BF16:
                return arithmetic(device, dtype.id());
            default:
                boolean tf32 = (tf32ByDefault && !settings.precision().equals("ieee") || settings.precision().equals("tf32")) && device.supports("tf32");
                return tf32 ? "tf32" : "fp32";
        }
    }

    /** The type that products of {@code dtype} run in on a device: itself; else of 8 bit fp16, of fp16 bf16, of these and any other fp32, as far as it has them. */
    public static String arithmetic(Device device, String dtype) {
        if (device.supports(dtype)) {
            return dtype;
        }
        boolean narrow = dtype.equals("fp8") || dtype.equals("int8");
        if (narrow && device.supports("fp16")) {
            return "fp16";
        }
        return (narrow || dtype.equals("fp16")) && device.supports("bf16") ? "bf16" : "fp32";
    }

    private static long taps(Work.Convolution w) {
        long p = 1;
        for (long extent : w.kernel()) {
            p *= extent;
        }
        return p;
    }
}
