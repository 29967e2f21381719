package dev.ttbench.measurement;

import dev.ttbench.device.Device;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernels that a row's measurement ran.
 *
 * @param kernels those that the row is about
 * @param passes those that its harness runs beside them; one without bytes does not run for this row
 */
record KernelCase(List<Kernel> kernels, List<Kernel> passes) {
    /**
     * Operations of an element at the rate of special functions in an elementwise kernel of PyTorch that broadcasts: integer divisions of its index. A causal mask
     * that is added to the scores takes a clock of an SM for 1.1 of them on A100, H100 and RTX 3090, whose bandwidths for one SM differ twofold
     * ({@code index_cycles}, what the same kernel takes in a network).
     */
    private static final int BROADCAST = 14;

    /**
     * The kernels of a row.
     *
     * @throws InputException when a cell is not what its column holds
     */
    static KernelCase of(Row row, Harness harness, Device device) {
        Dtype dtype = dtype(row);
        Scope scope = Harness.scope(row, dtype, device);
        boolean cold = Values.truth(harness.coldWeights().eval(scope));
        List<Kernel> kernels = switch (row.kind()) {
            case GEMM -> List.of(gemm(row, dtype, cold));
            case ATTENTION -> attention(row, dtype, harness);
            case CONVOLUTION -> List.of(convolution(row, dtype));
            default -> VectorCase.kernels(row, dtype);
        };
        if (cold && row.kind() == MeasurementFile.Kind.VECTOR) {
            Kernel k = kernels.get(0);
            kernels = new ArrayList<>(kernels);
            kernels.set(0, new Kernel(k.name(), k.work(), k.dtype(), k.bytesRead(), k.bytesWritten(), k.bytesRead()));
        }
        List<Kernel> passes = new ArrayList<>();
        for (Harness.Pass p : harness.passes()) {
            Kernel pass = pass(p, scope);
            if (pass.bytesRead() + pass.bytesWritten() > 0) {
                passes.add(pass);
            }
        }
        return new KernelCase(kernels, passes);
    }

    /** The type of the operands; TF32 ones are fp32 in memory. */
    static Dtype dtype(Row row) {
        String id = row.text("dtype");
        Dtype d = Dtype.of(id.equals("tf32") ? "fp32" : id);
        if (d == null || d == Dtype.BOOL || d == Dtype.INT32 || d == Dtype.INT64 || d == Dtype.FP64 || d == Dtype.COMPLEX64) {
            throw row.problem("dtype", "one of fp32, tf32, fp16, bf16, fp8, int8 expected");
        }
        return d;
    }

    private static Kernel gemm(Row row, Dtype dtype, boolean cold) {
        long m = row.count("m");
        long n = row.count("n");
        long k = row.count("k");
        long b = row.count("batch", 1);
        long weights = k * n * b * dtype.bytes();
        return new Kernel("gemm", new Work.Gemm(b, m, n, k), dtype, m * k * b * dtype.bytes() + weights, m * n * b * Math.max(2, dtype.bytes()), cold ? weights : 0);
    }

    private static List<Kernel> attention(Row row, Dtype dtype, Harness harness) {
        long b = row.count("batch");
        long h = row.count("heads");
        long kv = row.count("kv_heads", h);
        long d = row.count("head_dim");
        long q = row.count("q_len");
        long k = row.count("kv_len");
        boolean causal = row.truth("causal") && q > 1;
        long queries = b * h * q * d * dtype.bytes();
        long keys = b * kv * k * d * (row.text("notes").contains("kv_cache=fp8") ? 1 : dtype.bytes());
        if (!"baseline".equals(harness.attention())) {
            Work.Attention work = new Work.Attention(b, h, kv, q, k, d, d, causal, true);
            long result = b * h * q * d * Math.max(2, dtype.bytes());
            return List.of(new Kernel("attention", work, dtype, queries + 2 * keys, result, 0));
        }
        long scores = b * h * q * k;
        long scoreBytes = scores * dtype.bytes();
        List<Kernel> out = new ArrayList<>();
        out.add(new Kernel("bmm", new Work.Gemm(b * h, q, k, d), dtype, queries + keys, scoreBytes, 0));
        if (causal) {
            out.add(new Kernel("mask", new Work.Stream(scores, scores, BROADCAST * scores, false), dtype, scoreBytes, scoreBytes, 0));
        }
        out.add(new Kernel("softmax", new Work.Reduction(b * h * q, k, 5 * scores, scores, true, Work.Statistic.SOFTMAX), dtype, scoreBytes, scoreBytes, 0));
        out.add(new Kernel("bmm", new Work.Gemm(b * h, q, d, k), dtype, scoreBytes + keys, queries, 0));
        return out;
    }

    private static Kernel convolution(Row row, Dtype dtype) {
        long b = row.count("batch");
        long cin = row.count("in_channels");
        long cout = row.count("out_channels");
        long groups = row.count("groups", 1);
        long[] kernel = row.extents("kernel");
        long[] stride = row.extents("stride");
        long[] padding = row.extents("padding");
        long[] input = kernel.length == 3 ? new long[] {row.count("depth"), row.count("height"), row.count("width")} : new long[] {row.count("height"), row.count("width")};
        if (kernel.length != input.length || stride.length != input.length || padding.length != input.length) {
            throw row.problem("kernel", "as many extents as 'stride' and 'padding' have, two or three");
        }
        long[] output = new long[input.length];
        long in = b * cin;
        long out = b * cout;
        long weights = cin / groups * cout;
        for (int i = 0; i < input.length; i++) {
            output[i] = (input[i] + 2 * padding[i] - kernel[i]) / Math.max(1, stride[i]) + 1;
            if (output[i] < 1) {
                throw row.problem("kernel", "a filter that fits into the padded input");
            }
            in *= input[i];
            out *= output[i];
            weights *= kernel[i];
        }
        Work.Convolution work = new Work.Convolution(b, cin, cout, groups, input, output, kernel, stride);
        return new Kernel("convolution", work, dtype, (in + weights) * dtype.bytes(), out * dtype.bytes(), 0);
    }

    private static Kernel pass(Harness.Pass pass, Scope scope) {
        long reads = Values.integer(pass.reads().eval(scope), "reads");
        long writes = Values.integer(pass.writes().eval(scope), "writes");
        long special = Values.integer(pass.special().eval(scope), "special");
        long elements = Math.max(1, Math.max(reads, writes) / 2);
        return new Kernel(pass.name(), new Work.Stream(elements, elements, special, false), Dtype.FP16, reads, writes, 0);
    }
}
