package dev.ttbench.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.lint.Lint;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Right and wrong files with a word exchanged, doubled or left out: whatever comes of it is a list of problems, never a failure of the program. */
class MutationTest {
    private static final int MUTANTS = Integer.getInteger("ttbench.mutants", 1500);
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|-?[0-9.]+|\\[[^\\[\\]\n]*]|\\{[^{}\n]*}|[-:,>()+*/]");
    private static final List<String> POOL = List.of("0", "1", "-1", "2", "3", "7", "1000000000000", "9223372036854775807", "1.5", "null", "true", "[]", "{}", "[1, 2, 3]", "{a: 1}", "''", "x",
            "\"${x}\"", "\"${null}\"", "\"${3}\"", "\"${[1]}\"", "\"${x.features}\"", "\"${range(100000)}\"", "tokens", "batch", "channels", "height", "fp16", "silu", "linear", "concat", "repeat",
            "pool", "gather", "take", "any", "softmax", "group_norm", "batch_norm", "pixel_shuffle", "conv3d", "scalar", "rearrange", "as", "of", "into", "axis", "keep");

    private static List<String> seeds() throws IOException {
        List<String> out = new ArrayList<>(LanguageReferenceTest.examples());
        out.removeIf(t -> !t.startsWith("model:"));
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/errors"))) {
            for (Path p : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(p);
                if (bytes.length < 3000 && !p.toString().contains("not-utf-8") && !p.toString().contains("binary")) {
                    out.add(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        }
        String model = "model: m\ntitle: M\nclass: c\nstages:\n  - {id: s, graph: g, inputs: {%s}}\n---\n";
        for (String example : LanguageReferenceTest.examples()) {
            Matcher m = Pattern.compile("(?m)^  (\\w+): \\[([a-z, ]+)]$|\\{(\\w+): \\[([a-z, ]+)]").matcher(example);
            if (example.startsWith("graph:") && m.find()) {
                String axes = m.group(2) != null ? m.group(2) : m.group(4);
                String name = m.group(1) != null ? m.group(1) : m.group(3);
                String extents = name + ": [" + "8, ".repeat(axes.split(",").length - 1).replaceAll(", $", "") + "]";
                out.add(model.formatted(extents) + example.replaceFirst("graph: [\\w-]+", "graph: g"));
            }
        }
        return out;
    }

    private static String mutated(String text, Random random) {
        String out = text;
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            List<int[]> words = new ArrayList<>();
            Matcher m = WORD.matcher(out);
            while (m.find()) {
                words.add(new int[] {m.start(), m.end()});
            }
            if (words.isEmpty()) {
                return out;
            }
            int[] w = words.get(random.nextInt(words.size()));
            int[] v = words.get(random.nextInt(words.size()));
            String other = switch (random.nextInt(6)) {
                case 0 -> "";
                case 1 -> out.substring(w[0], w[1]) + " " + out.substring(w[0], w[1]);
                case 2 -> out.substring(v[0], v[1]);
                default -> POOL.get(random.nextInt(POOL.size()));
            };
            out = out.substring(0, w[0]) + other + out.substring(w[1]);
        }
        return out;
    }

    @Test
    void aMutantIsLintedLikeAnyFile(@TempDir Path dir) throws IOException {
        Random random = new Random(Long.getLong("ttbench.seed", 20231214));
        List<String> seeds = seeds();
        Path file = dir.resolve("mutant.yaml");
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < MUTANTS; i++) {
            String text = mutated(seeds.get(random.nextInt(seeds.size())), random);
            Files.writeString(file, text);
            try {
                for (Problem p : new Lint(new SuiteFiles(Path.of("suites"), Precompiled.NONE)).check(List.of(file.toString()))) {
                    assertTrue(p.file() == null || p.line() > 0, p.text());
                }
            } catch (RuntimeException | StackOverflowError e) {
                StackTraceElement[] at = e.getStackTrace();
                failures.add(e + (at.length > 2 ? " " + at[0] + " " + at[1] + " " + at[2] : "") + "\n" + text);
            }
        }
        assertTrue(failures.isEmpty(), () -> failures.size() + " failures\n" + String.join("\n----\n", failures.subList(0, Math.min(4, failures.size()))));
    }
}
