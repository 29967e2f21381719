package dev.ttbench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;

/** Two spaces a level and one entry a line, but for values that were announced by {@link #line()}: those stand in one line. */
final class JsonLayout implements PrettyPrinter {
    private static final char[] INDENT = "\n                        ".toCharArray();
    private int depth;
    private int lineDepth = Integer.MAX_VALUE;
    private boolean next;

    /** The next object or array is written in one line. */
    void line() {
        next = true;
    }

    private void open(JsonGenerator g, char c) throws IOException {
        g.writeRaw(c);
        depth++;
        if (next && lineDepth == Integer.MAX_VALUE) {
            lineDepth = depth;
        }
        next = false;
    }

    private void close(JsonGenerator g, int entries, char c) throws IOException {
        depth--;
        if (entries > 0) {
            newline(g, false);
        }
        g.writeRaw(c);
        if (depth < lineDepth) {
            lineDepth = Integer.MAX_VALUE;
        }
    }

    private void newline(JsonGenerator g, boolean space) throws IOException {
        if (lineDepth == Integer.MAX_VALUE) {
            g.writeRaw(INDENT, 0, Math.min(INDENT.length, 1 + 2 * depth));
        } else if (space) {
            g.writeRaw(' ');
        }
    }

    @Override
    public void writeRootValueSeparator(JsonGenerator g) { }

    @Override
    public void writeStartObject(JsonGenerator g) throws IOException {
        open(g, '{');
    }

    @Override
    public void writeEndObject(JsonGenerator g, int entries) throws IOException {
        close(g, entries, '}');
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator g) throws IOException {
        g.writeRaw(',');
        newline(g, true);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator g) throws IOException {
        g.writeRaw(':');
        g.writeRaw(' ');
    }

    @Override
    public void writeStartArray(JsonGenerator g) throws IOException {
        open(g, '[');
    }

    @Override
    public void writeEndArray(JsonGenerator g, int entries) throws IOException {
        close(g, entries, ']');
    }


    @Override
    public void writeArrayValueSeparator(JsonGenerator g) throws IOException {
        g.writeRaw(',');
        newline(g, true);
    }

    @Override
    public void beforeArrayValues(JsonGenerator g) throws IOException {
        newline(g, false);
    }

    @Override
    public void beforeObjectEntries(JsonGenerator g) throws IOException {
        newline(g, false);
    }
}
