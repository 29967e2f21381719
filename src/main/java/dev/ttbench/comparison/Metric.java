package dev.ttbench.comparison;

import dev.ttbench.profile.Profile;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of a profile that a check watches. Less is better in all of them. */
public enum Metric {
    /** Learned values, exact. */
    PARAMETERS(0),
    /** FLOPs of convolutions, linears and attention, exact. */
    FLOPS(0),
    /** Bytes of weights, exact. */
    WEIGHT_BYTES(0),
    /** Peak memory in bytes, exact. */
    PEAK_MEMORY_BYTES(0),
    /** Seconds, those of a model of the device. */
    TIME_S(0.02);

    private static final Pattern WITH_UNIT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)\\s*([A-Za-z]*)");
    private static final Map<String, String> SIZES = Map.of("B", "1", "kB", "1e3", "MB", "1e6", "GB", "1e9", "TB", "1e12", "KiB", "1024", "MiB", "1048576", "GiB", "1073741824", "TiB", "1099511627776");
    private static final Map<String, String> TIMES = Map.of("s", "1", "ms", "1e-3", "us", "1e-6", "min", "60", "h", "3600");
    private static final Map<String, String> COUNTS = Map.of("k", "1e3", "M", "1e6", "G", "1e9", "T", "1e12", "P", "1e15", "B", "1e9");

    private final double tolerance;

    Metric(double tolerance) {
        this.tolerance = tolerance;
    }

    /** The name in files and outputs. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The relative difference that counts as none, unless a check says otherwise. */
    public double tolerance() {
        return tolerance;
    }

    /** The metric of that name, or null. */
    public static Metric of(String id) {
        for (Metric m : values()) {
            if (m.id().equals(id)) {
                return m;
            }
        }
        return null;
    }

    /** Its value in a profile. */
    public BigDecimal of(Profile.Totals t) {
        return switch (this) {
            case PARAMETERS -> BigDecimal.valueOf(t.parameters());
            case FLOPS -> new BigDecimal(t.flops().matmul());
            case WEIGHT_BYTES -> BigDecimal.valueOf(t.weightBytes());
            case PEAK_MEMORY_BYTES -> BigDecimal.valueOf(t.peakMemoryBytes());
            case TIME_S -> new BigDecimal(t.seconds()).round(new java.math.MathContext(9));
        };
    }

    /** A budget such as {@code 24 GiB}, {@code 2.5 s}, {@code 80 T}, or a plain number; null when it is none. */
    public BigDecimal budget(String text) {
        Matcher m = WITH_UNIT.matcher(text.strip());
        if (!m.matches()) {
            return null;
        }
        Map<String, String> units = this == TIME_S ? TIMES : this == PARAMETERS || this == FLOPS ? COUNTS : SIZES;
        String factor = m.group(2).isEmpty() ? "1" : units.get(m.group(2));
        return factor == null ? null : new BigDecimal(m.group(1)).multiply(new BigDecimal(factor));
    }
}
