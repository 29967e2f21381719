package dev.ttbench.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.spec.InputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1,2,4 | 1 2 4", "512:640:64 | 512 576 640", "512:600:64 | 512 576", "3:5 | 3 4 5", "1:64*2 | 1 2 4 8 16 32 64", "1:10*3 | 1 3 9", "7 | 7",
        "1:3,8 | 1 2 3 8", "[1, 2],[3] | [1, 2] [3]", "a100,l4 | a100 l4", "-4:4:4 | -4 0 4"})
    void values(String text, String expected) {
        assertEquals(expected, String.join(" ", Axis.values("x", text)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1,,2 | an empty value", "4:1 | 4:1 ends before it starts", "1:8*1 | does not grow", "0:8*2 | does not grow", "1:8:0 | a step of 0", "1,1 | stands twice",
        "1:9999999 | more than 1000000 values"})
    void refusals(String text, String why) {
        String said = assertThrows(InputException.class, () -> Axis.values("x", text)).problems().get(0).text();
        assertTrue(said.contains(why), said);
    }

    @Test
    void shapesCountLikeAnOdometer() {
        SweepDef def = new SweepDef(List.of("a", "b"), SweepDef.dimensions(new java.util.LinkedHashMap<>(Map.of("h", List.of("1", "2", "3"))), List.of()), null, Map.of("device", List.of("x", "y")), List.of());
        assertEquals(6, def.shapes());
        assertEquals(2, def.pointsOfShape());
        assertEquals("a{h=1} a{h=2} a{h=3} b{h=1} b{h=2} b{h=3}", java.util.stream.LongStream.range(0, 6).mapToObj(def::shape).map(s -> s.model() + s.set()).collect(java.util.stream.Collectors.joining(" ")));
    }

    @Test
    void shardsCoverEachShapeOnce() {
        for (long shapes : new long[] {0, 1, 7, 100}) {
            for (int n : new int[] {1, 2, 3, 7, 13}) {
                long at = 0;
                for (int i = 1; i <= n; i++) {
                    Shard s = Shard.parse(i + "/" + n);
                    assertEquals(at, s.from(shapes));
                    at = s.to(shapes);
                }
                assertEquals(shapes, at);
            }
        }
        assertThrows(InputException.class, () -> Shard.parse("0/3"));
        assertThrows(InputException.class, () -> Shard.parse("4/3"));
        assertThrows(InputException.class, () -> Shard.parse("1"));
    }
}
