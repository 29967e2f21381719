package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ttbench.imports.Importer;
import dev.ttbench.model.ModelDef;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Published configurations import with as many parameters as their classes have, or are refused for a stated reason; damaged ones never crash. */
class PublishedConfigurationsTest {
    private static final Path ROOT = Path.of("src/test/resources/hf-configs");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static Profile profile(Suites suites, String path, Map<String, String> set) {
        ModelDef model = suites.model(path);
        return new Profiler(suites).profile(model, new Request(path, set, null, null, null, null, null, List.of()));
    }

    private static Profile profile(String path) {
        Suites suites = Draws.SUITES;
        ModelDef model = suites.model(path);
        Map<String, String> set = new HashMap<>();
        if (model.parameter("part") != null) {
            set.put("part", "both");
        }
        if (model.parameter("latent_frames") != null && model.parameter("latent_frames").defaultText().equals("1")) {
            set.put("latent_frames", "3");
        }
        return profile(suites, path, set);
    }

    /**
     * @param parameters of the class, those that no stage runs included; empty when it is refused
     * @param refused how the message goes on after the file's name
     */
    @ParameterizedTest
    @CsvFileSource(resources = "/hf-configs/outcomes.csv", useHeadersInDisplayName = true)
    void importsOrSaysWhyNot(String file, Long parameters, String refused) {
        String path = ROOT.resolve(file).toString();
        try {
            long run = profile(path).totals().parameters();
            assertEquals(parameters, run + new Importer(Draws.SUITES.library()).read(path).idleParameters());
        } catch (InputException e) {
            assertEquals(refused, e.problems().get(0).text().split("\n")[0].replace(path, "").replaceFirst("^: ?", ""));
        }
    }

    @Test
    void everyConfigurationHasItsOutcome() throws IOException {
        TreeSet<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("outcomes.csv")).subList(1, Files.readAllLines(ROOT.resolve("outcomes.csv")).size())) {
            listed.add(line.substring(0, line.indexOf(',')));
        }
        assertEquals(listed, configurations().map(p -> ROOT.relativize(p).toString()).collect(Collectors.toCollection(TreeSet::new)));
    }

    static Stream<Path> configurations() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(p -> p.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    /** A published pipeline's folder is the shipped model, operator by operator. */
    @ParameterizedTest
    @CsvSource({"stable-diffusion-v1-4, sd-v1.4", "stable-diffusion-v1-5, sd-v1.5", "stable-diffusion-2-1, sd-v2.1", "stable-diffusion-2-1-base, sd-v2.1-base", "sdxl-base-1.0, sdxl",
        "svd-xt, svd-xt", "modelscope-t2v-1.7b, modelscope-t2v"})
    void aPipelineIsTheShippedModel(String published, String shipped) {
        Profile imported = profile(Draws.SUITES, ROOT.resolve(published).toString(), Map.of());
        Profile ours = profile(Draws.SUITES, shipped, Map.of());
        assertEquals(ours.totals(), imported.totals());
        assertEquals(ours.stages().stream().map(s -> s.facts().toString()).toList(), imported.stages().stream().map(s -> s.facts().toString()).toList());
        for (int i = 0; i < ours.stages().size(); i++) {
            assertEquals(rows(ours.stages().get(i)), rows(imported.stages().get(i)));
        }
    }

    private static List<String> rows(StageProfile s) {
        return s.operators().stream().map(r -> r.path() + " " + r.count() + " " + Arrays.deepToString(r.inputShapes().toArray()) + Arrays.toString(r.outputShape()) + " " + r.flops() + " "
                + r.bytesRead() + " " + r.bytesWritten() + " " + r.parameters() + " " + r.seconds() + " " + r.liveBytes()).toList();
    }

    /** Keys dropped, renamed, and given values of every kind: a model, or a message that names the file and is short. */
    @ParameterizedTest
    @MethodSource("configurations")
    void damagedConfigurationsNeverCrash(Path file) throws IOException {
        Random random = new Random(file.toString().hashCode());
        JsonNode whole = JSON.readTree(file.toFile());
        if (!(whole instanceof ObjectNode) || !whole.has("_class_name") && !whole.has("architectures") || file.endsWith("model_index.json")) {
            return;
        }
        Path damaged = folder.resolve("config.json");
        Suites suites = new Suites(Draws.SUITES.files());
        for (int i = 0; i < 12; i++) {
            ObjectNode config = whole.deepCopy();
            for (int k = 0; k <= random.nextInt(2); k++) {
                mutate(config, random);
            }
            Files.writeString(damaged, config.toString());
            try {
                Importer.Imported made = new Importer(suites.library()).read(damaged.toString());
                assertFalse(made.text().isEmpty());
                Path model = Files.writeString(folder.resolve("m" + i + ".yaml"), made.text());
                assertTrue(profile(suites, model.toString(), small(suites.model(model.toString()))).totals().parameters() >= 0);
            } catch (InputException e) {
                for (Problem p : e.problems()) {
                    assertTrue(p.message().length() < 1000, p::message);
                }
            }
        }
    }

    /** The smallest request of a model: damaged widths may be large enough. */
    private static Map<String, String> small(ModelDef model) {
        Map<String, String> set = new HashMap<>();
        for (ModelDef.Parameter p : model.parameters()) {
            if (p.name().startsWith("latent_") || p.name().endsWith("_tokens")) {
                set.put(p.name(), Long.toString(Math.max(8, p.min() == null ? 1 : p.min())));
            }
        }
        return set;
    }

    private static void mutate(ObjectNode config, Random random) {
        List<String> keys = new ArrayList<>();
        config.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(k -> k.equals("_class_name") || k.equals("architectures") || k.equals("model_type"));
        if (keys.isEmpty()) {
            return;
        }
        String key = keys.get(random.nextInt(keys.size()));
        JsonNode value = config.get(key);
        switch (random.nextInt(9)) {
            case 0 -> config.remove(key);
            case 1 -> config.set(key + "s", config.remove(key));
            case 2 -> config.putNull(key);
            case 3 -> config.put(key, random.nextInt(7) - 2);
            case 4 -> config.put(key, "${" + key + "}");
            case 5 -> config.put(key, random.nextDouble() * 100);
            case 6 -> config.put(key, random.nextBoolean());
            case 7 -> config.put(key, 1L << random.nextInt(63));
            default -> {
                if (value instanceof ArrayNode list && list.size() > 0) {
                    list.remove(random.nextInt(list.size()));
                } else {
                    config.putArray(key).add(value);
                }
            }
        }
    }
}
