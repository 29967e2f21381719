package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code profile --by tree}: what stands in a part adds up to it, folded or not, and nothing is wider than the page. */
class TimeTreeTest {
    private static final Map<String, Double> UNITS = Map.of("s", 1.0, "ms", 1e-3, "us", 1e-6, "min", 60.0, "h", 3600.0);

    private record Line(int level, double seconds, String name) { }

    private static List<Line> lines(String... options) {
        List<String> words = new ArrayList<>(List.of("profile", "--by", "tree", "--format", "markdown"));
        words.addAll(List.of(options));
        Run run = Run.of(words.toArray(new String[0]));
        assertEquals(0, run.exit(), run::err);
        List<Line> out = new ArrayList<>();
        run.out().lines().dropWhile(l -> !l.startsWith("|--:")).skip(1).takeWhile(l -> l.startsWith("|")).forEach(l -> {
            String[] cells = l.split("\\|");
            String[] time = cells[1].strip().split(" ");
            String name = cells[5].substring(1, cells[5].length() - 1);
            int level = 0;
            while (name.charAt(level) == '\u2003') {
                level++;
            }
            out.add(new Line(level, Double.parseDouble(time[0]) * UNITS.get(time[1]), name.substring(level)));
        });
        return out;
    }

    @ParameterizedTest
    @CsvSource({"sd-v1.5,", "sd-v1.5,1", "sd-v1.5,4", "sd-v1.5,60", "llama-2-7b,", "llama-2-7b,3", "make-a-video,", "flux1-dev,", "wan2.1-1.3b,3", "muse,2"})
    void partsAddUp(String model, String depth) {
        List<Line> lines = depth == null ? lines("--model", model) : lines("--model", model, "--depth", depth);
        assertEquals(new Line(0, lines.get(0).seconds(), model), lines.get(0));
        Deque<Integer> above = new ArrayDeque<>();
        double[] inside = new double[lines.size()];
        boolean[] unfolded = new boolean[lines.size()];
        for (int i = 0; i < lines.size(); i++) {
            int level = lines.get(i).level();
            assertTrue(level <= above.size(), "a level is left out at " + lines.get(i));
            while (above.size() > level) {
                above.pop();
            }
            if (!above.isEmpty()) {
                inside[above.peek()] += lines.get(i).seconds();
                unfolded[above.peek()] = true;
            }
            above.push(i);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (unfolded[i]) {
                assertEquals(1, inside[i] / lines.get(i).seconds(), 0.01, lines.get(i).toString());
            }
        }
        assertTrue(unfolded[0]);
    }

    @Test
    void aDepthIsKeptAndWithoutOneWhatTakesTimeIsUnfolded() {
        assertEquals(List.of("sd-v1.5"), lines("--model", "sd-v1.5", "--depth", "0").stream().map(Line::name).toList());
        assertEquals(List.of("sd-v1.5", "text_encoder", "unet", "vae_decoder"), lines("--model", "sd-v1.5", "--depth", "1").stream().map(Line::name).toList());
        assertEquals(3, lines("--model", "sd-v1.5", "--depth", "3").stream().mapToInt(Line::level).max().orElseThrow());
        List<Line> hot = lines("--model", "llama-2-7b", "--device", "a100", "--runtime", "serving");
        double least = 0.02 * hot.get(0).seconds();
        assertTrue(hot.stream().filter(l -> l.seconds() < 0.9 * least).count() <= hot.stream().mapToInt(Line::level).max().orElseThrow() * 2L, hot::toString);
        assertTrue(hot.stream().anyMatch(l -> l.name().contains("linear")), hot::toString);
    }

    @Test
    void fitsThePageInAsciiToo() {
        Run run = Run.of("profile", "--model", "make-a-video", "--by", "tree");
        assertEquals(0, run.exit(), run::err);
        assertTrue(run.out().lines().allMatch(l -> l.codePointCount(0, l.length()) <= 80), run::out);
        assertFalse(run.out().contains("What next"), run::out);
    }
}
