package dev.ttbench.graph;

import dev.ttbench.cost.Cost;
import dev.ttbench.cost.Costs;
import dev.ttbench.cost.Liveness;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph written as YAML in a test, with its inputs; the blocks of the shipped suites can be called. Computes in fp16 unless told otherwise. */
public final class GraphText {
    private final BlockDef graph;
    private final List<Expander.Input> inputs = new ArrayList<>();
    private final Map<String, Object> with = new LinkedHashMap<>();
    private Lowering lowering = new Lowering(Dtype.FP16, Dtype.FP16, Lowering.AttentionForm.FUSED, false);

    private GraphText(BlockDef graph) {
        this.graph = graph;
    }

    /** The first graph of a text; its problems are thrown. */
    public static GraphText of(String yaml) {
        List<Problem> problems = new ArrayList<>();
        Map<String, BlockDef> defs = new Library(new SuiteFiles(Path.of("suites"), Precompiled.NONE)).check("test.yaml", YamlReader.read("test.yaml", yaml), problems);
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return new GraphText(defs.values().stream().filter(BlockDef::graph).findFirst().orElseThrow());
    }

    /** A graph whose body is {@code body} (flow style, one line), over one input {@code x} with the given axes, such as {@code "batch 2, tokens 3"}. */
    public static GraphText of(String axes, String body) {
        StringBuilder names = new StringBuilder();
        List<Long> extents = new ArrayList<>();
        for (String axis : axes.split(",")) {
            String[] words = axis.trim().split("\\s+");
            names.append(names.isEmpty() ? "" : ", ").append(words[0]);
            extents.add(Long.valueOf(words[1]));
        }
        return of("graph: test\ninputs: {x: [" + names + "]}\nbody: " + body + "\n").input("x", extents.stream().mapToLong(n -> n).toArray());
    }

    /** Gives an input by the extents of its axes. */
    public GraphText input(String name, long... extents) {
        List<long[]> axes = new ArrayList<>();
        for (long n : extents) {
            axes.add(new long[] {n});
        }
        inputs.add(new Expander.Input(name, axes));
        return this;
    }

    /** Gives an input whose axes may be merged ones: the extents of each one's factors. */
    public GraphText merged(String name, long[]... extents) {
        inputs.add(new Expander.Input(name, List.of(extents)));
        return this;
    }

    /** Sets a parameter. */
    public GraphText with(String name, Object value) {
        with.put(name, value);
        return this;
    }

    /** Expands under another attention form. */
    public GraphText attention(Lowering.AttentionForm form) {
        lowering = new Lowering(lowering.compute(), lowering.weight(), form, lowering.pagedCache());
        return this;
    }

    /** Expands for another type of activations and weights. */
    public GraphText dtype(Dtype compute, Dtype weight) {
        lowering = new Lowering(compute, weight, lowering.attention(), lowering.pagedCache());
        return this;
    }

    /** Expands with a cache that is written in place. */
    public GraphText paged() {
        lowering = new Lowering(lowering.compute(), lowering.weight(), lowering.attention(), true);
        return this;
    }

    /** Its expansion. */
    public Built expand() {
        return new Built(new Expander(lowering).expand(graph, with, inputs).body());
    }

    /** An expansion, with what tests ask of it. */
    public record Built(Body body) {
        /** Every operator, those of called blocks included, in order. */
        public List<Body.Op> operators() {
            List<Body.Op> out = new ArrayList<>();
            new Liveness().visit(body, (path, block, op, live) -> out.add(op));
            return out;
        }

        /** The one operator. */
        public Body.Op only() {
            List<Body.Op> all = operators();
            if (all.size() != 1) {
                throw new AssertionError("one operator expected: " + all.stream().map(o -> o.operator().name()).toList());
            }
            return all.get(0);
        }

        /** Names of the kernels, in order. */
        public List<String> kernels() {
            return launches().stream().map(l -> l.kernel().name()).toList();
        }

        /** The kernels, in order. */
        public List<Body.Launch> launches() {
            return operators().stream().flatMap(o -> o.launches().stream()).toList();
        }

        /** Bytes that all kernels read. */
        public long read() {
            return launches().stream().map(Body.Launch::kernel).mapToLong(Kernel::bytesRead).sum();
        }

        /** Bytes that all kernels write. */
        public long written() {
            return launches().stream().map(Body.Launch::kernel).mapToLong(Kernel::bytesWritten).sum();
        }

        /** FLOPs outside the matmul class. */
        public long vector() {
            return cost().vector();
        }

        /** What it costs. */
        public Cost cost() {
            return new Costs().of(body);
        }

        /** Peak of live activations in bytes. */
        public long peak() {
            return new Liveness().peak(body);
        }

        /** Live bytes at every operator, in order. */
        public List<Long> live() {
            List<Long> out = new ArrayList<>();
            new Liveness().visit(body, (path, block, op, live) -> out.add(live));
            return out;
        }

        /** Its result. */
        Tensor result() {
            return body.outputs()[0];
        }

        /** Shape of its result, axes by name, such as {@code [batch 2, tokens 3]}. */
        public String shape() {
            return result().toString();
        }

        /** Strides of its result. */
        List<Long> strides() {
            return java.util.Arrays.stream(result().axes()).map(Axis::stride).toList();
        }
    }
}
