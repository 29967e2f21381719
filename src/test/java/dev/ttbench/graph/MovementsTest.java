package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.operator.Category;
import dev.ttbench.spec.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a view and what copies, with the bytes of each copy; resampling, caches and look-ups. */
class MovementsTest {
    private static final long HALF = 2;
    private static final String IMAGE = "batch 2, channels 8, height 3, width 5";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "b c h w -> b h w c | [batch 2, height 3, width 5, channels 8] | 120 5 1 15",
        "b c h w -> b c (h w) | [batch 2, channels 8, (height width) 15] | 120 15 1",
        "b c h w -> b (h w) c | [batch 2, (height width) 15, channels 8] | 120 1 15",
        "b c h w -> (b c) h w | [(batch channels) 16, height 3, width 5] | 15 5 1",
        "b c h w -> (h w) (b c) | [(height width) 15, (batch channels) 16] | 1 15",
        "b c h w -> b c h w 1 | [batch 2, channels 8, height 3, width 5, 1 1] | 120 15 5 1 1",
    })
    void views(String pattern, String shape, String strides) {
        GraphText.Built b = GraphText.of(IMAGE, "[{rearrange: " + pattern + "}]").expand();
        assertTrue(b.operators().isEmpty());
        assertEquals(shape, b.shape());
        assertEquals(strides, String.join(" ", b.strides().stream().map(String::valueOf).toList()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "b c h w -> b (c w) h | [batch 2, (channels width) 40, height 3] | 120 3 1",
        "b c h w -> b (w h) c | [batch 2, (width height) 15, channels 8] | 120 8 1",
    })
    void mergesThatStridesCannotExpressCopyOnce(String pattern, String shape, String strides) {
        GraphText.Built b = GraphText.of(IMAGE, "[{rearrange: " + pattern + "}]").expand();
        assertEquals(List.of("aten.clone"), b.kernels());
        assertEquals(shape, b.shape());
        assertEquals(strides, String.join(" ", b.strides().stream().map(String::valueOf).toList()));
        assertEquals(2 * 8 * 3 * 5 * HALF, b.read());
        assertEquals(2 * 8 * 3 * 5 * HALF, b.written());
    }

    @Test
    void anAxisOfExtentOneMergesWithAnything() {
        assertTrue(GraphText.of("batch 1, channels 8, height 3, width 5", "[{rearrange: b c h w -> c h w b}, {rearrange: c h w b -> c (b h) w}]").expand().operators().isEmpty());
    }

    @Test
    void aMergedAxisRemembersItsFactors() {
        GraphText.Built b = GraphText.of(IMAGE, "[{rearrange: b c h w -> b (h w) c}, silu, {rearrange: b (h w) c -> b c h w}]").expand();
        assertEquals("[batch 2, channels 8, height 3, width 5]", b.shape());
        assertEquals("[batch 2, heads 4, tokens 3, features 2]",
                GraphText.of("batch 2, tokens 3, features 8", "[{rearrange: {pattern: b n (heads d) -> b heads n d, heads: 4}}]").expand().shape());
    }

    @Test
    void expandIsAViewOfStrideZeroUntilItMustMerge() {
        GraphText.Built view = GraphText.of("batch 2, features 5", "[{expand: {pattern: b d -> b n d, n: 7}}]").expand();
        assertEquals(List.of(5L, 0L, 1L), view.strides());
        assertTrue(view.operators().isEmpty());
        GraphText.Built copy = GraphText.of("batch 2, features 5", "[{expand: {pattern: b d -> (b n) d, n: 7}}]").expand();
        assertEquals(List.of("aten.clone"), copy.kernels());
        assertEquals(2 * 7 * 5 * HALF, copy.read(), "an explicit expand is read at full size");
    }

    @Test
    void contiguousCopiesOnlyWhatIsNot() {
        assertTrue(GraphText.of(IMAGE, "[contiguous]").expand().operators().isEmpty());
        GraphText.Built b = GraphText.of(IMAGE, "[{rearrange: b c h w -> b h w c}, contiguous]").expand();
        assertEquals(List.of(120L, 40L, 8L, 1L), b.strides());
        assertEquals(Category.MEMORY, b.only().operator().category());
        assertEquals(1, GraphText.of(IMAGE, "[copy]").expand().operators().size());
    }

    @Test
    void aCopyOfAnAttentionsResultIsTheAttentions() {
        GraphText.Built b = GraphText.of("batch 1, heads 2, tokens 3, features 4", "[{attention: {query: x, key: x, value: x}}, contiguous]").expand();
        assertEquals(Category.ATTENTION, b.operators().get(1).operator().category());
    }

    @Test
    void castChangesBytes() {
        GraphText.Built b = GraphText.of(IMAGE, "[{cast: fp32}]").expand();
        assertEquals(240 * HALF, b.read());
        assertEquals(240 * 4, b.written());
        assertTrue(GraphText.of(IMAGE, "[{cast: compute}]").expand().operators().isEmpty());
    }

    @Test
    void concatStackAndSplit() {
        GraphText.Built b = GraphText.of(IMAGE, "[{concat: [x, x]}]").expand();
        assertEquals("[batch 2, channels 16, height 3, width 5]", b.shape());
        assertEquals(240 * HALF, b.read(), "one tensor twice is read once");
        assertEquals(480 * HALF, b.written());
        GraphText.Built two = GraphText.of(IMAGE, "[{silu: {as: y}}, {concat: {of: [x, y], axis: height}}]").expand();
        assertEquals("[batch 2, channels 8, height 6, width 5]", two.shape());
        assertEquals(480 * HALF, two.operators().get(1).launches().get(0).kernel().bytesRead());
        GraphText.Built split = GraphText.of(IMAGE, "[{split: {axis: channels, sizes: [2, 6], into: [a, b]}}, {use: b}]").expand();
        assertTrue(split.operators().isEmpty());
        assertEquals("[batch 2, channels 6, height 3, width 5]", split.shape());
        assertEquals(2 * 15, split.result().offset());
        assertEquals(List.of("aten.stack"), GraphText.of("batch 2, one 1", "[{stack: {of: [x, x], axis: one}}]").expand().kernels());
    }

    @Test
    void sliceIsAView() {
        GraphText.Built b = GraphText.of(IMAGE, "[{slice: {axis: height, from: -2}}]").expand();
        assertEquals("[batch 2, channels 8, height 2, width 5]", b.shape());
        assertEquals(5, b.result().offset());
        assertTrue(b.operators().isEmpty());
    }

    @Test
    void padTileAndRepeatInterleave() {
        GraphText.Built pad = GraphText.of(IMAGE, "[{pad: {height: [0, 1], width: [2, 3]}}]").expand();
        assertEquals("[batch 2, channels 8, height 4, width 10]", pad.shape());
        assertEquals(240 * HALF, pad.read());
        assertEquals(2 * 8 * 4 * 10 * HALF, pad.written());
        assertEquals(List.of("aten.constant_pad_nd"), pad.kernels());
        assertEquals(List.of("aten.replication_pad2d", "aten.reflection_pad1d"),
                GraphText.of(IMAGE, "[{pad: {height: [1, 1], width: [1, 1], mode: replicate}}, {pad: {width: [0, 1], mode: reflect}}]").expand().kernels());
        GraphText.Built tile = GraphText.of("features 5", "[{tile: {batch: 3}}]").expand();
        assertEquals("[batch 3, features 5]", tile.shape());
        assertEquals(5 * HALF, tile.read());
        GraphText.Built wide = GraphText.of("batch 2, features 5", "[{tile: {features: 4, frames: 3}}]").expand();
        assertEquals("[frames 3, batch 2, features 20]", wide.shape());
        assertEquals(List.of("aten.repeat"), wide.kernels());
        assertEquals(2 * 5 * HALF, wide.read());
        GraphText.Built twice = GraphText.of("batch 2, features 5", "[{repeat_interleave: {axis: batch, times: 3}}]").expand();
        assertEquals("[batch 6, features 5]", twice.shape());
        assertEquals(6 * 5 * HALF, twice.read(), "read at the result's size");
    }

    @ParameterizedTest
    @CsvSource({"nearest, 0", "nearest-exact, 0", "bilinear, 8", "bicubic, 35", "area, 1"})
    void interpolate(String mode, long each) {
        GraphText.Built b = GraphText.of(IMAGE, "[{interpolate: {size: [6, 10], mode: " + mode + "}}]").expand();
        assertEquals("[batch 2, channels 8, height 6, width 10]", b.shape());
        assertEquals(each * (2 * 8 * 6 * 10), b.vector());
    }

    @Test
    void resamplingByAreaAverages() {
        GraphText.Built b = GraphText.of("batch 2, channels 8, height 5, width 6", "[{interpolate: {size: [2, 3], mode: area}}]").expand();
        assertEquals(3 * 2 * (2 * 8 * 2 * 3), b.vector(), "at most three rows and two columns each");
        assertEquals(2 * 8 * 5 * 6 * HALF, b.read());
    }

    @Test
    void pool() {
        GraphText.Built b = GraphText.of("batch 2, channels 8, height 4, width 6", "[{pool: {kernel: [2, 3], mode: max}}]").expand();
        assertEquals("[batch 2, channels 8, height 2, width 2]", b.shape());
        assertEquals(2 * 3 * (2 * 8 * 2 * 2), b.vector());
        assertThrows(InputException.class, () -> GraphText.of("batch 2, features 5", "[{pool: {kernel: [2, 2, 2]}}]").expand());
    }

    @Test
    void pixelShuffleThereAndBack() {
        assertEquals("[batch 2, channels 2, height 6, width 10]", GraphText.of(IMAGE, "[{pixel_shuffle: 2}]").expand().shape());
        assertEquals("[batch 2, channels 8, height 3, width 5]", GraphText.of(IMAGE, "[{pixel_shuffle: 2}, {pixel_unshuffle: 2}]").expand().shape());
        assertEquals(List.of("aten.pixel_shuffle", "aten.pixel_unshuffle"), GraphText.of(IMAGE, "[{pixel_shuffle: 2}, {pixel_unshuffle: 2}]").expand().kernels());
    }

    @Test
    void aCacheGrowsByCopyOrInPlace() {
        String axes = "batch 2, heads 4, tokens 1, features 8";
        GraphText.Built eager = GraphText.of(axes, "[{cache: {axis: tokens, past: 9}}]").expand();
        assertEquals("[batch 2, heads 4, tokens 10, features 8]", eager.shape());
        assertEquals(2 * 4 * 10 * 8 * HALF, eager.read());
        assertEquals(2 * 4 * 10 * 8 * HALF, eager.written());
        assertEquals(2 * 4 * 10 * 8 * HALF, eager.cost().cacheBytes());
        GraphText.Built paged = GraphText.of(axes, "[{cache: {axis: tokens, past: 9}}]").paged().expand();
        assertEquals(2 * 4 * 1 * 8 * HALF, paged.read());
        assertEquals(2 * 4 * 1 * 8 * HALF, paged.written());
        assertEquals(0, paged.peak());
    }

    @Test
    void aCacheMayBeOfAnotherType() {
        String axes = "batch 2, heads 4, tokens 1, features 8";
        long fresh = 2 * 4 * 8;
        GraphText.Built eager = GraphText.of(axes, "[{cache: {axis: tokens, past: 9, dtype: fp8}}]").expand();
        assertEquals(List.of("aten._to_copy", "aten.cat"), eager.kernels());
        assertEquals(10 * fresh, eager.cost().cacheBytes());
        assertEquals(fresh * HALF + 10 * fresh, eager.read(), "new elements in half precision, then all of one byte");
        assertEquals(fresh + 10 * fresh, eager.written());
        GraphText.Built paged = GraphText.of(axes, "[{cache: {axis: tokens, past: 9, dtype: fp8}}]").paged().expand();
        assertEquals(fresh * HALF, paged.read());
        assertEquals(fresh, paged.written());
        assertEquals(10 * fresh, paged.cost().cacheBytes());
        String attend = "[{cache: {axis: tokens, past: 9, dtype: fp8, as: k}}, {attention: {query: x, key: k, value: k}}]";
        assertEquals(fresh * HALF + fresh * HALF + 10 * fresh, GraphText.of(axes, attend).paged().expand().read(), "written, queries, keys and values");
    }

    @Test
    void whatAnEarlierRunStoredIsCacheAndNoActivation() {
        GraphText.Built b = GraphText.of("batch 2, tokens 3, features 5", "[{stored: {axes: {batch: 2, tokens: 7, features: 5}, as: past}}, {concat: {of: [past, x], axis: tokens}}]").expand();
        assertEquals(List.of("aten.cat"), b.kernels());
        assertEquals(2 * (7 + 3) * 5 * HALF, b.read(), "whatever uses it reads it");
        assertEquals(2 * 7 * 5 * HALF, b.cost().cacheBytes());
        assertEquals(0, b.cost().parameters() + b.cost().weightBytes() + b.vector());
        assertEquals(2 * 10 * 5 * HALF, b.peak());
        assertEquals(7 * 8, GraphText.of("batch 2", "[{stored: {axes: {tokens: 7}, dtype: int64, as: ids}}]").expand().cost().cacheBytes());
    }

    @Test
    void embeddingReadsTheRowsItTakes() {
        GraphText.Built b = GraphText.of("graph: e\ninputs: {ids: {axes: [batch, tokens], dtype: int64}}\nbody: [{embedding: {rows: 100, width: 6}}]\n").input("ids", 2, 3).expand();
        assertEquals("[batch 2, tokens 3, features 6]", b.shape());
        assertEquals(2 * 3 * 8 + 2 * 3 * 6 * HALF, b.read());
        assertEquals(100 * 6, b.cost().parameters());
        assertEquals(100 * 6 * HALF, b.cost().weightBytes());
        assertEquals(0, b.vector());
    }

    @Test
    void gatherAlongAnAxisKeepsWhatItIs() {
        GraphText.Built b = GraphText.of("graph: e\ninputs: {x: [batch, heads, tokens, features], i: {axes: [n], dtype: int64}}\nbody: [{gather: {index: i, axis: tokens}}]\n")
                .input("x", 2, 3, 9, 5).input("i", 4).expand();
        assertEquals("[batch 2, heads 3, tokens 4, features 5]", b.shape());
        assertEquals(2 * 3 * 4 * 5 * HALF + 4 * 8, b.read());
    }

    @Test
    void everyElementCountsAsNotZero() {
        GraphText.Built b = GraphText.of("graph: e\ninputs: {x: {axes: [tokens], dtype: bool}}\nbody: [nonzero]\n").input("x", 7).expand();
        assertEquals("[tokens 7, axes 1]", b.shape());
        assertEquals(7, b.read());
        assertEquals(7 * 8, b.written());
    }

    @Test
    void aPoolOverOneAxisIsTheKernelOfTwo() {
        assertEquals(List.of("aten.avg_pool2d"), GraphText.of("batch 2, channels 8, frames 6", "[{pool: {kernel: [2]}}]").expand().kernels());
    }

    @Test
    void gatherAndTake() {
        GraphText.Built gather = GraphText.of("graph: e\ninputs: {x: [rows, features], i: {axes: [batch], dtype: int64}}\nbody: [{gather: i}]\n").input("x", 9, 5).input("i", 3).expand();
        assertEquals("[batch 3, features 5]", gather.shape());
        assertEquals(3 * 5 * HALF + 3 * 8, gather.read());
        GraphText.Built along = GraphText.of("graph: e\ninputs: {x: [rows, features], i: {axes: [rows, picked], dtype: int64}}\nbody: [{gather: {index: i, axis: features}}]\n").input("x", 9, 5).input("i", 9, 2).expand();
        assertEquals("[rows 9, picked 2]", along.shape());
        assertEquals(9 * 2 * HALF + 9 * 2 * 8, along.read());
        GraphText.Built take = GraphText.of("graph: e\ninputs: {x: [batch, tokens, features], i: {axes: [batch], dtype: int64}}\nbody: [{take: {at: [i, i]}}]\n")
                .input("x", 2, 3, 5).input("i", 2).expand();
        assertEquals("[batch 2, features 5]", take.shape());
        assertEquals(2 * 5 * HALF + 2 * 8, take.read(), "one index tensor for both axes is read once");
    }

    @Test
    void weightsAndBuffersAreNoActivations() {
        GraphText.Built b = GraphText.of("batch 2, features 5", "[{weight: {axes: {features: 5}, as: w}}, {buffer: {axes: {features: 5}, as: c}}, {mul: w}, {add: c}]").expand();
        assertEquals(5, b.cost().parameters());
        assertEquals((2 * 5 + 5) * HALF * 2, b.read(), "whatever uses them reads them");
        assertEquals(2 * (2 * 5) * HALF, b.peak());
    }

    @Test
    void madeTensorsAreWrittenOnce() {
        assertEquals(7 * 4, GraphText.of("batch 2", "[{arange: 7}]").expand().written());
        assertEquals(3 * 5 * 8, GraphText.of("batch 2", "[{zeros: {axes: {tokens: 3, features: 5}, dtype: int64}}]").expand().written());
        assertEquals(HALF, GraphText.of("batch 2", "[scalar]").expand().written());
        GraphText.Built like = GraphText.of("batch 2, features 5", "[zeros_like]").expand();
        assertEquals(2 * 5 * HALF, like.read());
        GraphText.Built other = GraphText.of("batch 2, features 5", "[{new_zeros: {axes: {batch: 2, features: 3}}}]").expand();
        assertEquals(List.of("aten.new_zeros"), other.kernels());
        assertEquals(2 * 5 * HALF, other.read());
        assertEquals(2 * 3 * HALF, other.written());
    }

    @Test
    void complexNumbersAreAViewOfPairs() {
        String pairs = "{cast: fp32}, {rearrange: {pattern: b n (d two) -> b n d two, two: 2}}, as_complex";
        GraphText.Built b = GraphText.of("batch 2, tokens 3, features 10", "[" + pairs + ", {keep: z}, {mul: z}, as_real]").expand();
        assertEquals(List.of("aten._to_copy", "aten.mul"), b.kernels());
        assertEquals("[batch 2, tokens 3, features 5, parts 2]", b.shape());
        assertEquals("fp32", b.result().dtype().id());
        assertEquals(2 * 3 * 5 * 8, b.launches().get(1).kernel().bytesRead(), "8 bytes a number, the operand read once");
        assertEquals(2 * 3 * 5 * 6, b.vector(), "four products and two sums a number");
        assertThrows(InputException.class, () -> GraphText.of("batch 2, features 3", "[{cast: fp32}, as_complex]").expand());
        assertThrows(InputException.class, () -> GraphText.of("batch 2, features 3", "[as_real]").expand());
    }

    @Test
    void partsOfATensorAreOverwritten() {
        GraphText.Built b = GraphText.of("batch 2, tokens 3, features 5", """
                [{slice: {axis: batch, to: 1}}, {rearrange: {pattern: 1 n d -> n d, as: item}}, {expand: {of: item, pattern: n d -> b n d, b: 4}}, {full: {as: all}},
                 {slice: {of: all, axis: batch, from: 1, to: 2}}, {rearrange: {pattern: 1 n d -> n d, as: place}}, {write: {of: item, to: place}}, {use: all}]""").expand();
        assertEquals(List.of("aten.full", "aten.copy_"), b.kernels());
        assertEquals("[batch 4, tokens 3, features 5]", b.shape());
        assertEquals(3 * 5 * HALF, b.read(), "what is filled is not read");
        assertEquals((4 + 1) * 3 * 5 * HALF, b.written());
        assertThrows(InputException.class, () -> GraphText.of("batch 2, tokens 3", "[{slice: {axis: batch, to: 1, as: one}}, {write: {of: one, to: x}}]").expand());
    }

    @Test
    void uploadsAndOnesBesideATensor() {
        GraphText.Built b = GraphText.of("batch 2, features 5", "[upload, {new_ones: {axes: {}, dtype: bool, as: all}}, {greater: 0}, {both: all}]").expand();
        assertEquals(List.of("aten._to_copy", "aten.new_ones", "aten.gt", "aten.bitwise_and"), b.kernels());
        assertEquals("bool", b.result().dtype().id());
    }

    @Test
    void aStackJoinsInTheOrderItWasFilled() {
        GraphText.Built b = GraphText.of("batch 2, features 5", "[{push: all}, {concat: {of: [x, x], axis: features}}, {push: all}, {pop: {stack: all, all: -1}}]").expand();
        assertEquals("[batch 2, features 15]", b.shape());
        assertEquals(List.of("aten.cat", "aten.cat"), b.kernels());
        assertEquals("[batch 4]", GraphText.of("batch 2", "[{push: all}, {push: all}, {pop: {stack: all, all: batch}}]").expand().shape());
        assertThrows(InputException.class, () -> GraphText.of("batch 2", "[{push: all}, {pop: {stack: all, all: 1}}]").expand());
        assertThrows(InputException.class, () -> GraphText.of("batch 2", "[{push: all}, {pop: {stack: all, all: batch, join: batch}}]").expand());
    }
}
