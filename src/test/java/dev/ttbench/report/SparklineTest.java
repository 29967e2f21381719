package dev.ttbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparklineTest {
    private static double[] values(double... v) {
        return v;
    }

    @Test
    void barsAreAsHighAsValues() {
        assertEquals(" \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588", Sparkline.of(values(0, 1, 2, 3, 4, 5, 6, 7, 8), 20, true));
        assertEquals(" .:-=+*#@", Sparkline.of(values(0, 1, 2, 3, 4, 5, 6, 7, 8), 20, false));
        assertEquals(".@.", Sparkline.of(values(1e-9, 1e9, 1), 3, false), "whatever is more than nothing has a bar");
    }

    @Test
    void theHighestOfSeveralIsShown() {
        assertEquals("=@", Sparkline.of(values(1, 4, 2, 8), 2, false));
        assertEquals("-@:", Sparkline.of(values(3, 1, 8, 0, 2, 0), 3, false));
    }

    @Test
    void whatStaysTheSameIsNotShown() {
        assertEquals(List.of("", "", "", ""), List.of(Sparkline.of(values(5, 5, 5), 3, true), Sparkline.of(values(0, 0), 9, true), Sparkline.of(values(), 9, true), Sparkline.of(values(1, 2), 0, true)));
        assertEquals(List.of("", ""), List.of(Sparkline.logarithmic(values(77, 77), 9, true), Sparkline.logarithmic(values(), 9, true)));
    }

    @Test
    void octavesAreStepsOnALogarithmicScale() {
        assertEquals("\u2588\u2586\u2584\u2582\u2584\u2586\u2588", Sparkline.logarithmic(values(4096, 1024, 256, 64, 256, 1024, 4096), 20, true));
        assertEquals(" .:-=+*#@".substring(1), Sparkline.logarithmic(values(1, 2, 4, 8, 16, 32, 64, 128), 8, false));
    }

    @Test
    void noRoomIsTooSmallAndNoneIsExceeded() {
        Random random = new Random(7);
        for (int n = 1; n < 200; n++) {
            double[] v = random.doubles(n, 0, 1e12).toArray();
            int cells = 1 + random.nextInt(40);
            String line = Sparkline.of(v, cells, true);
            assertTrue(line.isEmpty() || line.length() == Math.min(n, cells), line);
            if (!line.isEmpty()) {
                double most = Arrays.stream(v).max().orElseThrow();
                int at = IntStream.range(0, n).filter(i -> v[i] == most).findFirst().orElseThrow();
                assertTrue(line.indexOf('\u2588') >= 0 && line.indexOf('\u2588') <= (long) at * line.length() / n + 1, line);
            }
        }
    }
}
