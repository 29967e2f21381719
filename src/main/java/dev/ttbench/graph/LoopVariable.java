package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Scope;
import java.util.List;
import java.util.Objects;

/** The variable of a loop in one of its turns. It notes what the turn asked it, and so knows which later turns would be told the same. */
final class LoopVariable implements Scope.Members {
    private final List<?> items;
    private final int index;
    private final int turns;
    private boolean value;
    private boolean place;
    private boolean first;
    private boolean last;

    /**
     * @param items what the loop goes through; null for one that counts
     * @param index the turn, from 0
     * @param turns how many there are
     */
    LoopVariable(List<?> items, int index, int turns) {
        this.items = items;
        this.index = index;
        this.turns = turns;
    }

    @Override
    public Object member(String name) {
        switch (name) {
            case "value":
                value = true;
                return items == null ? (Object) (long) index : items.get(index);
            case "index":
                place = true;
                return (long) index;
            case "first":
                first = true;
                return index == 0;
            case "last":
                last = true;
                return index == turns - 1;
            default:
                throw new EvalException("a loop variable has no '." + name + "'", "it has value, index, first and last");
        }
    }

    /** The first turn after this one that would get another answer to what this one asked; the number of turns when none would. */
    int sameUntil() {
        if (place || first && index == 0 || value && items == null) {
            return index + 1;
        }
        int end = last ? Math.max(index + 1, turns - 1) : turns;
        if (value) {
            int t = index + 1;
            while (t < end && Objects.equals(items.get(t), items.get(index))) {
                t++;
            }
            return t;
        }
        return end;
    }
}
