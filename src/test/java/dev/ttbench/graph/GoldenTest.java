package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden, exactly: parameters, FLOPs, operators with shapes, kernels, bytes, peak of live activations. */
class GoldenTest {
    /**
     * Listed by the golden, but no kernel: einsums without a contraction, which are permutes (the patch order of SD3's result).
     */
    private static final Set<String> NO_KERNEL = Set.of("einsum");

    static List<Golden> goldens() throws IOException {
        return Golden.all();
    }

    @Test
    void everyGoldenIsUsed() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.walk(Golden.ROOT)) {
            Set<String> there = files.map(p -> Golden.ROOT.relativize(p).toString()).filter(n -> n.endsWith(".json") && !n.endsWith(".eager.json") && !n.endsWith(".config.json"))
                    .map(n -> n.substring(0, n.length() - 5)).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(there, Golden.all().stream().map(Golden::name).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsWhatPyTorchCounts(Golden golden) throws IOException {
        List<String> differences = differences(golden, golden.run(Lowering.AttentionForm.FUSED));
        assertTrue(differences.isEmpty(), () -> golden + "\n" + String.join("\n", differences.subList(0, Math.min(12, differences.size()))));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsWhatAnEagerPassMoves(Golden golden) throws IOException {
        memory(golden, "fused_attention", Lowering.AttentionForm.FUSED);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsWhatAnEagerPassWithMathAttentionMoves(Golden golden) throws IOException {
        memory(golden, "math_attention", Lowering.AttentionForm.MATH);
    }

    private static void memory(Golden golden, String mode, Lowering.AttentionForm form) throws IOException {
        List<String> differences = memoryDifferences(golden, mode, golden.run(form));
        assertTrue(differences.isEmpty(), () -> golden + " " + mode + "\n" + String.join("\n", differences));
    }

    /** How parameters, FLOPs and operators differ from the golden; empty when they don't. */
    static List<String> differences(Golden golden, Golden.Result ours) throws IOException {
        JsonNode truth = golden.counts();
        List<String> differences = new ArrayList<>();
        if (truth.get("parameters").asLong() != ours.cost().parameters()) {     // all of them: a function may take the weights of modules that are not run
            compare(differences, "parameters", truth.get("parameters_of_modules_run").asLong(), ours.cost().parameters());
        }
        compare(differences, "convolution FLOPs", truth.get("flops").get("convolution").asLong(), ours.cost().convolution());
        compare(differences, "linear FLOPs", truth.get("flops").get("linear").asLong(), ours.cost().linear());
        compare(differences, "attention FLOPs", truth.get("flops").get("attention").asLong(), ours.cost().attention());
        Map<String, Long> theirs = new TreeMap<>();
        for (JsonNode o : truth.get("operators")) {
            if (!NO_KERNEL.contains(o.get("op").asText())) {
                theirs.merge(Golden.key(o), o.get("count").asLong(), Long::sum);
            }
        }
        Set<String> keys = new TreeSet<>(theirs.keySet());
        keys.addAll(ours.operators().keySet());
        boolean methods = theirs.keySet().stream().noneMatch(k -> k.startsWith("tanh "));
        for (String k : keys) {
            if (methods && k.startsWith("tanh ")) {
                continue;       // PyTorch's function was recorded; a tensor's method of that name, which Z-Image calls, was not
            }
            long a = theirs.getOrDefault(k, 0L);
            long b = ours.operators().getOrDefault(k, 0L);
            if (a != b) {
                differences.add(k + ": PyTorch " + a + ", ours " + b + (b > 0 ? ", first at " + ours.paths().get(k) : ""));
            }
        }
        return differences;
    }

    /** How kernels, bytes and the peak of live activations differ from the golden; empty when they don't. */
    static List<String> memoryDifferences(Golden golden, String mode, Golden.Result ours) throws IOException {
        JsonNode truth = golden.eager(mode);
        List<String> differences = new ArrayList<>();
        compare(differences, "kernels", truth.get("kernels").asLong(), ours.cost().kernels());
        compare(differences, "bytes read", truth.get("bytes_read").asLong(), ours.cost().bytesRead());
        compare(differences, "bytes written", truth.get("bytes_written").asLong(), ours.cost().bytesWritten());
        compare(differences, "peak", truth.get("peak_last_use_bytes").asLong(), ours.peak());
        Set<String> names = new TreeSet<>(ours.kernels().keySet());
        truth.get("by_kernel").fieldNames().forEachRemaining(names::add);
        for (String k : names) {
            JsonNode t = truth.get("by_kernel").get(k);
            long[] o = ours.kernels().getOrDefault(k, new long[3]);
            compare(differences, k + " calls", t == null ? 0 : t.get("calls").asLong(), o[0]);
            compare(differences, k + " bytes read", t == null ? 0 : t.get("bytes_read").asLong(), o[1]);
            compare(differences, k + " bytes written", t == null ? 0 : t.get("bytes_written").asLong(), o[2]);
        }
        return differences;
    }

    private static void compare(List<String> differences, String what, long theirs, long ours) {
        if (theirs != ours) {
            differences.add(what + ": PyTorch " + theirs + ", ours " + ours);
        }
    }
}
