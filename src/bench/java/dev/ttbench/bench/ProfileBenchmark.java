package dev.ttbench.bench;

import dev.ttbench.spec.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Time inside a warm process: what one more point of a sweep costs, start-up apart. Run it from the project's root. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProfileBenchmark {
    /** Folder of model, graph, block and device files. */
    @Param("suites")
    public String suites;

    private List<Text> texts;

    /** A file's name and content. */
    private record Text(String name, String content) {
        static Text of(Path file) {
            try {
                return new Text(file.toString(), Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Loads every YAML file, so that the disk is not measured. */
    @Setup
    public void load() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(suites))) {
            texts = files.filter(file -> file.toString().endsWith(".yaml")).sorted().map(Text::of).toList();
        }
    }

    /** YAML text to nodes: every file that ships. */
    @Benchmark
    public void readEveryFile(Blackhole sink) {
        for (Text text : texts) {
            sink.consume(YamlReader.read(text.name(), text.content()));
        }
    }

    /** YAML text to nodes: the first file alone. */
    @Benchmark
    public Object readOneFile() {
        return YamlReader.read(texts.get(0).name(), texts.get(0).content());
    }
}
