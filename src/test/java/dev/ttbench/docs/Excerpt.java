package dev.ttbench.docs;

import java.util.ArrayList;
import java.util.List;

/** An output as a page shows it: its lines, where a line {@code ...} stands for any lines. */
record Excerpt(List<String> lines) {
    static final String CUT = "...";

    /** Whether it shows {@code actual}. */
    boolean shows(List<String> actual) {
        return shows(0, actual, 0);
    }

    private boolean shows(int i, List<String> actual, int k) {
        if (i == lines.size()) {
            return k == actual.size();
        }
        if (!lines.get(i).strip().equals(CUT)) {
            return k < actual.size() && lines.get(i).stripTrailing().equals(actual.get(k)) && shows(i + 1, actual, k + 1);
        }
        for (int j = k; j <= actual.size(); j++) {
            if (shows(i + 1, actual, j)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The same excerpt of another output: each run of lines between cuts is taken from where most of its lines are, numbers apart.
     *
     * @throws IllegalStateException when a run is nowhere
     */
    Excerpt of(List<String> actual) {
        if (!lines.contains(CUT)) {
            return new Excerpt(actual);
        }
        List<String> out = new ArrayList<>();
        int from = 0;
        int i = 0;
        while (i < lines.size()) {
            if (lines.get(i).equals(CUT)) {
                out.add(CUT);
                i++;
                continue;
            }
            int end = i;
            while (end < lines.size() && !lines.get(end).equals(CUT)) {
                end++;
            }
            int size = end - i;
            int best = -1;
            int most = 0;
            int start = i == 0 ? 0 : from;
            int last = i == 0 ? 0 : actual.size() - size;
            for (int k = end == lines.size() && i > 0 ? Math.max(start, last) : start; k <= last; k++) {
                int same = 0;
                for (int j = 0; j < size; j++) {
                    same += words(lines.get(i + j)).equals(words(actual.get(k + j))) ? 1 : 0;
                }
                if (same > most) {
                    most = same;
                    best = k;
                }
            }
            if (best < 0) {
                throw new IllegalStateException("the output has changed too much to cut it anew; edit by hand, from: " + lines.get(i));
            }
            out.addAll(actual.subList(best, best + size));
            from = best + size;
            i = end;
        }
        return new Excerpt(out);
    }

    /** A line without its numbers, units, bars and widths. */
    private static String words(String line) {
        return line.replaceAll("[0-9][0-9.,]*( ?([mun]?s|[kMGTP]?(B|FLOP)|[kMGTP])\\b)?", "").replaceAll("[▁-█]", "").replaceAll("\\s+", " ").strip();
    }
}
