package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.operator.Category;
import dev.ttbench.operator.Dtype;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Convolutions, linears and products: counts, bytes, parameters and shapes by hand. */
class MatricesTest {
    private static final long HALF = 2;

    @Test
    void conv2d() {
        GraphText.Built b = GraphText.of("batch 2, channels 4, height 8, width 6", "[{conv2d: {out: 16, kernel: 3}}]").expand();
        assertEquals("[batch 2, channels 16, height 8, width 6]", b.shape());
        assertEquals(2 * (2 * 16 * 8 * 6) * 4 * 3 * 3, b.cost().convolution());
        assertEquals(2 * 16 * 8 * 6, b.vector(), "the bias");
        assertEquals(16 * 4 * 3 * 3 + 16, b.cost().parameters());
        assertEquals((2 * 4 * 8 * 6 + 16 * 4 * 3 * 3 + 16) * HALF, b.read());
        assertEquals(2 * 16 * 8 * 6 * HALF, b.written());
        assertEquals(Category.CONVOLUTION, b.only().operator().category());
        assertEquals(b.only().weightBytes(), b.launches().get(0).kernel().weightBytes());
    }

    @Test
    void strideAndPaddingDecideTheWindows() {
        assertEquals("[batch 1, channels 8, height 4, width 3]",
                GraphText.of("batch 1, channels 4, height 7, width 6", "[{conv2d: {out: 8, kernel: 3, stride: 2}}]").expand().shape(), "(7 + 2 - 3) / 2 + 1 and (6 + 2 - 3) / 2 + 1");
        assertEquals("[batch 1, channels 8, height 5, width 2]",
                GraphText.of("batch 1, channels 4, height 7, width 6", "[{conv2d: {out: 8, kernel: [3, 4], padding: 0, stride: [1, 2]}}]").expand().shape());
    }

    @Test
    void depthwise() {
        GraphText.Built b = GraphText.of("batch 1, channels 8, height 5, width 5", "[{conv2d: {out: 8, kernel: 3, groups: 8, bias: false}}]").expand();
        assertEquals(2 * (8 * 5 * 5) * 1 * 9, b.cost().convolution());
        assertEquals(8 * 9, b.cost().parameters());
        assertEquals(0, b.vector());
    }

    @Test
    void conv1dTreatsEveryAxisBeforeTheChannelsAsBatch() {
        GraphText.Built b = GraphText.of("batch 2, frames 3, channels 4, width 10", "[{conv1d: {out: 5, kernel: 3}}]").expand();
        assertEquals("[batch 2, frames 3, channels 5, width 10]", b.shape());
        assertEquals(2 * (2 * 3 * 5 * 10) * 4 * 3, b.cost().convolution());
    }

    @Test
    void conv3dOverFramesAlone() {
        GraphText.Built b = GraphText.of("batch 1, channels 4, frames 5, height 6, width 7", "[{conv3d: {out: 4, kernel: [3, 1, 1]}}]").expand();
        assertEquals("[batch 1, channels 4, frames 5, height 6, width 7]", b.shape());
        assertEquals(2 * (4 * 5 * 6 * 7) * 4 * 3, b.cost().convolution());
        assertEquals(4 * 4 * 3 + 4, b.cost().parameters());
    }

    @Test
    void transposedConvolution() {
        GraphText.Built b = GraphText.of("batch 2, channels 4, height 5, width 5", "[{conv_transpose2d: {out: 6, kernel: 4, stride: 2, padding: 1}}]").expand();
        assertEquals("[batch 2, channels 6, height 10, width 10]", b.shape(), "(5 - 1) * 2 - 2 + 4");
        assertEquals(2 * (2 * 4 * 5 * 5) * 6 * 16, b.cost().convolution(), "the input's elements and the output's channels");
        assertEquals(4 * 6 * 16 + 6, b.cost().parameters());
        assertEquals(2 * 6 * 10 * 10 * HALF, b.written());
    }

    @Test
    void linearWithAndWithoutBias() {
        GraphText.Built b = GraphText.of("batch 2, tokens 3, features 5", "[{linear: 7}]").expand();
        assertEquals("[batch 2, tokens 3, features 7]", b.shape());
        assertEquals(2 * (2 * 3 * 7) * 5, b.cost().linear());
        assertEquals(2 * 3 * 7, b.vector());
        assertEquals(5 * 7 + 7, b.cost().parameters());
        assertEquals((2 * 3 * 5 + 5 * 7 + 7) * HALF, b.read());
        assertEquals(List.of("aten.addmm"), b.kernels());
        GraphText.Built plain = GraphText.of("batch 2, tokens 3, features 5", "[{linear: {out: 7, bias: false}}]").expand();
        assertEquals(0, plain.vector());
        assertEquals(List.of("aten.mm"), plain.kernels());
        assertEquals((2 * 3 * 5 + 5 * 7) * HALF, plain.read());
    }

    @Test
    void linearOfATransposedTensorAddsItsBiasApart() {
        GraphText.Built b = GraphText.of("batch 2, features 5, tokens 3", "[{rearrange: b d n -> b n d}, {linear: 7}]").expand();
        assertEquals(List.of("aten.clone", "aten.mm", "aten.add"), b.kernels(), "leading axes that do not fold are copied first");
        assertEquals(2 * 3 * 7, b.vector());
    }

    @Test
    void linearOfSmallerWeights() {
        GraphText.Built b = GraphText.of("batch 2, features 5", "[{linear: {out: 7}}]").dtype(Dtype.FP16, Dtype.INT8).expand();
        assertEquals(5 * 7 + 7 * HALF, b.cost().weightBytes(), "8-bit weights, a bias of 16 bits");
        assertEquals(Dtype.INT8, b.launches().get(0).kernel().dtype());
    }

    @Test
    void tiedLinearsCountOnce() {
        GraphText.Built b = GraphText.of("batch 2, features 5", "[{linear: {out: 5, tied: w}}, {linear: {out: 5, tied: w}}]").expand();
        assertEquals(5 * 5 + 5, b.cost().parameters());
        assertEquals(2 * (2 * (2 * 5) * 5), b.cost().linear());
    }

    @Test
    void matmul() {
        GraphText.Built b = GraphText.of("""
                graph: m
                inputs: {x: [batch, tokens, features], w: [batch, features, columns]}
                body: [{matmul: w}]
                """).input("x", 2, 3, 5).input("w", 2, 5, 7).expand();
        assertEquals("[batch 2, tokens 3, columns 7]", b.shape());
        assertEquals(2 * (2 * 3 * 7) * 5, b.cost().attention());
        assertEquals((2 * 3 * 5 + 2 * 5 * 7) * HALF, b.read());
        assertEquals(2 * 3 * 7 * HALF, b.written());
    }

    @Test
    void aFactorThatDoesNotFoldIsCopied() {
        String body = "[{rearrange: {pattern: b n (heads d) -> b heads n d, heads: 4}}, {matmul: {with: x, transpose: true}}]";
        assertEquals(List.of("aten.clone", "aten.clone", "aten.bmm"), GraphText.of("batch 2, tokens 3, features 8", body).expand().kernels());
        assertEquals(List.of("aten.bmm"), GraphText.of("batch 1, tokens 3, features 8", body).expand().kernels());
    }

    @Test
    void matmulOfATransposedFactor() {
        GraphText.Built b = GraphText.of("batch 2, tokens 3, features 5", "[{matmul: {with: x, transpose: true}}]").expand();
        assertEquals("[batch 2, tokens 3, tokens 3]", b.shape());
        assertEquals(2 * (2 * 3 * 3) * 5, b.cost().attention());
    }

    @Test
    void contractionOfOneAxis() {
        GraphText.Built b = GraphText.of("graph: m\ninputs: {x: [tokens, axes], w: [axes, heads, features]}\nbody: [{contract: w}]\n").input("x", 7, 3).input("w", 3, 2, 5).expand();
        assertEquals("[tokens 7, heads 2, features 5]", b.shape());
        assertEquals(List.of("aten.bmm"), b.kernels());
        assertEquals(2 * (7 * 2 * 5) * 3, b.cost().attention());
        assertEquals((7 * 3 + 3 * 2 * 5) * HALF, b.read());
    }

    @Test
    void matmulCopiesAFactorWhoseBatchAxesDoNotFold() {
        String graph = """
                graph: m
                inputs: {x: [batch, tokens, features]}
                body:
                  - rearrange: {pattern: b n (heads d) -> b heads n d, heads: 2, as: k}
                  - rearrange: {pattern: b n (heads d) -> b heads d n, heads: 2}
                  - matmul: k
                """;
        long x = 3 * 5 * 8 * HALF;
        long y = 3 * 2 * 4 * 4 * HALF;
        assertEquals(2 * x + 2 * x, GraphText.of(graph).input("x", 3, 5, 8).expand().read());
        assertEquals(2 * x + y, GraphText.of(graph).input("x", 3, 5, 8).expand().written());
        assertEquals(2 * x, GraphText.of(graph).input("x", 1, 15, 8).expand().read());
    }
}
