package dev.ttbench.latency;

import dev.ttbench.device.ArchitectureReader;
import dev.ttbench.device.RuntimesReader;
import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Overlay;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.SuiteFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a {@code calibration:} document: constants that stand in for those of architectures, libraries, runtimes, all kernels, and a board's sustained clock. */
public final class CalibrationReader {
    /** The one number of a device that a calibration may state; everything else there is a fact of its datasheet. */
    public static final String CLOCK = "sustained_clock_mhz";

    private final SuiteFiles files;
    private final Problems problems;
    private final Set<String> own;
    private String name = "";

    /**
     * @param files that the constants stand in
     * @param own ids of devices that are not among the shipped, and known all the same
     */
    public CalibrationReader(SuiteFiles files, Problems problems, Set<String> own) {
        this.files = files;
        this.problems = problems;
        this.own = own;
    }

    /** The overlay of a file; incomplete when problems were found. */
    public Overlay read(Node.MapNode map, String sha256) {
        Fields f = new Fields(map, problems, "a calibration");
        name = f.text("calibration");
        f.optionalText("about");
        Map<Overlay.Place, Map<String, Overlay.Value>> values = new LinkedHashMap<>();
        for (Overlay.Kind kind : Overlay.Kind.values()) {
            if (!(f.node(kind.key()) instanceof Node.MapNode given)) {
                if (f.node(kind.key()) != null) {
                    f.map(kind.key());
                }
                continue;
            }
            if (kind == Overlay.Kind.CONSTANTS) {
                values.put(new Overlay.Place(kind, ""), constants(given, new Overlay.Place(kind, ""), base(kind, "")));
                continue;
            }
            for (Node.Entry e : given.entries()) {
                Overlay.Place place = new Overlay.Place(kind, e.key());
                Node.MapNode base = base(kind, e.key());
                if (base == null && !(kind == Overlay.Kind.DEVICES && own.contains(e.key()))) {
                    problems.add(e, "there is no " + place.text(), Suggest.hint(e.key(), ids(kind)));
                } else if (e.value() instanceof Node.MapNode m) {
                    values.put(place, constants(m, place, base));
                } else {
                    problems.add(e.value(), "a map of constants expected, not " + e.value().describe(), null);
                }
            }
        }
        f.end();
        Overlay overlay = new Overlay(problems.file(), sha256, values);
        if (problems.found().isEmpty()) {
            accepted(overlay);
        }
        return overlay;
    }

    /** The map that a constant of a place stands in, or null when there is no such place. */
    public Node.MapNode base(Overlay.Place place) {
        return base(place.kind(), place.id());
    }

    private Node.MapNode base(Overlay.Kind kind, String id) {
        return switch (kind) {
            case DEVICES -> document(files.find("devices", id, null));
            case ARCHITECTURES -> document(files.find("architectures", id, null));
            case CONSTANTS -> shipped("latency.yaml").get("constants") instanceof Node.MapNode m ? m : null;
            case LIBRARIES -> listed("latency.yaml", "libraries", id);
            default -> listed("runtimes.yaml", "runtimes", id);
        };
    }

    private Node.MapNode document(String file) {
        return file == null ? null : files.map(file, problems);
    }

    private Node.MapNode shipped(String name) {
        return files.map(files.shipped().resolve(name).toString(), problems);
    }

    private Node.MapNode listed(String file, String list, String id) {
        return entries(file, list).stream().filter(m -> id.equals(name(m))).findFirst().orElse(null);
    }

    private List<Node.MapNode> entries(String file, String list) {
        List<Node.MapNode> out = new ArrayList<>();
        if (shipped(file).get(list) instanceof Node.ListNode l) {
            l.items().forEach(i -> out.add((Node.MapNode) i));
        }
        return out;
    }

    private static String name(Node.MapNode entry) {
        return entry.get("id") instanceof Node.Scalar s ? String.valueOf(s.value()) : "";
    }

    private List<String> ids(Overlay.Kind kind) {
        return switch (kind) {
            case LIBRARIES -> entries("latency.yaml", "libraries").stream().map(CalibrationReader::name).toList();
            case RUNTIMES -> entries("runtimes.yaml", "runtimes").stream().map(CalibrationReader::name).toList();
            default -> files.names(kind.key());
        };
    }

    /** The constants of one place that may be replaced: its numbers, of a device the sustained clock alone. */
    public static List<String> names(Overlay.Place place, Node.MapNode base) {
        if (place.kind() == Overlay.Kind.DEVICES) {
            return List.of(CLOCK);
        }
        List<String> out = new ArrayList<>();
        for (Node.Entry e : base.entries()) {
            if (number(e.value()) != null) {
                out.add(e.key());
            }
        }
        return out;
    }

    /** The number of a constant, written plainly or as the value of a map; null when it is none. */
    public static Double number(Node n) {
        Node value = n instanceof Node.MapNode m ? m.get("value") : n;
        return value instanceof Node.Scalar s && s.value() instanceof Number v ? Double.valueOf(v.doubleValue()) : null;
    }

    /** The unit that a constant states; null when it states none. */
    public static String unit(Node n) {
        return n instanceof Node.MapNode m && m.get("unit") instanceof Node.Scalar s ? String.valueOf(s.value()) : null;
    }

    private Map<String, Overlay.Value> constants(Node.MapNode given, Overlay.Place place, Node.MapNode base) {
        Map<String, Overlay.Value> out = new LinkedHashMap<>();
        List<String> names = names(place, base);
        for (Node.Entry e : given.entries()) {
            if (!names.contains(e.key())) {
                boolean fact = place.kind() == Overlay.Kind.DEVICES && base != null && base.get(e.key()) != null;
                problems.add(e, fact ? "'" + e.key() + "' is a fact of a datasheet: a calibration leaves it as it is" : "the " + place.text() + " has no constant '" + e.key() + "'",
                        place.kind() == Overlay.Kind.DEVICES ? "of a device only '" + CLOCK + "' may stand here" : Suggest.hint(e.key(), names));
            } else if (e.value() instanceof Node.MapNode m) {
                out.put(e.key(), value(e.key(), m, base == null ? null : base.get(e.key())));
            } else {
                problems.add(e.value(), "'" + e.key() + "' must be a map with value and fit, not " + e.value().describe(), "such as {value: 0.9, unit: \"1\", fit: \"what it was fitted to\"}");
            }
        }
        return out;
    }

    private Overlay.Value value(String key, Node.MapNode map, Node base) {
        Fields f = new Fields(map, problems, "'" + key + "'");
        double v = f.number("value");
        Node at = map.get("value") == null ? map : map.get("value");
        if (map.get("value") != null && !(v > 0 && v < 1e15)) {
            problems.add(at, "'" + key + "' must be more than 0", null);
        }
        String unit = f.optionalText("unit");
        String expected = unit(base);
        if (unit != null && expected != null && !unit.equals(expected)) {
            problems.add(map.get("unit"), "'" + key + "' is in " + expected + ", not in " + unit, null);
        }
        String fit = f.text("fit");
        f.end();
        return new Overlay.Value(v, unit, "calibration " + name + ": " + fit, at.line(), at.column());
    }

    /** The readers of the files have the last word: a value in a range that they refuse is a problem at its own place. */
    private void accepted(Overlay overlay) {
        SuiteFiles with = files.with(overlay);
        for (Overlay.Place place : overlay.values().keySet()) {
            switch (place.kind()) {
                case ARCHITECTURES -> ArchitectureReader.read(with.map(files.find("architectures", place.id(), null), problems), problems);
                case CONSTANTS, LIBRARIES -> LatencyReader.read(with.map(files.shipped().resolve("latency.yaml").toString(), problems), problems);
                case RUNTIMES -> RuntimesReader.read(with.map(files.shipped().resolve("runtimes.yaml").toString(), problems), problems);
                default -> { }
            }
        }
    }

    /**
     * The overlay that a file holds.
     *
     * @param own as of the constructor
     * @throws dev.ttbench.spec.InputException when there is a problem
     */
    public static Overlay read(String file, SuiteFiles files, Set<String> own) {
        Problems problems = new Problems(file);
        Node.MapNode map = files.map(file, problems);
        problems.raise();
        Overlay overlay = new CalibrationReader(files, problems, own).read(map, files.sha256(file));
        problems.raise();
        return overlay;
    }
}
