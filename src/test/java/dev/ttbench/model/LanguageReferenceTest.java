package dev.ttbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Expander;
import dev.ttbench.graph.Library;
import dev.ttbench.graph.Lowering;
import dev.ttbench.operator.Dtype;
import dev.ttbench.lint.Lint;
import dev.ttbench.spec.Functions;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the language reference is linted, and its graphs are expanded; every function is listed. */
class LanguageReferenceTest {
    private static final Path FILE = Path.of("docs/reference/language.md");
    private static final Map<String, Long> EXTENTS = Map.of("batch", 2L, "channels", 8L, "height", 8L, "width", 8L, "frames", 4L, "tokens", 6L, "features", 8L);

    static List<String> examples() throws IOException {
        List<String> out = new ArrayList<>();
        Matcher m = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(FILE).replace("\r\n", "\n"));
        while (m.find()) {
            out.add(m.group(1));
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isRight(String example, @TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("example.yaml"), example);
        SuiteFiles files = new SuiteFiles(Path.of("suites"), Precompiled.NONE);
        assertEquals(List.of(), new Lint(files).check(List.of(file.toString())).stream().map(Problem::text).toList());
        List<Problem> problems = new ArrayList<>();
        for (BlockDef def : new Library(files).check(file.toString(), YamlReader.read(file.toString(), example), problems).values()) {
            if (def.graph()) {
                List<Expander.Input> inputs = def.inputs().stream().map(i -> new Expander.Input(i.name(), i.axes().stream().map(a -> new long[] {EXTENTS.getOrDefault(a, 4L)}).toList())).toList();
                new Expander(new Lowering(Dtype.FP16, Dtype.FP16, Lowering.AttentionForm.FUSED, false)).expand(def, Map.of(), inputs);
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void everyFunctionAndEveryControlStepIsThere() throws IOException {
        String text = Files.readString(FILE);
        Functions.usages().values().forEach(usage -> assertTrue(text.contains("`" + usage + "`"), usage));
        for (String step : List.of("for_each", "repeat", "iterate", "residual", "branch", "push", "pop", "keep", "use", "remember", "recall", "if")) {
            assertTrue(text.contains("`" + step) || text.contains("- " + step), step);
        }
        for (Dtype d : Dtype.values()) {
            assertTrue(text.contains(d.id()), d.id());
        }
        assertTrue(examples().size() >= 8);
    }
}
