package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The action, the hooks and the snippets for the pipelines of others: they can be read, what they name is there, and what they run has the options that they give. */
class GateKitTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path ACTION = Path.of(".github/actions/ttbench-check");
    private static final Path HOW_TO = Path.of("docs/how-to/gate-a-model-in-ci.md");

    @TempDir
    Path folder;

    private static JsonNode yaml(Path file) throws IOException {
        return YAML.readTree(Files.readString(file));
    }

    private static TreeSet<String> all(String pattern, String text) {
        TreeSet<String> out = new TreeSet<>();
        Matcher m = Pattern.compile(pattern).matcher(text);
        while (m.find()) {
            out.add(m.group(1));
        }
        return out;
    }

    private static TreeSet<String> keys(JsonNode map) {
        TreeSet<String> out = new TreeSet<>();
        map.fieldNames().forEachRemaining(out::add);
        return out;
    }

    /** The options of a command. */
    private TreeSet<String> options(String command) {
        return all("(?m)^ +(?:-\\w, )?(--[a-z-]+)", String.join("\n", new Console(folder).run(List.of("$ ttbench " + command + " --help")).get(0).actual()));
    }

    private void hasOptions(String where, String command, TreeSet<String> given) {
        TreeSet<String> unknown = new TreeSet<>(given);
        unknown.removeAll(options(command));
        assertEquals(new TreeSet<>(), unknown, where);
    }

    private static void executable(Path file) throws IOException {
        assertTrue(Files.isExecutable(file), file + " is not there, or not executable");
        assertTrue(Files.readString(file).startsWith("#!"), file.toString());
    }

    @Test
    void theActionIsWhole() throws IOException {
        JsonNode action = yaml(ACTION.resolve("action.yml"));
        assertEquals(new TreeSet<>(List.of("name", "description", "inputs", "outputs", "runs")), keys(action));
        assertEquals("composite", action.at("/runs/using").asText());
        action.get("inputs").forEach(i -> assertTrue(i.hasNonNull("description") && (i.path("required").asBoolean() || i.has("default")), i::toString));
        String text = action.get("runs").toString();
        assertEquals(keys(action.get("inputs")), all("\\$\\{\\{ inputs\\.([a-z-]+) }}", text), "each input is used, and each that is used is one");
        TreeSet<String> ids = new TreeSet<>();
        for (JsonNode step : action.at("/runs/steps")) {
            assertTrue(step.has("uses") != (step.has("run") && step.has("shell")), step::toString);
            assertFalse(step.path("run").asText().contains("${{"), "values come by the environment, where they are no commands");
            ids.add(step.path("id").asText());
            if (step.has("run")) {
                Path script = ACTION.resolve(step.get("run").asText().replaceAll("^\"\\$GITHUB_ACTION_PATH/|\"$", ""));
                executable(script);
                script(script, keys(step.get("env")));
            }
        }
        assertTrue(ids.containsAll(all("steps\\.([a-z-]+)\\.outputs", action.get("outputs").toString())));
    }

    /** A script uses no variable that is neither its own, nor given by the step, nor by the runner; and what it runs takes the options that it gives. */
    private void script(Path file, TreeSet<String> given) throws IOException {
        String text = Files.readString(file);
        TreeSet<String> used = all("\\$\\{?([A-Z][A-Z_]+)", text.replaceAll("(?m)^#.*", ""));
        used.remove("BASH_SOURCE");
        used.removeIf(v -> v.startsWith("GITHUB_"));
        TreeSet<String> unknown = new TreeSet<>(used);
        unknown.removeAll(given);
        assertEquals(new TreeSet<>(), unknown, file.toString());
        Matcher check = Pattern.compile("arguments\\+?=\\((.*)\\)").matcher(text);
        TreeSet<String> options = new TreeSet<>();
        while (check.find()) {
            options.addAll(all("(--[a-z-]+)", check.group(1)));
        }
        assertEquals(new TreeSet<>(List.of("--baseline", "--junit", "--markdown")), options);
        hasOptions(file.toString(), "check", options);
        for (String outputs : all("echo \"([a-z-]+)=", text)) {
            assertTrue(yaml(ACTION.resolve("action.yml")).get("outputs").has(outputs), outputs);
        }
        assertTrue(text.contains("../../../.ci/ttbench"));
        executable(ACTION.resolve("../../../.ci/ttbench").normalize());
    }

    @Test
    void theHooksAreWhole() throws IOException {
        JsonNode hooks = yaml(Path.of(".pre-commit-hooks.yaml"));
        Map<String, JsonNode> byId = new TreeMap<>();
        for (JsonNode hook : hooks) {
            byId.put(hook.get("id").asText(), hook);
            for (String key : List.of("id", "name", "description", "entry", "language", "files")) {
                assertTrue(hook.hasNonNull(key), key + " of " + hook);
            }
            assertEquals("script", hook.get("language").asText());
            Pattern.compile(hook.get("files").asText());
            String[] words = hook.get("entry").asText().split(" ");
            executable(Path.of(words[0]));
            hasOptions(hook.get("id").asText(), words[1], all("(--[a-z-]+)", hook.get("entry").asText() + hook.path("args")));
        }
        assertEquals(new TreeSet<>(List.of("ttbench-check", "ttbench-lint")), byId.keySet());
        assertFalse(byId.get("ttbench-check").get("pass_filenames").asBoolean(), "a check takes one file");
    }

    @Test
    void theSnippetsNameWhatIsThere() throws IOException {
        List<String> languages = new ArrayList<>();
        JsonNode inputs = yaml(ACTION.resolve("action.yml")).get("inputs");
        TreeSet<String> hooks = new TreeSet<>();
        yaml(Path.of(".pre-commit-hooks.yaml")).forEach(h -> hooks.add(h.get("id").asText()));
        for (Page.Block b : Page.read(HOW_TO).blocks()) {
            languages.add(b.language());
            if (!b.language().equals("yaml")) {
                continue;
            }
            JsonNode n = YAML.readTree(b.text());
            n.findParents("uses").forEach(step -> {
                if (step.get("uses").asText().contains("ttbench")) {
                    assertTrue(step.get("uses").asText().matches("OWNER/ttbench/" + ACTION + "@v[0-9.]+"), step::toString);
                    keys(step.get("with")).forEach(k -> assertTrue(inputs.has(k), k));
                    inputs.fields().forEachRemaining(i -> assertTrue(!i.getValue().path("required").asBoolean() || step.get("with").has(i.getKey()), i.getKey()));
                }
            });
            n.findValues("id").forEach(id -> assertTrue(!id.asText().startsWith("ttbench-") || hooks.contains(id.asText()), id::asText));
            for (String line : b.lines()) {
                Matcher m = Pattern.compile("/(\\.ci/ttbench) (\\w+) (.*)").matcher(line);
                if (m.find()) {
                    executable(Path.of(m.group(1)));
                    hasOptions(line, m.group(2), all("(--[a-z-]+)", m.group(3)));
                }
            }
        }
        assertTrue(languages.stream().filter("yaml"::equals).count() >= 4, languages::toString);
    }

    @Test
    void ourOwnGateCoversFamiliesAndDevices() throws IOException {
        JsonNode checks = yaml(Path.of(".ci/ttbench.yaml")).get("checks");
        TreeSet<String> models = new TreeSet<>();
        TreeSet<String> devices = new TreeSet<>();
        for (JsonNode c : checks) {
            models.add(c.get("model").asText());
            devices.add(c.get("device").asText());
            assertTrue(c.hasNonNull("max"), c::toString);
        }
        assertTrue(models.size() >= 8 && devices.size() >= 3, () -> models + " " + devices);
        String run = Files.readString(Path.of(".ci/run"));
        assertTrue(run.contains("set -e") && run.contains(".ci/ttbench check --baseline .ci/ttbench.yaml"), run);
    }
}
