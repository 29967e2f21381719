package dev.ttbench.report;

import java.util.List;
import java.util.Locale;

/** A language that a {@link Drawing} can be written in, for other programs to lay out. */
public enum Diagram {
    /** A Mermaid flowchart. */
    MERMAID("mermaid", List.of("mmd", "mermaid")),
    /** A Graphviz graph. */
    DOT("dot", List.of("dot", "gv"));

    /** Mermaid's own limits, where a page does not set others. */
    private static final int MERMAID_CHARACTERS = 50_000;
    private static final int MERMAID_ARROWS = 500;

    private final String id;
    private final List<String> extensions;

    Diagram(String id, List<String> extensions) {
        this.id = id;
        this.extensions = extensions;
    }

    /** The name used in {@code --format}. */
    public String id() {
        return id;
    }

    /** The language of that name, or null. */
    public static Diagram of(String id) {
        for (Diagram d : values()) {
            if (d.id.equals(id)) {
                return d;
            }
        }
        return null;
    }

    /** The language that a file's extension asks for, or null. */
    public static Diagram ofFile(String file) {
        String extension = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (Diagram d : values()) {
            if (file.indexOf('.') >= 0 && d.extensions.contains(extension)) {
                return d;
            }
        }
        return null;
    }

    /** Whether a text is past what programs that draw this language take as they are installed. */
    public boolean tooLarge(String text) {
        return this == MERMAID && (text.length() > MERMAID_CHARACTERS || text.lines().filter(l -> l.contains(MermaidText.ARROW) || l.contains(MermaidText.ORDER)).count() > MERMAID_ARROWS);
    }

    /** The drawing in this language. */
    public String text(Drawing drawing) {
        return this == DOT ? DotText.of(drawing) : MermaidText.of(drawing);
    }
}
