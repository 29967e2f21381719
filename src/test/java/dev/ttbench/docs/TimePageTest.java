package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.measurement.Errors;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the explanation of time says of whole generations is what the program predicts. */
class TimePageTest {
    private static final Path FILE = Path.of("suites/measurements/end_to_end.csv");
    private static final Predictor PREDICTOR = new Predictor(TestLibrary.suites());

    private static String page;
    private static List<Prediction> predictions;

    @TempDir
    Path folder;

    @BeforeAll
    static void predict() throws IOException {
        page = Files.readString(Path.of("docs/explanation/time.md"));
        predictions = PREDICTOR.predict(MeasurementFile.read(FILE.toString())).stream().filter(p -> p.skipped() == null && !p.family().equals("memory")).toList();
    }

    private static void says(String words) {
        assertTrue(page.contains(words), () -> "docs/explanation/time.md should say: " + words);
    }

    private static Errors of(Predicate<Prediction> which) {
        return Errors.of("", predictions.stream().filter(which).toList());
    }

    /** Rows, cases, median, 90th percentile and bias in whole percent. */
    private static String errors(Predicate<Prediction> which) {
        Errors e = of(which);
        return String.format(Locale.ROOT, "%d | %d | %.0f %% | %.0f %% | %+.0f %%", e.rows(), e.cases(), 100 * e.median(), 100 * e.p90(), 100 * e.bias());
    }

    @Test
    void errorsByRuntimeAndTimeline() {
        Predicate<Prediction> language = p -> p.family().startsWith("llm");
        says("| all | " + errors(p -> true) + " |");
        for (String regime : List.of("eager device", "eager host", "compiled device", "tensorrt device")) {
            says("| `" + regime.replace(" ", "`, ") + " | " + errors(p -> p.regime().equals(regime) && !language.test(p)) + " |");
        }
        says("| language models, `compiled` and `serving` | " + errors(language) + " |");
    }

    @Test
    void rowsThatCameLast() {
        Set<String> last = Set.of("sd-v1.5-controlnet", "sd-v1.5-inpainting");
        Errors e = of(p -> last.contains(p.row().text("model")));
        says(e.rows() + " of these rows came last");
        says(String.format(Locale.ROOT, "They come out %.0f %% off (90th percentile %.0f %%, bias %+.0f %%)", 100 * e.median(), 100 * e.p90(), 100 * e.bias()));
    }

    /** Rows of moved models, as if nothing had been moved. */
    @Test
    void videoTransformers() throws IOException {
        List<String> ids = List.of("WAN-001", "WAN-003", "WAN-007", "WAN-011");
        List<String> lines = Files.readAllLines(FILE);
        Path copy = folder.resolve("moved.csv");
        Files.writeString(copy, lines.get(0) + "\n" + lines.stream().filter(l -> ids.stream().anyMatch(id -> l.startsWith(id + ","))).map(l -> l.replaceFirst(",offload,", ",,"))
                .collect(Collectors.joining("\n")) + "\n");
        List<Prediction> moved = PREDICTOR.predict(MeasurementFile.read(copy.toString()));
        assertTrue(moved.size() == ids.size() && moved.stream().allMatch(p -> p.skipped() == null));
        for (Prediction p : moved) {
            says(String.format(Locale.US, "%,.0f s%s, %,.0f s", p.row().measured(), p.device().equals("h20") ? " published on H20" : "", p.value()) + (p.device().equals("h20") ? " predicted" : ""));
        }
    }
}
