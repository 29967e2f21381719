package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first example of every help does what it says, pasted into a folder that has the files it names. */
class ExampleTest {
    @TempDir
    Path folder;

    static Stream<String> commands() {
        return Stream.concat(Commands.names().stream().filter(n -> !n.equals("completion")), Stream.of(""));
    }

    /** The example that opens the help of a command, or of ttbench. */
    private static String example(String name) {
        String help = name.isEmpty() ? Run.of("--help").out() : Run.of(name, "--help").out();
        List<String> lines = help.lines().toList();
        assertEquals("Example:", lines.get(0));
        return lines.get(1).strip();
    }

    /** What a reader of that help has: some of the commands need files of one's own. */
    private void prepare(String name) throws IOException {
        switch (name) {
            case "calibrate" -> {
                StringBuilder b = new StringBuilder("device,dtype,m,n,k,latency_us\n");
                for (int i = 1; i <= 20; i++) {
                    b.append("a100-sxm4-80gb,fp16,").append(1024 * i).append(",4096,4096,").append(170 * i).append('\n');
                }
                Files.writeString(folder.resolve("gemms.csv"), b);
            }
            case "check" -> {
                Files.createDirectory(folder.resolve("ci"));
                Path baseline = Files.writeString(folder.resolve("ci/ttbench.yaml"), "checks:\n  - id: one\n    model: sd-v1.5\n    stages: [text_encoder]\n");
                assertEquals(0, Run.of("check", "--baseline", baseline.toString(), "--write").exit());
            }
            case "import" -> {
                Path from = Path.of("src/test/resources/hf-configs/sdxl-base-1.0");
                try (Stream<Path> all = Files.walk(from)) {
                    for (Path p : all.toList()) {
                        Files.copy(p, folder.resolve("my-pipeline").resolve(from.relativize(p).toString()));
                    }
                }
            }
            case "merge" -> {
                for (int i = 1; i <= 2; i++) {
                    assertEquals(0, Run.of("sweep", "--model", "sd-v1.5", "--stage", "text_encoder", "--set", "batch=1,2,3", "--shard", i + "/2", "-o", folder.resolve("part-" + i + ".csv").toString()).exit());
                }
            }
            default -> { }
        }
    }

    /** The words as a shell in the folder would give them: patterns expanded; files of the folder, those to be written too, by their whole path. */
    private String[] words(String example) throws IOException {
        List<String> out = new ArrayList<>();
        String before = "";
        for (String w : List.of(example.split(" "))) {
            Path file = folder.resolve(w.replace("*", "1"));
            if (w.contains("*")) {
                try (Stream<Path> all = Files.list(folder)) {
                    all.filter(p -> p.getFileName().toString().matches(w.replace(".", "\\.").replace("*", ".*"))).sorted().forEach(p -> out.add(p.toString()));
                }
            } else {
                out.add(before.matches("-o|--output") || Files.exists(file) ? file.toString() : w);
            }
            before = w;
        }
        return out.subList(1, out.size()).toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theFirstExampleOfEveryHelpRuns(String name) throws IOException {
        String example = example(name);
        assertTrue(example.startsWith("ttbench " + name), example);
        prepare(name);
        Run run = Run.of(words(example));
        assertEquals(0, run.exit(), () -> example + "\n" + run);
        int output = Math.max(example.indexOf(" -o "), example.indexOf(" --output "));
        if (output >= 0) {
            assertTrue(Files.exists(folder.resolve(example.substring(output).strip().split(" ")[1])), example);
        } else {
            assertTrue(!run.out().isEmpty() || name.equals("lint"), run::toString);
        }
    }

    @Test
    void theExamplesThatGreetRun() {
        List<String> lines = Run.of().out().lines().filter(l -> l.startsWith("  ttbench ")).map(l -> l.strip().split(" {2,}")[0]).toList();
        assertEquals(3, lines.size());
        for (String line : lines) {
            Run run = Run.of(line.substring("ttbench ".length()).split(" "));
            assertEquals(0, run.exit(), () -> line + "\n" + run);
            assertTrue(!run.out().isEmpty(), line);
        }
    }

    /** Later examples too are commands that can be read. */
    @Test
    void everyExampleCanBeRead() throws IOException {
        for (String name : Commands.names()) {
            Command c = Commands.get(name);
            for (String e : c.examples()) {
                assertTrue(name.equals("completion") || e.startsWith("ttbench " + name + " ") || e.equals("ttbench " + name), e);
                if (!name.equals("completion")) {
                    PicocliParser.parse(c, e.split(" "), 2);
                }
            }
        }
    }
}
