package dev.ttbench.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.lint.Lint;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code errors/NAME.yaml} is linted as {@code ttbench lint} does, and what is printed equals {@code NAME.expected}. A case is added by adding
 * the two files; {@code -Dttbench.update=true} writes the second, never in CI.
 */
class ErrorsTest {
    private static final Path ROOT = Path.of("src/test/resources/errors");
    private static final boolean UPDATE = Boolean.getBoolean("ttbench.update") && System.getenv("CI") == null;

    private static Set<String> names(String extension) throws IOException {
        try (Stream<Path> list = Files.list(ROOT)) {
            return list.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(extension)).map(n -> n.substring(0, n.length() - extension.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static Set<String> cases() throws IOException {
        return names(".yaml");
    }

    @Test
    void everyCaseHasBothFilesAndThereIsNothingElse() throws IOException {
        if (!UPDATE) {
            assertEquals(names(".yaml"), names(".expected"));
        }
        try (Stream<Path> list = Files.list(ROOT)) {
            assertEquals(List.of(), list.map(Path::toString).filter(n -> !n.endsWith(".yaml") && !n.endsWith(".expected")).toList());
        }
        assertTrue(cases().size() >= 50);
    }

    private static List<Problem> lint(Path file) {
        return new Lint(new SuiteFiles(Path.of("suites"), Precompiled.NONE)).check(List.of(file.toString()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void printsExactlyThis(String name) throws IOException {
        Path file = ROOT.resolve(name + ".yaml");
        StringBuilder b = new StringBuilder();
        for (Problem p : lint(file)) {
            b.append(p.text()).append('\n');
        }
        String text = b.toString().replace(file.toString(), file.getFileName().toString());
        Path expected = ROOT.resolve(name + ".expected");
        if (UPDATE) {
            Files.writeString(expected, text);
        }
        assertEquals(Files.readString(expected).replace("\r\n", "\n"), text);
        assertFalse(text.isEmpty(), "a case without a problem");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyMessageIsShortAndHasAPlace(String name) {
        for (Problem p : lint(ROOT.resolve(name + ".yaml"))) {
            assertTrue(p.message().length() <= 400, p.message());
            assertTrue(p.file() != null && p.line() >= 1 && p.column() >= 1, p.text());
            assertFalse(p.message().contains("Exception") || p.message().contains("java."), p.message());
        }
    }

    @Test
    void problemsAreSortedByPlace() throws IOException {
        for (String name : cases()) {
            List<Problem> found = lint(ROOT.resolve(name + ".yaml"));
            List<Problem> sorted = new ArrayList<>(found);
            sorted.sort(null);
            assertEquals(sorted, found);
        }
    }
}
