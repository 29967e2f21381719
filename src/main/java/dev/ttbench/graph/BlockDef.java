package dev.ttbench.graph;

import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * A block or graph as read and checked: what it takes, what it returns, its steps.
 *
 * @param file where it stands
 * @param graph true for a graph (an architecture), false for a block
 * @param module whether it is a module of the network's implementation: a call of one costs an eager host time; a mere part of the description costs none
 * @param outputs names of its results; empty when the result is the current tensor at the end
 */
public record BlockDef(String name, String file, int line, boolean graph, boolean module, String about, List<Input> inputs, List<Parameter> parameters, List<String> outputs,
        List<Step> steps) {

    /**
     * A tensor that it takes.
     *
     * @param axes names of its axes, a merged one as {@code (height width)}; null for any
     * @param optional whether it may be missing (null)
     * @param stack whether it is any number of such tensors, on a stack of its name; the last input alone
     * @param dtype type of a graph's input; null for the compute type
     */
    public record Input(String name, List<String> axes, boolean optional, boolean stack, String dtype, int line, int column) { }

    /** The factors of an axis: several for a merged one, such as {@code (height width)}. */
    public static List<String> factors(String axis) {
        if (!axis.startsWith("(")) {
            return List.of(axis);
        }
        List<String> out = new ArrayList<>();
        for (StringTokenizer t = new StringTokenizer(axis, " ()"); t.hasMoreTokens();) {
            out.add(t.nextToken().intern());
        }
        return out;
    }

    /**
     * A value that it takes.
     *
     * @param otherwise its default; null when it must be given
     * @param written its default as the file has it, or null
     * @param type int, bool, string or list for a graph's parameter; null for a block's
     * @param min smallest allowed value, or null
     * @param max largest allowed value, or null
     */
    public record Parameter(String name, Template otherwise, String written, String type, Long min, Long max, String about, int line, int column) { }

    /** Number of inputs that are one tensor: all, or all but the last. */
    public int singles() {
        return inputs.isEmpty() || !inputs.get(inputs.size() - 1).stack ? inputs.size() : inputs.size() - 1;
    }

    /** What the tensor {@code i} of those given is called: the input of that place, or an item of the last. */
    String given(int i) {
        return i < singles() ? inputs.get(i).name : inputs.get(singles()).name + "[" + (i - singles()) + "]";
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

    /** The input of that name, or null. */
    public Input input(String key) {
        for (Input i : inputs) {
            if (i.name.equals(key)) {
                return i;
            }
        }
        return null;
    }

    @Override
    public List<Step> steps() {
        return steps;
    }

    @Override
    public boolean equals(Object o) {
        return this == o;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
