package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference of each kind of file names every key of its schema, and its tables of keys no other; files in pages are YAML and JSON. */
class KeysTest {
    private static final Path DOCS = Path.of("docs");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Dotted names of all keys, also those of parts of the schema that others refer to. */
    private static void keys(JsonNode schema, String above, TreeSet<String> into) {
        if (!schema.isObject()) {
            return;
        }
        schema.path("properties").properties().forEach(e -> {
            String key = (above.isEmpty() ? "" : above + ".") + e.getKey();
            into.add(key);
            keys(e.getValue(), key, into);
        });
        for (String part : List.of("items", "additionalProperties", "anyOf", "oneOf", "allOf", "then", "else")) {
            if (schema.path(part).isArray()) {
                schema.get(part).forEach(n -> keys(n, above, into));
            } else {
                keys(schema.path(part), above, into);
            }
        }
        schema.path("$defs").forEach(n -> keys(n, "", into));
    }

    private static TreeSet<String> keys(String schema) throws IOException {
        TreeSet<String> out = new TreeSet<>();
        keys(JSON.readTree(DOCS.resolve("schema/" + schema + ".schema.json").toFile()), "", out);
        return out;
    }

    /** Whether a key stands in backticks, or is one of a block of YAML. */
    private static boolean named(String key, Page page) {
        String name = Pattern.quote(key.substring(key.lastIndexOf('.') + 1));
        return Page.quoted(String.join("\n", page.prose())).stream().anyMatch(q -> q.matches("(.*[^\\w-])?" + name + "([^\\w-].*)?"))
                || page.blocks().stream().filter(b -> b.language().equals("yaml")).anyMatch(b -> Pattern.compile("(?m)(^|[ {])" + name + ":").matcher(b.text()).find());
    }

    @ParameterizedTest
    @CsvSource({"devices,device", "checks,checks", "calibration,calibration", "sweeps,sweep", "import language,import", "language,model", "suites,suite"})
    void everyKeyIsNamed(String pages, String schema) throws IOException {
        TreeSet<String> unnamed = keys(schema);
        for (String page : pages.split(" ")) {
            Page p = Page.read(DOCS.resolve("reference").resolve(page + ".md"));
            unnamed.removeIf(k -> named(k, p));
        }
        assertEquals(new TreeSet<>(), unnamed);
    }

    @ParameterizedTest
    @CsvSource({"devices,device", "checks,checks", "calibration,calibration", "import,import", "language,model graph", "suites,suite"})
    void tablesOfKeysNameNoOther(String page, String schemas) throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        for (String schema : schemas.split(" ")) {
            keys.addAll(keys(schema));
        }
        Page p = Page.read(DOCS.resolve("reference").resolve(page + ".md"));
        assertEquals(List.of(), Page.firstColumn(p.prose(), "key|key of .*|absent").stream().filter(k -> !k.startsWith("suites/") && keys.stream().noneMatch(n -> ("." + n).endsWith("." + k))).toList());
    }

    /** What a harness may say is in no schema: the shipped ones say all of it. */
    @Test
    void everyKeyOfAHarnessIsNamed() throws IOException {
        TreeSet<String> written = new TreeSet<>();
        YAML.readTree(Path.of("suites/measurements/harnesses.yaml").toFile()).elements().next().forEach(h -> h.fieldNames().forEachRemaining(written::add));
        Page p = Page.read(DOCS.resolve("reference/measurements.md"));
        written.removeIf(k -> named(k, p));
        assertEquals(new TreeSet<>(), written);
    }

    @Test
    void blocksOfYamlAndJsonAreThat() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Page page : Page.all()) {
            for (Page.Block b : page.blocks()) {
                ObjectMapper reader = b.language().equals("yaml") ? YAML : b.language().equals("json") ? JSON : null;
                if (reader != null) {
                    try (var documents = reader.readerFor(JsonNode.class).<JsonNode>readValues(b.text())) {
                        documents.readAll();
                    } catch (IOException e) {
                        wrong.add(page + ":" + b.first() + ": " + e.getMessage().lines().findFirst().orElse(""));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** The one example of a whole file that names a file of the reader's, so that lint cannot run it. */
    @Test
    void theExampleOfChecksFollowsItsSchema() throws IOException {
        String schema = Files.readString(DOCS.resolve("schema/checks.schema.json"));
        Page.Block example = Page.read(DOCS.resolve("reference/checks.md")).blocks().stream().filter(b -> b.language().equals("yaml")).findFirst().orElseThrow();
        assertEquals(List.of(), SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema, InputFormat.JSON).validate(YAML.readTree(example.text()).toString(), InputFormat.JSON));
    }

    /** Every schema is linked from a page of the reference. */
    @Test
    void everySchemaIsLinked() throws IOException {
        TreeSet<String> linked = new TreeSet<>();
        for (Page page : Page.all()) {
            page.links().stream().filter(l -> l.contains("schema/")).forEach(l -> linked.add(l.substring(l.lastIndexOf('/') + 1)));
        }
        try (Stream<Path> files = Files.list(DOCS.resolve("schema"))) {
            assertEquals(files.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)), linked);
        }
    }
}
