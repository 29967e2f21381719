package dev.ttbench.calibration;

import dev.ttbench.latency.CalibrationReader;
import dev.ttbench.spec.Overlay;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The text of a calibration file from what a fit found. */
public final class CalibrationFile {
    private CalibrationFile() { }

    /**
     * The file.
     *
     * @param name of the calibration
     * @param files that the measurements came from
     * @param base the calibration that the fit started from, whose other constants go into the file too; null for none
     */
    public static String text(String name, List<String> files, Calibrator.Outcome o, Overlay base) {
        Map<Overlay.Kind, Map<String, Map<String, String>>> places = new TreeMap<>();
        for (Map.Entry<Overlay.Place, Map<String, Overlay.Value>> e : base == null ? Map.<Overlay.Place, Map<String, Overlay.Value>>of().entrySet() : base.values().entrySet()) {
            e.getValue().forEach((key, v) -> at(places, e.getKey()).put(key, constant(key, v.value(), v.unit(), v.fit())));
        }
        for (Calibrator.Fitted f : o.constants()) {
            at(places, f.place()).put(f.key(), constant(f.key(), f.after(), f.unit(), fit(f, o)));
        }
        StringBuilder b = new StringBuilder("# Made by 'ttbench calibrate'. Give it to profile, suite, explain or validate as --calibration FILE.\n");
        b.append("calibration: ").append(quoted(name)).append("\nabout: ").append(quoted(o.cases() + " cases of " + o.device().id() + " in " + String.join(", ", files))).append('\n');
        places.forEach((kind, ids) -> {
            b.append(kind.key()).append(":\n");
            ids.forEach((id, constants) -> {
                boolean shared = kind == Overlay.Kind.CONSTANTS;
                b.append(shared ? "" : "  " + id + ":\n");
                constants.values().forEach(line -> b.append(shared ? "  " : "    ").append(line).append('\n'));
            });
        });
        return b.toString();
    }

    private static Map<String, String> at(Map<Overlay.Kind, Map<String, Map<String, String>>> places, Overlay.Place place) {
        return places.computeIfAbsent(place.kind(), k -> new TreeMap<>()).computeIfAbsent(place.id(), k -> new TreeMap<>());
    }

    private static String constant(String key, double value, String unit, String fit) {
        return key + ": {value: " + number(value) + (unit == null ? "" : ", unit: " + quoted(unit)) + ", fit: " + quoted(fit) + "}";
    }

    private static String fit(Calibrator.Fitted f, Calibrator.Outcome o) {
        Calibrator.Change c = o.changes().get(o.changes().size() - 1);
        boolean clock = f.key().equals(CalibrationReader.CLOCK);
        return o.cases() + " cases of " + o.device().id() + ", known within " + percent(f.error()) + (f.atBound() ? ", at the end of its bounds" : "") + (clock ? "" : "; shipped " + number(f.before()))
                + "; error median " + percent(c.before().median()) + " -> " + percent(c.after().median()) + " (of fits without the case " + percent(c.apart().median()) + "), p90 "
                + percent(c.before().p90()) + " -> " + percent(c.after().p90()) + ", bias " + percent(c.before().bias()) + " -> " + percent(c.after().bias());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double v) {
        return new java.math.BigDecimal(Double.toString(v)).stripTrailingZeros().toPlainString();
    }

    private static String quoted(String s) {
        return "'" + s.replace("'", "''") + "'";
    }
}
