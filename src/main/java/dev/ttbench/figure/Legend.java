package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.List;

/** The names of series and guides beside a sample of each; outside of the plots. */
final class Legend {
    static final double SIZE = 12;
    private static final double LINE = 19;
    private static final double SWATCH = 30;
    private static final double GAP = 18;
    private static final double WIDEST_BESIDE = 190;
    private final Kind kind;
    private final List<String> series = new ArrayList<>();
    private final List<String> guides = new ArrayList<>();
    private final List<String> listed;
    private final boolean named;

    Legend(Chart c) {
        kind = c.kind();
        boolean told = true;
        for (Panel p : c.panels()) {
            for (Series s : p.series()) {
                told &= p.series().size() == 1 && s.name().equals(p.title());
                if (!series.contains(s.name())) {
                    series.add(s.name());
                }
            }
            for (Guide g : p.guides()) {
                if (!guides.contains(g.label())) {
                    guides.add(g.label());
                }
            }
        }
        named = told;
        boolean alone = series.size() == 1 && (guides.isEmpty() || series.get(0).isBlank());
        listed = named || alone ? List.of() : series;
    }

    /** The look of a series: that of its name; all look the same where the panels' titles name them. */
    Look look(Series s) {
        return new Look(named ? 0 : series.indexOf(s.name()));
    }

    /** The fill of a series whose kind is shades. */
    String shade(Series s) {
        return Look.shade(series.indexOf(s.name()), series.size());
    }

    /** The number of a guide: that of its label. */
    int guide(Guide g) {
        return guides.indexOf(g.label());
    }

    int looks() {
        return series.size();
    }

    private int count() {
        return listed.size() + guides.size();
    }

    private String name(int i) {
        return i < listed.size() ? listed.get(i) : guides.get(i - listed.size());
    }

    private double entry(double widest) {
        double out = 0;
        for (int i = 0; i < count(); i++) {
            out = Math.max(out, wide(i, widest));
        }
        return out;
    }

    /** Whether it stands on the right of a single column of plots: where it is tall and slim. */
    boolean beside() {
        return count() > 3 && entry(1000) <= WIDEST_BESIDE;
    }

    /** What it takes on the right. */
    double width() {
        return entry(WIDEST_BESIDE);
    }

    private double wide(int i, double widest) {
        return SWATCH + 8 + Math.min(Text.width(name(i), SIZE), widest - SWATCH - 8);
    }

    /** Where the entries are: in a single row if they fit, else series in columns and guides in columns below them. */
    private List<Box> places(double width) {
        List<Box> row = new ArrayList<>();
        double end = 0;
        for (int i = 0; i < count(); i++) {
            row.add(new Box(end, 0, wide(i, width), LINE));
            end += wide(i, width) + GAP;
        }
        if (end - GAP <= width) {
            return row;
        }
        List<Box> out = new ArrayList<>();
        columns(0, listed.size(), 0, width, out);
        columns(listed.size(), count(), bottom(out), width, out);
        return out;
    }

    private void columns(int from, int to, double top, double width, List<Box> into) {
        double entry = 0;
        for (int i = from; i < to; i++) {
            entry = Math.max(entry, wide(i, width));
        }
        int most = Math.max(1, (int) ((width + GAP) / (entry + GAP)));
        int rows = (to - from + most - 1) / most;
        for (int i = from; i < to; i++) {
            int columns = (to - from + rows - 1) / rows;
            int place = columns == 1 && kind == Kind.STACKED && i < listed.size() ? to - 1 - i : i - from;
            into.add(new Box(place % columns * (entry + GAP), top + place / columns * LINE, entry, LINE));
        }
    }

    /** What it takes at the given width. */
    double height(double width) {
        return bottom(places(width));
    }

    private static double bottom(List<Box> places) {
        double bottom = 0;
        for (Box b : places) {
            bottom = Math.max(bottom, b.bottom());
        }
        return bottom;
    }

    /** Writes the entries into a box; beside a stack in the stack's order, from its top. */
    void write(Svg svg, Box box) {
        if (count() == 0) {
            return;
        }
        List<Box> places = places(box.width());
        svg.open("g", "font-size", Svg.px(SIZE));
        for (int i = 0; i < count(); i++) {
            Box place = places.get(i);
            double left = box.x() + place.x();
            double middle = box.y() + place.y() + LINE / 2;
            if (i < listed.size()) {
                sample(svg, i, left, middle);
            } else {
                Marks.guide(svg, new Trace().move(left, middle).across(left + SWATCH), i - listed.size());
            }
            svg.label(left + SWATCH + 8, middle + 4, Text.fit(name(i), SIZE, place.width() - SWATCH - 8));
        }
        svg.close("g");
    }

    private void sample(Svg svg, int number, double left, double middle) {
        Look look = new Look(number);
        if (kind.bars() || kind == Kind.HEAT) {
            String fill = kind == Kind.HEAT ? Look.shade(number, series.size()) : look.fill();
            svg.empty("rect", "x", left, "y", middle - 7, "width", SWATCH, "height", 14, "fill", fill, "stroke", Marks.OUTLINE, "stroke-width", "0.6");
            return;
        }
        if (kind.joined()) {
            Marks.stroke(svg, new Trace().move(left, middle).across(left + SWATCH), look);
        }
        if (kind != Kind.STEPS) {
            Marks.markers(svg, look.marker(left + SWATCH / 2, middle, Marks.LARGE), look, "1.3");
        }
    }
}
