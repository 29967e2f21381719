package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * The names along an axis: level where they fit, else in several lines, aslant or upright; where even those are too dense some are left out.
 *
 * @param angle degrees that they are turned: 0, 45 or 90
 * @param every how many places from one to the next
 * @param lines their lines
 * @param height what they take below the plot
 * @param overhang what they need left of the plot
 */
record CategoryLabels(int angle, int every, List<List<String>> lines, double height, double overhang) {
    static final double SIZE = 11;
    private static final double LINE = 13;
    private static final double LONGEST = 175;
    private static final double SLANT = 0.70711;
    private static final double APART = 6;

    static CategoryLabels of(List<String> names, double slot) {
        for (int most = 1; most <= 3; most++) {
            if (most == 1 || slot >= 40) {
                CategoryLabels level = level(names, slot - APART, most);
                if (level != null) {
                    return level;
                }
            }
        }
        boolean slanted = slot * SLANT >= LINE;
        int every = 1;
        while (!slanted && every * slot < LINE) {
            every++;
        }
        List<List<String>> lines = new ArrayList<>();
        double longest = 0;
        double overhang = 0;
        for (int i = 0; i < names.size(); i++) {
            String s = Text.fit(names.get(i).strip(), SIZE, LONGEST);
            double width = Text.width(s, SIZE);
            lines.add(List.of(s));
            longest = Math.max(longest, width);
            overhang = Math.max(overhang, (slanted ? width * SLANT + 5 : 12) - (i + 0.5) * slot);
        }
        return new CategoryLabels(slanted ? 45 : 90, every, List.copyOf(lines), slanted ? longest * SLANT + 16 : longest + 12, overhang);
    }

    private static CategoryLabels level(List<String> names, double width, int most) {
        List<List<String>> lines = new ArrayList<>();
        int tallest = 1;
        for (String name : names) {
            List<String> one = Text.wrap(name, SIZE, width, 99);
            if (one.size() > most || !Text.wraps(name, SIZE, width)) {
                return null;
            }
            tallest = Math.max(tallest, one.size());
            lines.add(one);
        }
        return new CategoryLabels(0, 1, List.copyOf(lines), tallest * LINE + 8, 0);
    }

    /** Writes the name at a place of the axis that ends the plot at {@code bottom}. */
    void write(Svg svg, int i, double x, double bottom) {
        if (i % every != 0) {
            return;
        }
        if (angle == 0) {
            double y = bottom + 16;
            for (String line : lines.get(i)) {
                svg.label(x, y, line, "text-anchor", "middle");
                y += LINE;
            }
            return;
        }
        double right = x + (angle == 45 ? 3 : 4);
        double top = bottom + (angle == 45 ? 13 : 8);
        svg.label(right, top, lines.get(i).get(0), "text-anchor", "end", "transform", "rotate(-" + angle + " " + Svg.px(right) + " " + Svg.px(top) + ")");
    }
}
