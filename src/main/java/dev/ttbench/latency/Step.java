package dev.ttbench.latency;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/**
 * One part of a kernel's time, with the numbers that make it.
 *
 * @param name what takes the time
 * @param equation how long, in words and numbers with units
 * @param seconds the result
 * @param overlaps whether it runs beside the others that overlap; all of those count as {@link KernelTime#overlap}
 */
public record Step(String name, String equation, double seconds, boolean overlaps) {

    /** One that runs beside others; {@code %s} in the equation stands for a number or a text. */
    static Step overlapping(String name, double seconds, String equation, Object... numbers) {
        return new Step(name, filled(equation, numbers), seconds, true);
    }

    /** One that nothing hides. */
    static Step after(String name, double seconds, String equation, Object... numbers) {
        return new Step(name, filled(equation, numbers), seconds, false);
    }

    private static String filled(String equation, Object... numbers) {
        Object[] texts = numbers.clone();
        for (int i = 0; i < texts.length; i++) {
            texts[i] = texts[i] instanceof Double d ? number(d) : texts[i];
        }
        return String.format(Locale.ROOT, equation, texts);
    }

    /** Four digits of a fraction, all of a whole number. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    /** Seconds of all: overlap(those beside each other) + the others. */
    public static double total(List<Step> steps) {
        double a = 0;
        double sum = 0;
        for (Step s : steps) {
            a = s.overlaps ? KernelTime.overlap(a, s.seconds) : a;
            sum += s.overlaps ? 0 : s.seconds;
        }
        return a + sum;
    }

    /** Bytes, bytes/s or elements with their prefix, three digits. */
    static String large(double value) {
        int p = value < 1 ? 0 : (int) Math.min(5, Math.floor(Math.log10(value) / 3));
        return number(new BigDecimal(value / Math.pow(1000, p)).round(new MathContext(3)).doubleValue()) + " " + List.of("", "k", "M", "G", "T", "P").get(p);
    }
}
