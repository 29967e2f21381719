package dev.ttbench.device;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Reads a {@code device:} document, in datasheet units, and holds it against physics. */
public final class DeviceReader {
    private static final List<String> DTYPES = List.of("fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "fp4", "int8");
    private static final double TOLERANCE = 0.03;

    private DeviceReader() { }

    /**
     * The device; incomplete when problems were found.
     *
     * @param files where architectures are looked for
     */
    public static Device read(Node.MapNode map, Problems problems, SuiteFiles files) {
        Fields f = new Fields(map, problems, "a device");
        String id = f.text("device");
        String title = f.text("title");
        String vendor = f.text("vendor");
        String architecture = f.text("architecture");
        if (!architecture.isEmpty() && files.find("architectures", architecture, null) == null) {
            problems.add(map.get("architecture"), "there is no architecture '" + architecture + "'", Suggest.hint(architecture, files.names("architectures")));
        }
        List<String> aliases = f.texts("aliases");
        int sms = f.count("sms");
        double boost = f.number("boost_clock_mhz") * 1e6;
        double vector = f.number("vector_clock_mhz", boost / 1e6) * 1e6;
        double sustained = f.number("sustained_clock_mhz", 0) * 1e6;
        Map<String, Double> fma = f.numbers("fma_per_clock_per_sm");
        Map<String, Double> peaks = f.numbers("peak_tflops");
        peaks.replaceAll((k, v) -> v * 1e12);
        Double accumulate = f.node("fp16_accumulate_tflops") == null ? null : f.number("fp16_accumulate_tflops") * 1e12;
        Fields memory = new Fields(f.map("memory"), problems, "'memory'");
        double capacity = memory.number("capacity_gb") * 1e9;
        double bandwidth = memory.number("bandwidth_gb_s") * 1e9;
        double l2 = memory.number("l2_mb") * 1e6;
        double shared = memory.number("shared_memory_kb_per_sm") * 1024;
        memory.end();
        Fields power = new Fields(f.map("power"), problems, "'power'");
        double tdp = power.number("tdp_w");
        power.end();
        Map<String, String> sources = f.textMap("sources");
        f.end();
        Device d = new Device(id, title, vendor, architecture, aliases, sms, boost, vector, sustained, fma, peaks, accumulate, (long) capacity, bandwidth, (long) l2, (long) shared,
                tdp, sources);
        ranges(map, problems);
        peaks(map, d, problems);
        accumulation(map, d, problems);
        sourced(map, "", sources, problems);
        citing(map, sources, problems);
        return d;
    }

    /** No fact of a device is zero; a negative one has been noted before. */
    private static void ranges(Node.MapNode map, Problems problems) {
        for (Node.Entry e : map.entries()) {
            if (e.value() instanceof Node.MapNode inner && !e.key().equals("sources")) {
                ranges(inner, problems);
            } else if (e.value() instanceof Node.Scalar s && s.value() instanceof Number v && (v.doubleValue() == 0 || !Double.isFinite(v.doubleValue()))) {
                problems.add(e.value(), "'" + e.key() + "' is " + v + "; it must be more than 0", null);
            }
        }
        for (String key : List.of("fma_per_clock_per_sm", "peak_tflops")) {
            for (String dtype : List.of("fp32", "fp16")) {
                if (map.get(key) instanceof Node.MapNode m && m.get(dtype) == null) {
                    problems.add(map.entry(key), "'" + key + "' needs '" + dtype + "'", "a type that the device has no arithmetic for runs in fp16 or fp32");
                }
            }
        }
    }

    private static void accumulation(Node.MapNode map, Device d, Problems problems) {
        Double peak = d.peakFlops().get("fp16");
        if (d.fp16AccumulateFlops() == null || peak == null || !(peak > 0)) {
            return;
        }
        double ratio = d.fp16AccumulateFlops() / peak;
        if (ratio < 1 || ratio > 2 * (1 + TOLERANCE)) {
            problems.add(map.get("fp16_accumulate_tflops"), String.format(Locale.ROOT, "'fp16_accumulate_tflops' is %.4g times the fp16 peak", ratio),
                    "accumulating in fp16 is up to twice as fast as in fp32; 4 times is the figure with sparsity");
        }
    }

    /** A source names a number, or the map around some. */
    private static void citing(Node.MapNode map, Map<String, String> sources, Problems problems) {
        TreeSet<String> names = new TreeSet<>();
        for (Node.Entry e : map.entries()) {
            if (e.value() instanceof Node.MapNode inner && !e.key().equals("sources")) {
                inner.entries().forEach(i -> names.add(e.key() + "." + i.key()));
                names.add(e.key());
            } else if (e.value() instanceof Node.Scalar s && s.value() instanceof Number) {
                names.add(e.key());
            }
        }
        for (String cited : sources.keySet()) {
            if (!names.contains(cited)) {
                problems.add(((Node.MapNode) map.get("sources")).entry(cited), "the source of '" + cited + "' belongs to no number of this file", Suggest.hint(cited, names));
            }
        }
    }

    private static void peaks(Node.MapNode map, Device d, Problems problems) {
        if (!(map.get("peak_tflops") instanceof Node.MapNode stated)) {
            return;
        }
        for (String dtype : d.fmaPerClockPerSm().keySet().stream().sorted().toList()) {
            if (!d.peakFlops().containsKey(dtype)) {
                problems.add(map.entry("fma_per_clock_per_sm"), "'" + dtype + "' has an fma_per_clock_per_sm but no peak", null);
            }
        }
        for (Node.Entry e : stated.entries()) {
            if (!DTYPES.contains(e.key())) {
                problems.add(e, "unknown dtype '" + e.key() + "'", Suggest.hint(e.key(), DTYPES));
                continue;
            }
            if (!d.fmaPerClockPerSm().containsKey(e.key())) {
                problems.add(e, "'" + e.key() + "' has a peak but no fma_per_clock_per_sm", null);
                continue;
            }
            double peak = d.peakFlops().get(e.key());
            double derived = d.derivedPeakFlops(e.key());
            if (Math.abs(peak / derived - 1) > TOLERANCE) {
                boolean sparse = Math.abs(peak / derived - 2) < 2 * TOLERANCE;
                problems.add(e.value(), String.format(Locale.ROOT, "the %s peak of %.4g TFLOP/s is not what %d SMs x %.0f FMA/clock x 2 x %.0f MHz give: %.4g TFLOP/s%s", e.key(), peak / 1e12,
                        d.sms(), d.fmaPerClockPerSm().get(e.key()), d.clockHz(e.key()) / 1e6, derived / 1e12,
                        sparse ? "; this is the sparse figure" : ""), sparse ? "write the dense peak, half of it" : "check sms, fma_per_clock_per_sm and the clock; the two may differ by 3 %");
            }
        }
    }

    /** Every number must be cited, by its dotted name or that of the map around it. */
    private static void sourced(Node.MapNode map, String prefix, Map<String, String> sources, Problems problems) {
        for (Node.Entry e : map.entries()) {
            String name = prefix + e.key();
            if (e.key().equals("sources") || sources.containsKey(name)) {
                continue;
            }
            if (e.value() instanceof Node.MapNode inner) {
                sourced(inner, name + ".", sources, problems);
            } else if (e.value() instanceof Node.Scalar s && s.value() instanceof Number) {
                problems.add(e, "'" + name + "' has no source", "sources:\n  " + name + ": \"datasheet, table, page\"");
            }
        }
    }
}
