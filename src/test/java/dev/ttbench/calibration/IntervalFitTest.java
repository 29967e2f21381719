package dev.ttbench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.latency.Intervals;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalFitTest {

    private static List<Residual> draws(long seed, int devices, int each, double between, double within) {
        Random random = new Random(seed);
        List<Residual> out = new ArrayList<>();
        for (int d = 0; d < devices; d++) {
            double own = between * random.nextGaussian();
            for (int i = 0; i < each; i++) {
                out.add(new Residual("gemm 16-bit compute", true, "device " + d, Math.exp(own + within * random.nextGaussian())));
            }
        }
        return out;
    }

    @Test
    void fourInFiveOfADeviceLieInTheIntervalOfTheOthers() {
        double inside = 0;
        int runs = 200;
        for (int seed = 0; seed < runs; seed++) {
            inside += new IntervalFit(draws(seed, 4 + seed % 5, 60, 0.1, 0.1)).coverage().get("gemm 16-bit compute").inside() / runs;
        }
        assertEquals(IntervalFit.HELD, inside, 0.03);
    }

    private static List<Residual> spread(int cases, int devices, double size) {
        List<Residual> out = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            out.add(new Residual("gemm", true, "device " + i % devices, Math.exp(size * (2.0 * i / (cases - 1) - 1))));
        }
        return out;
    }

    @Test
    void theIntervalIsTheQuantilesDrawnApartForFewDevices() {
        Intervals.Factors many = IntervalFit.factors(spread(1000, 500, 0.5));
        assertEquals(Math.exp(-0.4), many.low(), 2e-3);
        assertEquals(Math.exp(0.4), many.high(), 2e-3);
        Intervals.Factors one = IntervalFit.factors(spread(1000, 1, 0.5));
        assertEquals(Math.exp(-0.6), one.low(), 2e-3);
        Intervals.Factors biased = IntervalFit.factors(List.of(new Residual("gemm", true, "a", 1.2), new Residual("gemm", true, "b", 1.3), new Residual("gemm", true, "c", 1.4)));
        assertEquals(1, biased.low(), "the prediction itself is inside");
        assertTrue(biased.high() >= 1.4);
    }

    @Test
    void aDeviceOfManyRowsCountsAsMuchAsOneOfFew() {
        List<Residual> all = new ArrayList<>(draws(4, 1, 900, 0, 0.01));
        for (int d = 1; d < 4; d++) {
            for (int i = 0; i < 10; i++) {
                all.add(new Residual("gemm", true, "few " + d, 1.5));
            }
        }
        assertTrue(IntervalFit.factors(all).high() >= 1.5);
    }

    @Test
    void aRegimeOfFewCasesTakesThatOfTheOneThatHoldsIt() {
        List<Residual> all = draws(1, 5, 40, 0.1, 0.1);
        all.add(new Residual("gemm 8-bit memory", true, "device 0", 1.5));
        Map<String, Intervals.Factors> factors = new IntervalFit(all).all();
        assertTrue(factors.containsKey("gemm 16-bit compute") && !factors.containsKey("gemm 8-bit memory"));
        assertEquals(201, factors.get("gemm").cases());
        Intervals intervals = new Intervals("", factors);
        assertEquals(factors.get("gemm").high(), intervals.of("gemm 8-bit memory", true).high());
        assertTrue(intervals.of("gemm 8-bit memory", true).source().contains("5 devices"));
    }

    @Test
    void aRegimeOfFewDevicesIsDrawnTowardsTheOneThatHoldsIt() {
        List<Residual> all = new ArrayList<>(draws(1, 6, 100, 0.1, 0.1));
        for (int i = 0; i < 40; i++) {
            all.add(new Residual("gemm 8-bit memory", true, "alone", Math.exp(0.5 + 0.001 * i)));
        }
        Map<String, Intervals.Factors> factors = new IntervalFit(all).all();
        assertEquals(Math.pow(IntervalFit.factors(all.subList(600, 640)).low(), 1.0 / 3) * Math.pow(factors.get("gemm").low(), 2.0 / 3), factors.get("gemm 8-bit").low(), 1e-9, "one device: a third is its own, two thirds what the wider regime says");
    }

    @Test
    void regimesEndInTheirRoots() {
        assertEquals(List.of("gemm 16-bit compute", "gemm 16-bit", "gemm", "kernel"), Intervals.chain("gemm 16-bit compute", true));
        assertEquals(List.of("unmeasured eager host", "unmeasured host", "unmeasured end-to-end"), Intervals.chain("eager host", false));
        assertEquals(List.of("memory eager", "memory"), Intervals.chain("memory eager", false));
    }

    @Test
    void theWrittenFileIsReadAgain() {
        Map<String, Intervals.Factors> factors = new java.util.TreeMap<>(new IntervalFit(draws(2, 5, 40, 0.1, 0.1)).all());
        for (String root : List.of("end-to-end", "memory", "unmeasured kernel", "unmeasured end-to-end")) {
            factors.put(root, new Intervals.Factors(0.5, 2, 1, 1));
        }
        Problems problems = new Problems("i.yaml");
        Intervals read = Intervals.read((Node.MapNode) YamlReader.read("i.yaml", IntervalFile.text("it's mine", factors)).get(0), problems);
        problems.raise();
        assertEquals("it's mine", read.source());
        assertEquals(factors.keySet(), read.regimes().keySet());
        assertEquals(factors.get("gemm").high(), read.regimes().get("gemm").high(), 1e-3);
    }

    @Test
    void aFileWithoutRootsOrWithoutThePredictionIsRefused() {
        Problems problems = new Problems("i.yaml");
        Intervals.read((Node.MapNode) YamlReader.read("i.yaml", "source: x\nintervals:\n  - {regime: kernel, low: 1.1, high: 2, cases: 3, devices: 1}\n").get(0), problems);
        String said = assertThrows(InputException.class, problems::raise).problems().toString();
        assertTrue(said.contains("does not hold the prediction itself") && said.contains("there is no interval of 'end-to-end'"), said);
    }

    /** After constants change, 'ttbench validate --write-intervals suites/intervals.yaml' makes the file anew. */
    @Test
    void theShippedIntervalsHoldWhatWasMeasured() throws java.io.IOException {
        dev.ttbench.measurement.Predictor predictor = new dev.ttbench.measurement.Predictor(dev.ttbench.TestLibrary.suites());
        List<dev.ttbench.measurement.Prediction> all = new ArrayList<>();
        try (var list = java.nio.file.Files.list(Path.of("suites/measurements"))) {
            for (Path p : list.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
                all.addAll(predictor.predict(dev.ttbench.measurement.MeasurementFile.read(p.toString())));
            }
        }
        double inside = all.stream().filter(p -> p.skipped() == null).mapToInt(p -> p.covered() ? 1 : 0).average().orElse(0);
        assertTrue(inside > 0.75 && inside < 0.97, () -> "inside: " + inside);
    }

    @Test
    void everyArchitectureHasANearestOne() {
        SuiteFiles files = new SuiteFiles(Path.of("suites"), Precompiled.NONE);
        FitSets sets = FitSets.read(files);
        List<String> known = files.names("architectures");
        assertEquals(new java.util.TreeSet<>(known), new java.util.TreeSet<>(sets.nearest().keySet()));
        assertTrue(known.containsAll(sets.nearest().values()));
        sets.nearest().forEach((a, b) -> assertTrue(!a.equals(b)));
    }
}
