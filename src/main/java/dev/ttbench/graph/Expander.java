package dev.ttbench.graph;

import dev.ttbench.operator.Dtype;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Expands graphs under a parameter binding. Calls of one block with equal parameters, inputs (extents, strides, origins, dtypes, aliasing) and
 * remembered states share one {@link Body}. Not thread-safe; one per thread.
 */
public final class Expander {
    static final Object MISSING = new Object();
    private final Lowering lowering;
    private final boolean shares;
    /** Most steps that one expansion may run. */
    static final int MAX_STEPS = 5_000_000;
    private final Map<Key, Body> bodies = new HashMap<>();
    private int steps;

    /** An expander for one lowering. */
    public Expander(Lowering lowering) {
        this(lowering, true);
    }

    /** An expander that may be told to expand every call anew, which changes no result. */
    Expander(Lowering lowering, boolean shares) {
        this.lowering = lowering;
        this.shares = shares;
    }

    /** Number of distinct bodies so far. */
    public int distinct() {
        return bodies.size();
    }

    /** A call and the body that it shares. */
    record Shared(Key key, Body body) { }

    private static final class Key {
        private final BlockDef def;
        private final Object[] given;
        private final Tensor[] inputs;
        private final long[] bytes;
        private final Map<String, Tensor> states;
        private int hash;

        Key(BlockDef def, Object[] given, Tensor[] inputs, long[] bytes, Map<String, Tensor> states) {
            this.def = def;
            this.given = given;
            this.inputs = inputs;
            this.bytes = bytes;
            this.states = states;
        }

        @Override
        public int hashCode() {
            if (hash == 0) {
                int h = def.hashCode() * 31 + Arrays.hashCode(given);
                for (Tensor t : inputs) {
                    h = h * 31 + (t == null ? 0 : t.hashCode());
                }
                hash = h * 31 + Arrays.hashCode(bytes) | 1;
            }
            return hash;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Key k && def == k.def && Arrays.equals(bytes, k.bytes) && Arrays.equals(given, k.given)
                    && Arrays.equals(inputs, k.inputs) && states.equals(k.states);
        }
    }

    /**
     * One input of a graph; one that is a stack comes as several of its name.
     *
     * @param extents the extents of its axes, a merged axis as one extent a factor
     */
    public record Input(String name, List<long[]> extents) { }

    /**
     * A graph's expansion.
     *
     * @param body its operators
     * @param inputBytes size of its inputs, in bytes
     */
    public record Expansion(Body body, long inputBytes) { }

    /**
     * Expands a graph.
     *
     * @param given values of parameters, by name; those missing take their defaults
     * @param inputs the tensors, in the graph's order; an optional one may be missing
     * @throws dev.ttbench.spec.InputException when the graph does not run on them
     */
    public Expansion expand(BlockDef graph, Map<String, Object> given, List<Input> inputs) {
        return expand(graph, given, inputs, false);
    }

    /**
     * As {@link #expand(BlockDef, Map, List)}, with the graph's inputs in storages of their own, numbered from 0 as in any body that is called:
     * who reads them can then be followed. Nothing else differs but that liveness would count them.
     */
    public Expansion trace(BlockDef graph, Map<String, Object> given, List<Input> inputs) {
        return expand(graph, given, inputs, true);
    }

    private Expansion expand(BlockDef graph, Map<String, Object> given, List<Input> inputs, boolean traced) {
        steps = 0;
        Emitter e = new Emitter(lowering, 0);
        List<Tensor> stacked = new ArrayList<>();
        Tensor[] tensors = new Tensor[graph.singles()];
        long bytes = 0;
        for (int i = tensors.length; i < graph.inputs().size(); i++) {
            BlockDef.Input spec = graph.inputs().get(i);
            for (Input input : inputs) {
                if (input.name().equals(spec.name())) {
                    stacked.add(inputTensor(e, spec, input));
                    bytes = Math.addExact(bytes, stacked.get(stacked.size() - 1).bytes());
                }
            }
        }
        for (int i = 0; i < tensors.length; i++) {
            BlockDef.Input spec = graph.inputs().get(i);
            Input input = inputs.stream().filter(x -> x.name().equals(spec.name())).findFirst().orElse(null);
            if (input == null) {
                if (!spec.optional()) {
                    throw new EvalException("the graph '" + graph.name() + "' needs its input '" + spec.name() + "'");
                }
                continue;
            }
            tensors[i] = inputTensor(e, spec, input);
            bytes = Math.addExact(bytes, tensors[i].bytes());
        }
        tensors = with(tensors, stacked);
        for (String name : given.keySet()) {
            if (graph.parameter(name) == null) {
                throw new EvalException("the graph '" + graph.name() + "' has no parameter '" + name + "'",
                        Suggest.hint(name, graph.parameters().stream().map(BlockDef.Parameter::name).toList()));
            }
        }
        Object[] values = new Object[graph.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            BlockDef.Parameter p = graph.parameters().get(i);
            values[i] = given.containsKey(p.name()) ? given.get(p.name()) : MISSING;
            if (values[i] == MISSING && p.otherwise() == null) {
                throw new EvalException("the graph '" + graph.name() + "' needs its parameter '" + p.name() + "'");
            }
            if (values[i] != MISSING && p.type() != null && !DefinitionReader.fits(values[i], p.type())) {
                throw new EvalException("the parameter '" + p.name() + "' of '" + graph.name() + "' must be of type " + p.type() + ", not " + Values.describe(values[i]));
            }
            if (values[i] instanceof Long n && (p.min() != null && n < p.min() || p.max() != null && n > p.max())) {
                throw new EvalException("the parameter '" + p.name() + "' of '" + graph.name() + "' is " + n + "; allowed is "
                        + (p.min() != null ? "from " + p.min() : "") + (p.max() != null ? " to " + p.max() : ""));
            }
        }
        Emitter emitter = traced ? numbered(tensors) : e;
        Frame f = new Frame(this, graph, emitter, null, graph.name(), new TreeMap<>());
        f.enter(tensors, values);
        return new Expansion(body(graph, emitter, tensors, f.results(), Map.of()), bytes);
    }

    /** The inputs that are one tensor, and after them those of a stack. */
    static Tensor[] with(Tensor[] singles, List<Tensor> stacked) {
        if (stacked.isEmpty()) {
            return singles;
        }
        Tensor[] out = Arrays.copyOf(singles, singles.length + stacked.size());
        for (int i = 0; i < stacked.size(); i++) {
            out[singles.length + i] = stacked.get(i);
        }
        return out;
    }

    /** An emitter to which the tensors are inputs; they get its storages. */
    private Emitter numbered(Tensor[] tensors) {
        Emitter e = new Emitter(lowering, tensors.length);
        for (int i = 0; i < tensors.length; i++) {
            if (tensors[i] != null) {
                e.setInputBytes(i, tensors[i].bytes());
                tensors[i] = tensors[i].in(i);
            }
        }
        return e;
    }

    private static Tensor inputTensor(Emitter e, BlockDef.Input spec, Input input) {
        Axis[] axes = new Axis[spec.axes().size()];
        for (int i = 0; i < axes.length; i++) {
            String name = spec.axes().get(i);
            long[] extents = input.extents().get(i);
            List<String> factors = BlockDef.factors(name);
            Part[] parts = new Part[factors.size()];
            long extent = 1;
            for (int k = 0; k < factors.size(); k++) {
                parts[k] = Part.of(factors.get(k), Args.extent(factors.get(k), extents[k]), spec.name());
                extent = Tensor.multiply(extent, extents[k]);
            }
            axes[i] = new Axis(name, extent, 0, parts);
        }
        return e.constant(axes, spec.dtype() == null || spec.dtype().equals("compute") ? e.compute() : Dtype.of(spec.dtype()));
    }

    /** The results of calling {@code target} from {@code caller}; emits the call there. */
    Tensor[] call(Frame caller, Step.BlockCall step, Tensor[] inputs, Object[] given) {
        BlockDef target = step.target();
        String name = step.place().name();
        Emitter e = caller.emitter();
        String weightLoops = step.tied() ? "" : caller.weightLoops();
        Map<String, Tensor> reached = caller.states().isEmpty() ? Map.of() : reachedStates(caller.states(), weightLoops + name + "/");
        int[] storages = new int[inputs.length + reached.size()];
        int count = 0;
        Tensor[] local = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] != null) {
                int id = indexOf(storages, count, inputs[i].storage());
                if (id == count) {
                    storages[count++] = inputs[i].storage();
                }
                local[i] = inputs[i].in(id);
            }
        }
        Map<String, Tensor> states = reached.isEmpty() ? reached : new LinkedHashMap<>();
        Map<Integer, Integer> numbers = reached.isEmpty() ? Map.of() : new HashMap<>();
        for (int i = 0; i < count && !reached.isEmpty(); i++) {
            numbers.put(storages[i], i);
        }
        for (Map.Entry<String, Tensor> s : reached.entrySet()) {
            Integer id = numbers.putIfAbsent(s.getValue().storage(), count);
            if (id == null) {
                id = count;
                storages[count++] = s.getValue().storage();
            }
            states.put(s.getKey(), s.getValue().in(id));
        }
        int[] outer = Arrays.copyOf(storages, count);
        long[] bytes = new long[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = outer[i] < 0 ? 0 : e.storageBytes(outer[i]);
        }
        Key key = new Key(target, given, local, bytes, states);
        Shared recent = caller.last(step);
        Body body = recent != null && recent.key.equals(key) ? recent.body : bodies.get(key);
        if (body == null || !shares) {
            Emitter inner = new Emitter(lowering, count);
            for (int i = 0; i < count; i++) {
                inner.setInputBytes(i, bytes[i]);
            }
            Frame f = new Frame(this, target, inner, caller, name, new TreeMap<>(states));
            f.enter(local, given);
            body = body(target, inner, local, f.results(), f.states());
            bodies.put(key, body);
        }
        if (recent == null || recent.body != body) {
            caller.setLast(step, new Shared(key, body));
        }
        int[] made = new int[body.escaping().length];
        for (int i = 0; i < made.length; i++) {
            made[i] = e.storage(body.storageBytes(body.escaping()[i]));
        }
        e.add(new Body.Call(caller.loops(), weightLoops, name, body, outer, made));
        for (Body.Remembered s : body.states()) {
            caller.states().put(weightLoops + name + "/" + s.path(), outside(e, body, s.tensor(), outer, made));
        }
        Tensor[] out = new Tensor[body.outputs().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = outside(e, body, body.outputs()[i], outer, made);
        }
        return out;
    }

    /**
     * Emits further turns of a loop whose turns are the call that was emitted last: from the current tensor to the current tensor, in the same
     * layout. Each turn is then the same body on what the turn before made.
     *
     * @param from the next turn
     * @param turns the first turn that may be another call; the number of turns when there is none
     * @return turns that were emitted; 0 when the call is not of that kind
     */
    int again(Frame caller, Step.Loop loop, String outer, int from, int turns) {
        Emitter e = caller.emitter();
        Body.Call last = (Body.Call) e.items().get(e.items().size() - 1);
        Body body = last.body();
        Tensor in = caller.turnInput();
        Tensor out = caller.current();
        boolean plain = body.escaping().length == 1 && body.outputs().length == 1 && body.states().isEmpty() && caller.loopsAreWeights() && out.storage() == last.made()[0]
                && in.sameLayout(out);
        if (!plain || from >= turns) {
            return 0;
        }
        int slot = indexOf(last.inputs(), last.inputs().length, in.storage());
        int storage = out.storage();
        for (int t = from; t < turns; t++) {
            int[] inputs = last.inputs().clone();
            inputs[slot] = storage;
            storage = e.storage(body.storageBytes(body.escaping()[0]));
            String loops = outer.isEmpty() ? loop.turn(t) : outer + loop.turn(t);
            e.add(new Body.Call(loops, loops, last.name(), body, inputs, new int[] {storage}));
        }
        caller.setCurrent(out.in(storage));
        return turns - from;
    }

    /** The part of {@code states} whose paths begin with a prefix; a view. */
    static NavigableMap<String, Tensor> below(NavigableMap<String, Tensor> states, String prefix) {
        return states.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
    }

    private static Map<String, Tensor> reachedStates(NavigableMap<String, Tensor> states, String prefix) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        below(states, prefix).forEach((path, t) -> out.put(path.substring(prefix.length()), t));
        return out;
    }

    private static int indexOf(int[] storages, int count, int storage) {
        for (int i = 0; i < count; i++) {
            if (storages[i] == storage) {
                return i;
            }
        }
        return count;
    }

    private static Tensor outside(Emitter e, Body body, Tensor t, int[] outer, int[] made) {
        int s = t.storage();
        if (s < 0) {
            return t.in(e.untracked());
        }
        if (s < outer.length) {
            return t.in(outer[s]);
        }
        int place = body.escapingPlace(s);
        if (place >= 0) {
            return t.in(made[place]);
        }
        throw new IllegalStateException("an output's storage does not escape");
    }

    private static Body body(BlockDef def, Emitter e, Tensor[] given, Tensor[] outputs, Map<String, Tensor> states) {
        int[] escaping = new int[outputs.length + states.size()];
        boolean[] escapes = new boolean[e.storages()];
        int n = 0;
        List<Body.Remembered> remembered = new ArrayList<>(states.size());
        for (Tensor t : outputs) {
            n = escape(t, e, escapes, escaping, n);
        }
        for (Map.Entry<String, Tensor> s : states.entrySet()) {
            Tensor t = s.getValue();
            n = escape(t, e, escapes, escaping, n);
            remembered.add(new Body.Remembered(s.getKey(), t));
        }
        long[] bytes = new long[e.storages()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = e.storageBytes(i);
        }
        return new Body(def, e.items(), e.operators(), bytes, e.inputs(), given, outputs, Arrays.copyOf(escaping, n), remembered);
    }

    private static int escape(Tensor t, Emitter e, boolean[] escapes, int[] escaping, int n) {
        if (t.storage() < e.inputs() || escapes[t.storage()]) {
            return n;
        }
        escapes[t.storage()] = true;
        escaping[n] = t.storage();
        return n + 1;
    }

    /** The lowering that bodies are expanded for. */
    public Lowering lowering() {
        return lowering;
    }

    /** Counts one step that runs; loops of loops end here however little they do. */
    void step() {
        if (++steps > MAX_STEPS) {
            throw new EvalException("more than " + MAX_STEPS + " steps in one graph", "is a repeat count too large?");
        }
    }

    /** Drops what is remembered of earlier bodies. */
    public void forget() {
        bodies.clear();
    }
}
