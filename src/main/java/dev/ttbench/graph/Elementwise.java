package dev.ttbench.graph;

import static dev.ttbench.graph.Primitive.Kind.BOOLEAN;
import static dev.ttbench.graph.Primitive.Kind.OPERAND;
import static dev.ttbench.graph.Primitive.Kind.TENSOR;
import static dev.ttbench.graph.Primitives.OF;
import static dev.ttbench.graph.Primitives.optional;
import static dev.ttbench.graph.Primitives.required;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Operator;
import java.util.ArrayList;
import java.util.List;

/** Activations and arithmetic, element by element. */
final class Elementwise {
    private static final String PLAIN = "Nothing but the result's own arithmetic; reading or writing costs no FLOPs.";

    private static final Primitive.Parameter IN_PLACE = optional("in_place", BOOLEAN, "the result overwrites x; default false");
    /** Vector FLOPs of a product of complex numbers: four products, two sums. */
    private static final long COMPLEX_PRODUCT = 6;

    private Elementwise() { }

    static List<Primitive> all() {
        List<Primitive> out = new ArrayList<>();
        unary(out, "silu", "x * sigmoid(x)", 4, 2);
        unary(out, "gelu", "x * Phi(x), Phi the normal distribution function (exact or by tanh: the same count)", 8, 1);
        unary(out, "relu", "max(x, 0)", 1, 0);
        unary(out, "leaky_relu", "x where positive, a small multiple of x elsewhere", 2, 0);
        unary(out, "sigmoid", "1 / (1 + exp(-x))", 3, 2);
        unary(out, "tanh", "hyperbolic tangent", 5, 1);
        unary(out, "mish", "x * tanh(log(1 + exp(x)))", 8, 3);
        unary(out, "hardswish", "x * clamp(x + 3, 0, 6) / 6", 4, 0);
        unary(out, "exp", "e to the x", 1, 1);
        unary(out, "log", "natural logarithm", 1, 1);
        unary(out, "sin", "sine", 1, 1);
        unary(out, "cos", "cosine", 1, 1);
        unary(out, "sqrt", "square root", 1, 1);
        unary(out, "rsqrt", "1 / square root", 1, 1);
        unary(out, "reciprocal", "1 / x", 1, 1);
        unary(out, "neg", "-x", 1, 0);
        unary(out, "abs", "magnitude", 1, 0);
        unary(out, "round", "to the nearest integer", 1, 0);
        arithmetic(out, "add", "with", "x + y");
        arithmetic(out, "sub", "with", "x - y");
        arithmetic(out, "rsub", "from", "y - x");
        arithmetic(out, "mul", "by", "x * y");
        arithmetic(out, "div", "by", "x / y");
        arithmetic(out, "pow", "by", "x to the y");
        arithmetic(out, "minimum", "with", "the smaller of x and y");
        arithmetic(out, "maximum", "with", "the larger of x and y");
        compare(out, "equal", "to", "eq");
        compare(out, "greater", "than", "gt");
        compare(out, "less", "than", "lt");
        compare(out, "at_most", "than", "le");
        compare(out, "at_least", "than", "ge");
        compare(out, "both", "with", "bitwise_and");
        out.add(new Primitive("is_inf", null, List.of(OF), "whether an element is infinite; the result is bool", "1 vector FLOP an element", PLAIN, (e, a) -> {
            Tensor x = a.input();
            return one(emit(e, "isinf", "is_inf", new Tensor[] {x}, x, Dtype.BOOL));
        }));
        out.add(new Primitive("clamp", null, List.of(OF, optional("min", OPERAND, "lower bound"), optional("max", OPERAND, "upper bound")), "limits x to a range; bounds may be tensors",
                "2 vector FLOPs an element", PLAIN, (e, a) -> {
                    Tensor x = a.input();
                    List<Tensor> operands = new ArrayList<>(List.of(x));
                    for (String bound : List.of("min", "max")) {
                        Tensor t = a.has(bound) ? a.operand(bound) : null;
                        if (t != null) {
                            operands.add(t);
                        }
                    }
                    return one(emit(e, "clamp", "clamp", operands.toArray(new Tensor[0]), x, x.dtype()));
                }));
        out.add(new Primitive("masked_fill", "where", List.of(OF, required("where", TENSOR, "a mask of truth values")), "a number where a mask is true, the tensor elsewhere", "1 vector FLOP an element", PLAIN, (e, a) -> {
            Tensor x = a.input();
            return one(emit(e, "masked_fill", "masked_fill", new Tensor[] {x, a.tensor("where")}, x, x.dtype()));
        }));
        out.add(new Primitive("where", null, List.of(OF, required("then", TENSOR, "taken where the mask is true"), required("else", TENSOR, "taken elsewhere")),
                "chooses between two tensors by a mask", "1 vector FLOP an element; mask, both tensors and the result cross memory", PLAIN, (e, a) -> {
                    Tensor x = a.input();
                    Tensor yes = a.tensor("then");
                    Tensor no = a.tensor("else");
                    return one(emit(e, "where", "where", new Tensor[] {x, yes, no}, yes, Layout.promote(new Tensor[] {yes, no})));
                }));
        return out;
    }

    private static void unary(List<Primitive> out, String name, String about, long flops, long transcendental) {
        out.add(new Primitive(name, null, List.of(OF, IN_PLACE), about,
                flops + (flops == 1 ? " vector FLOP" : " vector FLOPs") + " an element; the tensor is read once and written once", PLAIN, (e, a) -> {
                    Tensor x = a.input();
                    Tensor y = x;
                    if (a.bool("in_place", false)) {
                        e.launch("aten." + name + "_", Emitter.stream(x, new Tensor[] {x}, flops, transcendental), x.dtype(), new Tensor[] {x}, new Tensor[] {x}, 0, 0);
                    } else {
                        y = e.pointwise("aten." + name, x, x.dtype(), flops, transcendental);
                    }
                    e.operator(new Operator.Pointwise(name, x.shape(), flops, transcendental));
                    return one(y);
                }));
    }

    private static void arithmetic(List<Primitive> out, String name, String key, String about) {
        out.add(new Primitive(name, key, List.of(OF, required(key, OPERAND, "a tensor (broadcast) or a number"),
                optional("swap", BOOLEAN, "the class writes y first: the result takes y's memory order; default false"),
                optional("in_place", BOOLEAN, "the result overwrites x; default false")), about,
                "1 vector FLOP an element of the result, 6 of a complex one; every operand is read at its own size, a broadcast one included", PLAIN, (e, a) -> {
                    Tensor x = a.input();
                    Tensor y = a.operand(key);
                    if (y == null) {
                        boolean widen = x.dtype().isInteger() && (a.isFloat(key) || name.equals("div"));
                        return one(scalar(e, name, x, widen ? Dtype.FP32 : x.dtype(), a.bool("in_place", false)));
                    }
                    if (a.bool("in_place", false)) {
                        e.launch("aten." + name + "_", Emitter.stream(x, new Tensor[] {x, y}, 1, 0), x.dtype(), new Tensor[] {x, y}, new Tensor[] {x}, 0, 0);
                        e.operator(new Operator.Binary(name, List.of(x.shape(), y.shape()), x.shape()));
                        return one(x);
                    }
                    return one(binary(e, name, x, y, x, a.bool("swap", false)));
                }));
    }

    private static Tensor scalar(Emitter e, String name, Tensor x, Dtype dtype, boolean inPlace) {
        Tensor y = x;
        if (inPlace) {
            e.launch("aten." + name + "_", Emitter.stream(x, new Tensor[] {x}, 1, 0), dtype, new Tensor[] {x}, new Tensor[] {x}, 0, 0);
        } else {
            y = e.pointwise("aten." + name, x, dtype, 1, name.equals("div") || name.equals("pow") ? 1 : 0);
        }
        e.operator(new Operator.Binary(name, List.of(x.shape()), y.shape()));
        return y;
    }

    /** {@code x op y}, its axes named after {@code primary}; with {@code swap} the kernel's first operand is y. */
    static Tensor binary(Emitter e, String name, Tensor x, Tensor y, Tensor primary, boolean swap) {
        Tensor[] operands = swap ? new Tensor[] {y, x} : new Tensor[] {x, y};
        return emit(e, name, name, operands, primary, Layout.promote(operands));
    }

    private static void compare(List<Primitive> out, String name, String key, String kernel) {
        out.add(new Primitive(name, key, List.of(OF, required(key, OPERAND, "a tensor or a number")), "compares; the result is bool", "1 vector FLOP an element", PLAIN, (e, a) -> {
            Tensor x = a.input();
            Tensor y = a.operand(key);
            return one(emit(e, kernel, name, y == null ? new Tensor[] {x} : new Tensor[] {x, y}, x, Dtype.BOOL));
        }));
    }

    private static Tensor emit(Emitter e, String kernel, String name, Tensor[] operands, Tensor primary, Dtype dtype) {
        long each = dtype == Dtype.COMPLEX64 ? COMPLEX_PRODUCT : 1;
        Tensor out = e.pointwise("aten." + kernel, operands, primary, dtype, 0, each, name.equals("div") || name.equals("pow") ? 1 : 0);
        if (each > 1) {
            e.operator(new Operator.Pointwise(name, out.shape(), each, 0));
            return out;
        }
        List<long[]> shapes = new ArrayList<>();
        for (Tensor t : operands) {
            shapes.add(t.shape());
        }
        e.operator(new Operator.Binary(name, shapes, out.shape()));
        return out;
    }

    static Tensor[] one(Tensor t) {
        return new Tensor[] {t};
    }
}
