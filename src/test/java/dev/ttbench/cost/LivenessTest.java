package dev.ttbench.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ttbench.graph.GraphText;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Live memory on graphs small enough to follow by hand; inputs are not counted. The unit is one tensor of 2 x 5 fp16 elements. */
class LivenessTest {
    private static final long UNIT = 2 * 5 * 2;
    private static final String X = "batch 2, features 5";

    private static List<Long> live(GraphText t) {
        return t.expand().live().stream().map(n -> n / UNIT).toList();
    }

    @Test
    void aChainHoldsTwo() {
        GraphText t = GraphText.of(X, "[silu, tanh, relu]");
        assertEquals(List.of(1L, 2L, 2L), live(t), "the operand and the result");
        assertEquals(2 * UNIT, t.expand().peak());
    }

    @Test
    void aDiamond() {
        GraphText t = GraphText.of(X, "[silu, {tanh: {as: left}}, {relu: {as: right}}, {add: {of: left, with: right}}]");
        assertEquals(List.of(1L, 2L, 3L, 3L), live(t), "the top dies after both sides have read it");
    }

    @Test
    void aSkipLivesUntilItIsPopped() {
        GraphText t = GraphText.of("""
                graph: skip
                inputs: {x: [batch, features]}
                body: [silu, {push: skip}, tanh, relu, {pop: {stack: skip, as: before}}, {add: before}]
                """).input("x", 2, 5);
        assertEquals(List.of(1L, 2L, 3L, 3L), live(t));
    }

    @Test
    void aViewHoldsItsStorage() {
        GraphText t = GraphText.of("batch 2, features 10", "[silu, {slice: {axis: features, to: 5, as: part}}, {relu: {as: a}}, {tanh: {of: part}}]");
        assertEquals(List.of(2L, 4L, 3L), live(t), "'a' is never read and dies at once; half a tensor holds all of it");
    }

    @Test
    void anOutputThatNobodyReadsDiesAtOnce() {
        GraphText t = GraphText.of(X, "[{silu: {as: unused}}, tanh]");
        assertEquals(List.of(1L, 1L), live(t));
    }

    @Test
    void theResultLivesOn() {
        GraphText t = GraphText.of("graph: two\ninputs: {x: [batch, features]}\noutputs: [a, b]\nbody: [{silu: {as: a}}, {tanh: {of: x, as: b}}, {relu: {of: a}}]\n").input("x", 2, 5);
        assertEquals(List.of(1L, 2L, 3L), live(t));
    }

    private static final String BLOCK = """
            ---
            block: inner
            inputs: {x: [batch, features]}
            body: [tanh, relu]
            """;

    @Test
    void aBlocksInputDiesInside() {
        GraphText t = GraphText.of("graph: g\ninputs: {x: [batch, features]}\nbody: [silu, inner]\n" + BLOCK).input("x", 2, 5);
        assertEquals(List.of(1L, 2L, 2L), live(t), "the caller's tensor dies at tanh");
    }

    @Test
    void aBlocksInputThatIsReadAfterwardsDoesNot() {
        GraphText t = GraphText.of("graph: g\ninputs: {x: [batch, features]}\nbody: [silu, {keep: a}, inner, {add: a}]\n" + BLOCK).input("x", 2, 5);
        assertEquals(List.of(1L, 2L, 3L, 3L), live(t));
    }

    @Test
    void equalCallsWhoseInputsDieDifferently() {
        GraphText t = GraphText.of("graph: g\ninputs: {x: [batch, features]}\nbody: [silu, {keep: a}, inner, {inner: {of: a, as: b}}, {add: b}]\n" + BLOCK).input("x", 2, 5);
        assertEquals(List.of(1L, 2L, 3L, 3L, 3L, 3L), live(t), "'a' outlives the first call and dies in the second");
    }

    @Test
    void iterateKeepsItsStateAndGrowsItsResult() {
        GraphText t = GraphText.of("""
                graph: g
                inputs: {x: [batch, frames, features]}
                body:
                  - iterate: {over: frames, chunks: [1, 1, 1]}
                    do:
                      - silu
                      - recall: {state: last, as: before}
                      - remember: last
                      - if: "${before != null}"
                        then: [{add: before}]
                """).input("x", 2, 3, 5);
        GraphText.Built b = t.expand();
        assertEquals("[batch 2, frames 3, features 5]", b.shape());
        assertEquals(List.of("silu", "silu", "add", "concat", "silu", "add", "concat"), b.operators().stream().map(o -> o.operator().name()).toList());
        assertEquals(List.of(1L, 2L, 3L, 1L + 1 + 1 + 2, 1L + 2 + 1, 1L + 2 + 1 + 1, 1L + 2 + 3), live(t),
                "silu of the chunk, the state, the sum, and what has been joined so far");
    }

    @Test
    void iterateMayJoinOnceAndItsStateEndsWithIt() {
        GraphText.Built b = GraphText.of("""
                graph: g
                inputs: {x: [batch, frames, features]}
                body:
                  - repeat: 2
                    do: [{chunks: {}}]
                ---
                block: chunks
                inputs: {x: [batch, frames, features]}
                body:
                  - iterate: {over: frames, chunks: [1, 1, 1], join: once}
                    do:
                      - recall: {state: last, as: before}
                      - silu
                      - remember: last
                      - if: "${before != null}"
                        then: [{add: before}]
                  - iterate: {over: batch, chunks: [2], join: once}
                    do: [silu]
                """).input("x", 2, 3, 5).expand();
        List<String> once = List.of("silu", "silu", "add", "silu", "add", "concat", "silu");
        assertEquals(java.util.stream.Stream.concat(once.stream(), once.stream()).toList(), b.operators().stream().map(o -> o.operator().name()).toList(),
                "one concatenation of three chunks, none of one, and no chunk before the first of the second call");
    }

    @Test
    void statisticsOfANormDieAtOnce() {
        GraphText.Built b = GraphText.of(X, "[layer_norm]").expand();
        assertEquals(UNIT + 2 * 4 * 2, b.peak());
    }

    @Test
    void peakIsTheLargestLive() {
        GraphText.Built b = GraphText.of("batch 2, features 5", "[{linear: 50}, gelu, {linear: 5}]").expand();
        assertEquals(2 * (2 * 50 * 2), b.peak());
        assertEquals(b.peak(), b.live().stream().mapToLong(n -> n).max().orElseThrow());
    }
}
