package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {
    private static final String CHECKS = "# ours\nchecks:\n  - {model: mine.yaml, device: l4, max: {peak_memory_bytes: 24 GiB}}   # a model file\n  - {id: llama, model: llama-2-7b, stages: [prefill]}\n";

    @TempDir
    Path folder;

    private String baseline;

    @BeforeEach
    void baseline() throws IOException {
        baseline = folder.resolve("c.yaml").toString();
        Files.writeString(folder.resolve("mine.yaml"), Files.readString(Path.of("suites/models/sd-v1.5.yaml")).replace("model: sd-v1.5", "model: mine"));
        Files.writeString(Path.of(baseline), CHECKS);
    }

    private Run check(String... more) {
        String[] words = new String[more.length + 3];
        words[0] = "check";
        words[1] = "--baseline";
        words[2] = baseline;
        System.arraycopy(more, 0, words, 3, more.length);
        return Run.of(words);
    }

    private void replace(Path file, String what, String by) throws IOException {
        String before = Files.readString(file);
        assertTrue(before.contains(what) || before.matches("(?s).*" + what + ".*"), before);
        Files.writeString(file, before.replaceFirst(what, by));
    }

    @Test
    void writtenThenAsExpected() throws IOException {
        Run first = check();
        assertEquals(0, first.exit(), first.err());
        assertTrue(first.out().startsWith("2 checks: 10 NEW"), first.out());
        assertEquals(0, check("--write").exit());
        String written = Files.readString(Path.of(baseline));
        assertTrue(written.startsWith(CHECKS.stripTrailing() + "\n\nexpected:"), written);
        Run second = check();
        assertEquals(0, second.exit());
        assertEquals("2 checks: 10 OK", second.out().strip());
        check("--write");
        assertEquals(written, Files.readString(Path.of(baseline)), "writing again changes nothing");
    }

    @Test
    void aChangeOfTheModelIsARegressionOrAnImprovement() throws IOException {
        check("--write");
        replace(folder.resolve("mine.yaml"), "default: 50", "default: 60");
        Run worse = check();
        assertEquals(1, worse.exit(), worse.out());
        assertTrue(worse.out().contains("2 REGRESSION") && worse.out().contains("8 OK"), worse.out());
        replace(folder.resolve("mine.yaml"), "default: 60", "default: 40");
        Run better = check();
        assertEquals(0, better.exit(), better.out());
        assertTrue(better.out().contains("2 IMPROVEMENT"), better.out());
    }

    @Test
    void aChangeOfTtbenchIsToldApart() throws IOException {
        check("--write");
        Path file = Path.of(baseline);
        replace(file, "time_s: [0-9.]+", "time_s: 0.0005");
        assertEquals(1, check().exit(), "the same constants: the model is slower");
        replace(file, "constants: '[0-9a-f]+'", "constants: '0123456789abcdef'");
        replace(file, "flops: [0-9]+", "flops: 17");
        Run run = check();
        assertEquals(0, run.exit(), run.out());
        assertTrue(run.out().contains("2 CHANGED"), run.out());
        assertTrue(check("--format", "json").out().contains("the model's file is the same"));
    }

    @Test
    void budgetsToleranceAndMissingChecks() throws IOException {
        check("--write");
        Path file = Path.of(baseline);
        replace(file, "24 GiB", "1.5 GB");
        Run budget = check();
        assertEquals(1, budget.exit());
        assertTrue(budget.out().replaceAll("\\s+", " ").contains("past its budget of 1.50 GB"), budget.out());
        replace(file, "1.5 GB", "24 GiB, time_s: 1 h");
        replace(file, "time_s: [0-9.]+", "time_s: 1");
        replace(file, "id: llama", "id: lama, tolerance: {time_s: 0.5}");
        Run run = check();
        assertEquals(1, run.exit());
        assertTrue(run.out().contains("1 MISSING") && run.out().contains("5 NEW"), run.out());
    }

    @Test
    void forMachines() throws Exception {
        check("--write");
        replace(Path.of(baseline), "time_s: [0-9.]+", "time_s: 0.0005");
        Path junit = folder.resolve("j.xml");
        Path markdown = folder.resolve("m.md");
        Run run = Run.in(Map.of("GITHUB_ACTIONS", "true"), "check", "--baseline", baseline, "--junit", junit.toString(), "--markdown", markdown.toString());
        assertEquals(1, run.exit());
        assertTrue(run.out().contains("::error file=" + folder.resolve("mine.yaml") + ",line=1,title=ttbench REGRESSION::") || run.out().contains("::error file=" + baseline), run.out());
        var suites = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(Files.readString(junit).getBytes(StandardCharsets.UTF_8))).getDocumentElement();
        assertEquals("10", suites.getAttribute("tests"));
        assertEquals(10, suites.getElementsByTagName("testcase").getLength());
        assertEquals(1, suites.getElementsByTagName("failure").getLength());
        String m = Files.readString(markdown);
        assertTrue(m.startsWith("### ttbench: not as expected") && m.contains("<details><summary>9 as expected</summary>") && m.length() < 60_000, m);
    }

    @Test
    void aBaselineInJson() throws IOException {
        baseline = folder.resolve("c.json").toString();
        Files.writeString(Path.of(baseline), "{\"checks\": [{\"model\": \"sd-v1.5\", \"device\": \"l4\", \"max\": {\"time_s\": 100}}]}");
        assertEquals(0, check("--write").exit());
        String written = Files.readString(Path.of(baseline));
        assertEquals(0, check().exit());
        check("--write");
        assertEquals(written, Files.readString(Path.of(baseline)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "checks: 3", "checks: [{modle: x}]", "checks: [{model: sd-v1.5, max: {time: 2}}]", "checks: [{model: sd-v1.5, max: {time_s: 24 GiB}}]", "checks: [{model: none.yaml}]",
        "checks: [{model: sd-v1.5}, {model: sd-v1.5}]", "checks: [{model: sd-v1.5, tolerance: {time_s: much}}]", "checks: [{model: sd-v1.5, set: {height: 513}}]", "checks: []\nexpected: {results: {}}", "]"})
    void whatIsBrokenIsSaidWithItsPlace(String text) throws IOException {
        Files.writeString(Path.of(baseline), text);
        Run run = check();
        assertEquals(2, run.exit(), run.out() + run.err());
        assertTrue(run.err().contains("c.yaml:") || run.err().contains("none.yaml"), run.err());
    }
}
