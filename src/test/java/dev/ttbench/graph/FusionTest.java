package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.operator.Work;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a compiling runtime makes of kernels: intermediates vanish, products stay. */
class FusionTest {
    private static final long UNIT = 2 * 3 * 5 * 2;
    private static final String X = "batch 2, tokens 3, features 5";

    private static GraphText.Built fused(GraphText.Built b) {
        return new GraphText.Built(new Fusion(false).fuse(b.body()));
    }

    @Test
    void aChainOfElementwiseKernelsIsOne() {
        GraphText.Built plain = GraphText.of(X, "[silu, tanh, {mul: 2.0}]").expand();
        GraphText.Built b = fused(plain);
        assertEquals(List.of("fused"), b.kernels());
        assertEquals(UNIT, b.read());
        assertEquals(UNIT, b.written());
        assertEquals(plain.vector(), b.vector());
        assertEquals(UNIT, b.peak(), "the intermediates are never in memory");
        assertEquals((4 + 5 + 1) * (2 * 3 * 5), ((Work.Stream) b.launches().get(0).kernel().work()).flops());
    }

    @Test
    void whatIsReadLaterIsStillWritten() {
        GraphText.Built b = fused(GraphText.of(X, "[silu, {keep: a}, tanh, {linear: 5}, {add: a}]").expand());
        assertEquals(2 * UNIT, b.launches().get(0).kernel().bytesWritten(), "'a' and the linear's operand");
    }

    @Test
    void aRunHoldsOneShapeOfNorm() {
        GraphText.Built b = fused(GraphText.of(X, "[layer_norm, silu, layer_norm]").expand());
        assertEquals(List.of("fused"), b.kernels(), "rows of one width");
        GraphText.Built two = fused(GraphText.of(X, "[layer_norm, silu, {mean: tokens}, {softmax: {}}]").expand());
        assertTrue(two.kernels().size() > 1, () -> two.kernels().toString());
    }

    @Test
    void productsAreNeverCrossed() {
        GraphText.Built plain = GraphText.of(X, "[silu, {linear: 7}, tanh, relu, {linear: {out: 5, bias: false}}]").expand();
        GraphText.Built b = fused(plain);
        assertEquals(List.of("aten.silu", "aten.addmm", "fused", "aten.mm"), b.kernels());
        assertEquals(plain.cost().flops(), b.cost().flops());
    }

    @Test
    void theBiasOfATransposedLinearJoinsItsProduct() {
        GraphText.Built plain = GraphText.of("batch 2, features 5, tokens 3", "[{rearrange: b d n -> b n d}, contiguous, {rearrange: b n d -> n b d}, {linear: 7}]").expand();
        GraphText.Built b = fused(plain);
        assertTrue(b.kernels().size() <= plain.kernels().size());
        assertTrue(b.read() <= plain.read());
    }

    @Test
    void anUnknownBodyIsFusedOnce() {
        Body body = GraphText.of(X, "[silu, tanh]").expand().body();
        Fusion fusion = new Fusion(false);
        assertSame(fusion.fuse(body), fusion.fuse(body));
    }
}
