package dev.ttbench.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.profile.Precision;
import dev.ttbench.profile.Request;
import dev.ttbench.spec.Suggest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Requests, one JSON object a line: {@code {"model": ..., "set": {"height": 512}, "device": ...}}; other keys are dtype, weights, attention,
 * runtime, layout, stages. Empty lines are passed over.
 */
public final class RequestLines implements Iterator<RequestLines.Line> {
    private static final List<String> KEYS = List.of("model", "set", "device", "dtype", "weights", "attention", "runtime", "layout", "stages");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final BufferedReader in;
    private String next;

    /** A line: a request, or what is wrong with it. */
    record Line(Request request, String error) { }

    /** The lines of a reader. */
    public RequestLines(BufferedReader in) {
        this.in = in;
    }

    /** Whether there is something to read at once. */
    boolean ready() {
        try {
            return next != null || in.ready();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null || next.isBlank()) {
                next = in.readLine();
                if (next == null) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Line next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        String line = next;
        next = null;
        return parse(line);
    }

    /** What a line asks for. */
    static Line parse(String line) {
        JsonNode n;
        try {
            n = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return new Line(null, "this line is no JSON: " + e.getOriginalMessage());
        }
        if (n == null || !n.isObject()) {
            return new Line(null, "a JSON object expected");
        }
        for (Iterator<String> i = n.fieldNames(); i.hasNext();) {
            String key = i.next();
            if (!KEYS.contains(key)) {
                String hint = Suggest.hint(key, KEYS);
                return new Line(null, "there is no key '" + key + "'" + (hint == null ? "" : "; " + hint));
            }
            if (key.equals("set") ? !n.get(key).isObject() : !key.equals("stages") && !n.get(key).isTextual()) {
                return new Line(null, "'" + key + "' must be " + (key.equals("set") ? "an object" : "a text"));
            }
        }
        if (!n.has("model")) {
            return new Line(null, "'model' is needed");
        }
        Map<String, String> set = new LinkedHashMap<>();
        if (n.has("set")) {
            n.get("set").fields().forEachRemaining(e -> set.put(e.getKey(), e.getValue().isValueNode() ? e.getValue().asText() : e.getValue().toString()));
        }
        List<String> stages = new ArrayList<>();
        if (n.has("stages")) {
            n.get("stages").forEach(s -> stages.add(s.asText()));
        }
        Precision precision = text(n, "weights") == null ? Precision.DEFAULT : new Precision(text(n, "weights"), Map.of(), Map.of());
        return new Line(new Request(text(n, "model"), set, text(n, "device"), text(n, "dtype"), precision, text(n, "attention"), text(n, "runtime"), text(n, "layout"), stages), null);
    }

    private static String text(JsonNode n, String key) {
        return n.has(key) ? n.get(key).asText() : null;
    }
}
