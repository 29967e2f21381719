package dev.ttbench.graph;

import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.model.ModelReader;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Template;
import dev.ttbench.spec.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Runs of every shipped graph: the stages of every model at sizes drawn from its parameters' ranges, and the graphs that no model uses as their goldens run them. */
final class ShippedRuns {
    private static final int DRAWS = 4;
    private static final SuiteFiles FILES = new SuiteFiles(java.nio.file.Path.of("suites"), Precompiled.NONE);
    private static final Library LIBRARY = new Library(FILES);

    /**
     * One run of one graph.
     *
     * @param stage model and stage with the settings that are no numbers, or the golden: what shares weights has one of these
     */
    record Run(String stage, String sizes, BlockDef graph, Map<String, Object> with, List<Expander.Input> inputs) {
        Body expand(Lowering lowering, boolean shares) {
            return new Expander(lowering, shares).expand(graph, with, inputs).body();
        }

        /** The same with twice the batch. */
        Run doubled() {
            List<Expander.Input> out = new ArrayList<>();
            for (Expander.Input input : inputs) {
                List<String> axes = graph.input(input.name()).axes();
                List<long[]> extents = new ArrayList<>();
                for (int i = 0; i < axes.size(); i++) {
                    long[] e = input.extents().get(i).clone();
                    List<String> factors = List.of(axes.get(i).replaceAll("[()]", "").trim().split("\\s+"));
                    if (factors.contains("batch")) {
                        e[factors.indexOf("batch")] *= 2;
                    }
                    extents.add(e);
                }
                out.add(new Expander.Input(input.name(), extents));
            }
            return new Run(stage, sizes + ", twice the batch", graph, with, out);
        }

        @Override
        public String toString() {
            return stage + " " + sizes;
        }
    }

    private ShippedRuns() { }

    static List<Run> all() throws IOException {
        List<Run> out = new ArrayList<>();
        for (String model : FILES.names("models")) {
            for (int draw = 0; draw < DRAWS; draw++) {
                draw(model, new Random(7919L * draw + model.hashCode()), out);
            }
        }
        Set<String> seen = new TreeSet<>();
        out.forEach(r -> seen.add(r.graph().name()));
        for (Golden g : Golden.all()) {
            if (seen.add(g.graph())) {
                List<Expander.Input> inputs = new ArrayList<>();
                BlockDef graph = LIBRARY.graph(g.graph(), null);
                g.inputs().forEach((name, shape) -> {
                    for (Object one : graph.input(name).stack() ? (List<?>) shape : List.of(shape)) {
                        inputs.add(new Expander.Input(name, extents((List<?>) one)));
                    }
                });
                out.add(new Run(g.name(), "", graph, g.with(), inputs));
            }
        }
        return out;
    }

    /** Names of the shipped graphs. */
    static Set<String> graphs() {
        return new TreeSet<>(FILES.names("graphs"));
    }

    private static List<long[]> extents(List<?> shape) {
        List<long[]> out = new ArrayList<>();
        for (Object o : shape) {
            out.add(o instanceof Long n ? new long[] {n} : ((List<?>) o).stream().mapToLong(x -> (Long) x).toArray());
        }
        return out;
    }

    private static void draw(String name, Random random, List<Run> into) {
        String file = FILES.find("models", name, null);
        List<Node> documents = FILES.read(file);
        LIBRARY.addLocal(file, documents);
        Problems problems = new Problems(file);
        ModelDef model = new ModelReader(problems, (Node.MapNode) documents.get(0)).read("");
        problems.raise();
        Map<String, String> set = new LinkedHashMap<>();
        StringBuilder kind = new StringBuilder();
        for (ModelDef.Parameter p : model.parameters()) {
            if (p.type().equals("int")) {
                set.put(p.name(), String.valueOf(small(p, random)));
            } else if (p.type().equals("bool")) {
                set.put(p.name(), String.valueOf(random.nextBoolean()));
            } else if (!p.choices().isEmpty()) {
                set.put(p.name(), p.choices().get(random.nextInt(p.choices().size())));
            }
            if (!p.type().equals("int")) {
                kind.append(' ').append(p.name()).append('=').append(set.get(p.name()));
            }
        }
        Binding binding = Binding.of(model, set);
        for (ModelDef.Stage s : model.stages()) {
            Scope scope = s.index() == null ? binding : binding.with(s.index(), random.nextInt(5));
            if (s.condition() != null && !Values.truth(s.condition().eval(scope))) {
                continue;
            }
            BlockDef graph = LIBRARY.graph(s.graph(), file);
            long batch = s.batch() == null ? 1 : (Long) s.batch().eval(scope);
            Map<String, Object> with = new HashMap<>();
            s.with().forEach((k, v) -> with.put(k, v.eval(scope)));
            List<Expander.Input> inputs = new ArrayList<>();
            for (Map.Entry<String, Template> e : s.inputs().entrySet()) {
                if (e.getValue().eval(scope) instanceof List<?> extents) {
                    BlockDef.Input input = graph.input(e.getKey());
                    for (Object one : input.stack() ? extents : List.of(extents)) {
                        inputs.add(new Expander.Input(e.getKey(), placed(input.axes(), batch, (List<?>) one)));
                    }
                }
            }
            into.add(new Run(name + "/" + s.id() + kind, set.toString(), graph, with, inputs));
        }
    }

    private static List<long[]> placed(List<String> axes, long batch, List<?> given) {
        List<long[]> out = new ArrayList<>();
        int next = 0;
        for (String axis : axes) {
            String[] factors = axis.replaceAll("[()]", "").trim().split("\\s+");
            long[] extents = new long[factors.length];
            for (int i = 0; i < extents.length; i++) {
                extents[i] = factors[i].equals("batch") ? batch : (Long) given.get(next++);
            }
            out.add(extents);
        }
        return out;
    }

    /** A small value from a parameter's range. */
    private static long small(ModelDef.Parameter p, Random random) {
        long step = p.multipleOf() == null ? 1 : p.multipleOf();
        long least = p.atMost((p.min() == null ? 1 : p.min()) + step - 1);
        long n = least + step * random.nextInt(step > 1 ? 20 : 4);
        return p.max() == null ? n : Math.min(n, p.atMost(p.max()));
    }
}
