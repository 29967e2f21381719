package dev.ttbench.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.spec.EvalException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopVariableTest {
    private static final List<String> MEMBERS = List.of("value", "index", "first", "last");

    @ParameterizedTest
    @CsvSource({"0, '', 6", "3, '', 6", "0, value, 2", "1, value, 2", "2, value, 5", "5, value, 6", "1, index, 2", "0, first, 1", "1, first, 6", "0, last, 5", "4, last, 5", "5, last, 6", "2, value last, 5"})
    void aTurnIsLikeThoseThatGetTheSameAnswers(int turn, String asked, int until) {
        LoopVariable v = new LoopVariable(List.of("a", "a", "b", "b", "b", "a"), turn, 6);
        for (String member : asked.isEmpty() ? new String[0] : asked.split(" ")) {
            v.member(member);
        }
        assertEquals(until, v.sameUntil());
    }

    @Test
    void aCountIsAnotherValueInEveryTurn() {
        LoopVariable v = new LoopVariable(null, 2, 6);
        assertEquals(6, v.sameUntil());
        assertEquals(2L, v.member("value"));
        assertEquals(3, v.sameUntil());
    }

    /** Of random loops: up to the turn that it names every answer is equal, and there, if there is such a turn, one differs. */
    @Test
    void theNextTurnIsTheFirstWithAnotherAnswer() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            int turns = 1 + random.nextInt(8);
            List<Integer> items = random.ints(turns, 0, 2).boxed().toList();
            int turn = random.nextInt(turns);
            List<String> asked = MEMBERS.stream().filter(m -> random.nextBoolean()).toList();
            LoopVariable v = new LoopVariable(items, turn, turns);
            List<Object> answers = asked.stream().map(v::member).toList();
            int until = v.sameUntil();
            assertTrue(until > turn && until <= turns);
            for (int t = turn + 1; t <= Math.min(until, turns - 1); t++) {
                LoopVariable other = new LoopVariable(items, t, turns);
                assertEquals(t < until, answers.equals(asked.stream().map(other::member).toList()), items + " from " + turn + " by " + asked);
            }
        }
    }

    @Test
    void anUnknownMemberIsAnError() {
        assertThrows(EvalException.class, () -> new LoopVariable(null, 0, 1).member("next"));
    }
}
