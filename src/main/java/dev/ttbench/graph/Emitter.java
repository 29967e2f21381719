package dev.ttbench.graph;

import dev.ttbench.operator.Category;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the operators, kernels and storages of one body while its steps run. */
final class Emitter {
    /** Most steps one body may have after its loops are unrolled. */
    static final int MAX_ITEMS = 200_000;
    /** Most operators one graph may have, those of the blocks it calls included at every call: they are counted, and expanded once a kind. */
    static final int MAX_OPERATORS = 20_000_000;

    private final Lowering lowering;
    private final List<Body.Item> items = new ArrayList<>();
    private final int inputs;
    private long[] storageBytes;
    private int storages;
    private int operators;
    private int untracked = -1;
    private final List<Body.Launch> pending = new ArrayList<>(4);
    private String loops = "";
    private String weightLoops = "";
    private String name = "";

    Emitter(Lowering lowering, int inputs) {
        this.lowering = lowering;
        this.inputs = inputs;
        this.storageBytes = new long[Math.max(16, inputs)];
        this.storages = inputs;
    }

    Lowering lowering() {
        return lowering;
    }

    Dtype compute() {
        return lowering.compute();
    }

    /** Where the following operators stand. */
    void at(String loopPrefix, String weightPrefix, String stepName) {
        loops = loopPrefix;
        weightLoops = weightPrefix;
        name = stepName;
    }

    // ---- storages

    int storage(long bytes) {
        if (storages == storageBytes.length) {
            storageBytes = Arrays.copyOf(storageBytes, storages * 2);
        }
        storageBytes[storages] = bytes;
        return storages++;
    }

    /** A storage that liveness does not track: a weight, a buffer, a cache. */
    int untracked() {
        return --untracked;
    }

    void setInputBytes(int storage, long bytes) {
        storageBytes[storage] = Math.max(storageBytes[storage], bytes);
    }

    long storageBytes(int storage) {
        return storageBytes[storage];
    }

    int inputs() {
        return inputs;
    }

    int storages() {
        return storages;
    }

    /** A new tensor, dense in the order {@code order} (outermost first; null for the order of its axes). */
    Tensor fresh(Axis[] axes, Dtype dtype, int[] order) {
        Axis[] dense = Tensor.dense(axes, order);
        Tensor t = new Tensor(dense, 0, 0, dtype);
        return t.in(storage(t.bytes()));
    }

    Tensor fresh(Axis[] axes, Dtype dtype) {
        return fresh(axes, dtype, null);
    }

    /** A dense tensor that is not tracked. */
    Tensor constant(Axis[] axes, Dtype dtype) {
        Tensor t = new Tensor(Tensor.dense(axes, null), untracked(), 0, dtype);
        t.bytes();
        return t;
    }

    // ---- kernels and operators

    /** Launches a kernel of the operator that comes next; every distinct operand is read once. */
    void launch(String kernel, Work work, Dtype dtype, Tensor[] reads, Tensor[] writes, long weightBytes, long statistics) {
        long read = weightBytes;
        int[] uses = new int[reads.length];
        int used = 0;
        for (int i = 0; i < reads.length; i++) {
            Tensor t = reads[i];
            boolean seen = false;
            for (int j = 0; j < i && !seen; j++) {
                seen = reads[j].sameOperand(t);
            }
            read = seen ? read : Math.addExact(read, t.bytes());
            if (t.storage() >= 0) {
                uses[used++] = t.storage();
            }
        }
        launchRead(kernel, work, dtype, read, used == uses.length ? uses : Arrays.copyOf(uses, used), writes, weightBytes, statistics);
    }

    /** As {@link #launch}, with the bytes read given (a gather reads the rows it takes). */
    void launchRead(String kernel, Work work, Dtype dtype, long read, int[] uses, Tensor[] writes, long weightBytes, long statistics) {
        long written = statistics;
        int[] makes = new int[writes.length + 1];
        int made = 0;
        for (int i = 0; i < writes.length; i++) {
            written = Math.addExact(written, writes[i].bytes());
            if (writes[i].storage() >= 0) {
                makes[made++] = writes[i].storage();
            }
        }
        if (statistics > 0) {
            makes[made++] = storage(statistics);
        }
        if (read < 0 || written < 0) {
            throw new EvalException("a kernel moves more than 2^63 - 1 bytes");
        }
        pending.add(new Body.Launch(new Kernel(kernel, work, dtype, read, written, weightBytes), uses, Arrays.copyOf(makes, made)));
    }

    /** Ends an operator without weights: the kernels launched since the last one are its kernels. */
    void operator(Operator op) {
        operator(op, 0, 0, null, 0);
    }

    /** Ends an operator that owns weights or a cache. */
    void operator(Operator op, long parameters, long weightBytes, String tied, long cacheBytes) {
        List<Body.Launch> launches = pending.size() == 1 ? List.of(pending.get(0)) : List.copyOf(pending);
        pending.clear();
        add(new Body.Op(loops, weightLoops, name, op, op.flops(), op.vectorFlops(), launches, parameters, weightBytes, tied, cacheBytes));
    }

    void add(Body.Item item) {
        if (items.size() >= MAX_ITEMS) {
            throw new EvalException("more than " + MAX_ITEMS + " steps in one body", "is a repeat count too large?");
        }
        operators += item instanceof Body.Call c ? c.body().operators() : 1;
        if (operators > MAX_OPERATORS) {
            throw new EvalException("more than " + MAX_OPERATORS + " operators in one graph", "is a repeat count too large?");
        }
        items.add(item);
    }

    /** Operators so far, those of called blocks included. */
    int operators() {
        return operators;
    }

    List<Body.Item> items() {
        return items;
    }

    // ---- what several primitives need

    /** An elementwise kernel of one operand. */
    Tensor pointwise(String kernel, Tensor x, Dtype dtype, long flopsEach, long transcendentalEach) {
        return pointwise(kernel, new Tensor[] {x}, x, dtype, 0, flopsEach, transcendentalEach);
    }

    /** An elementwise kernel over {@code operands}, with broadcasting, in PyTorch's iteration order; its result, named after {@code primary}. */
    Tensor pointwise(String kernel, Tensor[] operands, Tensor primary, Dtype dtype, long weightBytes, long flopsEach, long transcendentalEach) {
        Axis[] axes = Layout.broadcast(operands, primary);
        int[] order = Layout.iterationOrder(axes, operands);
        Tensor out = fresh(axes, dtype, order);
        boolean strided = order != null && Layout.crosses(operands, out);
        launch(kernel, stream(out, flopsEach, transcendentalEach, strided, Layout.indexed(operands, out)), dtype, operands, new Tensor[] {out}, weightBytes, 0);
        return out;
    }

    /** The work of one pass that makes {@code out} of {@code operands}. */
    static Work.Stream stream(Tensor out, Tensor[] operands, long flopsEach, long transcendentalEach) {
        return stream(out, flopsEach, transcendentalEach, Layout.crosses(operands, out), Layout.indexed(operands, out));
    }

    private static Work.Stream stream(Tensor out, long flopsEach, long transcendentalEach, boolean strided, boolean indexed) {
        long n = out.elements();
        return new Work.Stream(n, Tensor.multiply(n, flopsEach), Tensor.multiply(n, transcendentalEach), strided, indexed);
    }

    /** A copy of {@code t}, dense in the order of its axes, as a kernel of the operator that comes next. */
    Tensor launchCopy(Tensor t) {
        Tensor out = fresh(t.axes(), t.dtype());
        launch("aten.clone", stream(out, new Tensor[] {t}, 0, 0), t.dtype(), new Tensor[] {t}, new Tensor[] {out}, 0, 0);
        return out;
    }

    /** A copy of {@code t} as an operator of its own; Attention's when an attention's layout forces it. */
    Tensor copy(Tensor t) {
        Tensor out = launchCopy(t);
        operator(new Operator.Movement("copy", List.of(t.shape()), out.shape(), t.attended() ? Category.ATTENTION : Category.MEMORY, 0));
        return out;
    }

    Tensor contiguous(Tensor t) {
        return t.contiguous() ? t : copy(t);
    }
}
