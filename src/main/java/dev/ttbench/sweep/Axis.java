package dev.ttbench.sweep;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of one axis: {@code 1,2,4}; {@code 512:2048:64}, from, to and step, the end included; {@code 1:64*2}, each the double of the one
 * before; and any of these after one another.
 */
public final class Axis {
    private static final int MOST = 1_000_000;
    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,15}):(-?\\d{1,15})(?:([:*])(\\d{1,15}))?");

    private Axis() { }

    /**
     * The values of an axis in order.
     *
     * @param name of the axis, for messages
     * @throws InputException when the text is none, or a value stands twice
     */
    public static List<String> values(String name, String text) {
        List<String> out = new ArrayList<>();
        for (String item : items(text)) {
            if (item.isEmpty()) {
                throw problem(name, text, "an empty value", "values are separated by one comma");
            }
            Matcher m = RANGE.matcher(item);
            if (m.matches()) {
                range(name, text, m, out);
            } else {
                out.add(item);
            }
            if (out.size() > MOST) {
                throw problem(name, text, "more than " + MOST + " values", "several axes make large sweeps; --shard divides them");
            }
        }
        if (new java.util.HashSet<>(out).size() < out.size()) {
            throw problem(name, text, "a value that stands twice", null);
        }
        return List.copyOf(out);
    }

    /** Parts between commas; those within brackets belong to a list. */
    public static List<String> items(String text) {
        List<String> out = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                out.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        out.add(text.substring(from).strip());
        return out;
    }

    private static void range(String name, String text, Matcher m, List<String> out) {
        long from = Long.parseLong(m.group(1));
        long to = Long.parseLong(m.group(2));
        long by = m.group(4) == null ? 1 : Long.parseLong(m.group(4));
        boolean times = "*".equals(m.group(3));
        if (to < from) {
            throw problem(name, text, m.group() + " ends before it starts", "such as 512:2048:64: from, to, step");
        }
        if (times && (by < 2 || from < 1)) {
            throw problem(name, text, m.group() + " does not grow", "such as 1:64*2: from 1, times 2, to 64");
        }
        if (!times && by < 1) {
            throw problem(name, text, m.group() + " has a step of 0", "such as 512:2048:64: from, to, step");
        }
        if (!times && (to - from) / by > MOST) {
            throw problem(name, text, "more than " + MOST + " values", "a larger step?");
        }
        for (long v = from; v <= to; v = times ? Math.multiplyExact(v, by) : v + by) {
            out.add(Long.toString(v));
        }
    }

    private static InputException problem(String name, String text, String message, String hint) {
        return new InputException(Problem.of(name + "=" + text + ": " + message, hint));
    }
}
