package dev.ttbench.api;

import dev.ttbench.profile.OperatorRow;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * One operator of a stage.
 *
 * @param path where it stands in the network, blocks from the outside in
 * @param operator what it is: conv2d, linear, attention and so on
 * @param category of {@link GenerationProfile.Category}
 * @param count executions in the generation
 * @param inputShapes extents of what it reads, weights apart
 * @param outputShape extents of its result
 * @param flops of the matmul class, of the first execution
 * @param parameters learned values that it owns
 * @param seconds on the device, of the first execution
 * @param totalSeconds of all executions
 * @param totalFlops of the matmul class, of all executions
 * @param totalBytes read and written in all executions
 * @param bound what it waits for: compute, memory, latency, host
 */
public record Operator(String path, String operator, String category, long count, List<List<Long>> inputShapes, List<Long> outputShape, long flops, long parameters, double seconds,
        double totalSeconds, BigInteger totalFlops, BigInteger totalBytes, String bound) {

    static Operator of(OperatorRow r) {
        return new Operator(r.path(), r.operator(), r.category().label(), r.count(), r.inputShapes().stream().map(Operator::extents).toList(), extents(r.outputShape()), r.flops(),
                r.parameters(), r.seconds(), r.totalSeconds(), r.totalFlops(), r.totalBytes(), r.bound().id());
    }

    private static List<Long> extents(long[] shape) {
        return shape == null ? List.of() : Arrays.stream(shape).boxed().toList();
    }
}
