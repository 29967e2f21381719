package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ttbench.cost.Liveness;
import dev.ttbench.operator.Category;
import dev.ttbench.operator.Operator;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The goldens notice: a shipped graph with one wrong step, or one wrong formula, differs from what PyTorch counts. */
class WrongFormulaTest {
    @TempDir
    private Path folder;

    /**
     * One mistake in a copy of a shipped file.
     *
     * @param what the mistake
     * @param golden the case that notices it
     * @param text what stands in the file, once
     * @param instead what is put in its place
     */
    record Mistake(String what, String golden, String file, String text, String instead) {
        @Override
        public String toString() {
            return what + " (" + golden + ")";
        }
    }

    static Stream<Mistake> mistakes() {
        String unet = "sd-v1.5/unet/8x8-b1";
        String clip = "sd-v1.5/text-encoder/77-b1";
        String llama = "llama-2-7b/prefill-1-b1";
        String cached = "llama-2-7b/decode-at-77-b2";
        String video = "svd-xt/unet/14f-40x64-b2";
        String motion = "animatediff-v3/unet/8f-32x48-b2";
        return Stream.of(
                new Mistake("a bias where there is none", unet, "blocks/attention_layer.yaml", "qkv_bias: false,", "qkv_bias: true,"),
                new Mistake("a missing bias", unet, "blocks/attention_layer.yaml", "bias: \"${out_bias}\"", "bias: \"${!out_bias}\""),
                new Mistake("a missing bias", unet, "blocks/embed_mlp.yaml", "  - linear: {out: \"${out}\",", "  - linear: {out: \"${out}\", bias: false,"),
                new Mistake("a wrong kernel", unet, "blocks/unet2d_body.yaml", "  - conv2d: {out: \"${out}\", kernel: \"${kernel_out}\",", "  - conv2d: {out: \"${out}\", kernel: \"${kernel_out + 2}\","),
                new Mistake("a wrong stride", "sd-v1.5/vae-encoder/264x520-b1", "graphs/autoencoder-kl-encoder.yaml", "stride: 2", "stride: 1"),
                new Mistake("an extra silu", unet, "blocks/embed_mlp.yaml", "  - linear: {out: \"${out}\",", "  - silu\n  - linear: {out: \"${out}\","),
                new Mistake("a missing silu", unet, "blocks/resnet2d.yaml", "      - silu: {of: temb, as: shift}\n        if: ${!skip_time_act && activation in ['silu', 'swish']}\n", "      - add: {of: temb, with: 0, as: shift}\n"),
                new Mistake("the heads of an attention doubled", unet, "blocks/attention_layer.yaml", "pattern: b n (heads d) -> b heads n d, heads: \"${heads}\"",
                        "pattern: b n (heads d) -> b heads n d, heads: \"${2 * heads}\""),
                new Mistake("no copy before the last convolution of a transformer", unet, "blocks/spatial_transformer.yaml", "      - contiguous\n", ""),
                new Mistake("a dropped contiguous", "sd3-medium/transformer/64x96-b1", "graphs/sd3-transformer.yaml", "  - add: positions\n  - contiguous\n", "  - add: positions\n"),
                new Mistake("a sum whose operands changed places", "sd-v1.5/vae-decoder/64x64-b1", "blocks/resnet2d.yaml", "  - add: {of: input, with: x}", "  - add: {of: x, with: input}"),
                new Mistake("a fused gate that is read whole", unet, "blocks/geglu_mlp.yaml", "  - mul: {of: value, by: gate}\n", "  - mul: {of: gate, by: gate}\n"),
                new Mistake("an MLP too wide", unet, "blocks/geglu_mlp.yaml", "4 * x.features", "5 * x.features"),
                new Mistake("a group norm with other groups", unet, "graphs/unet2d-condition.yaml", "groups: {type: int, default: 32", "groups: {type: int, default: 16"),
                new Mistake("a temporal kernel of 5", video, "blocks/spatio_temporal_resnet.yaml", "      - group_norm\n      - silu\n      - conv3d: {out: \"${out}\", kernel: [3, 1, 1]}\n      - if:",
                        "      - group_norm\n      - silu\n      - conv3d: {out: \"${out}\", kernel: [5, 1, 1]}\n      - if:"),
                new Mistake("an activation of another kind", clip, "blocks/activation.yaml", "  - mul: 1.702\n  - sigmoid\n", "  - mul: 1.702\n  - tanh\n"),
                new Mistake("an attention that is not causal", clip, "blocks/clip_layer.yaml", "causal: \"${causal && input.tokens > 1}\"", "causal: \"${causal && false}\""),
                new Mistake("a forgotten final norm", clip, "graphs/clip-text.yaml", "  - layer_norm\n  - keep: hidden\n", "  - keep: hidden\n"),
                new Mistake("a norm in fp16", llama, "graphs/llama.yaml", "  - cast: fp32\n  - keep: wide\n", "  - keep: wide\n"),
                new Mistake("logits of every token", "llama-2-7b/prefill-100-b3", "graphs/llama.yaml", "      - slice: {axis: 1, from: -1}\n      - linear: {out: \"${vocabulary}\"", "      - linear: {out: \"${vocabulary}\""),
                new Mistake("keys and values of all heads", "llama-2-70b/decode-at-512-b4", "graphs/llama.yaml", "kv_heads: \"${kv_heads}\"", "kv_heads: \"${max(heads, kv_heads)}\""),
                new Mistake("a cache that is one token short", cached, "graphs/llama.yaml", "past: \"${past}\", dtype:", "past: \"${past - 1}\", dtype:"),
                new Mistake("a bias added in every layer", "t5-v1.1-xxl/encoder/77-b2", "graphs/t5-encoder.yaml", "layer.first || bias_in_every_layer", "layer.first || !bias_in_every_layer"),
                new Mistake("one temporal attention for two", motion, "blocks/motion_module.yaml", "repeat: 2", "repeat: 1"),
                new Mistake("a modulation of five pieces", "sd3-medium/transformer/64x96-b1", "graphs/sd3-transformer.yaml",
                        "  - modulation: {of: temb, pieces: 2}\n  - split: {axis: features, into: [scale, shift]}\n",
                        "  - modulation: {of: temb, pieces: 5}\n  - split: {axis: features, into: [scale, shift, a, b, c]}\n"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNoticed(Mistake m) throws IOException {
        Golden golden = golden(m.golden());
        Library library = copy();
        assertEquals(List.of(), all(golden, library), "the copy is as good as the original");
        Path file = folder.resolve(m.file());
        String text = Files.readString(file);
        assertTrue(text.contains(m.text()), () -> "not in " + m.file() + ": " + m.text());
        Files.writeString(file, text.replace(m.text(), m.instead()));
        assertNotEquals(List.of(), all(golden, new Library(new SuiteFiles(folder, Precompiled.NONE))));
    }

    private Library copy() throws IOException {
        for (String kind : List.of("blocks", "graphs")) {
            Files.createDirectories(folder.resolve(kind));
            try (Stream<Path> files = Files.list(Path.of("suites", kind))) {
                for (Path p : files.toList()) {
                    Files.copy(p, folder.resolve(kind).resolve(p.getFileName()));
                }
            }
        }
        return new Library(new SuiteFiles(folder, Precompiled.NONE));
    }

    private static Golden golden(String name) throws IOException {
        return Golden.all().stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> all(Golden golden, Library library) throws IOException {
        Golden.Result fused = golden.run(library, Lowering.AttentionForm.FUSED);
        List<String> out = new ArrayList<>(GoldenTest.differences(golden, fused));
        out.addAll(GoldenTest.memoryDifferences(golden, "fused_attention", fused));
        out.addAll(GoldenTest.memoryDifferences(golden, "math_attention", golden.run(library, Lowering.AttentionForm.MATH)));
        return out;
    }

    /** A formula for the FLOPs of an operator, right or wrong. */
    record Formula(String what, Category category, String golden, ToLongFunction<Operator> flops) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Formula> wrongFormulas() {
        return Stream.of(
                new Formula("the bias of a linear counted", Category.LINEAR, "sd-v1.5/unet/8x8-b1", o -> o.flops() + (o instanceof Operator.Linear l && l.bias() ? Operator.elements(l.output()) : 0)),
                new Formula("multiply-accumulates, not FLOPs", Category.LINEAR, "llama-2-7b/prefill-1-b1", o -> o.flops() / 2),
                new Formula("the output's features for the input's", Category.LINEAR, "llama-2-7b/prefill-1-b1",
                        o -> o instanceof Operator.Linear l ? 2 * Operator.elements(l.output()) * l.output()[l.output().length - 1] : o.flops()),
                new Formula("the bias of a convolution counted", Category.CONVOLUTION, "sd-v1.5/unet/8x8-b1",
                        o -> o.flops() + (o instanceof Operator.Convolution c && c.bias() ? Operator.elements(c.output()) : 0)),
                new Formula("a convolution over its input", Category.CONVOLUTION, "sd-v1.5/unet/8x8-b1",
                        o -> o instanceof Operator.Convolution c ? 2 * Operator.elements(c.input()) * c.outChannels() * Operator.elements(c.kernel()) : o.flops()),
                new Formula("a causal attention halved", Category.ATTENTION, "sd-v1.5/text-encoder/77-b1", o -> o instanceof Operator.Attention a && a.causal() ? o.flops() / 2 : o.flops()),
                new Formula("the softmax counted", Category.ATTENTION, "sd-v1.5/text-encoder/77-b1", o -> o.flops() + (o instanceof Operator.Attention a ? 5 * a.scores() : 0)),
                new Formula("keys for queries", Category.ATTENTION, "sd-v1.5/unet/8x8-b1",
                        o -> o instanceof Operator.Attention a ? a.flops() / a.query()[2] * a.key()[2] : o.flops()),
                new Formula("key heads for query heads", Category.ATTENTION, "llama-2-70b/decode-at-512-b4", o -> o instanceof Operator.Attention a ? a.flops() / a.query()[1] * a.key()[1] : o.flops()));
    }

    @ParameterizedTest
    @MethodSource("wrongFormulas")
    void aWrongFormulaIsNoticed(Formula f) throws IOException {
        Golden golden = golden(f.golden());
        JsonNode truth = golden.counts().get("flops").get(f.category().label().toLowerCase(java.util.Locale.ROOT));
        Golden.Result ours = golden.run(Lowering.AttentionForm.FUSED);
        assertEquals(truth.asLong(), tally(ours.body(), Operator::flops).get(f.category()));
        assertNotEquals(truth.asLong(), tally(ours.body(), f.flops()).get(f.category()));
    }

    /** FLOPs of every operator by a formula, added up by category. */
    private static Map<Category, Long> tally(Body body, ToLongFunction<Operator> formula) {
        Map<Category, Long> out = new EnumMap<>(Category.class);
        new Liveness().visit(body, (path, block, op, live) -> out.merge(op.operator().category(), formula.applyAsLong(op.operator()), Math::addExact));
        return out;
    }

    /** The comparison itself: what it says, and of whom. */
    @Test
    void aDifferenceSaysWhatAndWhere() throws IOException {
        Golden other = golden("sd-v1.5/text-encoder/64-b2");
        List<String> said = GoldenTest.differences(other, golden("sd-v1.5/text-encoder/77-b2").run(Lowering.AttentionForm.FUSED));
        assertTrue(said.stream().anyMatch(d -> d.startsWith("linear FLOPs: PyTorch ")), said::toString);
        assertTrue(said.stream().anyMatch(d -> d.startsWith("attention [2,12,77,64]") && d.contains(", first at turn[0]/clip_layer/attention")), said::toString);
    }
}
