package dev.ttbench.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ttbench.graph.GraphText;
import dev.ttbench.spec.InputException;
import org.junit.jupiter.api.Test;

/** Sums over bodies: weights count where they stand, once; everything else at every call. */
class CostsTest {
    private static final String X = "batch 2, features 5";
    private static final long PARAMETERS = 5 * 5 + 5;
    private static final long FLOPS = 2 * (2 * 5) * 5;

    @Test
    void everyTurnOfARepeatHasItsOwnWeights() {
        Cost c = GraphText.of(X, "[{repeat: 3, do: [{linear: 5}]}]").expand().cost();
        assertEquals(3 * PARAMETERS, c.parameters());
        assertEquals(3 * FLOPS, c.linear());
        assertEquals(3, c.kernels());
        assertEquals(3 * PARAMETERS * 2, c.weightBytes());
    }

    @Test
    void everyChunkOfAnIterateRunsTheSame() {
        Cost c = GraphText.of("frames 6, features 5", "[{iterate: {over: frames, chunks: [2, 2, 2]}, do: [{linear: 5}]}]").expand().cost();
        assertEquals(PARAMETERS, c.parameters());
        assertEquals(3 * FLOPS, c.linear());
    }

    @Test
    void everyCallOfABlockHasItsOwnWeights() {
        Cost c = GraphText.of("graph: g\ninputs: {x: [batch, features]}\nbody: [b, b, b]\n---\nblock: b\ninputs: {x: any}\nbody: [{linear: 5}, silu]\n").input("x", 2, 5).expand().cost();
        assertEquals(3 * PARAMETERS, c.parameters());
        assertEquals(3 * (2 * 5 + 4 * 2 * 5), c.vector());
    }

    @Test
    void branchesWithTheSameIdHaveTheSameWeights() {
        String text = """
                graph: g
                inputs: {x: [batch, features]}
                body:
                  - for_each: {part: [true, false]}
                    do: [{part: {whole: "${part.value}"}, tied: true}]
                ---
                block: part
                inputs: {x: any}
                parameters: {whole: null}
                body:
                  - if: "${whole}"
                    then: [{one: {}, id: same}]
                    else:
                      - repeat: 2
                        do: [{one: {}, id: %s, tied: true}]
                ---
                block: one
                inputs: {x: any}
                body: [{linear: 5}]
                """;
        assertEquals(PARAMETERS, GraphText.of(text.formatted("same")).input("x", 2, 5).expand().cost().parameters());
        assertEquals(2 * PARAMETERS, GraphText.of(text.formatted("another")).input("x", 2, 5).expand().cost().parameters());
    }

    @Test
    void aTiedCallHasOneSetOfWeightsInAllTurns() {
        String text = """
                graph: g
                inputs: {x: [batch, features]}
                body:
                  - repeat: 3
                    do:
                      - %s
                      - linear: 5
                ---
                block: two
                inputs: {x: [batch, features]}
                body: [{repeat: 2, do: [{linear: 5}]}]
                """;
        Cost tied = GraphText.of(text.formatted("{two: {}, tied: true}")).input("x", 2, 5).expand().cost();
        Cost own = GraphText.of(text.formatted("{two: {}}")).input("x", 2, 5).expand().cost();
        assertEquals((2 + 3) * 30, tied.parameters());
        assertEquals((3 * 2 + 3) * 30, own.parameters());
        assertEquals(own.linear(), tied.linear());
        assertEquals(own.bytesRead(), tied.bytesRead(), "read at every call");
        Cost alone = GraphText.of(text.replace("      - linear: 5\n", "").formatted("{two: {}, tied: true}")).input("x", 2, 5).expand().cost();
        assertEquals(2 * 30, alone.parameters());
    }

    @Test
    void tiedWeightsAreOneAcrossBlocks() {
        Cost c = GraphText.of("graph: g\ninputs: {x: [batch, features]}\nbody: [b, b]\n---\nblock: b\ninputs: {x: any}\nbody: [{linear: {out: 5, tied: w}}]\n").input("x", 2, 5).expand().cost();
        assertEquals(PARAMETERS, c.parameters());
        assertEquals(2 * FLOPS, c.linear());
    }

    @Test
    void flopsAreKeptByClass() {
        Cost c = GraphText.of("batch 1, channels 4, height 2, width 2", "[{conv2d: {out: 4, kernel: 1}}, {linear: 2}, {matmul: x}]").expand().cost();
        assertEquals(2 * 16 * 4, c.convolution());
        assertEquals(2 * 16 * 2, c.linear());
        assertEquals(2 * 16 * 2, c.attention());
        assertEquals(c.convolution() + c.linear() + c.attention(), c.flops());
    }

    @Test
    void aSumPastSixtyFourBitsIsAnError() {
        Cost large = new Cost(Long.MAX_VALUE, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThrows(ArithmeticException.class, () -> large.plus(new Cost(1, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
        assertEquals(large, large.plus(Cost.ZERO));
        assertThrows(InputException.class, () -> GraphText.of("batch 6, features 1000000000", "[{linear: 1000000000}]").expand());
    }
}
