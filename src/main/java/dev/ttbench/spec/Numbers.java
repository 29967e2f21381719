package dev.ttbench.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as short texts, the same in every locale. */
final class Numbers {
    private static final String[] PREFIXES = {"", " k", " M", " G", " T", " P", " E"};

    private Numbers() { }

    /** {@code v} with so many digits after the point, halves rounded up. */
    static String fixed(double v, long digits) {
        if (digits < 0 || digits > 15) {
            throw new EvalException("from 0 to 15 digits are possible, not " + digits);
        }
        return finite(v).setScale((int) digits, RoundingMode.HALF_UP).toPlainString();
    }

    /** Three significant digits and a prefix: 6.74 G; small numbers as they are. */
    static String si(double v) {
        BigDecimal x = finite(v).round(new MathContext(3, RoundingMode.HALF_UP));
        int power = 0;
        while (power + 1 < PREFIXES.length && x.abs().compareTo(BigDecimal.valueOf(1000)) >= 0) {
            x = x.movePointLeft(3);
            power++;
        }
        int digits = Math.max(0, x.precision() - x.scale());
        BigDecimal shown = x.signum() == 0 ? BigDecimal.ZERO : x.abs().compareTo(BigDecimal.ONE) < 0 ? x : x.setScale(power == 0 ? Math.min(x.scale() < 0 ? 0 : x.scale(), 3 - digits) : 3 - digits,
                RoundingMode.HALF_UP);
        return (power == 0 ? shown.stripTrailingZeros() : shown).toPlainString() + PREFIXES[power];
    }

    private static BigDecimal finite(double v) {
        if (!Double.isFinite(v)) {
            throw new EvalException(v + " is not a number to show");
        }
        return BigDecimal.valueOf(v);
    }
}
