package dev.ttbench.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventWriterTest {
    private static long read(BigDecimal microseconds) {
        return (long) (Double.parseDouble(microseconds.toPlainString()) * 1000.0);
    }

    @Test
    void noNanosecondIsLostWhereTheProductIsCut() {
        assertEquals("0.288", EventWriter.microseconds(288).toPlainString());
        assertEquals("1.0011", EventWriter.microseconds(1001).toPlainString());
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            long nanoseconds = i < 100_000 ? i : random.nextLong(1L << 1 + random.nextInt(50));
            assertEquals(nanoseconds, read(EventWriter.microseconds(nanoseconds)));
        }
    }
}
