package dev.ttbench.calibration;

import dev.ttbench.measurement.Errors;
import dev.ttbench.measurement.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * How one case was mispredicted.
 *
 * @param ratio measured / predicted
 * @param measured whether the prediction rests on measured kernels of the device's architecture
 */
record Residual(String regime, boolean measured, String device, double ratio) {

    /** Of every case among predictions; rows that ask for the same are one. */
    static List<Residual> of(List<Prediction> predictions, Predicate<String> measured) {
        List<Residual> out = new ArrayList<>();
        for (Prediction p : Errors.cases(predictions.stream().filter(p -> p.skipped() == null).toList())) {
            out.add(new Residual(p.regime(), measured.test(p.device()), p.device(), p.row().measured() / p.value()));
        }
        return out;
    }
}
