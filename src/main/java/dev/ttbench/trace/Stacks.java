package dev.ttbench.trace;

import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.report.CallTree;
import java.util.ArrayList;
import java.util.List;

/** Every operator of a profile with the blocks that it stands in. */
final class Stacks {
    /**
     * One operator.
     *
     * @param frames stage, blocks from the outside in, operator
     * @param row its numbers
     * @param nanoseconds of all its executions; those of a stage add up to the stage's, to the nanosecond
     */
    record Stack(List<String> frames, OperatorRow row, long nanoseconds) { }

    private Stacks() { }

    /** Those of all stages, in order of execution; the wait for the host is the last of its stage. */
    static List<Stack> of(Profile profile) {
        List<Stack> out = new ArrayList<>();
        for (StageProfile s : profile.stages()) {
            new Walk(out).add(CallTree.of(s.facts().id(), s.operators()), List.of());
        }
        return out;
    }

    /** Ends of operators are rounded, not their times, so that no error adds up. */
    private static final class Walk {
        private final List<Stack> into;
        private double seconds;
        private long before;

        Walk(List<Stack> into) {
            this.into = into;
        }

        void add(CallTree tree, List<String> outer) {
            List<String> frames = new ArrayList<>(outer);
            frames.add(tree.name());
            if (tree.row() != null) {
                seconds += tree.row().totalSeconds();
                long end = Math.round(seconds * 1e9);
                into.add(new Stack(frames, tree.row(), end - before));
                before = end;
            }
            tree.inside().forEach(t -> add(t, frames));
        }
    }
}
