package dev.ttbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** In samples and in random charts no two texts overlap, none lies in a plot or outside of the picture, and all marks are inside their plots. */
class LayoutTest {
    private static final String LETTERS = "abcdefghij klmnopqrst uvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 WWW iii";

    private static String word(Random r, int most) {
        int n = r.nextInt(most + 1);
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < n; i++) {
            b.append(LETTERS.charAt(r.nextInt(LETTERS.length())));
        }
        return b.toString();
    }

    private static double value(Random r, double magnitude) {
        return switch (r.nextInt(30)) {
            case 0 -> Double.NaN;
            case 1 -> 0;
            case 2 -> Double.POSITIVE_INFINITY;
            default -> (r.nextInt(6) == 0 ? -1 : 1) * magnitude * StrictMath.pow(10, r.nextDouble() * 3);
        };
    }

    private static Chart random(Random r) {
        Kind kind = Kind.values()[r.nextInt(Kind.values().length)];
        List<String> names = new ArrayList<>();
        int places = r.nextBoolean() ? 0 : 1 + r.nextInt(r.nextInt(5) == 0 ? 120 : 16);
        int longest = 1 + r.nextInt(24);
        for (int i = 0; i < places; i++) {
            names.add(word(r, longest));
        }
        Scale x = new Scale(word(r, 40), word(r, 8), r.nextBoolean(), false, names);
        Scale y = new Scale(word(r, 60), word(r, 8), r.nextBoolean(), r.nextInt(4) == 0, List.of());
        double across = StrictMath.pow(10, r.nextInt(16) - 6);
        double up = StrictMath.pow(10, y.percent() ? -3 : r.nextInt(18) - 6);
        List<Panel> panels = new ArrayList<>();
        int count = r.nextInt(8);
        int series = r.nextInt(13);
        int points = r.nextInt(r.nextInt(8) == 0 ? 2000 : 40);
        for (int k = 0; k < count; k++) {
            List<Series> all = new ArrayList<>();
            for (int s = 0; s < series; s++) {
                double[] at = SampleCharts.values(points, i -> places > 0 ? r.nextInt(places) : kind.joined() ? across * (i + 1) : value(r, across));
                all.add(new Series("s" + s + word(new Random(s), 22), at, SampleCharts.values(points, i -> value(r, up))));
            }
            List<Guide> guides = new ArrayList<>();
            for (int g = r.nextInt(4); g > 1; g--) {
                guides.add(new Guide("guide " + g, new double[] {value(r, across), value(r, across)}, new double[] {value(r, up), value(r, up)}));
            }
            panels.add(new Panel(r.nextInt(3) == 0 ? "" : word(r, 50), all, guides));
        }
        return new Chart(word(r, 150), word(r, 100), kind, x, y, panels);
    }

    private static void check(Chart c, String what) {
        String svg = SvgChart.svg(c);
        Drawing d = new Drawing(svg);
        assertEquals(c.panels().size(), d.plots.size(), what);
        double width = Double.parseDouble(d.root.getAttribute("width"));
        double height = Double.parseDouble(d.root.getAttribute("height"));
        for (Drawing.Label a : d.labels) {
            for (double[] p : a.corners()) {
                assertTrue(p[0] >= 0 && p[1] >= 0 && p[0] <= width && p[1] <= height, () -> what + ": '" + a.text() + "' is outside of the picture");
            }
            for (Drawing.Label b : d.labels) {
                assertFalse(a != b && Drawing.overlap(a.corners(), b.corners()), () -> what + ": '" + a.text() + "' overlaps '" + b.text() + "'");
            }
            for (Box plot : d.plots) {
                assertFalse(!a.text().equals("no data") && Drawing.overlap(a.corners(), Drawing.corners(plot)), () -> what + ": '" + a.text() + "' is in a plot");
            }
        }
        for (int i = 0; i < d.plots.size(); i++) {
            Box plot = d.plots.get(i);
            assertTrue(plot.width() > 100 && plot.height() > 100, () -> what + ": a plot is tiny");
            for (double[] p : d.marks.size() > i ? d.marks.get(i) : List.<double[]>of()) {
                assertTrue(p[0] >= plot.x() - 0.11 && p[0] <= plot.right() + 0.11 && p[1] >= plot.y() - 0.11 && p[1] <= plot.bottom() + 0.11,
                        () -> what + ": a mark at " + p[0] + " " + p[1] + " is outside of " + plot);
            }
        }
        assertTrue(svg.length() < 200_000, () -> what + " has " + svg.length() + " bytes");
        assertFalse(svg.contains("NaN") || svg.contains("Infinity"), what);
    }

    @Test
    void samples() {
        SampleCharts.all().forEach((name, chart) -> check(chart, name));
    }

    @Test
    void randomCharts() {
        for (int seed = 0; seed < 300; seed++) {
            check(random(new Random(seed)), "seed " + seed);
        }
    }
}
