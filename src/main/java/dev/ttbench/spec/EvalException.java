package dev.ttbench.spec;

/** What went wrong while a value was computed; whoever knows the place turns it into a {@link Problem}. */
public final class EvalException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String hint;

    /** With a hint, which may be null. */
    public EvalException(String message, String hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    /** Without a hint. */
    public EvalException(String message) {
        this(message, null);
    }

    /** What may help, or null. */
    public String hint() {
        return hint;
    }
}
