package dev.ttbench.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One finished process: its exit code and what it wrote. Its text shows all of it, for a failing test's message. */
record Run(int exit, String out, String err) {
    private static final long LIMIT_S = 120;

    /**
     * Runs a command to its end.
     *
     * @param directory where it starts
     * @param environment all of its environment: nothing is inherited
     */
    static Run of(Path directory, Map<String, String> environment, String... command) {
        try {
            Path out = Files.createTempFile("run", ".out");
            Path err = Files.createTempFile("run", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
                builder.environment().clear();
                builder.environment().putAll(environment);
                Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("still running after " + LIMIT_S + " s: " + String.join(" ", command));
                }
                return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "exit " + exit + "\n--- stdout\n" + shortened(out) + "\n--- stderr\n" + shortened(err) + "\n---";
    }

    private static String shortened(String text) {
        int most = 4000;
        return text.length() <= most ? text : text.substring(0, most) + "\n... " + (text.length() - most) + " characters more";
    }
}
