package dev.ttbench.graph;

import static dev.ttbench.graph.Primitive.Kind.TENSOR;
import static dev.ttbench.graph.Primitives.OF;
import static dev.ttbench.graph.Primitives.required;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Operator;
import dev.ttbench.spec.EvalException;
import java.util.Arrays;
import java.util.List;

/** Complex numbers, and what is written into memory that is there already. */
final class Complexes {
    private static final String NO_FLOPS = "No FLOPs.";

    private Complexes() { }

    static List<Primitive> all() {
        return List.of(
                new Primitive("upload", null, List.of(OF), "from the host's memory to the device's", NO_FLOPS + " Read once, written once", "The link between them is not modelled.", (e, a) -> Elementwise.one(upload(e, a.input()))),
                new Primitive("as_complex", null, List.of(OF), "takes the last axis, of extent 2, for the real and the imaginary part", NO_FLOPS + " A view", "", (e, a) -> Elementwise.one(asComplex(a.input()))),
                new Primitive("as_real", null, List.of(OF), "a complex tensor as its parts, along a last axis 'parts' of extent 2", NO_FLOPS + " A view", "", (e, a) -> Elementwise.one(asReal(a.input()))),
                new Primitive("write", "to", List.of(OF, required("to", TENSOR, "the tensor, or the view of one, that it overwrites")), "copies a tensor into another", NO_FLOPS + " Read once, written once; the result is what was overwritten", "", (e, a) -> Elementwise.one(write(e, a.input(), a.tensor("to")))),
                new Primitive("polar", "angle", List.of(OF, required("angle", TENSOR, "in radians")), "complex numbers of a magnitude and an angle", "3 vector FLOPs an element; magnitude and angle are read, complex numbers written",
                        "Nothing but the result's own arithmetic; reading or writing costs no FLOPs.", (e, a) -> Elementwise.one(polar(e, a.input(), a.tensor("angle")))));
    }

    private static Tensor upload(Emitter e, Tensor x) {
        return Movements.moved(e, "upload", x, e.pointwise("aten._to_copy", x, x.dtype(), 0, 0), 0);
    }

    private static Tensor asComplex(Tensor x) {
        int n = x.axes().length - 1;
        boolean fits = x.dtype() == Dtype.FP32 && n >= 0 && x.axes()[n].extent() == 2 && x.axes()[n].stride() == 1 && x.offset() % 2 == 0;
        for (int i = 0; fits && i < n; i++) {
            fits = x.axes()[i].stride() % 2 == 0;
        }
        if (!fits) {
            throw new EvalException("a complex view wants a dense last axis of 2 fp32 numbers, not " + x);
        }
        Axis[] axes = Arrays.copyOf(x.axes(), n);
        for (int i = 0; i < n; i++) {
            axes[i] = axes[i].withStride(axes[i].stride() / 2);
        }
        return new Tensor(axes, x.storage(), x.offset() / 2, Dtype.COMPLEX64, x.attended());
    }

    private static Tensor asReal(Tensor x) {
        if (x.dtype() != Dtype.COMPLEX64) {
            throw new EvalException("a complex tensor is needed, not " + x);
        }
        int n = x.axes().length;
        Axis[] axes = Arrays.copyOf(x.axes(), n + 1);
        for (int i = 0; i < n; i++) {
            axes[i] = axes[i].withStride(Tensor.multiply(axes[i].stride(), 2));
        }
        axes[n] = Axis.made("parts", 2).withStride(1);
        return new Tensor(axes, x.storage(), Tensor.multiply(x.offset(), 2), Dtype.FP32, x.attended());
    }

    private static Tensor write(Emitter e, Tensor x, Tensor to) {
        if (!Arrays.equals(x.shape(), to.shape())) {
            throw new EvalException(x + " does not fit into " + to);
        }
        e.launch("aten.copy_", Emitter.stream(to, new Tensor[] {x}, 0, 0), to.dtype(), new Tensor[] {x}, new Tensor[] {to}, 0, 0);
        return Movements.moved(e, "write", x, to, 0);
    }

    private static Tensor polar(Emitter e, Tensor x, Tensor angle) {
        Tensor y = e.pointwise("aten.polar", new Tensor[] {x, angle}, x, Dtype.COMPLEX64, 0, 3, 2);
        e.operator(new Operator.Pointwise("polar", y.shape(), 3, 2));
        return y;
    }
}
