package dev.ttbench.calibration;

import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.SuiteFiles;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code suites/fits.yaml} holds.
 *
 * @param sets constants that measurements tell, by their kind
 * @param bounds of constants that have their own
 * @param nearest architecture whose constants one without measurements would be given, by architecture
 */
public record FitSets(Map<MeasurementFile.Kind, Constants> sets, Map<String, Bounds> bounds, Map<String, String> nearest) {
    private static final double FACTOR = 3;

    /**
     * Constants by the names of the file.
     *
     * @param calibrate what one's own rows fit unless told otherwise
     * @param refit everything that was fitted to rows of this kind
     */
    public record Constants(List<String> calibrate, List<String> refit) { }

    /** Where a constant may go. */
    public record Bounds(double low, double high) { }

    /** Where the constant of that name may go from a value. */
    Bounds bounds(String name, double value) {
        Bounds b = bounds.get(name);
        return b != null ? new Bounds(Math.min(b.low(), value), Math.max(b.high(), value)) : new Bounds(value / FACTOR, value * FACTOR);
    }

    /** The content of a {@code fits:} document; incomplete when problems were found. */
    public static FitSets read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "the file of fits");
        Map<MeasurementFile.Kind, Constants> sets = new EnumMap<>(MeasurementFile.Kind.class);
        List<String> kinds = java.util.Arrays.stream(MeasurementFile.Kind.values()).map(k -> k.name().toLowerCase(Locale.ROOT)).toList();
        for (Node.MapNode m : f.maps("fits")) {
            Fields s = new Fields(m, problems, "a set");
            String kind = s.text("kind");
            if (!kinds.contains(kind)) {
                problems.add(m, "'kind' is '" + kind + "'", Suggest.hint(kind, kinds));
            } else {
                sets.put(MeasurementFile.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), new Constants(s.texts("calibrate"), s.texts("refit")));
            }
            s.end();
        }
        Map<String, Bounds> bounds = new LinkedHashMap<>();
        for (Node.Entry e : f.map("bounds").entries()) {
            if (e.value() instanceof Node.MapNode m) {
                Fields b = new Fields(m, problems, "bounds");
                bounds.put(e.key(), new Bounds(b.number("low"), b.number("high")));
                b.end();
                if (!(bounds.get(e.key()).low() > 0 && bounds.get(e.key()).low() < bounds.get(e.key()).high())) {
                    problems.add(m, "'low' must be above 0 and below 'high'", null);
                }
            } else {
                problems.add(e.value(), "a map with low and high expected", null);
            }
        }
        Map<String, String> nearest = f.textMap("nearest");
        f.end();
        for (MeasurementFile.Kind k : MeasurementFile.Kind.values()) {
            sets.putIfAbsent(k, new Constants(List.of(), List.of()));
        }
        return new FitSets(sets, bounds, nearest);
    }

    /** Those of {@code suites/fits.yaml}. */
    public static FitSets read(SuiteFiles files) {
        String file = files.shipped().resolve("fits.yaml").toString();
        Problems problems = new Problems(file);
        FitSets sets = read(files.map(file, problems), problems);
        problems.raise();
        return sets;
    }
}
