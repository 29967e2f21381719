package dev.ttbench.graph;

import static dev.ttbench.graph.Primitive.Kind.AXIS;
import static dev.ttbench.graph.Primitive.Kind.DTYPE;
import static dev.ttbench.graph.Primitive.Kind.INTEGER;
import static dev.ttbench.graph.Primitive.Kind.INTEGERS;
import static dev.ttbench.graph.Primitive.Kind.PADS;
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
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Data that changes its place, size or type. Views cost nothing; what copies is charged. */
final class Movements {
    private static final String NO_FLOPS = "No FLOPs.";

    private Movements() { }

    static List<Primitive> all() {
        return List.of(
                new Primitive("rearrange", "pattern", List.of(OF, required("pattern", TEXT, "einops notation: 'b c h w -> b (h w) c'"), optional("*", INTEGER, "the extent of a factor, by its name in the pattern")),
                        "splits, permutes and merges axes", NO_FLOPS + " A view, unless a merge cannot be expressed in strides: then one copy", "", (e, a) -> Elementwise.one(Rearrange.apply(e, a.input(), a.pattern(), sizes(a)))),
                new Primitive("expand", "pattern", List.of(OF, required("pattern", TEXT, "as rearrange; names only on the right are new axes"), optional("*", INTEGER, "extents of the new axes")),
                        "repeats a tensor along new axes without copying", NO_FLOPS + " A view of stride 0, unless a merge cannot be expressed in strides: then one copy that reads the expanded size", "", (e, a) -> Elementwise.one(expand(e, a))),
                new Primitive("contiguous", null, List.of(OF), "a dense tensor", NO_FLOPS + " Nothing when it is dense already, else one copy", "", (e, a) -> Elementwise.one(e.contiguous(a.input()))),
                new Primitive("copy", null, List.of(OF), "a dense copy that keeps the order in memory", NO_FLOPS + " Read once, written once", "", (e, a) -> {
                    Tensor x = a.input();
                    Tensor y = e.pointwise("aten.clone", x, x.dtype(), 0, 0);
                    e.operator(new Operator.Movement("copy", List.of(x.shape()), y.shape(), x.attended() ? Category.ATTENTION : Category.MEMORY, 0));
                    return Elementwise.one(y);
                }),
                new Primitive("cast", "to", List.of(OF, required("to", DTYPE, "the type; 'compute' is the run's own")), "converts to another type", NO_FLOPS + " Nothing when it has that type already", "Rounding is not counted as arithmetic.", (e, a) -> Elementwise.one(cast(e, a.input(), a.dtype("to")))),
                new Primitive("concat", "of", List.of(required("of", TENSORS, "the tensors"), optional("axis", AXIS, "where they are joined; default channels")), "joins tensors along an axis", NO_FLOPS + " All read once, the result written", "", (e, a) -> {
                    List<Tensor> ts = a.tensors("of");
                    return Elementwise.one(concat(e, ts, a.has("axis") ? a.axis(ts.get(0), "axis") : ts.get(0).axis("channels")));
                }),
                new Primitive("stack", "of", List.of(required("of", TENSORS, "the tensors, all with extent 1 along the axis"), required("axis", AXIS, "the axis that grows")), "puts tensors side by side along an axis of extent 1", NO_FLOPS + " As concat", "", (e, a) -> {
                    List<Tensor> ts = a.tensors("of");
                    return Elementwise.one(join(e, ts, a.axis(ts.get(0), "axis"), "stack", "aten.stack"));
                }),
                new Primitive("split", "axis", List.of(OF, required("axis", AXIS, "the axis"), optional("sizes", INTEGERS, "extents of the pieces; default equal ones"), optional("into", TEXT, "names of the pieces")), "cuts a tensor into views", NO_FLOPS + " Views", "", Movements::split),
                new Primitive("slice", "axis", List.of(OF, required("axis", AXIS, "the axis"), optional("from", INTEGER, "first element; negative counts from the end; default 0"), optional("to", INTEGER, "element after the last; negative counts from the end; default the end")), "a part of a tensor", NO_FLOPS + " A view", "", (e, a) -> Elementwise.one(slice(a))),
                new Primitive("extend", "axis", List.of(OF, required("axis", AXIS, "the axis that grows"), optional("before", INTEGER, "how often its first element is repeated in front; 0 is a kernel without a result, which a class may launch too"),
                        optional("after", INTEGER, "how often its last one is behind")), "repeats the first and the last element of an axis at its ends", NO_FLOPS + " Each end is repeated by a kernel of its own, then all is joined", "", (e, a) -> Elementwise.one(extend(e, a))),
                new Primitive("pad", null, List.of(OF, optional("mode", TEXT, "constant (default), or replicate or reflect: elements of the border"), optional("*", PADS, "axis name: [before, after]")), "adds elements around", NO_FLOPS + " Read once, the result written", "", (e, a) -> Elementwise.one(pad(e, a))),
                new Primitive("repeat_interleave", "times", List.of(OF, required("axis", AXIS, "the axis"), required("times", INTEGER, "how often every element stands side by side")), "repeats every element along an axis", NO_FLOPS + " Read at the result's size (expanded), written", "", (e, a) -> {
                    Tensor x = a.input();
                    int i = a.axis(x, "axis");
                    Axis[] axes = x.axes().clone();
                    axes[i] = axes[i].withExtent(Tensor.multiply(axes[i].extent(), a.extent("times")));
                    Tensor wide = x.withAxes(axes);
                    Tensor y = e.fresh(axes, x.dtype());
                    e.launch("aten.clone", Emitter.stream(y, new Tensor[] {x}, 0, 0), x.dtype(), new Tensor[] {wide}, new Tensor[] {y}, 0, 0);
                    return Elementwise.one(moved(e, "repeat_interleave", x, y, 0));
                }),
                new Primitive("tile", null, List.of(OF, optional("*", INTEGER, "an axis that it has: how often it is repeated; another name: a new leading axis of that extent")), "repeats a tensor along its axes or new leading ones", NO_FLOPS + " Read once, the result written", "", (e, a) -> Elementwise.one(tile(e, a))),
                new Primitive("cache", "past", List.of(OF, required("axis", AXIS, "the axis that grows, tokens as a rule"), required("past", INTEGER, "elements that it holds already"), optional("dtype", DTYPE, "type that it is kept in; default the input's")), "past elements followed by the new ones; the past is kept in memory between steps", NO_FLOPS + " Past and new read, the result written; a serving engine writes the new elements in place. Another type is a conversion of the new elements, which a serving engine does as it writes", "An allocator's spare room is not counted.", (e, a) -> Elementwise.one(cache(e, a))));
    }

    static Tensor moved(Emitter e, String name, Tensor x, Tensor y, long flopsEach) {
        e.operator(new Operator.Movement(name, List.of(x.shape()), y.shape(), Category.MEMORY, flopsEach));
        return y;
    }

    private static Map<String, Long> sizes(Args a) {
        Map<String, Long> out = Map.of();
        for (String n : a.names()) {
            if (!n.equals("of") && !n.equals("pattern")) {
                out = out.isEmpty() ? new HashMap<>() : out;
                out.put(n, a.extent(n));
            }
        }
        return out;
    }

    private static Tensor expand(Emitter e, Args a) {
        Tensor x = a.input();
        Map<String, Long> sizes = sizes(a);
        Pattern p = a.pattern();
        List<List<String>> left = new ArrayList<>(p.left());
        Axis[] axes = x.axes();
        for (List<String> group : p.right()) {
            for (String n : group) {
                if (!n.equals("1") && p.left().stream().noneMatch(g -> g.contains(n))) {
                    if (!sizes.containsKey(n)) {
                        throw new EvalException("expand needs the extent of the new axis '" + n + "'");
                    }
                    left.add(List.of(n));
                    axes = Arrays.copyOf(axes, axes.length + 1);
                    axes[axes.length - 1] = Axis.made(Pattern.axisName(n), sizes.get(n));
                }
            }
        }
        return Rearrange.apply(e, x.withAxes(axes), Pattern.of(p.text(), left, p.right()), sizes);
    }

    static Tensor cast(Emitter e, Tensor x, Dtype to) {
        if (x.dtype() == to) {
            return x;
        }
        Tensor y = e.pointwise("aten._to_copy", x, to, 0, 0);
        return moved(e, "cast", x, y, 0);
    }

    static Tensor concat(Emitter e, List<Tensor> ts, String axis) {
        return concat(e, ts, ts.get(0).axis(axis));
    }

    static Tensor concat(Emitter e, List<Tensor> ts, int i) {
        return join(e, ts, i, "concat", "aten.cat");
    }

    private static Tensor join(Emitter e, List<Tensor> ts, int i, String name, String kernel) {
        Tensor first = ts.get(0);
        long n = 0;
        List<Part.Piece> pieces = new ArrayList<>();
        List<long[]> shapes = new ArrayList<>();
        String axisName = first.axes()[i].name();
        for (Tensor t : ts) {
            if (t.axes().length != first.axes().length) {
                throw new EvalException(name + " of tensors with different axes: " + Layout.shapes(ts.toArray(new Tensor[0])));
            }
            for (int k = 0; k < t.axes().length; k++) {
                if (k != i && t.axes()[k].extent() != first.axes()[k].extent()) {
                    throw new EvalException(name + " along '" + axisName + "' of tensors that differ in '" + first.axes()[k].name() + "': "
                            + Layout.shapes(ts.toArray(new Tensor[0])));
                }
            }
            Axis a = t.axes()[i];
            n = Math.addExact(n, a.extent());
            pieces.add(new Part.Piece(a.extent(), a.parts()));
            shapes.add(t.shape());
            axisName = a.name().equals(axisName) ? axisName : "tokens";
        }
        Axis[] axes = first.axes().clone();
        axes[i] = new Axis(axisName, n, 0, new Part[] {Part.joined(axisName, n, pieces)});
        Tensor[] operands = ts.toArray(new Tensor[0]);
        int[] order = Layout.suggestedOrder(operands);
        Tensor y = e.fresh(axes, Layout.promote(operands), order);
        boolean indexed = !ts.stream().allMatch(t -> t.dense(order));
        e.launch(kernel, new Work.Stream(y.elements(), 0, 0, Layout.crosses(operands, y), indexed), y.dtype(), operands, new Tensor[] {y}, 0, 0);
        e.operator(new Operator.Movement(name, shapes, y.shape(), Category.MEMORY, 0));
        return y;
    }

    static Tensor slice(Tensor x, int i, long from, long to) {
        Axis a = x.axes()[i];
        if (from < 0 || to > a.extent() || from >= to) {
            throw new EvalException("elements " + from + " to " + to + " of axis '" + a.name() + "' do not exist: " + x);
        }
        Part[] piece = a.parts().length == 1 ? a.parts()[0].piece(from, to) : null;
        Axis cut = piece != null ? new Axis(a.name(), to - from, a.stride(), piece) : a.withExtent(to - from);
        return new Tensor(x.withAxis(i, cut).axes(), x.storage(), x.offset() + from * a.stride(), x.dtype(), x.attended());
    }

    private static Tensor slice(Args a) {
        Tensor x = a.input();
        int i = a.axis(x, "axis");
        long n = x.axes()[i].extent();
        long from = a.integer("from", 0);
        long to = a.integer("to", n);
        return slice(x, i, from < 0 ? Math.max(0, n + from) : from, to < 0 ? n + to : to);
    }

    private static Tensor[] split(Emitter e, Args a) {
        Tensor x = a.input();
        int i = a.axis(x, "axis");
        int count = a.results();
        long[] sizes = a.list("sizes");
        long n = x.axes()[i].extent();
        if (sizes == null) {
            if (count == 0 || n % count != 0) {
                throw new EvalException("the axis '" + x.axes()[i].name() + "' of " + n + " does not split into " + count + " equal pieces", "name the pieces with 'into: [a, b]'");
            }
            sizes = new long[count];
            Arrays.fill(sizes, n / count);
        }
        if (Arrays.stream(sizes).sum() != n) {
            throw new EvalException("the sizes " + Arrays.toString(sizes) + " do not add up to the " + n + " of axis '" + x.axes()[i].name() + "'");
        }
        Tensor[] out = new Tensor[sizes.length];
        long at = 0;
        for (int k = 0; k < out.length; k++) {
            out[k] = slice(x, i, at, at + sizes[k]);
            at += sizes[k];
        }
        return out;
    }

    private static Tensor extend(Emitter e, Args a) {
        Tensor x = a.input();
        int i = a.axis(x, "axis");
        long n = x.axes()[i].extent();
        List<Tensor> pieces = new ArrayList<>(List.of(x));
        for (String end : List.of("before", "after")) {
            if (a.has(end)) {
                long times = a.integer(end);
                if (times < 0 || times > Axis.MAX_EXTENT) {
                    throw new EvalException("'" + end + "' is " + times + "; it counts elements, from 0");
                }
                long last = x.axes()[i].extent();
                Tensor edge = end.equals("before") ? slice(x, i, 0, 1) : slice(x, i, last - 1, last);
                Tensor piece = e.fresh(edge.withAxis(i, edge.axes()[i].withExtent(times)).axes(), x.dtype());
                e.launch("aten.repeat", Emitter.stream(piece, new Tensor[] {edge}, 0, 0), x.dtype(), new Tensor[] {edge}, new Tensor[] {piece}, 0, 0);
                pieces.add(end.equals("before") ? 0 : pieces.size(), piece);
                n = Math.addExact(n, times);
            }
        }
        Tensor[] operands = pieces.toArray(new Tensor[0]);
        Tensor y = e.fresh(x.withAxis(i, x.axes()[i].withExtent(n)).axes(), x.dtype());
        e.launch("aten.cat", Emitter.stream(y, operands, 0, 0), y.dtype(), operands, new Tensor[] {y}, 0, 0);
        return moved(e, "extend", x, y, 0);
    }

    private static Tensor pad(Emitter e, Args a) {
        Tensor x = a.input();
        Axis[] axes = x.axes().clone();
        int padded = 0;
        boolean grown = false;
        for (String n : a.names()) {
            if (!n.equals("of") && !n.equals("mode")) {
                int i = x.axis(n);
                long[] pads = a.needed(n, 2);
                axes[i] = axes[i].withExtent(Args.extent(n, Math.addExact(Math.addExact(axes[i].extent(), pads[0]), pads[1])));
                padded++;
                grown |= pads[0] != 0 || pads[1] != 0;
            }
        }
        String mode = a.text("mode", "constant");
        String kernel = switch (mode) {
            case "constant" -> "aten.constant_pad_nd";
            case "replicate" -> "aten.replication_pad" + padded + "d";
            case "reflect" -> "aten.reflection_pad" + padded + "d";
            default -> throw new EvalException("unknown mode '" + mode + "'", "constant, replicate or reflect");
        };
        int[] order = !mode.equals("constant") ? null : grown ? Layout.suggestedOrder(x) : Layout.iterationOrder(axes, new Tensor[] {x});      // a pad by nothing is a clone
        Tensor y = e.fresh(axes, x.dtype(), order);
        e.launch(kernel, Emitter.stream(y, new Tensor[] {x}, 0, 0), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
        return moved(e, "pad", x, y, 0);
    }

    private static Tensor tile(Emitter e, Args a) {
        Tensor x = a.input();
        List<Axis> axes = new ArrayList<>();
        List<Axis> own = new ArrayList<>(Arrays.asList(x.axes()));
        for (String n : a.names()) {
            int i = 0;
            while (i < own.size() && !own.get(i).name().equals(n)) {
                i++;
            }
            if (i < own.size()) {
                own.set(i, own.get(i).withExtent(Tensor.multiply(own.get(i).extent(), a.extent(n))));
            } else if (!n.equals("of")) {
                axes.add(Axis.made(n, a.extent(n)));
            }
        }
        axes.addAll(own);
        Tensor y = e.fresh(axes.toArray(new Axis[0]), x.dtype());
        e.launch("aten.repeat", Emitter.stream(y, new Tensor[] {x}, 0, 0), x.dtype(), new Tensor[] {x}, new Tensor[] {y}, 0, 0);
        return moved(e, "tile", x, y, 0);
    }

    private static Tensor cache(Emitter e, Args a) {
        Tensor x = a.input();
        int i = a.axis(x, "axis");
        long past = a.integer("past");
        if (past < 0) {
            throw new EvalException("'past' is " + past + "; it counts elements, from 0");
        }
        Dtype kept = a.dtype("dtype", x.dtype());
        boolean paged = e.lowering().pagedCache();
        if (!paged && kept != x.dtype()) {
            x = e.pointwise("aten._to_copy", x, kept, 0, 0);
        }
        Axis axis = x.axes()[i];
        Axis[] grown = x.axes().clone();
        grown[i] = axis.withExtent(Args.extent("past", Math.addExact(past, axis.extent())));
        Tensor[] operands = {x};
        if (past > 0) {
            Axis[] before = x.axes().clone();
            before[i] = axis.withExtent(past);
            operands = new Tensor[] {e.constant(before, kept), x};
        }
        Tensor y;
        if (!paged) {
            y = e.fresh(grown, kept);
            e.launch("aten.cat", Emitter.stream(y, operands, 0, 0), kept, operands, new Tensor[] {y}, 0, 0);
        } else {
            y = e.constant(grown, kept);
            e.launch("cache_write", Emitter.stream(x, new Tensor[] {x}, 0, 0), x.dtype(), new Tensor[] {x}, new Tensor[] {e.constant(x.axes(), kept)}, 0, 0);
        }
        List<long[]> shapes = new ArrayList<>();
        for (Tensor t : operands) {
            shapes.add(t.shape());
        }
        e.operator(new Operator.Movement("cache", shapes, y.shape(), Category.MEMORY, 0), 0, 0, null, y.bytes());
        return y;
    }

    /** {@code t} without its axis {@code i} of extent 1. */
    static Tensor dropped(Tensor t, int i) {
        Axis[] axes = new Axis[t.axes().length - 1];
        for (int k = 0; k < axes.length; k++) {
            axes[k] = t.axes()[k < i ? k : k + 1];
        }
        return t.withAxes(axes);
    }

    /** The axes of an {@code axes: {name: extent}} argument. */
    static Axis[] axes(Args a) {
        if (!(a.raw("axes") instanceof List<?> pairs)) {
            throw new EvalException("'axes' must be a map of names to extents", "axes: {tokens: 77, features: 768}");
        }
        Axis[] out = new Axis[pairs.size()];
        for (int i = 0; i < out.length; i++) {
            if (!(pairs.get(i) instanceof List<?> pair) || pair.size() != 2) {
                throw new EvalException("'axes' must be a map of names to extents", "axes: {tokens: 77, features: 768}");
            }
            String name = String.valueOf(pair.get(0));
            out[i] = Axis.made(name, Args.extent(name, Values.integer(pair.get(1), "'" + name + "'")));
        }
        return out;
    }
}
