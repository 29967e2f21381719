package dev.ttbench.report;

/** Quantities for people: three significant digits and an SI unit. A GB is 10^9 bytes. */
public final class Units {
    private static final String[] LARGE = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};

    private Units() { }

    /** A time: {@code 1.83 s}, {@code 24.1 ms}, {@code 3.20 us}. */
    public static String seconds(double s) {
        double a = Math.abs(s);
        if (a == 0) {
            return "0 s";
        }
        if (a >= 0.9995) {
            return digits(s) + " s";
        }
        if (a >= 0.0009995) {
            return digits(s * 1e3) + " ms";
        }
        return a >= 9.995e-7 ? digits(s * 1e6) + " us" : digits(s * 1e9) + " ns";
    }

    /** A count of FLOPs. */
    public static String flop(Number n) {
        return large(n.doubleValue(), "FLOP");
    }

    /** FLOPs in a second. */
    public static String flopRate(double perSecond) {
        return large(perSecond, "FLOP/s");
    }

    /** Bytes, in powers of ten. */
    public static String bytes(Number n) {
        return large(n.doubleValue(), "B");
    }

    /** Bytes in a second. */
    public static String byteRate(double perSecond) {
        return large(perSecond, "B/s");
    }

    /** A count in millions or billions: {@code 860 M}, {@code 6.74 B}. */
    public static String count(Number n) {
        double v = n.doubleValue();
        if (v < 10000) {
            return Long.toString(n.longValue());
        }
        if (v < 999_500) {
            return digits(v / 1e3) + " k";
        }
        return v < 999.5e6 ? digits(v / 1e6) + " M" : digits(v / 1e9) + " B";
    }

    /** A share of one as {@code 12.3%}. */
    public static String percent(double share) {
        return Decimal.fixed(share * 100, 1) + "%";
    }

    private static String large(double v, String unit) {
        int i = 0;
        double a = v;
        while (Math.abs(a) >= 999.5 && i < LARGE.length - 1) {
            a /= 1000;
            i++;
        }
        return (i == 0 ? Decimal.fixed(a, 0) : digits(a)) + " " + LARGE[i] + unit;
    }

    private static String digits(double v) {
        double a = Math.abs(v);
        return Decimal.fixed(v, a >= 99.95 ? 0 : a >= 9.995 ? 1 : 2);
    }
}
