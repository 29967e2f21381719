package dev.ttbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ttbench.spec.EvalException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Aggregates by hand. */
class AggregateTest {
    private static final long PAST = (1L << 53) + 1;

    private static Object of(Aggregate a, Object... values) {
        return a.of(Arrays.asList(values));
    }

    @Test
    void ofSmallIntegers() {
        assertEquals(6L, of(Aggregate.SUM, 1L, 2L, 3L));
        assertEquals(3L, of(Aggregate.MAX, 1L, 3L, 2L));
        assertEquals(-4L, of(Aggregate.MIN, 1L, -4L, 2L));
        assertEquals(2.0, of(Aggregate.MEAN, 1L, 2L, 3L));
        assertEquals(2.5, of(Aggregate.MEAN, 2L, 3L));
        assertEquals(1L, of(Aggregate.FIRST, 1L, 2L, 3L));
        assertEquals(3L, of(Aggregate.LAST, 1L, 2L, 3L));
    }

    @Test
    void integersStayExactPastTheReachOfDecimals() {
        assertEquals(PAST + 2, of(Aggregate.SUM, PAST, 1L, 1L));
        assertEquals(PAST, of(Aggregate.MAX, PAST - 1, PAST));
        assertEquals(PAST, of(Aggregate.MAX, PAST, PAST - 1));
        assertEquals(PAST - 1, of(Aggregate.MIN, PAST, PAST - 1));
        assertEquals(Long.MAX_VALUE, of(Aggregate.SUM, Long.MAX_VALUE - 1, 1L));
        assertEquals(Long.MIN_VALUE, of(Aggregate.SUM, Long.MIN_VALUE + 1, -1L));
    }

    @Test
    void sumsPast64BitsBecomeDecimals() {
        assertEquals(0x1p63, of(Aggregate.SUM, Long.MAX_VALUE, 1L));
        assertEquals(-0x1p64, of(Aggregate.SUM, Long.MIN_VALUE, Long.MIN_VALUE));
        assertEquals(0x1p62, of(Aggregate.MEAN, Long.MAX_VALUE, 1L));
    }

    @Test
    void decimalsAndMixtures() {
        assertEquals(1.75, of(Aggregate.SUM, 1L, 0.5, 0.25));
        assertEquals(2.5, of(Aggregate.MAX, 2L, 2.5));
        assertEquals(2L, of(Aggregate.MIN, 2.5, 2L));
        assertEquals(PAST, of(Aggregate.MAX, 0x1p53, PAST));
        assertEquals(0x1p53, of(Aggregate.MIN, PAST, 0x1p53));
        assertEquals(0.5, of(Aggregate.MEAN, 0.25, 0.75));
    }

    @Test
    void nullCountsForNothing() {
        assertEquals(3L, of(Aggregate.SUM, null, 1L, null, 2L));
        assertEquals(0L, of(Aggregate.SUM, (Object) null));
        assertEquals(1.5, of(Aggregate.MEAN, null, 1L, 2L));
        assertEquals(2L, of(Aggregate.MAX, null, 2L, 1L));
        assertEquals(1L, of(Aggregate.MIN, 2L, null, 1L));
        assertNull(of(Aggregate.MEAN, null, null));
        assertNull(of(Aggregate.MAX, (Object) null));
        assertNull(of(Aggregate.FIRST, null, 1L));
        assertNull(of(Aggregate.LAST, 1L, null));
        for (Aggregate a : Aggregate.values()) {
            assertNull(a.of(List.of()), a.id());
        }
    }

    @Test
    void firstAndLastTakeAnythingAndTheOthersNumbers() {
        assertEquals("a", of(Aggregate.FIRST, "a", 1L, true));
        assertEquals(true, of(Aggregate.LAST, "a", 1L, true));
        for (Aggregate a : List.of(Aggregate.SUM, Aggregate.MAX, Aggregate.MIN, Aggregate.MEAN)) {
            EvalException e = assertThrows(EvalException.class, () -> of(a, 1L, "flash"));
            assertEquals("'" + a.id() + "' wants numbers, not the text 'flash'", e.getMessage());
            assertThrows(EvalException.class, () -> of(a, true));
        }
    }
}
