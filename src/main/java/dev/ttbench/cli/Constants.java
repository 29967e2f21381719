package dev.ttbench.cli;

import dev.ttbench.report.Sheet;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.SuiteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Constants of the latency model as the files under suites/ state them, with their units and sources. */
final class Constants {
    private static final String[][] LISTS = {{"libraries", "library "}, {"runtimes", "runtime "}};
    private final SuiteFiles files;

    Constants(SuiteFiles files) {
        this.files = files;
    }

    /** Adds a row (name, of, value, unit, source) for every place that states one of {@code names}. */
    void rows(List<String> names, Sheet.Table into) {
        List<Node> latency = read("latency.yaml");
        List<Node> runtimes = read("runtimes.yaml");
        for (String name : names) {
            int before = into.rows().size();
            for (Node n : latency) {
                if (n instanceof Node.MapNode m && m.get("constants") instanceof Node.MapNode constants) {
                    constant(name, "all", constants, into);
                }
                listed(name, n, into);
            }
            for (Node n : runtimes) {
                listed(name, n, into);
            }
            List<String> architectures = files.names("architectures");
            for (String architecture : architectures) {
                for (Node n : read("architectures/" + architecture + ".yaml")) {
                    if (n instanceof Node.MapNode m) {
                        constant(name, architecture, m, into);
                    }
                }
            }
            List<Object> last = into.rows().isEmpty() ? null : into.rows().get(into.rows().size() - 1);
            if (architectures.size() > 1 && last != null && String.join(" ", architectures).equals(last.get(1))) {
                last.set(1, "every architecture");
            }
            if (into.rows().size() == before) {
                into.row(name, null, null, null, null);
            }
        }
    }

    private static void constant(String name, String of, Node.MapNode in, Sheet.Table into) {
        if (in.get(name) instanceof Node.MapNode c) {
            Object source = scalar(c.get("source"));
            add(into, name, of, scalar(c.get("value")), scalar(c.get("unit")), source != null ? source : "fit: " + scalar(c.get("fit")));
        }
    }

    private static void listed(String name, Node document, Sheet.Table into) {
        for (String[] list : LISTS) {
            if (document instanceof Node.MapNode m && m.get(list[0]) instanceof Node.ListNode l) {
                for (Node item : l.items()) {
                    if (item instanceof Node.MapNode entry && entry.get(name) != null) {
                        Object source = scalar(entry.get("source"));
                        add(into, name, list[1] + scalar(entry.get("id")), scalar(entry.get(name)), null, source != null ? source : scalar(entry.get("fit")));
                    }
                }
            }
        }
    }

    /** A row, or one more name in the row before when it says the same. */
    private static void add(Sheet.Table into, String name, String of, Object value, Object unit, Object source) {
        List<List<Object>> rows = into.rows();
        List<Object> last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        if (last != null && last.get(0).equals(name) && Objects.equals(last.get(2), value) && Objects.equals(last.get(3), unit) && Objects.equals(last.get(4), source)) {
            last.set(1, last.get(1) + " " + of);
        } else {
            into.row(name, of, value, unit, source);
        }
    }

    private List<Node> read(String name) {
        Path p = files.shipped().resolve(name);
        return Files.isRegularFile(p) ? files.read(p.toString()) : List.of();
    }

    private static Object scalar(Node n) {
        if (n instanceof Node.ListNode l) {
            List<Object> out = new ArrayList<>();
            l.items().forEach(i -> out.add(scalar(i)));
            return out;
        }
        return n instanceof Node.Scalar s ? s.value() : null;
    }
}
