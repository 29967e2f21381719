package dev.ttbench.calibration;

import dev.ttbench.device.Devices;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.measurement.Row;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.Overlay;
import dev.ttbench.spec.SuiteFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Predictions of rows with some constants replaced. Each trial reads the constants anew, as a run would; files and kernels are remembered. */
final class Trial {
    private final SuiteFiles files;
    private final Overlay base;
    private final Predictor predictor;
    private final List<String> own;

    /**
     * @param suites whose constants the trials start from
     * @param own files of devices that are not among the shipped
     */
    Trial(Suites suites, List<String> own) {
        files = suites.files().remembered();
        base = suites.files().overlay() == null ? new Overlay(null, null, Map.of()) : suites.files().overlay();
        predictor = new Predictor(suites);
        this.own = own;
    }

    /** The suites with values in place of their constants. */
    Suites suites(Map<Overlay.Place, Map<String, Overlay.Value>> values) {
        Suites s = new Suites(files.with(base.and(values)));
        Devices devices = s.devices();
        own.forEach(devices::know);
        return s;
    }

    /** Predictions of rows, in order. */
    List<Prediction> predictions(List<Row> rows, Map<Overlay.Place, Map<String, Overlay.Value>> values) {
        Predictor p = predictor.over(suites(values));
        List<Prediction> out = new ArrayList<>();
        for (Row r : rows) {
            out.add(p.predict(r));
        }
        return out;
    }

    /** log(predicted / measured) of rows, in order; NaN where there is no prediction. */
    double[] errors(List<Row> rows, Map<Overlay.Place, Map<String, Overlay.Value>> values) {
        double[] out = new double[rows.size()];
        List<Prediction> predictions = predictions(rows, values);
        for (int i = 0; i < out.length; i++) {
            Prediction p = predictions.get(i);
            out[i] = p.skipped() == null ? Math.log(p.value() / p.row().measured()) : Double.NaN;
        }
        return out;
    }
}
