package dev.ttbench.report;

import dev.ttbench.figure.Chart;
import dev.ttbench.figure.Guide;
import dev.ttbench.figure.Kind;
import dev.ttbench.figure.Panel;
import dev.ttbench.figure.Scale;
import dev.ttbench.figure.Series;
import dev.ttbench.measurement.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Predicted against measured, one chart a family. */
final class ValidationCharts {
    /** A factor that the outer lines stand for. */
    private static final double APART = 1.25;

    private ValidationCharts() { }

    /** By family, in order of the names; times only. {@code series}: what shares a marker. */
    static Map<String, Chart> of(List<Prediction> predictions, Function<Prediction, String> series) {
        Map<String, List<Prediction>> families = new TreeMap<>();
        for (Prediction p : predictions) {
            if (p.skipped() == null && !p.row().text("metric").endsWith("bytes")) {
                families.computeIfAbsent(p.family(), f -> new ArrayList<>()).add(p);
            }
        }
        Map<String, Chart> out = new LinkedHashMap<>();
        families.forEach((family, of) -> out.put(family, chart(family, of, series)));
        return out;
    }

    private static Chart chart(String family, List<Prediction> of, Function<Prediction, String> series) {
        double unit = of.get(0).row().kind().unit();
        Map<String, List<Prediction>> groups = new TreeMap<>();
        of.forEach(p -> groups.computeIfAbsent(series.apply(p), s -> new ArrayList<>()).add(p));
        List<Series> points = new ArrayList<>();
        groups.forEach((name, group) -> points.add(new Series(name, group.stream().mapToDouble(p -> p.row().measured() / unit).toArray(),
                group.stream().mapToDouble(p -> p.value() / unit).toArray())));
        double least = of.stream().mapToDouble(p -> Math.min(p.row().measured(), p.value())).min().orElse(1) / unit;
        double most = of.stream().mapToDouble(p -> Math.max(p.row().measured(), p.value())).max().orElse(1) / unit;
        List<Guide> guides = List.of(line("equal", least, most, 1), line("25 % apart", least, most, APART), line("25 % apart", least, most, 1 / APART));
        String name = unit == 1 ? "s" : "us";
        return new Chart("", "Predicted against measured time, " + family + ": " + of.size() + " rows", Kind.POINTS, Scale.log("Measured", name), Scale.log("Predicted", name),
                List.of(new Panel(family, points, guides)));
    }

    private static Guide line(String label, double from, double to, double factor) {
        return new Guide(label, new double[] {from, to}, new double[] {from * factor, to * factor});
    }
}
