package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file while it is validated, so that all are reported at once. */
public final class Problems {
    private final String file;
    private final List<Problem> found;

    /** Problems of {@code file}, added to {@code found}. */
    public Problems(String file, List<Problem> found) {
        this.file = file;
        this.found = found;
    }

    /** Problems of {@code file} alone. */
    public Problems(String file) {
        this(file, new ArrayList<>());
    }

    /** Notes a problem at a node. */
    public void add(Node at, String message, String hint) {
        add(at.line(), at.column(), message, hint);
    }

    /** Notes a problem at a key. */
    public void add(Node.Entry at, String message, String hint) {
        add(at.line(), at.column(), message, hint);
    }

    /** Notes a problem at a place. */
    public void add(int line, int column, String message, String hint) {
        found.add(new Problem(file, line, column, message, hint));
    }

    /** The file whose problems these are. */
    public String file() {
        return file;
    }

    /** All problems so far. */
    public List<Problem> found() {
        return found;
    }

    /** Throws when there is any problem. */
    public void raise() {
        if (!found.isEmpty()) {
            throw new InputException(found);
        }
    }
}
