package dev.ttbench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.device.Architecture;
import dev.ttbench.device.Devices;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bounds, directions and settings of whole kernel times. */
class LatencyModelTest {
    private static final List<String> DEVICES = List.of("a100-sxm4-80gb", "a100-pcie-80gb", "h100-sxm5-80gb", "h200-sxm",
            "v100-sxm2-16gb", "t4", "a10", "l4", "l40s", "rtx-3090", "rtx-4090", "b200-sxm", "b300-sxm", "rtx-5090", "mi210", "mi300x", "mi355x", "gaudi-3", "m4-max", "jetson-agx-orin-64gb");

    static Kernel gemm(long batch, long m, long n, long k, Dtype dtype) {
        long bytes = dtype.bytes();
        return new Kernel("gemm", new Work.Gemm(batch, m, n, k), dtype, batch * (m * k + k * n) * bytes, batch * m * n * bytes,
                batch * k * n * bytes);
    }

    static Kernel convolution(long batch, long in, long out, long size, long filter, Dtype dtype) {
        long bytes = dtype.bytes();
        long[] extent = {size, size};
        Work.Convolution work = new Work.Convolution(batch, in, out, 1, extent, extent, new long[] {filter, filter}, new long[] {1, 1});
        long weights = in * out * filter * filter * bytes;
        return new Kernel("convolution", work, dtype, batch * in * size * size * bytes + weights, batch * out * size * size * bytes,
                weights);
    }

    static Kernel attention(long batch, long heads, long queries, long keys, long dim, boolean causal) {
        long q = batch * heads * queries * dim * 2;
        long kv = 2 * batch * heads * keys * dim * 2;
        return new Kernel("attention", new Work.Attention(batch, heads, heads, queries, keys, dim, dim, causal, true), Dtype.FP16, q + kv,
                q, 0);
    }

    private static double seconds(LatencyModel model, Kernel kernel) {
        return model.time(kernel).seconds();
    }

    @Test
    void anArchitectureWithoutMeasuredKernelsHasAWiderInterval() {
        Devices devices = new Devices(new SuiteFiles(Path.of("suites"), Precompiled.NONE));
        Latencies latencies = new Latencies(devices);
        Latencies.Interval measured = latencies.interval("eager device", devices.get("a100-sxm4-80gb"));
        Latencies.Interval carried = latencies.interval("eager device", devices.get("mi300x"));
        assertTrue(carried.high() / carried.low() > measured.high() / measured.low());
        for (String id : devices.ids()) {
            Architecture a = devices.architecture(devices.get(id).architecture());
            assertEquals(a.measured() ? measured : carried, latencies.interval("eager device", devices.get(id)), id);
            assertEquals(a.measured() ? "kernel measurements" : "datasheet model", a.basis());
            boolean none = a.sources().get("tensorEfficiency").startsWith("fit: none");
            assertTrue(!none || !a.measured(), () -> a.id() + " was fitted to nothing");
        }
    }

    @Test
    void neverFasterThanTheRoofline() {
        Random random = new Random(20240607);
        for (String id : DEVICES) {
            LatencyModel model = TestLibrary.latency(id, "flash-2", "fp16");
            double peak = TestLibrary.device(id).peakFlops().get("fp16");
            double bandwidth = TestLibrary.device(id).bandwidth();
            long l2 = TestLibrary.device(id).l2Bytes();
            for (int i = 0; i < 2000; i++) {
                long m = 1L << random.nextInt(15);
                long n = 8L * (1 + random.nextInt(1500));
                long k = 8L * (1 + random.nextInt(1500));
                Kernel kernel = gemm(1 + random.nextInt(4), m + random.nextInt(7), n, k, Dtype.FP16);
                Work.Gemm w = (Work.Gemm) kernel.work();
                checkRoofline(model, kernel, 2.0 * w.batch() * w.m() * w.n() * w.k(), peak, bandwidth, l2);
                long size = 4 + random.nextInt(90);
                long in = 4L * (1 + random.nextInt(320));
                long out = 4L * (1 + random.nextInt(320));
                long filter = 1 + 2 * random.nextInt(2);
                long images = 1 + random.nextInt(8);
                checkRoofline(model, convolution(images, in, out, size, filter, Dtype.FP16),
                        2.0 * images * size * size * in * out * filter * filter, peak, bandwidth, l2);
                long heads = 1 + random.nextInt(32);
                long tokens = 1 + random.nextInt(5000);
                long dim = 8L * (1 + random.nextInt(32));
                boolean causal = random.nextBoolean();
                double flops = 4.0 * images * heads * tokens * tokens * dim;
                checkRoofline(model, attention(images, heads, tokens, tokens, dim, causal), causal ? flops / 2 : flops, peak, bandwidth, l2);
            }
        }
    }

    private static void checkRoofline(LatencyModel model, Kernel kernel, double flops, double peak, double bandwidth, long l2) {
        double seconds = seconds(model, kernel);
        double activations = kernel.bytesRead() + kernel.bytesWritten() - kernel.weightBytes();
        double dram = kernel.weightBytes() + (activations > l2 ? activations : 0);
        assertTrue(seconds >= flops / peak * (1 - 1e-12) && seconds >= dram / bandwidth * (1 - 1e-12), () -> kernel + " in " + seconds);
    }

    @Test
    void moreWorkOfWholeTilesNeverTakesLess() {
        for (String id : DEVICES) {
            LatencyModel model = TestLibrary.latency(id, "flash-2", "fp16");
            double before = 0;
            for (long m = 256; m <= 65536; m *= 2) {
                double now = seconds(model, gemm(1, m, 4096, 4096, Dtype.FP16));
                assertTrue(now >= before, id + " m=" + m);
                before = now;
            }
            before = 0;
            for (long tokens = 64; tokens <= 32768; tokens *= 2) {
                double now = seconds(model, attention(2, 8, tokens, tokens, 64, false));
                assertTrue(now >= before, id + " tokens=" + tokens);
                before = now;
            }
        }
    }

    @Test
    void boundsFollowTheWork() {
        LatencyModel model = TestLibrary.latency("a100-sxm4-80gb", "flash-2", "fp16");
        assertEquals(Bound.COMPUTE, model.time(gemm(1, 8192, 8192, 8192, Dtype.FP16)).bound());
        assertEquals(Bound.MEMORY, model.time(gemm(1, 1, 16384, 16384, Dtype.FP16)).bound());
        assertEquals(Bound.LATENCY, model.time(gemm(1, 16, 64, 64, Dtype.FP16)).bound());
    }

    @Test
    void largeMatmulReachesTheShareThatA100IsKnownFor() {
        double seconds = seconds(TestLibrary.latency("a100-sxm4-80gb", "flash-2", "fp16"), gemm(1, 8192, 8192, 8192, Dtype.FP16));
        double share = 2.0 * 8192 * 8192 * 8192 / seconds / 312e12;
        assertTrue(share > 0.70 && share < 0.87, "share " + share);
    }

    @Test
    void fp32MatmulsUseTensorCoresOnlyWhenAsked() {
        Kernel kernel = gemm(1, 4096, 4096, 4096, Dtype.FP32);
        double plain = seconds(TestLibrary.latency("a100-sxm4-80gb", "flash-2", "fp32"), kernel);
        double tf32 = seconds(TestLibrary.latency("a100-sxm4-80gb", "flash-2", "tf32"), kernel);
        assertTrue(plain > 4 * tf32, plain + " " + tf32);
        Kernel convolution = convolution(8, 320, 320, 64, 3, Dtype.FP32);
        assertEquals(seconds(TestLibrary.latency("a100-sxm4-80gb", "flash-2", "fp32"), convolution),
                seconds(TestLibrary.latency("a100-sxm4-80gb", "flash-2", "tf32"), convolution));
    }

    @Test
    void attentionFallsBackToWhatTheDeviceCanRun() {
        assertEquals("memory-efficient", TestLibrary.latency("v100-sxm2-16gb", "flash-2", "fp16").library(Dtype.FP16, 64, 64).id());
        assertEquals("flash-2", TestLibrary.latency("a100-sxm4-80gb", "flash-3", "fp16").library(Dtype.FP16, 64, 64).id());
        assertEquals("memory-efficient", TestLibrary.latency("a100-sxm4-80gb", "flash-1", "fp16").library(Dtype.FP16, 160, 160).id());
        assertEquals("memory-efficient", TestLibrary.latency("a100-sxm4-80gb", "flash-2", "fp32").library(Dtype.FP32, 64, 64).id());
    }

    @Test
    void libraryYearsOrder() {
        Kernel kernel = attention(4, 16, 8192, 8192, 128, false);
        double first = seconds(TestLibrary.latency("h100-sxm5-80gb", "flash-1", "fp16"), kernel);
        double second = seconds(TestLibrary.latency("h100-sxm5-80gb", "flash-2", "fp16"), kernel);
        double third = seconds(TestLibrary.latency("h100-sxm5-80gb", "flash-3", "fp16"), kernel);
        assertTrue(first > second && second > third);
    }

    @Test
    void shortSequencesPayForTheirTiles() {
        LatencyModel model = TestLibrary.latency("a100-sxm4-80gb", "flash-2", "fp16");
        double spatial = seconds(model, attention(16, 8, 1024, 1024, 64, false));
        double temporal = seconds(model, attention(65536, 8, 16, 16, 64, false));
        assertTrue(temporal > spatial, "the same FLOPs: " + temporal + " against " + spatial);
    }

    @Test
    void causalSkipsAboutHalf() {
        LatencyModel model = TestLibrary.latency("a100-sxm4-80gb", "flash-2", "fp16");
        double ratio = seconds(model, attention(4, 32, 8192, 8192, 128, true)) / seconds(model, attention(4, 32, 8192, 8192, 128, false));
        assertTrue(ratio > 0.5 && ratio < 0.6, "ratio " + ratio);
    }

    @Test
    void sameFromManyThreads() {
        LatencyModel model = TestLibrary.latency("h100-sxm5-80gb", "flash-3", "fp16");
        Kernel kernel = gemm(2, 1234, 777, 4321, Dtype.FP16);
        Set<Double> seen = IntStream.range(0, 10_000).parallel().mapToObj(i -> seconds(model, kernel))
                .collect(java.util.stream.Collectors.toSet());
        assertEquals(1, seen.size());
    }
}
