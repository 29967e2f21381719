package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sweep in a file is the sweep of the same options. */
class SweepFileTest {
    private static final String SWEEP = """
            sweep: sizes
            model: sd-v1.5
            set:
              height: 512:1024:256
              width: [512, "768:1024:256"]
              batch: 1:8
            zip: [height, width]
            where: height * batch <= 2^11
            device: [a100-sxm4-80gb, l4]
            attention: flash, baseline
            stages: [unet, vae_decoder]
            """;
    private static final String[] OPTIONS = {"sweep", "--model", "sd-v1.5", "--set", "height=512:1024:256", "--set", "width=512,768,1024", "--set", "batch=1:8", "--zip", "height,width", "--where",
        "height * batch <= 2^11", "--device", "a100-sxm4-80gb,l4", "--attention", "flash,baseline", "--stage", "unet", "--stage", "vae_decoder"};

    @TempDir
    Path folder;
    private String file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("my-sweep.yaml").toString();
        Files.writeString(Path.of(file), SWEEP);
    }

    private static String[] and(String[] words, String... more) {
        String[] out = java.util.Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, out, words.length, more.length);
        return out;
    }

    @Test
    void sameRowsAsItsOptions() {
        Run byFile = Run.of("sweep", file);
        assertEquals(0, byFile.exit(), byFile.err());
        assertEquals(Run.of(OPTIONS).out(), byFile.out());
    }

    @Test
    void optionsStandInPlaceOfWhatItSays() {
        String expected = Run.of("sweep", "--model", "sd-v1.5", "--set", "height=512,768", "--set", "width=768,512", "--set", "batch=2", "--set", "steps=20", "--zip", "height,width", "--device", "h100-sxm5-80gb",
                "--attention", "flash,baseline", "--stage", "unet", "--where", "true").out();
        assertEquals(expected, Run.of("sweep", file, "--set", "height=512,768", "--set", "width=768,512", "--set", "batch=2", "--set", "steps=20", "--device", "h100-sxm5-80gb", "--stage", "unet",
                "--where", "true").out());
    }

    @Test
    void modelsLieBesideTheFile() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), Files.readString(Path.of("suites/models/sd-v1.5.yaml")).replace("model: sd-v1.5", "model: mine"));
        Files.writeString(Path.of(file), "sweep: s\nmodel: [mine.yaml, sd-v1.5]\nset: {batch: 2}\nstages: [vae_decoder]\n");
        String[] rows = Run.of("sweep", file).out().split("\r\n");
        assertEquals(3, rows.length);
        assertEquals(rows[1].substring(rows[1].indexOf(',')), rows[2].substring(rows[2].indexOf(',')));
    }

    @Test
    void lintKnowsIt() {
        Run lint = Run.of("lint", file);
        assertEquals(0, lint.exit(), lint.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "sd-v1.5       | sd-v9      | there is no model 'sd-v9'",
        "batch: 1:8    | butch: 1:8 | 6:10: the model 'sd-v1.5' has no parameter 'butch'",
        "l4]           | l44]       | 9:9: there is no device 'l44'",
        "baseline      | basline    | 10:12: there is no attention 'basline'",
        "unet,         | unot,      | 11:9: the model 'sd-v1.5' has no stage 'unot'",
        "[height, wid  | [hight, wid| 7:6: zip hight,width: there is no axis 'hight'",
        "768:1024:256  | 768        | 'height' has 3 values and 'width' 2",
        "2^11          | 2^         | 8:8:",
        "height * batch| hight      | 8:8:",
        "sweep: sizes  | swoop: s   | this file holds no sweep",
        "where:        | were:      | a sweep has no key 'were'",
        "1:8           | 8:1        | 6:10: set batch=8:1: 8:1 ends before it starts",
        "1:8           | {a: 1}     | 6:10: a value expected, not a map",
        "1:8           | []         | an axis needs a value",
    })
    void whatIsWrongIsSaidWithItsPlaceAndBeforeItRuns(String what, String by, String says) throws IOException {
        Files.writeString(Path.of(file), SWEEP.replace(what.strip(), by.strip()));
        Run run = Run.of("sweep", file, "-o", folder.resolve("out.csv").toString());
        assertEquals(2, run.exit(), run.err());
        assertTrue(run.err().contains(says), run.err());
        assertTrue(Files.notExists(folder.resolve("out.csv.part")));
    }

    @Test
    void itGoesWithNoRequestsAsLines() {
        Run run = Run.of("sweep", file, "--from", "x.jsonl");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("does not go with --from"), run.err());
    }
}
