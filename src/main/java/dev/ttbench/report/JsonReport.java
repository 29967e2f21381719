package dev.ttbench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ttbench.profile.Flops;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** The profile as JSON, as docs/schema/profile.schema.json describes it; one operator a line. */
public final class JsonReport implements Report {
    /** Raised when a field changes its meaning or goes away. */
    public static final int FORMAT_VERSION = 1;

    static final JsonFactory FACTORY = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);

    @Override
    public void write(Profile p, ReportSettings settings, Appendable out) throws IOException {
        JsonLayout layout = new JsonLayout();
        JsonGenerator g = FACTORY.createGenerator(new AppendableWriter(out));
        g.setPrettyPrinter(layout);
        g.writeStartObject();
        g.writeStringField("format", "ttbench.profile");
        g.writeNumberField("format_version", FORMAT_VERSION);
        layout.line();
        g.writeObjectFieldStart("tool");
        g.writeStringField("name", "ttbench");
        g.writeStringField("version", settings.version());
        g.writeEndObject();
        head(g, layout, p);
        totals(g, layout, p.totals());
        categories(g, layout, p);
        attention(g, layout, p);
        if (settings.by() != null) {
            groups(g, layout, p, settings.by());
        }
        g.writeArrayFieldStart("stages");
        for (StageProfile s : p.stages()) {
            stage(g, layout, s);
        }
        g.writeEndArray();
        g.writeEndObject();
        g.close();
        out.append('\n');
    }

    private static void head(JsonGenerator g, JsonLayout layout, Profile p) throws IOException {
        g.writeObjectFieldStart("model");
        g.writeStringField("id", p.model().id());
        text(g, "title", p.model().title());
        g.writeStringField("class", p.model().modelClass());
        text(g, "sha256", p.model().sha256());
        g.writeArrayFieldStart("assumptions");
        for (String a : p.model().assumptions()) {
            g.writeString(a);
        }
        g.writeEndArray();
        g.writeEndObject();
        g.writeObjectFieldStart("request");
        for (Map.Entry<String, Object> e : p.request().entrySet()) {
            g.writeFieldName(e.getKey());
            layout.line();
            value(g, e.getValue());
        }
        g.writeEndObject();
        g.writeObjectFieldStart("device");
        g.writeStringField("id", p.device().id());
        text(g, "title", p.device().title());
        text(g, "sha256", p.device().sha256());
        g.writeStringField("basis", p.device().basis());
        g.writeEndObject();
        g.writeObjectFieldStart("settings");
        g.writeStringField("dtype", p.settings().dtype());
        text(g, "weights", p.settings().weights());
        g.writeStringField("attention", p.settings().attention());
        text(g, "attention_library", p.settings().attentionLibrary());
        g.writeStringField("runtime", p.settings().runtime());
        g.writeStringField("layout", p.settings().layout());
        if (p.settings().calibration() != null) {
            g.writeObjectFieldStart("calibration");
            text(g, "file", p.settings().calibration().file());
            text(g, "sha256", p.settings().calibration().sha256());
            g.writeEndObject();
        }
        g.writeEndObject();
    }

    private static void totals(JsonGenerator g, JsonLayout layout, Profile.Totals t) throws IOException {
        g.writeObjectFieldStart("totals");
        seconds(g, "time_s", t.seconds());
        seconds(g, "time_low_s", t.lowSeconds());
        seconds(g, "time_high_s", t.highSeconds());
        seconds(g, "gpu_time_s", t.gpuSeconds());
        g.writeNumberField("parameters", t.parameters());
        flops(g, layout, t.flops());
        whole(g, "bytes_read", t.bytesRead());
        whole(g, "bytes_written", t.bytesWritten());
        g.writeNumberField("weight_bytes", t.weightBytes());
        g.writeNumberField("peak_activation_bytes", t.peakActivationBytes());
        g.writeNumberField("kv_cache_bytes", t.kvCacheBytes());
        g.writeNumberField("peak_memory_bytes", t.peakMemoryBytes());
        g.writeNumberField("device_memory_bytes", t.deviceMemoryBytes());
        g.writeBooleanField("fits", t.fits());
        g.writeEndObject();
    }

    private static void categories(JsonGenerator g, JsonLayout layout, Profile p) throws IOException {
        g.writeArrayFieldStart("categories");
        for (Profile.CategoryShare c : p.categories()) {
            layout.line();
            g.writeStartObject();
            g.writeStringField("category", c.category().label());
            seconds(g, "time_s", c.seconds());
            seconds(g, "share", c.share());
            whole(g, "flops", c.flops());
            whole(g, "bytes", c.bytes());
            g.writeEndObject();
        }
        g.writeEndArray();
    }

    private static void attention(JsonGenerator g, JsonLayout layout, Profile p) throws IOException {
        g.writeArrayFieldStart("attention");
        for (Profile.AttentionShare a : p.attention()) {
            layout.line();
            g.writeStartObject();
            g.writeStringField("kind", a.kind());
            g.writeBooleanField("causal", a.causal());
            seconds(g, "time_s", a.seconds());
            seconds(g, "share_of_attention", a.shareOfAttention());
            whole(g, "flops", a.flops());
            g.writeNumberField("min_sequence_length", a.minSequenceLength());
            g.writeNumberField("max_sequence_length", a.maxSequenceLength());
            g.writeEndObject();
        }
        g.writeEndArray();
    }

    private static void groups(JsonGenerator g, JsonLayout layout, Profile p, By by) throws IOException {
        g.writeStringField("grouped_by", by.id());
        g.writeArrayFieldStart("groups");
        for (Group r : Grouping.of(p, by)) {
            layout.line();
            g.writeStartObject();
            g.writeStringField("key", r.key());
            g.writeNumberField("count", r.count());
            whole(g, "flops", r.flops());
            whole(g, "bytes", r.bytes());
            seconds(g, "total_time_s", r.totalSeconds());
            seconds(g, "share", r.share());
            g.writeStringField("bound", r.bound());
            seconds(g, "least_time_s", r.leastSeconds());
            g.writeEndObject();
        }
        g.writeEndArray();
    }

    private static void stage(JsonGenerator g, JsonLayout layout, StageProfile s) throws IOException {
        StageProfile.Facts f = s.facts();
        g.writeStartObject();
        g.writeStringField("id", f.id());
        g.writeStringField("graph", f.graph());
        g.writeStringField("dtype", f.dtype());
        text(g, "weights", f.weightFormat());
        g.writeNumberField("repeat", f.repeat());
        g.writeNumberField("batch", f.batch());
        g.writeNumberField("parameters", f.parameters());
        g.writeNumberField("weight_bytes", f.weightBytes());
        text(g, "shares_weights_of", f.sharesWeightsOf());
        seconds(g, "time_s", f.seconds());
        seconds(g, "gpu_time_s", f.gpuSeconds());
        g.writeBooleanField("host_bound", f.hostBound());
        g.writeNumberField("input_bytes", f.inputBytes());
        g.writeNumberField("peak_activation_bytes", f.peakActivationBytes());
        g.writeNumberField("kv_cache_bytes", f.kvCacheBytes());
        flops(g, layout, s.totalFlops());
        whole(g, "bytes_read", s.totalRead());
        whole(g, "bytes_written", s.totalWritten());
        StageProfile.Iteration i = s.iteration();
        g.writeObjectFieldStart("iteration");
        seconds(g, "time_s", i.seconds());
        flops(g, layout, i.flops());
        g.writeNumberField("bytes_read", i.bytesRead());
        g.writeNumberField("bytes_written", i.bytesWritten());
        g.writeNumberField("kernels", i.kernels());
        g.writeEndObject();
        g.writeArrayFieldStart("operators");
        List<OperatorRow> rows = s.operators();
        for (int k = 0; k < rows.size(); k++) {
            layout.line();
            operator(g, rows.get(k));
        }
        g.writeEndArray();
        g.writeEndObject();
    }

    private static void operator(JsonGenerator g, OperatorRow r) throws IOException {
        g.writeStartObject();
        g.writeNumberField("index", r.index());
        g.writeStringField("path", r.path());
        text(g, "block", r.block());
        g.writeStringField("operator", r.operator());
        g.writeStringField("category", r.category().label());
        text(g, "attention_kind", r.attentionKind());
        g.writeBooleanField("causal", r.causal());
        g.writeNumberField("count", r.count());
        g.writeArrayFieldStart("input_shapes");
        List<long[]> shapes = r.inputShapes();
        for (int i = 0; i < shapes.size(); i++) {
            shape(g, shapes.get(i));
        }
        g.writeEndArray();
        g.writeFieldName("output_shape");
        shape(g, r.outputShape());
        g.writeNumberField("sequence_length", r.sequenceLength());
        g.writeNumberField("flops", r.flops());
        g.writeNumberField("vector_flops", r.vectorFlops());
        g.writeNumberField("bytes_read", r.bytesRead());
        g.writeNumberField("bytes_written", r.bytesWritten());
        g.writeNumberField("parameters", r.parameters());
        seconds(g, "time_s", r.seconds());
        seconds(g, "total_time_s", r.totalSeconds());
        g.writeStringField("bound", r.bound().id());
        g.writeNumberField("live_bytes", r.liveBytes());
        seconds(g, "least_time_s", r.leastSeconds());
        g.writeEndObject();
    }

    private static void shape(JsonGenerator g, long[] shape) throws IOException {
        g.writeStartArray();
        for (long extent : shape) {
            g.writeNumber(extent);
        }
        g.writeEndArray();
    }

    private static void flops(JsonGenerator g, JsonLayout layout, Flops f) throws IOException {
        layout.line();
        g.writeObjectFieldStart("flops");
        whole(g, "convolution", f.convolution());
        whole(g, "linear", f.linear());
        whole(g, "attention", f.attention());
        whole(g, "vector", f.vector());
        g.writeEndObject();
    }

    static void text(JsonGenerator g, String name, String value) throws IOException {
        if (value == null) {
            g.writeNullField(name);
        } else {
            g.writeStringField(name, value);
        }
    }

    static void seconds(JsonGenerator g, String name, double v) throws IOException {
        g.writeFieldName(name);
        g.writeNumber(Decimal.of(v));
    }

    private static void whole(JsonGenerator g, String name, BigInteger v) throws IOException {
        g.writeFieldName(name);
        g.writeNumber(v);
    }

    /** Any value of a request or a sheet: text, truth value, number, list, map or null. */
    static void value(JsonGenerator g, Object v) throws IOException {
        if (v instanceof Double d) {
            g.writeNumber(Decimal.of(d));
        } else if (v instanceof BigInteger i) {
            g.writeNumber(i);
        } else if (v instanceof BigDecimal d) {
            g.writeNumber(Decimal.of(d.doubleValue()));
        } else if (v instanceof Number n) {
            g.writeNumber(n.longValue());
        } else if (v instanceof Boolean b) {
            g.writeBoolean(b);
        } else if (v instanceof List<?> list) {
            g.writeStartArray();
            for (Object o : list) {
                value(g, o);
            }
            g.writeEndArray();
        } else if (v instanceof Map<?, ?> map) {
            g.writeStartObject();
            for (Map.Entry<?, ?> e : map.entrySet()) {
                g.writeFieldName(e.getKey().toString());
                value(g, e.getValue());
            }
            g.writeEndObject();
        } else if (v == null) {
            g.writeNull();
        } else {
            g.writeString(v.toString());
        }
    }
}
