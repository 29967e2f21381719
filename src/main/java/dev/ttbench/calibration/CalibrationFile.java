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
     */
    public static String text(String name, List<String> files, Calibrator.Outcome o) {
        Map<Overlay.Kind, Map<String, StringBuilder>> places = new TreeMap<>();
        for (Calibrator.Fitted f : o.constants()) {
            places.computeIfAbsent(f.place().kind(), k -> new TreeMap<>()).computeIfAbsent(f.place().id(), k -> new StringBuilder()).append(constant(f, o));
        }
        StringBuilder b = new StringBuilder("# Made by 'ttbench calibrate'. Give it to profile, suite, explain or validate as --calibration FILE.\n");
        b.append("calibration: ").append(quoted(name)).append("\nabout: ").append(quoted(o.cases() + " cases of " + o.device().id() + " in " + String.join(", ", files))).append('\n');
        places.forEach((kind, ids) -> {
            b.append(kind.key()).append(":\n");
            ids.forEach((id, text) -> {
                if (kind != Overlay.Kind.CONSTANTS) {
                    b.append("  ").append(id).append(":\n");
                }
                b.append(kind == Overlay.Kind.CONSTANTS ? text.toString().replaceAll("(?m)^ {4}", "  ") : text);
            });
        });
        return b.toString();
    }

    private static String constant(Calibrator.Fitted f, Calibrator.Outcome o) {
        Calibrator.Change c = o.changes().get(o.changes().size() - 1);
        boolean clock = f.key().equals(CalibrationReader.CLOCK);
        String fit = o.cases() + " cases of " + o.device().id() + ", known within " + percent(f.error()) + (f.atBound() ? ", at the end of its bounds" : "") + (clock ? "" : "; shipped " + number(f.before()))
                + "; error median " + percent(c.before().median()) + " -> " + percent(c.after().median()) + " (of fits without the case " + percent(c.apart().median()) + "), p90 "
                + percent(c.before().p90()) + " -> " + percent(c.after().p90()) + ", bias " + percent(c.before().bias()) + " -> " + percent(c.after().bias());
        return "    " + f.key() + ": {value: " + number(f.after()) + (f.unit() == null ? "" : ", unit: " + quoted(f.unit())) + ", fit: " + quoted(fit) + "}\n";
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
