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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fit} and {@code advise}, end to end. */
class PlanningCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static JsonNode json(String... args) throws IOException {
        Run run = Run.of(args);
        assertEquals(0, run.exit(), run.err());
        return JSON.readTree(run.out());
    }

    @Test
    void fitSaysTheSameInEveryForm() throws IOException {
        JsonNode n = json("fit", "--model", "sdxl", "--device", "rtx-3060", "--format", "json");
        assertEquals("ttbench.fit", n.get("format").asText());
        assertTrue(n.get("monotone").asBoolean());
        assertEquals(6, n.get("requests").size(), "three placements, without and with what saves memory");
        assertEquals(12, n.get("largest").size(), "two quantities of each");
        assertEquals("true", n.at("/saving/vae_tiling").asText());
        JsonNode profile = json("profile", "--model", "sdxl", "--device", "rtx-3060", "--format", "json");
        assertEquals(profile.at("/totals/peak_memory_bytes"), n.at("/requests/0/peak_memory_bytes"));
        assertEquals(profile.at("/totals/time_s"), n.at("/requests/0/time_s"));
        List<String> csv = Run.of("fit", "--model", "sdxl", "--device", "rtx-3060", "--format", "csv").out().lines().toList();
        assertEquals(1 + 6 + 12, csv.size());
        assertTrue(csv.get(0).startsWith("placement,quantity,most,peak_memory_bytes,stage,time_s"), csv.get(0));
        assertTrue(csv.get(7).startsWith("resident,batch," + n.at("/largest/0/most").asText() + "," + n.at("/largest/0/peak_memory_bytes").asText()), csv.get(7));
        String table = Run.of("fit", "--model", "sdxl", "--device", "rtx-3060").out();
        assertTrue(table.contains("The most that fits in model-offload") && table.contains("at best") && table.contains("enable_model_cpu_offload()"), table);
        assertTrue(table.lines().allMatch(l -> l.length() <= 80), table);
    }

    @Test
    void fitOfWhatDoesNotFit() throws IOException {
        Run run = Run.of("fit", "--model", "wan2.1-14b", "--device", "rtx-4090", "--find", "frames");
        assertEquals(0, run.exit());
        assertTrue(run.out().contains("sequential-offload at best") && run.out().contains("even 1 takes"), run.out());
        assertTrue(run.out().lines().allMatch(l -> l.length() <= 80), run.out());
        JsonNode n = json("fit", "--model", "wan2.1-14b", "--device", "rtx-4090", "--find", "frames", "--format", "json");
        assertTrue(n.at("/largest/0/most").isNull());
        assertEquals("1", n.at("/largest/0/next").asText());
    }

    @Test
    void quantisedWeightsMakeRoom() throws IOException {
        JsonNode plain = json("fit", "--model", "llama-2-7b", "--device", "t4", "--find", "prompt_tokens", "--format", "json");
        JsonNode quantised = json("fit", "--model", "llama-2-7b", "--device", "t4", "--weights", "int4", "--find", "prompt_tokens", "--format", "json");
        assertTrue(quantised.at("/largest/0/most").asLong() > plain.at("/largest/0/most").asLong());
    }

    @Test
    void adviceSaysTheSameInEveryForm() throws IOException {
        String[] ask = {"advise", "--model", "sd-v1.5", "--device", "l4,a100-sxm4-80gb,t4", "--target", "20s", "--runtime", "eager,compiled", "--dtype", "fp16,fp32", "--weights", "none,int8", "--price", "l4=0.08"};
        JsonNode n = json(with(ask, "--format", "json"));
        assertEquals("ttbench.advice", n.get("format").asText());
        assertEquals(3 * 2 * 2 * 2, n.get("candidates").size());
        double before = 0;
        boolean reaching = true;
        for (JsonNode c : n.get("candidates")) {
            boolean reaches = c.get("verdict").asText().equals("reaches");
            assertTrue(reaching || !reaches, "answers come first");
            reaching = reaches;
            assertEquals(reaches, c.get("time_s").asDouble() <= 20 && c.get("peak_memory_bytes").asLong() <= memory(c.get("device").asText()));
            assertEquals(reaches && c.get("time_high_s").asDouble() <= 20, c.get("sure").asBoolean());
            assertEquals(reaches, c.get("reason").isNull());
            if (reaches) {
                assertTrue(c.get("usd_per_1000").asDouble() >= before);
                before = c.get("usd_per_1000").asDouble();
            }
            if (c.get("device").asText().equals("l4")) {
                assertEquals(0.08, c.get("usd_per_hour").asDouble());
                assertEquals("--price", c.get("price_source").asText());
            }
        }
        assertFalse(reaching, "some take longer");
        List<String> csv = Run.of(with(ask, "--format", "csv")).out().lines().toList();
        assertEquals(25, csv.size());
        assertTrue(csv.get(0).startsWith("rank,device,dtype,runtime,weights,time_s,"), csv.get(0));
        String table = Run.of(with(ask, "--top", "3")).out();
        assertTrue(table.contains("Answers, by cost") && table.contains("an hour, as given") && table.contains("--top shows more"), table);
    }

    private static long memory(String device) {
        return device.equals("a100-sxm4-80gb") ? 80_000_000_000L : device.equals("l4") ? 24_000_000_000L : 16_000_000_000L;
    }

    private static String[] with(String[] ask, String... more) {
        List<String> out = new ArrayList<>(List.of(ask));
        out.addAll(List.of(more));
        return out.toArray(String[]::new);
    }

    @Test
    void adviceAboutAllDevicesFitsThePage() {
        Run run = Run.of("advise", "--model", "sdxl", "--target", "30s", "--set", "batch=1,2");
        assertEquals(0, run.exit());
        assertTrue(run.out().lines().allMatch(l -> l.length() <= 80), run.out());
        Run none = Run.of("advise", "--model", "sdxl", "--target", "1ms", "--device", "l4");
        assertEquals(0, none.exit());
        assertTrue(none.out().contains("no candidate reaches it") && !none.out().contains("Answers"), none.out());
    }

    @Test
    void whatDoesNotFitOrCannotBeIsSaid() throws IOException {
        JsonNode n = json("advise", "--model", "llama-2-70b", "--target", "1h", "--device", "l4,h100-sxm5-80gb", "--set", "batch=1,0", "--runtime", "serving", "--format", "json", "--threads", "1").get("candidates");
        assertEquals("no fit", n.get(0).get("verdict").asText());
        assertTrue(n.get(0).get("reason").asText().startsWith("needs "));
        assertEquals("refused", n.get(3).get("verdict").asText());
    }

    @Test
    void aDeviceOfOnesOwn() throws IOException {
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, Files.readString(Path.of("suites/devices/l4.yaml")).replace("device: l4", "device: mine").replaceAll("(?m)^aliases:.*\n|^ *host_link_gb_s:.*\n", ""));
        JsonNode n = json("fit", "--model", "sd-v1.5", "--device", mine.toString(), "--format", "json");
        assertTrue(n.get("host_link_bytes_per_s").isNull() && n.at("/requests/1/time_s").isNull() && !n.at("/requests/0/time_s").isNull());
        JsonNode c = json("advise", "--model", "sd-v1.5", "--device", mine.toString(), "--target", "1h", "--format", "json").at("/candidates/0");
        assertTrue(c.get("usd_per_hour").isNull() && c.get("usd_per_1000").isNull());
        assertEquals("reaches", c.get("verdict").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "advise --target 2s | --model is needed", "advise --model sdxl | a target is needed", "advise --model sdxl --target 2x | a time of more than 0 expected",
        "advise --model sdxl --target-rate 5 | a number of pieces in a time expected", "advise --model sdxl --target 2s --device l5 | there is no device 'l5'",
        "advise --model sdxl --target 2s --runtime eger | did you mean 'eager'", "advise --model sdxl --target 2s --weights int5 | there is no such choice",
        "advise --model sdxl,sd-v1.5 --target 2s | one model expected", "advise --model sdxl --target 2s --price l4 | DEVICE=USD expected", "advise --model sdxl --target 2s --top 0 | a number from 1 expected",
        "advise --model sdxl --target 2s --set bacth=2 | has no parameter 'bacth'", "fit --model sdxl --find bacth | did you mean 'batch'", "fit --device l4 | --model is needed",
        "fit --model sdxl --set batch=0 | 'batch' is 0"})
    void whatIsWrongIsSaid(String words, String said) {
        Run run = Run.in(Map.of(), words.strip().split(" "));
        assertEquals(2, run.exit(), run.out());
        assertTrue(run.err().contains(said), run.err());
        assertEquals("", run.out());
    }
}
