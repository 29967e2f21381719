package dev.ttbench.page;

import java.util.ArrayList;
import java.util.List;

/**
 * What an axis spans.
 *
 * @param base of its logarithm; 0 for a linear axis
 */
record Range(double base, double lo, double hi) {
    /** From zero to a little above {@code most}. */
    static Range linear(double most) {
        return new Range(0, 0, most <= 0 ? 1 : most * 1.08);
    }

    /** Whole powers of {@code base} around the values. */
    static Range log(double base, double least, double most) {
        double lo = Math.floor(Math.log(least) / Math.log(base) + 1e-9);
        double hi = Math.ceil(Math.log(most) / Math.log(base) - 1e-9);
        return new Range(base, Math.pow(base, lo), Math.pow(base, Math.max(hi, lo + 1)));
    }

    /** Where a value lies, 0 at the start and 1 at the end; what is outside lies at the end next to it. */
    double part(double v) {
        double p = base == 0 ? (v - lo) / (hi - lo) : Math.log(Math.max(v, Double.MIN_NORMAL) / lo) / Math.log(hi / lo);
        return Math.max(0, Math.min(1, p));
    }

    /** At most {@code most} round values. */
    List<Double> ticks(int most) {
        List<Double> out = new ArrayList<>();
        if (base == 0) {
            double step = Math.pow(10, Math.floor(Math.log10((hi - lo) / most)));
            while ((hi - lo) / step > most) {
                step *= (hi - lo) / (step * 2) <= most ? 2 : (hi - lo) / (step * 5) <= most ? 5 : 10;
            }
            for (int i = 0; lo + i * step <= hi; i++) {
                out.add(lo + i * step);
            }
            return out;
        }
        int powers = (int) Math.round(Math.log(hi / lo) / Math.log(base));
        int stride = (powers + most - 1) / most;
        for (int i = 0; i <= powers; i += Math.max(1, stride)) {
            out.add(lo * Math.pow(base, i));
        }
        return out;
    }
}
