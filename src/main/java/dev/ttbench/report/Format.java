package dev.ttbench.report;

import java.util.List;

/** A form that results are written in. */
public enum Format {
    /** For people. */
    TABLE("table"),
    /** Versioned, with a published schema. */
    JSON("json"),
    /** Tidy: a header, one row an item. */
    CSV("csv");

    private final String id;

    Format(String id) {
        this.id = id;
    }

    /** The name used in {@code --format}. */
    public String id() {
        return id;
    }

    /** All names. */
    public static List<String> ids() {
        return List.of(TABLE.id, JSON.id, CSV.id);
    }

    /** The format of that name, or null. */
    public static Format of(String id) {
        for (Format f : values()) {
            if (f.id.equals(id)) {
                return f;
            }
        }
        return null;
    }

    /** The name that a file's extension asks for: {@code json}, {@code csv}, {@code html}; {@code table} for any other. */
    public static String idOfFile(String file) {
        int dot = file.lastIndexOf('.');
        String extension = dot < 0 ? "" : file.substring(dot + 1).toLowerCase(java.util.Locale.ROOT);
        return switch (extension) {
            case "json", "csv", "html" -> extension;
            case "htm" -> "html";
            default -> TABLE.id;
        };
    }
}
