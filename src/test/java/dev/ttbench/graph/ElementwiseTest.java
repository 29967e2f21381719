package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic element by element: counts, bytes, types and memory order by hand. */
class ElementwiseTest {
    private static final long HALF = 2;
    private static final String TOKENS = "batch 2, tokens 3, features 5";

    @ParameterizedTest
    @CsvSource({"silu, 4", "gelu, 8", "relu, 1", "leaky_relu, 2", "sigmoid, 3", "tanh, 5", "mish, 8", "hardswish, 4", "exp, 1", "log, 1", "sin, 1", "cos, 1", "sqrt, 1", "rsqrt, 1",
        "reciprocal, 1", "neg, 1", "abs, 1", "round, 1"})
    void functionsOfOneTensor(String name, long each) {
        GraphText.Built b = GraphText.of(TOKENS, "[" + name + "]").expand();
        assertEquals(each * (2 * 3 * 5), b.vector());
        assertEquals(2 * 3 * 5 * HALF, b.read());
        assertEquals(2 * 3 * 5 * HALF, b.written());
        assertEquals(0, b.cost().flops());
    }

    @ParameterizedTest
    @CsvSource({"add, with", "sub, with", "rsub, from", "mul, by", "div, by", "pow, by", "minimum, with", "maximum, with"})
    void arithmeticOfTwoTensors(String name, String key) {
        GraphText.Built b = GraphText.of("graph: a\ninputs: {x: [batch, tokens, features], y: [batch, tokens, features]}\nbody: [{" + name + ": {" + key + ": y}}]\n")
                .input("x", 2, 3, 5).input("y", 2, 1, 5).expand();
        assertEquals(2 * 3 * 5, b.vector());
        assertEquals((2 * 3 * 5 + 2 * 5) * HALF, b.read(), "the broadcast operand at its own size");
        assertEquals(2 * 3 * 5 * HALF, b.written());
    }

    @Test
    void aTensorWithItselfIsReadOnce() {
        assertEquals(2 * 3 * 5 * HALF, GraphText.of(TOKENS, "[{mul: x}]").expand().read());
    }

    @Test
    void aNumberIsNoOperand() {
        GraphText.Built b = GraphText.of(TOKENS, "[{mul: 0.5}, {add: 1.0e-5}]").expand();
        assertEquals(2 * (2 * 3 * 5), b.vector());
        assertEquals(2 * (2 * 3 * 5) * HALF, b.read());
    }

    @Test
    void integersWidenUnderAFractionOrADivision() {
        String ids = "graph: a\ninputs: {x: {axes: [batch, tokens], dtype: int64}}\nbody: [%s]\n";
        assertEquals("int64", GraphText.of(ids.formatted("{add: 1}")).input("x", 2, 3).expand().result().dtype().id());
        assertEquals("fp32", GraphText.of(ids.formatted("{mul: 0.5}")).input("x", 2, 3).expand().result().dtype().id());
        assertEquals("fp32", GraphText.of(ids.formatted("{div: 2}")).input("x", 2, 3).expand().result().dtype().id());
    }

    @Test
    void inPlaceMakesNoTensor() {
        GraphText.Built b = GraphText.of(TOKENS, "[silu, {add: {with: 1.0, in_place: true}}]").expand();
        assertEquals(2 * 3 * 5 * HALF, b.peak());
        assertEquals(List.of("aten.silu", "aten.add_"), b.kernels());
    }

    @Test
    void comparisonsMakeTruthValues() {
        GraphText.Built b = GraphText.of(TOKENS, "[{greater: 0}]").expand();
        assertEquals("bool", b.result().dtype().id());
        assertEquals(2 * 3 * 5, b.written());
        assertEquals(List.of("aten.isinf"), GraphText.of(TOKENS, "[is_inf]").expand().kernels());
    }

    @Test
    void clampAndWhere() {
        assertEquals(2 * 3 * 5, GraphText.of(TOKENS, "[{clamp: {min: 0, max: 1}}]").expand().vector());
        GraphText.Built b = GraphText.of(TOKENS, "[{silu: {as: a}}, {neg: {as: b}}, {greater: 0}, {where: {then: a, else: b}}]").expand();
        Body.Op where = b.operators().get(3);
        assertEquals(2 * 3 * 5 * (1 + HALF + HALF), where.launches().get(0).kernel().bytesRead(), "the mask and both tensors");
        assertEquals("fp16", b.result().dtype().id());
    }

    @Test
    void theWiderTypeWins() {
        GraphText.Built b = GraphText.of(TOKENS, "[{cast: {to: fp32, as: wide}}, {add: wide}]").expand();
        assertEquals("fp32", b.result().dtype().id());
    }

    @Test
    void aTransposedOperandDecidesTheOrderInMemory() {
        GraphText.Built b = GraphText.of("batch 2, features 5, tokens 3", "[{rearrange: b d n -> b n d}, silu]").expand();
        assertEquals("[batch 2, tokens 3, features 5]", b.shape());
        assertEquals(List.of(15L, 1L, 3L), b.strides(), "the result keeps its operand's order");
        GraphText.Built swapped = GraphText.of("batch 2, features 5, tokens 3",
                "[{rearrange: {pattern: b d n -> b n d, as: t}}, {contiguous: {of: t, as: dense}}, {add: {of: t, with: dense, swap: true}}]").expand();
        assertEquals(List.of(15L, 5L, 1L), swapped.strides(), "the first operand decides");
    }

    @Test
    void aBroadcastAxisTakesTheNameOfTheLongerOperand() {
        GraphText.Built b = GraphText.of("graph: a\ninputs: {x: [batch, one], y: [batch, features]}\nbody: [{mul: y}]\n").input("x", 2, 1).input("y", 2, 5).expand();
        assertEquals("[batch 2, features 5]", b.shape());
    }

    @Test
    void maskedFillReadsTensorAndMask() {
        GraphText.Built b = GraphText.of(TOKENS, "[{at_least: {of: x, than: 0, as: mask}}, {masked_fill: mask}]").expand();
        assertEquals(List.of("aten.ge", "aten.masked_fill"), b.kernels());
        assertEquals(2 * 3 * 5 * (HALF + 1), b.launches().get(1).kernel().bytesRead());
        assertEquals(2 * 3 * 5 * HALF, b.launches().get(1).kernel().bytesWritten());
    }

    @Test
    void polarNumbers() {
        GraphText.Built b = GraphText.of(TOKENS, "[{cast: fp32}, {keep: angle}, {ones_like: {of: angle}}, {polar: angle}]").expand();
        assertEquals(List.of("aten._to_copy", "aten.ones_like", "aten.polar"), b.kernels());
        assertEquals("complex64", b.result().dtype().id());
        assertEquals(2 * 3 * 5 * 3, b.vector());
    }
}
