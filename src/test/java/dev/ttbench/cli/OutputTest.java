package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.report.ReportSettings.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where results go, what happens when they can't, and what surroundings do not change. */
class OutputTest {
    @TempDir
    Path folder;

    private static Environment environment(Map<String, String> variables, String charset, boolean terminal) {
        return new Environment(Path.of("suites"), variables, charset, () -> terminal);
    }

    @Test
    void theFormatFollowsTheExtension() throws IOException {
        Path file = folder.resolve("operators.json");
        Run run = Run.of("list", "operators", "-o", file.toString());
        assertEquals(new Run(0, "", ""), run);
        assertEquals(Run.of("list", "operators", "--format", "json").out(), Files.readString(file));
        Path csv = folder.resolve("operators.CSV");
        Run.of("list", "operators", "-o", csv.toString());
        assertTrue(Files.readString(csv).startsWith("id,about\r\n"));
    }

    @Test
    void aProfileHasFormsOfItsOwn() throws IOException {
        for (String[] c : new String[][] {{"a.html", "html"}, {"a.md", "markdown"}, {"a.trace.json", "trace"}, {"a.speedscope.json", "speedscope"}, {"a.folded", "folded"}, {"a.json", "json"}}) {
            Path file = folder.resolve(c[0]);
            assertEquals(new Run(0, "", ""), Run.of("profile", "--model", "sd-v1.5", "--stage", "text_encoder", "-o", file.toString()));
            String asked = Run.of("profile", "--model", "sd-v1.5", "--stage", "text_encoder", "--format", c[1]).out();
            assertEquals(asked, Files.readString(file).replace(" -o " + file, ""), c[0]);
        }
    }

    @Test
    void aFailingRunLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("old.json");
        Files.writeString(file, "old");
        assertEquals(2, Run.of("show", "no-such-thing", "-o", file.toString()).exit());
        assertEquals("old", Files.readString(file));
        assertEquals(0, Run.of("list", "operators", "-o", file.toString()).exit());
        assertTrue(Files.size(file) > 100);
        try (var list = Files.list(folder)) {
            assertEquals(List.of(file), list.toList());
        }
    }

    @Test
    void whatCannotBeWrittenIsTheMachinesFailure() {
        Run missing = Run.of("list", "-o", folder.resolve("none/x.txt").toString());
        assertEquals(4, missing.exit(), missing::toString);
        assertTrue(missing.err().contains("its folder does not exist"), missing::toString);
        Run directory = Run.of("list", "-o", folder.toString());
        assertEquals(4, directory.exit(), directory::toString);
        assertTrue(directory.err().contains("it is a folder"), directory::toString);
    }

    private static Run failing(String reason) {
        StringWriter err = new StringWriter();
        StandardOutput out = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });
        int exit = new Ttbench(environment(Map.of(), "UTF-8", false)).run(out, new PrintWriter(err), "list", "operators");
        return new Run(exit, "", err.toString());
    }

    @Test
    void aReaderThatLeavesIsNoError() {
        assertEquals(new Run(0, "", ""), failing("Broken pipe"));
    }

    @Test
    void aFullDiskIs() {
        Run run = failing("No space left on device");
        boolean pipe = stdoutIsPipe();
        assertEquals(pipe ? 0 : 4, run.exit(), run::toString);
        assertEquals(pipe ? "" : "ttbench: cannot write to stdout: No space left on device\n", run.err());
    }

    private static boolean stdoutIsPipe() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Test
    void aBugIsCalledOne() {
        PrintWriter out = new PrintWriter(new StringWriter()) {
            @Override
            public PrintWriter append(CharSequence s) {
                throw new IllegalStateException("broken");
            }
        };
        StringWriter err = new StringWriter();
        int exit = new Ttbench(environment(Map.of(), "UTF-8", false)).run(out, new PrintWriter(err), "list", "operators");
        assertEquals(3, exit);
        assertEquals("ttbench: this is a bug in ttbench: java.lang.IllegalStateException: broken\n  TTBENCH_DEBUG=1 shows where\n", err.toString());
        StringWriter debug = new StringWriter();
        new Ttbench(environment(Map.of("TTBENCH_DEBUG", "1"), "UTF-8", false)).run(out, new PrintWriter(debug), "list", "operators");
        assertTrue(debug.toString().contains("\tat dev.ttbench.cli."), debug::toString);
    }

    @Test
    void suitesThatAreNotThereAreNamed() {
        StringWriter err = new StringWriter();
        int exit = new Ttbench(new Environment(Path.of("nowhere/suites"), Map.of(), "UTF-8", () -> false))
                .run(new PrintWriter(new StringWriter()), new PrintWriter(err), "list");
        assertEquals(2, exit);
        assertTrue(err.toString().contains("there is no folder 'nowhere/suites'") && err.toString().contains("ttbench.home"), err::toString);
    }

    @Test
    void styleFollowsTheTerminal() {
        assertEquals(new Style(80, true, false), environment(Map.of(), "UTF-8", false).style(true));
        assertEquals(new Style(120, true, true), environment(Map.of("COLUMNS", "300"), "utf-8", true).style(true));
        assertEquals(new Style(80, true, false), environment(Map.of("NO_COLOR", "1", "COLUMNS", "wide"), "UTF-8", true).style(true));
        assertEquals(new Style(80, false, false), environment(Map.of("TERM", "dumb"), "UTF-8", true).style(true));
        assertEquals(new Style(100, false, true), environment(Map.of("COLUMNS", "100"), "ISO-8859-9", true).style(true));
        assertFalse(environment(Map.of(), "UTF-8", true).style(false).colour());
    }

    @Test
    void aTurkishProcessWritesTheSameBytes() throws IOException, InterruptedException {
        StringBuilder path = new StringBuilder();
        for (Class<?> c : List.of(Main.class, picocli.CommandLine.class, com.fasterxml.jackson.core.JsonFactory.class)) {
            path.append(path.isEmpty() ? "" : java.io.File.pathSeparator).append(Path.of(URI.create(c.getProtectionDomain().getCodeSource().getLocation().toString())));
        }
        byte[] expected = Run.of("list", "operators", "--format", "json").out().getBytes(StandardCharsets.UTF_8);
        Process p = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dfile.encoding=ISO-8859-9", "-Duser.language=tr",
                "-Duser.country=TR", "-XX:TieredStopAtLevel=1", "-cp", path.toString(), Main.class.getName(), "list", "operators", "--format", "json")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] actual = p.getInputStream().readAllBytes();
        assertEquals(0, p.waitFor());
        assertArrayEquals(expected, actual);
    }
}
