package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what the pages show. A {@code console} block is executed and its output compared; a block after {@code <!-- file: NAME -->} is a complete
 * YAML file, written for the commands that follow and free of problems; one after {@code <!-- faulty file: NAME -->} has some.
 * With {@code -Dttbench.update=true} outputs in the pages are replaced by what the program prints now: read the difference before you keep it.
 */
class ConsoleTest {
    private static final String FILE = "file: ";
    private static final String FAULTY = "faulty file: ";

    @TempDir
    Path folder;

    static Stream<Page> pages() throws IOException {
        return Page.all().stream().filter(p -> p.blocks().stream().anyMatch(b -> b.language().equals("console") || b.mark().startsWith(FILE)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pagesShowWhatHappens(Page page) throws IOException {
        boolean update = Boolean.getBoolean("ttbench.update") && System.getenv("CI") == null;
        Console console = new Console(folder);
        List<String> differences = new ArrayList<>();
        List<String> updated = new ArrayList<>();
        int done = 0;
        for (Page.Block block : page.blocks()) {
            if (block.mark().startsWith(FILE) || block.mark().startsWith(FAULTY)) {
                yaml(page, block, console, differences);
            } else if (block.language().equals("console")) {
                updated.addAll(page.lines().subList(done, block.first()));
                for (Console.Step s : console.run(block.lines())) {
                    updated.addAll(s.command());
                    Excerpt shown = new Excerpt(s.expected());
                    if (shown.shows(s.actual())) {
                        updated.addAll(s.expected());
                    } else if (update) {
                        updated.addAll(shown.of(s.actual()).lines());
                    } else {
                        differences.add(page + ":" + block.first() + ": " + String.join("\n", s.command()) + "\nthe page says\n"
                                + String.join("\n", s.expected()) + "\nthe program says\n" + String.join("\n", s.actual()));
                    }
                }
                done = block.first() + block.lines().size();
            }
        }
        assertTrue(differences.isEmpty(), () -> String.join("\n\n", differences));
        updated.addAll(page.lines().subList(done, page.lines().size()));
        if (update && !updated.equals(page.lines())) {
            Files.write(page.file(), updated);
        }
    }

    private static void yaml(Page page, Page.Block block, Console console, List<String> differences) throws IOException {
        boolean faulty = block.mark().startsWith(FAULTY);
        String name = block.mark().substring((faulty ? FAULTY : FILE).length());
        console.write(name, block.text());
        List<Console.Step> lint = console.run(List.of("$ ttbench lint " + name));
        if (faulty == (console.exit() == 0)) {
            differences.add(page + ":" + block.first() + ": " + name + (faulty ? " should have problems" : " has problems\n" + String.join("\n", lint.get(0).actual())));
        }
    }

    @Test
    void differencesAreSeen() {
        Excerpt cut = new Excerpt(List.of("a 1", "...", "c 3"));
        assertTrue(cut.shows(List.of("a 1", "b", "b", "c 3")));
        assertTrue(!cut.shows(List.of("a 2", "b", "c 3")) && !cut.shows(List.of("a 1", "c 3", "d")));
        assertTrue(!new Excerpt(List.of("a")).shows(List.of("a", "b")));
        assertEquals(List.of("a 7", "...", "c 9"), cut.of(List.of("a 7", "b", "c 9")).lines());
        List<Console.Step> steps = new Console(folder).run(List.of("$ ttbench lint \\", "  none.yaml", "none.yaml: good", "$ echo $?", "0"));
        assertEquals(List.of("$ ttbench lint \\", "  none.yaml"), steps.get(0).command());
        assertTrue(!new Excerpt(steps.get(0).expected()).shows(steps.get(0).actual()));
        assertEquals(List.of("2"), steps.get(1).actual());
    }
}
