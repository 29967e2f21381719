package dev.ttbench.device;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Reads a {@code device:} document, in datasheet units, and holds it against physics. */
public final class DeviceReader {
    private static final List<String> DTYPES = List.of("fp64", "fp32", "tf32", "fp16", "bf16", "fp8", "fp4", "int8");
    private static final String PRICE = "price_usd_per_hour";
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
            List<String> known = files.names("architectures");
            problems.add(map.get("architecture"), "there is no architecture '" + architecture + "'",
                    Suggest.nearest(architecture, known) == null ? "known: " + String.join(", ", known) : Suggest.hint(architecture, known));
        }
        List<String> aliases = f.texts("aliases");
        int sms = f.node("sms") == null ? 0 : f.count("sms");
        double boost = f.number("boost_clock_mhz", 0) * 1e6;
        double vector = f.number("vector_clock_mhz", boost / 1e6) * 1e6;
        double sustained = f.number("sustained_clock_mhz", 0) * 1e6;
        Map<String, Double> fma = f.node("fma_per_clock_per_sm") == null ? Map.of() : f.numbers("fma_per_clock_per_sm");
        Map<String, Double> peaks = f.numbers("peak_tflops");
        peaks.replaceAll((k, v) -> v * 1e12);
        Double accumulate = f.node("fp16_accumulate_tflops") == null ? null : f.number("fp16_accumulate_tflops") * 1e12;
        Fields memory = new Fields(f.map("memory"), problems, "'memory'");
        double capacity = memory.number("capacity_gb") * 1e9;
        double bandwidth = memory.number("bandwidth_gb_s") * 1e9;
        boolean ecc = memory.node("inline_ecc") != null && memory.truth("inline_ecc");
        double l2 = memory.number("l2_mb", 0) * 1e6;
        double shared = memory.number("shared_memory_kb_per_sm", 0) * 1024;
        memory.end();
        double tdp = f.node("power") == null ? 0 : tdp(new Fields(f.map("power"), problems, "'power'"));
        double link = f.number("host_link_gb_s", 0) * 1e9;
        Device.Price price = f.node(PRICE) == null ? null : price(f.map(PRICE), problems);
        Map<String, String> sources = f.textMap("sources");
        f.end();
        Device d = new Device(id, title, vendor, architecture, aliases, sms, boost, vector, sustained, fma, peaks, accumulate, (long) capacity, bandwidth, ecc, (long) l2, (long) shared,
                tdp, link, price, sources);
        ranges(map, problems);
        together(map, problems);
        peaks(map, d, problems);
        Plausibility.check(map, d, problems);
        accumulation(map, d, problems);
        sourced(map, "", sources, problems);
        citing(map, sources, problems);
        return completed(map, d, problems, files);
    }

    private static double tdp(Fields power) {
        double tdp = power.number("tdp_w");
        power.end();
        return tdp;
    }

    private static Device.Price price(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "'" + PRICE + "'");
        Device.Price p = new Device.Price(f.number("value"), f.text("date"), f.text("source"));
        f.end();
        if (!p.date().isEmpty() && !isDate(p.date())) {
            problems.add(map.get("date"), "'date' is " + p.date() + ", which is no date", "when the price was read, such as '2026-08-26', in quotes");
        }
        return p;
    }

    /** Whether a text is {@code YYYY-MM-DD}; which months have 31 days is not asked. */
    private static boolean isDate(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (i != 4 && i != 7 && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                return false;
            }
        }
        int month = Integer.parseInt(text.substring(5, 7));
        int day = Integer.parseInt(text.substring(8));
        return month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    /** SMs, their FMA and their clock describe a device together; where there are no SMs, the peaks alone do. */
    private static void together(Node.MapNode map, Problems problems) {
        List<String> three = List.of("sms", "fma_per_clock_per_sm", "boost_clock_mhz");
        if (map.get("sms") != null || map.get("fma_per_clock_per_sm") != null) {
            for (String key : three) {
                if (map.get(key) == null) {
                    problems.add(map, "a device needs '" + key + "'", "sms and fma_per_clock_per_sm stand together, with a clock; both are absent where a datasheet has no SMs");
                }
            }
        }
    }

    /** With the assumptions of its architecture in place of the SMs, clock, fp32 peak and cache that its datasheet does not state. */
    private static Device completed(Node.MapNode map, Device d, Problems problems, SuiteFiles files) {
        boolean noSms = map.get("sms") == null && map.get("fma_per_clock_per_sm") == null;
        boolean noFp32 = map.get("peak_tflops") instanceof Node.MapNode m && m.get("fp32") == null;
        boolean noL2 = map.get("memory") instanceof Node.MapNode memory && memory.get("l2_mb") == null;
        String file = d.architecture().isEmpty() ? null : files.find("architectures", d.architecture(), null);
        if (!noSms && !noFp32 && !noL2 || file == null) {
            return d;
        }
        Problems elsewhere = new Problems(file);
        Map<String, Double> assumed = ArchitectureReader.read(files.map(file, elsewhere), elsewhere).assumed();
        Double peak = d.sixteenBitPeak();
        Map<String, Double> peaks = new HashMap<>(d.peakFlops());
        if (noFp32) {
            if (peak == null || !assumed.containsKey(ArchitectureReader.FP32_SHARE)) {
                problems.add(map.entry("peak_tflops"), "'peak_tflops' needs 'fp32'", "without it, a 16-bit peak and an architecture with 'assumed.fp32_share'");
                return d;
            }
            peaks.put("fp32", peak * assumed.get(ArchitectureReader.FP32_SHARE));
        }
        long l2 = noL2 ? (long) (assumed.getOrDefault(ArchitectureReader.L2, 0.0) * 1e6) : d.l2Bytes();
        int sms = d.sms();
        double boost = d.boostClockHz();
        if (noSms) {
            boost = boost > 0 ? boost : assumed.getOrDefault(ArchitectureReader.CLOCK, 0.0) * 1e6;
            double part = assumed.getOrDefault(ArchitectureReader.FMA, 0.0) * 2 * boost;
            if (peak == null || !(part > 0)) {
                problems.add(map, "a device of '" + d.architecture() + "' needs 'sms', 'fma_per_clock_per_sm' and 'boost_clock_mhz'",
                        "they may be absent where the architecture has 'assumed.fma_per_clock_per_sm' and a clock, and the device a 16-bit peak");
                return d;
            }
            sms = (int) Math.max(1, Math.min(100_000, Math.rint(peak / part)));
        }
        double vector = d.vectorClockHz() > 0 ? d.vectorClockHz() : boost;
        Map<String, Double> fma = new HashMap<>(d.fmaPerClockPerSm());
        for (Map.Entry<String, Double> e : peaks.entrySet()) {
            double clock = e.getKey().equals("fp32") || e.getKey().equals("fp64") ? vector : boost;
            fma.putIfAbsent(e.getKey(), e.getValue() / (2.0 * sms * clock));
        }
        return new Device(d.id(), d.title(), d.vendor(), d.architecture(), d.aliases(), sms, boost, vector, d.sustainedClockHz(), fma, peaks, d.fp16AccumulateFlops(), d.memoryBytes(),
                d.bandwidth(), d.inlineEcc(), l2, d.sharedMemoryBytesPerSm(), d.tdpWatts(), d.hostLink(), d.price(), d.sources());
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

    /** A source names a number, or the map around some; a price has its own. */
    private static void citing(Node.MapNode map, Map<String, String> sources, Problems problems) {
        TreeSet<String> names = new TreeSet<>();
        for (Node.Entry e : map.entries()) {
            if (e.value() instanceof Node.MapNode inner && !e.key().equals("sources") && !e.key().equals(PRICE)) {
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
            if (d.fmaPerClockPerSm().isEmpty()) {
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

    /** Every number must be cited, by its dotted name or that of the map around it; a price cites itself. */
    private static void sourced(Node.MapNode map, String prefix, Map<String, String> sources, Problems problems) {
        for (Node.Entry e : map.entries()) {
            String name = prefix + e.key();
            if (e.key().equals("sources") || name.equals(PRICE) || sources.containsKey(name)) {
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
