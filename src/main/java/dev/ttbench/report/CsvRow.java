package dev.ttbench.report;

import java.io.IOException;

/** Writes rows as RFC 4180 has them: CRLF at the end of each, quotes where a field needs them. */
final class CsvRow {
    private final Appendable out;
    private boolean first = true;

    CsvRow(Appendable out) {
        this.out = out;
    }

    /** One field; null is empty. */
    CsvRow field(String s) throws IOException {
        if (!first) {
            out.append(',');
        }
        first = false;
        if (s == null) {
            return this;
        }
        if (needsQuotes(s)) {
            out.append('"').append(s.replace("\"", "\"\"")).append('"');
        } else {
            out.append(s);
        }
        return this;
    }

    /** An integer. */
    CsvRow field(long v) throws IOException {
        return field(Long.toString(v));
    }

    /** Ends the row. */
    void end() throws IOException {
        out.append("\r\n");
        first = true;
    }

    private static boolean needsQuotes(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == ',' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }
}
