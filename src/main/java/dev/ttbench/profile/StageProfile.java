package dev.ttbench.profile;

import java.util.List;
import java.util.function.Supplier;

/** One stage of a generation: a graph run {@link #repeat()} times. */
public final class StageProfile {
    /**
     * What a stage is and costs.
     *
     * @param id name within the model
     * @param graph the architecture that it runs
     * @param dtype type of its weights and arithmetic
     * @param weightFormat format of its quantised weights, or null
     * @param repeat runs of the graph
     * @param batch batch of one run
     * @param parameters learned values of its network
     * @param weightBytes their size in bytes
     * @param sharesWeightsOf id of the stage whose weights these are; null when they are its own
     * @param seconds all runs
     * @param gpuSeconds the device's part, all runs
     * @param hostBound whether the host is the slower one
     * @param inputBytes size of its inputs in bytes
     * @param peakActivationBytes peak of live activations, the largest of all runs
     * @param kvCacheBytes key-value cache after the last run
     */
    public record Facts(String id, String graph, String dtype, String weightFormat, long repeat, long batch, long parameters, long weightBytes, String sharesWeightsOf, double seconds, double gpuSeconds,
            boolean hostBound, long inputBytes, long peakActivationBytes, long kvCacheBytes) { }

    /**
     * The first run.
     *
     * @param seconds time with the host's wait
     * @param flops exact counts
     * @param kernels launches
     */
    public record Iteration(double seconds, Flops flops, long bytesRead, long bytesWritten, long kernels) { }

    /** Single runs, numbered from 0. */
    public interface Runs {
        /** The operators of one run. */
        List<OperatorRow> operators(long step);

        /** Its two timelines. */
        Timeline timeline(long step);
    }

    private final Facts facts;
    private final Iteration iteration;
    private final Flops totalFlops;
    private final java.math.BigInteger totalRead;
    private final java.math.BigInteger totalWritten;
    private final Supplier<List<OperatorRow>> source;
    private final Runs runs;
    private List<OperatorRow> operators;

    /**
     * @param source makes the operator rows when they are asked for
     * @param runs makes what is asked of one run
     */
    public StageProfile(Facts facts, Iteration iteration, Flops totalFlops, java.math.BigInteger totalRead, java.math.BigInteger totalWritten,
            Supplier<List<OperatorRow>> source, Runs runs) {
        this.facts = facts;
        this.iteration = iteration;
        this.totalFlops = totalFlops;
        this.totalRead = totalRead;
        this.totalWritten = totalWritten;
        this.source = source;
        this.runs = runs;
    }

    /** What it is and costs. */
    public Facts facts() {
        return facts;
    }

    /** Its first run. */
    public Iteration iteration() {
        return iteration;
    }

    /** FLOPs of all runs. */
    public Flops totalFlops() {
        return totalFlops;
    }

    /** Bytes read in all runs. */
    public java.math.BigInteger totalRead() {
        return totalRead;
    }

    /** Bytes written in all runs. */
    public java.math.BigInteger totalWritten() {
        return totalWritten;
    }

    /** Its operators in order; the last is {@code host} when the device waits for the host. Made at the first call. */
    public synchronized List<OperatorRow> operators() {
        if (operators == null) {
            operators = source.get();
        }
        return operators;
    }

    /**
     * The operators of run {@code step} alone, from 0: those of a growing stage differ from run to run. Count and totals are of this one run.
     *
     * @throws IndexOutOfBoundsException when the stage has no such run
     */
    public synchronized List<OperatorRow> operators(long step) {
        java.util.Objects.checkIndex(step, facts.repeat());
        return runs.operators(step);
    }

    /**
     * The two timelines of run {@code step} alone, from 0; its launches name rows of {@link #operators(long)}.
     *
     * @throws IndexOutOfBoundsException when the stage has no such run
     */
    public synchronized Timeline timeline(long step) {
        java.util.Objects.checkIndex(step, facts.repeat());
        return runs.timeline(step);
    }
}
