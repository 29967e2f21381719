package dev.ttbench.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.spec.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators of a profiler trace become rows; what is not understood is counted. */
class KernelTraceTest {
    private static final Path TRACE = Path.of("src/test/resources/trace/kineto.json");

    @TempDir
    Path folder;

    private static KernelTrace trace() {
        return KernelTrace.read(TRACE.toString(), "a100-sxm4-80gb");
    }

    private static List<String> rows(MeasurementFile.Kind kind, String... columns) {
        return trace().files().stream().filter(f -> f.kind() == kind).flatMap(f -> f.rows().stream())
                .map(r -> List.of(columns).stream().map(r::text).collect(Collectors.joining(" "))).toList();
    }

    @Test
    void productsOfOneShapeAreOneRowWithTheMedian() {
        assertEquals(List.of("fp16 1 4096 1280 1280 61.0", "tf32 1 512 768 1024 9.5", "fp16 16 128 128 64 6.5"),
                rows(MeasurementFile.Kind.GEMM, "dtype", "batch", "m", "n", "k", "latency_us"));
    }

    @Test
    void attentionSaysItsLibraryAndWhetherItIsCausal() {
        assertEquals(List.of("fp16 bidirectional 2 8 8 40 4096 4096 0 FlashAttention-2 300.0", "fp32 prefill 1 8 8 64 256 256 1 xformers 40.0"),
                rows(MeasurementFile.Kind.ATTENTION, "dtype", "kind", "batch", "heads", "kv_heads", "head_dim", "q_len", "kv_len", "causal", "framework", "latency_us"));
    }

    @Test
    void convolutionsCountTheirTransposes() {
        assertEquals(List.of("fp16 2 320 320 64 64 3x3 2x2 1x1 1  124.0"),
                rows(MeasurementFile.Kind.CONVOLUTION, "dtype", "batch", "in_channels", "out_channels", "height", "width", "kernel", "stride", "padding", "groups", "notes", "latency_us"));
    }

    @Test
    void vectorKernelsHaveTheirShape() {
        assertEquals(List.of("fp16 add 4096x1280  12.0", "fp16 silu 2x320x64x64  6.0", "fp16 group_norm 2x320x64x64 32 11.0", "fp32 softmax 16x128x128  4.5", "fp16 permute 64x128  3.0",
                "fp16 layer_norm 4096x1280  11.0"), rows(MeasurementFile.Kind.VECTOR, "dtype", "operator", "shape", "groups", "latency_us"));
    }

    @Test
    void whatIsNotUnderstoodIsCountedWithItsReason() {
        KernelTrace t = trace();
        assertEquals(19, t.kernels());
        assertEquals(java.util.Map.of("aten::convolution: transposed or dilated", 1, "aten::mul: operands of different shapes or types", 1, "of no operator", 1), t.unknown());
        assertTrue(t.summary().startsWith("19 kernels; rows: 3 gemm, 2 attention, 1 convolution, 6 vector; not understood: 3 kernels\n"), t::summary);
    }

    @Test
    void everyRowIsPredicted() {
        Predictor predictor = new Predictor(TestLibrary.suites());
        for (MeasurementFile f : trace().files()) {
            predictor.predict(f).forEach(p -> assertNull(p.skipped(), () -> p.row().cells() + ": " + p.skipped()));
        }
    }

    @Test
    void aPackedTraceIsTheSameAndWhatIsNoneIsRefused() throws IOException {
        Path packed = folder.resolve("t.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(TRACE, out);
        }
        assertEquals(trace().unknown(), KernelTrace.read(packed.toString(), "a100-sxm4-80gb").unknown());
        for (String bad : List.of("{}", "[1", "{\"traceEvents\": 3}", "")) {
            Path p = Files.writeString(folder.resolve("bad.json"), bad);
            assertThrows(InputException.class, () -> KernelTrace.read(p.toString(), "t4"), bad);
        }
        assertThrows(InputException.class, () -> KernelTrace.read("none.json", "t4"));
    }
}
