package dev.ttbench.dist;

import static dev.ttbench.dist.Distribution.environment;
import static dev.ttbench.dist.Distribution.scratch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The step of the GitHub action, with a {@code gh} that only writes down what it is asked. */
@DisabledOnOs(OS.WINDOWS)
class GateIT {
    private static final Path STEP = Path.of(".github/actions/ttbench-check/check.sh").toAbsolutePath();
    private final Path folder = scratch("gate");

    @BeforeEach
    void repository() throws IOException {
        gh("exit 0");
        Files.writeString(folder.resolve("checks.yaml"), "checks: [{model: sd-v1.5, device: l4, stages: [vae_decoder], max: {peak_memory_bytes: 24 GiB}}]\n");
        Files.writeString(folder.resolve("output"), "");
        Files.writeString(folder.resolve("summary"), "");
    }

    private void gh(String ends) throws IOException {
        Path gh = folder.resolve("gh");
        Files.writeString(gh, "#!/bin/sh\necho \"$*\" >>'" + folder.resolve("gh.log") + "'\n" + ends + "\n");
        assertTrue(gh.toFile().setExecutable(true));
        Files.deleteIfExists(folder.resolve("gh.log"));
    }

    private Run step(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(Map.of("PATH", folder + ":/usr/local/bin:/usr/bin:/bin", "GITHUB_ACTIONS", "true", "GITHUB_OUTPUT", folder.resolve("output").toString(), "GITHUB_STEP_SUMMARY",
                folder.resolve("summary").toString(), "GITHUB_REPOSITORY", "o/r", "BASELINE", "checks.yaml"));
        all.putAll(Map.of("JUNIT", "", "MARKDOWN", "", "COMMENT", "true", "PULL_REQUEST", "7"));
        all.putAll(changes);
        Map<String, String> environment = environment();
        environment.putAll(all);
        return Run.of(folder, environment, STEP.toString());
    }

    private String text(String file) throws IOException {
        Path p = folder.resolve(file);
        return Files.exists(p) ? Files.readString(p) : "";
    }

    @Test
    void asExpectedItSaysSoAndComments() throws IOException {
        Run run = step(Map.of("JUNIT", "j.xml", "MARKDOWN", "m.md"));
        assertEquals(0, run.exit(), run::toString);
        assertTrue(run.out().startsWith("1 check: 5 NEW"), run::toString);
        assertEquals("exit-code=0\n", text("output"));
        assertEquals(text("m.md"), text("summary"));
        assertTrue(text("j.xml").startsWith("<?xml"));
        assertEquals("pr comment 7 --repo o/r --body-file m.md --edit-last\n", text("gh.log"));
    }

    @Test
    void whatFailsFailsTheStepAfterItsComment() throws IOException {
        gh("case \"$*\" in *--edit-last) exit 1 ;; esac");
        Files.writeString(folder.resolve("checks.yaml"), "checks: [{model: sd-v1.5, device: l4, stages: [vae_decoder], max: {peak_memory_bytes: 1 MB}}]\n");
        Run run = step(Map.of());
        assertEquals(1, run.exit(), run::toString);
        assertEquals("exit-code=1\n", text("output"));
        assertTrue(text("summary").contains("not as expected"), text("summary"));
        assertEquals(2, text("gh.log").lines().count(), "the first comment is a new one");
        assertTrue(run.out().contains("::error file=checks.yaml,line=1,title=ttbench REGRESSION::"), run::toString);
    }

    @Test
    void withoutLeaveToCommentItGoesOn() throws IOException {
        gh("exit 1");
        Run run = step(Map.of());
        assertEquals(0, run.exit(), run::toString);
        assertTrue(run.out().contains("::warning title=ttbench::no comment was written"), run::toString);
    }

    @Test
    void noCommentUnlessAskedForAndOnAPullRequest() {
        step(Map.of("COMMENT", "false"));
        step(Map.of("PULL_REQUEST", ""));
        assertFalse(Files.exists(folder.resolve("gh.log")));
    }

    @Test
    void aBrokenFileIsNoVerdict() throws IOException {
        Files.writeString(folder.resolve("checks.yaml"), "checks: [{modle: sd-v1.5}]\n");
        Run run = step(Map.of());
        assertEquals(2, run.exit(), run::toString);
        assertTrue(run.err().contains("checks.yaml:1:"), run::toString);
        assertEquals("", text("summary"));
        assertFalse(Files.exists(folder.resolve("gh.log")));
    }
}
