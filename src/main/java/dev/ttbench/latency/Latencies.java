package dev.ttbench.latency;

import dev.ttbench.device.Device;
import dev.ttbench.device.Devices;
import dev.ttbench.device.HostCosts;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Latency models for devices and settings; {@code suites/latency.yaml} is read when one is first asked for. */
public final class Latencies {
    private final Devices devices;
    private final Map<Key, LatencyModel> models = new HashMap<>();
    private LatencyReader.Content content;
    private final Map<String, Intervals> intervals = new HashMap<>();

    /** What a latency model is made for. A device is its own identity; no generated hash, which would cost every start milliseconds. */
    private record Key(Device device, LatencySettings settings) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Key k && device == k.device && settings.attention().equals(k.settings.attention()) && settings.precision().equals(k.settings.precision())
                    && settings.channelsFirst() == k.settings.channelsFirst() && settings.fp16Accumulate() == k.settings.fp16Accumulate()
                    && settings.sustained() == k.settings.sustained() && settings.innerDepth() == k.settings.innerDepth() && settings.eager() == k.settings.eager()
                    && settings.matrixVectors() == k.settings.matrixVectors() && settings.recentKernels() == k.settings.recentKernels();
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(device) * 31 + settings.attention().hashCode() * 7 + settings.precision().hashCode();
        }
    }

    /**
     * How far a prediction may be off: eight times in ten the truth lies between it x low and it x high.
     *
     * @param source where the factors come from
     */
    public record Interval(double low, double high, String source) { }

    /** Latency models of the given devices. */
    public Latencies(Devices devices) {
        this.devices = devices;
    }

    private LatencyReader.Content content() {
        if (content == null) {
            String file = devices.files().shipped().resolve("latency.yaml").toString();
            Problems problems = new Problems(file);
            content = LatencyReader.read(devices.files().map(file, problems), problems);
            problems.raise();
        }
        return content;
    }

    /** Constants of kernels. */
    public KernelConstants constants() {
        return content().constants();
    }

    /** How far a prediction of a regime on a device may be off; of designs without measured kernels {@code suites/intervals.yaml} has regimes of their own. */
    public Interval interval(String regime, Device device) {
        Intervals known = intervals.get(regime);
        if (known == null) {
            String file = devices.files().shipped().resolve("intervals.yaml").toString();
            Problems problems = new Problems(file);
            known = Intervals.readFor(regime, devices.files().map(file, problems), problems);
            problems.raise();
            intervals.put(regime, known);
        }
        return known.of(regime, devices.architecture(device.architecture()).measured());
    }

    /**
     * The library that runs an attention of a request: {@code flash} is the first of the runtime's that runs on the device and in the dtype, and so is
     * {@code baseline}, whose kernels no library runs. A library that does not run there gives way to its fallback, as a framework's dispatcher does.
     *
     * @throws InputException when there is no such attention
     */
    public String library(Device device, String attention, String dtype, String runtime) {
        String type = dtype.equals("fp32") || dtype.equals("tf32") ? "fp32" : dtype.equals("bf16") ? "bf16" : "fp16";
        if (attention.equals("flash") || attention.equals("baseline")) {
            List<String> best = content().best().get(runtime);
            for (String id : best == null ? List.<String>of() : best) {
                if (runs(id, device, type)) {
                    return id;
                }
            }
            return "memory-efficient";
        }
        if (!content().libraries().containsKey(attention)) {
            throw new InputException(Problem.of("there is no attention '" + attention + "'", Suggest.hint(attention, content().libraries().keySet())));
        }
        AttentionLibrary l = content().libraries().get(attention);
        while (!runs(l.id(), device, type) && !l.fallback().equals(l.id())) {
            l = content().libraries().get(l.fallback());
        }
        return l.id();
    }

    private boolean runs(String id, Device device, String type) {
        AttentionLibrary l = content().libraries().get(id);
        return l != null && l.architectures().contains(device.architecture()) && l.dtypes().contains(type);
    }

    /**
     * The model for a request.
     *
     * @param sustained whether the device is busy for seconds (a pipeline) or for milliseconds (the benchmark of one kernel)
     */
    public LatencyModel model(Device device, String attention, String dtype, String layout, String runtime, boolean sustained) {
        HostCosts r = devices.runtime(runtime);
        return model(device, new LatencySettings(library(device, attention, dtype, runtime), dtype, layout.equals("channels-first") && !r.fuses(), r.fp16Accumulate(), sustained, !r.fuses(), r.matrixVectors(), r.recentKernels()));
    }

    /** The model under settings as they are; where their library does not run, its fallbacks do. */
    public LatencyModel model(Device device, LatencySettings settings) {
        return models.computeIfAbsent(new Key(device, settings),
                k -> new LatencyModel(device, devices.architecture(device.architecture()), content().constants(), content().libraries(), settings));
    }
}
