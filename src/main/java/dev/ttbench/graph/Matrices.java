package dev.ttbench.graph;

import static dev.ttbench.graph.Primitive.Kind.BOOLEAN;
import static dev.ttbench.graph.Primitive.Kind.INTEGER;
import static dev.ttbench.graph.Primitive.Kind.INTEGERS;
import static dev.ttbench.graph.Primitive.Kind.TENSOR;
import static dev.ttbench.graph.Primitive.Kind.TEXT;
import static dev.ttbench.graph.Primitives.OF;
import static dev.ttbench.graph.Primitives.optional;
import static dev.ttbench.graph.Primitives.required;

import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolutions, linears and matrix products. */
final class Matrices {
    private Matrices() { }

    static List<Primitive> all() {
        List<Primitive> out = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            int rank = n;
            String axes = n == 1 ? "axis" : "axes";
            out.add(new Primitive("conv" + n + "d", "out", List.of(OF, required("out", INTEGER, "output channels"), required("kernel", INTEGERS, "extents of the filter, one for all or a list"),
                    optional("stride", INTEGERS, "default 1"), optional("padding", INTEGERS, "both sides; default half of an odd kernel"), optional("groups", INTEGER, "default 1; as many as channels is depthwise"),
                    optional("bias", BOOLEAN, "default true")), "convolves the last " + n + " " + axes + "; the axis before them is the channels",
                    "2 x output elements x (input channels / groups) x kernel elements FLOPs; a bias is 1 vector FLOP an element; input, weights and bias are read once, the output is written",
                    "Padding counts as data, as PyTorch counts it; an algorithm that needs fewer products (Winograd, FFT) does not change the count; no workspace.", (e, a) -> Elementwise.one(conv(e, a, rank))));
            out.add(new Primitive("conv_transpose" + n + "d", "out", List.of(OF, required("out", INTEGER, "output channels"), required("kernel", INTEGERS, "extents of the filter"),
                    optional("stride", INTEGERS, "default 1"), optional("padding", INTEGERS, "taken off both sides; default 0"), optional("output_padding", INTEGERS, "added at the end; default 0"),
                    optional("groups", INTEGER, "default 1"), optional("bias", BOOLEAN, "default true")), "transposed convolution of the last " + n + " " + axes,
                    "2 x input elements x (output channels / groups) x kernel elements FLOPs; bytes as a convolution's", "What padding cuts off is counted, as PyTorch counts it.", (e, a) -> Elementwise.one(transposed(e, a, rank))));
        }
        out.add(new Primitive("linear", "out", List.of(OF, required("out", INTEGER, "output features"), optional("bias", BOOLEAN, "default true"), optional("shift", TENSOR, "one value a feature that the network computes, in place of a learned bias"),
                optional("tied", TEXT, "name under which other operators share the weights")), "x W^T + b over the last axis",
                "2 x output elements x input features FLOPs; a bias is 1 vector FLOP an element; input, weights and bias are read once, the output is written",
                "With a bias, and contiguous or of rank 2, it is one kernel; otherwise the product and the addition of the bias are two, and a tensor whose leading axes do not fold is copied first.", (e, a) -> Elementwise.one(linear(e, a))));
        out.add(new Primitive("contract", "with", List.of(OF, required("with", TENSOR, "the right factor")), "the product over the last axis of the one and the first of the other; all other axes stay",
                "2 x output elements x the contracted extent FLOPs", "", (e, a) -> Elementwise.one(contract(e, a))));
        out.add(new Primitive("matmul", "with", List.of(OF, required("with", TENSOR, "the right factor"), optional("transpose", BOOLEAN, "exchange the right factor's last two axes; default false")),
                "the product over the last two axes, all others batch", "2 x output elements x the contracted extent FLOPs", "A factor whose leading axes do not fold is copied first.", (e, a) -> Elementwise.one(matmul(e, a))));
        out.addAll(Attentions.all());
        return out;
    }

    /** Positions of a window along an axis: floor((n + 2 padding - kernel) / stride) + 1. */
    static long windows(Axis axis, long kernel, long stride, long padding) {
        if (kernel <= 0 || stride <= 0 || padding < 0) {
            throw new EvalException("a kernel of " + kernel + ", stride " + stride + ", padding " + padding + " is not possible");
        }
        long span = Math.subtractExact(Math.addExact(axis.extent(), Math.multiplyExact(2, padding)), kernel);
        if (span < 0) {
            throw new EvalException("a kernel of " + kernel + " does not fit the axis '" + axis.name() + "' of " + axis.extent() + " with padding " + padding);
        }
        return span / stride + 1;
    }

    private static long[] spatial(Tensor x, int n) {
        if (x.axes().length < n + 1) {
            throw new EvalException("a " + n + "-dimensional convolution wants channels and " + n + " axes after them, not " + x);
        }
        long[] out = new long[n];
        for (int i = 0; i < n; i++) {
            out[i] = x.axes()[x.axes().length - n + i].extent();
        }
        return out;
    }

    private static long groups(Args a, long in, long out) {
        long groups = a.integer("groups", 1);
        if (groups <= 0 || in % groups != 0 || out % groups != 0) {
            throw new EvalException(in + " input and " + out + " output channels do not divide into " + groups + " groups");
        }
        return groups;
    }

    private static Tensor conv(Emitter e, Args a, int n) {
        Tensor x = a.input();
        long[] input = spatial(x, n);
        long[] kernel = a.needed("kernel", n);
        long[] stride = a.has("stride") ? a.integers("stride", n) : filled(n, 1);
        long[] padding = a.integers("padding", n);
        if (padding == null) {
            padding = new long[n];
            for (int i = 0; i < n; i++) {
                if (kernel[i] % 2 == 0) {
                    throw new EvalException("an even kernel (" + kernel[i] + ") needs its padding");
                }
                padding[i] = kernel[i] / 2;
            }
        }
        int c = x.axes().length - n - 1;
        long in = x.axes()[c].extent();
        long out = a.extent("out");
        long groups = groups(a, in, out);
        Axis[] axes = x.axes().clone();
        axes[c] = Axis.made("channels", out);
        long[] output = new long[n];
        for (int i = 0; i < n; i++) {
            Axis axis = axes[c + 1 + i];
            output[i] = windows(axis, kernel[i], stride[i], padding[i]);
            axes[c + 1 + i] = axis.withExtent(output[i]);
        }
        Work.Convolution work = new Work.Convolution(leading(x, c), in, out, groups, input, output, kernel, stride);
        return convolved(e, a, x, axes, work, kernel, stride, groups, Tensor.multiply(out, in / groups), out, false, "conv" + n + "d");
    }

    private static Tensor transposed(Emitter e, Args a, int n) {
        Tensor x = a.input();
        long[] input = spatial(x, n);
        long[] kernel = a.needed("kernel", n);
        long[] stride = a.has("stride") ? a.integers("stride", n) : filled(n, 1);
        long[] padding = a.has("padding") ? a.integers("padding", n) : new long[n];
        long[] extra = a.has("output_padding") ? a.integers("output_padding", n) : new long[n];
        int c = x.axes().length - n - 1;
        long in = x.axes()[c].extent();
        long out = a.extent("out");
        long groups = groups(a, in, out);
        Axis[] axes = x.axes().clone();
        axes[c] = Axis.made("channels", out);
        long[] output = new long[n];
        for (int i = 0; i < n; i++) {
            if (kernel[i] <= 0 || stride[i] <= 0 || padding[i] < 0 || extra[i] < 0) {
                throw new EvalException("a kernel of " + kernel[i] + ", stride " + stride[i] + ", padding " + padding[i] + " is not possible");
            }
            long span = Math.addExact(Math.addExact(Math.multiplyExact(input[i] - 1, stride[i]), kernel[i]), extra[i]);
            output[i] = Args.extent("output", Math.subtractExact(span, Math.multiplyExact(2, padding[i])));
            axes[c + 1 + i] = axes[c + 1 + i].withExtent(output[i]);
        }
        Work.Convolution work = new Work.Convolution(leading(x, c), in, out, groups, output, input, kernel, filled(n, 1));
        return convolved(e, a, x, axes, work, kernel, stride, groups, Tensor.multiply(in, out / groups), out, true, "conv_transpose" + n + "d");
    }

    private static Tensor convolved(Emitter e, Args a, Tensor x, Axis[] axes, Work.Convolution work, long[] kernel, long[] stride, long groups, long filters, long out,
            boolean transposed, String name) {
        boolean bias = a.bool("bias", true);
        long weights = filters;
        for (long k : kernel) {
            weights = Tensor.multiply(weights, k);
        }
        long parameters = Math.addExact(weights, bias ? out : 0);
        long bytes = Math.addExact(e.lowering().convolutionBytes(x.dtype(), out, weights / out), bias ? out * x.dtype().bytes() : 0);
        Tensor y = e.fresh(axes, x.dtype());
        e.launch("aten.convolution", work, e.lowering().math(x.dtype()), new Tensor[] {x}, new Tensor[] {y}, bytes, 0);
        e.operator(new Operator.Convolution(name, x.shape(), y.shape(), kernel, stride, groups, bias, transposed), parameters, bytes, null, 0);
        return y;
    }

    private static long leading(Tensor x, int until) {
        long n = 1;
        for (int i = 0; i < until; i++) {
            n = Tensor.multiply(n, x.axes()[i].extent());
        }
        return n;
    }

    private static long[] filled(int n, long value) {
        long[] out = new long[n];
        Arrays.fill(out, value);
        return out;
    }

    private static Tensor linear(Emitter e, Args a) {
        Tensor x = a.input();
        long in = x.last().extent();
        long out = a.extent("out");
        Tensor shift = a.optionalTensor("shift");
        boolean learned = a.bool("bias", true) && shift == null;
        boolean bias = learned || shift != null;
        if (shift != null && (shift.axes().length != 1 || shift.last().extent() != out)) {
            throw new EvalException("the shift " + shift + " must have one axis of " + out);
        }
        int rank = x.axes().length;
        boolean fused = bias && (rank == 2 || x.contiguous());
        Tensor source = fused || rank <= 2 || folds(x, rank - 2) ? x : e.copy(x);
        Axis[] axes = x.axes().clone();
        String name = x.last().name();
        axes[rank - 1] = Axis.made(name.startsWith("(") ? "features" : name, out);
        Tensor y = e.fresh(axes, x.dtype());
        long weights = Tensor.multiply(in, out);
        long biasBytes = learned ? out * x.dtype().bytes() : 0;
        long bytes = e.lowering().linearBytes(x.dtype(), out, in);
        Work work = new Work.Gemm(1, y.elements() / out, out, in);
        Tensor[] operands = fused && shift != null ? new Tensor[] {source, shift} : new Tensor[] {source};
        e.launch(fused ? "aten.addmm" : "aten.mm", work, e.lowering().math(x.dtype()), operands, new Tensor[] {y}, Math.addExact(bytes, fused ? biasBytes : 0), 0);
        if (bias && !fused) {
            y = e.pointwise("aten.add", shift == null ? new Tensor[] {y} : new Tensor[] {y, shift}, y, y.dtype(), biasBytes, 1, 0);
        }
        e.operator(new Operator.Linear(x.shape(), y.shape(), bias), Math.addExact(weights, learned ? out : 0), Math.addExact(bytes, biasBytes), a.text("tied", null), 0);
        return y;
    }

    /** Whether the axes up to {@code last} fold into one by their strides. */
    private static boolean folds(Tensor x, int last) {
        if (last < 0) {
            return true;
        }
        long n = x.axes()[last].extent();
        long s = x.axes()[last].stride();
        for (int i = last - 1; i >= 0; i--) {
            Axis c = x.axes()[i];
            if (c.extent() > 1 && n > 1 && c.stride() != n * s) {
                return false;
            }
            s = n == 1 && c.extent() > 1 ? c.stride() : s;
            n *= c.extent();
        }
        return true;
    }

    private static Tensor contract(Emitter e, Args a) {
        Tensor x = a.input();
        Tensor w = a.tensor("with");
        if (x.axes().length < 1 || w.axes().length < 1 || x.last().extent() != w.axes()[0].extent()) {
            throw new EvalException("contract of " + x + " with " + w + ": the last axis of the one must be as long as the first of the other");
        }
        Axis[] axes = Arrays.copyOf(x.axes(), x.axes().length + w.axes().length - 2);
        System.arraycopy(w.axes(), 1, axes, x.axes().length - 1, w.axes().length - 1);
        Tensor y = e.fresh(axes, x.dtype());
        long inner = x.last().extent();
        e.launch("aten.bmm", new Work.Gemm(1, x.elements() / inner, w.elements() / inner, inner), x.dtype(), new Tensor[] {x, w}, new Tensor[] {y}, 0, 0);
        e.operator(new Operator.Matmul(x.shape(), w.shape(), y.shape()));
        return y;
    }

    private static Tensor matmul(Emitter e, Args a) {
        Tensor x = a.input();
        Tensor w = a.tensor("with");
        if (a.bool("transpose", false)) {
            w = Layout.transposed(w);
        }
        int n = x.axes().length;
        if (n < 2 || w.axes().length != n || x.last().extent() != w.axes()[n - 2].extent()) {
            throw new EvalException("matmul of " + x + " by " + w + ": the last axis of the one must be as long as the last but one of the other");
        }
        Axis[] axes = x.axes().clone();
        for (int i = 0; i < n - 2; i++) {
            if (axes[i].extent() != w.axes()[i].extent()) {
                throw new EvalException("matmul of " + x + " by " + w + ": the axis '" + axes[i].name() + "' differs");
            }
        }
        axes[n - 1] = w.last();
        Tensor[] factors = {folds(x, n - 3) ? x : e.launchCopy(x), folds(w, n - 3) ? w : e.launchCopy(w)};
        Tensor y = e.fresh(axes, x.dtype());
        long batch = leading(x, n - 2);
        e.launch("aten.bmm", new Work.Gemm(batch, axes[n - 2].extent(), w.last().extent(), x.last().extent()), x.dtype(), factors, new Tensor[] {y}, 0, 0);
        e.operator(new Operator.Matmul(x.shape(), w.shape(), y.shape()));
        return y;
    }
}
