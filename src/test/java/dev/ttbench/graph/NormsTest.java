package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.operator.Category;
import dev.ttbench.operator.Dtype;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Norms, softmax and reductions: counts, bytes and parameters by hand. */
class NormsTest {
    private static final long HALF = 2;
    private static final long FULL = 4;
    private static final String IMAGE = "batch 2, channels 8, height 3, width 5";
    private static final String TOKENS = "batch 2, tokens 3, features 5";

    @Test
    void groupNorm() {
        GraphText.Built b = GraphText.of(IMAGE, "[{group_norm: 4}]").expand();
        assertEquals(8 * (2 * 8 * 3 * 5), b.vector());
        assertEquals(2 * 8, b.cost().parameters());
        assertEquals((2 * 8 * 3 * 5 + 2 * 8) * HALF, b.read());
        assertEquals((2 * 8 * 3 * 5 + 2 * (2 * 4)) * HALF, b.written(), "two statistics a group");
        assertEquals(Category.NORMALIZATION, b.only().operator().category());
        assertEquals(6 * (2 * 8 * 3 * 5), GraphText.of(IMAGE, "[{group_norm: {groups: 4, affine: false}}]").expand().vector());
    }

    @Test
    void groupNormCopiesWhatIsNotContiguous() {
        GraphText.Built b = GraphText.of("batch 2, height 3, width 5, channels 8", "[{rearrange: b h w c -> b c h w}, {group_norm: 4}]").expand();
        assertEquals(List.of("aten.clone", "aten.native_group_norm"), b.kernels());
    }

    @Test
    void layerNorm() {
        GraphText.Built b = GraphText.of(TOKENS, "[layer_norm]").expand();
        assertEquals(8 * (2 * 3 * 5), b.vector());
        assertEquals(2 * 5, b.cost().parameters());
        assertEquals(2 * 3 * 5 * HALF + 2 * (2 * 3) * FULL, b.written(), "two fp32 statistics a row");
        assertEquals(5, GraphText.of(TOKENS, "[{layer_norm: {bias: false}}]").expand().cost().parameters());
        assertEquals(0, GraphText.of(TOKENS, "[{layer_norm: {affine: false}}]").expand().cost().parameters());
        GraphText.Built given = GraphText.of(TOKENS, "[{weight: {axes: {features: 5}, as: w}}, {cast: {of: w, to: fp32, as: w}}, {cast: {to: fp32, as: wide}}, {layer_norm: {of: wide, scale: w}}]").expand();
        assertEquals(5, given.cost().parameters(), "the network's weight, none of the norm's own");
        assertEquals((2 * 3 * 5 + 5) * FULL, given.operators().get(3).launches().get(0).kernel().bytesRead());
    }

    @Test
    void rmsNormInHalfPrecisionIsEightKernels() {
        GraphText.Built b = GraphText.of(TOKENS, "[rms_norm]").expand();
        assertEquals(4 * (2 * 3 * 5), b.vector());
        assertEquals(5, b.cost().parameters());
        assertEquals(List.of("aten._to_copy", "aten.pow", "aten.mean", "aten.add_", "aten.rsqrt", "aten.mul", "aten.mul", "aten._to_copy"), b.kernels());
        assertEquals("fp16", b.result().dtype().id());
        assertEquals(6, GraphText.of(TOKENS, "[rms_norm]").dtype(Dtype.FP32, Dtype.FP32).expand().kernels().size(), "no casts in fp32");
    }

    @Test
    void batchNormHasBuffersBesideItsParameters() {
        GraphText.Built b = GraphText.of(IMAGE, "[batch_norm]").expand();
        assertEquals(2 * (2 * 8 * 3 * 5), b.vector());
        assertEquals(2 * 8, b.cost().parameters());
        assertEquals((2 * 8 * 3 * 5 + 2 * 8 + 2 * 8) * HALF, b.read());
        assertEquals(2 * 8 * 3 * 5 * HALF + 2 * 8 * 4, b.written(), "two fp32 statistics a channel");
        assertEquals((2 * 8 * 3 * 5) * HALF + 2 * 8 * 4, b.written());
    }

    @Test
    void l2Norm() {
        GraphText.Built b = GraphText.of(TOKENS, "[{l2_norm: features}]").expand();
        assertEquals(3 * (2 * 3 * 5), b.vector());
        assertEquals(List.of("aten.linalg_vector_norm", "aten.clamp_min", "aten.div"), b.kernels());
        assertEquals((2 * 3 * 5 + 2 * 3 + 2 * (2 * 3 * 5)) * HALF, b.read(), "the length is read at the tensor's size");
        assertEquals((2 * 3 + 2 * 3 + 2 * 3 * 5) * HALF, b.written());
    }

    @Test
    void softmax() {
        GraphText.Built b = GraphText.of(TOKENS, "[softmax]").expand();
        assertEquals(5 * (2 * 3 * 5), b.vector());
        assertEquals(2 * 3 * 5 * HALF, b.read());
        assertEquals(2 * 3 * 5 * FULL, GraphText.of(TOKENS, "[{softmax: {dtype: fp32}}]").expand().written());
    }

    @Test
    void aSumMayBeOfAnotherType() {
        GraphText.Built b = GraphText.of("graph: e\ninputs: {x: {axes: [batch, tokens], dtype: bool}}\nbody: [{sum: {axis: tokens, dtype: int32}}]\n").input("x", 3, 7).expand();
        assertEquals(3 * 7, b.read());
        assertEquals(3 * 4, b.written());
    }

    @Test
    void reductionsKeepTheirAxisUnlessTold() {
        assertEquals("[batch 2, tokens 1, features 5]", GraphText.of(TOKENS, "[{mean: tokens}]").expand().shape());
        assertEquals("[batch 2, features 5]", GraphText.of(TOKENS, "[{sum: {axis: tokens, keep: false}}]").expand().shape());
        assertEquals("[batch 2, tokens 3]", GraphText.of(TOKENS, "[{argmax: features}]").expand().shape());
        GraphText.Built b = GraphText.of(TOKENS, "[{amax: features}]").expand();
        assertEquals(2 * 3 * 5, b.vector());
        assertEquals(2 * 3 * 5 * HALF, b.read());
        assertEquals(2 * 3 * HALF, b.written());
        assertEquals("int64", GraphText.of(TOKENS, "[{sample: features}]").expand().result().dtype().id());
        assertEquals(List.of("aten.linalg_vector_norm"), GraphText.of(TOKENS, "[{length: features}]").expand().kernels());
    }

    @Test
    void anyLeavesNoAxes() {
        GraphText.Built b = GraphText.of(TOKENS, "[any]").expand();
        assertEquals("[]", b.shape());
        assertEquals(2 * 3 * 5, b.vector());
        assertEquals(1, b.written());
    }
}
