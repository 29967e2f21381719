package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.List;

/** How wide text is, as far as that is known without the reader's fonts (wide ones are assumed), and how it is broken and shortened. */
final class Text {
    /** Height of a line over its font size. */
    static final double LINE = 1.2;
    /** What rises above the base line over the font size. */
    static final double ASCENT = 0.8;
    /** What hangs below the base line over the font size. */
    static final double DESCENT = 0.24;
    private static final double BOLD = 1.12;

    private Text() { }

    /** Width in pixels. */
    static double width(String s, double size) {
        double em = 0;
        for (int i = 0; i < s.length(); i += Character.charCount(s.codePointAt(i))) {
            em += em(s.codePointAt(i));
        }
        return em * size;
    }

    /** Width of bold text in pixels. */
    static double boldWidth(String s, double size) {
        return width(s, size) * BOLD;
    }

    private static double em(int c) {
        if (c > 0x2fff) {
            return c > 0xffff ? 1.3 : 1.05;
        }
        if (c > 126) {
            return 0.85;
        }
        if ("ijl".indexOf(c) >= 0) {
            return 0.29;
        }
        if (" .,:;'|!I/\\J".indexOf(c) >= 0) {
            return 0.34;
        }
        if ("frt-()[]`\"".indexOf(c) >= 0) {
            return 0.42;
        }
        if (c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '%' || c == '@') {
            return 0.98;
        }
        if ("+=<>~&#OQGDNHU".indexOf(c) >= 0) {
            return 0.84;
        }
        if (c >= 'A' && c <= 'Z') {
            return 0.7;
        }
        return 0.64;
    }

    /** The text, cut with an ellipsis where it is wider than that. */
    static String fit(String s, double size, double width) {
        if (width(s, size) <= width + 0.01) {
            return s;
        }
        int end = s.length();
        while (end > 0 && width(s.substring(0, end), size) + 0.85 * size > width) {
            end = s.offsetByCodePoints(end, -1);
        }
        return s.substring(0, end).stripTrailing() + "\u2026";
    }

    /** The text in lines of at most that width, broken at spaces and after hyphens; the last of so many lines is cut. */
    static List<String> wrap(String s, double size, double width, int lines) {
        List<String> out = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        String rest = s.strip();
        for (String word : words(rest)) {
            if (!line.isEmpty() && width((line + word).strip(), size) > width && out.size() < lines - 1) {
                out.add(fit(line.toString().strip(), size, width));
                line.setLength(0);
            }
            line.append(word);
        }
        if (!line.isEmpty()) {
            out.add(fit(line.toString().strip(), size, width));
        }
        return out;
    }

    /** Whether no word is wider than that. */
    static boolean wraps(String s, double size, double width) {
        for (String word : words(s.strip())) {
            if (width(word.strip(), size) > width) {
                return false;
            }
        }
        return true;
    }

    private static List<String> words(String s) {
        List<String> out = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) == ' ' || s.charAt(i) == '-' && i > from) {
                out.add(s.substring(from, i + 1));
                from = i + 1;
            }
        }
        if (from < s.length()) {
            out.add(s.substring(from));
        }
        return out;
    }
}
