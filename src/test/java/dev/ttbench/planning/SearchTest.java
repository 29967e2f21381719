package dev.ttbench.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchTest {

    @Test
    void findsEveryBoundFromEveryStart() {
        for (long last = 0; last <= 12; last++) {
            for (long start = 0; start <= last; start++) {
                for (long bound = -1; bound <= last; bound++) {
                    check(start, last, bound);
                }
            }
        }
    }

    @Test
    void findsFarBoundsInFewSteps() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            long last = random.nextInt(1 << 30) + (long) random.nextInt(1 << 30) * (i % 3);
            check((long) (random.nextDouble() * last), last, (long) (random.nextDouble() * (last + 2)) - 1);
        }
    }

    private static void check(long start, long last, long bound) {
        Set<Long> tried = new HashSet<>();
        long found = Search.largest(start, last, n -> {
            assertTrue(n >= 0 && n <= last && tried.add(n), () -> n + " of 0 to " + last + ", " + tried);
            return n <= bound;
        });
        assertEquals(bound, found, start + " of 0 to " + last);
        long distance = Math.abs(start - bound) + 2;
        assertTrue(tried.size() <= 2 * (64 - Long.numberOfLeadingZeros(distance)) + 2, () -> tried.size() + " tries for a distance of " + distance);
        assertTrue(bound == last || tried.contains(bound + 1), "what is next was tried");
    }
}
