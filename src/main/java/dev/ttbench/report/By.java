package dev.ttbench.report;

import java.util.ArrayList;
import java.util.List;

/** What the rows of a profile are grouped by. */
public enum By {
    /** Name of the primitive. */
    OPERATOR("operator"),
    /** Name of the kernel launched. */
    KERNEL("kernel"),
    /** Convolution, Linear, Attention ... */
    CATEGORY("category"),
    /** Kind of attention. */
    KIND("kind"),
    /** Stage of the model. */
    STAGE("stage"),
    /** Block of the graph that holds the operator. */
    BLOCK("block"),
    /** Operator and shapes: the same problem. */
    SHAPE("shape");

    private final String id;

    By(String id) {
        this.id = id;
    }

    /** The name used in {@code --by}. */
    public String id() {
        return id;
    }

    /** All names. */
    public static List<String> ids() {
        List<String> out = new ArrayList<>();
        for (By b : values()) {
            out.add(b.id);
        }
        return out;
    }

    /** The grouping of that name, or null. */
    public static By of(String id) {
        for (By b : values()) {
            if (b.id.equals(id)) {
                return b;
            }
        }
        return null;
    }
}
