package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An autoregressive image model: published sizes, a text whose keys are computed once, what a code sees of those before it. */
class PartiTest {
    private static final long LAYERS = 12;
    private static final long WIDTH = 1024;
    private static final long STEPS = 1024;
    private static final long BATCH = 2;

    private static Profile profile(String model, Map<String, String> set) {
        return Draws.PROFILER.profile(new Request(model, set, null, "fp16", "flash", "eager", null, List.of()));
    }

    private static StageProfile stage(Profile p, String id) {
        return p.stages().stream().filter(s -> s.facts().id().equals(id)).findFirst().orElseThrow();
    }

    private static long parameters(StageProfile s, String operator, String path) {
        return s.operators().stream().filter(r -> r.operator().equals(operator) && r.path().startsWith(path)).mapToLong(OperatorRow::parameters).sum();
    }

    @ParameterizedTest
    @CsvSource({"parti-350m, 352321536, 385875968", "parti-750m, 754974720, 788529152", "parti-3b, 3019898880, 3087007744", "parti-20b, 20401094656, 20535312384"})
    void sizesArePublishedOnes(String model, long blocks, long withEmbeddings) {
        Profile p = profile(model, Map.of("height", "64", "width", "64"));
        StageProfile text = stage(p, "text_encoder");
        StageProfile decode = stage(p, "decode");
        long matrices = parameters(text, "linear", "layer") + parameters(stage(p, "text_keys"), "linear", "layer") + parameters(decode, "linear", "layer");
        assertEquals(blocks, matrices);
        assertEquals(withEmbeddings, matrices + parameters(text, "embedding", "") + parameters(decode, "embedding", "") + parameters(decode, "linear", "linear"));
        assertEquals(629_145_600, parameters(stage(p, "vae_decoder"), "linear", "layer"));
    }

    @Test
    void superResolutionFollowsTheSize() {
        assertEquals(List.of("text_encoder", "text_keys", "decode", "vae_decoder"), ids("256"));
        assertEquals(List.of("text_encoder", "text_keys", "decode", "vae_decoder", "sr_512"), ids("512"));
        assertEquals(List.of("text_encoder", "text_keys", "decode", "vae_decoder", "sr_512", "sr_1024"), ids("1024"));
        assertEquals(14_181_788, stage(profile("parti-350m", Map.of()), "sr_1024").facts().parameters());
    }

    private static List<String> ids(String side) {
        return profile("parti-350m", Map.of("height", side, "width", side)).stages().stream().map(s -> s.facts().id()).toList();
    }

    @Test
    void theTextsKeysAreComputedOnceOrInEveryStep() {
        Profile once = profile("parti-350m", Map.of());
        Profile step = profile("parti-350m", Map.of("text_keys", "step"));
        assertEquals(once.totals().parameters(), step.totals().parameters());
        BigInteger keys = BigInteger.valueOf(2 * BATCH * 128 * LAYERS * 2 * WIDTH * WIDTH);
        assertEquals(keys, stage(once, "text_keys").totalFlops().linear());
        assertEquals(keys.multiply(BigInteger.valueOf(STEPS)), stage(step, "decode").totalFlops().linear().subtract(stage(once, "decode").totalFlops().linear()));
        assertEquals(stage(step, "decode").totalFlops().attention(), stage(once, "decode").totalFlops().attention());
        assertEquals(LAYERS * 2 * BATCH * 128 * WIDTH * 2, stage(once, "decode").facts().kvCacheBytes() - stage(step, "decode").facts().kvCacheBytes(), "what is stored is part of the cache");
    }

    @Test
    void aCodeSeesThoseBeforeItOrItsNeighbours() {
        long cross = STEPS * 128;
        long dense = 0;
        long sparse = 0;
        for (int t = 0; t < STEPS; t++) {
            dense += t + 1;
            for (int k = 0; k <= t; k++) {
                sparse += Math.abs(t / 32 - k / 32) <= 5 && Math.abs(t % 32 - k % 32) <= 5 ? 1 : 0;
            }
        }
        long each = 2 * BATCH * LAYERS * 2 * WIDTH;
        assertEquals(BigInteger.valueOf(each * (cross + dense)), stage(profile("parti-350m", Map.of()), "decode").totalFlops().attention());
        Profile p = profile("parti-350m", Map.of("self_attention", "sparse"));
        assertEquals(BigInteger.valueOf(each * (cross + sparse)), stage(p, "decode").totalFlops().attention());
        assertEquals(List.of("cross", "spatial"), stage(p, "decode").operators().stream().map(OperatorRow::attentionKind).filter(k -> k != null).distinct().sorted().toList());
    }
}
