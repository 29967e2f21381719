package dev.ttbench.study;

import dev.ttbench.figure.Chart;
import dev.ttbench.figure.Guide;
import dev.ttbench.figure.Kind;
import dev.ttbench.figure.Panel;
import dev.ttbench.figure.Scale;
import dev.ttbench.figure.Series;
import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** From a study's table to its figure. Panels, series and categories stand in the order in which their rows come; numbers as categories stand by size. */
final class Charts {
    private Charts() { }

    /**
     * The figure of a study.
     *
     * @throws EvalException when a column is missing or a height is no number
     */
    static Chart of(SuiteDef.Study study, Table whole) {
        SuiteDef.FigureDef f = study.figure();
        Table t = Reduction.all(f.reduce(), whole);
        int x = t.index(f.x());
        int y = t.index(f.y());
        Kind kind = Kind.valueOf(f.kind().toUpperCase(Locale.ROOT));
        boolean named = kind == Kind.BARS || kind == Kind.STACKED || t.rows().stream().anyMatch(r -> r[x] != null && !(r[x] instanceof Number));
        List<String> categories = new ArrayList<>();
        if (named) {
            LinkedHashSet<Object> seen = new LinkedHashSet<>();
            boolean numbers = t.rows().stream().allMatch(r -> Table.isNumber(r[x]));
            (numbers ? t.rows().stream().sorted(Comparator.comparingDouble(r -> Table.number(r[x]))) : t.rows().stream()).forEach(r -> seen.add(r[x]));
            seen.forEach(v -> categories.add(String.valueOf(v)));
        }
        Map<String, Map<String, List<double[]>>> points = new LinkedHashMap<>();
        Map<String, List<Object[]>> rows = new LinkedHashMap<>();
        for (Object[] r : t.rows()) {
            String panel = f.panel() == null ? "" : String.valueOf(r[t.index(f.panel())]);
            String series = f.series() == null ? "" : String.valueOf(r[t.index(f.series())]);
            if (r[y] != null && !(r[y] instanceof Number)) {
                throw new EvalException("'" + f.y() + "' is '" + r[y] + "', not a number", "'y' names a column of numbers");
            }
            points.computeIfAbsent(panel, p -> new LinkedHashMap<>()).computeIfAbsent(series, s -> new ArrayList<>())
                    .add(new double[] {named ? categories.indexOf(String.valueOf(r[x])) : Table.number(r[x]), Table.number(r[y])});
            rows.computeIfAbsent(panel, p -> new ArrayList<>()).add(r);
        }
        List<Panel> panels = new ArrayList<>();
        points.forEach((panel, series) -> panels.add(new Panel(panel, series(series), f.roofline() ? roofs(t, rows.get(panel), x) : List.of())));
        return new Chart(study.title(), study.about(), kind, scale(f.xAxis(), categories), scale(f.yAxis(), List.of()), panels);
    }

    private static Scale scale(SuiteDef.AxisDef a, List<String> categories) {
        return new Scale(a.label(), a.unit(), a.log(), a.percent(), categories);
    }

    private static List<Series> series(Map<String, List<double[]>> points) {
        List<Series> out = new ArrayList<>();
        points.forEach((name, of) -> out.add(new Series(name, of.stream().mapToDouble(p -> p[0]).toArray(), of.stream().mapToDouble(p -> p[1]).toArray())));
        return out;
    }

    /** For each device: what its memory, then its arithmetic allows, over the range of the points. */
    private static List<Guide> roofs(Table t, List<Object[]> rows, int x) {
        int device = t.index("device");
        int peak = t.index("device_flops_per_s");
        int bandwidth = t.index("device_bytes_per_s");
        double least = rows.stream().mapToDouble(r -> Table.number(r[x])).filter(v -> v > 0).min().orElse(1);
        double most = rows.stream().mapToDouble(r -> Table.number(r[x])).filter(v -> v > 0).max().orElse(1);
        Map<String, Guide> out = new LinkedHashMap<>();
        for (Object[] r : rows) {
            double flops = Table.number(r[peak]);
            double bytes = Table.number(r[bandwidth]);
            double ridge = flops / bytes;
            double from = Math.min(least, ridge / 4) / 1.5;
            double to = Math.max(most, ridge * 4) * 1.5;
            out.putIfAbsent(String.valueOf(r[device]), new Guide(String.valueOf(r[device]), new double[] {from, ridge, to}, new double[] {from * bytes, flops, flops}));
        }
        return List.copyOf(out.values());
    }
}
