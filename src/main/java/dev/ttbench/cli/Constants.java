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
    private final SuiteFiles files;

    Constants(SuiteFiles files) {
        this.files = files;
    }

    /**
     * Adds a row (name, of, value, unit, source) for every place that states one of {@code names}.
     *
     * @param names of constants; {@code libraries.NAME} or {@code runtimes.NAME} where each entry of that list states its own
     */
    void rows(List<String> names, Sheet.Table into) {
        for (String name : names) {
            int before = into.rows().size();
            if (name.startsWith("libraries.")) {
                listed(read("latency.yaml"), "libraries", name.substring(10), "library ", into);
            } else if (name.startsWith("runtimes.")) {
                listed(read("runtimes.yaml"), "runtimes", name.substring(9), "runtime ", into);
            } else {
                single(name, into);
            }
            if (into.rows().size() == before) {
                into.row(name, null, null, null, null);
            }
        }
    }

    /** A constant of all devices, or of each architecture. */
    private void single(String name, Sheet.Table into) {
        for (Node n : read("latency.yaml")) {
            if (n instanceof Node.MapNode m && m.get("constants") instanceof Node.MapNode constants) {
                constant(name, "all", constants, into);
            }
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
    }

    private static void constant(String name, String of, Node.MapNode in, Sheet.Table into) {
        if (in.get(name) instanceof Node.MapNode c) {
            add(into, name, of, scalar(c.get("value")), scalar(c.get("unit")), origin(c));
        }
    }

    /** What each entry of a list states under one name. */
    private static void listed(List<Node> documents, String list, String name, String kind, Sheet.Table into) {
        for (Node document : documents) {
            if (document instanceof Node.MapNode m && m.get(list) instanceof Node.ListNode l) {
                for (Node item : l.items()) {
                    if (item instanceof Node.MapNode entry && entry.get(name) != null) {
                        add(into, name, kind + scalar(entry.get("id")), scalar(entry.get(name)), null, origin(entry));
                    }
                }
            }
        }
    }

    /** Where a number comes from: its source, or what it was fitted to. */
    private static Object origin(Node.MapNode of) {
        Object source = scalar(of.get("source"));
        return source != null ? source : "fit: " + scalar(of.get("fit"));
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
