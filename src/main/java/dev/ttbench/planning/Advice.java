package dev.ttbench.planning;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Candidates, best first: those that reach the target, then those that take too long, do not fit, or cannot be.
 *
 * @param by what the best has least of
 */
public record Advice(Target target, By by, List<Candidate> candidates) {

    /** What the best answer has least of. */
    public enum By {
        /** Dollars a piece; those of unknown cost come after all others, the fastest first. */
        COST,
        /** Seconds of a generation. */
        TIME,
        /** Bytes at the peak. */
        MEMORY;

        /** The name in options. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Comparator<Candidate> order() {
            Comparator<Candidate> time = Comparator.comparingDouble(c -> c.result().totals().seconds());
            return switch (this) {
                case COST -> Comparator.comparing(Candidate::usdPerThousand, Comparator.nullsLast(Comparator.<Double>naturalOrder())).thenComparing(time);
                case TIME -> time.thenComparing(Candidate::usdPerThousand, Comparator.nullsLast(Comparator.<Double>naturalOrder()));
                case MEMORY -> Comparator.<Candidate>comparingLong(c -> c.result().totals().peakMemoryBytes()).thenComparing(time);
            };
        }
    }

    /** Ranks candidates; equal ones stay in their order. */
    public static Advice of(Target target, By by, List<Candidate> candidates) {
        Comparator<Candidate> best = Comparator.comparing(Candidate::verdict);
        return new Advice(target, by, candidates.stream().sorted(best.thenComparing((a, b) -> switch (a.verdict()) {
            case REACHES -> by.order().compare(a, b);
            case TOO_SLOW -> Double.compare(a.excess(), b.excess());
            case NO_FIT -> Long.compare(a.result().totals().peakMemoryBytes(), b.result().totals().peakMemoryBytes());
            case REFUSED -> 0;
        })).toList());
    }

    /** Those that reach the target. */
    public List<Candidate> answers() {
        return candidates.stream().filter(c -> c.verdict() == Candidate.Verdict.REACHES).toList();
    }

    /** Of each device without an answer, the candidate that came nearest. */
    public List<Candidate> rejected() {
        List<String> answered = answers().stream().map(c -> c.request().device()).toList();
        java.util.Set<String> seen = new java.util.HashSet<>(answered);
        return candidates.stream().filter(c -> seen.add(c.request().device())).toList();
    }
}
