package dev.ttbench.report;

import dev.ttbench.report.Block.Flow;
import dev.ttbench.report.Block.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** Parts that stand side by side in one block: equal neighbours become one, and tensors are followed from part to part. */
final class Siblings {
    private Siblings() { }

    /**
     * One of them.
     *
     * @param own its parameters, whether or not they were used before
     * @param uses storages that it reads
     * @param makes storages that it writes
     */
    record Part(Block block, long own, int[] uses, int[] makes) {
        /** The same part as the only one in a turn of a loop. */
        Part in(String turn) {
            Block b = block;
            return new Part(new Block(turn + "/" + b.name(), b.kind(), b.of(), b.times(), b.inputs(), b.outputs(), b.parameters(), b.flops(), b.inside(), b.flows()), own, uses, makes);
        }
    }

    /** The same parts, equal neighbours as one. */
    static List<Part> collapsed(List<Part> parts) {
        List<Part> out = new ArrayList<>();
        for (int i = 0; i < parts.size();) {
            Part first = parts.get(i);
            int end = i + 1;
            while (end < parts.size() && alike(first, parts.get(end))) {
                end++;
            }
            out.add(end == i + 1 ? first : together(parts.subList(i, end)));
            i = end;
        }
        return out;
    }

    private static boolean alike(Part a, Part b) {
        return a.own == b.own && a.block.flops() == b.block.flops() && same(a.block, b.block);
    }

    private static Part together(List<Part> equal) {
        Block block = equal.get(0).block;
        for (Part p : equal.subList(1, equal.size())) {
            block = both(block, p.block, true);
        }
        return new Part(block, equal.get(0).own, storages(equal, Part::uses), storages(equal, Part::makes));
    }

    /** The same blocks, equal neighbours as one: those between which something was left out. */
    static List<Block> together(List<Block> blocks, Predicate<Block> kept) {
        List<Block> out = new ArrayList<>();
        Block first = null;
        for (Block b : blocks) {
            if (!kept.test(b)) {
                continue;
            }
            if (first != null && first.parameters() == b.parameters() && first.flops() == b.flops() && same(first, b)) {
                out.set(out.size() - 1, both(out.get(out.size() - 1), b, true));
            } else {
                out.add(b);
                first = b;
            }
        }
        return out;
    }

    /** The storages that parts read or write, each once. */
    static int[] storages(List<Part> parts, Function<Part, int[]> which) {
        return parts.stream().flatMapToInt(p -> Arrays.stream(which.apply(p))).distinct().toArray();
    }

    /** Whether two blocks are drawn alike: all but the numbers in their names, and those parameters that another has used before. */
    static boolean same(Block a, Block b) {
        if (a.kind() != b.kind() || a.times() != b.times() || !a.inputs().equals(b.inputs()) || !a.outputs().equals(b.outputs()) || !plain(a.name()).equals(plain(b.name()))
                || !plain(a.of()).equals(plain(b.of())) || a.inside().size() != b.inside().size() || !a.flows().equals(b.flows())) {
            return false;
        }
        for (int i = 0; i < a.inside().size(); i++) {
            if (a.inside().get(i).flops() != b.inside().get(i).flops() || !same(a.inside().get(i), b.inside().get(i))) {
                return false;
            }
        }
        return true;
    }

    /** A name without numbers: of turns, and of its second use in a block. */
    private static String plain(String name) {
        return name.replaceAll("\\[\\d+\\]", "").replaceAll("_\\d+$", "");
    }

    /** Two equal blocks with the numbers of both; {@code apart} for neighbours, not for what stands in them. */
    private static Block both(Block a, Block b, boolean apart) {
        List<Block> inside = new ArrayList<>();
        for (int i = 0; i < a.inside().size(); i++) {
            inside.add(both(a.inside().get(i), b.inside().get(i), false));
        }
        String name = apart ? plain(a.name()) : a.name();
        String last = a.kind() == Kind.TURN || !apart ? name : name.substring(name.lastIndexOf('/') + 1);
        return new Block(last, a.kind(), apart ? plain(a.of()) : a.of(), apart ? a.times() + b.times() : a.times(), a.inputs(), a.outputs(), Math.addExact(a.parameters(), b.parameters()),
                Math.addExact(a.flops(), b.flops()), inside, a.flows());
    }

    /**
     * The ways of tensors between the parts, each once, in order of their readers.
     *
     * @param inputs storages of the block's inputs
     * @param results storages of its results
     */
    static List<Flow> flows(List<Part> parts, int[] inputs, int[] results) {
        Map<Integer, Integer> makers = new HashMap<>();
        for (int i = inputs.length - 1; i >= 0; i--) {
            makers.put(inputs[i], -1 - i);
        }
        Set<Flow> out = new LinkedHashSet<>();
        for (int i = 0; i < parts.size(); i++) {
            read(parts.get(i).uses, i, makers, out);
            for (int s : parts.get(i).makes) {
                makers.put(s, i);
            }
        }
        read(results, parts.size(), makers, out);
        return List.copyOf(out);
    }

    private static void read(int[] storages, int reader, Map<Integer, Integer> makers, Set<Flow> into) {
        for (int s : storages) {
            Integer maker = makers.get(s);
            if (maker != null && maker != reader) {
                into.add(new Flow(maker, reader));
            }
        }
    }
}
