package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the recipes of the pages with the packaged launcher: each {@code bash} block after {@code <!-- runs with: TOOL ... -->}, in an empty folder,
 * when its tools are installed. It must succeed, print something, and say nothing on stderr but how long a sweep took.
 */
@DisabledOnOs(OS.WINDOWS)
class RecipeIT {
    private static final String MARK = "runs with: ";

    @TempDir
    Path folder;

    /** A block and the page that has it. */
    record Recipe(Page page, Page.Block block) {
        @Override
        public String toString() {
            return page + ":" + block.first() + ", " + block.mark();
        }
    }

    static Stream<Recipe> recipes() throws IOException {
        List<Recipe> out = new ArrayList<>();
        for (Page page : Page.all()) {
            page.blocks().stream().filter(b -> b.mark().startsWith(MARK)).forEach(b -> out.add(new Recipe(page, b)));
        }
        return out.stream();
    }

    private static boolean installed(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).anyMatch(d -> Files.isExecutable(Path.of(d, tool)));
    }

    @Test
    void thereAreRecipesOfEveryKind() throws IOException {
        for (String tool : List.of("jq", "python3", "duckdb")) {
            assertTrue(recipes().anyMatch(r -> r.block().mark().equals(MARK + tool)), tool);
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void runs(Recipe recipe) throws IOException, InterruptedException {
        for (String tool : recipe.block().mark().substring(MARK.length()).split(" ")) {
            assumeTrue(installed(tool), tool + " is not installed");
        }
        assumeTrue(installed("bash"), "bash is not installed");
        assertEquals("bash", recipe.block().language());
        Path launcher = Path.of(System.getProperty("ttbench.distribution", "target/ttbench")).toAbsolutePath().resolve("bin");
        Path work = Files.createDirectory(folder.resolve("work"));
        Path script = Files.writeString(folder.resolve("script"), "set -euo pipefail\n" + recipe.block().text());
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString()).directory(work.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", launcher + File.pathSeparator + environment.get("PATH"));
        environment.put("TTBENCH_JAVA", System.getProperty("java.home"));
        environment.put("TTBENCH_ARCHIVE", "off");
        environment.put("LC_ALL", "C.UTF-8");
        int exit = builder.redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile()).start().waitFor();
        String out = Files.readString(folder.resolve("out"));
        String err = Files.readString(folder.resolve("err"));
        assertEquals(0, exit, () -> out + err);
        assertTrue(err.lines().allMatch(l -> l.matches("ttbench: \\d+ points in .*")), () -> out + err);
        assertFalse(out.isBlank());
    }
}
