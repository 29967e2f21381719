package dev.ttbench.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.CharBuffer;

/** A writer that passes everything on. */
final class AppendableWriter extends Writer {
    private final Appendable out;

    AppendableWriter(Appendable out) {
        this.out = out;
    }

    @Override
    public void write(char[] c, int from, int length) throws IOException {
        if (out instanceof StringBuilder b) {
            b.append(c, from, length);
        } else {
            out.append(CharBuffer.wrap(c, from, length));
        }
    }

    @Override
    public void flush() { }

    @Override
    public void close() { }
}
