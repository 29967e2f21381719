package dev.ttbench.latency;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The median error of each family of measured kernels stays where the fit of suites/latency.yaml left it. */
class MeasuredTest {

    @Test
    void tensorCoreMatmuls() {
        check("tensor-core matmul", "gemm", r -> r.get("dtype").endsWith("16"), r -> r.error("flash-2", r.gemm()), 0.065, 0.24);
    }

    @Test
    void eightBitMatmuls() {
        check("8-bit matmul", "gemm", r -> r.get("dtype").endsWith("8"), r -> r.error("flash-2", r.gemm()), 0.125, 0.48);
    }

    @Test
    void fp32Matmuls() {
        check("fp32 matmul", "gemm", r -> r.get("dtype").equals("fp32"), r -> r.error("flash-2", r.gemm()), 0.085, 0.40);
    }

    @Test
    void benchmarkedFlashAttention() {
        check("flash attention, benchmarks", "attention", r -> r.get("family").equals("bench"),
                r -> r.error(r.get("attention"), r.attention()), 0.06, 0.13);
    }

    @Test
    void attentionOfServingFrameworks() {
        check("flash attention, serving", "attention", r -> r.get("family").equals("serving"),
                r -> r.error(r.get("attention"), r.attention()), 0.10, 0.33);
    }

    @Test
    void tensorCoreConvolutions() {
        check("convolution", "convolution", r -> true, r -> r.error("flash-2", r.convolution()), 0.12, 0.40);
    }

    @Test
    void elementwise() {
        check("elementwise", "vector", r -> !reduces(r), r -> r.error("flash-2", r.vector()), 0.08, 0.40);
    }

    @Test
    void reductions() {
        check("norms and softmax", "vector", MeasuredTest::reduces, r -> r.error("flash-2", r.vector()), 0.20, 0.45);
    }

    private static boolean reduces(Measured row) {
        return row.get("operator").endsWith("norm") || row.get("operator").equals("softmax");
    }

    private static void check(String family, String file, Predicate<Measured> of, ToDoubleFunction<Measured> error, double median,
            double p90) {
        List<Double> errors = Measured.read(file).stream().filter(of).map(r -> Math.abs(error.applyAsDouble(r))).sorted()
                .collect(Collectors.toList());
        double middle = errors.get(errors.size() / 2);
        double high = errors.get(errors.size() * 9 / 10);
        assertTrue(middle <= median && high <= p90,
                () -> family + ": " + errors.size() + " rows, median error " + middle + ", 90th percentile " + high);
    }
}
