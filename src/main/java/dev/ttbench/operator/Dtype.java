package dev.ttbench.operator;

import java.util.Locale;

/** The type of one element of a tensor, with its size in bytes. */
public enum Dtype {
    BOOL(1), INT8(1), FP8(1), FP16(2), BF16(2), FP32(4), INT32(4), INT64(8), FP64(8), COMPLEX64(8);

    private final int bytes;
    private final String id = name().toLowerCase(Locale.ROOT);

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element, in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The name used in YAML and in every output, such as {@code fp16}. */
    public String id() {
        return id;
    }

    /** True for types that hold integers or truth values; arithmetic with a float yields the float's type. */
    public boolean isInteger() {
        return this == BOOL || this == INT8 || this == INT32 || this == INT64;
    }

    /** The dtype of that name, or null. */
    public static Dtype of(String id) {
        for (Dtype d : values()) {
            if (d.id.equals(id)) {
                return d;
            }
        }
        return null;
    }
}
