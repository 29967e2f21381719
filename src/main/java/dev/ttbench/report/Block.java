package dev.ttbench.report;

import java.util.List;

/**
 * A part of a graph as it is drawn, with what stands in it. Equal parts that follow each other are one, whose numbers are those of all together;
 * so the numbers of what stands in a block, if it was asked for, add up to the block's.
 *
 * @param name within what it stands in
 * @param kind what it is
 * @param of name of the graph, block or operator; of a turn of a loop its own name
 * @param times how many equal ones it stands for
 * @param inputs shapes of what it takes
 * @param outputs shapes of what it makes
 * @param parameters learned values, each counted at its first use in the stage
 * @param flops FLOPs of the matmul class of one run
 * @param inside what stands in it, in order of execution; empty where that was not asked for
 * @param flows where tensors go between those
 */
public record Block(String name, Kind kind, String of, long times, List<String> inputs, List<String> outputs, long parameters, long flops, List<Block> inside, List<Flow> flows) {

    /** What a part of a graph is. */
    public enum Kind {
        /** A whole graph. */
        GRAPH,
        /** A block that is called. */
        BLOCK,
        /** One turn of a loop that calls more than one thing. */
        TURN,
        /** An operator. */
        OPERATOR;

        /** Its name in files. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A tensor's way from the part that makes it to one that reads it, both within the same block.
     *
     * @param from position of the maker; -1 for the block's first input, -2 for its second ...
     * @param to position of the reader; the number of parts for the block's results
     */
    public record Flow(int from, int to) { }

    /** Its name, with the block or operator behind it where the name does not end so, and how many it stands for. */
    public String title() {
        String base = name.replaceAll("_\\d+$", "");
        String label = base.endsWith(of) || kind == Kind.TURN ? name : name + " (" + of + ")";
        return times > 1 ? label + " x " + times : label;
    }
}
