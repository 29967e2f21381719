package dev.ttbench.graph;

import static dev.ttbench.graph.Primitive.Kind.AXIS;
import static dev.ttbench.graph.Primitive.Kind.BOOLEAN;
import static dev.ttbench.graph.Primitive.Kind.DTYPE;
import static dev.ttbench.graph.Primitive.Kind.INTEGER;
import static dev.ttbench.graph.Primitive.Kind.TENSOR;
import static dev.ttbench.graph.Primitives.OF;
import static dev.ttbench.graph.Primitives.optional;
import static dev.ttbench.graph.Primitives.required;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.List;

/** Norms, softmax and reductions. */
final class Norms {
    private Norms() { }

    static List<Primitive> all() {
        return List.of(
                new Primitive("group_norm", "groups", List.of(OF, optional("groups", INTEGER, "groups of channels; default 32"), optional("affine", BOOLEAN, "learned scale and shift; default true")),
                        "normalises groups of channels over all axes after them; the second axis is the channels",
                        "8 vector FLOPs an element (6 without weights); reads the tensor once, writes it and two statistics a group",
                        "The second read of a group that outgrows the chip is the latency model's affair, not compulsory traffic.", Norms::groupNorm),
                new Primitive("layer_norm", null, List.of(OF, optional("affine", BOOLEAN, "learned weights; default true"), optional("bias", BOOLEAN, "a learned shift among them; default true"),
                        optional("scale", TENSOR, "the weights, where the class makes them ready: without it the norm owns its own"), optional("shift", TENSOR, "the shift that goes with scale")),
                        "normalises the last axis", "8 vector FLOPs an element (6 without weights); writes two fp32 statistics a row", "As for group_norm.", Norms::layerNorm),
                new Primitive("rms_norm", null, List.of(OF, optional("affine", BOOLEAN, "a learned scale; default true")),
                        "divides the last axis by its root mean square; in half precision the framework runs it as a cast to fp32, pow, mean, add, rsqrt, two mul and a cast",
                        "4 vector FLOPs an element (3 without weights); bytes of all its kernels", "Its kernels' casts are not FLOPs.", Norms::rmsNorm),
                new Primitive("batch_norm", null, List.of(OF, optional("affine", BOOLEAN, "learned weights; default true")), "scales and shifts channels by constants found in training",
                        "2 vector FLOPs an element; running statistics are buffers, not parameters; writes two fp32 statistics a channel", "Folding it into a convolution before it is a runtime's affair.", Norms::batchNorm),
                new Primitive("l2_norm", "axis", List.of(OF, required("axis", AXIS, "axis to normalise over")), "divides by the Euclidean length along an axis",
                        "3 vector FLOPs an element; a norm, a clamp and a division", "The length is expanded to the tensor's size, and read at that size, as the framework does.", Norms::l2Norm),
                new Primitive("softmax", null, List.of(OF, optional("dtype", DTYPE, "type of the result; default the input's")), "exp(x) / sum exp(x) over the last axis",
                        "5 vector FLOPs an element; read once, written once", "The maximum, the sum and the division are one each.", Norms::softmax),
                reduce("mean", "the average along an axis, which stays with extent 1"), reduce("sum", "the sum along an axis, which stays with extent 1"),
                reduce("length", "the Euclidean length along an axis, which stays with extent 1"),
                reduce("amax", "the largest along an axis, which stays with extent 1"), reduce("argmax", "position of the largest along an axis, which is dropped"),
                new Primitive("any", null, List.of(OF), "whether any element is true or not zero; a bool without axes", "1 vector FLOP an element of the input", "", (e, a) -> {
                    Tensor x = a.input();
                    Tensor y = e.fresh(new Axis[0], Dtype.BOOL);
                    e.launch("aten.any", new Work.Reduction(1, x.elements(), x.elements(), 0, false, Work.Statistic.SUM), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
                    e.operator(new Operator.Reduction("any", x.shape(), y.shape()));
                    return Elementwise.one(y);
                }),
                reduce("sample", "one index drawn from probabilities along an axis, which stays with extent 1"));
    }

    /** Mean and variance of each of {@code rows} parts of {@code x}, and {@code y} made with them. */
    private static Work.Reduction moments(long rows, Tensor x, Tensor y, boolean affine) {
        return new Work.Reduction(rows, x.elements() / Math.max(1, rows), Tensor.multiply(affine ? 8 : 6, x.elements()), rows, true, Work.Statistic.MOMENTS, Layout.crosses(x, y));
    }

    private static Tensor[] groupNorm(Emitter e, Args a) {
        Tensor x = a.input();
        long groups = a.integer("groups", 32);
        boolean affine = a.bool("affine", true);
        if (x.axes().length < 2) {
            throw new EvalException("group_norm wants [batch, channels, ...], not " + x);
        }
        long channels = x.axes()[1].extent();
        if (groups <= 0 || channels % groups != 0) {
            throw new EvalException(channels + " channels do not divide into " + groups + " groups", "the axis after the first is the channels: " + x);
        }
        x = e.contiguous(x);
        long parameters = affine ? 2 * channels : 0;
        Tensor y = e.fresh(x.axes(), x.dtype());
        long rows = Tensor.multiply(x.axes()[0].extent(), groups);
        e.launch("aten.native_group_norm", moments(rows, x, y, affine), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, parameters * x.dtype().bytes(),
                2 * rows * x.dtype().bytes());
        e.operator(new Operator.Normalization("group_norm", x.shape(), groups, affine), parameters, parameters * x.dtype().bytes(), null, 0);
        return Elementwise.one(y);
    }

    private static Tensor[] layerNorm(Emitter e, Args a) {
        Tensor x = a.input();
        boolean affine = a.bool("affine", true);
        long width = x.last().extent();
        List<Tensor> operands = new ArrayList<>(List.of(x));
        for (String given : List.of("scale", "shift")) {
            if (a.has(given)) {
                operands.add(a.tensor(given));
            }
        }
        long parameters = affine && operands.size() == 1 ? (a.bool("bias", true) ? 2 : 1) * width : 0;
        long bytes = parameters * x.dtype().bytes();
        Tensor y = e.fresh(x.axes(), x.dtype());
        long rows = x.elements() / width;
        e.launch("aten.native_layer_norm", moments(rows, x, y, affine), x.dtype(), operands.toArray(new Tensor[0]), new Tensor[] {y}, bytes, 2 * 4 * rows);
        e.operator(new Operator.Normalization("layer_norm", x.shape(), 1, affine), parameters, bytes, null, 0);
        return Elementwise.one(y);
    }

    private static Tensor[] rmsNorm(Emitter e, Args a) {
        Tensor x = a.input();
        boolean affine = a.bool("affine", true);
        long width = x.last().extent();
        long parameters = affine ? width : 0;
        long weightBytes = parameters * x.dtype().bytes();
        Tensor wide = x.dtype() == Dtype.FP32 ? x : e.pointwise("aten._to_copy", x, Dtype.FP32, 0, 0);
        Tensor square = e.pointwise("aten.pow", wide, wide.dtype(), 1, 0);
        Tensor mean = launchReduce(e, "aten.mean", square, square.axes().length - 1, square.dtype());
        e.launch("aten.add_", Emitter.stream(mean, new Tensor[] {mean}, 1, 0), mean.dtype(), new Tensor[] {mean}, new Tensor[] {mean}, 0, 0);
        Tensor root = e.pointwise("aten.rsqrt", mean, mean.dtype(), 1, 1);
        Tensor y = e.pointwise("aten.mul", new Tensor[] {wide, root}, wide, wide.dtype(), 0, 1, 0);
        if (affine) {
            y = e.pointwise("aten.mul", new Tensor[] {y}, y, y.dtype(), weightBytes, 1, 0);
        }
        y = x.dtype() == Dtype.FP32 ? y : e.pointwise("aten._to_copy", y, x.dtype(), 0, 0);
        e.operator(new Operator.Normalization("rms_norm", x.shape(), 1, affine), parameters, weightBytes, null, 0);
        return Elementwise.one(y);
    }

    private static Tensor[] batchNorm(Emitter e, Args a) {
        Tensor x = a.input();
        boolean affine = a.bool("affine", true);
        if (x.axes().length < 2) {
            throw new EvalException("batch_norm wants [batch, channels, ...], not " + x);
        }
        long channels = x.axes()[1].extent();
        long parameters = affine ? 2 * channels : 0;
        Tensor y = e.fresh(x.axes(), x.dtype());
        long bytes = (parameters + 2 * channels) * x.dtype().bytes();
        e.launch("aten.native_batch_norm", Emitter.stream(y, new Tensor[] {x}, 2, 0), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, bytes, 2 * 4 * channels);
        e.operator(new Operator.Normalization("batch_norm", x.shape(), 1, affine), parameters, parameters * x.dtype().bytes(), null, 0);
        return Elementwise.one(y);
    }

    private static Tensor[] l2Norm(Emitter e, Args a) {
        Tensor x = a.input();
        int i = a.axis(x, "axis");
        Tensor length = launchReduce(e, "aten.linalg_vector_norm", x, i, x.dtype());
        Tensor floor = e.pointwise("aten.clamp_min", length, length.dtype(), 1, 0);
        Axis[] axes = x.axes().clone();
        for (int j = 0; j < axes.length; j++) {
            axes[j] = axes[j].withStride(j == i ? 0 : floor.axes()[j].stride());
        }
        Tensor y = e.pointwise("aten.div", new Tensor[] {x, floor.withAxes(axes)}, x, x.dtype(), 0, 1, 1);
        e.operator(new Operator.Normalization("l2_norm", x.shape(), 1, false));
        return Elementwise.one(y);
    }

    private static Tensor[] softmax(Emitter e, Args a) {
        Tensor x = a.input();
        Tensor y = launchSoftmax(e, x, "aten._softmax", a.dtype("dtype", x.dtype()));
        e.operator(new Operator.Softmax(x.shape()));
        return Elementwise.one(y);
    }

    /** One softmax kernel over the last axis. */
    static Tensor launchSoftmax(Emitter e, Tensor x, String kernel, Dtype dtype) {
        Tensor y = e.fresh(x.axes(), dtype);
        long n = x.elements();
        e.launch(kernel, new Work.Reduction(n / x.last().extent(), x.last().extent(), Tensor.multiply(5, n), Tensor.multiply(2, n), true, Work.Statistic.SOFTMAX), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
        return y;
    }

    private static Primitive reduce(String name, String about) {
        return new Primitive(name, "axis", List.of(OF, required("axis", AXIS, "the axis, by name"), optional("keep", BOOLEAN, "keep the axis with extent 1; default true, for argmax false"),
                optional("dtype", DTYPE, "type of the result; default the input's")), about,
                "1 vector FLOP an element of the input", "The final division of a mean is not counted.", (e, a) -> {
                    Tensor x = a.input();
                    int i = a.axis(x, "axis");
                    Dtype out = name.equals("argmax") || name.equals("sample") ? Dtype.INT64 : a.dtype("dtype", x.dtype());
                    String kernel = name.equals("sample") ? "multinomial" : name.equals("length") ? "linalg_vector_norm" : name;
                    Tensor y = launchReduce(e, "aten." + kernel, x, i, out);
                    e.operator(new Operator.Reduction(name, x.shape(), y.shape()));
                    return Elementwise.one(a.bool("keep", !name.equals("argmax")) ? y : Movements.dropped(y, i));
                });
    }

    static Tensor launchReduce(Emitter e, String kernel, Tensor x, int axis, Dtype dtype) {
        Axis[] axes = x.axes().clone();
        axes[axis] = axes[axis].withExtent(1);
        Tensor y = e.fresh(axes, dtype);
        long n = x.elements();
        e.launch(kernel, new Work.Reduction(n / x.axes()[axis].extent(), x.axes()[axis].extent(), n, 0, false, Work.Statistic.SUM), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
        return y;
    }
}
