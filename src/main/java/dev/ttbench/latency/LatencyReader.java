package dev.ttbench.latency;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Reads the {@code latency:} document: constants of kernels, libraries of fused attention, what {@code flash} means. */
public final class LatencyReader {
    private LatencyReader() { }

    /**
     * What the document holds.
     *
     * @param constants constants of kernels
     * @param libraries fused attention by id, in the file's order
     * @param best by runtime, the libraries that {@code flash} tries in turn
     */
    public record Content(KernelConstants constants, Map<String, AttentionLibrary> libraries, Map<String, List<String>> best) { }

    /** The content; incomplete when problems were found. */
    public static Content read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "the latency file");
        f.text("latency");
        KernelConstants constants = constants(new Fields(f.map("constants"), problems, "'constants'"));
        Map<String, AttentionLibrary> libraries = new LinkedHashMap<>();
        for (Node.MapNode m : f.maps("libraries")) {
            AttentionLibrary l = library(new Fields(m, problems, "a library"), m, problems);
            if (libraries.put(l.id(), l) != null) {
                problems.add(m, "the library '" + l.id() + "' stands twice", null);
            }
        }
        for (Node.MapNode m : f.maps("libraries")) {
            fallback(m, libraries, problems);
        }
        Map<String, List<String>> best = new LinkedHashMap<>();
        Fields flash = new Fields(f.map("flash"), problems, "'flash'");
        flash.text("source");
        for (Node.Entry e : f.map("flash").entries()) {
            if (e.key().equals("source")) {
                continue;
            }
            best.put(e.key(), flash.texts(e.key()));
            for (String id : best.get(e.key())) {
                if (!libraries.containsKey(id)) {
                    problems.add(e, "there is no library '" + id + "'", Suggest.hint(id, libraries.keySet()));
                }
            }
        }
        f.end();
        return new Content(constants, libraries, best);
    }

    /** The fallbacks of a library are libraries, and end in one that names itself. */
    private static void fallback(Node.MapNode map, Map<String, AttentionLibrary> libraries, Problems problems) {
        AttentionLibrary l = map.get("id") instanceof Node.Scalar s ? libraries.get(String.valueOf(s.value())) : null;
        Node at = map.get("fallback");
        if (l == null || at == null) {
            return;
        }
        if (!libraries.containsKey(l.fallback())) {
            problems.add(at, "there is no library '" + l.fallback() + "'", Suggest.hint(l.fallback(), libraries.keySet()));
            return;
        }
        for (int i = 0; l != null && !l.fallback().equals(l.id()); i++) {
            if (i > libraries.size()) {
                problems.add(at, "the fallbacks from here go round in a circle", "the last one names itself");
                return;
            }
            l = libraries.get(l.fallback());
        }
    }

    private static KernelConstants constants(Fields f) {
        Map<String, String> s = new LinkedHashMap<>();
        KernelConstants c = new KernelConstants(matrix(f, s), convolution(f, s),
                n(f, "stream_floor_us", s) * 1e-6, n(f, "reduction_extra_us", s) * 1e-6, n(f, "reduction_share", s), n(f, "reduction_rows_per_sm", s),
                n(f, "softmax_warp_width", s), n(f, "sum_instructions", s), n(f, "sweep_instructions", s),
                n(f, "stream_bytes_in_flight", s), n(f, "inline_ecc_share", s), n(f, "strided_share", s), n(f, "attention_exp", s), n(f, "attention_vector", s),
                n(f, "attention_tail", s), n(f, "attention_split_keys", s), eager(f, s), power(f, s), s);
        f.end();
        return c;
    }

    private static MatrixConstants matrix(Fields f, Map<String, String> s) {
        return new MatrixConstants(n(f, "tile_cycles", s), n(f, "split_cycles", s), n(f, "matmul_bytes_in_flight", s),
                n(f, "matmul_ramp_us", s) * 1e-6, n(f, "eight_bit_wave_cycles", s), n(f, "vector_column_cycles", s), n(f, "vector_step_cycles", s), n(f, "simt_feed_bytes_per_clock", s), n(f, "simt_overlap", s),
                n(f, "simt_tile_cycles", s), n(f, "simt_bytes_in_flight", s), n(f, "simt_bfloat_share", s));
    }

    private static ConvolutionConstants convolution(Fields f, Map<String, String> s) {
        return new ConvolutionConstants(n(f, "convolution_gather", s), n(f, "convolution_tile_cycles", s), (int) n(f, "convolution_channel_block", s),
                n(f, "convolution_step_cycles", s), n(f, "simt_convolution_power", s), n(f, "winograd_efficiency", s), n(f, "image_layout_cycles", s),
                n(f, "filter_layout_cycles", s), n(f, "depthwise_instructions", s), n(f, "depthwise_first_instructions", s));
    }

    private static EagerConstants eager(Fields f, Map<String, String> s) {
        return new EagerConstants(n(f, "layout_cycles", s), n(f, "index_cycles", s), n(f, "norm_row_cycles", s),
                n(f, "moments_step_cycles", s), n(f, "moments_wait_us", s) * 1e-6);
    }

    private static PowerConstants power(Fields f, Map<String, String> s) {
        return new PowerConstants(n(f, "power_fixed_share", s), n(f, "power_least_voltage", s), n(f, "consumer_boost", s));
    }

    private static double n(Fields f, String key, Map<String, String> sources) {
        return f.constant(key, key, sources) instanceof Double d ? d : 0;
    }

    private static AttentionLibrary library(Fields f, Node.MapNode at, Problems problems) {
        String id = f.text("id");
        List<Integer> dims = numbers(f, "head_dims");
        List<Integer> queryTiles = numbers(f, "query_tiles");
        List<Integer> keyTiles = numbers(f, "key_tiles");
        if (queryTiles.size() != dims.size() || keyTiles.size() != dims.size() || dims.isEmpty()) {
            problems.add(at, "the library '" + id + "' has not one query tile and one key tile for each of its head sizes", null);
            queryTiles = keyTiles = dims = List.of(64);
        }
        AttentionLibrary l = new AttentionLibrary(id, dims, queryTiles, keyTiles, f.truth("packs_groups"), f.count("resident_blocks"),
                decode(new Fields(f.map("decode"), problems, "'decode'")), f.number("block_cycles"), f.number("bytes_in_flight", 0), f.text("fallback"),
                new LinkedHashSet<>(f.texts("architectures")), new LinkedHashSet<>(f.texts("dtypes")), f.number("overlap"), f.number("shared_memory_macs_per_clock"),
                f.truth("warp_mma"), f.number("padded_cycles", 1), f.number("score_cycles", 0), split(f, problems), f.text("fit"));
        f.end();
        return l;
    }

    private static AttentionLibrary.Split split(Fields of, Problems problems) {
        if (of.node("split") == null) {
            return null;
        }
        Fields f = new Fields(of.map("split"), problems, "'split'");
        AttentionLibrary.Split s = new AttentionLibrary.Split(f.number("score_cycles"), f.number("overlap"), f.number("shared_memory_macs_per_clock"));
        f.end();
        return s;
    }

    private static AttentionLibrary.Decode decode(Fields f) {
        int resident = f.count("resident_blocks");
        AttentionLibrary.Decode d = new AttentionLibrary.Decode(f.count("tile"), resident, f.node("largest_group") == null ? Integer.MAX_VALUE : f.count("largest_group"),
                f.node("lone_resident_blocks") == null ? resident : f.count("lone_resident_blocks"), f.node("splits_keys") == null || f.truth("splits_keys"),
                f.node("only_split") != null && f.truth("only_split"));
        f.end();
        return d;
    }

    private static List<Integer> numbers(Fields f, String key) {
        List<Integer> out = new ArrayList<>();
        for (String d : f.texts(key)) {
            out.add(d.matches("[0-9]{1,6}") ? Integer.parseInt(d) : 1);
        }
        return out;
    }
}
