package dev.ttbench.graph;

import static dev.ttbench.graph.Primitive.Kind.AXES;
import static dev.ttbench.graph.Primitive.Kind.AXIS;
import static dev.ttbench.graph.Primitive.Kind.BOOLEAN;
import static dev.ttbench.graph.Primitive.Kind.DTYPE;
import static dev.ttbench.graph.Primitive.Kind.INTEGER;
import static dev.ttbench.graph.Primitive.Kind.TENSOR;
import static dev.ttbench.graph.Primitive.Kind.TENSORS;
import static dev.ttbench.graph.Primitive.Kind.TEXT;
import static dev.ttbench.graph.Primitives.OF;
import static dev.ttbench.graph.Primitives.optional;
import static dev.ttbench.graph.Primitives.required;

import dev.ttbench.operator.Category;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tensors that a network does not compute from its input: weights, tables, look-ups. */
final class Sources {
    /** Origin of what an earlier run stored; no input of a graph can be called so. */
    private static final String STORED = "(stored)";

    private Sources() { }

    static List<Primitive> all() {
        return List.of(
                new Primitive("embedding", "rows", List.of(OF, required("rows", INTEGER, "entries of the table"), required("width", INTEGER, "features of an entry"), optional("tied", TEXT, "name under which other operators share the weights")),
                        "looks up one row of a learned table for every index", "No FLOPs. Reads the indices and the rows it takes, writes them; rows x width parameters", "A row taken twice is read twice.", Sources::embedding),
                new Primitive("gather", "index", List.of(OF, required("index", TENSOR, "which elements of the axis"), optional("axis", AXIS, "default the first")),
                        "takes elements of one axis of a tensor by index: an index for every element where it has as many axes, else the same for all", "No FLOPs. Reads the indices and what it takes, writes it", "As embedding.", Sources::gather),
                new Primitive("weight", null, List.of(required("axes", AXES, "its axes: {name: extent}"), optional("dtype", DTYPE, "its type; default compute"),
                        optional("matrix", BOOLEAN, "kept in the type of the matrices of products and look-ups, quantised where they are; default false"), optional("tied", TEXT, "name under which other operators share it")),
                        "a learned tensor", "As many parameters as elements; its bytes are read by whatever uses it", "", Sources::weight),
                new Primitive("buffer", null, List.of(required("axes", AXES, "its axes: {name: extent}"), optional("dtype", DTYPE, "its type; default compute")),
                        "a constant table that is not learned", "No parameters; its bytes are read by whatever uses it", "Not counted as activation memory.", (e, a) -> Elementwise.one(e.constant(Movements.axes(a), a.dtype("dtype", e.compute())))),
                new Primitive("stored", null, List.of(required("axes", AXES, "its axes: {name: extent}"), optional("dtype", DTYPE, "its type; default compute")),
                        "a tensor that an earlier run left in memory, such as the keys and values of a text", "No FLOPs, no kernel, no parameters; its bytes are read by whatever uses it and are part of the key-value cache, not of the activations",
                        "Writing it is the earlier run's affair. Its axes are of an origin of their own, so that queries of any other tensor attend to it by cross attention.", Sources::stored),
                new Primitive("nonzero", null, List.of(OF), "positions of the elements that are not zero: [elements, axes], integers", "No FLOPs. Read once, the positions written", "Every element counts as not zero, so that no shape depends on data.", (e, a) -> {
                    Tensor x = a.input();
                    Tensor y = e.fresh(new Axis[] {Axis.made("tokens", x.elements()), Axis.made("axes", x.axes().length)}, Dtype.INT64);
                    e.launch("aten.nonzero", Emitter.stream(y, new Tensor[] {x}, 0, 0), y.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
                    e.operator(new Operator.Movement("nonzero", List.of(x.shape()), y.shape(), Category.MEMORY, 0));
                    return Elementwise.one(y);
                }),
                new Primitive("arange", "n", List.of(required("n", INTEGER, "how many"), optional("dtype", DTYPE, "default fp32"), optional("axis", TEXT, "name of its axis; default features")),
                        "0, 1, 2, ...", "No FLOPs; written once", "", (e, a) -> Elementwise.one(filled(e, "arange", new Axis[] {Axis.made(a.text("axis", "features"), a.extent("n"))}, a.dtype("dtype", Dtype.FP32)))),
                fill("zeros"), fill("ones"), fill("randn"),
                like("zeros_like", "zeros in the shape of a tensor"), like("ones_like", "ones in the shape of a tensor"), like("full_like", "a constant in the shape of a tensor"),
                new Primitive("full", null, List.of(OF), "a number, repeated, in the shape of a tensor that is not read", "No FLOPs; written once", "Its axes are of the tensor's origin.", (e, a) -> Elementwise.one(filled(e, "full", a.input().axes(), a.input().dtype()))),
                beside("new_zeros", "zeros"), beside("new_ones", "ones"),
                new Primitive("linspace", "n", List.of(required("n", INTEGER, "how many")), "numbers at equal distances, fp32", "No FLOPs; written once", "", (e, a) -> Elementwise.one(filled(e, "linspace", new Axis[] {Axis.made("features", a.extent("n"))}, Dtype.FP32))),
                new Primitive("empty_like", null, List.of(OF), "memory in the shape of a tensor, for what is written to it", "No FLOPs, no kernel, no bytes", "", (e, a) -> Elementwise.one(e.fresh(a.input().axes(), a.input().dtype()))),
                new Primitive("scalar", null, List.of(optional("dtype", DTYPE, "default compute")), "a tensor of one number and no axes", "No FLOPs; written once", "", (e, a) -> Elementwise.one(filled(e, "scalar_tensor", new Axis[0], a.dtype("dtype", e.compute())))),
                new Primitive("take", "at", List.of(OF, required("at", TENSORS, "one index tensor a leading axis")), "takes elements by indices into the leading axes", "No FLOPs. Reads the indices and what it takes, writes it", "As embedding.", Sources::take));
    }

    private static Primitive fill(String name) {
        return new Primitive(name, null, List.of(required("axes", AXES, "its axes: {name: extent}"), optional("dtype", DTYPE, "its type; default compute")),
                name.equals("randn") ? "a tensor of random numbers" : "a tensor of " + name, "No FLOPs; written once", "", (e, a) -> Elementwise.one(filled(e, name, Movements.axes(a), a.dtype("dtype", e.compute()))));
    }

    private static Tensor filled(Emitter e, String name, Axis[] axes, Dtype dtype) {
        Tensor y = e.fresh(axes, dtype);
        e.launch("aten." + name, new Work.Stream(y.elements(), 0, 0, false), dtype, new Tensor[0], new Tensor[] {y}, 0, 0);
        e.operator(new Operator.Movement(name, List.of(), y.shape(), Category.MEMORY, 0));
        return y;
    }

    private static Tensor[] weight(Emitter e, Args a) {
        Tensor w = e.constant(Movements.axes(a), a.dtype("dtype", e.compute()));
        e.operator(new Operator.Movement("weight", List.of(), w.shape(), Category.MEMORY, 0), w.elements(),
                a.bool("matrix", false) ? Tensor.multiply(w.elements(), e.lowering().weightBytes(w.dtype())) : w.bytes(), a.text("tied", null), 0);
        return Elementwise.one(w);
    }

    private static Tensor[] stored(Emitter e, Args a) {
        Axis[] axes = Movements.axes(a);
        for (int i = 0; i < axes.length; i++) {
            axes[i] = new Axis(axes[i].name(), axes[i].extent(), 0, new Part[] {Part.of(axes[i].name(), axes[i].extent(), STORED)});
        }
        Tensor t = e.constant(axes, a.dtype("dtype", e.compute()));
        e.operator(new Operator.Movement("stored", List.of(), t.shape(), Category.MEMORY, 0), 0, 0, null, t.bytes());
        return Elementwise.one(t);
    }

    private static Tensor[] embedding(Emitter e, Args a) {
        Tensor index = a.input();
        long parameters = Tensor.multiply(a.extent("rows"), a.extent("width"));
        Axis[] axes = Arrays.copyOf(index.axes(), index.axes().length + 1);
        axes[axes.length - 1] = Axis.made("features", a.extent("width"));
        Tensor y = e.fresh(axes, e.compute());
        int each = e.lowering().weightBytes(e.compute());
        int[] uses = index.storage() >= 0 ? new int[] {index.storage()} : new int[0];
        long rows = Tensor.multiply(y.elements(), each);
        e.launchRead("aten.embedding", new Work.Stream(y.elements(), 0, 0, false), y.dtype(), index.bytes() + rows, uses, new Tensor[] {y}, rows, 0);
        e.operator(new Operator.Lookup("embedding", List.of(index.shape()), y.shape()), parameters, Tensor.multiply(parameters, each), a.text("tied", null), 0);
        return Elementwise.one(y);
    }

    private static Primitive like(String name, String about) {
        return new Primitive(name, null, List.of(OF), about, "No FLOPs; the framework's kernel names the tensor as an operand, so its bytes count as read", "",
                (e, a) -> Elementwise.one(beside(e, name, a.input(), a.input().axes(), a.input().dtype())));
    }

    private static Primitive beside(String name, String what) {
        return new Primitive(name, null, List.of(OF, required("axes", AXES, "its axes: {name: extent}"), optional("dtype", DTYPE, "its type; default that of the tensor")), what + " beside a tensor: on its device",
                "No FLOPs; the framework's kernel names the tensor as an operand, so its bytes count as read", "", (e, a) -> Elementwise.one(beside(e, name, a.input(), Movements.axes(a), a.dtype("dtype", a.input().dtype()))));
    }

    private static Tensor beside(Emitter e, String name, Tensor x, Axis[] axes, Dtype dtype) {
        Tensor y = e.fresh(axes, dtype);
        e.launch("aten." + name, Emitter.stream(y, new Tensor[] {x}, 0, 0), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
        e.operator(new Operator.Movement(name, List.of(x.shape()), y.shape(), Category.MEMORY, 0));
        return y;
    }

    private static Tensor[] take(Emitter e, Args a) {
        Tensor x = a.input();
        List<Tensor> at = a.tensors("at");
        int rest = x.axes().length - at.size();
        if (rest < 0) {
            throw new EvalException("take with " + at.size() + " indices of " + x);
        }
        int lead = at.get(0).axes().length;
        Axis[] axes = Arrays.copyOf(at.get(0).axes(), lead + rest);
        System.arraycopy(x.axes(), at.size(), axes, lead, rest);
        Tensor y = e.fresh(axes, x.dtype());
        long read = y.bytes();
        List<long[]> shapes = new ArrayList<>(List.of(x.shape()));
        List<Tensor> seen = new ArrayList<>();
        for (Tensor t : at) {
            read += seen.stream().anyMatch(t::sameOperand) ? 0 : t.bytes();
            seen.add(t);
            shapes.add(t.shape());
        }
        seen.add(x);
        int[] uses = seen.stream().mapToInt(Tensor::storage).filter(s -> s >= 0).toArray();
        e.launchRead("aten.index", new Work.Stream(y.elements(), 0, 0, false), y.dtype(), read, uses, new Tensor[] {y}, 0, 0);
        e.operator(new Operator.Lookup("take", shapes, y.shape()));
        return Elementwise.one(y);
    }

    private static Tensor[] gather(Emitter e, Args a) {
        Tensor x = a.input();
        Tensor index = a.tensor("index");
        if (x.axes().length == 0) {
            throw new EvalException("gather wants a tensor with an axis, not " + x);
        }
        int i = a.has("axis") ? a.axis(x, "axis") : 0;
        boolean each = a.has("axis") && x.axes().length > 1 && index.axes().length == x.axes().length;
        Axis[] axes = each ? index.axes().clone() : Arrays.copyOf(x.axes(), index.axes().length + x.axes().length - 1);
        if (!each) {
            System.arraycopy(index.axes(), 0, axes, i, index.axes().length);
            System.arraycopy(x.axes(), i + 1, axes, i + index.axes().length, x.axes().length - 1 - i);
            if (index.axes().length == 1 && a.has("axis")) {
                axes[i] = x.axes()[i].withExtent(index.last().extent());      // still the elements of that axis
            }
        }
        Tensor y = e.fresh(axes, x.dtype());
        int[] uses = Arrays.stream(new int[] {x.storage(), index.storage()}).filter(s -> s >= 0).toArray();
        long read = y.bytes() + index.bytes() + (x.dtype().isInteger() || x.dtype() == Dtype.COMPLEX64 ? x.bytes() : 0);
        e.launchRead(each ? "aten.gather" : "aten.index", new Work.Stream(y.elements(), 0, 0, false), y.dtype(), read, uses, new Tensor[] {y}, 0, 0);
        e.operator(new Operator.Lookup("gather", List.of(x.shape(), index.shape()), y.shape()));
        return Elementwise.one(y);
    }
}
