package dev.ttbench.latency;

import dev.ttbench.TestLibrary;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of src/test/resources/measured: single kernels as others measured them, with what their harness adds ({@code overhead_us}) and
 * whether it rotated more operands than L2 holds ({@code cold}).
 */
final class Measured {
    private final Map<String, String> fields = new LinkedHashMap<>();

    static List<Measured> read(String name) {
        List<Measured> rows = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Measured.class.getResourceAsStream("/measured/" + name + ".csv"), StandardCharsets.UTF_8))) {
            String[] header = in.readLine().split(",", -1);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] values = line.split(",", -1);
                Measured row = new Measured();
                for (int i = 0; i < header.length; i++) {
                    row.fields.put(header[i], values[i]);
                }
                rows.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    String get(String name) {
        return fields.get(name);
    }

    long number(String name) {
        return (long) Double.parseDouble(get(name));
    }

    /** Predicted / measured - 1, the harness's share added to the prediction. */
    double error(String attention, Kernel kernel) {
        LatencyModel model = TestLibrary.latency(get("device"), attention, get("dtype"));
        double predicted = model.time(kernel).seconds() * 1e6 + Double.parseDouble(get("overhead_us"));
        return predicted / Double.parseDouble(get("latency_us")) - 1;
    }

    Kernel gemm() {
        Dtype dtype = Dtype.of(get("dtype"));
        long m = number("m");
        long n = number("n");
        long k = number("k");
        long b = number("batch");
        long in = (m * k + k * n) * b * dtype.bytes();
        return new Kernel("gemm", new Work.Gemm(b, m, n, k), dtype, in, m * n * b * Math.max(2, dtype.bytes()), get("cold").equals("yes") ? in : 0);
    }

    Kernel attention() {
        Dtype dtype = Dtype.of(get("dtype"));
        long b = number("batch");
        long h = number("heads");
        long kv = number("kv_heads");
        long d = number("head_dim");
        long q = number("q_len");
        long k = number("kv_len");
        Work.Attention work = new Work.Attention(b, h, kv, q, k, d, d, get("causal").equals("1"), true);
        return new Kernel("attention", work, dtype, dtype.bytes() * b * d * (h * q + 2 * kv * k), dtype.bytes() * b * d * h * q, 0);
    }

    Kernel convolution() {
        Dtype dtype = Dtype.of(get("dtype"));
        long b = number("batch");
        long cin = number("in_channels");
        long cout = number("out_channels");
        long[] input = {number("height"), number("width")};
        long[] kernel = pair("kernel");
        long[] stride = pair("stride");
        long[] padding = pair("padding");
        long[] output = new long[2];
        for (int i = 0; i < 2; i++) {
            output[i] = (input[i] + 2 * padding[i] - kernel[i]) / stride[i] + 1;
        }
        long weights = cin * cout * kernel[0] * kernel[1] * dtype.bytes();
        long read = b * cin * input[0] * input[1] * dtype.bytes();
        Work.Convolution work = new Work.Convolution(b, cin, cout, 1, input, output, kernel, stride);
        return new Kernel("convolution", work, dtype, read + weights, b * cout * output[0] * output[1] * dtype.bytes(), 0);
    }

    Kernel vector() {
        Dtype dtype = Dtype.of(get("dtype"));
        long rows = number("rows");
        long width = number("width");
        long n = rows * width;
        String operator = get("operator");
        long operands = operator.equals("add") || operator.equals("mul") ? 2 : 1;
        boolean special = operator.equals("tanh") || operator.equals("gelu") || operator.equals("softmax");
        boolean reduces = operator.endsWith("norm") || operator.equals("softmax");
        Work work = reduces ? new Work.Reduction(rows, width, 5 * n, special ? n : rows, true, operator.equals("softmax") ? 2 : 1)
                : new Work.Stream(n, n, special ? n : 0, false);
        return new Kernel(operator, work, dtype, operands * n * dtype.bytes(), n * dtype.bytes(), 0);
    }

    private long[] pair(String name) {
        String[] parts = get(name).split("x");
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
    }
}
