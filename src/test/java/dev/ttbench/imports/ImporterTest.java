package dev.ttbench.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.graph.Library;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language of imports, on a small network and pipeline of its own. */
class ImporterTest {
    private static final String GRAPH = """
            graph: net
            inputs: {x: [batch, channels, height, width], text: {axes: [batch, tokens, features], optional: true}}
            parameters: {widths: {type: list, default: [8]}, groups: {type: int, default: 4}, gated: {type: bool, default: false}}
            body:
              - for_each: {w: "${widths}"}
                do: [{conv2d: {out: "${w.value}", kernel: 3}}, {group_norm: "${groups}"}]
              - sigmoid:
                if: ${gated}
              - branch: [{linear: {of: text, out: 4, as: t}}]
                if: ${text != null}
            """;
    private static final String NET = """
            import: Net
            also: [net_type]
            base: Base
            library: nets 1.0
            class: component
            within: inner
            keys:
              widths: [8]
              groups: {default: 4, type: [int, ints], min: 1}
              act: {default: none, choices: [none, gate]}
              side: 16
              text_width: {type: int, default: null}
              name: {default: null, type: text}
            no_effect: {dropout: nothing is dropped at inference}
            refuse:
              - {if: "${len(widths) == 0}", key: widths, because: a network needs a level}
              - {if: "${most % 2 == 1}", key: widths, because: odd widths are not described}
            let:
              most: ${max(widths)}
              group: "${is_list(groups) ? groups[0] : groups}"
            parameters:
              batch: {type: int, default: 1, min: 1}
              latent_height: {type: int, default: "${side}", unit: positions, min: 1, max: "${side * 100}"}
              prompt_tokens: {type: int, default: 7}
            stages:
              - id: net
                graph: net
                batch: ${batch}
                inputs: {x: [4, "${latent_height + 0 * most}", "${side}"], text: "${text_width == null ? null : [prompt_tokens, text_width]}"}
                with: {widths: "${widths}", groups: "${group}", gated: "${act == 'gate'}"}
            """;
    private static final String BASE = """
            import: Base
            library: nets 1.0
            class: component
            keys: {}
            no_effect: {version: metadata}
            """;
    private static final String PIPELINE = """
            import: Pipe
            library: nets 1.0
            class: latent-diffusion
            keys: {scale: 2}
            components: {net: needed, net_2: optional}
            let: {side: "${net.side * scale}"}
            parameters:
              height: {type: int, default: "${side}", unit: px, multiple_of: "${scale}"}
              batch: {type: int, default: 1}
              steps: {type: int, default: 3}
              guidance: {type: bool, default: true}
            stages:
              - {component: net, id: denoiser, repeat: "${steps}", set: {batch: "${guidance ? 2 * batch : batch}", latent_height: "${height / scale}"}}
              - {component: net_2, set: {batch: "${batch}"}}
              - {component: net, id: never, if: "${scale > 5}"}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void suites() throws IOException {
        write("suites/graphs/net.yaml", GRAPH);
        write("suites/imports/Net.yaml", NET);
        write("suites/imports/Base.yaml", BASE);
        write("suites/imports/Pipe.yaml", PIPELINE);
    }

    private Path write(String name, String text) throws IOException {
        Path p = folder.resolve(name);
        Files.createDirectories(p.getParent());
        return Files.writeString(p, text);
    }

    private SuiteFiles files() {
        return new SuiteFiles(folder.resolve("suites"), Precompiled.NONE);
    }

    private Importer.Imported read(Path p) {
        return new Importer(new Library(files())).read(p.toString());
    }

    private String refused(String json) throws IOException {
        Path p = write("refused.json", json);
        return assertThrows(InputException.class, () -> read(p)).problems().get(0).text().replace(p.toString(), "FILE");
    }

    @Test
    void aNetworkBecomesAModel() throws IOException {
        Importer.Imported made = read(write("my pipe/net/config.json", "{\"_class_name\": \"Net\", \"_x\": 1, \"widths\": [8, 16], \"act\": \"gate\", \"dropout\": 0.5, \"version\": 3}"));
        assertEquals("""
                parameters:
                  batch: {type: int, default: 1, min: 1}
                  latent_height: {type: int, default: 16, unit: positions, min: 1, max: 1600}
                stages:
                  - id: net
                    graph: net
                    batch: ${batch}
                    inputs: {x: [4, "${latent_height + 0}", 16]}
                    with: {widths: [8, 16], gated: true}
                """, made.text().substring(made.text().indexOf("parameters:")));
        assertTrue(made.text().startsWith("model: my-pipe-net\ntitle: \"Net of my pipe/net\"\nclass: component\nsources:\n  - \"imported from net/config.json, sha256 " + made.sha256()), made.text());
        assertTrue(made.warnings().isEmpty());
    }

    @Test
    void optionalInputsAndNestedMaps() throws IOException {
        String text = read(write("a.json", "{\"model_type\": \"net_type\", \"inner\": {\"text_width\": 32, \"groups\": [2, 3]}, \"other\": 1}")).text();
        assertTrue(text.contains("inputs: {x: [4, \"${latent_height + 0}\", 16], text: [\"${prompt_tokens}\", 32]}\n    with: {groups: 2}\n"), text);
        assertTrue(text.contains("prompt_tokens: {type: int, default: 7}"), text);
    }

    @Test
    void aPipelineBindsTheParametersOfItsParts() throws IOException {
        write("pipe/model_index.json", "{\"_class_name\": \"Pipe\", \"net\": [\"nets\", \"Net\"], \"net_2\": [null, null], \"scheduler\": [\"nets\", \"Euler\"]}");
        write("pipe/net/config.json", "{\"_class_name\": \"Net\", \"side\": 8}");
        Importer.Imported made = read(folder.resolve("pipe"));
        assertEquals("""
                parameters:
                  height: {type: int, default: 16, unit: px, multiple_of: 2}
                  batch: {type: int, default: 1}
                  steps: {type: int, default: 3}
                  guidance: {type: bool, default: true}
                stages:
                  - id: denoiser
                    graph: net
                    repeat: ${steps}
                    batch: "${guidance ? 2 * batch : batch}"
                    inputs: {x: [4, "${height / 2 + 0}", 8]}
                """, made.text().substring(made.text().indexOf("parameters:")));
        assertEquals("pipe", new Suites(files()).model(folder.resolve("pipe").toString()).id());
        write("pipe/net_2/config.json", "{\"_class_name\": \"Net\"}");
        write("pipe/model_index.json", "{\"_class_name\": \"Pipe\", \"net\": [\"nets\", \"Net\"], \"net_2\": [\"nets\", \"Net\"]}");
        assertTrue(read(folder.resolve("pipe/model_index.json")).text().contains("  - id: net\n    graph: net\n    batch: ${batch}\n    inputs: {x: [4, 16, 16]}\n"));
        Files.delete(folder.resolve("pipe/net/config.json"));
        InputException e = assertThrows(InputException.class, () -> read(folder.resolve("pipe")));
        assertTrue(e.problems().get(0).text().contains("model_index.json:1:25: the part 'net' is missing\n  there is no net/config.json beside this file"), e.problems().get(0).text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{\"_class_name\": \"Net\", \"widths\": 8}~FILE:1:24: 'widths' is 8; Net takes a list of integers",
        "{\"_class_name\": \"Net\", \"widths\": [8.0]}~FILE:1:24: 'widths' is [8.0]; Net takes a list of integers",
        "{\"_class_name\": \"Net\", \"widths\": null}~FILE:1:24: 'widths' is null; Net takes a list of integers",
        "{\"_class_name\": \"Net\", \"groups\": 0}~FILE:1:24: 'groups' is 0; it must be at least 1",
        "{\"_class_name\": \"Net\", \"groups\": [4, -1]}~FILE:1:24: 'groups' is [4, -1]; it must be at least 1",
        "{\"_class_name\": \"Net\", \"groups\": true}~FILE:1:24: 'groups' is true; Net takes an integer or a list of integers",
        "{\"_class_name\": \"Net\", \"act\": \"relu\"}~`FILE:1:24: 'act' is the text 'relu', which is not supported\n  supported: none, gate`",
        "{\"_class_name\": \"Net\", \"widths\": []}~FILE:1:24: 'widths' is []: a network needs a level",
        "{\"_class_name\": \"Net\", \"widths\": [9]}~FILE:1:24: 'widths' is [9]: odd widths are not described",
        "{\"_class_name\": \"Net\", \"groups\": []}~`FILE: this configuration does not fit together: index 0 is outside a list of 0 (Net, line 30 of its import)`",
        "{\"widths\": [8]}~`FILE:1:1: this configuration does not say which class it is for\n  '_class_name', 'architectures' or 'model_type' does, such as \"_class_name\": \"UNet2DConditionModel\"`",
        "{\"_class_name\": \"Nets\"}~`FILE:1:2: the class 'Nets' is not among those that can be imported\n  did you mean 'Net'?`",
        "{\"_class_name\": \"Base\"}~`FILE:1:2: the class 'Base' is not among those that can be imported\n  known: Net, Pipe, net_type`",
        "{\"_class_name\": \"PNDMScheduler\"}~`FILE:1:1: 'PNDMScheduler' is no network: nothing of it runs on the accelerator\n  steps of a scheduler are the parameter 'steps' of a model`",
        "[1]~FILE:1:1: a configuration is a JSON object, not a list",
        "{\"_class_name\": \"Net\", \"side\": 1e999}~`FILE:1:24: 'side' is Infinity; Net takes an integer`",
        "{\"_class_name\": \"Net\", \"side\": 99999999999999999999}~FILE:1:32: the number 99999999999999999999 does not fit in 64 bits",
        "{\"_class_name\": \"Net\", \"side\": 1, \"side\": 2}~`FILE:1:35: the key 'side' stands twice in one map\n  keep one of them`",
        "{\"_class_name\": \"Net\"} {}~FILE:1:24: something follows the end of the JSON value",
        "{\"_class_name\": \"Net\", side: 1}~FILE:1:24: this is not JSON: Unexpected character ('s' (code 115)): was expecting double-quote to start field name",
    })
    void badConfigurationsSayWhereAndWhy(String json, String message) throws IOException {
        assertEquals(message, refused(json));
    }

    @Test
    void whatTheClassDoesNotKnowIsAWarning() throws IOException {
        Importer.Imported made = read(write("w.json", "{\"_class_name\": \"Net\", \"wdiths\": [16]}"));
        assertEquals("w.json:1:24: warning: Net has no key 'wdiths': it is left out\n  did you mean 'widths'?", made.warnings().get(0).text().replace(folder + "/", ""));
        assertTrue(made.warnings().get(1).message().contains("says nothing but its class"));
        assertFalse(made.text().contains("wdiths"));
    }

    @Test
    void aTextOfTheConfigurationIsNeverAnExpression() throws IOException {
        write("suites/imports/Net.yaml", NET.replace("gated: \"${act == 'gate'}\"", "gated: \"${name == null ? false : name}\""));
        assertTrue(refused("{\"_class_name\": \"Net\", \"name\": \"${1 / 0}\"}").contains("the text '${1 / 0}' would be read as an expression"));
    }

    @Test
    void aNameThatIsNoPathIsNotImported() {
        assertFalse(Importer.accepts("a\0b"));
        assertTrue(Importer.accepts(folder.toString()) && Importer.accepts("any.json"));
    }

    @Test
    void whatIsNoConfigurationIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertEquals("this folder holds neither model_index.json nor config.json", assertThrows(InputException.class, () -> read(folder.resolve("empty"))).problems().get(0).message());
        assertEquals("there is no such file", assertThrows(InputException.class, () -> read(folder.resolve("none.json"))).problems().get(0).message());
        assertEquals("FILE:1:1: the file is empty\n  a configuration is a JSON object", refused(""));
        assertTrue(refused("[".repeat(100)).contains("nested deeper than 60 levels"));
    }
}
