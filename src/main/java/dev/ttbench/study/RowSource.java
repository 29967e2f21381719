package dev.ttbench.study;

import dev.ttbench.device.Device;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one row of a run is, with its columns. */
public enum RowSource {
    /** The generation as a whole: one row. */
    TOTALS(List.of()),
    /** One row a category of operators. */
    CATEGORIES(List.of("category", "time_s", "share", "flops", "bytes")),
    /** One row a kind of attention. */
    ATTENTION(List.of("kind", "causal", "time_s", "share_of_attention", "flops", "min_sequence_length", "max_sequence_length")),
    /** One row a stage. */
    STAGES(List.of("stage", "graph", "repeat", "stage_batch", "parameters", "weight_bytes", "time_s", "gpu_time_s", "flops_convolution", "flops_linear", "flops_attention",
            "flops_vector", "flops", "bytes_read", "bytes_written", "peak_activation_bytes", "kv_cache_bytes", "iteration_time_s")),
    /** One row an operator of one run of a stage; {@code total_} columns are over all its runs. */
    OPERATORS(List.of("stage", "repeat", "step", "index", "path", "block", "operator", "category", "kind", "causal", "count", "sequence_length", "attention_batch", "heads", "queries",
            "keys", "head_width", "flops", "vector_flops", "bytes_read", "bytes_written", "parameters", "time_s", "total_time_s", "total_flops", "total_bytes", "bound", "live_bytes")),
    /** One row a kernel of one run of a stage. */
    KERNELS(List.of("stage", "repeat", "step", "index", "path", "operator", "category", "kind", "kernel", "flops", "vector_flops", "bytes_read", "bytes_written", "time_s", "bound"));

    /** Columns of the run, which every row has beside those of its source. */
    private static final List<String> RUN = List.of("model", "model_title", "model_class", "device", "dtype", "attention", "runtime", "layout", "run_time_s", "run_time_low_s", "run_time_high_s",
            "run_gpu_time_s", "run_parameters", "run_flops", "run_flops_convolution", "run_flops_linear", "run_flops_attention", "run_flops_vector", "run_bytes_read",
            "run_bytes_written", "run_weight_bytes", "run_peak_activation_bytes", "run_kv_cache_bytes", "run_peak_memory_bytes", "run_fits", "device_flops_per_s", "device_bytes_per_s");

    private final List<String> columns;

    RowSource(List<String> columns) {
        this.columns = columns;
    }

    /** Its name in YAML. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Names of all. */
    public static List<String> ids() {
        return java.util.Arrays.stream(values()).map(RowSource::id).toList();
    }

    /** Columns of its rows, those of the run apart. */
    public List<String> columns() {
        return columns;
    }

    /** Columns that every row has, whatever its source. */
    public static List<String> runColumns() {
        return RUN;
    }

    /** The columns of the run itself. Peaks are those of the datasheet, for products in the run's dtype (fp32's where the device has no other). */
    static List<Object> run(Profile p, Device device) {
        Profile.Totals t = p.totals();
        Profile.Settings s = p.settings();
        List<Object> out = new ArrayList<>(List.of(p.model().id(), p.model().title(), p.model().modelClass(), p.device().id(), s.dtype(), s.attention(), s.runtime(), s.layout()));
        out.addAll(List.of(t.seconds(), t.lowSeconds(), t.highSeconds(), t.gpuSeconds(), t.parameters(), whole(t.flops().matmul()), whole(t.flops().convolution()),
                whole(t.flops().linear()), whole(t.flops().attention()), whole(t.flops().vector()), whole(t.bytesRead()), whole(t.bytesWritten()), t.weightBytes(),
                t.peakActivationBytes(), t.kvCacheBytes(), t.peakMemoryBytes(), t.fits()));
        out.add(device.peakFlops().getOrDefault(s.dtype(), device.peakFlops().get("fp32")));
        out.add(device.bandwidth());
        return out;
    }

    /**
     * The rows of a profile, without the columns of the run.
     *
     * @param steps runs of a stage whose operators and kernels are listed; those past its end are left out
     */
    List<List<Object>> rows(Profile p, List<Long> steps) {
        List<List<Object>> out = new ArrayList<>();
        switch (this) {
            case TOTALS -> out.add(List.of());
            case CATEGORIES -> p.categories().forEach(c -> out.add(row(c.category().label(), c.seconds(), c.share(), whole(c.flops()), whole(c.bytes()))));
            case ATTENTION -> p.attention().forEach(a -> out.add(row(a.kind(), a.causal(), a.seconds(), a.shareOfAttention(), whole(a.flops()), a.minSequenceLength(),
                    a.maxSequenceLength())));
            case STAGES -> p.stages().forEach(s -> out.add(stage(s)));
            case OPERATORS, KERNELS -> {
                for (StageProfile s : p.stages()) {
                    if (steps.isEmpty()) {
                        operators(s, 0, s.operators(), out);
                    }
                    for (long step : steps) {
                        if (step < s.facts().repeat()) {
                            operators(s, step, s.operators(step), out);
                        }
                    }
                }
            }
        }
        return out;
    }

    private static List<Object> row(Object... values) {
        return java.util.Arrays.asList(values);
    }

    private static List<Object> stage(StageProfile s) {
        StageProfile.Facts f = s.facts();
        return row(f.id(), f.graph(), f.repeat(), f.batch(), f.parameters(), f.weightBytes(), f.seconds(), f.gpuSeconds(), whole(s.totalFlops().convolution()),
                whole(s.totalFlops().linear()), whole(s.totalFlops().attention()), whole(s.totalFlops().vector()), whole(s.totalFlops().matmul()), whole(s.totalRead()),
                whole(s.totalWritten()), f.peakActivationBytes(), f.kvCacheBytes(), s.iteration().seconds());
    }

    private void operators(StageProfile s, long step, List<OperatorRow> operators, List<List<Object>> out) {
        StageProfile.Facts f = s.facts();
        for (OperatorRow r : operators) {
            if (this == OPERATORS) {
                long[] query = r.attentionKind() == null ? null : r.inputShapes().get(0);
                Long keys = query == null ? null : (Long) r.inputShapes().get(1)[2];
                out.add(row(f.id(), f.repeat(), step, (long) r.index(), r.path(), r.block(), r.operator(), r.category().label(), r.attentionKind(), r.causal(), r.count(),
                        r.sequenceLength(), at(query, 0), at(query, 1), at(query, 2), keys, at(query, 3), r.flops(), r.vectorFlops(), r.bytesRead(), r.bytesWritten(), r.parameters(),
                        r.seconds(), r.totalSeconds(), whole(r.totalFlops()), whole(r.totalBytes()), r.bound().id(), r.liveBytes()));
            } else {
                for (OperatorRow.KernelRow k : r.kernels()) {
                    out.add(row(f.id(), f.repeat(), step, (long) r.index(), r.path(), r.operator(), r.category().label(), r.attentionKind(), k.name(), k.flops(), k.vectorFlops(),
                            k.bytesRead(), k.bytesWritten(), k.seconds(), k.bound().id()));
                }
            }
        }
    }

    private static Long at(long[] shape, int i) {
        return shape == null ? null : (Long) shape[i];
    }

    /** A count as a Long; past 2^63 - 1 as the nearest double. */
    private static Object whole(BigInteger n) {
        return n.bitLength() < 64 ? (Object) n.longValue() : (Object) n.doubleValue();
    }
}
