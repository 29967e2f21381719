package dev.ttbench.cli;

import static dev.ttbench.study.StudyFiles.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.study.StudyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as users type it, into folders that are there, are not there, or cannot be. */
class SuiteCommandTest {
    private static final Path GOLDEN = Path.of("src/test/resources/study/small");

    @TempDir
    Path folder;

    @Test
    void writesTheFolder() throws IOException {
        Path to = folder.resolve("new/out");
        Run run = Run.of("suite", SMALL, "--output", to.toString());
        assertEquals(new Run(0, "", "ttbench: 19 files in " + to + ", index.html or index.md first; findings: agrees 1, differs 1, unknown 1\n"), run);
        TreeSet<String> names = StudyFiles.names(to);
        assertTrue(names.remove("index.html"), "the page has a test of its own");
        assertEquals(StudyFiles.names(GOLDEN), names);
        for (String name : names) {
            String text = Files.readString(to.resolve(name)).replace("\"version\": \"" + Version.number(), "\"version\": \"" + StudyFiles.VERSION)
                    .replace("ttbench " + Version.number(), "ttbench " + StudyFiles.VERSION);
            assertEquals(Files.readString(GOLDEN.resolve(name)), text, name);
        }
    }

    @Test
    void replacesWhatIsThereAndLeavesOtherFiles() throws IOException {
        Files.writeString(folder.resolve("totals.csv"), "old");
        Files.writeString(folder.resolve("index.md"), "old");
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertEquals(0, Run.of("suite", SMALL, "-o", folder.toString(), "--study", "totals", "--threads", "1").exit());
        assertEquals(new TreeSet<>(List.of("index.html", "index.md", "mine.txt", "totals.csv", "totals.json")), StudyFiles.names(folder));
        assertTrue(Files.readString(folder.resolve("totals.csv")).startsWith("name,task,model,"));
        assertTrue(Files.readString(folder.resolve("index.md")).contains("## The workloads"));
        assertEquals("mine", Files.readString(folder.resolve("mine.txt")));
    }

    @Test
    void onlyTheStudiesThatWereAskedForAreInTheIndex() throws IOException {
        assertEquals(0, Run.of("suite", SMALL, "-o", folder.toString(), "--study", "kinds", "--study", "totals").exit());
        assertEquals(new TreeSet<>(List.of("index.html", "index.md", "kinds.csv", "kinds.json", "kinds.svg", "totals.csv", "totals.json")), StudyFiles.names(folder));
        String index = Files.readString(folder.resolve("index.md"));
        assertTrue(index.contains("| C3 |") && !index.contains("| C4 |") && !index.contains("## Stages"), index);
        assertTrue(index.indexOf("id=\"totals\"") < index.indexOf("id=\"kinds\""), "in the suite's order");
    }

    @Test
    void aRunThatFailsWritesNothing() throws IOException {
        Path to = folder.resolve("out");
        assertEquals(2, Run.of("suite", SMALL, "-o", to.toString(), "--set", "height=5").exit());
        assertFalse(Files.exists(to));
    }

    @Test
    void whatCannotBeWrittenIsTheMachinesFailure() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "mine");
        Run at = Run.of("suite", SMALL, "-o", file.toString(), "--study", "totals");
        assertEquals(new Run(4, "", "ttbench: cannot write " + file + ": it is a file, not a folder\n"), at);
        Run below = Run.of("suite", SMALL, "-o", file + "/out", "--study", "totals");
        assertEquals(4, below.exit(), below::toString);
        assertTrue(below.err().startsWith("ttbench: cannot write " + file + "/out: "), below::toString);
        assertEquals("mine", Files.readString(file));
        Files.createDirectory(folder.resolve("totals.csv"));
        Run taken = Run.of("suite", SMALL, "-o", folder.toString(), "--study", "totals");
        assertEquals(new Run(4, "", "ttbench: cannot write " + folder.resolve("totals.csv") + ": it is a folder\n"), taken);
    }

    @Test
    void aFolderThatMayNotBeWrittenIsToo() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Assumptions.assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "this user may write everywhere");
        Run run = Run.of("suite", SMALL, "-o", locked.toString(), "--study", "totals");
        locked.toFile().setWritable(true);
        assertEquals(4, run.exit(), run::toString);
        assertTrue(run.err().contains("permission denied"), run::toString);
    }

    @Test
    void withoutAFolderFindingsArePrinted() throws IOException {
        Run table = Run.of("suite", SMALL);
        assertEquals(0, table.exit(), table::err);
        assertTrue(table.out().contains("C2") && table.out().contains("differs") && table.out().contains("A UNet has attention too."), table::out);
        Run json = Run.of("suite", SMALL, "--format", "json");
        JsonNode all = new ObjectMapper().readTree(json.out());
        assertEquals("ttbench.suite", all.get("format").asText());
        assertEquals(12, all.get("runs").asInt());
        assertEquals(3, all.get("findings").size());
        assertEquals("differs", all.get("findings").get(2).get("verdict").asText());
        Run csv = Run.of("suite", SMALL, "--format", "csv", "--study", "shares");
        assertEquals(0, csv.exit());
        assertTrue(csv.out().contains("findings,0,verdict,agrees\r\n"), csv::out);
        assertFalse(csv.out().contains("C3"), csv::out);
    }

    private static void refused(String message, String... args) {
        Run run = Run.of(args);
        assertEquals(2, run.exit(), run::toString);
        assertEquals("", run.out());
        assertTrue(run.err().contains(message), run::toString);
    }

    @Test
    void wrongArgumentsAreRefused() {
        refused("there is no suite 'papr'; did you mean 'paper'?", "suite", "papr");
        refused("there is no such file", "suite", "papr.yaml");
        refused("this file holds no suite", "suite", "suites/models/sd-v1.5.yaml");
        refused("did you mean 'shares'?", "suite", SMALL, "--study", "share");
        refused("--threads 0: a number from 1 to 1024 expected", "suite", SMALL, "--threads", "0");
        refused("--threads two: a number from 1 to 1024 expected", "suite", SMALL, "--threads", "two");
        refused("--set hight: no run of the suite 'small' takes it", "suite", SMALL, "--set", "hight=64");
        refused("there is no device 'a1000'", "suite", SMALL, "--device", "a1000");
        refused("'fp16'", "suite", SMALL, "--dtype", "fp17");
        refused("known: table, json, csv", "suite", SMALL, "--format", "xml");
        refused("--format is for findings that are printed", "suite", SMALL, "--format", "csv", "-o", "out");
        refused("SUITE", "suite");
    }

    @Test
    void lintRunsASuite() {
        assertEquals(new Run(0, "", "1 file, no problems\n"), Run.of("lint", SMALL));
        Run run = Run.of("lint", "src/test/resources/errors/suite-unknown-column.yaml");
        assertEquals(2, run.exit());
        assertTrue(run.out().contains(":13:11: there is no column 'time' here"), run::out);
    }
}
