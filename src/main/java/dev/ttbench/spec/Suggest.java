package dev.ttbench.spec;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** "Did you mean": the known name nearest to what was typed. */
public final class Suggest {
    private Suggest() { }

    /** A sentence with the nearest of {@code known}, or the list of them when none is near and they are few, or null. */
    public static String hint(String typed, Collection<String> known) {
        String near = nearest(typed, known);
        if (near != null) {
            return "did you mean '" + near + "'?";
        }
        if (known.isEmpty()) {
            return null;
        }
        List<String> sorted = known.stream().sorted().toList();
        return sorted.size() <= 16 ? "known: " + String.join(", ", sorted) : null;
    }

    /** The known name within a third of its length in edits (Damerau-Levenshtein, case aside), or null. */
    public static String nearest(String typed, Collection<String> known) {
        String best = null;
        int least = Integer.MAX_VALUE;
        int fewest = Integer.MAX_VALUE;
        String t = typed.toLowerCase(Locale.ROOT);
        if (t.length() > 100) {
            return null;
        }
        for (String k : known.stream().sorted().toList()) {
            int edits = distance(t, k.toLowerCase(Locale.ROOT));
            boolean begins = t.length() >= 3 && k.toLowerCase(Locale.ROOT).startsWith(t);
            int d = begins ? Math.min(edits, 1) : edits;
            if ((d < least || d == least && begins && edits < fewest) && d < Math.max(t.length(), k.length()) && d <= Math.max(1, Math.max(t.length(), k.length()) / 3)) {
                least = d;
                fewest = edits;
                best = k;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
