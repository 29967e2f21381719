package dev.ttbench.figure;

import java.util.List;

/**
 * An axis: its name, its unit and how values lie along it.
 *
 * @param label the quantity, such as {@code Time}
 * @param unit its unit, such as {@code s}; empty where it has none
 * @param log whether the axis is logarithmic; values of zero or less are then left out
 * @param percent whether values are shares of one that are shown in percent
 * @param categories the names along the axis; empty on a numeric axis
 * @param plain whether numbers below a million are written out, 1024 and not 1.024 k
 */
public record Scale(String label, String unit, boolean log, boolean percent, List<String> categories, boolean plain) {
    /** A copy of the names; no text is null. */
    public Scale {
        label = label == null ? "" : label;
        unit = unit == null ? "" : unit;
        categories = categories == null ? List.of() : List.copyOf(categories);
    }

    /** An axis whose numbers have prefixes. */
    public Scale(String label, String unit, boolean log, boolean percent, List<String> categories) {
        this(label, unit, log, percent, categories, false);
    }

    /** A linear axis of numbers. */
    public static Scale linear(String label, String unit) {
        return new Scale(label, unit, false, false, List.of());
    }

    /** A logarithmic axis of numbers. */
    public static Scale log(String label, String unit) {
        return new Scale(label, unit, true, false, List.of());
    }

    /** A linear axis of shares, shown in percent. */
    public static Scale percent(String label) {
        return new Scale(label, "", false, true, List.of());
    }

    /** An axis of names. */
    public static Scale of(String label, List<String> categories) {
        return new Scale(label, "", false, false, categories);
    }

    /** What stands beside the axis: {@code Time (s)}. */
    String caption() {
        if (unit.isBlank()) {
            return label.strip();
        }
        return label.isBlank() ? unit.strip() : label.strip() + " (" + unit.strip() + ")";
    }

    boolean category() {
        return !categories.isEmpty();
    }

    /** Whether the axis is both numeric and logarithmic. */
    boolean decades() {
        return log && !category();
    }

    /** Where a value lies on the axis before it is stretched to pixels; NaN for a value that it cannot show. */
    double position(double v) {
        if (!Double.isFinite(v)) {
            return Double.NaN;
        }
        if (category()) {
            return v < -0.5 || v > categories.size() - 0.5 ? Double.NaN : v;
        }
        if (!log) {
            return v;
        }
        return v > 0 ? StrictMath.log10(v) : Double.NaN;
    }
}
