package dev.ttbench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.Overlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaveOutTest {
    private static final Suites SUITES = TestLibrary.suites();

    @TempDir
    Path folder;

    /** Products on three devices as they would be, were the tensor cores of the A100's architecture slower by a quarter than stated. */
    private List<Prediction> slower() throws IOException {
        double stated = SUITES.devices().architecture("ampere-a100").matrix().tensorEfficiency();
        Overlay truth = new Overlay(null, null, Map.of(new Overlay.Place(Overlay.Kind.ARCHITECTURES, "ampere-a100"), Map.of("tensor_efficiency", new Overlay.Value(0.75 * stated, "1", "", 0, 0))));
        Suites there = new Suites(SUITES.files().with(truth));
        Random random = new Random(5);
        StringBuilder b = new StringBuilder("device,source,dtype,m,n,k,latency_us\n");
        for (String device : List.of("a100-sxm4-80gb", "a100-pcie-80gb", "t4")) {
            for (int i = 0; i < 45; i++) {
                b.append(device).append(",lab ").append(i).append(",fp16,").append(256L << random.nextInt(6)).append(',').append(256L << random.nextInt(5)).append(',').append(256L << random.nextInt(5))
                        .append(",1\n");
            }
        }
        Path p = Files.writeString(folder.resolve("gemm.csv"), b);
        StringBuilder out = new StringBuilder("device,source,dtype,m,n,k,latency_us\n");
        for (Prediction x : new Predictor(there).predict(MeasurementFile.read(p.toString()))) {
            List<String> cells = new ArrayList<>(x.row().cells());
            cells.set(cells.size() - 1, String.format(Locale.ROOT, "%.5f", x.value() * 1e6));
            out.append(String.join(",", cells)).append('\n');
        }
        return new Predictor(SUITES).predict(MeasurementFile.read(Files.writeString(p, out).toString()));
    }

    private static double median(List<Prediction> of) {
        return Accuracy.of(of.stream().mapToDouble(p -> Math.log(p.value() / p.row().measured())).toArray()).median();
    }

    @Test
    void aDeviceIsPredictedByWhatItsSisterTells() throws IOException {
        List<Prediction> rows = slower();
        List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<LeaveOut.Group> groups = new LeaveOut(SUITES, rows, Prediction::device).groups(told::add);
        assertEquals(List.of("a100-pcie-80gb", "a100-sxm4-80gb", "t4"), groups.stream().map(LeaveOut.Group::name).toList());
        assertEquals(3, told.size());
        LeaveOut.Group pcie = groups.get(0);
        assertTrue(median(pcie.rows()) > 0.1 && median(pcie.apart()) < 0.03, () -> median(pcie.rows()) + " " + median(pcie.apart()));
        assertEquals("ampere-a100: 45 other rows", pcie.constants().get(MeasurementFile.Kind.GEMM).split(";")[0]);
        LeaveOut.Group t4 = groups.get(2);
        assertEquals("turing: as volta", t4.constants().get(MeasurementFile.Kind.GEMM).split(";")[0]);
        assertNotEquals(t4.known().get(0).value(), t4.apart().get(0).value(), "a new design's constants are another's");
        List<Prediction> held = LeaveOut.inOrder(rows, groups, LeaveOut.Group::apart);
        assertEquals(rows.stream().map(Prediction::row).toList(), held.stream().map(Prediction::row).toList());
        assertEquals(groups.toString(), new LeaveOut(SUITES, rows, Prediction::device).groups(s -> { }).toString(), "the same answer whatever runs at once");
    }

    @Test
    void everyConstantOfTheFileOfFitsIsThere() {
        FitSets sets = FitSets.read(SUITES.files());
        for (String device : List.of("a100-sxm4-80gb", "h100-sxm5-80gb", "t4")) {
            Parameters p = new Parameters(SUITES.files(), sets, SUITES.devices().get(device), java.util.Set.of("flash-2", "memory-efficient"), java.util.Set.of("eager"));
            sets.sets().values().forEach(c -> {
                c.calibrate().forEach(n -> assertTrue(!p.of(n).isEmpty(), n));
                c.refit().forEach(n -> assertTrue(!p.of(n).isEmpty(), n));
            });
        }
        sets.bounds().forEach((n, b) -> assertTrue(sets.sets().values().stream().anyMatch(c -> c.calibrate().contains(n) || c.refit().contains(n)), n));
    }
}
