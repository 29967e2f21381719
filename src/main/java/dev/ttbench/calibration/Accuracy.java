package dev.ttbench.calibration;

import java.util.Arrays;

/**
 * How far predictions are off.
 *
 * @param median of |predicted / measured - 1|
 * @param p90 its 90th percentile
 * @param bias median of predicted / measured - 1
 */
public record Accuracy(int cases, double median, double p90, double bias) {

    /** Of log(predicted / measured); NaN is left out. */
    static Accuracy of(double[] errors) {
        double[] signed = Arrays.stream(errors).filter(e -> !Double.isNaN(e)).map(Math::expm1).sorted().toArray();
        double[] size = Arrays.stream(signed).map(Math::abs).sorted().toArray();
        return signed.length == 0 ? new Accuracy(0, Double.NaN, Double.NaN, Double.NaN) : new Accuracy(signed.length, quantile(size, 0.5), quantile(size, 0.9), quantile(signed, 0.5));
    }

    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int i = (int) Math.floor(at);
        return i + 1 < sorted.length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }
}
