package dev.ttbench.sweep;

import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a row of a sweep holds: its axes, then what was found. */
public final class Columns {
    /** Columns after those of the axes. */
    public static final List<String> FOUND = List.of("time_s", "time_low_s", "time_high_s", "flops_convolution", "flops_linear", "flops_attention", "flops_vector", "bytes_read", "bytes_written",
            "parameters", "peak_memory_bytes", "fits", "status", "reason");

    private Columns() { }

    /** All columns of a sweep. */
    public static List<String> of(SweepDef def) {
        List<String> out = new ArrayList<>(def.columns());
        out.addAll(FOUND);
        return List.copyOf(out);
    }

    /** The text of an axis for a request; null when it is not set. */
    public static String axis(String column, Request r) {
        return switch (column) {
            case "model" -> r.model();
            case "dtype" -> r.dtype();
            case "device" -> r.device();
            case "attention" -> r.attention();
            case "runtime" -> r.runtime();
            case "layout" -> r.layout();
            default -> r.set().get(column);
        };
    }

    /** What was found, as Double, Long, BigInteger, Boolean or String; null where a refused point has nothing. */
    public static Object found(int column, Result r) {
        if (column == 12) {
            return r.status();
        }
        if (column == 13) {
            return r.reason();
        }
        Profile.Totals t = r.totals();
        if (t == null) {
            return null;
        }
        return switch (column) {
            case 0 -> t.seconds();
            case 1 -> t.lowSeconds();
            case 2 -> t.highSeconds();
            case 3 -> t.flops().convolution();
            case 4 -> t.flops().linear();
            case 5 -> t.flops().attention();
            case 6 -> t.flops().vector();
            case 7 -> t.bytesRead();
            case 8 -> t.bytesWritten();
            case 9 -> t.parameters();
            case 10 -> t.peakMemoryBytes();
            default -> t.fits();
        };
    }

    /**
     * The type of a column before any row is known: of an axis, that of its values; of what was found, one that holds whatever may be found, so that
     * FLOPs and bytes have 38 digits.
     */
    public static ColumnType type(String column, SweepDef def) {
        return FOUND.contains(column) ? found(column) : ColumnType.of(def.values(column));
    }

    /** The type that holds whatever may be found. */
    static ColumnType found(String column) {
        return switch (column) {
            case "time_s", "time_low_s", "time_high_s" -> ColumnType.NUMBER;
            case "parameters", "peak_memory_bytes" -> ColumnType.LONG;
            case "fits" -> ColumnType.TRUTH;
            case "status", "reason" -> ColumnType.TEXT;
            default -> ColumnType.WIDE;
        };
    }

    /** The text of a column in a file; null where there is none. */
    public static String text(String column, Result r) {
        int i = FOUND.indexOf(column);
        Object v = i < 0 ? axis(column, r.request()) : found(i, r);
        return v == null ? null : v instanceof Double d ? RowWriter.decimal(d) : v.toString();
    }

    /** A number of a row by the name of its column; NaN where there is none. */
    public static double number(String column, Result r) {
        int i = FOUND.indexOf(column);
        Object v = i < 0 ? numeric(axis(column, r.request())) : found(i, r);
        if (v instanceof Number n) {
            return n.doubleValue();
        }
        return Double.NaN;
    }

    private static Object numeric(String text) {
        try {
            return text == null ? null : Double.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Axes of a request that comes alone: all it sets. */
    public static Map<String, String> axes(Request r) {
        Map<String, String> out = new java.util.LinkedHashMap<>();
        out.put("model", r.model());
        out.putAll(r.set());
        for (String s : SweepDef.SETTINGS) {
            if (axis(s, r) != null) {
                out.put(s, axis(s, r));
            }
        }
        return out;
    }
}
