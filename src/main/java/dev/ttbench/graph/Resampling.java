package dev.ttbench.graph;

import static dev.ttbench.graph.Movements.moved;
import static dev.ttbench.graph.Primitive.Kind.INTEGER;
import static dev.ttbench.graph.Primitive.Kind.INTEGERS;
import static dev.ttbench.graph.Primitive.Kind.TEXT;
import static dev.ttbench.graph.Primitives.OF;
import static dev.ttbench.graph.Primitives.optional;
import static dev.ttbench.graph.Primitives.required;

import dev.ttbench.operator.Operator;
import dev.ttbench.spec.EvalException;
import java.util.List;

/** Tensors at another size: resampled, pooled, or with channels moved into space and back. */
final class Resampling {
    private static final String NO_FLOPS = "No FLOPs.";

    private Resampling() { }

    static List<Primitive> all() {
        return List.of(
                new Primitive("interpolate", "size", List.of(OF, required("size", INTEGERS, "extents of the last axes"), optional("mode", TEXT, "nearest (default), nearest-exact, bilinear, bicubic, area")), "resamples the last axes to another size", "nearest: no FLOPs; bilinear 8, bicubic 35 vector FLOPs an element; area: as many as it averages, extents divided and rounded up", "Computing positions is not counted.", (e, a) -> Elementwise.one(interpolate(e, a))),
                new Primitive("pool", "kernel", List.of(OF, required("kernel", INTEGERS, "window over the last axes"), optional("stride", INTEGERS, "default the window"), optional("padding", INTEGERS, "default 0"), optional("mode", TEXT, "avg (default) or max")), "averages or takes the largest of windows of the last axes", "window elements vector FLOPs an element of the result", "Padding is counted as data.", (e, a) -> Elementwise.one(pool(e, a))),
                new Primitive("pixel_shuffle", "factor", List.of(OF, required("factor", INTEGER, "how much height and width grow")), "moves channels into height and width", NO_FLOPS + " Read once, written once", "", (e, a) -> Elementwise.one(shuffle(e, a, true))),
                new Primitive("pixel_unshuffle", "factor", List.of(OF, required("factor", INTEGER, "how much height and width shrink")), "moves height and width into channels", NO_FLOPS + " Read once, written once", "", (e, a) -> Elementwise.one(shuffle(e, a, false))));
    }

    private static Tensor interpolate(Emitter e, Args a) {
        Tensor x = a.input();
        long[] size = a.list("size");
        if (size == null || size.length == 0 || size.length >= x.axes().length) {
            throw new EvalException("'size' must list the extents of the last axes of " + x);
        }
        Axis[] axes = resized(x, size);
        String mode = a.text("mode", "nearest");
        String dims = size.length + "d";
        String kernel = switch (mode) {
            case "nearest" -> "aten.upsample_nearest" + dims;
            case "nearest-exact" -> "aten._upsample_nearest_exact" + dims;
            case "bilinear" -> "aten.upsample_bilinear" + dims;
            case "bicubic" -> "aten.upsample_bicubic" + dims;
            case "area" -> "aten._adaptive_avg_pool" + dims;
            default -> throw new EvalException("unknown mode '" + mode + "'", "nearest, nearest-exact, bilinear, bicubic or area");
        };
        long each = mode.equals("bilinear") ? 8 : mode.equals("bicubic") ? 35 : 0;
        if (mode.equals("area")) {
            each = 1;
            for (int k = 0; k < size.length; k++) {
                long from = x.axes()[x.axes().length - size.length + k].extent();
                each = Tensor.multiply(each, (from + size[k] - 1) / size[k]);
            }
        }
        Tensor y = e.fresh(axes, x.dtype(), Layout.suggestedOrder(x));
        e.launch(kernel, Emitter.stream(y, new Tensor[] {x}, each, 0), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
        return moved(e, "interpolate", x, y, each);
    }

    private static Axis[] resized(Tensor x, long[] last) {
        Axis[] axes = x.axes().clone();
        int from = axes.length - last.length;
        for (int k = 0; k < last.length; k++) {
            axes[from + k] = axes[from + k].withExtent(Args.extent(axes[from + k].name(), last[k]));
        }
        return axes;
    }

    private static Tensor pool(Emitter e, Args a) {
        Tensor x = a.input();
        long[] kernel = a.list("kernel");
        if (kernel == null) {
            throw new EvalException("'kernel' must list the window over the last axes of " + x);
        }
        if (kernel.length == 0 || kernel.length >= x.axes().length) {
            throw new EvalException("a window of " + kernel.length + " axes does not fit " + x);
        }
        long[] stride = a.has("stride") ? a.integers("stride", kernel.length) : kernel;
        long[] padding = a.has("padding") ? a.integers("padding", kernel.length) : new long[kernel.length];
        long[] size = new long[kernel.length];
        for (int k = 0; k < size.length; k++) {
            size[k] = Matrices.windows(x.axes()[x.axes().length - size.length + k], kernel[k], stride[k], padding[k]);
        }
        String mode = a.text("mode", "avg");
        if (!mode.equals("avg") && !mode.equals("max")) {
            throw new EvalException("unknown mode '" + mode + "'", "avg or max");
        }
        Tensor y = e.fresh(resized(x, size), x.dtype(), Layout.suggestedOrder(x));
        long each = Operator.elements(kernel);
        e.launch("aten." + mode + "_pool" + Math.max(2, kernel.length) + "d", Emitter.stream(y, new Tensor[] {x}, each, 0), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
        return moved(e, "pool", x, y, each);
    }

    private static Tensor shuffle(Emitter e, Args a, boolean up) {
        Tensor x = a.input();
        long f = a.extent("factor");
        int n = x.axes().length;
        if (n < 3) {
            throw new EvalException("a shuffle wants [..., channels, height, width], not " + x);
        }
        long[] s = {x.axes()[n - 3].extent(), x.axes()[n - 2].extent(), x.axes()[n - 1].extent()};
        if (up ? s[0] % Math.multiplyExact(f, f) != 0 : s[1] % f != 0 || s[2] % f != 0) {
            throw new EvalException(x + " does not shuffle by " + f);
        }
        long[] size = up ? new long[] {s[0] / f / f, Math.multiplyExact(s[1], f), Math.multiplyExact(s[2], f)} : new long[] {Math.multiplyExact(Math.multiplyExact(s[0], f), f), s[1] / f, s[2] / f};
        Tensor y = e.fresh(resized(x, size), x.dtype());
        String name = up ? "pixel_shuffle" : "pixel_unshuffle";
        e.launch("aten." + name, Emitter.stream(y, new Tensor[] {x}, 0, 0), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
        return moved(e, name, x, y, 0);
    }
}
