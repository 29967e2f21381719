package dev.ttbench.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Marks of axes with known answers. */
class TicksTest {
    private static String linear(double lo, double hi, int most) {
        return String.join("|", Ticks.labels(Ticks.linear(lo, hi, most), false, false));
    }

    private static String log(double lo, double hi, int most) {
        return String.join("|", Ticks.logarithmic(StrictMath.log10(lo), StrictMath.log10(hi), most, false).labels());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 6, 0|0.2|0.4|0.6|0.8|1.0", "0, 10, 6, 0|2|4|6|8|10",
        "0, 4096, 4, 0|2 k|4 k", "0, 4096, 6, 0|1 k|2 k|3 k|4 k", "-3, 3, 4, \u22122|0|2", "0, 2000000000, 5, 0|0.5 G|1.0 G|1.5 G|2.0 G",
        "0, 0.000004, 5, 0|1 \u00b5|2 \u00b5|3 \u00b5|4 \u00b5", "0.25, 0.95, 4, 0.4|0.6|0.8",
        "1000000, 1000010, 3, 1.000000 M|1.000005 M|1.000010 M", "0, 0.04, 3, 0|0.02|0.04", "5, 7, 1, 6",
    })
    void linearAxes(double lo, double hi, int most, String expected) {
        assertEquals(expected, linear(lo, hi, most));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000, 9, 1|10|100|1 k", "100, 10000000000, 9, 100|1 k|10 k|100 k|1 M|10 M|100 M|1 G|10 G", "1, 1e12, 5, 1|1 k|1 M|1 G|1 T",
        "1e-6, 1, 9, 1 \u00b5|10 \u00b5|100 \u00b5|1 m|0.01|0.1|1",
        "64, 4096, 9, 100|200|500|1 k|2 k", "64, 4096, 2, 100|1 k", "2, 9, 9, 2|5", "3.1, 3.9, 5, 3.2|3.4|3.6|3.8", "1, 10, 4, 1|2|5|10",
    })
    void logarithmicAxes(double lo, double hi, int most, String expected) {
        assertEquals(expected, log(lo, hi, most));
    }

    @Test
    void minorMarksFillTheDecades() {
        Ticks t = Ticks.logarithmic(0, 3, 9, false);
        assertEquals(24, t.minor().size());
        assertEquals(new BigDecimal("2"), t.minor().get(0));
        assertEquals(List.of("1", "10 k"), Ticks.logarithmic(0, 6, 2, false).labels());
        assertEquals(5, Ticks.logarithmic(0, 6, 2, false).minor().size());
    }

    @Test
    void percent() {
        assertEquals(List.of("0 %", "20 %", "40 %"), Ticks.labels(Ticks.linear(0, 0.4, 3), false, true));
        assertEquals(List.of("0 %", "0.5 %", "1 %"), Ticks.labels(Ticks.linear(0, 0.01, 3), false, true));
    }

    @Test
    void hugeAndTinyNumbersHaveALabel() {
        assertEquals(List.of("0", "1e30", "2e30"), Ticks.labels(Ticks.linear(0, 2e30, 3), false, false));
        assertEquals(List.of("0", "10e\u221230").size(), Ticks.labels(Ticks.linear(0, 1e-29, 2), false, false).size());
    }

    @Test
    void marksAreInsideAndNoMoreThanAsked() {
        Random r = new Random(11);
        for (int i = 0; i < 2000; i++) {
            double lo = r.nextGaussian() * StrictMath.pow(10, r.nextInt(24) - 12);
            double hi = lo + (r.nextDouble() + 1e-3) * StrictMath.pow(10, r.nextInt(24) - 12) + Math.abs(lo) * 1e-9;
            int most = 2 + r.nextInt(9);
            List<BigDecimal> at = Ticks.linear(lo, hi, most);
            assertTrue(at.size() <= most, at + " of " + most);
            double slack = (hi - lo) * 1e-6;
            for (BigDecimal v : at) {
                assertTrue(v.doubleValue() >= lo - slack && v.doubleValue() <= hi + slack, v + " in " + lo + " .. " + hi);
            }
        }
    }
}
