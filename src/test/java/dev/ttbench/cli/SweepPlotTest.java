package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of sweeps. */
class SweepPlotTest {
    @TempDir
    Path folder;

    private Run sweep(String... more) {
        List<String> words = new ArrayList<>(List.of("sweep", "--model", "sd-v1.5", "--stage", "vae_decoder"));
        words.addAll(List.of(more));
        words.addAll(List.of("--plot", folder.resolve("p.svg").toString()));
        return Run.of(words.toArray(new String[0]));
    }

    private String plot() throws IOException {
        return Files.readString(folder.resolve("p.svg"));
    }

    private static List<String> labels(String svg) {
        return Matches.all(">([^<>]+)</text>", svg);
    }

    /** Rectangles or runs of a path's data. */
    private static long moves(String svg, String attribute) {
        return svg.lines().filter(l -> l.startsWith("<path") && l.contains(attribute)).mapToLong(l -> l.chars().filter(c -> c == 'M').count()).sum();
    }

    @Test
    void linesOfTheTimeOverTheFirstAxis() throws IOException {
        Run run = sweep("--set", "height=256:1024:256", "--device", "l4,t4");
        assertEquals(0, run.exit(), run.err());
        assertEquals(9, run.out().lines().count(), "the rows are printed all the same");
        List<String> labels = labels(plot());
        assertTrue(labels.containsAll(List.of("sd-v1.5: Time by height and device", "Time (s)", "height", "l4", "t4", "1000")), labels::toString);
        assertEquals(2, plot().lines().filter(l -> l.contains("stroke-linejoin")).filter(l -> l.contains("M")).count() / 2, plot());
    }

    @Test
    void aHeatMapOfANumberOverTwoAxes() throws IOException {
        Run run = sweep("--set", "height=256:1024:64", "--set", "width=256:1024:64", "--x", "height", "--y", "width", "--colour", "flops_convolution", "-o", folder.resolve("o.csv").toString());
        assertEquals(0, run.exit(), run.err());
        List<String> labels = labels(plot());
        assertTrue(labels.contains("sd-v1.5: Work of convolutions by height and width"), labels::toString);
        assertEquals(8, labels.stream().filter(l -> l.matches("\\d.*FLOP( to .*FLOP)?")).count(), labels::toString);
        assertFalse(run.err().contains("the plot"), run.err());
        sweep("--set", "height=256:512:64", "--set", "width=256:512:64", "--set", "batch=1,2", "--x", "height", "--y", "width", "--colour", "time_s");
        assertTrue(sweep("--set", "height=256:512:64", "--set", "width=256:512:64", "--set", "batch=1,2", "--x", "height", "--y", "width", "--colour", "time_s").err()
                .contains("several rows fall into one cell of the plot, which shows the least 'time_s' of them"));
    }

    @Test
    void aHeatMapOfDevicesAndBatches() throws IOException {
        Run run = sweep("--set", "batch=1:16*2", "--device", "l4,a30,t4", "--x", "device", "--y", "batch", "--colour", "time_s");
        assertEquals(0, run.exit(), run.err());
        List<String> labels = labels(plot());
        assertTrue(labels.containsAll(List.of("l4", "a30", "t4", "device", "batch", "sd-v1.5: Time by device and batch")), labels::toString);
    }

    @Test
    void barsWhereTheAxisIsOneOfNames() throws IOException {
        sweep("--device", "l4,t4,a100-sxm4-80gb", "--runtime", "eager,compiled");
        List<String> labels = labels(plot());
        assertTrue(labels.containsAll(List.of("l4", "t4", "a100-sxm4-80gb", "eager", "compiled", "device")), labels::toString);
        assertTrue(plot().contains("url(#fill-1)"), "bars have patterns");
    }

    @Test
    void onlyTheRowsThatAreKept() throws IOException {
        Run run = sweep("--set", "batch=1:64", "--pareto", "time_s,peak_memory_bytes", "--x", "time_s", "--y", "peak_memory_bytes");
        assertEquals(2, run.out().lines().count(), run.out());
        assertTrue(plot().contains("1 row of a sweep"), plot());
    }

    @Test
    void rowsThatDoNotFitAreLeftOutUnlessTheColourTells() throws IOException {
        Run run = sweep("--set", "batch=1,4096", "--set", "height=512,513", "--device", "l4", "--x", "height", "--y", "peak_memory_bytes");
        assertTrue(run.err().contains("the plot leaves out 3 rows that do not fit or were refused"), run.err());
        run = sweep("--set", "batch=1,4096", "--set", "height=512,513", "--device", "l4", "--x", "height", "--y", "peak_memory_bytes", "--colour", "status");
        assertTrue(run.err().contains("the plot leaves out 2 rows"), run.err());
        assertTrue(labels(plot()).containsAll(List.of("ok", "no fit")));
    }

    @Test
    void aResumedSweepShowsTheEarlierRowsToo() throws IOException {
        String[] axes = {"--set", "height=256:1024:64", "--device", "l4,t4", "-o", folder.resolve("r.csv").toString()};
        sweep(axes);
        String whole = plot();
        byte[] rows = Files.readAllBytes(folder.resolve("r.csv"));
        for (String form : List.of("csv", "jsonl")) {
            axes[axes.length - 1] = folder.resolve("r." + form).toString();
            Path digest = SweepRequest.caught(folder.resolve("r." + form), folder.resolve("digest-" + form), () -> sweep(axes));
            sweep(axes);
            rows = Files.readAllBytes(folder.resolve("r." + form));
            Files.write(folder.resolve("r." + form + ".part"), java.util.Arrays.copyOf(rows, rows.length / 2));
            Files.copy(digest, folder.resolve("r." + form + ".part.request"));
            Files.delete(folder.resolve("p.svg"));
            List<String> again = new ArrayList<>(List.of(axes));
            again.add("--resume");
            Run run = sweep(again.toArray(new String[0]));
            assertEquals(0, run.exit(), run.err());
            assertTrue(run.err().contains("rows were there already"), run.err());
            assertEquals(whole, plot());
        }
    }

    @Test
    void manyRowsAreThinnedAndItIsSaid() throws IOException {
        Run run = Run.of("sweep", "--model", "sd-v1.5", "--stage", "text_encoder", "--set", "batch=1:4000", "--device", "l4,t4,a30,a10,h100-sxm5-80gb,a100-sxm4-80gb", "--plot", folder.resolve("p.svg").toString(), "-o",
                folder.resolve("many.csv").toString());
        assertTrue(run.err().contains("ttbench: the plot shows 12000 of 24000 rows, one in 2"), run.err());
        assertTrue(plot().length() < 200_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--x heigth|did you mean", "--y device|its values are no numbers", "--y status|its values are no numbers", "--colour speed|there is no such column"})
    void columnsThatCannotBeAreSaidFirst(String words) {
        String[] parts = words.split("[ |]", 3);
        Run run = sweep("--set", "height=256,512", "--device", "l4,t4", parts[0], parts[1]);
        assertEquals(2, run.exit());
        assertTrue(run.err().contains(parts[2]), run.err());
        assertEquals("", run.out());
    }

    @Test
    void theSameRowsMakeTheSamePicture() throws IOException {
        for (String colour : List.of("batch", "flops_attention", "device")) {
            String[] axes = {"--set", "height=256:1024:64", "--set", "batch=1:16", "--device", "l4,t4", "--colour", colour, "--threads", "1"};
            sweep(axes);
            String first = plot();
            axes[axes.length - 1] = "5";
            sweep(axes);
            assertEquals(first, plot(), colour);
            if (colour.equals("batch")) {
                assertTrue(labels(first).containsAll(List.of("1 to 2", "15 to 16")), labels(first)::toString);
            }
        }
    }

    @Test
    void aPlotThatCannotBeWrittenIsSaidBeforeTheWork() {
        Run run = Run.of("sweep", "--model", "sd-v1.5", "--plot", folder.resolve("none/p.svg").toString());
        assertEquals(4, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().contains("its folder does not exist"), run.err());
    }

    @Test
    void withoutARowItSaysSo() throws IOException {
        for (String colour : List.of("time_s", "status")) {
            assertEquals(0, sweep("--set", "height=513,515", "--set", "width=513,517", "--x", "height", "--y", "width", "--colour", colour).exit());
            assertTrue(colour.equals("status") || plot().contains("no data"));
        }
    }

    @Test
    void whatGoesTogether() {
        assertTrue(Run.of("sweep", "--model", "sd-v1.5", "--x", "height").err().contains("--x goes with --plot"));
        assertTrue(Run.of("sweep", "--model", "sd-v1.5", "--plot", "x.png").err().contains("a name that ends in .svg expected"));
        assertTrue(Run.of("sweep", "--from", "x.jsonl", "--plot", "x.svg").err().contains("--plot does not go with --from"));
        assertTrue(Run.of("sweep", "--from", "x.jsonl", "-o", "x.csv").err().contains("--from is answered in JSON lines"));
    }
}
