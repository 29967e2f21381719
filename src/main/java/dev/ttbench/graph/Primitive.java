package dev.ttbench.graph;

import java.util.List;

/**
 * A primitive of the language: its name, what it takes, what it costs in words, and the code that emits it.
 *
 * @param name as written in a step
 * @param main the parameter that a bare value means ({@code linear: 320}); null when there is none
 * @param parameters everything it takes, {@code of} (the tensor it works on) included
 * @param about one sentence: what it does
 * @param cost FLOPs and bytes as formulas, in words
 * @param simplification what is not counted, and why
 * @param emit runs it
 */
public record Primitive(String name, String main, List<Parameter> parameters, String about, String cost, String simplification, Emit emit) {

    /** What a parameter may hold. */
    public enum Kind { TENSOR, TENSORS, INTEGER, INTEGERS, BOOLEAN, TEXT, AXIS, DTYPE, OPERAND, AXES, PADS }

    /**
     * One parameter.
     *
     * @param required whether a step must give it
     * @param about what it means, with its default
     */
    public record Parameter(String name, Kind kind, boolean required, String about) { }

    /** The code of a primitive: emits operators and returns the results. */
    interface Emit {
        Tensor[] emit(Emitter e, Args a);
    }

    /** The parameter of that name, or null. */
    public Parameter parameter(String key) {
        for (Parameter p : parameters) {
            if (p.name.equals(key)) {
                return p;
            }
        }
        return null;
    }

    /** True when it works on a tensor ({@code of}, by default the current one). */
    public boolean takesInput() {
        return parameter("of") != null;
    }
}
