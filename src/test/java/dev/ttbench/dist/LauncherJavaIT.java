package dev.ttbench.dist;

import static dev.ttbench.dist.Distribution.environment;
import static dev.ttbench.dist.Distribution.scratch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which Java the launcher takes, what it asks of it, and what it says when there is none; a script stands for Java. */
@DisabledOnOs(OS.WINDOWS)
class LauncherJavaIT {
    private final Distribution built = Distribution.built();

    /** A stand-in that prints its arguments, one a line; no `release` file when there is no version. */
    private static Path java(String name, String version, String script) {
        try {
            Path home = scratch(name);
            Path program = Files.writeString(Files.createDirectories(home.resolve("bin")).resolve("java"), "#!/bin/sh\n" + script + "\n");
            assertTrue(program.toFile().setExecutable(true));
            if (version != null) {
                String release = "IMPLEMENTOR=\"x\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\n";
                Files.writeString(home.resolve("release"), release.formatted(version, version));
            }
            return home;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path printing(String name) {
        return java(name, "21.0.4", "echo " + name + "; printf '<%s>\\n' \"$@\"");
    }

    private Run run(Map<String, String> changes, String... arguments) {
        return built.run(built.home(), environment(changes), arguments);
    }

    private static void fails(Run run, String... words) {
        assertEquals(4, run.exit(), run::toString);
        assertEquals("", run.out(), run::toString);
        assertEquals(1, run.err().lines().count(), run::toString);
        assertTrue(run.err().startsWith("ttbench: "), run::toString);
        for (String word : words) {
            assertTrue(run.err().contains(word), () -> "no '" + word + "' in " + run);
        }
    }

    @Test
    void passesArgumentsAsTheyAre() {
        Path java = printing("arguments");
        Run run = run(Map.of("TTBENCH_JAVA", java.toString()), "show", "a b", "", "*", "$HOME", "'\"", "-x=\\n");
        assertEquals(0, run.exit(), run::toString);
        assertTrue(run.out().endsWith("<-jar>\n<" + built.jar() + ">\n<show>\n<a b>\n<>\n<*>\n<$HOME>\n<'\">\n<-x=\\n>\n"), run::toString);
        assertTrue(run.out().contains("<-Dttbench.home=" + built.home() + ">"), run::toString);
    }

    @Test
    void appendsTheUsersOptions() {
        Path java = printing("options");
        Run run = run(Map.of("TTBENCH_JAVA", java.toString(), "TTBENCH_JAVA_OPTS", "-Xmx1g  -Dx=*"), "list");
        assertTrue(run.out().contains("<-Xmx1g>\n<-Dx=*>\n<-jar>\n"), run::toString);
    }

    @Test
    void optimisesLongComputationsOnly() {
        Map<String, String> java = Map.of("TTBENCH_JAVA", printing("compiler").toString());
        String fast = "-XX:TieredStopAtLevel=1";
        for (String command : List.of("sweep", "calibrate")) {
            assertFalse(run(java, command, "--model", "list").out().contains(fast), command);
            assertFalse(run(java, "--verbose", command).out().contains(fast), command);
        }
        assertTrue(run(java).out().contains(fast));
        assertTrue(run(java, "--version").out().contains(fast));
        assertTrue(run(java, "profile", "--model", "sweep").out().contains(fast));
        assertTrue(run(java, "suite", "paper").out().contains(fast), "a second of work on many shapes, each once: nothing is run often enough to optimise");
    }

    @Test
    void prefersItsOwnVariableThenJavaHomeThenThePath() {
        Path own = printing("own");
        Path home = printing("home");
        Path path = printing("path");
        String search = path.resolve("bin") + ":/usr/bin:/bin";
        assertTrue(run(Map.of("PATH", search, "JAVA_HOME", home.toString(), "TTBENCH_JAVA", own.toString())).out().startsWith("own\n"));
        assertTrue(run(Map.of("PATH", search, "JAVA_HOME", home.toString(), "TTBENCH_JAVA", own + "/bin/java")).out().startsWith("own\n"));
        assertTrue(run(Map.of("PATH", search, "JAVA_HOME", home.toString(), "TTBENCH_JAVA", "")).out().startsWith("home\n"));
        assertTrue(run(Map.of("PATH", search, "JAVA_HOME", home + "/none", "TTBENCH_JAVA", "")).out().startsWith("path\n"));
        assertTrue(run(Map.of("PATH", search, "TTBENCH_JAVA", "")).out().startsWith("path\n"));
    }

    @Test
    void followsLinksToAJava() throws IOException {
        Path java = printing("linked");
        Path folder = scratch("links to java");
        Path first = Files.createSymbolicLink(folder.resolve("first"), java.resolve("bin/java"));
        Path second = Files.createSymbolicLink(folder.resolve("java"), first.getFileName());
        Run run = run(Map.of("TTBENCH_JAVA", second.toString()), "list");
        assertEquals(0, run.exit(), run::toString);
        assertTrue(run.out().startsWith("linked\n"), run::toString);
    }

    @Test
    void passesTheExitCodeOn() {
        assertEquals(42, run(Map.of("TTBENCH_JAVA", java("exit", "17", "exit 42").toString())).exit());
    }

    @Test
    void becomesJava() {
        // Signals reach Java only if no shell waits for it: the number of the process that was started is Java's.
        Path java = java("process", "17.0.1", "echo $$");
        Map<String, String> environment = environment(Map.of("TTBENCH_JAVA", java.toString()));
        Run run = Run.of(built.home(), environment, "sh", "-c", "echo $$; exec \"$0\"", built.launcher().toString());
        List<String> numbers = run.out().lines().toList();
        assertEquals(2, numbers.size(), run::toString);
        assertEquals(numbers.get(0), numbers.get(1), run::toString);
    }

    @Test
    void saysWhichJavaIsMissing() {
        fails(run(Map.of("TTBENCH_JAVA", "/nowhere/java"), "list"), "TTBENCH_JAVA", "/nowhere/java");
        fails(run(Map.of("TTBENCH_JAVA", built.home().toString()), "list"), "TTBENCH_JAVA");
        Run none = Run.of(built.home(), Map.of("PATH", "/nowhere"), "/bin/sh", built.launcher().toString(), "list");
        fails(none, "Java 17", "TTBENCH_JAVA", "JAVA_HOME");
    }

    @Test
    void refusesAnOldJava() {
        for (String version : List.of("1.8.0_392", "9", "11.0.2", "16.0.1")) {
            fails(run(Map.of("TTBENCH_JAVA", java("old", version, "echo started").toString())), "Java 17", version, "TTBENCH_JAVA");
        }
    }

    @Test
    void asksAJavaThatHasNoReleaseFile() {
        String answer = "if [ \"$1\" = -version ]; then echo 'openjdk version \"%s\" 2026-01-01' >&2; else echo started; fi";
        Path old = java("unknown", null, answer.formatted("11.0.2"));
        fails(run(Map.of("TTBENCH_JAVA", old.toString())), "11.0.2");
        Path young = java("unknown", null, answer.formatted("22-ea"));
        assertEquals("started\n", run(Map.of("TTBENCH_JAVA", young.toString())).out());
        Path broken = java("unknown", null, "exit 1");
        fails(run(Map.of("TTBENCH_JAVA", broken.toString())), "does not run");
    }

    @Test
    void saysWhenTheDistributionIsIncomplete() throws IOException {
        Distribution copy = built.copyTo(scratch("incomplete").resolve("ttbench"));
        Files.delete(copy.jar());
        fails(copy.run(copy.home(), environment(), "list"), "ttbench.jar");
    }
}
