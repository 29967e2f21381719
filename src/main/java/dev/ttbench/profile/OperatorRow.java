package dev.ttbench.profile;

import dev.ttbench.latency.Bound;
import dev.ttbench.latency.Step;
import dev.ttbench.operator.Category;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Supplier;

/**
 * One operator of a stage. Values are those of its first execution; the totals are over all executions of the generation.
 *
 * @param index position in the stage, from 0
 * @param path where it stands in the graph, blocks and loops from the outside in
 * @param block name of the block that holds it
 * @param operator the primitive's name
 * @param attentionKind cross, joint, spatial, temporal, spatio-temporal or text; null for others
 * @param causal whether an attention is causal
 * @param count executions in the generation
 * @param inputShapes shapes of what it reads, weights apart
 * @param outputShape shape of its result
 * @param sequenceLength tokens that an attention attends over; 0 for others
 * @param flops matmul-class FLOPs
 * @param vectorFlops all other FLOPs
 * @param bytesRead at its kernels' boundaries
 * @param bytesWritten at its kernels' boundaries
 * @param parameters learned values that it owns
 * @param seconds its kernels' time on the device
 * @param totalSeconds over all executions
 * @param totalFlops matmul-class FLOPs over all executions
 * @param totalBytes bytes read and written over all executions
 * @param bound what its longest kernel waits for
 * @param liveBytes live activation memory while it runs, the largest
 * @param kernels what it launches
 */
public record OperatorRow(int index, String path, String block, String operator, Category category, String attentionKind, boolean causal, long count, List<long[]> inputShapes,
        long[] outputShape, long sequenceLength, long flops, long vectorFlops, long bytesRead, long bytesWritten, long parameters, double seconds, double totalSeconds,
        BigInteger totalFlops, BigInteger totalBytes, Bound bound, long liveBytes, List<KernelRow> kernels) {

    /**
     * One kernel of an operator.
     *
     * @param flops of the matmul class
     * @param vectorFlops all others
     * @param seconds with the gap to the next
     * @param least seconds below which no kernel of its work can be on the device
     * @param account what {@code seconds} is made of, worked out when it is asked for
     */
    public record KernelRow(String name, long flops, long vectorFlops, long bytesRead, long bytesWritten, double seconds, Bound bound, double least, Supplier<List<Step>> account) { }

    /** Seconds of the first execution if each kernel were as fast as the device's arithmetic and memory allow. */
    public double leastSeconds() {
        double s = 0;
        for (KernelRow k : kernels) {
            s += k.least();
        }
        return s;
    }
}
