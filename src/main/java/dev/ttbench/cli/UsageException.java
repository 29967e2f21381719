package dev.ttbench.cli;

/** The command line cannot be understood. Ends the run with exit code 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, and a hint or null. */
    UsageException(String message, String hint) {
        super(hint == null ? message : message + "; " + hint, null, false, false);
    }
}
