package dev.ttbench.sweep;

import dev.ttbench.profile.Flops;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Request;
import dev.ttbench.spec.InputException;
import java.math.BigInteger;
import java.util.stream.Collectors;

/**
 * What became of a point.
 *
 * @param totals of its generation; null when it was refused
 * @param status ok, no fit (its memory is more than the device's), refused
 * @param reason why it is not ok; null when it is
 */
public record Result(Request request, Profile.Totals totals, String status, String reason) {
    /** A generation that the device can run. */
    public static final String OK = "ok";
    /** One that is larger than its memory. */
    public static final String NO_FIT = "no fit";
    /** One that is not possible. */
    public static final String REFUSED = "refused";

    /** Of a profile. */
    static Result of(Request request, Profile.Totals t) {
        return t.fits() ? new Result(request, t, OK, null)
                : new Result(request, t, NO_FIT, "needs " + gigabytes(t.peakMemoryBytes()) + " GB, the device has " + gigabytes(t.deviceMemoryBytes()) + " GB");
    }

    /** Of a request that is not possible; the reason is one line. */
    static Result refused(Request request, InputException e) {
        String why = e.problems().stream().map(p -> p.message()).collect(Collectors.joining("; "));
        return new Result(request, null, REFUSED, why.replaceAll("\\s+", " "));
    }

    private static String gigabytes(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.1f", bytes * 1e-9);
    }

    /** FLOPs of one kind. */
    static BigInteger flops(Flops f, String kind) {
        return switch (kind) {
            case "convolution" -> f.convolution();
            case "linear" -> f.linear();
            case "attention" -> f.attention();
            default -> f.vector();
        };
    }
}
