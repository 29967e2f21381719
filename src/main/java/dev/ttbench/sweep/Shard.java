package dev.ttbench.sweep;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a sweep: consecutive shapes.
 *
 * @param number from 1
 * @param of how many
 */
public record Shard(int number, int of) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,7})/(\\d{1,7})");
    /** All of it. */
    public static final Shard ALL = new Shard(1, 1);

    /**
     * From {@code 3/8}.
     *
     * @throws InputException when it is none
     */
    public static Shard parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(1)) < 1 || Integer.parseInt(m.group(1)) > Integer.parseInt(m.group(2))) {
            throw new InputException(Problem.of("--shard " + text + ": I/N expected, I from 1 to N", "such as --shard 3/8"));
        }
        return new Shard(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
    }

    /** The first of its shapes. */
    public long from(long shapes) {
        return Math.floorDiv(Math.multiplyExact(shapes, (long) (number - 1)), (long) of);
    }

    /** The one after its last. */
    public long to(long shapes) {
        return Math.floorDiv(Math.multiplyExact(shapes, (long) number), (long) of);
    }
}
