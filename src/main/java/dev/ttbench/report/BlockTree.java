package dev.ttbench.report;

import dev.ttbench.cost.Costs;
import dev.ttbench.graph.Body;
import dev.ttbench.report.Block.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the tree of {@link Block}s of one expanded graph, down to a depth. Turns of a loop are blocks too, unless they hold one thing only. */
final class BlockTree {
    private final Costs costs = new Costs();
    private final boolean shares;
    private final Set<String> weights = new HashSet<>();

    private BlockTree(boolean shares) {
        this.shares = shares;
    }

    /**
     * The tree of a graph.
     *
     * @param name the stage's
     * @param depth levels below the graph
     */
    static Block of(String name, Body graph, int depth) {
        BlockTree tree = new BlockTree(new Costs().sharesWeights(graph));
        Level level = depth < 1 ? new Level(List.of(), List.of()) : tree.inside(graph, depth, "");
        List<Body.Port> results = graph.results();
        return new Block(name, Kind.GRAPH, graph.block(), 1, shapes(graph.given()), shapes(results), tree.costs.of(graph).parameters(), tree.costs.of(graph).flops(),
                level.blocks(), level.flows());
    }

    /** What stands in a block. */
    private record Level(List<Block> blocks, List<Block.Flow> flows) { }

    private Level inside(Body body, int depth, String path) {
        List<Siblings.Part> parts = Siblings.collapsed(parts(body, 0, body.size(), 0, depth, path));
        return new Level(blocks(parts), Siblings.flows(parts, storages(body.given()), storages(body.results())));
    }

    private static List<Block> blocks(List<Siblings.Part> parts) {
        return parts.stream().map(Siblings.Part::block).toList();
    }

    /**
     * The parts of steps {@code from} to {@code to} of a body.
     *
     * @param loop how many loops around them have been entered
     * @param path of weights, of the body
     */
    private List<Siblings.Part> parts(Body body, int from, int to, int loop, int depth, String path) {
        List<Siblings.Part> out = new ArrayList<>();
        for (int i = from; i < to;) {
            Body.Item item = body.item(i);
            String turn = turn(item, loop);
            if (turn == null) {
                out.add(item instanceof Body.Op op ? operator(op, path) : call((Body.Call) item, depth, path));
                i++;
                continue;
            }
            int end = i + 1;
            while (end < to && turn.equals(turn(body.item(end), loop))) {
                end++;
            }
            out.add(turn(body, i, end, turn, loop, depth, path));
            i = end;
        }
        return out;
    }

    /** The turn of loop number {@code loop}, outermost first, that a step stands in, such as {@code level[0]}; null when it stands in fewer. */
    private static String turn(Body.Item item, int loop) {
        String rest = item.loops();
        for (int k = 0; k < loop && !rest.isEmpty(); k++) {
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        return rest.isEmpty() ? null : rest.substring(0, rest.indexOf('/'));
    }

    private Siblings.Part turn(Body body, int from, int to, String turn, int loop, int depth, String path) {
        boolean one = to == from + 1;
        List<Siblings.Part> all = parts(body, from, to, loop + 1, one ? depth : depth - 1, path);
        if (all.size() == 1) {
            return all.get(0).in(turn);
        }
        List<Siblings.Part> parts = Siblings.collapsed(all);
        List<Block.Flow> flows = depth > 1 ? Siblings.flows(parts, new int[0], new int[0]) : List.of();
        Block first = parts.get(0).block();
        Block last = parts.get(parts.size() - 1).block();
        long parameters = 0;
        long flops = 0;
        long own = 0;
        for (Siblings.Part p : parts) {
            parameters = Math.addExact(parameters, p.block().parameters());
            flops = Math.addExact(flops, p.block().flops());
            own = Math.addExact(own, p.own());
        }
        Block block = new Block(turn, Kind.TURN, turn, 1, first.inputs(), last.outputs(), parameters, flops, depth > 1 ? blocks(parts) : List.of(), flows);
        return new Siblings.Part(block, own, Siblings.storages(parts, Siblings.Part::uses), Siblings.storages(parts, Siblings.Part::makes));
    }

    private Siblings.Part operator(Body.Op op, String path) {
        int[] uses = op.launches().stream().flatMapToInt(l -> Arrays.stream(l.uses())).distinct().toArray();
        int[] makes = op.launches().stream().flatMapToInt(l -> Arrays.stream(l.makes())).distinct().toArray();
        List<String> inputs = op.operator().inputs().stream().map(Shapes::text).toList();
        Block block = new Block(op.name(), Kind.OPERATOR, op.operator().name(), 1, inputs, List.of(Shapes.text(op.operator().output())), fresh(op, path), op.flops(), List.of(), List.of());
        return new Siblings.Part(block, op.parameters(), uses, makes);
    }

    private Siblings.Part call(Body.Call call, int depth, String path) {
        Body body = call.body();
        String inner = path + call.weightLoops() + call.name() + "/";
        Level level = depth > 1 ? inside(body, depth - 1, inner) : new Level(List.of(), List.of());
        long parameters = 0;
        for (Block b : level.blocks()) {
            parameters = Math.addExact(parameters, b.parameters());
        }
        Block block = new Block(call.name(), Kind.BLOCK, body.block(), 1, shapes(body.given()), shapes(body.results()), depth > 1 ? parameters : fresh(body, inner),
                costs.of(body).flops(), level.blocks(), level.flows());
        return new Siblings.Part(block, costs.of(body).parameters(), call.inputs(), call.made());
    }

    /** Parameters that this operator is the first to use. */
    private long fresh(Body.Op op, String path) {
        return op.parameters() > 0 && (!shares || weights.add(op.tied() != null ? "tied " + op.tied() : path + op.weightLoops() + op.name())) ? op.parameters() : 0;
    }

    /** Parameters that this body is the first to use. */
    private long fresh(Body body, String path) {
        if (!shares) {
            return costs.of(body).parameters();
        }
        long sum = 0;
        for (int i = 0; i < body.size(); i++) {
            Body.Item item = body.item(i);
            sum = Math.addExact(sum, item instanceof Body.Call c ? fresh(c.body(), path + c.weightLoops() + c.name() + "/") : fresh((Body.Op) item, path));
        }
        return sum;
    }

    private static List<String> shapes(List<Body.Port> ports) {
        return ports.stream().map(p -> Shapes.text(p.shape())).toList();
    }

    private static int[] storages(List<Body.Port> ports) {
        return ports.stream().mapToInt(Body.Port::storage).toArray();
    }
}
