package dev.ttbench.planning;

import java.util.function.LongPredicate;

/** Search for a bound. */
final class Search {
    private Search() { }

    /**
     * The largest number from 0 to {@code last} for which a condition holds that holds up to some number and for none above; -1 when it holds for none.
     * Steps away from {@code start} double until the bound is between two of them, then halve: about twice the logarithm of its distance are tried, each once.
     */
    static long largest(long start, long last, LongPredicate holds) {
        long yes = -1;
        long no = last + 1;
        long at = Math.max(0, Math.min(start, last));
        for (long step = 1; yes + 1 < no; step = step > Long.MAX_VALUE / 4 ? step : step * 2) {
            if (holds.test(at)) {
                yes = at;
                if (no <= last) {
                    break;
                }
                at = at > last - step ? last : at + step;
            } else {
                no = at;
                if (yes >= 0) {
                    break;
                }
                at = Math.max(0, at - step);
            }
        }
        while (yes + 1 < no) {
            long middle = yes + (no - yes) / 2;
            if (holds.test(middle)) {
                yes = middle;
            } else {
                no = middle;
            }
        }
        return yes;
    }
}
