package dev.ttbench.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Operators by themselves: pure functions of shapes. */
class OperatorTest {
    private static long[] s(long... extents) {
        return extents;
    }

    @Test
    void aMultiplyAccumulateIsTwoFlops() {
        assertEquals(2 * (3 * 7) * 5, new Operator.Linear(s(3, 5), s(3, 7), true).flops());
        assertEquals(2 * (2 * 3 * 7) * 5, new Operator.Matmul(s(2, 3, 5), s(2, 5, 7), s(2, 3, 7)).flops());
        assertEquals(2 * (8 * 4 * 4) * (4 / 2) * 9, new Operator.Convolution("conv2d", s(1, 4, 4, 4), s(1, 8, 4, 4), s(3, 3), s(1, 1), 2, false, false).flops());
        assertEquals(2 * (4 * 4 * 4) * 8 * 16, new Operator.Convolution("conv_transpose2d", s(1, 4, 4, 4), s(1, 8, 8, 8), s(4, 4), s(2, 2), 1, false, true).flops());
    }

    @Test
    void attentionCountsBothProducts() {
        Operator.Attention a = new Operator.Attention(s(2, 8, 6, 4), s(2, 2, 9, 4), s(2, 2, 9, 3), s(2, 8, 6, 3), false, false, "cross");
        assertEquals(2 * 8 * 6 * 9, a.scores());
        assertEquals(2 * a.scores() * (4 + 3), a.flops());
        assertEquals(6 * a.scores(), a.vectorFlops());
        assertEquals(6, a.sequenceLength(), "the queries of a cross attention");
        assertEquals(9, new Operator.Attention(s(2, 8, 6, 4), s(2, 2, 9, 4), s(2, 2, 9, 3), s(2, 8, 6, 3), true, false, "text").sequenceLength());
    }

    @Test
    void aSparseAttentionCountsItsPairs() {
        Operator.Attention a = new Operator.Attention(s(2, 8, 6, 4), s(2, 8, 6, 4), s(2, 8, 6, 3), s(2, 8, 6, 3), false, false, "spatial", 20, 4);
        assertEquals(2 * 8 * 20, a.scores());
        assertEquals(2 * a.scores() * (4 + 3), a.flops());
        assertEquals(4, a.sequenceLength());
    }

    @Test
    void aCountPastSixtyFourBitsIsAnError() {
        assertThrows(ArithmeticException.class, () -> new Operator.Linear(s(1L << 30, 1L << 30), s(1L << 30, 1L << 30), false).flops());
        assertThrows(ArithmeticException.class, () -> Operator.elements(s(1L << 40, 1L << 40)));
    }

    @Test
    void everyOperatorHasACategory() {
        assertEquals(Category.EMBEDDING, new Operator.Lookup("gather", List.of(s(3)), s(3)).category());
        assertEquals(Category.ELEMENTWISE, new Operator.Softmax(s(3)).category());
        assertEquals(Category.NORMALIZATION, new Operator.Normalization("layer_norm", s(3), 1, true).category());
        assertEquals(Category.MEMORY, new Operator.Movement("cast", List.of(s(3)), s(3), Category.MEMORY, 0).category());
    }

    @Test
    void dtypesByName() {
        assertEquals(Dtype.BF16, Dtype.of("bf16"));
        assertNull(Dtype.of("half"));
        assertEquals(List.of(1, 1, 1, 2, 2, 4, 4, 8, 8, 8), java.util.Arrays.stream(Dtype.values()).map(Dtype::bytes).toList());
    }
}
