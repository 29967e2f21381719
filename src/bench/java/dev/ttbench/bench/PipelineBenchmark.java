package dev.ttbench.bench;

import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Graph to seconds in a warm process: files are read, everything else is done anew for every request (binding, expansion, counts, memory, lowering,
 * time). Operator rows are made only when a report asks for them, and are not part of this. The collector is
 * the launcher's. Run it from the project's root.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
public class PipelineBenchmark {
    private Profiler profiler;
    private Request diffusion;
    private Request language;
    private Request longAnswer;
    private Request video;

    /** Reads the suites. */
    @Setup
    public void load() {
        profiler = new Profiler(new Suites(new SuiteFiles(Path.of("suites"), Precompiled.NONE)));
        diffusion = request("sd-v1.5", Map.of());
        language = request("llama-2-7b", Map.of("prompt_tokens", "2048", "new_tokens", "1"));
        longAnswer = request("llama-2-7b", Map.of("prompt_tokens", "2048", "new_tokens", "1024"));
        video = request("wan2.1-14b", Map.of());
    }

    private static Request request(String model, Map<String, String> set) {
        return new Request(model, set, null, null, null, null, null, List.of());
    }

    /** sd-v1.5, all stages, 512 x 512, 50 steps, guidance. */
    @Benchmark
    public Profile diffusionPipeline() {
        return profiler.profile(diffusion);
    }

    /** wan2.1-14b, all stages, 81 frames of 720 x 1280, 50 steps, guidance. */
    @Benchmark
    public Profile videoPipeline() {
        return profiler.profile(video);
    }

    /** llama-2-7b, a prompt of 2048 tokens and one decode step. */
    @Benchmark
    public Profile prefillAndOneDecode() {
        return profiler.profile(language);
    }

    /** llama-2-7b, a prompt of 2048 tokens and 1024 decode steps, each with shapes of its own. */
    @Benchmark
    public Profile prefillAndManyDecodes() {
        return profiler.profile(longAnswer);
    }
}
