package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that sentences and hand-written tables of the documentation state are those of the generated pages and of the study. */
class ProseTest {
    private static final Path STUDY = Path.of("src/test/resources/study/paper");      // what the program writes, held by PaperTest
    private static final Path FOUND = Path.of("docs/explanation/what-the-paper-found.md");

    /** Rows of a study's table by column. */
    private static List<Map<String, String>> table(String file) throws IOException {
        List<String> lines = Files.readAllLines(STUDY.resolve(file));
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) {
                row.put(names[i], cells[i]);
            }
            rows.add(row);
        }
        return rows;
    }

    private static double sum(List<Map<String, String>> rows, String column, Predicate<Map<String, String>> of) {
        return rows.stream().filter(of).mapToDouble(r -> Double.parseDouble(r.get(column))).sum();
    }

    /** "a to b %", of two shares; "a %" where they are alike. */
    private static String between(double a, double b) {
        return Math.round(100 * a) == Math.round(100 * b) ? Math.round(100 * a) + " %" : String.format(Locale.ROOT, "%d to %d %%", Math.round(100 * Math.min(a, b)), Math.round(100 * Math.max(a, b)));
    }

    private static void says(Path page, String words) throws IOException {
        assertTrue(Files.readString(page).replaceAll("\\s+", " ").contains(words), () -> page + " should say: " + words);
    }

    @Test
    void sharesOfTransformerModels() throws IOException {
        List<Map<String, String>> parts = table("operator-breakdown.csv");
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String model : List.of("Muse", "Parti")) {
            for (String part : List.of("Attention", "Projections", "Linear")) {
                shares.put(model + part, sum(parts, "share", r -> r.get("name").equals(model) && r.get("attention").equals("flash") && r.get("part").equals(part)));
            }
        }
        says(FOUND, "attention takes " + between(shares.get("MuseAttention") + shares.get("MuseProjections"), shares.get("PartiAttention") + shares.get("PartiProjections"))
                + " of the time of Muse and Parti and other linear layers " + between(shares.get("MuseLinear"), shares.get("PartiLinear")) + ", close to what the paper reports; by operators attention is "
                + between(shares.get("MuseAttention"), shares.get("PartiAttention")));
    }

    @Test
    void gainsOfStableDiffusion() throws IOException {
        List<Map<String, String>> gains = table("flash-attention.csv");
        Predicate<Map<String, String>> diffusion = r -> r.get("name").equals("Stable Diffusion");
        says(FOUND, "the attention of its generation becomes " + Math.round(sum(gains, "attention_speedup", diffusion)) + " times as fast");
        says(FOUND, String.format(Locale.ROOT, "On the device Stable Diffusion becomes %.1f times as fast", sum(gains, "gpu_speedup", diffusion)));
    }

    @Test
    void flopsOfTemporalAttention() throws IOException {
        List<Map<String, String>> kinds = table("temporal-attention.csv");
        double spatial = sum(kinds, "flops", r -> r.get("name").equals("Make-A-Video") && r.get("attention").equals("flash") && r.get("kind").equals("spatial"));
        double temporal = sum(kinds, "flops", r -> r.get("name").equals("Make-A-Video") && r.get("attention").equals("flash") && r.get("kind").equals("temporal"));
        says(FOUND, "the assumed decoder has " + (long) (spatial / temporal) + " times fewer");
    }

    /** The README's table of errors: here, and with each device left out. */
    @ParameterizedTest
    @CsvSource({"matrix products, gemm", "fused attention, attention", "attention of serving frameworks, serving-attention", "convolutions, convolution", "elementwise passes, memory-bound",
        "UNets that make images, unet-image"})
    void errorsOfTheReadme(String label, String family) throws IOException {
        String line = Files.readAllLines(Path.of("README.md")).stream().filter(l -> l.startsWith("| " + label)).findFirst().orElseThrow();
        String[] here = row("docs/accuracy.md", family);
        String rows = String.format(Locale.US, "%,d", Integer.parseInt(here[2]));
        assertTrue(line.endsWith("| " + rows + " | " + errors(here) + " | " + errors(row("docs/accuracy-held-out.md", family)) + " |"),
                line + " should be: " + rows + " | " + errors(here) + " | " + errors(row("docs/accuracy-held-out.md", family)));
    }

    @Test
    void measurementsOfTheReadme() throws IOException {
        String all = Files.readAllLines(Path.of("docs/accuracy.md")).stream().filter(l -> l.contains("Predicted against measured: ")).findFirst().orElseThrow();
        int predicted = Integer.parseInt(all.replaceFirst(".*: (\\d+) of .*", "$1"));
        says(Path.of("README.md"), String.format(Locale.US, "predicts %,d measurements that others published", predicted));
    }

    private static String[] row(String page, String family) throws IOException {
        return Files.readAllLines(Path.of(page)).stream().filter(l -> l.startsWith("| " + family + " |")).findFirst().orElseThrow().split(" *\\| *");
    }

    /** Median and 90th percentile in whole percent. */
    private static String errors(String[] row) {
        return Math.round(Double.parseDouble(row[4].replace(" %", ""))) + " %, " + Math.round(Double.parseDouble(row[5].replace(" %", ""))) + " %";
    }
}
