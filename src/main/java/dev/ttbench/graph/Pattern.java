package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * A rearrangement in einops notation, such as {@code b f c h w -> (b h w) f c}. Letters have a fixed meaning: b batch, c channels, f frames,
 * h height, w width, n tokens, d features; longer names are axis names themselves, {@code 1} is an axis of extent 1.
 *
 * @param left groups of names, one group an axis of the input
 * @param right groups of names, one group an axis of the result
 * @param names every name once; a group's slots are positions in it
 * @param axes the axis name that each of them stands for
 * @param leftSlots the left groups as slots; -1 for an axis of extent 1
 * @param rightSlots the right groups as slots; -1 for an axis of extent 1
 */
record Pattern(String text, List<List<String>> left, List<List<String>> right, String[] names, String[] axes, int[][] leftSlots, int[][] rightSlots) {
    private static final Map<String, String> LETTERS = Map.of("b", "batch", "c", "channels", "f", "frames", "h", "height", "w", "width", "n", "tokens",
            "d", "features");

    /** The axis name that a pattern name stands for. */
    static String axisName(String letter) {
        return LETTERS.getOrDefault(letter, letter);
    }

    /** A pattern whose two sides name the same axes. */
    static Pattern parse(String text) {
        return parse(text, false);
    }

    /** A pattern; with {@code grows}, its right side may name axes that the left has not. */
    static Pattern parse(String text, boolean grows) {
        int arrow = text.indexOf("->");
        if (arrow < 0 || text.indexOf("->", arrow + 2) >= 0) {
            throw new EvalException("the pattern '" + text + "' is not of the form 'b c h w -> b (h w) c'");
        }
        List<List<String>> left = groups(text.substring(0, arrow), text);
        List<List<String>> right = groups(text.substring(arrow + 2), text);
        Set<String> a = names(left, text);
        Set<String> b = names(right, text);
        if (!(grows ? b.containsAll(a) : a.equals(b))) {
            Set<String> odd = new HashSet<>(a);
            odd.addAll(b);
            odd.removeIf(n -> a.contains(n) && b.contains(n));
            throw new EvalException("the pattern '" + text + "' has " + String.join(", ", odd.stream().sorted().toList()) + " on one side only");
        }
        return of(text, left, right);
    }

    /** A pattern of groups that have been checked. */
    static Pattern of(String text, List<List<String>> left, List<List<String>> right) {
        List<String> names = new ArrayList<>();
        int[][] leftSlots = slots(left, names);
        int[][] rightSlots = slots(right, names);
        String[] axes = new String[names.size()];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = axisName(names.get(i));
        }
        return new Pattern(text, left, right, names.toArray(new String[0]), axes, leftSlots, rightSlots);
    }

    private static int[][] slots(List<List<String>> groups, List<String> names) {
        int[][] out = new int[groups.size()][];
        for (int g = 0; g < out.length; g++) {
            List<String> group = groups.get(g);
            out[g] = new int[group.size()];
            for (int i = 0; i < out[g].length; i++) {
                String name = group.get(i);
                if (!name.equals("1") && !names.contains(name)) {
                    names.add(name);
                }
                out[g][i] = name.equals("1") ? -1 : names.indexOf(name);
            }
        }
        return out;
    }

    private static Set<String> names(List<List<String>> groups, String text) {
        Set<String> out = new HashSet<>();
        for (List<String> g : groups) {
            for (String n : g) {
                if (!n.equals("1") && !out.add(n)) {
                    throw new EvalException("the pattern '" + text + "' names '" + n + "' twice on one side");
                }
            }
        }
        return out;
    }

    private static List<List<String>> groups(String side, String text) {
        List<List<String>> out = new ArrayList<>();
        List<String> group = null;
        StringTokenizer tokens = new StringTokenizer(side, " \t\n()", true);
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken().strip();
            if (token.equals("(")) {
                if (group != null) {
                    throw new EvalException("the pattern '" + text + "' nests brackets");
                }
                group = new ArrayList<>();
            } else if (token.equals(")")) {
                if (group == null || group.isEmpty()) {
                    throw new EvalException("the pattern '" + text + "' closes a bracket that holds nothing");
                }
                out.add(List.copyOf(group));
                group = null;
            } else if (!token.isEmpty()) {
                if (group != null) {
                    group.add(token.intern());
                } else {
                    out.add(List.of(token.intern()));
                }
            }
        }
        if (group != null) {
            throw new EvalException("the pattern '" + text + "' does not close a bracket");
        }
        return out;
    }
}
