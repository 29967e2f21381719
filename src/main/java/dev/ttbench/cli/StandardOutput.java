package dev.ttbench.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A stream of this process as UTF-8 text that remembers why it failed. */
public final class StandardOutput extends PrintWriter {
    private final Remembering inner;

    /** Text to {@code stream}. */
    public StandardOutput(OutputStream stream) {
        this(new Remembering(new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 15)));
    }

    private StandardOutput(Remembering inner) {
        super(inner, false);
        this.inner = inner;
    }

    /** The first failure, or null. */
    public IOException failure() {
        return inner.failure;
    }

    @Override
    public void println() {
        write('\n');
    }

    private static final class Remembering extends Writer {
        private final Writer out;
        private IOException failure;

        Remembering(Writer out) {
            this.out = out;
        }

        @Override
        public void write(char[] c, int from, int length) throws IOException {
            try {
                out.write(c, from, length);
            } catch (IOException e) {
                throw noted(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw noted(e);
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }

        private IOException noted(IOException e) {
            failure = failure == null ? e : failure;
            return e;
        }
    }
}
