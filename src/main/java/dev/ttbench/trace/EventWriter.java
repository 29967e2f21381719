package dev.ttbench.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** Writes single trace events. Times come in seconds and are written in microseconds, to the nanosecond; ends are rounded, so that what is nested stays so. */
final class EventWriter {
    static final int PROCESS = 1;
    static final int HOST = 1;
    static final int DEVICE = 2;
    private final JsonGenerator g;

    EventWriter(JsonGenerator g) {
        this.g = g;
    }

    /** A fact about the process or one of its threads. */
    void metadata(String name, int thread, String key, Object value) throws IOException {
        open("M", name, thread);
        args(Map.of(key, value));
    }

    /** Something that lasts. */
    void complete(String name, String category, int thread, double from, double to, Map<String, Object> args) throws IOException {
        open("X", name, thread);
        g.writeStringField("cat", category);
        long start = nanoseconds(from);
        g.writeNumberField("ts", microseconds(start));
        g.writeNumberField("dur", microseconds(Math.max(0, nanoseconds(to) - start)));
        args(args);
    }

    /** Values of a counter from here on. */
    void counter(String name, double at, Map<String, Object> values) throws IOException {
        open("C", name, 0);
        g.writeNumberField("ts", microseconds(nanoseconds(at)));
        args(values);
    }

    static long nanoseconds(double seconds) {
        return Math.round(seconds * 1e9);
    }

    /**
     * A number of nanoseconds. Perfetto takes the number as a double, multiplies it by 1000 and cuts what is behind the point: where that would lose a
     * nanosecond, and what is nested no longer were, a tenth of one is added.
     */
    static BigDecimal microseconds(long nanoseconds) {
        boolean kept = (long) (nanoseconds / 1000.0 * 1000.0) == nanoseconds;
        return kept ? BigDecimal.valueOf(nanoseconds, 3) : BigDecimal.valueOf(nanoseconds * 10 + 1, 4);
    }

    private void open(String phase, String name, int thread) throws IOException {
        g.writeRaw('\n');
        g.writeStartObject();
        g.writeStringField("ph", phase);
        g.writeStringField("name", name);
        g.writeNumberField("pid", PROCESS);
        g.writeNumberField("tid", thread);
    }

    private void args(Map<String, Object> args) throws IOException {
        g.writeObjectFieldStart("args");
        for (Map.Entry<String, Object> e : args.entrySet()) {
            g.writeFieldName(e.getKey());
            if (e.getValue() instanceof BigInteger n) {
                g.writeNumber(n);
            } else if (e.getValue() instanceof Long || e.getValue() instanceof Integer) {
                g.writeNumber(((Number) e.getValue()).longValue());
            } else if (e.getValue() instanceof Double d) {
                g.writeNumber(BigDecimal.valueOf(d).round(new java.math.MathContext(9)).toPlainString());
            } else {
                g.writeString(String.valueOf(e.getValue()));
            }
        }
        g.writeEndObject();
        g.writeEndObject();
    }
}
