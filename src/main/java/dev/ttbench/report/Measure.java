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
    /** Anything else. */
    OTHER;

    /** That of a field. */
    static Measure of(String field) {
        return switch (field) {
            case "time_s", "total_time_s", "measured_s", "predicted_s" -> TIME;
            case "flops", "vector_flops" -> WORK;
            case "bytes_read", "bytes_written", "live_bytes" -> SIZE;
            case "error", "known_within", "median_error_apart", "p90_error_apart", "bias_apart", "median_error", "p90_error", "bias", "coverage" -> SHARE;
            default -> OTHER;
        };
    }

    /** The field's name for people: units stand beside numbers and not in it, and what is called {@code time} elsewhere is no number. */
    String label(String field) {
        if (field.equals("time")) {
            return "time formula";
        }
        return (this == TIME ? field.substring(0, field.length() - 2) : field).replace('_', ' ');
    }

    /** A number with its unit; null when it has none to show. */
    String text(Number n) {
        return switch (this) {
            case TIME -> Units.seconds(n.doubleValue());
            case WORK -> Units.flop(n);
            case SIZE -> Units.bytes(n);
            case SHARE -> Decimal.of(Math.rint(n.doubleValue() * 1000) / 10) + " %";
            case OTHER -> null;
        };
    }
}
