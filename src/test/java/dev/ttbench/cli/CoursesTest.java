package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The column {@code in a run} of {@code profile}: counts follow from shapes, so what it shows is exact. */
class CoursesTest {
    /** What stands in the column, by the first word of the line. */
    private static Map<String, String> courses(Run run, String part) {
        assertEquals(0, run.exit(), run::err);
        List<String> lines = run.out().lines().dropWhile(l -> !l.startsWith(part)).skip(1).takeWhile(l -> !l.isEmpty()).toList();
        int at = lines.get(0).indexOf("in a run");
        Map<String, String> out = new LinkedHashMap<>();
        for (String l : lines.subList(1, lines.size())) {
            if (at >= 0 && l.startsWith("  ")) {
                out.put(l.strip().split("[ ,]")[0], l.length() > at ? l.substring(at) : "");
            }
        }
        return out;
    }

    @Test
    void sequenceLengthsGoDownAndUpAgain() {
        Run run = Run.of("profile", "--model", "sd-v1.5");
        assertEquals(Map.of("text", "", "spatial", "██▆▆▄▄▂▄▄▄▆▆▆███", "cross", "██▆▆▄▄▂▄▄▄▆▆▆███"), courses(run, "Attention by kind"));
        assertTrue(run.out().contains("\nin a run: sequence lengths in order of execution, on a logarithmic scale.\n"));
    }

    @Test
    void memoryIsSmallInTheMiddleOfAUnetAndLargeAtTheEndOfADecoder() {
        assertEquals(Map.of("text_encoder", "", "unet", "██▆▄▃▄▄▆▅██", "vae_decoder", "▁▁▁▁▂▂▄▃█▆▅", "all", ""), courses(Run.of("profile", "--model", "sd-v1.5"), "Memory"));
    }

    @Test
    void asciiDoesToo() {
        Run run = Run.in(Map.of("TERM", "dumb"), "profile", "--model", "sd-v1.5");
        assertEquals("@@**==:===***@@@", courses(run, "Attention by kind").get("spatial"));
        assertTrue(run.out().chars().allMatch(c -> c < 128));
    }

    @Test
    void widerPagesShowMore() {
        assertEquals(32, courses(Run.in(Map.of("COLUMNS", "120"), "profile", "--model", "sd-v1.5"), "Memory").get("unet").length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "60", "80", "120"})
    void nothingIsWiderThanThePage(String columns) {
        for (String model : List.of("sdxl", "llama-2-7b", "hunyuanvideo")) {
            Run run = Run.in(Map.of("COLUMNS", columns), "profile", "--model", model);
            List<String> wide = run.out().lines().filter(l -> l.length() > Integer.parseInt(columns) && !l.endsWith("\\")).toList();
            assertEquals(List.of(), wide);
            assertTrue(Integer.parseInt(columns) >= 80 || !run.out().contains("in a run"), run::out);
        }
    }

    @Test
    void whatStaysTheSameHasNone() {
        assertFalse(Run.of("profile", "--model", "llama-2-7b").out().lines().dropWhile(l -> !l.startsWith("Attention by")).takeWhile(l -> !l.isEmpty()).anyMatch(l -> l.contains("in a run")));
    }
}
