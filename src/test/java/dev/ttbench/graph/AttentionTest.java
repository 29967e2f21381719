package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attention: counts of its three forms, and the kind that follows from where queries and keys came from. */
class AttentionTest {
    private static final long HALF = 2;
    private static final String HEADS = "batch 2, heads 4, tokens 6, features 8";

    private static Operator.Attention only(GraphText.Built b) {
        return (Operator.Attention) b.operators().stream().map(Body.Op::operator).filter(o -> o instanceof Operator.Attention).reduce((x, y) -> {
            throw new AssertionError("two attentions");
        }).orElseThrow();
    }

    private static String kind(GraphText t) {
        return only(t.expand()).kind();
    }

    @Test
    void fusedReadsItsOperandsOnce() {
        GraphText.Built b = GraphText.of("""
                graph: a
                inputs: {q: [batch, heads, tokens, features], k: [batch, heads, tokens, features], v: [batch, heads, tokens, features]}
                body: [{attention: {query: q, key: k, value: v}}]
                """).input("q", 2, 4, 6, 8).input("k", 2, 4, 7, 8).input("v", 2, 4, 7, 5).expand();
        assertEquals("[batch 2, heads 4, tokens 6, features 5]", b.shape());
        assertEquals(2 * (2 * 4 * 6 * 7) * (8 + 5), b.cost().attention());
        assertEquals(6 * (2 * 4 * 6 * 7), b.vector());
        assertEquals((2 * 4 * 6 * 8 + 2 * 4 * 7 * 8 + 2 * 4 * 7 * 5) * HALF, b.read());
        assertEquals(2 * 4 * 6 * 5 * HALF, b.written());
        assertEquals(List.of(6 * 4 * 5L, 5L, 4 * 5L, 1L), b.strides(), "heads lie beside features, so that merging them is a view");
    }

    @Test
    void aMaskIsOneMoreVectorFlopAScoreAndCountedInFull() {
        GraphText.Built b = GraphText.of(HEADS, "[{attention: {query: x, key: x, value: x, causal: true}}]").expand();
        assertEquals(2 * (2 * 4 * 6 * 6) * (8 + 8), b.cost().attention());
        assertEquals(7 * (2 * 4 * 6 * 6), b.vector());
        assertTrue(((Work.Attention) b.launches().get(0).kernel().work()).causal());
    }

    @Test
    void separateKernelsMoveTheScores() {
        GraphText.Built b = GraphText.of(HEADS, "[{attention: {query: x, key: x, value: x}}]").attention(Lowering.AttentionForm.SEPARATE).expand();
        long scores = 2 * 4 * 6 * 6;
        long operand = 2 * 4 * 6 * 8;
        assertEquals(List.of("aten.bmm", "aten.mul", "aten._softmax", "aten.bmm"), b.kernels());
        assertEquals((operand + operand + scores + scores + scores + operand) * HALF, b.read());
        assertEquals((scores * 3 + operand) * HALF, b.written());
    }

    @Test
    void mathWorksInFp32() {
        GraphText.Built b = GraphText.of(HEADS, "[{attention: {query: x, key: x, value: x}}]").attention(Lowering.AttentionForm.MATH).expand();
        assertEquals(3 + 2 + 1 + 1 + 1 + 1 + 1, b.kernels().size(), "three casts, two scalings, product, softmax, a cast of it, product, cast");
        assertEquals(Dtype.FP32, b.launches().stream().filter(l -> l.kernel().name().equals("aten.bmm")).findFirst().orElseThrow().kernel().dtype());
        assertEquals("fp16", b.result().dtype().id());
    }

    @Test
    void groupedHeads() {
        GraphText t = GraphText.of("""
                graph: a
                inputs: {q: [batch, heads, tokens, features], k: [batch, heads, tokens, features]}
                body: [{attention: {query: q, key: k, value: k}}]
                """).input("q", 1, 8, 6, 4).input("k", 1, 2, 6, 4);
        GraphText.Built b = t.expand();
        assertEquals(2 * (8 * 6 * 6) * (4 + 4), b.cost().attention());
        assertEquals((8 * 6 * 4 + 2 * 6 * 4) * HALF, b.read(), "two of eight heads, key and value being one tensor");
        GraphText.Built separate = t.attention(Lowering.AttentionForm.SEPARATE).expand();
        assertEquals(2, separate.kernels().stream().filter("aten.clone"::equals).count(), "keys and values are repeated for every query head");
    }

    @Test
    void theBiasMustBroadcastToTheScores() {
        String body = "[{zeros: {axes: {heads: 4, rows: 6, columns: %d}, as: bias}}, {attention: {query: x, key: x, value: x, bias: bias}}]";
        assertEquals(7 * (2 * 4 * 6 * 6), GraphText.of(HEADS, body.formatted(6)).expand().vector());
        InputException e = assertThrows(InputException.class, () -> GraphText.of(HEADS, body.formatted(5)).expand());
        assertTrue(e.getMessage().contains("does not broadcast to the scores"), e.getMessage());
    }

    // ---- kinds

    private static final String SELF = "{rearrange: {pattern: b n d -> b 1 n d, as: q}}, {attention: {query: q, key: q, value: q}}";

    private static GraphText of(String axes, String pattern) {
        return GraphText.of(axes, "[{rearrange: " + pattern + "}, " + SELF + "]");
    }

    @Test
    void overHeightAndWidthIsSpatial() {
        assertEquals("spatial", kind(of("batch 2, channels 8, height 3, width 5", "b c h w -> b (h w) c")));
        assertEquals("spatial", kind(of("batch 2, frames 4, channels 8, height 3, width 5", "b f c h w -> (b f) (h w) c")));
    }

    @Test
    void overFramesIsTemporal() {
        assertEquals("temporal", kind(of("batch 2, frames 4, channels 8, height 3, width 5", "b f c h w -> (b h w) f c")));
    }

    @Test
    void overBothIsSpatioTemporal() {
        assertEquals("spatio-temporal", kind(of("batch 2, frames 4, channels 8, height 3, width 5", "b f c h w -> b (f h w) c")));
    }

    @Test
    void overTokensIsText() {
        assertEquals("text", kind(GraphText.of("batch 2, tokens 7, features 8", "[" + SELF + "]")));
    }

    @Test
    void keysFromAnotherTensorAreCross() {
        assertEquals("cross", kind(GraphText.of("""
                graph: a
                inputs: {sample: [batch, channels, height, width], context: [batch, tokens, features]}
                body:
                  - rearrange: b c h w -> b 1 (h w) c
                  - keep: q
                  - rearrange: {of: context, pattern: b n d -> b 1 n d, as: k}
                  - attention: {query: q, key: k, value: k}
                """).input("sample", 2, 8, 3, 5).input("context", 2, 7, 8)));
    }

    private static final String TWO = """
            graph: a
            inputs: {sample: [batch, channels, height, width], context: [batch, tokens, features]}
            body:
              - rearrange: {pattern: b c h w -> b (h w) c, as: image}
              - concat: {of: [image, context], axis: 1, as: both}
            """;

    @Test
    void twoStreamsInOneAttentionAreJoint() {
        assertEquals("joint", kind(GraphText.of(TWO + """
              - rearrange: {of: both, pattern: b n d -> b 1 n d, as: q}
              - attention: {query: q, key: q, value: q}
            """).input("sample", 2, 8, 3, 5).input("context", 2, 7, 8)));
    }

    @Test
    void textKeysAppendedToAnImagesOwnLeaveItSpatial() {
        assertEquals("spatial", kind(GraphText.of(TWO + """
              - rearrange: {of: image, pattern: b n d -> b 1 n d, as: q}
              - rearrange: {of: both, pattern: b n d -> b 1 n d, as: k}
              - attention: {query: q, key: k, value: k}
            """).input("sample", 2, 8, 3, 5).input("context", 2, 7, 8)));
    }

    @Test
    void aLearnedClassTokenChangesNothing() {
        assertEquals("spatial", kind(GraphText.of("batch 2, channels 8, height 3, width 5", "[{rearrange: {pattern: b c h w -> b (h w) c, as: image}},"
                + " {weight: {axes: {batch: 2, tokens: 1, features: 8}, as: class}}, {concat: {of: [class, image], axis: 1}}, " + SELF + "]")));
    }

    @Test
    void aSliceAtTheSeamIsItsPieceAgain() {
        assertEquals("spatial", kind(GraphText.of(TWO + """
              - split: {of: both, axis: 1, sizes: [15, 7], into: [first, second]}
              - rearrange: {of: first, pattern: b n d -> b 1 n d, as: q}
              - attention: {query: q, key: q, value: q}
            """).input("sample", 2, 8, 3, 5).input("context", 2, 7, 8)));
    }

    @Test
    void aPackedInputDeclaresItsOrigin() {
        assertEquals("spatial", kind(GraphText.of("""
                graph: a
                inputs: {image: [batch, (height width), features]}
                body: [{rearrange: {pattern: b n d -> b 1 n d, as: q}}, {attention: {query: q, key: q, value: q}}]
                """).merged("image", new long[] {2}, new long[] {3, 5}, new long[] {8})));
    }
}
