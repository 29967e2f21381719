package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ttbench.imports.Importer;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schemas are what the registry makes, accept every shipped file and refuse doctored ones. {@code -Dttbench.update=true} rewrites them. */
class SchemaTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path DOCS = Path.of("docs");
    private static final Schema GRAPH = schema(GraphSchema.make());
    private static final Schema MODEL = schema(ModelSchema.make());
    private static final Schema IMPORT = schema(ModelSchema.imports());

    private static Schema schema(ObjectNode node) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(Json.text(node), InputFormat.JSON);
    }

    private static void same(String file, String made) throws IOException {
        Path p = DOCS.resolve(file);
        if (Boolean.getBoolean("ttbench.update") && System.getenv("CI") == null) {
            Files.createDirectories(p.getParent());
            Files.writeString(p, made);
        }
        assertEquals(made, Files.readString(p).replace("\r\n", "\n"), file + " is not what the registry makes; run the test with -Dttbench.update=true");
    }

    @Test
    void theFilesAreWhatTheRegistryMakes() throws IOException {
        same("schema/graph.schema.json", Json.text(GraphSchema.make()));
        same("schema/model.schema.json", Json.text(ModelSchema.make()));
        same("schema/import.schema.json", Json.text(ModelSchema.imports()));
        same("reference/operators.md", OperatorTable.make());
        SuiteFiles files = new SuiteFiles(Path.of("suites"), Precompiled.NONE);
        same("reference/import-classes.md", ImportTable.make(new Importer(new Library(files)), files.names(Importer.KIND)));
    }

    @Test
    void registrySchemaAndTableNameTheSame() throws IOException {
        Set<String> registry = new TreeSet<>(Primitives.names());
        JsonNode step = new ObjectMapper().readTree(DOCS.resolve("schema/graph.schema.json").toFile()).at("/$defs/step/anyOf/1/properties");
        Set<String> schema = new TreeSet<>();
        step.fieldNames().forEachRemaining(schema::add);
        assertTrue(schema.removeAll(DefinitionReader.CONTROL));
        schema.removeAll(List.of("do", "then", "else", "index", "id", "tied"));
        assertEquals(registry, schema);
        Set<String> table = new TreeSet<>();
        Matcher m = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|").matcher(Files.readString(DOCS.resolve("reference/operators.md")));
        while (m.find()) {
            table.add(m.group(1));
        }
        assertEquals(registry, table);
        assertEquals(new TreeSet<>(DefinitionReader.CONTROL), new TreeSet<>(ControlSchema.ABOUT.keySet()));
    }

    static Stream<Path> shipped() throws IOException {
        List<Path> out = new ArrayList<>();
        for (String kind : List.of("graphs", "blocks", "models", "imports")) {
            try (Stream<Path> files = Files.list(Path.of("suites", kind))) {
                files.sorted().forEach(out::add);
            }
        }
        return out.stream();
    }

    private static List<Error> errors(String yaml) throws IOException {
        List<Error> out = new ArrayList<>();
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            while (documents.hasNext()) {
                JsonNode n = documents.next();
                out.addAll((n.has("import") ? IMPORT : n.has("model") || n.has("stages") ? MODEL : GRAPH).validate(n.toString(), InputFormat.JSON));
            }
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void everyShippedFileIsValid(Path file) throws IOException {
        assertEquals(List.of(), errors(Files.readString(file)).stream().map(Error::toString).toList());
    }

    private static final String GRAPH_OF = "graph: g\ninputs: {x: [batch, features]}\nbody:\n  - ";

    @ParameterizedTest
    @ValueSource(strings = {
        "linear: 3", "linear: {out: 3, bias: false, as: y}", "linear: \"${2 * x.features}\"", "silu", "my_block", "my_block: {heads: 8, of: x, context: null}", "my_block: {}\n    tied: true", "my-block: x",
        "layer_norm:", "concat: [x, x]", "rearrange: {pattern: b (h d) -> b h d, h: 4}", "pad: {height: [0, 1]}", "repeat: ${n}\n    do: [silu]", "residual:\n    do: [silu]",
        "for_each: {a: [1, 2]}\n    do: [silu]", "pop: {stack: skip, join: channels}", "if: ${a > 1}\n    then: [silu]\n    else: [relu]", "silu: x\n    if: ${a}", "mul: 0.5",
        "weight: {axes: {features: \"${x.features}\"}, as: w}", "cast: \"${x.dtype}\"", "push: skip", "branch: [silu]", "iterate: {over: frames, chunks: \"${[1] * 3}\"}\n    do: [silu]",
        "iterate: {over: frames, chunks: [1, 2], join: once}\n    do: [silu]",
    })
    void accepts(String step) throws IOException {
        assertEquals(List.of(), errors(GRAPH_OF + step + "\n").stream().map(Error::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "linear: wide", "linear: {bias: false}", "linear: {out: 3, bais: false}", "linear: {out: 3.5}", "conv2d: 3", "conv2d: {out: 3, kernel: [3, a]}", "linear", "repeat", "cast: fp61",
        "concat: x", "rearrange: {of: x}", "rearrange: {pattern: b (h d) -> b h d, h: four}", "pad: {height: 1}", "repeat: -1\n    do: [silu]", "repeat: 3", "residual: [silu]",
        "for_each: {a: [1], b: [2]}\n    do: [silu]", "pop: {stak: skip}", "then: [silu]", "silu: x\n    index: i", "3", "silu: {with: x}", "weight: {axes: [4]}",
        "iterate: {over: frames}\n    do: [silu]", "iterate: {over: frames, chunks: [1], join: twice}\n    do: [silu]", "my_block: {heads: {a: 1}}", "my_block: {}\n    tied: words", "recall: {state: a}",
    })
    void refuses(String step) throws IOException {
        assertFalse(errors(GRAPH_OF + step + "\n").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "graph: g\nbody: [silu]\n", "graph: g\ninputs: {x: [batch]}\n", "graph: g\ninputs: {x: [batch]}\nbody: [silu]\nparametres: {}\n", "block: linear\nbody: [silu]\n",
        "graph: g\ninputs: {x: [batch]}\nparameters: {n: 4}\nbody: [silu]\n", "graph: g\ninputs: {x: {optional: true}}\nbody: [silu]\n",
        "graph: g\ninputs: {x: {axes: [batch], dtype: half}}\nbody: [silu]\n", "inputs: {x: [batch]}\nbody: [silu]\n", "block: b\nparameters: {my-heads: 3}\nbody: [silu]\n",
        "model: m\ntitle: M\nclass: c\n", "model: m\ntitle: M\nclass: c\nstages: []\n", "model: m\nclass: c\nstages: [{id: s, graph: g}]\n",
        "model: m\ntitle: M\nclass: c\nstages: [{id: s}]\n", "model: m\ntitle: M\nclass: c\nstages: [{id: s, graph: g, bacth: 2}]\n",
        "model: m\ntitle: M\nclass: c\nparameters: {n: {type: integer, default: 1}}\nstages: [{id: s, graph: g}]\n",
        "model: m\ntitle: M\nclass: c\nparameters: {n: {type: int}}\nstages: [{id: s, graph: g}]\n", "model: m\ntitle: M\nclass: c\nstages: [{id: s, graph: g, inputs: {x: 4}}]\n",
        "model: m\ntitle: M\nclass: c\nstages: [{id: s, graph: g, repeat: often}]\n",
    })
    void refusesDocuments(String yaml) throws IOException {
        assertFalse(errors(yaml).isEmpty());
    }
}
