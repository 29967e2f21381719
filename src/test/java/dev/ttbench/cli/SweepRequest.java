package dev.ttbench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that says whose rows an unfinished sweep's are; it is there from the first row to the last. */
final class SweepRequest {
    private SweepRequest() { }

    /**
     * Runs a sweep and catches this file meanwhile.
     *
     * @param target what the sweep writes
     * @param kept where the file is copied to
     */
    static Path caught(Path target, Path kept, Runnable sweep) {
        Path request = target.resolveSibling(target.getFileName() + ".part.request");
        Thread t = new Thread(sweep);
        t.start();
        while (t.isAlive() && !Files.exists(kept)) {
            try {
                Files.copy(request, kept);
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        try {
            t.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return kept;
    }
}
