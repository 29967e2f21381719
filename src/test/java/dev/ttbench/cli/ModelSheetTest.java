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
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What list says of models, and show of one: columns, options, files, errors. */
class ModelSheetTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static JsonNode json(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--format", "json"));
        Run run = Run.of(all.toArray(new String[0]));
        assertEquals(0, run.exit(), run::toString);
        return JSON.readTree(run.out());
    }

    private static void refused(String says, String... words) {
        Run run = Run.of(words);
        assertEquals(2, run.exit(), run::toString);
        assertTrue(run.err().contains(says), run::toString);
        assertEquals("", run.out());
    }

    @Test
    void modelsHaveSizesAndRequests() throws IOException {
        for (JsonNode m : json("list", "models").get("items")) {
            assertTrue(m.get("parameters").asLong() > 10_000_000, m::toString);
            assertFalse(m.get("title").asText().isBlank(), m::toString);
            assertTrue(m.get("year").isNull() || m.get("year").asInt() >= 2020, m::toString);
        }
        String csv = Run.of("list", "models", "--format", "csv").out();
        assertTrue(csv.startsWith("id,class,stages,year,parameters,request,title\r\n"), csv);
        assertTrue(csv.contains("\r\nsd-v1.5,latent-diffusion,4,2022,1032071643,\"512x512, 50 steps\",Stable Diffusion 1.5\r\n"), csv);
        assertTrue(csv.contains("2048+128 tokens") && csv.contains("81 frames 832x480, 50 steps"), csv);
    }

    @Test
    void parametersAreThoseOfAProfile() throws IOException {
        JsonNode totals = json("profile", "--model", "llama-2-7b").get("totals");
        assertEquals(totals.get("parameters"), json("show", "llama-2-7b").get("total_parameters"));
    }

    @Test
    void classesFilter() throws IOException {
        assertEquals(List.of("latent-diffusion-video", "masked-transformer-video", "pixel-diffusion-video"), classes("video"));
        assertEquals(List.of("latent-diffusion"), classes("latent-diffusion"));
        assertEquals(List.of("language-model"), classes("language"));
        refused("there are autoregressive-transformer, language-model", "list", "models", "--class", "sculpture");
        refused("did you mean 'latent-diffusion'?", "list", "models", "--class", "latent-difusion");
        refused("--class is for models", "list", "devices", "--class", "video");
        refused("--class is for models", "list", "--class", "video");
    }

    private static List<String> classes(String wanted) throws IOException {
        TreeSet<String> out = new TreeSet<>();
        json("list", "models", "--class", wanted).get("items").forEach(m -> out.add(m.get("class").asText()));
        return List.copyOf(out);
    }

    @Test
    void narrowTerminalsStayReadable() {
        for (String[] words : new String[][] {{"list", "models"}, {"show", "sdxl", "--depth", "3"}}) {
            for (String columns : List.of("60", "80", "100")) {
                Run run = Run.in(Map.of("COLUMNS", columns), words);
                assertEquals(0, run.exit(), run::toString);
                run.out().lines().forEach(l -> assertTrue(l.codePointCount(0, l.length()) <= Integer.parseInt(columns), l));
                assertFalse(run.out().contains("\u2026  20"), "an id, or a year, is cut");
            }
        }
    }

    @Test
    void aRequestAndADepthChangeTheTree() throws IOException {
        JsonNode plain = json("show", "sd-v1.5");
        JsonNode wide = json("show", "sd-v1.5", "--set", "height=768", "--set", "width=768", "--stage", "unet", "--depth", "1");
        assertEquals("768x768, 50 steps", wide.get("request").asText());
        assertEquals(3, plain.get("tree").size());
        assertEquals(1, wide.get("tree").size());
        JsonNode unet = wide.get("tree").get(0);
        assertEquals("[2,4,96,96]", unet.get("inputs").get("sample").toString());
        assertEquals(0, unet.get("blocks").get(0).get("blocks").size());
        assertEquals(plain.get("tree").get(1).get("parameters"), unet.get("parameters"));
        assertEquals(plain.get("parameters"), wide.get("parameters"));
        for (JsonNode s : plain.get("stages")) {
            assertEquals(s.get("id").asText().equals("text_keys"), s.get("repeat").asInt() == 0, s::toString);
        }
        assertTrue(Run.of("show", "sd-v1.5", "--format", "csv").out().contains("tree,"));
        assertEquals(4, json("show", "sd-v1.5", "--set", "text_keys=once").get("tree").size());
    }

    @Test
    void diagramsByFormatAndByExtension() throws IOException {
        for (Map.Entry<String, String> e : Map.of("x.mmd", "mermaid", "x.dot", "dot", "x.gv", "dot").entrySet()) {
            Path file = folder.resolve(e.getKey());
            assertEquals(new Run(0, "", ""), Run.of("show", "sd-v1.5", "-o", file.toString()));
            assertEquals(Run.of("show", "sd-v1.5", "--format", e.getValue()).out(), Files.readString(file));
        }
        Path json = folder.resolve("x.json");
        assertEquals(0, Run.of("show", "sd-v1.5", "-o", json.toString()).exit());
        assertEquals("ttbench.show", JSON.readTree(json.toFile()).get("format").asText());
        Run large = Run.of("show", "sd-v1.5", "--format", "mermaid", "--depth", "9");
        assertEquals(0, large.exit());
        assertTrue(large.err().contains("more than Mermaid draws"), large.err());
        assertEquals("", Run.of("show", "sd-v1.5", "--format", "dot", "--depth", "9").err());
    }

    @Test
    void whatOnlyModelsHaveIsRefusedForOthers() {
        refused("only models can be drawn as dot", "show", "graphs/llama", "--format", "dot");
        refused("only models can be drawn as mermaid", "show", "t4", "-o", folder.resolve("t4.mmd").toString());
        refused("only models can be drawn", "show", "suites/blocks/resnet2d.yaml", "--format", "dot");
        refused("--depth is for models", "show", "t4", "--depth", "3");
        refused("--set is for models", "show", "graphs/llama", "--set", "layers=3");
        refused("--depth many: a number of levels from 0 to 60", "show", "sd-v1.5", "--depth", "many");
        refused("--depth 61", "show", "sd-v1.5", "--depth", "61");
        refused("has no such stage", "show", "sd-v1.5", "--stage", "unett");
        refused("no parameter 'heigth'", "show", "sd-v1.5", "--set", "heigth=8");
        refused("multiples of 8", "show", "sd-v1.5", "--set", "height=500");
    }
}
