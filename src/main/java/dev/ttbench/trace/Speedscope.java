package dev.ttbench.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ttbench.profile.Profile;
import dev.ttbench.report.JsonReport;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The file format of speedscope: the operators as samples in order of execution, weighed by time, by FLOPs and by bytes. */
public final class Speedscope {
    private static final String SCHEMA = "https://www.speedscope.app/file-format-schema.json";

    private Speedscope() { }

    /**
     * Writes all of it.
     *
     * @param version of the tool
     * @throws IOException when {@code out} does
     */
    public static void write(Profile profile, String version, Appendable out) throws IOException {
        Map<String, Integer> frames = new LinkedHashMap<>();
        List<Stacks.Stack> stacks = Stacks.of(profile);
        List<int[]> samples = new ArrayList<>();
        for (Stacks.Stack s : stacks) {
            samples.add(s.frames().stream().mapToInt(f -> frames.computeIfAbsent(f, n -> frames.size())).toArray());
        }
        try (JsonGenerator g = JsonReport.generator(out)) {
            g.writeStartObject();
            g.writeStringField("$schema", SCHEMA);
            g.writeStringField("name", profile.model().id() + " on " + profile.device().id());
            g.writeStringField("exporter", "ttbench " + version);
            g.writeNumberField("activeProfileIndex", 0);
            g.writeObjectFieldStart("shared");
            g.writeArrayFieldStart("frames");
            for (String f : frames.keySet()) {
                g.writeStartObject();
                g.writeStringField("name", f);
                g.writeEndObject();
            }
            g.writeEndArray();
            g.writeEndObject();
            g.writeArrayFieldStart("profiles");
            profile(g, "Time", "nanoseconds", stacks, samples, s -> BigInteger.valueOf(s.nanoseconds()));
            profile(g, "FLOPs of the matmul class", "none", stacks, samples, s -> s.row().totalFlops());
            profile(g, "Bytes read and written", "bytes", stacks, samples, s -> s.row().totalBytes());
            g.writeEndArray();
            g.writeEndObject();
        }
        out.append('\n');
    }

    private static void profile(JsonGenerator g, String name, String unit, List<Stacks.Stack> stacks, List<int[]> samples, Function<Stacks.Stack, BigInteger> weight) throws IOException {
        List<BigInteger> weights = stacks.stream().map(weight).toList();
        g.writeRaw('\n');
        g.writeStartObject();
        g.writeStringField("type", "sampled");
        g.writeStringField("name", name);
        g.writeStringField("unit", unit);
        g.writeNumberField("startValue", 0);
        g.writeNumberField("endValue", weights.stream().reduce(BigInteger.ZERO, BigInteger::add));
        g.writeArrayFieldStart("samples");
        for (int i = 0; i < samples.size(); i++) {
            if (weights.get(i).signum() > 0) {
                g.writeArray(samples.get(i), 0, samples.get(i).length);
            }
        }
        g.writeEndArray();
        g.writeArrayFieldStart("weights");
        for (BigInteger w : weights) {
            if (w.signum() > 0) {
                g.writeNumber(w);
            }
        }
        g.writeEndArray();
        g.writeEndObject();
    }
}
