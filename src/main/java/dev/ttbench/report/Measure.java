package dev.ttbench.report;

/** What the numbers of a field measure, as the field's name says: tables show them with three digits and an SI unit, files as they are. */
enum Measure {
    /** Seconds. */
    TIME,
    /** FLOPs. */
    WORK,
    /** Bytes. */
    SIZE,
    /** A part of one, or a relative error. */
    SHARE,
    /** How many times as much. */
    RATIO,
    /** US dollars. */
    MONEY,
    /** Anything else. */
    OTHER;

    /** That of a field. */
    static Measure of(String field) {
        return switch (field) {
            case "time_s", "time_low_s", "time_high_s", "moving_s", "total_time_s", "least_time_s", "measured_s", "predicted_s", "before_s", "after_s", "difference_s" -> TIME;
            case "flops", "vector_flops" -> WORK;
            case "bytes_read", "bytes_written", "live_bytes", "peak_memory_bytes", "next_memory_bytes", "device_memory_bytes" -> SIZE;
            case "error", "known_within", "median_error_apart", "p90_error_apart", "bias_apart", "median_error", "p90_error", "bias", "coverage" -> SHARE;
            case "ratio" -> RATIO;
            case "usd_per_hour", "usd_per_1000" -> MONEY;
            default -> OTHER;
        };
    }

    /** The field's name for people: units stand beside numbers and not in it, and what is called {@code time} elsewhere is no number. */
    String label(String field) {
        if (field.equals("time")) {
            return "time formula";
        }
        String unit = this == TIME ? "_s" : this == SIZE && field.endsWith("_memory_bytes") ? "_bytes" : "";
        return field.substring(0, field.length() - unit.length()).replace('_', ' ');
    }

    /** A number with its unit; null when it has none to show. */
    String text(Number n) {
        return switch (this) {
            case TIME -> Units.seconds(n.doubleValue());
            case WORK -> Units.flop(n);
            case SIZE -> Units.bytes(n);
            case SHARE -> Decimal.of(Math.rint(n.doubleValue() * 1000) / 10) + " %";
            case RATIO -> String.format(java.util.Locale.ROOT, "%.3g x", n.doubleValue());
            case MONEY -> "$" + Decimal.fixed(n.doubleValue(), n.doubleValue() >= 0.995 ? 2 : 4);
            case OTHER -> null;
        };
    }
}
