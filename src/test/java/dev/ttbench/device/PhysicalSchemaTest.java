package dev.ttbench.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ttbench.latency.ConvolutionConstants;
import dev.ttbench.latency.EagerConstants;
import dev.ttbench.latency.KernelConstants;
import dev.ttbench.latency.MatrixConstants;
import dev.ttbench.latency.PowerConstants;
import dev.ttbench.latency.LatencyReader;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.YamlReader;
import dev.ttbench.study.SuiteReader;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published schemas of the physical files accept what ships, and agree with the readers about what may stand there. */
class PhysicalSchemaTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KINDS = List.of("device", "architecture", "latency", "runtimes", "defaults", "weight_formats", "suite", "calibration", "intervals", "fits", "sweep", "checks");
    /** Maps of a suite whose keys are names that its author chooses. */
    private static final String FREE = "[+](.*[.])?(set|let|workloads[.]\\d+|runs[.]\\d+[.]columns|fold[.]columns|sum|max|min|mean|first|last)[.]unheard_of";

    private static Schema schema(String kind) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schema/" + kind.replace('_', '-') + ".schema.json")), InputFormat.JSON);
    }

    private static List<String> problems(Schema schema, JsonNode file) {
        return schema.validate(file.toString(), InputFormat.JSON).stream().map(Object::toString).toList();
    }

    private static List<Path> files(String kind) throws IOException {
        if (kind.equals("suite")) {
            return List.of(Path.of("src/test/resources/study/small.yaml"), Path.of("suites/paper.yaml"));
        }
        if (kind.equals("calibration")) {
            return List.of(Path.of("src/test/resources/calibration/mine.yaml"));
        }
        if (kind.equals("sweep") || kind.equals("checks")) {
            return List.of(Path.of(kind.equals("sweep") ? "src/test/resources/sweep/sizes.yaml" : "src/test/resources/check/checks.yaml"));
        }
        if (!kind.equals("device") && !kind.equals("architecture")) {
            return List.of(Path.of("suites", kind.replace('_', '-') + ".yaml"));
        }
        try (Stream<Path> list = Files.list(Path.of("suites", kind + "s"))) {
            return list.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    private static boolean readerRefuses(String kind, JsonNode file) {
        Problems problems = new Problems("x.yaml");
        Node.MapNode map = (Node.MapNode) YamlReader.read("x.yaml", file.toString()).get(0);
        switch (kind) {
            case "device" -> DeviceReader.read(map, problems, new dev.ttbench.spec.SuiteFiles(java.nio.file.Path.of("suites"), dev.ttbench.spec.Precompiled.NONE));
            case "architecture" -> ArchitectureReader.read(map, problems);
            case "latency" -> LatencyReader.read(map, problems);
            case "intervals" -> dev.ttbench.latency.Intervals.read(map, problems);
            case "fits" -> dev.ttbench.calibration.FitSets.read(map, problems);
            case "calibration" -> new dev.ttbench.latency.CalibrationReader(new dev.ttbench.spec.SuiteFiles(Path.of("suites"), dev.ttbench.spec.Precompiled.NONE), problems, java.util.Set.of()).read(map, null);
            case "suite" -> new SuiteReader(problems, map).read("");
            case "sweep" -> dev.ttbench.sweep.SweepReader.read(map, problems, new dev.ttbench.profile.Suites(new dev.ttbench.spec.SuiteFiles(Path.of("suites"), dev.ttbench.spec.Precompiled.NONE)));
            case "checks" -> checks(file, problems);
            case "weight_formats" -> dev.ttbench.graph.WeightFormatReader.read(map, problems);
            case "runtimes" -> RuntimesReader.read(map, problems);
            default -> Defaults.read(map, problems);
        }
        return !problems.found().isEmpty();
    }

    private static void checks(JsonNode file, Problems into) {
        try {
            dev.ttbench.comparison.CheckFile.read("x.yaml", file.toString());
        } catch (dev.ttbench.spec.InputException e) {
            into.found().addAll(e.problems());
        }
    }

    @Test
    void shippedFilesFollowTheirSchema() throws IOException {
        for (String kind : KINDS) {
            Schema schema = schema(kind);
            for (Path p : files(kind)) {
                assertEquals(List.of(), problems(schema, YAML.readTree(p.toFile())), p.toString());
            }
        }
    }

    /** In each map of a file, one key more is refused by both; where a reader misses a key, the schema does too. */
    @Test
    void schemasAskForWhatReadersAskFor() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String kind : KINDS) {
            Schema schema = schema(kind);
            ObjectNode file = (ObjectNode) YAML.readTree(files(kind).get(0).toFile());
            visit(file, "", file, (where) -> {
                boolean bySchema = !problems(schema, file).isEmpty();
                boolean byReader = readerRefuses(kind, file);
                if (where.matches(kind.equals("suite") ? FREE : kind.equals("sweep") || kind.equals("checks") ? "[+](.*[.])?set[.]unheard_of" : "")) {
                    if (byReader || bySchema) {
                        wrong.add(kind + " " + where + ": refused");
                    }
                } else if (byReader && !bySchema || where.startsWith("+") && !(byReader && bySchema)) {
                    wrong.add(kind + " " + where + (bySchema ? ": only the schema refuses" : ": only the reader refuses"));
                }
            });
        }
        // no schema says these: every number has its citation, every peak its FMA per clock, every claim and workload of a study is among the suite's
        wrong.removeIf(w -> w.matches("device -(sources|fma_per_clock_per_sm|peak_tflops)[.].*: only the reader refuses"));
        // nor which architecture a name of one is
        wrong.removeIf(w -> w.matches("fits [+]nearest[.].*"));
        // nor that a citation cites nothing once its optional fact is gone
        wrong.removeIf(w -> w.matches("device -(power|host_link_gb_s|memory[.](inline_ecc|l2_mb|shared_memory_kb_per_sm)): only the reader refuses"));
        // nor that a sweep's axes are parameters of its models, that those which go together are there, and results have three keys
        wrong.removeIf(w -> w.matches("sweep ([+]set[.]unheard_of: refused|-set([.](height|width|batch))?: only the reader refuses)"));
        wrong.removeIf(w -> w.matches("checks [+]expected[.]results[.]unheard_of.*"));
        wrong.removeIf(w -> w.matches("suite -(claims([.]C\\d)?|workloads): only the reader refuses"));
        assertEquals(List.of(), wrong);
    }

    private interface Change {
        void check(String where);
    }

    private static void visit(ObjectNode file, String path, JsonNode at, Change change) {
        for (int i = 0; at.isArray() && i < at.size(); i++) {
            visit(file, path + i + ".", at.get(i), change);
        }
        if (!(at instanceof ObjectNode map)) {
            return;
        }
        map.put("unheard_of", "x");
        change.check("+" + path + "unheard_of");
        map.remove("unheard_of");
        List<String> keys = new ArrayList<>();
        map.fieldNames().forEachRemaining(keys::add);
        for (String key : keys) {
            visit(file, path + key + ".", map.get(key), change);
            JsonNode before = map.get(key);
            map.remove(key);
            change.check("-" + path + key);
            map.set(key, before);
        }
    }

    @Test
    void schemasRefuseWhatIsWrong() throws IOException {
        ObjectNode device = (ObjectNode) YAML.readTree(Path.of("suites/devices/a100-sxm4-80gb.yaml").toFile());
        device.put("sms", -108);
        assertFalse(problems(schema("device"), device).isEmpty());
        ObjectNode latency = (ObjectNode) YAML.readTree(Path.of("suites/latency.yaml").toFile());
        ((ObjectNode) latency.at("/constants/tile_cycles")).put("unit", "us");
        assertFalse(problems(schema("latency"), latency).isEmpty());
        ObjectNode defaults = (ObjectNode) YAML.readTree(Path.of("suites/defaults.yaml").toFile());
        ((ObjectNode) defaults.get("defaults")).put("layout", "nhwc");
        assertFalse(problems(schema("defaults"), defaults).isEmpty());
        for (String error : List.of("figure-kind", "unknown-keys", "missing-keys", "unknown-rows", "unknown-step", "step-lists", "wrong-types", "wrong-values", "unknown-setting",
                "unknown-dtype", "unknown-grade", "workload-without-model", "model-and-workloads", "id-of-no-file", "without-runs", "without-studies", "no-values", "columns-twice")) {
            assertFalse(problems(schema("suite"), YAML.readTree(Path.of("src/test/resources/errors/suite-" + error + ".yaml").toFile())).isEmpty(), error);
        }
    }

    @Test
    void everyConstantOfTheRecordIsInTheSchema() throws IOException {
        TreeSet<String> constants = keys(KernelConstants.class);
        constants.remove("matrix");
        constants.addAll(keys(MatrixConstants.class));
        constants.remove("convolution");
        constants.addAll(keys(ConvolutionConstants.class));
        constants.remove("eager");
        constants.addAll(keys(EagerConstants.class));
        constants.remove("power");
        constants.addAll(keys(PowerConstants.class));
        assertEquals(constants, names("latency", "/properties/constants/properties"));
        TreeSet<String> architecture = keys(Architecture.class);
        architecture.remove("id");
        architecture.remove("matrix");
        architecture.addAll(keys(MatrixUnit.class));
        architecture.add("architecture");
        assertEquals(architecture, names("architecture", "/properties"));
    }

    private static TreeSet<String> names(String kind, String pointer) throws IOException {
        TreeSet<String> out = new TreeSet<>();
        JSON.readTree(Files.readString(Path.of("docs/schema/" + kind.replace('_', '-') + ".schema.json"))).at(pointer).fieldNames().forEachRemaining(out::add);
        return out;
    }

    private static TreeSet<String> keys(Class<?> type) {
        TreeSet<String> out = new TreeSet<>();
        for (RecordComponent c : type.getRecordComponents()) {
            String name = c.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT).replaceAll("_seconds$", "_us");
            if (!name.equals("sources")) {
                out.add(name);
            }
        }
        return out;
    }
}
