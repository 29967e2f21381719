package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of the documentation: each is on a page, and what the program draws is what it draws now. {@code -Dttbench.update=true} draws them anew. */
class ExhibitsTest {
    private static final Path DOCS = Path.of("docs");
    private static final String FIGURE = ".*\\.(svg|png|jpe?g|gif|webp)";

    @TempDir
    Path folder;

    private static TreeSet<Path> figures(Path under) throws IOException {
        try (Stream<Path> files = Files.walk(under)) {
            return files.filter(f -> f.toString().matches(FIGURE)).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyFigureIsOnAPage() throws IOException {
        TreeSet<Path> shown = new TreeSet<>();
        for (Page page : Page.all()) {
            Path parent = page.file().getParent() == null ? Path.of("") : page.file().getParent();
            page.links().stream().filter(l -> l.matches(FIGURE)).forEach(l -> shown.add(parent.resolve(l).normalize()));
        }
        assertEquals(figures(DOCS), shown);
    }

    @Test
    void figuresOfTheStudyAreDrawnFromIt() throws IOException {
        new Console(folder).run(List.of("$ ttbench suite paper -o out"));
        Path figures = DOCS.resolve("explanation/figures");
        for (Path file : figures(figures)) {
            String drawn = Files.readString(folder.resolve("out").resolve(file.getFileName()));
            if (Boolean.getBoolean("ttbench.update") && System.getenv("CI") == null) {
                Files.writeString(file, drawn);
            }
            assertEquals(drawn, Files.readString(file), file + " is of other constants");
        }
        assertTrue(figures(figures).size() > 2);
    }
}
