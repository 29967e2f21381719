package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;

/** One call of a block while its steps run: the names it knows, its stacks, the current tensor. Scopes are closed: nothing of the caller is seen. */
final class Frame implements Scope {
    private final Expander expander;
    private final BlockDef def;
    private final Emitter emitter;
    private final Frame caller;
    private final String callName;
    private final Map<String, Object> names = new HashMap<>();
    private final Stacks stacks = new Stacks();
    private final NavigableMap<String, Tensor> states;
    private Tensor current;
    private String loops = "";
    private String weightLoops = "";
    private Tensor turnInput;

    private Step.BlockCall lastStep;
    private Expander.Shared lastShared;

    Frame(Expander expander, BlockDef def, Emitter emitter, Frame caller, String callName, NavigableMap<String, Tensor> states) {
        this.expander = expander;
        this.def = def;
        this.emitter = emitter;
        this.caller = caller;
        this.callName = callName;
        this.states = states;
    }

    Emitter emitter() {
        return emitter;
    }

    String loops() {
        return loops;
    }

    String weightLoops() {
        return weightLoops;
    }

    /** What {@code step} reached, when it was the last call: most often what it reaches next. */
    Expander.Shared last(Step.BlockCall step) {
        return step != null && step == lastStep ? lastShared : null;
    }

    /** Notes what a call reached. */
    void setLast(Step.BlockCall step, Expander.Shared shared) {
        lastStep = step;
        lastShared = shared;
    }

    NavigableMap<String, Tensor> states() {
        return states;
    }

    /** Where this call stands in the graph, for messages. */
    String path() {
        return caller == null ? def.name() : caller.path() + "/" + caller.loops + callName;
    }

    // ---- names

    @Override
    public Object lookup(String name) {
        if (name.equals("x")) {
            return current();
        }
        Object v = names.get(name);
        if (v != null || names.containsKey(name)) {
            return v;
        }
        Tensor top = stacks.top(name);
        if (top != null) {
            return top;
        }
        throw new EvalException("unknown name '" + name + "'", Suggest.hint(name, new TreeSet<>(names.keySet())));
    }

    /** The current tensor at the start of the loop turn that ran last. */
    Tensor turnInput() {
        return turnInput;
    }

    /** Whether no {@code iterate} is around, so that every turn has weights of its own. */
    boolean loopsAreWeights() {
        return loops.equals(weightLoops);
    }

    Tensor current() {
        if (current == null) {
            throw new EvalException("there is no current tensor here", "name one with 'of:'");
        }
        return current;
    }

    void setCurrent(Tensor t) {
        current = t;
    }

    void set(String name, Object value) {
        names.put(name, value);
    }

    Tensor tensor(Object v) {
        Tensor t = optionalTensor(v);
        if (t == null) {
            throw new EvalException("'" + v + "' is null here; a tensor is needed");
        }
        return t;
    }

    Tensor optionalTensor(Object v) {
        if (v instanceof Tensor t) {
            return t;
        }
        if (!(v instanceof String name)) {
            throw new EvalException("the name of a tensor expected, not " + Values.describe(v));
        }
        Object found = lookup(name);
        if (found == null || found instanceof Tensor) {
            return (Tensor) found;
        }
        throw new EvalException("'" + name + "' is not a tensor but " + Values.describe(found));
    }

    void bind(Tensor[] results, Step.Arguments arguments) {
        List<Template> into = arguments.intoTemplates();
        if (into != null) {
            if (into.size() != results.length) {
                throw new EvalException(results.length + " results, but 'into' names " + into.size());
            }
            for (int i = 0; i < results.length; i++) {
                set(String.valueOf(into.get(i).eval(this)), results[i]);
            }
            return;
        }
        bindOne(results[0], arguments.as());
    }

    void bindOne(Tensor t, Template as) {
        if (as == null) {
            current = t;
        } else {
            set(String.valueOf(as.eval(this)), t);
        }
    }

    Stacks stacks() {
        return stacks;
    }

    void remember(String state, Tensor t) {
        states.put(weightLoops + ":" + state, t);
    }

    Tensor recall(String state) {
        return states.get(weightLoops + ":" + state);
    }

    // ---- control

    /** Runs steps in order; an error is given the place of the innermost step. */
    void runAll(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            Step s = steps.get(i);
            try {
                expander.step();
                Template condition = s.condition();
                if (condition == null || Values.truth(condition.eval(this))) {
                    s.run(this);
                }
            } catch (EvalException e) {
                throw error(s.place().line(), s.place().column(), e);
            } catch (ArithmeticException e) {
                throw error(s.place().line(), s.place().column(), new EvalException("a count of elements, bytes or FLOPs is past 2^63 - 1", "is a size or a repeat count too large?"));
            } catch (StackOverflowError e) {
                throw error(s.place().line(), s.place().column(), new EvalException("blocks are nested too deeply"));
            }
        }
    }

    private InputException error(int line, int column, EvalException e) {
        String where = "in " + path() + (loops.isEmpty() ? "" : "/" + loops.substring(0, loops.length() - 1))
                + (current == null ? "" : "; the current tensor is " + current);
        return new InputException(new Problem(def.file(), line, column, e.getMessage(), e.hint() == null ? where : e.hint() + "\n" + where));
    }

    void loop(Step.Loop loop, int turns, List<?> items) {
        String variable = loop.variable();
        boolean had = names.containsKey(variable);
        Object saved = names.get(variable);
        String outer = loops;
        String outerWeights = weightLoops;
        for (int i = 0; i < turns; i++) {
            expander.step();
            LoopVariable seen = new LoopVariable(items, i, turns);
            names.put(variable, seen);
            String turn = loop.turn(i);
            loops = outer.isEmpty() ? turn : outer + turn;
            weightLoops = outer == outerWeights ? loops : outerWeights + turn;
            turnInput = current;
            Expander.Shared before = last(loop.only()[0]);
            runAll(loop.body());
            if (before != null && before == last(loop.only()[0])) {
                i += expander.again(this, loop, outer, i + 1, seen.sameUntil());
            }
        }
        loops = outer;
        weightLoops = outerWeights;
        if (had) {
            names.put(variable, saved);
        } else {
            names.remove(variable);
        }
    }

    void iterate(Step.Iterate step, Object chunks) {
        if (!(chunks instanceof List<?> sizes) || sizes.isEmpty()) {
            throw new EvalException("'chunks' must be a list of extents, not " + Values.describe(chunks));
        }
        Tensor x = current();
        int i = x.axis(step.axis());
        String outer = loops;
        String outerWeights = weightLoops;
        Object outerChunk = names.get("chunk");
        List<Tensor> results = new ArrayList<>();
        long at = 0;
        List<Long> extents = sizes.stream().map(size -> Args.extent("chunks", Values.integer(size, "a chunk"))).toList();
        for (int j = 0; j < extents.size(); j++) {
            long n = extents.get(j);
            names.put("chunk", new LoopVariable(extents, j, extents.size()));
            current = Movements.slice(x, i, at, at + n);
            at += n;
            loops = outer + "chunk[" + j + "]/";
            weightLoops = outerWeights + "chunk/";
            runAll(step.body());
            loops = outer;
            weightLoops = outerWeights;
            results.add(current);
            if (results.size() > 1 && (!step.once() || j == sizes.size() - 1)) {
                emitter.at(loops, weightLoops, step.place().name());
                Tensor joined = Movements.concat(emitter, results, step.axis());
                results.clear();
                results.add(joined);
            }
        }
        Expander.below(states, outerWeights + "chunk/").clear();
        if (at != x.axes()[i].extent()) {
            throw new EvalException("the chunks " + chunks + " add up to " + at + ", the axis '" + step.axis() + "' has " + x.axes()[i].extent());
        }
        names.remove("chunk");
        if (outerChunk != null) {
            names.put("chunk", outerChunk);
        }
        current = results.get(0);
    }

    // ---- blocks

    /** Binds parameters and inputs and runs the block's own steps; afterwards its stacks must be empty. */
    void enter(Tensor[] inputs, Object[] given) {
        int singles = def.singles();
        for (int i = 0; i < singles; i++) {
            names.put(def.inputs().get(i).name(), inputs[i]);
        }
        for (int i = inputs.length - 1; i >= singles; i--) {
            stacks.push(def.inputs().get(singles).name(), inputs[i], new Step.Place(def.line(), 1, null, null));
        }
        if (inputs.length == singles && singles < def.inputs().size()) {
            names.put(def.inputs().get(singles).name(), null);
        }
        current = inputs.length > 0 ? inputs[0] : null;
        for (int i = 0; i < given.length; i++) {
            BlockDef.Parameter p = def.parameters().get(i);
            try {
                names.put(p.name(), given[i] == Expander.MISSING ? p.otherwise().eval(this) : given[i]);
            } catch (EvalException e) {
                throw error(p.line(), p.column(), new EvalException("the default of '" + p.name() + "': " + e.getMessage(), e.hint()));
            }
        }
        runAll(def.steps());
        Stacks.Left left = stacks.left(def.graph() ? def.outputs() : List.of());
        if (left != null) {
            throw error(left.place().line(), left.place().column(), new EvalException("the stack '" + left.stack() + "' still holds " + left.tensors() + " tensor"
                    + (left.tensors() == 1 ? "" : "s") + " at the end of '" + def.name() + "'", "every 'push' needs a 'pop'"));
        }
    }

    Tensor[] results() {
        if (def.outputs().isEmpty()) {
            return new Tensor[] {current()};
        }
        String last = def.outputs().get(def.outputs().size() - 1);
        List<Tensor> stacked = def.graph() && !names.containsKey(last) ? stacks.contents(last) : List.of();
        int singles = def.outputs().size() - (stacked.isEmpty() ? 0 : 1);
        Tensor[] out = new Tensor[singles];
        for (int i = 0; i < singles; i++) {
            try {
                out[i] = tensor(def.outputs().get(i));
            } catch (EvalException e) {
                throw error(def.line(), 1, new EvalException("the output '" + def.outputs().get(i) + "' of '" + def.name() + "': " + e.getMessage(), e.hint()));
            }
        }
        return Expander.with(out, stacked);
    }

    void call(Step.BlockCall step) {
        BlockDef target = step.target();
        int n = target.singles();
        Tensor[] inputs = new Tensor[n];
        for (int i = 0; i < n; i++) {
            BlockDef.Input input = target.inputs().get(i);
            Template t = step.input(i);
            Tensor value;
            if (t != null) {
                Object v = t.eval(this);
                value = v == null ? null : optionalTensor(v);
            } else {
                value = i == 0 && !(input.optional() && current == null) ? current() : null;
            }
            if (value == null && !input.optional()) {
                throw new EvalException("'" + target.name() + "' needs its input '" + input.name() + "'");
            }
            inputs[i] = value == null ? null : renamed(target, input, value);
        }
        if (n < target.inputs().size()) {
            BlockDef.Input input = target.inputs().get(n);
            inputs = Expander.with(inputs, emptied(step.input(n)).stream().map(t -> renamed(target, input, t)).toList());
        }
        Object[] given = new Object[target.parameters().size()];
        for (int i = 0; i < given.length; i++) {
            BlockDef.Parameter p = target.parameters().get(i);
            Template t = step.parameter(i);
            if (t == null && p.otherwise() == null) {
                throw new EvalException("'" + target.name() + "' needs its parameter '" + p.name() + "'");
            }
            given[i] = t == null ? Expander.MISSING : t.eval(this);
            if (given[i] instanceof Tensor) {
                throw new EvalException("the parameter '" + p.name() + "' of '" + target.name() + "' is a value, not a tensor");
            }
        }
        bind(expander.call(this, step, inputs, given), step.arguments());
    }

    /** What lies on the stack that a call names, from its top; the call takes it all. */
    private List<Tensor> emptied(Template named) {
        Object v = named == null ? null : named.eval(this);
        if (v == null) {
            return List.of();
        }
        if (!(v instanceof String stack) || !stacks.knows(stack) && !(names.containsKey(stack) && names.get(stack) == null)) {
            throw new EvalException("the name of a stack expected, not " + Values.describe(v));
        }
        return stacks.popAll(stack);
    }

    private static Tensor renamed(BlockDef target, BlockDef.Input input, Tensor t) {
        List<String> axes = input.axes();
        if (axes == null) {
            return t;
        }
        if (axes.size() != t.axes().length) {
            throw new EvalException("'" + target.name() + "' wants " + input.name() + " as " + axes + ", but it is " + t);
        }
        Axis[] own = t.axes();
        Axis[] out = null;
        for (int i = 0; i < own.length; i++) {
            Axis a = own[i].withName(axes.get(i));
            if (a != own[i]) {
                out = out == null ? own.clone() : out;
                out[i] = a;
            }
        }
        return out == null ? t : t.withAxes(out);
    }
}
