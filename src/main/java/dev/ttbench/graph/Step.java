package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Template;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One step of a body, as read and checked; it runs in a {@link Frame}. */
sealed interface Step {
    /** Where it stands in its file. */
    Place place();

    /** Runs it; the condition has been evaluated. */
    void run(Frame f);

    /** The step's {@code if}, or null. */
    default Template condition() {
        return place().condition;
    }

    /** The bodies inside a step. */
    static List<List<Step>> inner(Step s) {
        if (s instanceof Loop l) {
            return List.of(l.body);
        }
        if (s instanceof Iterate i) {
            return List.of(i.body);
        }
        if (s instanceof Residual r) {
            return List.of(r.shortcut, r.body);
        }
        if (s instanceof Branch b) {
            return List.of(b.body);
        }
        if (s instanceof Choice c) {
            return List.of(c.then, c.otherwise);
        }
        return List.of();
    }

    /**
     * Where a step stands, and under which condition.
     *
     * @param name its name within the body, unique: the operator's, numbered from its second use on, or its {@code id}
     */
    record Place(int line, int column, String name, Template condition) { }

    /** What a step passes to its primitive or block. */
    final class Arguments {
        private final String[] names;
        private final Template[] values;
        private final Template as;
        private final List<Template> into;
        private final Pattern pattern;

        Arguments(List<String> names, List<Template> values, Template as, List<Template> into, boolean grows) {
            this.names = names.toArray(new String[0]);
            this.values = values.toArray(new Template[0]);
            this.as = as;
            this.into = into;
            Template p = get("pattern");
            this.pattern = p instanceof Template.Constant c && c.value() instanceof String s ? Pattern.parse(s, grows) : null;
        }

        Template get(String name) {
            for (int i = 0; i < names.length; i++) {
                if (names[i].equals(name)) {
                    return values[i];
                }
            }
            return null;
        }

        Template as() {
            return as;
        }

        List<Template> intoTemplates() {
            return into;
        }

        /** Number of results that the step names; 0 when it names none. */
        int results() {
            return into == null ? 0 : into.size();
        }

        Iterable<String> names() {
            return List.of(names);
        }

        List<Template> values() {
            return List.of(values);
        }

        /** The pattern that is written without expressions, or null. */
        Pattern constantPattern() {
            return pattern;
        }

        Pattern pattern(String text) {
            return pattern != null ? pattern : Pattern.parse(text, true);
        }
    }

    /** A primitive. */
    record Primitive(Place place, dev.ttbench.graph.Primitive primitive, Arguments arguments) implements Step {
        @Override
        public void run(Frame f) {
            f.emitter().at(f.loops(), f.weightLoops(), place.name);
            f.bind(primitive.emit().emit(f.emitter(), new Args(arguments, f)), arguments);
        }
    }

    /** A call of another block. */
    final class BlockCall implements Step {
        private final Place place;
        private final String block;
        private final Arguments arguments;
        private final boolean tied;
        private BlockDef target;
        private Template[] inputs;
        private Template[] parameters;

        BlockCall(Place place, String block, Arguments arguments, boolean tied) {
            this.place = place;
            this.block = block;
            this.arguments = arguments;
            this.tied = tied;
        }

        /** Whether every turn of the loops around it, within its body, runs the same weights. */
        boolean tied() {
            return tied;
        }

        String block() {
            return block;
        }

        Arguments arguments() {
            return arguments;
        }

        BlockDef target() {
            return target;
        }

        /** Resolves the call: its target, and what it passes for each input and parameter (null where nothing). */
        void link(BlockDef def) {
            target = def;
            inputs = new Template[def.inputs().size()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = arguments.get(def.inputs().get(i).name());
            }
            if (inputs.length > 0 && inputs[0] == null) {
                inputs[0] = arguments.get("of");
            }
            parameters = new Template[def.parameters().size()];
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = arguments.get(def.parameters().get(i).name());
            }
        }

        Template input(int i) {
            return inputs[i];
        }

        Template parameter(int i) {
            return parameters[i];
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public void run(Frame f) {
            f.call(this);
        }
    }

    /** {@code for_each} and {@code repeat}: every turn makes operators and weights of its own. */
    record Loop(Place place, String variable, Template sequence, boolean counted, List<Step> body, String[] turns, BlockCall[] only) implements Step {
        private static final int NAMED_TURNS = 128;

        Loop(Place place, String variable, Template sequence, boolean counted, List<Step> body) {
            this(place, variable, sequence, counted, body, new String[NAMED_TURNS], new BlockCall[1]);
            only[0] = single();
            for (int i = 0; i < NAMED_TURNS; i++) {
                turns[i] = variable + "[" + i + "]/";
            }
        }

        /** The call that every turn is, when the body is nothing but one call from the current tensor to the current tensor; else null. */
        private BlockCall single() {
            if (body.size() != 1 || !(body.get(0) instanceof BlockCall c) || c.condition() != null || c.tied || c.arguments.as != null || c.arguments.into != null) {
                return null;
            }
            Set<String> names = new HashSet<>();
            for (Template t : c.arguments.values) {
                t.names(names);
            }
            return names.contains("x") ? null : c;
        }

        /** What turn {@code i} adds to a path. */
        String turn(int i) {
            return i < NAMED_TURNS ? turns[i] : variable + "[" + i + "]/";
        }

        @Override
        public void run(Frame f) {
            Object v = sequence.eval(f);
            long n;
            List<?> items = null;
            if (counted) {
                if (!(v instanceof Long count) || count < 0) {
                    throw new EvalException("'repeat' wants a count of at least 0, not " + dev.ttbench.spec.Values.describe(v));
                }
                n = count;
            } else if (v instanceof List<?> l) {
                items = l;
                n = l.size();
            } else {
                throw new EvalException("'for_each' wants a list, not " + dev.ttbench.spec.Values.describe(v));
            }
            if (n > Emitter.MAX_ITEMS) {
                throw new EvalException("a loop of " + n + " turns in a graph; at most " + Emitter.MAX_ITEMS + " are possible", "steps of a generation are the stage's 'repeat'");
            }
            f.loop(this, (int) n, items);
        }
    }

    /**
     * The same weights again on one chunk of an axis after the other.
     *
     * @param once whether results are joined when all are there, and not each to those before it; a single one is the result itself
     */
    record Iterate(Place place, String axis, Template chunks, boolean once, List<Step> body) implements Step {
        @Override
        public void run(Frame f) {
            f.iterate(this, chunks.eval(f));
        }
    }

    /** x + body(x): the sum's operands in the order in which the class writes them. */
    record Residual(Place place, boolean inputFirst, List<Step> shortcut, List<Step> body) implements Step {
        @Override
        public void run(Frame f) {
            Tensor x = f.current();
            f.runAll(body);
            Tensor y = f.current();
            if (!shortcut.isEmpty()) {
                f.setCurrent(x);
                f.runAll(shortcut);
                x = f.current();
            }
            Emitter e = f.emitter();
            e.at(f.loops(), f.weightLoops(), place.name);
            f.setCurrent(inputFirst ? Elementwise.binary(e, "add", x, y, x, false) : Elementwise.binary(e, "add", y, x, y, false));
        }
    }

    /** Runs steps aside: the current tensor is afterwards what it was. */
    record Branch(Place place, List<Step> body) implements Step {
        @Override
        public void run(Frame f) {
            Tensor x = f.current();
            f.runAll(body);
            f.setCurrent(x);
        }
    }

    /** {@code if / then / else}. */
    record Choice(Place place, Template test, List<Step> then, List<Step> otherwise) implements Step {
        @Override
        public void run(Frame f) {
            f.runAll(dev.ttbench.spec.Values.truth(test.eval(f)) ? then : otherwise);
        }
    }

    /** Puts the current tensor on a stack. */
    record Push(Place place, String stack) implements Step {
        @Override
        public void run(Frame f) {
            f.stacks().push(stack, f.current(), place);
        }
    }

    /** Takes the top of a stack: to be joined to the current tensor, to be named, or to become current; or joins all that it holds, the first pushed first. */
    record Pop(Place place, String stack, String join, Object all, Template as) implements Step {
        @Override
        public void run(Frame f) {
            Tensor t = f.stacks().pop(stack);
            if (all != null) {
                ArrayDeque<Tensor> held = new ArrayDeque<>(List.of(t));
                while (f.stacks().holds(stack)) {
                    held.addFirst(f.stacks().pop(stack));
                }
                f.emitter().at(f.loops(), f.weightLoops(), place.name);
                t = Movements.concat(f.emitter(), List.copyOf(held), all instanceof Long i ? t.axis(i) : t.axis((String) all));
            } else if (join != null) {
                f.emitter().at(f.loops(), f.weightLoops(), place.name);
                t = Movements.concat(f.emitter(), List.of(f.current(), t), join);
            }
            f.bindOne(t, as);
        }
    }

    /** Names the current tensor. */
    record Keep(Place place, Template name) implements Step {
        @Override
        public void run(Frame f) {
            f.set(String.valueOf(name.eval(f)), f.current());
        }
    }

    /** Makes a named tensor the current one, or gives it a second name. */
    record Use(Place place, Template of, Template as) implements Step {
        @Override
        public void run(Frame f) {
            f.bindOne(f.tensor(of.eval(f)), as);
        }
    }

    /** Keeps the current tensor for the next chunk of the {@code iterate} around. */
    record Remember(Place place, String state) implements Step {
        @Override
        public void run(Frame f) {
            f.remember(state, f.current());
        }
    }

    /** What the chunk before remembered, or null in the first. */
    record Recall(Place place, String state, Template as) implements Step {
        @Override
        public void run(Frame f) {
            f.set(String.valueOf(as.eval(f)), f.recall(state));
        }
    }
}
