package dev.ttbench.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The marks of an axis.
 *
 * @param major values with a label
 * @param labels what stands at them
 * @param minor values without one
 */
record Ticks(List<BigDecimal> major, List<String> labels, List<BigDecimal> minor) {
    static final Ticks NONE = new Ticks(List.of(), List.of(), List.of());
    private static final double CLOSE = 1e-9;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final int[] ROUND = {1, 2, 5};
    private static final String[] LARGE = {"", " k", " M", " G", " T", " P", " E", " Z", " Y"};
    private static final String[] SMALL = {"", " m", " \u00b5", " n", " p", " f"};

    /** Whether labels leave each other room. */
    interface Room {
        boolean fits(Ticks ticks);
    }

    /** The marks of a numeric axis: as many as leave each other room, at most that many with a label. */
    static Ticks of(Axis axis, int most, Room room) {
        if (axis.empty()) {
            return NONE;
        }
        Ticks last = NONE;
        for (int n = most; n >= 1; n--) {
            last = axis.scale().log() ? logarithmic(axis.lo(), axis.hi(), n, axis.scale().percent()) : linear(axis, n);
            last = axis.scale().plain() ? last.plain() : last;
            if (room.fits(last)) {
                return last;
            }
        }
        return last.major.isEmpty() ? last : last.first();
    }

    /** The same with numbers written out, if all are below a million. */
    private Ticks plain() {
        boolean small = major.stream().allMatch(v -> v.abs().compareTo(MILLION) < 0);
        int digits = major.stream().mapToInt(v -> v.stripTrailingZeros().scale()).max().orElse(0);
        return small ? new Ticks(major, major.stream().map(v -> plain(v, Math.max(0, digits))).toList(), minor) : this;
    }

    private Ticks first() {
        return new Ticks(major.subList(0, 1), labels.subList(0, 1), minor);
    }

    private static Ticks linear(Axis axis, int most) {
        List<BigDecimal> at = linear(axis.lo(), axis.hi(), most);
        return new Ticks(at, labels(at, false, axis.scale().percent()), List.of());
    }

    /** The multiples of a round step from {@code lo} to {@code hi}, at most that many. */
    static List<BigDecimal> linear(double lo, double hi, int most) {
        BigDecimal step = step(hi - lo, most + 1);
        double s = step.doubleValue();
        if (StrictMath.floor(hi / s + CLOSE) - StrictMath.ceil(lo / s - CLOSE) + 1 > most) {
            step = step(hi - lo, most);
            s = step.doubleValue();
        }
        List<BigDecimal> out = new ArrayList<>();
        for (double k = StrictMath.ceil(lo / s - CLOSE); k <= StrictMath.floor(hi / s + CLOSE) && out.size() < 100; k++) {
            out.add(step.multiply(BigDecimal.valueOf((long) k)));
        }
        return out;
    }

    /** The least of 1, 2 and 5 times a power of ten that, as a step, makes at most so many marks. */
    static BigDecimal step(double span, int most) {
        double least = span / Math.max(1, most - 1);
        int exponent = (int) StrictMath.floor(StrictMath.log10(least) + CLOSE) - 1;
        for (int e = exponent;; e++) {
            for (int m : ROUND) {
                BigDecimal step = BigDecimal.valueOf(m, -e);
                if (step.doubleValue() >= least * (1 - CLOSE)) {
                    return step;
                }
            }
        }
    }

    /** Marks between two powers of ten, given by their exponents: at decades, where there are fewer than three of them at 1, 2 and 5 times these. */
    static Ticks logarithmic(double lo, double hi, int most, boolean percent) {
        int from = (int) StrictMath.ceil(lo - CLOSE);
        int to = (int) StrictMath.floor(hi + CLOSE);
        List<BigDecimal> major = new ArrayList<>();
        List<BigDecimal> minor = new ArrayList<>();
        if (to > from + 1 || to > from && most < 3) {
            int every = 1;
            while ((to - from) / every + 1 > most) {
                every++;
            }
            for (int e = from; e <= to; e++) {
                (Math.floorMod(e, every) == 0 ? major : minor).add(BigDecimal.ONE.scaleByPowerOfTen(e));
            }
            if (every == 1) {
                between(lo, hi, new int[] {2, 3, 4, 5, 6, 7, 8, 9}, minor);
            }
        } else {
            if (to > from || hi - lo > 0.9) {
                between(lo, hi, new int[] {3, 4, 6, 7, 8, 9}, minor);
            }
            between(lo, hi, ROUND, major);
            if (major.size() > most) {
                List<BigDecimal> all = List.copyOf(major);
                major.removeIf(v -> v.unscaledValue().intValue() != 1);
                minor.addAll(all);
                minor.removeAll(major);
            }
            if (major.size() < 2 && most > 1) {
                major = linear(StrictMath.pow(10, lo), StrictMath.pow(10, hi), most);
                minor.clear();
            }
        }
        return new Ticks(List.copyOf(major), labels(major, true, percent), List.copyOf(minor));
    }

    private static void between(double lo, double hi, int[] digits, List<BigDecimal> into) {
        for (int e = (int) StrictMath.floor(lo); e <= hi + CLOSE; e++) {
            for (int d : digits) {
                double at = e + StrictMath.log10(d);
                if (at >= lo - CLOSE && at <= hi + CLOSE) {
                    into.add(BigDecimal.valueOf(d, -e));
                }
            }
        }
    }

    /** Labels: percent, or SI prefixes; on a linear axis all have that of the largest, and as many decimals. */
    static List<String> labels(List<BigDecimal> values, boolean log, boolean percent) {
        List<String> out = new ArrayList<>();
        BigDecimal largest = BigDecimal.ZERO;
        for (BigDecimal v : values) {
            largest = largest.max(v.abs());
        }
        int digits = 0;
        for (BigDecimal v : values) {
            digits = Math.max(digits, percent || log ? 0 : v.movePointLeft(3 * thousands(largest)).stripTrailingZeros().scale());
        }
        for (BigDecimal v : values) {
            out.add(percent ? plain(v.movePointRight(2), 0) + " %" : label(v, thousands(log ? v : largest), digits));
        }
        return out;
    }

    private static String label(BigDecimal v, int thousands, int digits) {
        if (v.signum() == 0) {
            return "0";
        }
        if (thousands >= LARGE.length || -thousands >= SMALL.length) {
            return v.round(new MathContext(6, RoundingMode.HALF_EVEN)).stripTrailingZeros().toEngineeringString().replace("E+", "e").replace('E', 'e');
        }
        return plain(v.movePointLeft(3 * thousands), digits) + (thousands >= 0 ? LARGE[thousands] : SMALL[-thousands]);
    }

    /** The power of a thousand that a number is told in: its own from a thousand up and below a hundredth. */
    private static int thousands(BigDecimal v) {
        if (v.signum() == 0) {
            return 0;
        }
        int exponent = v.precision() - v.scale() - 1;
        return exponent >= 0 || exponent < -2 ? Math.floorDiv(exponent, 3) : 0;
    }

    private static String plain(BigDecimal v, int digits) {
        BigDecimal shown = v.stripTrailingZeros();
        return v.signum() == 0 ? "0" : (shown.scale() < digits ? shown.setScale(digits) : shown).toPlainString().replace('-', '\u2212');
    }
}
