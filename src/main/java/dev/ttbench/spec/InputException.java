package dev.ttbench.spec;

import java.util.List;
import java.util.TreeSet;

/** Bad input: one or more {@link Problem}s, sorted by place. Ends a command with exit code 2. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    /** All problems found; there is at least one. */
    public InputException(List<Problem> problems) {
        super(null, null, false, false);
        this.problems = List.copyOf(new TreeSet<>(problems));
    }

    /** A single problem. */
    public InputException(Problem problem) {
        this(List.of(problem));
    }

    /** The problems, sorted by file, line and column. */
    public List<Problem> problems() {
        return problems;
    }

    @Override
    public String getMessage() {
        StringBuilder b = new StringBuilder();
        for (Problem p : problems) {
            b.append(b.isEmpty() ? "" : "\n").append(p.text());
        }
        return b.toString();
    }
}
