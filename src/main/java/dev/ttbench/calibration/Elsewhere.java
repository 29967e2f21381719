package dev.ttbench.calibration;

import dev.ttbench.latency.CalibrationReader;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Overlay;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a new design would get: an architecture with every fitted constant taken from the nearest one. */
public final class Elsewhere {
    private Elsewhere() { }

    /** Predictions of every row whose device is of a measured architecture, with the constants of the architecture nearest to that. */
    public static List<Prediction> predictions(Suites suites, List<MeasurementFile> files) {
        Map<String, String> nearest = FitSets.read(suites.files()).nearest();
        Map<Overlay.Place, Map<String, Overlay.Value>> values = new LinkedHashMap<>();
        for (String a : suites.files().names("architectures")) {
            if (nearest.containsKey(a) && suites.devices().architecture(a).measured()) {
                values.put(new Overlay.Place(Overlay.Kind.ARCHITECTURES, a), constants(suites.files(), a, nearest.get(a)));
            }
        }
        Suites there = new Suites(suites.files().with(new Overlay(null, null, values)));
        Predictor predictor = new Predictor(there);
        List<Prediction> out = new ArrayList<>();
        for (MeasurementFile f : files) {
            for (Prediction p : predictor.predict(f)) {
                if (p.skipped() == null && values.containsKey(new Overlay.Place(Overlay.Kind.ARCHITECTURES, there.devices().get(p.device()).architecture()))) {
                    out.add(p);
                }
            }
        }
        return out;
    }

    /** The constants of {@code nearest} in place of those of an architecture that were fitted; what a whitepaper states stays. */
    static Map<String, Overlay.Value> constants(SuiteFiles files, String architecture, String nearest) {
        CalibrationReader reader = new CalibrationReader(files, new Problems(architecture), java.util.Set.of());
        Node.MapNode own = reader.base(new Overlay.Place(Overlay.Kind.ARCHITECTURES, architecture));
        Node.MapNode other = reader.base(new Overlay.Place(Overlay.Kind.ARCHITECTURES, nearest));
        Map<String, Overlay.Value> out = new LinkedHashMap<>();
        for (Node.Entry e : own.entries()) {
            Double value = CalibrationReader.number(other.get(e.key()));
            if (e.value() instanceof Node.MapNode m && m.get("fit") != null && value != null) {
                out.put(e.key(), new Overlay.Value(value, null, "that of " + nearest, 0, 0));
            }
        }
        return out;
    }
}
