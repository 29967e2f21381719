package dev.ttbench.graph;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads the {@code weight_formats:} document. */
public final class WeightFormatReader {
    private WeightFormatReader() { }

    /** Formats by id, in the file's order. */
    public static Map<String, WeightFormat> read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "the file of weight formats");
        Map<String, WeightFormat> out = new LinkedHashMap<>();
        for (Node.MapNode m : f.maps("weight_formats")) {
            Fields w = new Fields(m, problems, "a weight format");
            String id = w.text("id");
            int bits = w.count("bits");
            String grouping = w.text("grouping");
            WeightFormat.Grouping how = WeightFormat.Grouping.TENSOR;
            try {
                how = WeightFormat.Grouping.valueOf(grouping.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                problems.add(m, "'grouping' is '" + grouping + "'", "tensor, row, row_block or flat_block");
            }
            boolean blocks = how == WeightFormat.Grouping.ROW_BLOCK || how == WeightFormat.Grouping.FLAT_BLOCK;
            long group = blocks ? w.count("group") : 0;
            int scale = w.count("scale_bits");
            int zero = w.node("zero_bits") == null ? 0 : w.count("zero_bits");
            boolean convolutions = w.truth("convolutions");
            w.text("source");
            w.end();
            if (out.put(id, new WeightFormat(id, bits, how, group, scale, zero, convolutions)) != null) {
                problems.add(m, "the weight format '" + id + "' stands twice", null);
            }
        }
        f.end();
        return out;
    }
}
