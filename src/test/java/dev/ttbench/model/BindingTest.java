package dev.ttbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.YamlReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of a model's parameters: defaults, what is set, and every way in which that can be wrong. */
class BindingTest {
    private static final String MODEL = """
            model: m
            title: M
            class: test
            parameters:
              side: {type: int, default: 64, unit: px, min: 16, max: 128, multiple_of: 8}
              frames: {type: int, default: 9, unit: frames, min: 1, max: 33, multiple_of: 4, plus: 1}
              twice: {type: int, default: "${2 * side}"}
              guidance: {type: bool, default: true}
              mode: {type: string, default: fast, choices: [fast, slow]}
              widths: {type: list, default: [1, 2]}
            stages:
              - {id: s, graph: g, repeat: "${twice}", batch: "${frames}", if: "${guidance}", inputs: {x: ["${side}"]}, with: {mode: "${mode}", widths: "${widths}"}}
            """;

    private static ModelDef model() {
        Problems problems = new Problems("m.yaml");
        ModelDef m = new ModelReader(problems, (Node.MapNode) YamlReader.read("m.yaml", MODEL).get(0)).read("0");
        problems.raise();
        return m;
    }

    private static Map<String, Object> bind(String... set) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < set.length; i += 2) {
            given.put(set[i], set[i + 1]);
        }
        return Binding.of(model(), given).values();
    }

    @Test
    void defaultsMayUseWhatStandsBeforeThem() {
        assertEquals(Map.of("side", 64L, "frames", 9L, "twice", 128L, "guidance", true, "mode", "fast", "widths", List.of(1L, 2L)), bind());
        assertEquals(240L, bind("side", "120").get("twice"));
        assertEquals(7L, bind("side", "120", "twice", "7").get("twice"));
        assertEquals(List.of(3L, 3L), bind("widths", "[3] * 2").get("widths"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "side|100|--set side=100: 'side' is 100 px; allowed are multiples of 8 from 16 to 128, the nearest are 96 and 104",
        "frames|12|--set frames=12: 'frames' is 12 frames; allowed are multiples of 4 plus 1 from 1 to 33, the nearest are 9 and 13",
        "side|8|--set side=8: 'side' is 8 px; allowed is from 16 to 128 px",
        "side|130|--set side=130: 'side' is 130 px; allowed is from 16 to 128 px",
        "side|6.5|--set side=6.5: '6.5' is not an integer",
        "side|9223372036854775808|--set side=9223372036854775808: '9223372036854775808' does not fit in 64 bits",
        "guidance|yes|--set guidance=yes: 'yes' is not true or false",
        "mode|slo|--set mode=slo: 'mode' must be one of fast, slow, not 'slo'",
        "widths|3|--set widths=3: 'widths' must be of type list, not 3",
        "sid|64|--set sid=64: the model 'm' has no parameter 'sid'",
    })
    void whatIsWrong(String name, String value, String message) {
        InputException e = assertThrows(InputException.class, () -> bind(name, value));
        assertEquals(message, e.problems().get(0).text().lines().findFirst().orElseThrow());
    }

    @Test
    void oneMoreThanAMultiple() {
        assertEquals(1L, bind("frames", "1").get("frames"));
        assertEquals(33L, bind("frames", "33").get("frames"));
    }

    @Test
    void allProblemsAtOnce() {
        assertEquals(2, assertThrows(InputException.class, () -> bind("side", "1", "guidance", "1")).problems().size());
    }

    @Test
    void theNumberOfARunIsOneMoreName() {
        assertEquals(5L, Binding.of(model(), Map.of()).with("t", 5).lookup("t"));
        assertEquals(64L, Binding.of(model(), Map.of()).with("t", 5).lookup("side"));
    }
}
