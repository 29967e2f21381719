package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/reference/output.md names every field that a command writes: whatever is in an answer stands in its section, and whatever the first column of a
 * table of that section names is in an answer.
 */
class FieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** In every answer; the page says so once. */
    private static final List<String> COMMON = List.of("format", "format_version", "tool", "tool.name", "tool.version");
    /** Fields whose own fields are named by what was asked. */
    private static final List<String> FREE = List.of("request", "saving", "tree.inputs");

    @TempDir
    Path folder;

    /** Sections of the page, and commands whose answers they describe. */
    record Case(List<String> sections, List<String> commands) {
        @Override
        public String toString() {
            return sections.get(0);
        }
    }

    private static Case of(List<String> sections, String... commands) {
        return new Case(sections, List.of(commands));
    }

    static Stream<Case> cases() {
        return Stream.of(
                of(List.of("JSON of `profile`", "totals", "categories and attention", "groups", "stages", "operators"), "profile --model sd-v1.5 --by stage --calibration mine.yaml"),
                of(List.of("Output of `compare`"), "compare --model sd-v1.5 --stage text_encoder attention=baseline attention=flash"),
                of(List.of("Output of `check`"), "check --baseline checks.yaml"),
                of(List.of("Output of `validate`"), "validate --calibration mine.yaml", "validate --measurements two.csv --leave-out device"),
                of(List.of("Output of `calibrate`"), "calibrate --device a100-sxm4-80gb --measurements two.csv"),
                of(List.of("Output of `import` of weights"), "import weights.safetensors"),
                of(List.of("Output of `fit`"), "fit --model sd-v1.5 --stage text_encoder"),
                of(List.of("Output of `advise`"), "advise --model sd-v1.5 --stage text_encoder --target 5s --device l4,t4 --dtype fp16,bf16 --weights none,int8 --attention flash,baseline --runtime eager,compiled --layout channels-first,channels-last"),
                of(List.of("JSON of `list`"), "list", "list models", "list devices", "list graphs", "list operators", "list suites", "list imports"),
                of(List.of("JSON of `lint`"), "lint wrong.yaml"),
                of(List.of("JSON of `explain`"), "explain attention", "explain traffic", "explain --model sd-v1.5 unet/18", "explain --model sd-v1.5 text_encoder/turn[0]/clip_layer/attention"),
                of(List.of("JSON of `show`"), "show l4", "show operators/attention", "show unet2d-condition", "show transformer_block", "show paper", "show UNet2DConditionModel", "show AnimateDiffPipeline"),
                of(List.of("JSON of `show` of a model"), "show sd-v1.5"));
    }

    @BeforeEach
    void files() throws IOException {
        Files.copy(Path.of("src/test/resources/calibration/mine.yaml"), folder.resolve("mine.yaml"));
        Files.writeString(folder.resolve("checks.yaml"), "checks:\n  - {id: a, model: sd-v1.5, stages: [text_encoder]}\n");
        Files.writeString(folder.resolve("wrong.yaml"), "model: m\n");
        StringBuilder rows = new StringBuilder("device,dtype,m,n,k,latency_us\na100-sxm4-80gb,fp4,64,64,64,9\na100-sxm4-80gb,fp16,0,64,64,9\n");
        for (String device : List.of("a100-sxm4-80gb", "h100-sxm5-80gb")) {
            for (int side : new int[] {512, 1024, 1536, 2048, 3072, 4096, 6144, 8192}) {
                rows.append(device).append(",fp16,").append(side).append(',').append(side).append(',').append(side).append(',').append(10 + 2e6 * side * side * side / 2.4e14).append('\n');
            }
        }
        Files.writeString(folder.resolve("two.csv"), rows);
        byte[] header = "{\"layers.0.weight\": {\"dtype\": \"F16\", \"shape\": [2, 2], \"data_offsets\": [0, 8]}}".getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("weights.safetensors"), ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).array());
        Files.writeString(folder.resolve("config.json"), "{\"_class_name\": \"UNet2DConditionModel\"}");
    }

    /** The answer to a command, from its file where it takes one. */
    private JsonNode answer(String command) throws IOException {
        Path file = folder.resolve("answer.json");
        Files.deleteIfExists(file);
        Console.Step step = new Console(folder).run(List.of("$ ttbench " + command + " --format json" + (command.startsWith("calibrate") || command.startsWith("suite") ? "" : " -o answer.json"))).get(0);
        String text = Files.exists(file) ? Files.readString(file) : step.actual().stream().takeWhile(l -> !l.startsWith("ttbench")).collect(Collectors.joining("\n"));
        assertTrue(text.startsWith("{"), () -> command + ": " + step.actual());
        return JSON.readTree(text);
    }

    /** Paths of all fields, without the positions of lists. */
    private static void paths(JsonNode node, String above, TreeSet<String> into) {
        if (node.isArray()) {
            node.forEach(n -> paths(n, above, into));
        } else if (!FREE.contains(above)) {
            for (Map.Entry<String, JsonNode> e : node.properties()) {
                String path = (above.isEmpty() ? "" : above + ".") + e.getKey();
                into.add(path);
                paths(e.getValue(), path, into);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fieldsAreThoseOfTheReference(Case c) throws IOException {
        TreeSet<String> written = new TreeSet<>();
        for (String command : c.commands()) {
            paths(answer(command), "", written);
        }
        assertTrue(written.containsAll(COMMON));
        written.removeAll(COMMON);
        same(c.sections(), written);
    }

    private static List<String> lines(String page, List<String> sections) throws IOException {
        Map<String, List<String>> all = Page.read(Path.of("docs/reference", page)).sections();
        List<String> out = new ArrayList<>();
        sections.forEach(s -> out.addAll(all.get(s)));
        return out;
    }

    private static void same(List<String> sections, TreeSet<String> written) throws IOException {
        List<String> lines = lines("output.md", sections);
        TreeSet<String> named = new TreeSet<>();
        Page.quoted(String.join("\n", lines)).forEach(q -> named.addAll(Arrays.asList(q.replace("[]", "").split("\\."))));
        TreeSet<String> unnamed = new TreeSet<>(written);
        unnamed.removeIf(p -> named.contains(p.substring(p.lastIndexOf('.') + 1)));
        assertEquals(new TreeSet<>(), unnamed, "not in the reference");
        TreeSet<String> absent = Page.firstColumn(lines, "field.*");
        absent.removeAll(COMMON);
        absent.removeIf(f -> written.stream().anyMatch(p -> ("." + p).endsWith("." + f.replace("[]", ""))));
        assertEquals(new TreeSet<>(), absent, "in no answer");
    }

    @Test
    void fieldsOfStudiesAreThoseOfTheReference() throws IOException {
        Path out = folder.resolve("out");
        String suite = "small.yaml";
        Files.copy(Path.of("src/test/resources/study/small.yaml"), folder.resolve(suite));
        new Console(folder).run(List.of("$ ttbench suite " + suite + " --calibration mine.yaml -o out"));
        TreeSet<String> written = new TreeSet<>();
        paths(answer("suite " + suite).get("findings"), "findings", written);
        try (Stream<Path> files = Files.list(out)) {
            for (Path p : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                paths(JSON.readTree(p.toFile()), "", written);
            }
        }
        written.removeIf(p -> p.startsWith("rows.") || COMMON.contains(p));
        assertFalse(written.isEmpty());
        same(List.of("Output of `suite`"), written);
    }

    /** Names of what the trace's events carry. */
    @Test
    void fieldsOfTraceEventsAreThoseOfTheReference() throws IOException {
        Path file = folder.resolve("a.trace.json");
        new Console(folder).run(List.of("$ ttbench profile --model sd-v1.5 --stage text_encoder --stage unet -o a.trace.json"));
        TreeSet<String> written = new TreeSet<>();
        for (JsonNode e : JSON.readTree(file.toFile()).get("traceEvents")) {
            if (!e.get("ph").asText().equals("M")) {
                e.get("args").fieldNames().forEachRemaining(written::add);
            }
        }
        written.removeAll(Page.quoted(String.join("\n", lines("output.md", List.of("Trace of `profile`")))));
        assertEquals(new TreeSet<>(), written);
    }

    private List<String> header(String command) {
        return List.of(new Console(folder).run(List.of("$ ttbench " + command)).get(0).actual().get(0).split(","));
    }

    @Test
    void columnsOfASweepAreThoseOfTheReference() throws IOException {
        List<String> columns = new ArrayList<>(List.of("model", "height", "dtype", "device"));
        for (String line : lines("sweeps.md", List.of("Columns"))) {
            if (line.startsWith("| `")) {
                columns.addAll(Page.quoted(line.split("[|]")[1]));
            }
        }
        assertEquals(columns, header("sweep --model sd-v1.5 --stage text_encoder --set height=512 --dtype fp16 --device l4 --format csv"));
    }

    @Test
    void columnsOfAValidationAreThoseOfTheReference() throws IOException {
        List<String> columns = new ArrayList<>(List.of("device", "dtype", "m", "n", "k", "latency_us"));
        for (String line : lines("validate.md", List.of("Rows"))) {
            if (line.startsWith("| `")) {
                columns.addAll(Page.quoted(line.split("[|]")[1]));
            }
        }
        assertEquals(columns, header("validate --measurements two.csv --format csv"));
    }
}
