package dev.ttbench.figure;

/** How a series looks. Twelve fills, patterns, dashes and markers; each differs from its neighbours in hue, in lightness and in shape. */
final class Look {
    static final int COUNT = 12;
    /** How the names of patterns begin. */
    static final String FILL = "fill-";
    /** The colour, that of its pattern, and that of lines, which must stand out from white; lightness goes up and down between 26 and 92 (lines: 24 and 62). */
    private static final String[][] COLOURS = {
        {"#044f7c", "#e3efff", "#014a75"}, {"#f7a534", "#5f3a00", "#c47b00"}, {"#078487", "#d6f4f4", "#09797c"}, {"#ffe88b", "#4c4200", "#a89639"},
        {"#6b4995", "#f4eafd", "#6c4898"}, {"#79d1f9", "#04485e", "#048cb3"}, {"#dc6038", "#feeae3", "#c34b25"}, {"#f6ccde", "#5a3847", "#da6ca1"},
        {"#347549", "#e0f2e4", "#005d2d"}, {"#9bae54", "#384800", "#708428"}, {"#751934", "#ffe9eb", "#77002f"}, {"#969696", "#333333", "#636363"},
    };
    /** Pitch and strokes of each pattern; none is solid. */
    private static final String[][] PATTERNS = {
        {"6", ""}, {"6", "M-1 1L1 -1M0 6L6 0M5 7L7 5"}, {"5", "M1.5 1.5h2v2h-2z"}, {"7", "M0 0L7 7M0 7L7 0"}, {"5", "M0 2.5H5"},
        {"6", "M-1 5L1 7M0 0L6 6M5 -1L7 1"}, {"5", "M2.5 0V5"}, {"6", "M0 3H6M3 0V6"}, {"8", "M2 4a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z"}, {"8", "M0 5L4 1L8 5"},
        {"8", "M0 1H8M0 5H8M2 1V5M6 5V8M6 0V1"}, {"7", "M1 3.5H5"},
    };
    private static final String[] DASHES = {"", "7 3", "2 2", "8 3 2 3", "12 3", "5 2 2 2 2 2", "18 3", "4 4", "1 3", "10 3 2 3 2 3", "3 1.5", "14 4 4 4"};
    private static final String[] GUIDES = {"", "6 3", "2 2", "9 3 2 3", "4 2", "12 3 3 3 3 3"};
    /** From light to dark: lightness falls evenly, so that they are told apart in print too. */
    private static final int[] SHADES = {0xf4ecbe, 0xb5d68f, 0x5fb08f, 0x2f7f8f, 0x2a4d7d, 0x2b1d52};
    private static final String PAPER = "#ffffff";
    private final int index;

    Look(int index) {
        this.index = index;
    }

    /** Which of the patterns, dashes and markers. */
    int shape() {
        return index % COUNT;
    }

    /** Which of the colours; a second dozen of series combines them anew. */
    private int colour() {
        return (index + index / COUNT) % COUNT;
    }

    /** The colour of lines and markers. */
    String ink() {
        return COLOURS[colour()][2];
    }

    /** Dashes of lines; empty where they are solid. */
    String dash() {
        return DASHES[shape()];
    }

    /** Dashes of the guide with that number. */
    static String guideDash(int i) {
        return GUIDES[i % GUIDES.length];
    }

    /** The fill of one of several shades, from light to dark. */
    static String shade(int i, int of) {
        double at = of < 2 ? 0 : (double) i / (of - 1) * (SHADES.length - 1);
        int from = Math.min((int) at, SHADES.length - 2);
        StringBuilder out = new StringBuilder("#");
        for (int channel = 16; channel >= 0; channel -= 8) {
            int a = SHADES[from] >> channel & 0xff;
            int b = SHADES[from + 1] >> channel & 0xff;
            int v = (int) Math.round(a + (at - from) * (b - a));
            out.append(Character.forDigit(v >> 4, 16)).append(Character.forDigit(v & 15, 16));
        }
        return out.toString();
    }

    /** What a bar is filled with. */
    String fill() {
        return shape() == 0 ? COLOURS[colour()][0] : "url(#" + FILL + index + ")";
    }

    /** Defines the fill. */
    void define(Svg svg) {
        if (shape() == 0) {
            return;
        }
        String pitch = PATTERNS[shape()][0];
        String strokes = PATTERNS[shape()][1];
        svg.open("pattern", "id", FILL + index, "width", pitch, "height", pitch, "patternUnits", "userSpaceOnUse");
        svg.empty("rect", "width", pitch, "height", pitch, "fill", COLOURS[colour()][0]);
        boolean closed = strokes.endsWith("z") && shape() == 2;
        svg.empty("path", "d", strokes, "fill", closed ? COLOURS[colour()][1] : "none", "stroke", closed ? "none" : COLOURS[colour()][1]);
        svg.close("pattern");
    }

    /** The outline of the marker around a point. */
    String marker(double x, double y, double r) {
        Trace t = new Trace();
        String d = Svg.px(2 * r);
        switch (shape()) {
            case 0, 5 -> t.move(x - r, y).add("a" + Svg.px(r) + " " + Svg.px(r) + " 0 1 0 " + d + " 0a" + Svg.px(r) + " " + Svg.px(r) + " 0 1 0 -" + d + " 0Z");
            case 1, 6 -> t.rectangle(x - 0.9 * r, y - 0.9 * r, x + 0.9 * r, y + 0.9 * r);
            case 2, 7 -> t.move(x - 1.1 * r, y + 0.9 * r).line(x + 1.1 * r, y + 0.9 * r).line(x, y - 1.1 * r).add("Z");
            case 3, 8 -> t.move(x - 1.2 * r, y).line(x, y - 1.2 * r).line(x + 1.2 * r, y).line(x, y + 1.2 * r).add("Z");
            case 4 -> t.move(x - r, y - r).line(x + r, y + r).move(x - r, y + r).line(x + r, y - r);
            case 9 -> t.move(x - 1.2 * r, y).across(x + 1.2 * r).move(x, y - 1.2 * r).upright(y + 1.2 * r);
            case 10 -> t.move(x - 1.1 * r, y - 0.9 * r).line(x + 1.1 * r, y - 0.9 * r).line(x, y + 1.1 * r).add("Z");
            default -> t.move(x - r, y - r).line(x + r, y - r).line(x - r, y + r).line(x + r, y + r).add("Z");
        }
        return t.toString();
    }

    /** What a marker is filled with: some are hollow. */
    String markerFill() {
        int s = shape();
        return s == 4 || s == 9 ? "none" : s == 1 || s == 3 || s == 5 || s == 7 || s == 11 ? PAPER : ink();
    }
}
