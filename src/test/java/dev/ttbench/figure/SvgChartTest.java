package dev.ttbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** The files that charts become. {@code -Dttbench.update=true} rewrites the stored ones. */
class SvgChartTest {
    private static final Scale X = Scale.linear("Step", "");
    private static final Scale Y = Scale.linear("Time", "s");
    private static final Path GOLDENS = Path.of("src/test/resources/figures");

    static Stream<String> samples() {
        return SampleCharts.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theSamplesAreWhatIsStored(String name) throws IOException {
        String made = SvgChart.svg(SampleCharts.all().get(name));
        Path file = GOLDENS.resolve(name + ".svg");
        if (Boolean.getBoolean("ttbench.update") && System.getenv("CI") == null) {
            Files.createDirectories(GOLDENS);
            Files.writeString(file, made);
        }
        assertEquals(made, Files.readString(file).replace("\r\n", "\n"), file + " differs; run the test with -Dttbench.update=true and look at it");
    }

    @Test
    void noLocaleChangesAByte() {
        Locale before = Locale.getDefault();
        List<String> expected = SampleCharts.all().values().stream().map(SvgChart::svg).toList();
        try {
            for (String tag : List.of("de-DE", "tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "fa-IR")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals(expected, SampleCharts.all().values().stream().map(SvgChart::svg).toList(), tag);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void readersWithoutEyesAreToldWhatItIs() {
        Drawing d = new Drawing(SvgChart.svg(SampleCharts.chart(Kind.LINES, X, Y, Series.of("a", 1, 2))));
        assertEquals("img", d.root.getAttribute("role"));
        assertEquals("Title", d.all("title").get(0).getTextContent());
        assertEquals("About", d.all("desc").get(0).getTextContent());
        assertEquals("0 0 " + d.root.getAttribute("width") + " " + d.root.getAttribute("height"), d.root.getAttribute("viewBox"));
    }

    private static Set<String> texts(Chart c) {
        Set<String> out = new TreeSet<>();
        new Drawing(SvgChart.svg(c)).labels.forEach(l -> out.add(l.text()));
        return out;
    }

    @Test
    void axesHaveNamesAndUnits() {
        Set<String> texts = texts(SampleCharts.chart(Kind.LINES, X, Y, Series.of("a", 1, 2), Series.of("b", 2, 3)));
        assertTrue(texts.containsAll(List.of("Title", "Step", "Time (s)", "a", "b", "0", "0.5", "1.0")), texts::toString);
    }

    @Test
    void aLoneSeriesNeedsNoLegend() {
        assertFalse(texts(SampleCharts.chart(Kind.BARS, X, Y, Series.of("alone", 1, 2))).contains("alone"));
        Panel one = new Panel("one", List.of(Series.of("one", 1, 2)));
        Panel two = new Panel("two", List.of(Series.of("two", 1, 2)));
        List<String> texts = new Drawing(SvgChart.svg(new Chart("", "", Kind.STEPS, X, Y, List.of(one, two)))).labels.stream().map(Drawing.Label::text).toList();
        assertEquals(1, texts.stream().filter("two"::equals).count());
    }

    @Test
    void textIsEscaped() {
        String odd = "<a href=\"x\"> & 'b' \u0001\n\ud800 \ud83d\ude00 \u4e2d ]]>";
        Chart c = new Chart(odd, odd, Kind.BARS, Scale.of(odd, List.of(odd, "b")), Scale.linear(odd, odd),
                List.of(new Panel(odd, List.of(Series.of(odd, 1, 2), Series.of("b", 1, 2)), List.of(Guide.across(odd, 1)))));
        Drawing d = new Drawing(SvgChart.svg(c));
        assertEquals("<a href=\"x\"> & 'b' ? ? \ud83d\ude00 \u4e2d ]]>", d.all("title").get(0).getTextContent());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anEmptyChartSaysSo(Kind kind) {
        assertTrue(texts(new Chart("t", "", kind, X, Y, List.of())).contains("no data"));
        assertTrue(texts(SampleCharts.chart(kind, X, Y)).contains("no data"));
        assertTrue(texts(SampleCharts.chart(kind, Scale.log("x", ""), Scale.log("y", ""), Series.of("a", 0, -1, Double.NaN))).contains("no data"));
        assertTrue(texts(SampleCharts.chart(kind, Scale.of("x", List.of("a")), Y, Series.of("a", Double.NaN))).contains("no data"));
    }

    private static String marks(Chart c) {
        StringBuilder out = new StringBuilder();
        for (Element e : new Drawing(SvgChart.svg(c)).all("path")) {
            if (((Element) e.getParentNode()).getAttribute("class").equals("marks")) {
                out.append(e.getAttribute("d")).append('\n');
            }
        }
        return out.toString();
    }

    private static int count(String s, char c) {
        return (int) s.chars().filter(k -> k == c).count();
    }

    @Test
    void missingValuesLeaveGaps() {
        assertEquals(1, count(marks(SampleCharts.chart(Kind.STEPS, X, Y, Series.of("a", 1, 2, 3, 4, 5))), 'M'));
        assertEquals(2, count(marks(SampleCharts.chart(Kind.STEPS, X, Y, Series.of("a", 1, 2, Double.NaN, 4, 5))), 'M'));
        assertEquals(4, count(marks(SampleCharts.chart(Kind.BARS, X, Y, Series.of("a", 1, 2, Double.NaN, 4, 5))), 'M'));
        assertEquals(4, count(marks(SampleCharts.chart(Kind.POINTS, X, Y, Series.of("a", 1, 2, Double.NaN, 4, 5))), 'M'));
        assertEquals(2 + 4, count(marks(SampleCharts.chart(Kind.LINES, X, Y, Series.of("a", 1, 2, Double.NaN, 4, 5))), 'M'));
        assertEquals(3, count(marks(SampleCharts.chart(Kind.POINTS, X, Scale.log("y", ""), Series.of("a", 1, 0, -3, 4, 5))), 'M'));
    }

    @Test
    void pointsOnOnePixelAreOne() {
        double[] x = SampleCharts.values(5000, i -> i < 4999 ? i * 1e-6 : 1);
        assertTrue(count(marks(SampleCharts.chart(Kind.POINTS, X, Y, new Series("a", x, x))), 'M') < 10);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void manyPointsMakeNoLargeFile(Kind kind) {
        Random r = new Random(3);
        List<Series> series = new ArrayList<>();
        for (int k = 0; k < 12; k++) {
            series.add(new Series("s" + k, SampleCharts.values(5000, i -> i), SampleCharts.values(5000, i -> r.nextInt(9) == 0 ? Double.NaN : r.nextDouble())));
        }
        int length = SvgChart.svg(new Chart("t", "", kind, X, Y, List.of(new Panel("a", series), new Panel("b", series)))).length();
        assertTrue(length < 200_000, length + " bytes");
        assertTrue(SvgChart.svg(SampleCharts.roofline(200)).length() < 200_000);
    }

    @Test
    void aStackAddsUp() {
        Chart c = SampleCharts.chart(Kind.STACKED, Scale.of("", List.of("one")), Scale.linear("y", ""), Series.of("a", 1), Series.of("b", 2), Series.of("c", -1));
        List<double[]> ends = new ArrayList<>();
        for (String path : marks(c).strip().split("\n")) {
            List<double[]> p = Drawing.points(path);
            ends.add(new double[] {p.get(2)[1], p.get(0)[1]});
        }
        double unit = ends.get(0)[0] - ends.get(0)[1];
        assertEquals(ends.get(0)[1], ends.get(1)[0], "b stands on a");
        assertEquals(2 * unit, ends.get(1)[0] - ends.get(1)[1], 0.15);
        assertEquals(ends.get(0)[0], ends.get(2)[1], "c hangs from zero");
        assertEquals(unit, ends.get(2)[0] - ends.get(2)[1], 0.15);
    }

    @Test
    void guidesEndAtThePlot() {
        Panel p = new Panel("", List.of(Series.of("a", 1, 2, 3)), List.of(
                new Guide("up", new double[] {1, 1}, new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}),
                new Guide("steep", new double[] {-1e9, 1e9}, new double[] {-1e9, 1e9})));
        Drawing d = new Drawing(SvgChart.svg(new Chart("", "", Kind.LINES, X, Y, List.of(p))));
        assertEquals(List.of(d.plots.get(0).bottom(), d.plots.get(0).y()), d.marks.get(0).stream().limit(2).map(v -> v[1]).toList());
    }

    private static double lightness(String colour) {
        double y = 0;
        double[] share = {0.2126, 0.7152, 0.0722};
        for (int i = 0; i < 3; i++) {
            double v = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            y += share[i] * (v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
        }
        return 116 * Math.cbrt(y) - 16;
    }

    @Test
    void everySeriesHasItsOwnColourPatternDashAndMarker() {
        Set<String> patterns = new HashSet<>();
        Set<String> dashes = new HashSet<>();
        Set<String> markers = new HashSet<>();
        List<Double> fills = new ArrayList<>();
        List<Double> inks = new ArrayList<>();
        for (int i = 0; i < Look.COUNT; i++) {
            Look look = new Look(i);
            Svg svg = new Svg();
            look.define(svg);
            patterns.add(svg.toString().replaceAll("(fill|stroke)=\"#\\w+\"|id=\"\\S+\"", ""));
            String colour = i == 0 ? look.fill() : svg.toString().replaceAll("(?s).*?fill=\"(#\\w+)\".*", "$1");
            fills.add(lightness(colour));
            inks.add(lightness(look.ink()));
            dashes.add(look.dash());
            markers.add(look.marker(50, 50, 3) + look.markerFill().equals("#ffffff"));
        }
        assertEquals(Look.COUNT, patterns.size());
        assertEquals(Look.COUNT, dashes.size());
        assertEquals(Look.COUNT, markers.size());
        for (int i = 0; i < Look.COUNT; i++) {
            assertTrue(inks.get(i) < 65, "a line stands out from white");
            for (int k = 0; k < i; k++) {
                assertTrue(Math.abs(fills.get(i) - fills.get(k)) > 4, "fills " + i + " and " + k);
                assertTrue(Math.abs(inks.get(i) - inks.get(k)) > 1, "lines " + i + " and " + k);
            }
            assertTrue(i == 0 || Math.abs(fills.get(i) - fills.get(i - 1)) > 15, "neighbours " + i);
        }
        int all = Look.COUNT * Look.COUNT;
        assertEquals(all, IntStream.range(0, all).mapToObj(i -> new Look(i).shape() + new Look(i).ink()).distinct().count());
    }

    @Test
    void seriesOfOneNameLookTheSameInAllPanels() {
        Panel a = new Panel("A", List.of(Series.of("x", 1, 2), Series.of("y", 1, 2)));
        Panel b = new Panel("B", List.of(Series.of("y", 1, 2)));
        Drawing d = new Drawing(SvgChart.svg(new Chart("", "", Kind.STEPS, X, Y, List.of(a, b))));
        List<String> colours = d.all("path").stream().filter(e -> ((Element) e.getParentNode()).getAttribute("class").equals("marks"))
                .map(e -> e.getAttribute("stroke")).toList();
        assertEquals(List.of(new Look(0).ink(), new Look(1).ink(), new Look(1).ink()), colours);
    }

    @Test
    void lengthsMustAgree() {
        assertThrows(IllegalArgumentException.class, () -> new Series("a", new double[2], new double[3]));
        assertThrows(IllegalArgumentException.class, () -> new Guide("a", new double[2], new double[3]));
        assertThrows(IllegalArgumentException.class, () -> SampleCharts.chart(Kind.BARS, X, Scale.of("y", List.of("a"))));
    }
}
