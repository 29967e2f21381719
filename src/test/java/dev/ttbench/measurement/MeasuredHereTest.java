package dev.ttbench.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that the kit of src/measure measured. Constants of eager kernels, changes of layout and depthwise filters are of them; the others, and whole networks, are judged by them. */
class MeasuredHereTest {
    private static final Predictor PREDICTOR = new Predictor(TestLibrary.suites());

    private static List<Prediction> predictions(String device) throws IOException {
        try (var list = Files.list(Path.of("suites/measurements/hopper-2026-11", device))) {
            return list.map(Path::toString).filter(n -> n.endsWith(".csv")).sorted().flatMap(n -> PREDICTOR.predict(MeasurementFile.read(n)).stream()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"h100-sxm5-80gb, 1214", "h200-sxm, 996"})
    void everyKernelAndNetworkIsPredicted(String device, int predicted) throws IOException {
        List<Prediction> all = predictions(device);
        assertEquals(predicted, all.stream().filter(p -> p.skipped() == null).count());
        for (Prediction p : all) {
            assertTrue(p.skipped() == null || p.row().has("excluded"), p.row().at() + ": " + p.skipped());
        }
    }

    /** Median errors, a little above what they are. */
    @ParameterizedTest
    @CsvSource({
        "h100-sxm5-80gb, gemm, 0.072", "h100-sxm5-80gb, attention, 0.078", "h100-sxm5-80gb, separate-attention, 0.137", "h100-sxm5-80gb, convolution, 0.102", "h100-sxm5-80gb, memory-bound, 0.126",
        "h100-sxm5-80gb, unet-image, 0.08", "h100-sxm5-80gb, transformer-image, 0.08", "h200-sxm, gemm, 0.077", "h200-sxm, attention, 0.072", "h200-sxm, separate-attention, 0.184",
        "h200-sxm, convolution, 0.103", "h200-sxm, memory-bound, 0.13", "h200-sxm, unet-image, 0.108", "h200-sxm, transformer-image, 0.08"})
    void noFamilyIsPredictedWorse(String device, String family, double median) throws IOException {
        Errors e = Errors.by(predictions(device), Prediction::family).stream().filter(g -> g.group().equals(family)).findFirst().orElseThrow();
        assertTrue(e.median() <= median, e.toString());
    }

    /** cuDNN 9 convolves channels-last images with the instructions of products: taken for warp-level ones they came out 30 % slow. */
    @Test
    void largeConvolutionsRunAtTheRateOfProducts() throws IOException {
        List<Double> errors = predictions("h100-sxm5-80gb").stream().filter(p -> p.skipped() == null && p.row().kind() == MeasurementFile.Kind.CONVOLUTION
                && p.row().text("framework").endsWith("channels-last") && p.row().text("dtype").equals("fp16") && p.row().text("kernel").equals("3x3") && p.row().text("source").equals("ttbench-measure")
                && p.row().text("groups").isEmpty()).map(Prediction::error).sorted().toList();
        assertTrue(errors.size() > 30);
        assertEquals(0, errors.get(errors.size() / 2), 0.05);
    }
}
