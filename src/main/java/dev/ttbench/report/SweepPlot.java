package dev.ttbench.report;

import dev.ttbench.figure.Chart;
import dev.ttbench.figure.Kind;
import dev.ttbench.figure.Panel;
import dev.ttbench.figure.Scale;
import dev.ttbench.figure.Series;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import dev.ttbench.sweep.Columns;
import dev.ttbench.sweep.Result;
import dev.ttbench.sweep.Row;
import dev.ttbench.sweep.SweepDef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A sweep as a picture: one column over another, in the colours of a third. Rows without numbers have no place in it, and those that the device
 * cannot run only where the colour tells them apart. It keeps so many rows and no more, however many come.
 */
public final class SweepPlot {
    /** Rows that a plot shows at most. */
    public static final int MOST = 20_000;
    /** Colours that can be told apart. */
    private static final int COLOURS = 12;
    private static final int SHADES = 8;
    private static final int MANY_BARS = 60;
    /** From this ratio of the largest to the least value on an axis is logarithmic. */
    private static final double DECADES = 50;
    private static final List<String> WORDS = List.of("fits", "status", "reason");
    private static final Map<String, String> NAMES = Map.of("time_s", "Time", "time_low_s", "Time, lower end", "time_high_s", "Time, upper end", "flops_convolution", "Work of convolutions", "flops_linear",
            "Work of linears", "flops_attention", "Work of attention", "flops_vector", "Work elsewhere", "bytes_read", "Bytes read", "bytes_written", "Bytes written", "peak_memory_bytes", "Peak memory");

    private record Dot(String x, double y, String colour) { }

    private record Cell(String x, double y) { }

    private final SweepDef def;
    private final String x;
    private final String y;
    private final String colour;
    private final boolean map;
    private List<Dot> dots = new ArrayList<>();
    private final Map<Cell, Double> cells = new LinkedHashMap<>();
    private long rows;
    private long every = 1;
    private long shared;
    private long beyond;
    private long left;

    private SweepPlot(SweepDef def, String x, String y, String colour) {
        this.def = def;
        this.x = x;
        this.y = y;
        this.colour = colour;
        List<String> axes = def.columns();
        map = axes.contains(x) && axes.contains(y) && colour != null && !axes.contains(colour) && !WORDS.contains(colour);
    }

    /**
     * A plot of some columns of a sweep; those that are null are chosen: the first axis with several values, the time, and the next such axis.
     *
     * @throws InputException when a column is none, or the vertical one has no numbers
     */
    public static SweepPlot of(SweepDef def, String x, String y, String colour) {
        List<String> columns = Columns.of(def);
        String over = x != null ? column("--x", x, columns) : next(def, List.of(), "model");
        String height = y != null ? column("--y", y, columns) : "time_s";
        String shade = colour != null ? column("--colour", colour, columns) : next(def, List.of(over, height), null);
        SweepPlot plot = new SweepPlot(def, over, height, shade);
        if (!plot.numeric(height)) {
            throw new InputException(Problem.of("--y " + height + ": its values are no numbers", plot.numeric(over) ? "--x " + height + " --y " + over : "such as --y time_s"));
        }
        return plot;
    }

    private static String column(String option, String name, List<String> columns) {
        if (!columns.contains(name)) {
            String hint = Suggest.hint(name, columns);
            throw new InputException(Problem.of(option + " " + name + ": there is no such column", hint != null ? hint : "there are " + String.join(", ", columns)));
        }
        return name;
    }

    /** The first axis of several values that is not among some, one of numbers before others. */
    private static String next(SweepDef def, List<String> but, String otherwise) {
        List<String> several = def.columns().stream().filter(c -> !but.contains(c) && def.values(c).size() > 1).toList();
        return several.stream().filter(c -> numbers(def.values(c))).findFirst().orElse(several.isEmpty() ? otherwise : several.get(0));
    }

    private static boolean numbers(List<String> values) {
        return !values.isEmpty() && values.stream().allMatch(v -> v.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?"));
    }

    private boolean numeric(String column) {
        return def.columns().contains(column) ? numbers(def.values(column)) : !WORDS.contains(column);
    }

    /** Offers a row. */
    public void add(Row row) {
        double height = row.number(y);
        String at = row.text(x);
        boolean shown = row.text("status").equals(Result.OK) || colour != null && WORDS.contains(colour);
        if (Double.isNaN(height) || at == null || !shown) {
            left++;
            return;
        }
        rows++;
        if (map) {
            Cell c = new Cell(at, height);
            double value = row.number(colour);
            shared += cells.containsKey(c) ? 1 : 0;
            if (cells.containsKey(c) || cells.size() < MOST) {
                cells.merge(c, value, Math::min);
            } else {
                beyond++;
            }
            return;
        }
        if ((rows - 1) % every == 0) {
            dots.add(new Dot(at, height, colour == null ? "" : String.valueOf(row.text(colour))));
        }
        if (dots.size() > MOST) {
            List<Dot> half = new ArrayList<>();
            for (int i = 0; i < dots.size(); i += 2) {
                half.add(dots.get(i));
            }
            dots = half;
            every *= 2;
        }
    }

    /** What a reader of the picture should know of it, a line each. */
    public List<String> notes() {
        List<String> out = new ArrayList<>();
        if (every > 1) {
            out.add("the plot shows " + dots.size() + " of " + rows + " rows, one in " + every);
        }
        if (shared > 0) {
            out.add("several rows fall into one cell of the plot, which shows the least '" + colour + "' of them");
        }
        if (beyond > 0) {
            out.add("the plot shows the first " + cells.size() + " cells; " + beyond + " rows lie in others");
        }
        if (left > 0) {
            out.add("the plot leaves out " + left + (left == 1 ? " row that does" : " rows that do") + " not fit or were refused");
        }
        return out;
    }

    /** The picture of the rows so far. */
    public Chart chart() {
        String models = def.models().size() > 3 ? def.models().size() + " models" : String.join(", ", def.models());
        String title = models + ": " + (map ? name(colour) + " by " + name(x) + " and " + name(y) : name(y) + " by " + name(x) + (colour == null ? "" : " and " + name(colour)));
        String about = rows + (rows == 1 ? " row" : " rows") + " of a sweep: " + y + " over " + x + (colour == null ? "" : ", coloured by " + colour) + ".";
        return map ? heat(title, about) : marks(title, about);
    }

    private Chart heat(String title, String about) {
        List<String> names = numeric(x) ? List.of() : cells.keySet().stream().map(Cell::x).distinct().toList();
        ToDoubleFunction<Cell> place = c -> names.isEmpty() ? Double.parseDouble(c.x()) : names.indexOf(c.x());
        TreeSet<Double> across = cells.keySet().stream().map(place::applyAsDouble).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<Double> up = cells.keySet().stream().map(Cell::y).collect(Collectors.toCollection(TreeSet::new));
        List<Series> series = new ArrayList<>();
        for (Map.Entry<Range, List<Cell>> e : ranges(cells.keySet(), cells::get).entrySet()) {
            series.add(new Series(e.getKey().text(), e.getValue().stream().mapToDouble(place).toArray(), e.getValue().stream().mapToDouble(Cell::y).toArray()));
        }
        return new Chart(title, about, Kind.HEAT, scale(x, names.isEmpty() && geometric(across), names), scale(y, geometric(up), List.of()), List.of(new Panel("", series)));
    }

    private Chart marks(String title, String about) {
        boolean named = !numeric(x);
        List<String> names = named ? dots.stream().map(Dot::x).distinct().toList() : List.of();
        Map<String, List<Dot>> groups = groups();
        boolean single = groups.values().stream().allMatch(g -> g.stream().map(Dot::x).distinct().count() == g.size());
        Kind kind = named ? single && names.size() * groups.size() <= MANY_BARS ? Kind.BARS : Kind.POINTS : single && def.columns().contains(x) && every == 1 ? Kind.LINES : Kind.POINTS;
        List<Series> series = new ArrayList<>();
        for (Map.Entry<String, List<Dot>> e : groups.entrySet()) {
            List<double[]> at = e.getValue().stream().map(d -> new double[] {named ? names.indexOf(d.x()) : Double.parseDouble(d.x()), d.y()}).sorted(Comparator.comparingDouble(d -> d[0])).toList();
            series.add(new Series(e.getKey(), at.stream().mapToDouble(d -> d[0]).toArray(), at.stream().mapToDouble(d -> d[1]).toArray()));
        }
        TreeSet<Double> across = named ? new TreeSet<>() : dots.stream().map(d -> Double.valueOf(d.x())).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<Double> up = dots.stream().map(Dot::y).collect(Collectors.toCollection(TreeSet::new));
        boolean tall = kind != Kind.BARS && !up.isEmpty() && up.first() > 0 && up.last() / up.first() >= DECADES;
        boolean wide = !across.isEmpty() && (def.columns().contains(x) ? geometric(across) : across.first() > 0 && across.last() / across.first() >= DECADES);
        return new Chart(title, about, kind, scale(x, wide, names), scale(y, tall, List.of()), List.of(new Panel("", series)));
    }

    /** Dots by colour: values in the order of their axis or of their size; where they are too many, ranges of numbers, or the commonest and the others. */
    private Map<String, List<Dot>> groups() {
        Map<String, List<Dot>> by = dots.stream().collect(Collectors.groupingBy(Dot::colour, LinkedHashMap::new, Collectors.toList()));
        if (by.size() > COLOURS && numeric(colour)) {
            Map<String, List<Dot>> out = new LinkedHashMap<>();
            ranges(dots, d -> number(d.colour())).forEach((range, of) -> out.computeIfAbsent(range.text(), k -> new ArrayList<>()).addAll(of));
            return out;
        }
        List<String> order = new ArrayList<>(by.keySet());
        if (colour != null && numeric(colour)) {
            order.sort(Comparator.comparingDouble(SweepPlot::number));
        } else if (by.size() > COLOURS) {
            order.sort(Comparator.comparingInt(v -> -by.get(v).size()));
        }
        Map<String, List<Dot>> out = new LinkedHashMap<>();
        for (int i = 0; i < order.size(); i++) {
            boolean own = order.size() <= COLOURS || i < COLOURS - 1;
            out.computeIfAbsent(own ? order.get(i) : "others", k -> new ArrayList<>()).addAll(by.get(order.get(i)));
        }
        return out;
    }

    private static double number(String text) {
        return text.equals("null") ? Double.NaN : Double.parseDouble(text);
    }

    private record Range(double from, double to, String unit) {
        String text() {
            return text(from).equals(text(to)) ? text(from) : text(from) + " to " + text(to);
        }

        private String text(double v) {
            return switch (unit) {
                case "s" -> Units.seconds(v);
                case "B" -> Units.bytes(v);
                case "FLOP" -> Units.flop(v);
                default -> v == Math.rint(v) && Math.abs(v) < 1e6 ? Long.toString((long) v) : Units.count(v);
            };
        }
    }

    /**
     * What has a value, in ranges of equal width, of equal ratio where the values span decades; a range is named by the least and the largest value in it.
     * Empty ranges are left out.
     */
    private <T> Map<Range, List<T>> ranges(Collection<T> all, ToDoubleFunction<T> value) {
        double least = all.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).min().orElse(0);
        double most = all.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).max().orElse(0);
        boolean log = least > 0 && most / least >= DECADES;
        TreeMap<Integer, List<T>> by = new TreeMap<>();
        for (T one : all) {
            double v = value.applyAsDouble(one);
            double share = most == least ? 0 : log ? Math.log(v / least) / Math.log(most / least) : (v - least) / (most - least);
            if (!Double.isNaN(v)) {
                by.computeIfAbsent(Math.min(SHADES - 1, (int) (share * SHADES)), k -> new ArrayList<>()).add(one);
            }
        }
        Map<Range, List<T>> out = new LinkedHashMap<>();
        by.values().forEach(of -> out.put(new Range(of.stream().mapToDouble(value).min().orElse(0), of.stream().mapToDouble(value).max().orElse(0), unit(colour)), of));
        return out;
    }

    /** Whether values grow by a factor, and not by a step. */
    private static boolean geometric(TreeSet<Double> values) {
        if (values.size() < 3 || values.first() <= 0) {
            return false;
        }
        Double before = null;
        for (double v : values) {
            if (before != null && v / before < 1.4) {
                return false;
            }
            before = v;
        }
        return values.last() / values.first() > 2.0 * values.size() || values.size() > 3;
    }

    private static String name(String column) {
        return NAMES.getOrDefault(column, column);
    }

    private static String unit(String column) {
        return column.startsWith("flops_") ? "FLOP" : column.startsWith("bytes_") || column.equals("peak_memory_bytes") ? "B" : column.startsWith("time_") && column.endsWith("_s") ? "s" : "";
    }

    private static Scale scale(String column, boolean log, List<String> names) {
        return new Scale(name(column), names.isEmpty() ? unit(column) : "", log, false, names, unit(column).isEmpty());
    }
}
