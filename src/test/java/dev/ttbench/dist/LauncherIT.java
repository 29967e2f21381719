package dev.ttbench.dist;

import static dev.ttbench.dist.Distribution.PROFILE;
import static dev.ttbench.dist.Distribution.environment;
import static dev.ttbench.dist.Distribution.scratch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged launcher, from outside: it works from anywhere, in any locale, and ends quietly when nobody reads its output. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
    private final Distribution built = Distribution.built();

    private static void succeeds(Run run) {
        assertEquals(0, run.exit(), run::toString);
        assertEquals("", run.err(), run::toString);
        assertFalse(run.out().isBlank(), run::toString);
    }

    @Test
    void printsItsVersion() {
        Run run = built.run(built.home(), environment(), "--version");
        succeeds(run);
        assertTrue(run.out().startsWith("ttbench "), run::toString);
        assertEquals(2, run.out().lines().count(), run::toString);
    }

    @Test
    void listsModels() {
        Run run = built.run(built.home(), environment(), "list");
        succeeds(run);
        assertTrue(run.out().contains("sd-v1.5"), run::toString);
    }

    @Test
    void profilesAModel() throws IOException {
        Run run = built.run(built.home(), environment(), PROFILE);
        succeeds(run);
        assertEquals("ttbench.profile", JsonMapper.builder().build().readTree(run.out()).path("format").asText(), run::toString);
    }

    @Test
    void runsFromAnyFolderAndByAnyPath() throws IOException {
        Path folder = scratch("any folder");
        Path bin = built.launcher().getParent();
        String expected = built.run(built.home(), environment(), PROFILE).out();
        List<String[]> ways = new ArrayList<>();
        ways.add(new String[] {built.launcher().toString()});
        ways.add(new String[] {folder.relativize(built.launcher()).toString()});
        ways.add(new String[] {bin + "/./../bin//ttbench"});
        ways.add(new String[] {"sh", built.launcher().toString()});
        ways.add(new String[] {"env", "PATH=" + bin + ":/usr/bin:/bin", "ttbench"});
        ways.add(new String[] {"sh", "-c", "cd '" + bin + "' && exec sh ttbench \"$@\"", "sh"});
        ways.add(new String[] {"sh", "-c", "cd '" + bin + "' && exec ./ttbench \"$@\"", "sh"});
        for (String[] way : ways) {
            List<String> command = new ArrayList<>(List.of(way));
            command.addAll(List.of(PROFILE));
            Run run = Run.of(folder, environment(), command.toArray(String[]::new));
            succeeds(run);
            assertEquals(expected, run.out(), String.join(" ", way));
        }
    }

    @Test
    void runsThroughSymbolicLinks() throws IOException {
        Path folder = scratch("links");
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), built.launcher());
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("absolute"));
        Path upwards = Files.createSymbolicLink(folder.resolve("upwards"), folder.relativize(built.launcher()));
        Path home = Files.createSymbolicLink(folder.resolve("home"), built.home());
        Path bin = Files.createSymbolicLink(folder.resolve("programs"), built.launcher().getParent());
        for (Path program : List.of(absolute, relative, upwards, home.resolve("bin/ttbench"), bin.resolve("ttbench"))) {
            succeeds(Run.of(folder, environment(), program.toString(), "list"));
            succeeds(Run.of(folder.getParent(), environment(), folder.getParent().relativize(program).toString(), "list"));
        }
    }

    @Test
    void runsFromACopyWithSpacesAndAccents() {
        Path folder = scratch("copies");
        for (String name : List.of("a copy  with spaces", "čopia ünicode", "it's & $HOME (1)*")) {
            Distribution copy = built.copyTo(folder.resolve(name));
            succeeds(copy.run(folder, environment(), PROFILE));
            succeeds(copy.run(copy.home(), environment(Map.of("LC_ALL", "C")), PROFILE));
        }
    }

    @Test
    void leavesTheDistributionAlone() throws IOException {
        Distribution copy = built.copyTo(scratch("read-only").resolve("ttbench"));
        List<String> before = Distribution.names(copy.home().resolve("lib"));
        for (String folder : List.of("", "bin", "lib", "suites")) {
            assertTrue(copy.home().resolve(folder).toFile().setWritable(false));
        }
        try {
            succeeds(copy.run(copy.home(), environment(), PROFILE));
            assertEquals(before, Distribution.names(copy.home().resolve("lib")));
        } finally {
            for (String folder : List.of("", "bin", "lib", "suites")) {
                assertTrue(copy.home().resolve(folder).toFile().setWritable(true));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr_TR.UTF-8", "C", "POSIX", "de_DE.ISO-8859-1", "ja_JP.UTF-8", "nonsense"})
    void writesTheSameInEveryLocale(String locale) {
        Run expected = built.run(built.home(), environment(), PROFILE);
        Run all = built.run(built.home(), environment(Map.of("LC_ALL", locale)), PROFILE);
        Run language = built.run(built.home(), environment(Map.of("LC_ALL", "", "LANG", locale)), PROFILE);
        succeeds(all);
        assertEquals(expected.out(), all.out());
        assertEquals(expected, language);
    }

    @Test
    void textIsAsciiForWhoAsksForIt() {
        String[] page = {"profile", "--model", "sd-v1.5"};
        for (String c : List.of("C", "POSIX")) {
            Run run = built.run(built.home(), environment(Map.of("LC_ALL", c)), page);
            succeeds(run);
            assertTrue(run.out().chars().allMatch(s -> s < 128), run::toString);
        }
        for (String unicode : List.of("C.UTF-8", "")) {
            Run run = built.run(built.home(), environment(Map.of("LC_ALL", unicode)), page);
            assertTrue(run.out().contains("\u2587"), run::toString);
        }
    }

    /** A shell does not export its COLUMNS. */
    @Test
    void pagesAreAsWideAsTheTerminal() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")) && System.getProperty("os.name").equals("Linux"), "no script(1) of util-linux");
        for (int columns : new int[] {50, 100}) {
            Run run = Run.of(built.home(), environment(), "script", "-qec", "stty cols " + columns + "; '" + built.launcher() + "' profile --model sd-v1.5", "/dev/null");
            succeeds(run);
            int widest = run.out().lines().mapToInt(l -> l.stripTrailing().replaceAll("\u001b\\[[0-9;]*m", "").length()).max().orElse(0);
            assertTrue(widest <= columns && widest > columns - 12, () -> widest + " of " + columns + " columns\n" + run);
        }
    }

    @Test
    void needsNoEnvironmentButAPath() {
        Map<String, String> bare = Map.of("PATH", environment().get("PATH"), "TTBENCH_JAVA", environment().get("TTBENCH_JAVA"));
        succeeds(built.run(built.home(), bare, PROFILE));
    }

    @Test
    void endsQuietlyWithItsStreamsClosed() {
        String profile = "\"$0\" " + String.join(" ", PROFILE);
        for (String closed : List.of(">&-", "<&-", "2>&-", "<&- >&- 2>&-")) {
            Run run = Run.of(built.home(), environment(), "sh", "-c", profile + " " + closed, built.launcher().toString());
            assertEquals(0, run.exit(), () -> closed + ": " + run);
            assertEquals("", run.err(), () -> closed + ": " + run);
        }
    }

    @Test
    void endsQuietlyWhenItsReaderLeaves() throws IOException {
        Path status = scratch("reader").resolve("status");
        String script = "{ \"$0\" " + String.join(" ", PROFILE) + "; echo $? >\"$1\"; } | head -1";
        Run run = Run.of(built.home(), environment(), "sh", "-c", script, built.launcher().toString(), status.toString());
        succeeds(run);
        int exit = Integer.parseInt(Files.readString(status).strip());
        assertTrue(exit == 0 || exit == 141, "exit " + exit + " where the reader left; " + run);
    }
}
