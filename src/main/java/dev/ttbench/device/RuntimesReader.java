package dev.ttbench.device;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the {@code runtimes:} document: what the host and the stream cost beside the kernels. */
public final class RuntimesReader {
    private RuntimesReader() { }

    /**
     * What the document holds.
     *
     * @param runtimes by name, in the file's order
     * @param hostSpeeds by architecture, how fast the hosts are that its boards usually sit in; 1 where it is not there
     */
    public record Content(Map<String, HostCosts> runtimes, Map<String, Double> hostSpeeds) { }

    /** The content; incomplete when problems were found. */
    public static Content read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "the runtimes file");
        Map<String, HostCosts> out = new LinkedHashMap<>();
        for (Node.MapNode m : f.maps("runtimes")) {
            Fields r = new Fields(m, problems, "a runtime");
            HostCosts h = new HostCosts(r.text("id"), r.number("operator_us") * 1e-6, r.number("bare_operator_us") * 1e-6, r.number("block_call_us") * 1e-6,
                    r.number("iteration_us") * 1e-6, r.number("kernel_gap_us") * 1e-6, r.number("graph_launch_us") * 1e-6, r.truth("fuses"), r.truth("merges_products"), r.truth("matrix_vectors"), r.truth("recent_kernels"), r.truth("fp16_accumulate"), r.text("source"));
            r.end();
            if (out.put(h.runtime(), h) != null) {
                problems.add(m, "the runtime '" + h.runtime() + "' stands twice", null);
            }
        }
        Map<String, Double> speeds = new LinkedHashMap<>();
        Fields hosts = new Fields(f.map("host_speed"), problems, "'host_speed'");
        hosts.text("source");
        for (Node.Entry e : f.map("host_speed").entries()) {
            if (!e.key().equals("source")) {
                double speed = hosts.number(e.key());
                speeds.put(e.key(), speed > 0 ? speed : 1);
            }
        }
        f.end();
        return new Content(out, speeds);
    }
}
