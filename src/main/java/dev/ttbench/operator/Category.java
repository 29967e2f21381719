package dev.ttbench.operator;

/** What kind of work an operator is, in the terms that breakdowns of generative models use. */
public enum Category {
    CONVOLUTION("Convolution"),
    LINEAR("Linear"),
    ATTENTION("Attention"),
    NORMALIZATION("Normalization"),
    ELEMENTWISE("Elementwise"),
    EMBEDDING("Embedding"),
    MEMORY("Memory"),
    HOST("Host");

    private final String label;

    Category(String label) {
        this.label = label;
    }

    /** The name printed in tables and written to files. */
    public String label() {
        return label;
    }
}
