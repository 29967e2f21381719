package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ttbench.profile.Precision;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes of quantised weights, by hand and through a whole model. */
class WeightFormatTest {
    private static final Suites SUITES = new Suites(new SuiteFiles(Path.of("suites"), Precompiled.NONE));

    private static Profile profile(String model, String dtype, Precision precision) {
        return new Profiler(SUITES).profile(new Request(model, Map.of("prompt_tokens", "8"), null, dtype, precision, null, null, null, List.of()));
    }

    /** codes + scales + zero points: 100 outputs of 200 inputs. */
    @ParameterizedTest
    @CsvSource({
        "int8, 0, 20400",          // 20000 + 100 x 4
        "fp8, 0, 20004",           // 20000 + 4
        "nf4, 0, 11252",           // 10000 + ceil(20000 / 64) = 313 x 4
        "nf4, 7, 21432",           // 10000 + ceil(20000 / 7) = 2858 x 4
        "int4, 0, 10500",          // 10000 + 100 x 2 groups x 2 + 200 / 2
        "int4, 3, 26750",          // 10000 + 100 x 67 groups x 2 + 6700 / 2
    })
    void bytesFollowFromTheFormat(String id, long group, long bytes) {
        WeightFormat f = SUITES.weightFormats().get(id);
        assertEquals(bytes, (group > 0 ? f.withGroup(group) : f).bytes(100, 200));
    }

    @Test
    void anOddNumberOfCodesFillsItsLastByte() {
        assertEquals(2 + 2 + 1, new WeightFormat("x", 4, WeightFormat.Grouping.ROW, 0, 16, 4, false).bytes(1, 3));
    }

    /** LLaMA 2 7B: 32 layers of 4 x 4096 x 4096 and 3 x 4096 x 11008, a head of 32000 x 4096; embedding and norms stay fp16. */
    @Test
    void aModelsWeightsAreThoseOfItsMatrices() {
        Profile plain = profile("llama-2-7b", "fp16", Precision.DEFAULT);
        Profile four = profile("llama-2-7b", "fp16", new Precision("int4:128", Map.of(), Map.of()));
        long matrices = 32L * (4L * 4096 * 4096 + 3L * 4096 * 11008) + 32000L * 4096;
        assertEquals(2 * plain.totals().parameters(), plain.totals().weightBytes());
        assertEquals(plain.totals().weightBytes() - 2 * matrices + matrices / 2 + matrices / 128 * 2 + matrices / 128 / 2, four.totals().weightBytes());
        assertEquals(plain.totals().flops(), four.totals().flops());
        assertEquals(plain.totals().peakMemoryBytes() - plain.totals().weightBytes(), four.totals().peakMemoryBytes() - four.totals().weightBytes());
        StageProfile decode = plain.stages().get(1);
        assertEquals(decode.iteration().bytesRead() - four.stages().get(1).iteration().bytesRead(), plain.totals().weightBytes() - four.totals().weightBytes(), "a decode step reads each matrix once");
    }

    @Test
    void aStageHasItsOwnTypes() {
        Profile p = profile("sd-v1.5", "fp16", new Precision("none", Map.of("vae_decoder", "fp32"), Map.of("unet", "fp8")));
        Profile plain = profile("sd-v1.5", "fp16", Precision.DEFAULT);
        assertEquals(List.of("fp16 null", "fp16 fp8", "fp32 null"), p.stages().stream().map(s -> s.facts().dtype() + " " + s.facts().weightFormat()).toList());
        assertEquals(plain.stages().get(0).facts().weightBytes(), p.stages().get(0).facts().weightBytes());
        assertEquals(2 * plain.stages().get(2).facts().weightBytes(), p.stages().get(2).facts().weightBytes());
        assertEquals(plain.totals().flops(), p.totals().flops());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "int5 | there is no weight format 'int5'", "int4:0 | the weight format 'int4:0': a block of 0 weights is not possible", "int8:64 | the weight format 'int8:64': 'int8' has no blocks of weights",
        "int4:x | the weight format 'int4:x': a number expected after ':'",
    })
    void wrongFormatsAreRefused(String format, String message) {
        assertEquals(message, assertThrows(InputException.class, () -> profile("sd-v1.5", null, new Precision(format, Map.of(), Map.of()))).problems().get(0).message());
    }

    @Test
    void unknownStagesAreRefused() {
        InputException e = assertThrows(InputException.class, () -> profile("sd-v1.5", null, new Precision(null, Map.of("unte", "fp32"), Map.of())));
        assertEquals("--dtype unte=fp32: the model 'sd-v1.5' has no stage 'unte'", e.problems().get(0).message());
    }
}
