package dev.ttbench.api;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.util.List;

/** A request that cannot be answered. Its message is what the command would print, with hints. */
public final class RequestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Every problem, each with file, line and column where it stands in one. */
    private final List<String> problems;

    RequestException(InputException e) {
        super(e.getMessage(), e);
        problems = e.problems().stream().map(Problem::text).toList();
    }

    RequestException(String problem) {
        super(problem);
        problems = List.of(problem);
    }

    /**
     * Every problem, sorted by place.
     *
     * @return at least one, each with file, line and column where it stands in a file
     */
    public List<String> problems() {
        return problems;
    }
}
