package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What PyTorch counts comes out of whole pipelines too: a request's parameters become the inputs of each network that its golden was made with. */
class PipelineGoldenTest {
    private static final Path ROOT = Path.of("src/test/resources/goldens");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param set parameters, blanks between them
     */
    @ParameterizedTest
    @CsvFileSource(resources = "/profile/pipelines.csv", useHeadersInDisplayName = true)
    void aStageIsWhatPyTorchCounts(String model, String stage, String set, String golden) throws IOException {
        JsonNode counts = JSON.readTree(ROOT.resolve(golden + ".json").toFile());
        JsonNode eager = JSON.readTree(ROOT.resolve(golden + ".eager.json").toFile());
        StageProfile fused = stage(model, stage, set, "flash");
        if (counts.get("parameters").asLong() != fused.facts().parameters()) {     // all of them: a function may take the weights of modules that are not run
            assertEquals(counts.get("parameters_of_modules_run").asLong(), fused.facts().parameters());
        }
        StageProfile math = stage(model, stage, set, "math");
        for (StageProfile s : List.of(fused, math)) {
            assertEquals(counts.get("flops").get("convolution").bigIntegerValue(), s.iteration().flops().convolution());
            assertEquals(counts.get("flops").get("linear").bigIntegerValue(), s.iteration().flops().linear());
            assertEquals(counts.get("flops").get("attention").bigIntegerValue(), s.iteration().flops().attention());
            JsonNode truth = eager.get(s == fused ? "fused_attention" : "math_attention");
            assertEquals(truth.get("kernels").asLong(), s.iteration().kernels());
            assertEquals(truth.get("bytes_read").asLong(), s.iteration().bytesRead());
            assertEquals(truth.get("bytes_written").asLong(), s.iteration().bytesWritten());
            assertEquals(truth.get("peak_last_use_bytes").asLong(), s.facts().peakActivationBytes());
        }
    }

    private static StageProfile stage(String model, String stage, String set, String attention) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String s : set.split(" ")) {
            values.put(s.substring(0, s.indexOf('=')), s.substring(s.indexOf('=') + 1));
        }
        Profile p = Draws.PROFILER.profile(new Request(model, values, null, "fp16", attention, "eager", null, List.of(stage)));
        assertEquals(1, p.stages().size());
        assertTrue(p.stages().get(0).facts().repeat() > 0);
        return p.stages().get(0);
    }
}
