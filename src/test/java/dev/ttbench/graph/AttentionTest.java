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
    void anAttentionThatIsNeverFusedHasTheKernelsOfMath() {
        GraphText.Built plain = GraphText.of(HEADS, "[{attention: {query: x, key: x, value: x, fused: false}}]").expand();
        GraphText.Built math = GraphText.of(HEADS, "[{attention: {query: x, key: x, value: x}}]").attention(Lowering.AttentionForm.MATH).expand();
        assertEquals(math.kernels(), plain.kernels());
        assertEquals(math.read(), plain.read());
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
        assertEquals(List.of("aten.bmm", "aten._softmax", "aten.bmm"), b.kernels());
        assertEquals((operand + operand + scores + scores + operand) * HALF, b.read());
        assertEquals((scores * 2 + operand) * HALF, b.written());
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
    void aPartOfAnAxisIsOfItsKindUnderAnyName() {
        assertEquals("spatial", kind(GraphText.of("batch 2, channels 8, height 4, width 6", "[{rearrange: {pattern: b c (rows i) (columns j) -> (b rows columns) (i j) c, i: 2, j: 3}}, " + SELF + "]")));
        assertEquals("temporal", kind(GraphText.of("batch 2, frames 4, channels 8, height 3, width 5", "[{rearrange: {pattern: b (window g) c h w -> (b window h w) g c, g: 2}}, " + SELF + "]")));
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

    @Test
    void storedKeysAreCross() {
        assertEquals("cross", kind(GraphText.of("batch 2, heads 4, tokens 6, features 8",
                "[{stored: {axes: {batch: 2, heads: 4, tokens: 7, features: 8}, as: k}}, {attention: {query: x, key: k, value: k}}]")));
        assertEquals("text", kind(GraphText.of("batch 2, heads 4, tokens 6, features 8",
                "[{stored: {axes: {batch: 2, heads: 4, tokens: 7, features: 8}, as: k}}, {concat: {of: [k, x], axis: tokens, as: k}}, {attention: {query: x, key: k, value: k}}]")),
                "its own keys are among them");
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

    // ---- windows, grids, neighbourhoods

    private static final String[] FORMS = {"window", "grid", "neighbourhood"};

    /** The newest token of {@code keys}, the others in a cache. */
    private static GraphText newest(String pattern, long keys) {
        return GraphText.of("graph: a\ninputs: {x: [batch, heads, (height width), features]}\nbody: [{cache: {axis: 2, past: " + (keys - 1) + ", as: k}}, {attention: {query: x, key: k, value: k, " + pattern + "}}]\n")
                .merged("x", new long[] {2}, new long[] {4}, new long[] {1, 1}, new long[] {8});
    }

    private static GraphText square(String pattern, long height, long width) {
        return GraphText.of("graph: a\ninputs: {x: [batch, heads, (height width), features]}\nbody: [{attention: {query: x, key: x, value: x, " + pattern + "}}]\n")
                .merged("x", new long[] {2}, new long[] {4}, new long[] {height, width}, new long[] {8});
    }

    private static boolean sees(String form, int size, int extent, int from, int to) {
        int step = (extent + size - 1) / size;
        return form.equals("window") ? from / size == to / size : form.equals("grid") ? from % step == to % step : Math.abs(from - to) <= size / 2;
    }

    @Test
    void aWindowOrGridCountsThePairsInsideItsParts() {
        int[][] shapes = {{5, 7}, {6, 6}, {1, 9}, {8, 3}};
        for (String form : List.of("window", "grid")) {
            for (int[] n : shapes) {
                for (int size = 1; size < 10; size++) {
                    long pairs = 0;
                    long most = 0;
                    for (int q = 0; q < n[0] * n[1]; q++) {
                        long seen = 0;
                        for (int k = 0; k < n[0] * n[1]; k++) {
                            seen += sees(form, size, n[0], q / n[1], k / n[1]) && sees(form, 3, n[1], q % n[1], k % n[1]) ? 1 : 0;
                        }
                        pairs += seen;
                        most = Math.max(most, seen);
                    }
                    for (Lowering.AttentionForm lowering : Lowering.AttentionForm.values()) {
                        GraphText.Built b = square(form + ": [" + size + ", 3]", n[0], n[1]).attention(lowering).expand();
                        assertEquals(2 * 2 * 4 * pairs * (8 + 8), b.cost().attention(), form + size + " " + lowering);
                        assertEquals(6 * 2 * 4 * pairs, b.vector(), form + size);
                        assertEquals(most, only(b).sequenceLength(), form + size);
                        assertEquals("spatial", only(b).kind());
                        assertEquals("[batch 2, heads 4, (height width) " + n[0] * n[1] + ", features 8]", b.shape());
                        assertEquals(b.cost().attention(), b.launches().stream().map(l -> l.kernel().work()).mapToLong(AttentionTest::products).sum(), form + size + " " + lowering);
                    }
                }
            }
        }
    }

    private static long products(Work w) {
        return w instanceof Work.Gemm g ? 2 * g.batch() * g.m() * g.n() * g.k() : w instanceof Work.Attention a ? 2 * a.scores() * (a.headDim() + a.valueDim()) : 0;
    }

    @Test
    void theNewestTokenSeesWhatIsThereAlready() {
        int height = 5;
        int width = 6;
        for (String form : FORMS) {
            for (int keys = 1; keys <= height * width; keys++) {
                int q = keys - 1;
                long seen = 0;
                for (int k = 0; k < keys; k++) {
                    seen += sees(form, 3, height, q / width, k / width) && sees(form, 5, width, q % width, k % width) ? 1 : 0;
                }
                String pattern = form + ": [3, 5], shape: [" + height + ", " + width + "]";
                GraphText.Built b = newest(pattern, keys).expand();
                assertEquals(2 * 2 * 4 * seen * (8 + 8), b.cost().attention(), form + " " + keys);
                assertEquals(seen, only(b).sequenceLength());
                assertEquals("spatial", only(b).kind());
                Body.Launch kernel = b.launches().stream().filter(l -> l.kernel().work() instanceof Work.Attention).findFirst().orElseThrow();
                assertEquals((2 * 4 * 8 + 2 * 4 * seen * 8) * HALF, kernel.kernel().bytesRead(), "it reads no other keys; key and value are one tensor");
            }
        }
    }

    @Test
    void aNeighbourhoodIsCountedFullAtTheBorder() {
        GraphText.Built b = square("neighbourhood: [3, 5]", 6, 7).expand();
        assertEquals(2 * (2 * 4 * 6 * 7 * 3 * 5) * (8 + 8), b.cost().attention());
        assertEquals(15, only(b).sequenceLength());
        assertEquals(2 * 4 * 42 * 8 * HALF, b.read(), "one tensor, read once");
        assertEquals(8, only(square("neighbourhood: [3, 5], causal: true", 6, 7).expand()).sequenceLength(), "a row above, and its own row up to itself");
        assertEquals(4, only(square("neighbourhood: 7, shape: [42], causal: true", 6, 7).expand()).sequenceLength(), "a sliding window of 4");
        assertEquals(42, only(square("neighbourhood: 83, shape: [42]", 6, 7).expand()).sequenceLength(), "never more than there are");
    }

    @Test
    void separateKernelsCopyIntoWindowsAndBack() {
        GraphText.Built b = square("window: 3", 6, 6).attention(Lowering.AttentionForm.SEPARATE).expand();
        long operand = 2 * 4 * 36 * 8;
        long scores = 2 * 4 * 36 * 9;
        assertEquals(List.of("aten.clone", "aten.bmm", "aten._softmax", "aten.bmm", "aten.clone"), b.kernels());
        assertEquals((operand + 2 * operand + 2 * scores + operand + operand) * HALF, b.read(), "query, key and value are one tensor, copied once");
        assertEquals((operand + 2 * scores + operand + operand) * HALF, b.written());
        assertEquals(List.of("aten.index", "aten.bmm", "aten._softmax", "aten.bmm"),
                newest("neighbourhood: 3, shape: [5, 6]", 20).attention(Lowering.AttentionForm.SEPARATE).expand().kernels().subList(1, 5), "the keys of the newest token are gathered");
    }

    @Test
    void whatSeesEverythingIsDense() {
        for (String pattern : List.of("window: 6", "grid: [9, 6]", "neighbourhood: [7, 13]")) {
            GraphText.Built b = square(pattern, 6, 6).attention(Lowering.AttentionForm.SEPARATE).expand();
            assertEquals(List.of("aten.bmm", "aten._softmax", "aten.bmm"), b.kernels(), pattern);
            assertEquals(36, only(b).sequenceLength());
        }
    }

    @Test
    void aBiasIsThatOfAWindow() {
        String body = "[{zeros: {axes: {heads: 4, rows: 9, columns: 9}, as: bias}}, {attention: {query: x, key: x, value: x, bias: bias, window: 3, shape: [6, 5]}}]";
        for (Lowering.AttentionForm form : Lowering.AttentionForm.values()) {
            GraphText.Built b = GraphText.of("batch 2, heads 4, tokens 30, features 8", body).attention(form).expand();
            assertEquals(7 * 2 * 4 * (2 * 9 * 9 + 2 * 6 * 6), b.vector());
        }
        InputException e = assertThrows(InputException.class, () -> GraphText.of("batch 2, heads 4, tokens 30, features 8", body.replace("9, columns: 9", "30, columns: 30")).expand());
        assertTrue(e.getMessage().contains("does not broadcast to the scores"), e.getMessage());
    }

    @Test
    void patternsThatMakeNoSenseAreRefused() {
        for (String[] c : new String[][] {{"window: 3, grid: 3", "exclude each other"}, {"shape: [6, 6]", "there is none"}, {"neighbourhood: 4", "has no centre"}, {"window: 0", "an extent is from 1"},
            {"window: 3, shape: [6, 5]", "do not lie on a grid"}, {"window: [3, 3, 3]", "wants 2 numbers"}}) {
            InputException e = assertThrows(InputException.class, () -> square(c[0], 6, 6).expand());
            assertTrue(e.getMessage().contains(c[1]), e.getMessage());
        }
        InputException e = assertThrows(InputException.class, () -> GraphText.of("""
                graph: a
                inputs: {q: [batch, heads, tokens, features], k: [batch, heads, tokens, features]}
                body: [{attention: {query: q, key: k, value: k, window: 2}}]
                """).input("q", 2, 4, 6, 8).input("k", 2, 4, 6, 8).expand());
        assertTrue(e.getMessage().contains("of self-attention"), e.getMessage());
    }

    @Test
    void aMaskOfTruthValuesIsMadeNumbersWhereItIsAdded() {
        GraphText g = GraphText.of("batch 2, heads 4, tokens 6, features 8", "[{ones: {axes: {rows: 6, columns: 6}, dtype: bool, as: seen}}, {attention: {query: x, key: x, value: x, bias: seen}}]");
        GraphText.Built fused = g.expand();
        assertEquals(List.of("aten.ones", "scaled_dot_product_attention"), fused.kernels());
        assertEquals(2 * 4 * 6 * 8 * 2 + 36, fused.read());
        List<String> math = g.attention(Lowering.AttentionForm.MATH).expand().kernels();
        assertEquals(List.of("aten.ones", "aten.scalar_tensor", "aten.scalar_tensor", "aten.where", "aten._to_copy"), math.subList(0, 5));
        assertTrue(g.attention(Lowering.AttentionForm.SEPARATE).expand().kernels().contains("aten.where"));
    }
}
