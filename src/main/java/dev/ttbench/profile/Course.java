package dev.ttbench.profile;

import java.math.BigInteger;

/**
 * A count that changes from run to run as a polynomial of at most the second degree: its value in the first run, the first and the second difference.
 * Differences are whole, so every value is exact.
 */
record Course(long first, long step, long bend) {

    /** The one through three runs that follow each other. */
    static Course through(long a, long b, long c) {
        long step = Math.subtractExact(b, a);
        return new Course(a, step, Math.subtractExact(Math.subtractExact(c, b), step));
    }

    /** Its value {@code k} runs after the first. */
    long at(long k) {
        if (step == 0 && bend == 0) {
            return first;
        }
        long linear = Math.addExact(first, Math.multiplyExact(k, step));
        return bend == 0 ? linear : Math.addExact(linear, Math.multiplyExact(k * (k - 1) / 2, bend));
    }

    /** Whether it never changes. */
    boolean constant() {
        return step == 0 && bend == 0;
    }

    /** Whether its largest value stands at one of the ends, wherever those are. */
    boolean convex() {
        return bend >= 0;
    }

    /** The sum of its values in {@code n} runs. */
    BigInteger sum(long n) {
        BigInteger count = BigInteger.valueOf(n);
        BigInteger pairs = count.multiply(BigInteger.valueOf(n - 1)).shiftRight(1);
        BigInteger triples = pairs.multiply(BigInteger.valueOf(n - 2)).divide(BigInteger.valueOf(3));
        return count.multiply(BigInteger.valueOf(first)).add(pairs.multiply(BigInteger.valueOf(step))).add(triples.multiply(BigInteger.valueOf(bend)));
    }
}
