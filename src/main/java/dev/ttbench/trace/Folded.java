package dev.ttbench.trace;

import dev.ttbench.profile.Profile;
import java.io.IOException;

/** Folded stacks, which flame graph scripts read: one operator a line, its frames with semicolons between, a space, nanoseconds. */
public final class Folded {
    private Folded() { }

    /**
     * Writes all operators that take time, in order of execution.
     *
     * @throws IOException when {@code out} does
     */
    public static void write(Profile profile, Appendable out) throws IOException {
        for (Stacks.Stack s : Stacks.of(profile)) {
            if (s.nanoseconds() > 0) {
                for (int i = 0; i < s.frames().size(); i++) {
                    out.append(i == 0 ? "" : ";").append(s.frames().get(i).replace(';', ','));
                }
                out.append(' ').append(Long.toString(s.nanoseconds())).append('\n');
            }
        }
    }
}
