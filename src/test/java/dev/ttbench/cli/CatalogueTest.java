package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ttbench.graph.Primitives;
import dev.ttbench.latency.TermDoc;
import dev.ttbench.latency.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** list, show, explain, lint and completion over everything that is shipped. */
class CatalogueTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<String> kinds() {
        return Catalogue.KINDS;
    }

    static Stream<String> operatorsAndTerms() {
        return Stream.concat(Primitives.names().stream(), Terms.all().stream().map(TermDoc::id)).distinct();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void listsAgreeAcrossFormats(String kind) throws IOException {
        Run json = Run.of("list", kind, "--format", "json");
        assertEquals(0, json.exit(), json::toString);
        follows("list", json.out());
        JsonNode items = JSON.readTree(json.out()).get("items");
        List<String> csv = Run.of("list", kind, "--format", "csv").out().lines().toList();
        assertTrue(csv.get(0).startsWith("id,"), csv::toString);
        assertEquals(items.size(), csv.size() - 1);
        for (int i = 0; i < items.size(); i++) {
            assertTrue(csv.get(i + 1).startsWith(items.get(i).get("id").asText() + ","), csv.get(i + 1));
        }
        narrow(Run.of("list", kind));
    }

    @Test
    void withoutAKindAllAreListed() throws IOException {
        Run json = Run.of("list", "--format", "json");
        follows("list", json.out());
        List<String> kinds = new ArrayList<>();
        for (JsonNode item : JSON.readTree(json.out()).get("items")) {
            kinds.add(item.get("kind").asText());
            assertTrue(item.get("count").asInt() > 0, json::toString);
        }
        assertTrue(Catalogue.KINDS.containsAll(kinds) && kinds.containsAll(List.of("models", "graphs", "blocks", "devices", "operators")), json::toString);
        narrow(Run.of("list"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everythingListedCanBeShown(String kind) throws IOException {
        for (JsonNode item : JSON.readTree(Run.of("list", kind, "--format", "json").out()).get("items")) {
            String id = item.get("id").asText();
            Run json = Run.of("show", kind + "/" + id, "--format", "json");
            assertEquals(0, json.exit(), () -> id + ": " + json);
            JsonNode node = JSON.readTree(json.out());
            assertEquals("ttbench.show", node.get("format").asText());
            assertEquals(id, node.get("id").asText());
            assertEquals(0, Run.of("show", kind + "/" + id).exit());
            assertTrue(Run.of("show", kind + "/" + id, "--format", "csv").out().startsWith("section,row,name,value\r\n"), id);
        }
    }

    @Test
    void aNameOfSeveralKindsSaysSo() {
        Run run = Run.of("show", "sd-v1.5");
        assertEquals(0, run.exit(), run::toString);
        assertTrue(run.out().contains("unet2d-condition"), run::toString);
        assertEquals(2, Run.of("show", "devices/sd-v1.5").exit());
    }

    @Test
    void aDeviceIsShownByAnAlias() {
        String shown = Run.of("show", "t4").out();
        for (String name : List.of("t4_16gb", "Tesla T4", "devices/t4_16gb", "devices/NVIDIA T4")) {
            assertEquals(shown, Run.of("show", name).out(), name);
        }
        assertEquals(2, Run.of("show", "t5_16gb").exit());
        assertEquals(2, Run.of("show", "blocks/t4_16gb").exit());
    }

    @Test
    void datasheetModelsSaySo() throws IOException {
        String table = Run.of("list", "devices").out();
        assertTrue(table.contains("Google TPU v5e; datasheet model") && table.contains("NVIDIA A100 SXM4 80 GB\n"), table);
        assertTrue(Run.of("list", "devices", "--format", "csv").out().contains("datasheet model,Google TPU v5e\r\n"));
        String shown = Run.of("show", "tpu-v5e").out();
        assertTrue(shown.contains("basis         datasheet model") && shown.contains("not published"), shown);
        String profile = Run.of("profile", "--model", "sd-v1.5", "--device", "tpu-v5e", "--dtype", "bf16").out();
        assertTrue(profile.contains("datasheet model"), profile);
        assertTrue(!Run.of("profile", "--model", "sd-v1.5").out().contains("datasheet model"));
        assertTrue(Run.of("profile", "--model", "sd-v1.5", "--device", "mi300x", "--format", "json").out().contains("\"basis\": \"datasheet model\""));
    }

    @ParameterizedTest
    @MethodSource("operatorsAndTerms")
    void everyOperatorAndTermIsExplained(String name) throws IOException {
        Run json = Run.of("explain", name, "--format", "json");
        assertEquals(0, json.exit(), json::toString);
        JsonNode node = JSON.readTree(json.out());
        assertTrue(node.get("time").asText().length() > 10, json::toString);
        for (JsonNode c : node.get("constants")) {
            assertTrue(!c.get("value").isNull() && !c.get("source").isNull(), () -> name + ": a constant without value or source: " + c);
        }
        narrow(Run.of("explain", name));
    }

    @Test
    void aConstantIsOnlyThatOfItsTerm() throws IOException {
        for (JsonNode c : JSON.readTree(Run.of("explain", "matmul", "--format", "json").out()).get("constants")) {
            assertTrue(!c.get("of").asText().startsWith("library"), c::toString);
        }
        String attention = Run.of("explain", "attention", "--format", "csv").out();
        assertTrue(attention.contains("library flash-3") && attention.contains("head_dims"), attention);
    }

    @Test
    void aFileIsShownAsWhatItHolds(@TempDir Path folder) throws IOException {
        for (String kind : List.of("models/sd-v1.5", "devices/t4", "graphs/llama", "blocks/resnet2d")) {
            JsonNode byName = JSON.readTree(Run.of("show", kind, "--format", "json").out());
            Run run = Run.of("show", "suites/" + kind + ".yaml", "--format", "json");
            assertEquals(0, run.exit(), run::toString);
            assertEquals(byName, JSON.readTree(run.out()));
            Path copy = Files.copy(Path.of("suites", kind + ".yaml"), folder.resolve(kind.replace('/', '_') + ".yml"));
            assertEquals(byName.get("kind"), JSON.readTree(Run.of("show", copy.toString(), "--format", "json").out()).get("kind"));
        }
        Run none = Run.of("show", "suites/defaults.yaml");
        assertEquals(2, none.exit(), none::toString);
        assertTrue(none.err().contains("holds no model, device, graph, block or suite"), none::toString);
    }

    @Test
    void aParameterIsShownWithItsDefault() {
        assertTrue(Run.of("show", "blocks/resnet2d").out().contains("${x.channels}"));
        assertTrue(Run.of("show", "graphs/unet2d-condition", "--format", "csv").out().contains("parameters,0,default,\"[320, 640, 1280, 1280]\""));
    }

    @Test
    void lintCountsOnStderrAndListsOnStdout(@TempDir Path folder) throws IOException {
        Run clean = Run.of("lint", "suites/blocks/resnet2d.yaml");
        assertEquals(new Run(0, "", "1 file, no problems\n"), clean);
        Path bad = folder.resolve("bad.yaml");
        Files.writeString(bad, "block: bad\ninputs: {x: [batch]}\nbody:\n  - siluu\n  - lineer: 3\n");
        Run run = Run.of("lint", folder.toString());
        assertEquals(2, run.exit(), run::toString);
        assertTrue(run.out().contains(bad + ":4:") && run.out().contains(bad + ":5:") && run.out().contains("did you mean 'silu'?"), run::toString);
        assertEquals("1 file, 2 problems\n", run.err());
        assertEquals(2, JSON.readTree(Run.of("lint", bad.toString(), "--format", "json").out()).get("problems").size());
    }

    private static void narrow(Run run) {
        for (String line : run.out().split("\n")) {
            assertTrue(line.codePointCount(0, line.length()) <= 80, line);
        }
    }

    private static void follows(String schema, String json) throws IOException {
        String text = Files.readString(Path.of("docs/schema", schema + ".schema.json"));
        assertEquals(List.of(), SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text, InputFormat.JSON).validate(json, InputFormat.JSON)
                .stream().map(Object::toString).toList());
    }
}
