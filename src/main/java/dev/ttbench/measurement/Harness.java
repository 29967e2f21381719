package dev.ttbench.measurement;

import dev.ttbench.device.Device;
import dev.ttbench.operator.Dtype;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Values;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How somebody timed: what their numbers hold beside the kernel. The first whose texts all occur in a row's cells is that row's.
 *
 * @param id name
 * @param when text by column; it must occur in the cell, in any case of letters
 * @param unlike text by column that must not occur
 * @param overheadMicros host and launch, added to every measurement, us
 * @param leastSeconds shortest time that it can show
 * @param coldWeights whether weights come from DRAM: more copies than L2 holds take turns
 * @param device whether only the device was timed: runs back to back, or events on its stream
 * @param repeated whether runs of one stage follow each other with no sampler between, so that the device never waits where it is the slower
 * @param recentKernels whether libraries were of 2025 and later
 * @param attention implementation that ran, as {@code --attention} names them; null for the runtime's best
 * @param runtime whose best that is; of a whole generation, what its runtime is called here, null for what the row says
 * @param precision fp32 (convolutions in TF32 where there is one), tf32, ieee (never TF32), fp16 (16-bit products accumulate in fp16 where that is faster); null for fp32
 * @param dtypes types of stages that ran in another than the row says, by id
 * @param parameters of the model, where the row says nothing of them
 * @param passes kernels that are part of the measurement beside the one that it is about
 * @param elementCycles cycles of an SM for each element where kernels give a block of threads one row and a thread one element at a time; 0 for kernels
 *        that fill the device
 * @param rowCycles cycles of an SM for each row that is read after another one, a load that waits for a load
 * @param family what its rows are judged with; null for that of their kind
 * @param about how it times, and where the numbers come from
 *        <p>Expressions see the numbers of the row, {@code bytes}, the size of its dtype, and the device's {@code l2_bytes} and {@code architecture}.
 */
public record Harness(String id, MeasurementFile.Kind kind, Map<String, String> when, Map<String, String> unlike, Expr overheadMicros, double leastSeconds, Expr coldWeights, boolean device, boolean repeated, boolean recentKernels,
        String attention, String runtime, String precision, Map<String, String> dtypes, Map<String, String> parameters, List<Pass> passes, double elementCycles, double rowCycles, String family, String about) {

    /** A stream kernel: bytes read and written and special function operations. */
    public record Pass(String name, Expr reads, Expr writes, Expr special) { }

    /** What the expressions see of a row measured on a device. */
    static Scope scope(Row row, Dtype dtype, Device device) {
        return name -> {
            switch (name) {
                case "bytes":
                    return (long) dtype.bytes();
                case "l2_bytes":
                    return device.l2Bytes();
                case "architecture":
                    return device.architecture();
                default:
                    if (!row.has(name)) {
                        throw new EvalException("the row has no '" + name + "'");
                    }
                    return row.count(name);
            }
        };
    }

    /** Seconds of host and launch in a measurement. */
    double overheadSeconds(Scope scope) {
        return Values.decimal(overheadMicros.eval(scope)) * 1e-6;
    }

    /** Whether a row was measured so. */
    boolean timed(Row row) {
        return row.kind() == kind && when.entrySet().stream().allMatch(e -> occurs(row, e)) && unlike.entrySet().stream().noneMatch(e -> occurs(row, e));
    }

    private static boolean occurs(Row row, Map.Entry<String, String> e) {
        return row.text(e.getKey()).toLowerCase(Locale.ROOT).contains(e.getValue().toLowerCase(Locale.ROOT));
    }
}
