package dev.ttbench.planning;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a generation is to reach.
 *
 * @param seconds the longest it may take; infinite for any
 * @param perSecond the fewest pieces (images, videos, sequences) a second; 0 for any
 * @param text both as they were given
 */
public record Target(double seconds, double perSecond, String text) {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,12})?)\\s*([a-z]*)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,12})?)\\s*/\\s*(s|min|h)");
    private static final Map<String, Double> UNITS = Map.of("", 1.0, "s", 1.0, "ms", 1e-3, "min", 60.0, "h", 3600.0);

    /**
     * From a longest time such as {@code 2s}, {@code 1.5 min}, {@code 800ms}, and a smallest rate such as {@code 10/min}.
     *
     * @param time null for any
     * @param rate null for any
     * @throws InputException when one of them cannot be read, or there is none
     */
    public static Target of(String time, String rate) {
        double seconds = Double.POSITIVE_INFINITY;
        double perSecond = 0;
        List<String> words = new ArrayList<>();
        if (time == null && rate == null) {
            throw new InputException(Problem.of("a target is needed", "--target 2s, the longest that a generation may take, or --target-rate 10/min"));
        }
        if (time != null) {
            Matcher m = AMOUNT.matcher(time.strip());
            Double unit = m.matches() ? UNITS.get(m.group(2)) : null;
            seconds = unit == null ? 0 : Double.parseDouble(m.group(1)) * unit;
            if (!(seconds > 0)) {
                throw new InputException(Problem.of("--target " + time + ": a time of more than 0 expected", "such as 2s, 800ms, 1.5min"));
            }
            words.add("at most " + time.strip());
        }
        if (rate != null) {
            Matcher m = RATE.matcher(rate.strip());
            perSecond = m.matches() ? Double.parseDouble(m.group(1)) / UNITS.get(m.group(2)) : 0;
            if (!(perSecond > 0)) {
                throw new InputException(Problem.of("--target-rate " + rate + ": a number of pieces in a time expected", "such as 10/min, 2/s, 500/h"));
            }
            words.add("at least " + rate.strip());
        }
        return new Target(seconds, perSecond, String.join(", ", words));
    }

    /** How many times as long as it may a generation of so many pieces takes: up to 1, it reaches the target. */
    public double excess(double taken, long pieces) {
        return Math.max(taken / seconds, taken * perSecond / pieces);
    }
}
