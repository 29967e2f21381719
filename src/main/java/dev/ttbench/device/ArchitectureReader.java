package dev.ttbench.device;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads an {@code architecture:} document. */
public final class ArchitectureReader {
    private ArchitectureReader() { }

    /** The architecture; incomplete when problems were found. */
    public static Architecture read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "an architecture");
        Map<String, String> sources = new LinkedHashMap<>();
        Architecture a = new Architecture(f.text("architecture"), f.text("title"), number(f, "vector_lanes_per_sm", "vectorLanesPerSm", sources),
                number(f, "special_function_lanes_per_sm", "specialFunctionLanesPerSm", sources), number(f, "l2_bytes_per_clock_per_sm", "l2BytesPerClockPerSm", sources),
                number(f, "tensor_efficiency", "tensorEfficiency", sources), number(f, "feed_bytes_per_clock_per_sm", "feedBytesPerClockPerSm", sources),
                number(f, "overlap", "overlap", sources), number(f, "warp_mma_share", "warpMmaShare", sources), number(f, "dram_efficiency", "dramEfficiency", sources),
                number(f, "matmul_floor_us", "matmulFloorSeconds", sources) * 1e-6, number(f, "burst_watts_per_teraflop", "burstWattsPerTeraflop", sources),
                number(f, "sustained_watts_per_teraflop", "sustainedWattsPerTeraflop", sources),
                Boolean.TRUE.equals(f.constant("channels_first_convolutions", "channelsFirstConvolutions", sources)), sources);
        f.end();
        return a;
    }

    private static double number(Fields f, String key, String name, Map<String, String> sources) {
        return f.constant(key, name, sources) instanceof Double d ? d : 0;
    }
}
