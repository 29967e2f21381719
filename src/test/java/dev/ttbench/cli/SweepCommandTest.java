package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
    private static final String[] AXES = {"sweep", "--model", "sd-v1.5,llama-2-7b", "--set", "batch=1,3", "--set", "prompt_tokens=10,77", "--device", "a100-sxm4-80gb,l4", "--attention", "flash,baseline"};

    @TempDir
    Path folder;

    private static Run sweep(String... more) {
        List<String> words = new ArrayList<>(List.of(AXES));
        words.addAll(List.of(more));
        return Run.of(words.toArray(new String[0]));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void everyRowIsThatOfAProfile() throws IOException {
        String[] lines = sweep("--format", "jsonl").out().split("\n");
        assertEquals(32, lines.length);
        ObjectMapper json = new ObjectMapper();
        for (String line : lines) {
            JsonNode r = json.readTree(line);
            JsonNode p = json.readTree(Run.of("profile", "--model", r.get("model").asText(), "--set", "batch=" + r.get("batch"), "--set", "prompt_tokens=" + r.get("prompt_tokens"), "--device",
                    r.get("device").asText(), "--attention", r.get("attention").asText(), "--format", "json").out());
            assertEquals(p.at("/totals/time_s"), r.get("time_s"), line);
            assertEquals(p.at("/totals/time_high_s"), r.get("time_high_s"), line);
            assertEquals(p.at("/totals/flops/attention"), r.get("flops_attention"), line);
            assertEquals(p.at("/totals/bytes_written"), r.get("bytes_written"), line);
            assertEquals(p.at("/totals/peak_memory_bytes"), r.get("peak_memory_bytes"), line);
            assertEquals(p.at("/totals/fits"), r.get("fits"), line);
        }
    }

    @Test
    void rowsDependNeitherOnThreadsNorOnShards() throws IOException {
        String whole = sweep("--threads", "1").out();
        assertEquals(whole, sweep("--threads", "7").out());
        assertEquals("model,batch,prompt_tokens,device,attention,time_s,time_low_s,time_high_s,flops_convolution,flops_linear,flops_attention,flops_vector,bytes_read,bytes_written,parameters,"
                + "peak_memory_bytes,fits,status,reason", whole.lines().findFirst().orElse(""));
        List<String> parts = new ArrayList<>();
        for (int i = 3; i >= 1; i--) {
            assertEquals(0, sweep("--shard", i + "/3", "-o", file(i + ".csv")).exit());
            parts.add(file(i + ".csv"));
        }
        Run merged = Run.of("merge", parts.get(0), parts.get(1), parts.get(2), "-o", file("all.csv"));
        assertEquals(0, merged.exit(), merged.err());
        assertEquals(whole, Files.readString(folder.resolve("all.csv")));
        assertTrue(Run.of("merge", parts.get(0), parts.get(1), "-o", file("x.csv")).err().contains("part 1/3 is missing"));
        assertTrue(Run.of("merge", parts.get(0), parts.get(0), parts.get(1), "-o", file("x.csv")).err().contains("part 3/3 is also"));
        Files.writeString(folder.resolve("2.csv"), "a\r\n");
        assertTrue(Run.of("merge", parts.get(0), parts.get(1), parts.get(2), "-o", file("x.csv")).err().contains("2.csv: 0 rows, but it had 12 when it was written"));
        assertFalse(Files.exists(folder.resolve("x.csv")));
    }

    @Test
    void anInterruptedSweepGoesOnWhereverItWasStopped() throws IOException {
        byte[] whole = sweep().out().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Random random = new Random(5);
        for (int i = 0; i < 12; i++) {
            assertEquals(0, sweep("-o", file("r.csv")).exit());
            // what a killed run leaves: some bytes of the rows, and whose they are
            Files.delete(folder.resolve("r.csv"));
            Path digest = digest();
            Files.write(folder.resolve("r.csv.part"), java.util.Arrays.copyOf(whole, i == 0 ? 3 : random.nextInt(whole.length)));
            Files.copy(digest, folder.resolve("r.csv.part.request"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Run without = sweep("-o", file("r.csv"));
            assertEquals(2, without.exit());
            assertTrue(without.err().contains("--resume goes on with it"), without.err());
            Run other = sweep("--where", "batch == 1", "--resume", "-o", file("r.csv"));
            assertEquals(2, other.exit());
            assertTrue(other.err().contains("was of another request"), other.err());
            Run resumed = sweep("--resume", "-o", file("r.csv"));
            assertEquals(0, resumed.exit(), resumed.err());
            assertEquals(new String(whole, java.nio.charset.StandardCharsets.UTF_8), Files.readString(folder.resolve("r.csv")));
            assertFalse(Files.exists(folder.resolve("r.csv.part")) || Files.exists(folder.resolve("r.csv.part.request")));
        }
    }

    /** The digest of the sweep. */
    private Path digest() {
        Path kept = folder.resolve("digest");
        return Files.exists(kept) ? kept : SweepRequest.caught(folder.resolve("d.csv"), kept, () -> sweep("-o", file("d.csv")));
    }

    @Test
    void whereZipTopAndPareto() {
        Run where = Run.of("sweep", "--model", "sd-v1.5", "--set", "height=512:1024:256", "--set", "width=512,1024", "--where", "height * width <= 2^19");
        assertEquals(List.of("512,512", "512,1024", "768,512", "1024,512"), where.out().lines().skip(1).map(l -> l.split(",")[1] + "," + l.split(",")[2]).toList());
        Run zip = Run.of("sweep", "--model", "sd-v1.5", "--set", "height=512,768", "--set", "batch=1,2", "--set", "width=640,512", "--zip", "height,width");
        assertEquals(List.of("sd-v1.5,512,640,1", "sd-v1.5,512,640,2", "sd-v1.5,768,512,1", "sd-v1.5,768,512,2"), zip.out().lines().skip(1).map(l -> l.replaceAll("((?:[^,]*,){3}[^,]*),.*", "$1")).toList());
        List<String> top = Run.of("sweep", "--model", "sd-v1.5", "--set", "batch=1:16*2", "--top", "2", "--by", "peak_memory_bytes").out().lines().toList();
        assertEquals(3, top.size());
        assertTrue(top.get(1).startsWith("sd-v1.5,1,") && top.get(2).startsWith("sd-v1.5,2,"), top.toString());
        List<String> front = Run.of("sweep", "--model", "sd-v1.5", "--set", "batch=1,2", "--runtime", "eager,compiled", "--pareto", "time_s,peak_memory_bytes").out().lines().toList();
        assertTrue(front.size() >= 2 && front.stream().skip(1).noneMatch(l -> l.startsWith("sd-v1.5,2")), front.toString());
    }

    @Test
    void aPointThatCannotBeIsARow() {
        List<String> rows = Run.of("sweep", "--model", "sd-v1.5", "--set", "height=512,513", "--set", "batch=1,4096", "--device", "l4").out().lines().toList();
        assertEquals(5, rows.size());
        assertTrue(rows.get(1).endsWith(",true,ok,"), rows.get(1));
        assertTrue(rows.get(2).contains(",false,no fit,\"needs "), rows.get(2));
        assertTrue(rows.get(3).contains(",refused,") && rows.get(3).contains("the nearest are 512 and 520"), rows.get(3));
    }

    @Test
    void requestsComeOneALine() throws IOException {
        Path in = folder.resolve("in.jsonl");
        Files.writeString(in, "{\"model\":\"sd-v1.5\",\"set\":{\"batch\":2},\"device\":\"l4\"}\n\nnot json\n{\"model\":\"sd-v1.5\",\"sat\":{}}\n{\"model\":\"sd-v9\"}\n[]\n{\"set\":{}}\n{\"model\":\"llama-2-7b\"}\n");
        List<String> out = Run.of("sweep", "--from", in.toString()).out().lines().toList();
        assertEquals(7, out.size());
        assertTrue(out.get(0).startsWith("{\"model\": \"sd-v1.5\", \"batch\": 2, \"device\": \"l4\", \"time_s\": "), out.get(0));
        assertTrue(out.get(1).startsWith("{\"error\": \"this line is no JSON"), out.get(1));
        assertTrue(out.get(2).contains("there is no key 'sat'; did you mean 'set'?"), out.get(2));
        assertTrue(out.get(3).contains("there is no model 'sd-v9'"), out.get(3));
        assertTrue(out.get(4).contains("a JSON object expected"), out.get(4));
        assertTrue(out.get(5).contains("'model' is needed"), out.get(5));
        assertTrue(out.get(6).startsWith("{\"model\": \"llama-2-7b\", \"time_s\""), out.get(6));
    }

    @Test
    void whenNobodyReadsOnItStops() {
        java.io.StringWriter err = new java.io.StringWriter();
        java.io.Writer head = new java.io.Writer() {
            @Override
            public void write(char[] text, int from, int count) throws IOException {
                throw new IOException("Broken pipe");
            }

            @Override
            public void flush() { }

            @Override
            public void close() { }
        };
        new Ttbench(new Environment(Path.of("suites"), java.util.Map.of(), "UTF-8", () -> false)).run(new java.io.PrintWriter(head), new java.io.PrintWriter(err), "sweep", "--model", "sd-v1.5", "--stage",
                "text_encoder", "--set", "batch=1:4000", "--device", "l4,t4");
        java.util.regex.Matcher points = java.util.regex.Pattern.compile("ttbench: (\\d+) points in").matcher(err.toString());
        assertTrue(points.find() && Integer.parseInt(points.group(1)) < 8000, err.toString());
    }

    @Test
    void namesThatNothingHasAreSaidBeforeItStarts() {
        for (String[] words : new String[][] {{"--device", "l4,l44"}, {"--attention", "flsh"}, {"--dtype", "fp61"}, {"--runtime", "eagre"}, {"--layout", "nhwc"}, {"--set", "butch=1"}, {"--stage", "unot"}}) {
            Run run = Run.of("sweep", "--model", "sd-v1.5", words[0], words[1]);
            assertEquals(2, run.exit(), words[1]);
            assertEquals("", run.out(), words[1]);
            assertTrue(run.err().startsWith("ttbench: " + words[0]), run.err());
        }
        Run several = Run.of("sweep", "--model", "sd-v1.5,llama-2-7b", "--set", "height=512");
        assertEquals(0, several.exit(), several.err());
        assertTrue(several.out().contains("refused"), "a parameter that one of the models has");
    }

    @Test
    void wrongArgumentsAreSaid() {
        for (String[] words : new String[][] {{"sweep", "--set", "batch=1"}, {"sweep", "--model", "sd-v1.5", "--set", "batch"}, {"sweep", "--model", "sd-v1.5", "--where", "batch +"},
            {"sweep", "--model", "sd-v1.5", "--where", "butch > 1"}, {"sweep", "--model", "sd-v1.5", "--zip", "a,b"}, {"sweep", "--model", "sd-v1.5", "--top", "0"},
            {"sweep", "--model", "sd-v1.5", "--top", "1", "--by", "speed"}, {"sweep", "--model", "sd-v1.5", "--resume"}, {"sweep", "--from", "x.jsonl", "--model", "sd-v1.5"},
            {"sweep", "--from", folder.resolve("none").toString()}, {"sweep", "--model", "sd-v9"}, {"sweep", "--model", "sd-v1.5", "--shard", "2"}}) {
            Run run = Run.of(words);
            assertEquals(2, run.exit(), String.join(" ", words) + run.err());
            assertFalse(run.err().isBlank());
        }
    }
}
