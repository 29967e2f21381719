package dev.ttbench.report;

/** Numbers as text: plain decimals, the same on every locale and Java version. */
public final class Decimal {
    /** Significant digits of a real number in files. */
    public static final int DIGITS = 9;

    private static final double[] POWERS = new double[23];

    static {
        double p = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = p;
            p *= 10;
        }
    }

    private Decimal() { }

    /** Up to nine significant digits without an exponent, at least one after the point: {@code 0.00123}, {@code 2.0}. */
    public static String of(double v) {
        if (v == 0) {
            return "0.0";
        }
        if (Double.isNaN(v) || Double.isInfinite(v)) {
            throw new ArithmeticException("not a finite number: " + v);
        }
        StringBuilder b = new StringBuilder(24);
        double a = v;
        if (v < 0) {
            b.append('-');
            a = -v;
        }
        int exponent = (int) Math.floor(Math.log10(a));
        long digits = Math.round(scaled(a, DIGITS - 1 - exponent));
        if (digits >= 1_000_000_000L) {
            exponent++;
            digits = Math.round(scaled(a, DIGITS - 1 - exponent));
        } else if (digits < 100_000_000L) {
            exponent--;
            digits = Math.round(scaled(a, DIGITS - 1 - exponent));
        }
        while (digits % 10 == 0) {
            digits /= 10;
        }
        String d = Long.toString(digits);
        int point = exponent + 1;
        if (point <= 0) {
            b.append("0.");
            zeros(b, -point);
            return b.append(d).toString();
        }
        if (point >= d.length()) {
            b.append(d);
            zeros(b, point - d.length());
            return b.append(".0").toString();
        }
        return b.append(d, 0, point).append('.').append(d, point, d.length()).toString();
    }

    /** Exactly {@code decimals} digits after the point, rounded half up. */
    public static String fixed(double v, int decimals) {
        double a = Math.abs(v);
        long r = Math.round(a * POWERS[decimals]);
        StringBuilder b = new StringBuilder(16).append(r);
        while (b.length() <= decimals) {
            b.insert(0, '0');
        }
        if (decimals > 0) {
            b.insert(b.length() - decimals, '.');
        }
        return v < 0 && r != 0 ? "-" + b : b.toString();
    }

    /** An integer with commas between thousands, for people. */
    public static String grouped(String integer) {
        StringBuilder b = new StringBuilder(integer);
        int first = integer.startsWith("-") ? 1 : 0;
        for (int i = b.length() - 3; i > first; i -= 3) {
            b.insert(i, ',');
        }
        return b.toString();
    }

    private static double scaled(double a, int power) {
        double v = a;
        int p = power;
        while (p > 22) {
            v *= POWERS[22];
            p -= 22;
        }
        while (p < -22) {
            v /= POWERS[22];
            p += 22;
        }
        return p >= 0 ? v * POWERS[p] : v / POWERS[-p];
    }

    private static void zeros(StringBuilder b, int n) {
        for (int i = 0; i < n; i++) {
            b.append('0');
        }
    }
}
