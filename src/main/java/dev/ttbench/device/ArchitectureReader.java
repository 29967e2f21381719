package dev.ttbench.device;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an {@code architecture:} document. */
public final class ArchitectureReader {
    /** FMA/clock in 16 bit of the part of a chip that is treated as an SM. */
    static final String FMA = "fma_per_clock_per_sm";
    /** Clock, MHz. */
    static final String CLOCK = "clock_mhz";
    /** fp32 peak relative to the 16-bit one. */
    static final String FP32_SHARE = "fp32_share";
    /** Last-level cache, MB. */
    static final String L2 = "l2_mb";
    private static final List<String> ASSUMED = List.of(FMA, CLOCK, FP32_SHARE, L2);

    private ArchitectureReader() { }

    /** The architecture; incomplete when problems were found. */
    public static Architecture read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "an architecture");
        Map<String, String> sources = new LinkedHashMap<>();
        Architecture a = new Architecture(f.text("architecture"), f.text("title"), number(f, "vector_lanes_per_sm", "vectorLanesPerSm", sources),
                number(f, "special_function_lanes_per_sm", "specialFunctionLanesPerSm", sources), number(f, "l2_bytes_per_clock_per_sm", "l2BytesPerClockPerSm", sources),
                number(f, "l2_partitions", "l2Partitions", sources),
                matrix(f, sources), number(f, "warp_mma_share", "warpMmaShare", sources), number(f, "dram_efficiency", "dramEfficiency", sources),
                number(f, "matmul_floor_us", "matmulFloorSeconds", sources) * 1e-6, number(f, "burst_watts_per_teraflop", "burstWattsPerTeraflop", sources),
                number(f, "sustained_watts_per_teraflop", "sustainedWattsPerTeraflop", sources),
                number(f, "simt_watts_per_teraflop", "simtWattsPerTeraflop", sources),
                Boolean.TRUE.equals(f.constant("channels_first_convolutions", "channelsFirstConvolutions", sources)),
                Boolean.TRUE.equals(f.constant("winograd_convolutions", "winogradConvolutions", sources)),
                Boolean.TRUE.equals(f.constant("warpgroup_tiles", "warpgroupTiles", sources)),
                number(f, "earlier_convolution_share", "earlierConvolutionShare", sources),
                f.node("measured") == null || f.truth("measured"), assumed(f, problems, sources), sources);
        f.end();
        return a;
    }

    private static MatrixUnit matrix(Fields f, Map<String, String> sources) {
        return new MatrixUnit(number(f, "tensor_efficiency", "tensorEfficiency", sources), number(f, "eight_bit_efficiency", "eightBitEfficiency", sources),
                number(f, "feed_bytes_per_clock_per_sm", "feedBytesPerClockPerSm", sources), number(f, "overlap", "overlap", sources),
                number(f, "epilogue_bytes_per_clock", "epilogueBytesPerClock", sources), number(f, "matmul_dram_efficiency", "matmulDramEfficiency", sources),
                number(f, "simt_efficiency", "simtEfficiency", sources), number(f, "simt_batched_tile", "simtBatchedTile", sources),
                number(f, "simt_batched_most", "simtBatchedMost", sources), number(f, "simt_batched_columns", "simtBatchedColumns", sources), number(f, "eight_bit_tile", "eightBitTile", sources),
                number(f, "eight_bit_least_rows", "eightBitLeastRows", sources), number(f, "inner_share", "innerShare", sources), number(f, "simt_skinny_share", "simtSkinnyShare", sources));
    }

    private static Map<String, Double> assumed(Fields f, Problems problems, Map<String, String> sources) {
        Map<String, Double> out = new LinkedHashMap<>();
        if (f.node("assumed") == null) {
            return out;
        }
        Fields a = new Fields(f.map("assumed"), problems, "'assumed'");
        for (String key : ASSUMED) {
            if (a.node(key) != null && a.constant(key, "assumed." + key, sources) instanceof Double d && d > 0) {
                out.put(key, d);
            }
        }
        a.end();
        return out;
    }

    private static double number(Fields f, String key, String name, Map<String, String> sources) {
        return f.constant(key, name, sources) instanceof Double d ? d : 0;
    }
}
