package dev.ttbench.latency;

import java.util.Locale;

/** What decided a time: arithmetic, memory traffic, fixed costs of a launch, or the CPU. */
public enum Bound {
    COMPUTE, MEMORY, LATENCY, HOST;

    /** The name used in outputs. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
