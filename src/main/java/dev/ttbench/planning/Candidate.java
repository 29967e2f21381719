package dev.ttbench.planning;

import dev.ttbench.device.Device;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Request;
import dev.ttbench.sweep.Result;
import java.util.Locale;

/**
 * One device with its settings, judged.
 *
 * @param result what became of the request
 * @param pieces images, videos or sequences of one generation
 * @param price of an hour of the device; null when unknown
 * @param excess how many times as long as the target allows; NaN when the request was refused
 * @param sure whether it reaches the target even at the upper end of its interval
 */
public record Candidate(Result result, long pieces, Device.Price price, Verdict verdict, double excess, boolean sure) {

    /** What a candidate comes to. */
    public enum Verdict {
        /** It fits, and reaches the target. */
        REACHES,
        /** It fits, and takes too long. */
        TOO_SLOW,
        /** It needs more memory than the device has. */
        NO_FIT,
        /** The request cannot be there. */
        REFUSED;

        /** The words in answers. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Judges what became of a request. */
    public static Candidate of(Result result, long pieces, Device.Price price, Target target) {
        Profile.Totals t = result.totals();
        if (t == null) {
            return new Candidate(result, pieces, price, Verdict.REFUSED, Double.NaN, false);
        }
        double excess = target.excess(t.seconds(), pieces);
        Verdict v = !t.fits() ? Verdict.NO_FIT : excess <= 1 ? Verdict.REACHES : Verdict.TOO_SLOW;
        return new Candidate(result, pieces, price, v, excess, v == Verdict.REACHES && target.excess(t.highSeconds(), pieces) <= 1);
    }

    /** The request. */
    public Request request() {
        return result.request();
    }

    /** US dollars of a thousand pieces, the device rented for their time and no longer; null when that is unknown. */
    public Double usdPerThousand() {
        return price == null || result.totals() == null ? null : Double.valueOf(price.usdPerHour() / 3600 * result.totals().seconds() / pieces * 1000);
    }

    /** Why it is no answer, in words; null for an answer. */
    public String reason() {
        return switch (verdict) {
            case REACHES -> null;
            case TOO_SLOW -> String.format(Locale.ROOT, excess < 9.95 ? "%.2f times as long as the target" : "%.0f times as long as the target", Math.max(1.01, excess));
            case NO_FIT, REFUSED -> result.reason();
        };
    }
}
