package dev.ttbench.graph;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * What a block call expands to: operators and calls in order, over storages that are numbered from 0 within the body, its inputs first.
 * Calls with equal parameters and inputs share one body, so whatever is computed per body is computed once.
 */
public final class Body {
    private final BlockDef block;
    private final Item[] items;
    private final long[] storageBytes;
    private final int inputs;
    private final int operators;
    private final Tensor[] given;
    private final Tensor[] outputs;
    private final int[] escaping;
    private final List<Remembered> states;
    private int[] places;

    /** A state that the body leaves behind for the next chunk: where it was remembered, relative to the body, and the tensor. */
    record Remembered(String path, Tensor tensor) { }

    /**
     * @param given the block's inputs in order; null for one that is missing
     */
    Body(BlockDef block, List<Item> items, int operators, long[] storageBytes, int inputs, Tensor[] given, Tensor[] outputs, int[] escaping, List<Remembered> states) {
        this.block = block;
        this.given = given;
        this.operators = operators;
        this.items = items.toArray(new Item[0]);
        this.storageBytes = storageBytes;
        this.inputs = inputs;
        this.outputs = outputs;
        this.escaping = escaping;
        this.states = states;
    }

    /** One step of a body. */
    public sealed interface Item {
        /** Loops that it stands in, such as {@code level[0]/}; empty outside loops. */
        String loops();

        /** Its name, unique within the body once loops are added. */
        String name();

        /** {@link #loops()} without the turns that run the same weights: equal paths are the same weights. */
        String weightLoops();
    }

    /**
     * An operator.
     *
     * @param flops the operator's matmul-class FLOPs
     * @param vectorFlops all its other FLOPs
     * @param launches its kernels in order
     * @param parameters learned values that it owns
     * @param weightBytes their size in bytes
     * @param tied name under which other operators share its weights; null when they are its own
     * @param cacheBytes what it keeps for the next token (key-value cache), after this call
     */
    public record Op(String loops, String weightLoops, String name, Operator operator, long flops, long vectorFlops, List<Launch> launches, long parameters, long weightBytes, String tied,
            long cacheBytes) implements Item {

        /** Whether it is a module of its own in the network's implementation: it has weights, or is an attention. */
        public boolean module() {
            return parameters > 0 || operator instanceof Operator.Attention;
        }
    }

    /**
     * A kernel launch with its memory.
     *
     * @param uses storages it reads that liveness tracks
     * @param makes storages it writes that liveness tracks
     */
    public record Launch(Kernel kernel, int[] uses, int[] makes) { }

    /**
     * A call of another body.
     *
     * @param inputs for each input storage of the callee, the caller's storage (negative when not tracked)
     * @param made for each escaping storage of the callee, the caller's storage
     */
    public record Call(String loops, String weightLoops, String name, Body body, int[] inputs, int[] made) implements Item { }

    /** Name of the block or graph. */
    public String block() {
        return block.name();
    }

    /**
     * A tensor that goes into a body or comes out of it.
     *
     * @param name as the block calls it; null for a result without one
     * @param storage where it lies, numbered as in this body; negative where liveness does not track it
     */
    public record Port(String name, long[] shape, int storage) { }

    /** Its inputs in order, without those that are missing. */
    public List<Port> given() {
        List<Port> out = new ArrayList<>(given.length);
        for (int i = 0; i < given.length; i++) {
            if (given[i] != null) {
                out.add(new Port(block.given(i), given[i].shape(), given[i].storage()));
            }
        }
        return out;
    }

    /** Its results in order. */
    public List<Port> results() {
        List<Port> out = new ArrayList<>(outputs.length);
        for (int i = 0; i < outputs.length; i++) {
            int last = block.outputs().size() - 1;
            String name = i < last || i == last && outputs.length == last + 1 ? block.outputs().get(i) : last < 0 ? null : block.outputs().get(last) + "[" + (i - last) + "]";
            out.add(new Port(name, outputs[i].shape(), outputs[i].storage()));
        }
        return out;
    }

    /** Number of its steps. */
    public int size() {
        return items.length;
    }

    /** Its step {@code i}. */
    public Item item(int i) {
        return items[i];
    }

    /** How many steps from {@code i} on are calls of one and the same body; 1 when step {@code i} is an operator. */
    public int alike(int i) {
        int end = i + 1;
        if (items[i] instanceof Call first) {
            while (end < items.length && items[end] instanceof Call c && c.body == first.body) {
                end++;
            }
        }
        return end - i;
    }

    /** Number of tracked and untracked storages that come from the caller: they are numbered 0 to {@code inputs() - 1}. */
    public int inputs() {
        return inputs;
    }

    /** Whether it is a module of the network's implementation, and not a mere part of the description. */
    public boolean module() {
        return block.module();
    }

    /** Number of operators, those of called bodies included at every call. */
    public int operators() {
        return operators;
    }

    /** Number of storages, inputs included. */
    public int storages() {
        return storageBytes.length;
    }

    /** Size of a storage in bytes. */
    public long storageBytes(int storage) {
        return storageBytes[storage];
    }

    /** Storages made here that outlive the call, because an output or a remembered state is a view of them. */
    public int[] escaping() {
        return escaping;
    }

    /** Where a storage stands among {@link #escaping()}; -1 for one that does not outlive the call. */
    int escapingPlace(int storage) {
        if (places == null) {
            places = new int[storageBytes.length];
            java.util.Arrays.fill(places, -1);
            for (int i = 0; i < escaping.length; i++) {
                places[escaping[i]] = i;
            }
        }
        return places[storage];
    }

    /** The same storages and results, with other steps. */
    Body withItems(List<Item> others) {
        return new Body(block, others, operators, storageBytes, inputs, given, outputs, escaping, states);
    }

    /** With other steps, which use more storages: sizes of all, those of this body first. */
    Body withItems(List<Item> others, long[] sizes) {
        return new Body(block, others, operators, sizes, inputs, given, outputs, escaping, states);
    }

    Tensor[] outputs() {
        return outputs;
    }

    List<Remembered> states() {
        return states;
    }
}
