package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.TestLibrary;
import dev.ttbench.device.Device;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Suites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What src/measure says about ttbench holds, as far as that can be told without running it. */
class MeasuringKitTest {
    private static final Path KIT = Path.of("src/measure");
    private static final Suites SUITES = TestLibrary.suites();

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(KIT.resolve(file).toFile());
    }

    /** The columns of each file, by its name: a pattern that finds both in a text. */
    private static Map<String, String> columns(String text, String pattern) {
        Map<String, String> out = new TreeMap<>();
        Matcher m = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        while (m.find()) {
            out.put(m.group(1), m.group(2));
        }
        return out;
    }

    @Test
    void columnsAreTheDocumentedOnes() throws IOException {
        String code = Files.readString(KIT.resolve("records.py")).replaceAll("\"\\s*\\n\\s*\"", "");
        Map<String, String> written = columns(code, "^ {4}\"(\\w+)\": \"([\\w,]+)\",$");
        assertEquals(columns(Files.readString(KIT.resolve("README.md")), "^\\| `(\\w+)` \\| `([\\w,]+)` \\|$"), written);
        assertEquals(new TreeSet<>(List.of("kernels_gemm", "kernels_attention", "kernels_conv", "kernels_conv_more", "kernels_other", "host", "end_to_end")), written.keySet());
    }

    @Test
    void devicesAreShippedOnes() throws IOException {
        TreeSet<String> known = new TreeSet<>();
        for (JsonNode d : json("devices.json").get("devices")) {
            Device device = SUITES.devices().get(d.get("id").asText());
            known.add(device.id());
            assertEquals(device.sms(), d.path("sms").asInt(device.sms()), device.id());
        }
        List<String> missing = SUITES.devices().ids().stream().filter(id -> SUITES.devices().get(id).vendor().equals("NVIDIA") && !known.contains(id)).toList();
        assertEquals(List.of(), missing);
    }

    static Stream<JsonNode> networks() throws IOException {
        return json("networks.json").get("networks").valueStream();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void networksAreStagesOfModels(JsonNode network) {
        boolean first = true;
        for (JsonNode request : network.get("requests")) {
            Map<String, String> set = new LinkedHashMap<>();
            request.properties().forEach(f -> set.put(f.getKey(), f.getValue().asText()));
            List<String> stages = List.of(network.get("stage").asText());
            StageProfile stage = new Profiler(SUITES).profile(new Request(network.get("model").asText(), set, null, network.get("dtype").asText(), null, null, null, stages)).stages().get(0);
            assertEquals(network.get("parameters").asLong(), stage.facts().parameters());
            if (first) {
                assertEquals(network.get("flops").asLong(), stage.iteration().flops().matmul().longValueExact());
            }
            first = false;
        }
        assertTrue(!first, "no request");
    }
}
