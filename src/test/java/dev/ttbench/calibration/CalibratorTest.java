package dev.ttbench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.latency.CalibrationReader;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Overlay;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Constants that made the rows are found again; what rows do not tell is refused. */
class CalibratorTest {
    private static final Suites SUITES = TestLibrary.suites();
    private static final SuiteFiles FILES = SUITES.files();
    private static final String GEMM = "device,dtype,m,n,k,latency_us\n";
    private static final String DEVICE = "a100-sxm4-80gb";
    private static final Overlay.Place A100 = new Overlay.Place(Overlay.Kind.ARCHITECTURES, "ampere-a100");

    @TempDir
    Path folder;

    /** Rows measured on a device with other constants, with noise. */
    private MeasurementFile made(String header, List<String> rows, Map<Overlay.Place, Map<String, Overlay.Value>> truth, double noise) throws IOException {
        Suites there = new Suites(FILES.with(new Overlay(null, null, truth)));
        Path p = folder.resolve("made" + rows.size() + ".csv");
        Files.writeString(p, header + String.join(",1\n", rows) + ",1\n");
        Random random = new Random(7);
        StringBuilder out = new StringBuilder(header);
        for (Prediction x : new Predictor(there).predict(MeasurementFile.read(p.toString()))) {
            List<String> cells = new java.util.ArrayList<>(x.row().cells());
            cells.set(cells.size() - 1, String.format(Locale.ROOT, "%.5f", x.value() * 1e6 * Math.exp(noise * random.nextGaussian())));
            out.append(String.join(",", cells)).append('\n');
        }
        return MeasurementFile.read(Files.writeString(p, out).toString());
    }

    private static List<String> gemms(int n, UnaryOperator<Long> size) {
        Random random = new Random(3);
        return java.util.stream.IntStream.range(0, n).mapToObj(i -> DEVICE + ",fp16," + size.apply(random.nextLong()) + "," + size.apply(random.nextLong()) + "," + size.apply(random.nextLong())).toList();
    }

    private static long size(long random) {
        return 64L << Math.floorMod(random, 8);
    }

    private static Map<Overlay.Place, Map<String, Overlay.Value>> times(Map<String, Double> factors) {
        Map<String, Overlay.Value> out = new HashMap<>();
        CalibrationReader reader = new CalibrationReader(FILES, new dev.ttbench.spec.Problems(""), Set.of());
        factors.forEach((k, f) -> out.put(k, new Overlay.Value(f * CalibrationReader.number(reader.base(A100).get(k)), null, "truth", 0, 0)));
        return Map.of(A100, out);
    }

    @Test
    void theConstantsBehindNoisyRowsAreFoundAgain() throws IOException {
        Map<Overlay.Place, Map<String, Overlay.Value>> truth = times(Map.of("tensor_efficiency", 0.7, "matmul_floor_us", 1.8));
        MeasurementFile rows = made(GEMM, gemms(150, CalibratorTest::size), truth, 0.05);
        Calibrator.Outcome o = new Calibrator(SUITES, DEVICE, 1).calibrate(List.of(rows), List.of("tensor_efficiency", "matmul_floor_us"));
        for (Calibrator.Fitted f : o.constants()) {
            assertEquals(truth.get(A100).get(f.key()).value(), f.after(), 0.03 * f.after(), f.name());
            assertTrue(f.error() < 0.05 && !f.atBound(), f::toString);
        }
        Calibrator.Change c = o.changes().get(0);
        assertTrue(c.after().median() < 0.05 && c.apart().median() < 0.05 && c.before().median() > 0.1, c::toString);
        assertEquals(o, new Calibrator(SUITES, DEVICE, 1).calibrate(List.of(rows), List.of("tensor_efficiency", "matmul_floor_us")), "the same seed, the same answer");
    }

    @Test
    void theWrittenFilePredictsWhatTheFitDid() throws IOException {
        MeasurementFile rows = made(GEMM, gemms(60, CalibratorTest::size), times(Map.of("tensor_efficiency", 0.8)), 0.02);
        Calibrator.Outcome o = new Calibrator(SUITES, DEVICE, 1).calibrate(List.of(rows), List.of("tensor_efficiency"));
        Path file = Files.writeString(folder.resolve("mine.yaml"), CalibrationFile.text("it's mine", List.of("rows.csv"), o, null));
        Suites mine = new Suites(FILES.with(CalibrationReader.read(file.toString(), FILES, Set.of())));
        assertEquals(o.constants().get(0).after(), mine.devices().architecture("ampere-a100").matrix().tensorEfficiency());
        assertTrue(mine.devices().architecture("ampere-a100").sources().get("tensorEfficiency").startsWith("fit: calibration it's mine: "));
        double[] errors = new Predictor(mine).predict(rows).stream().mapToDouble(p -> Math.log(p.value() / p.row().measured())).toArray();
        assertEquals(o.changes().get(0).after().median(), Accuracy.of(errors).median(), 0.002);
    }

    @Test
    void tooFewCasesAreRefused() throws IOException {
        MeasurementFile rows = made(GEMM, gemms(5, CalibratorTest::size), Map.of(), 0.01);
        String said = refused(rows, "tensor_efficiency", "matmul_floor_us");
        assertTrue(said.contains("too few for 2 constants") && said.contains("at least 3 a constant"), said);
    }

    @Test
    void rowsThatAskForTheSameAreOneCase() throws IOException {
        List<String> same = gemms(1, CalibratorTest::size);
        MeasurementFile rows = made(GEMM, java.util.Collections.nCopies(40, same.get(0)), Map.of(), 0.01);
        assertTrue(refused(rows, "tensor_efficiency").contains("different cases are too few") || refused(rows, "tensor_efficiency").contains("do not tell"));
    }

    @Test
    void aConstantThatTheRowsHardlyDependOnIsNamed() throws IOException {
        MeasurementFile large = made(GEMM, gemms(40, r -> 4096L + 128 * Math.floorMod(r, 32)), Map.of(), 0.01);
        String said = refused(large, "tensor_efficiency", "matmul_floor_us");
        assertTrue(said.contains("do not tell matmul_floor_us: they hardly depend on it"), said);
        Calibrator.Outcome o = new Calibrator(SUITES, DEVICE, 1).calibrate(List.of(large), List.of());
        assertTrue(o.kept().stream().anyMatch(k -> k.startsWith("matmul_floor_us: ")), () -> o.kept().toString());
    }

    @Test
    void constantsThatOnlyGoTogetherAreNamed() throws IOException {
        MeasurementFile copies = made("device,dtype,operator,shape,latency_us\n", java.util.stream.IntStream.range(1, 40).mapToObj(i -> DEVICE + ",fp16,layer_norm," + 65536L * i + "x1024").toList(),
                Map.of(), 0.01);
        String said = refused(copies, "dram_efficiency", "reduction_share");
        assertTrue(said.contains("do not tell dram_efficiency, reduction_share apart"), said);
    }

    @Test
    void unknownConstantsAndForeignRowsAreRefused() throws IOException {
        MeasurementFile rows = made(GEMM, gemms(20, CalibratorTest::size), Map.of(), 0.01);
        assertTrue(refused(rows, "tensor_eficiency").contains("did you mean 'tensor_efficiency'"));
        InputException e = assertThrows(InputException.class, () -> new Calibrator(SUITES, "t4", 1).calibrate(List.of(rows), List.of()));
        assertTrue(e.problems().toString().contains("of another device"), e::toString);
    }

    private static String refused(MeasurementFile rows, String... names) {
        return assertThrows(InputException.class, () -> new Calibrator(SUITES, DEVICE, 1).calibrate(List.of(rows), List.of(names))).problems().toString();
    }
}
