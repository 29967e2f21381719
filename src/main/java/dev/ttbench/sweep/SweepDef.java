package dev.ttbench.sweep;

import dev.ttbench.profile.Request;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cross product of axes. A shape is a model with values of its parameters; its points are that shape under every choice of the settings. Shapes
 * follow one another in the order of models, then of the first axis, and so on; the points of a shape in the order dtype, device, attention,
 * runtime, layout.
 *
 * @param models names or files
 * @param dimensions axes of parameters; those that go together are one
 * @param where what a shape must fulfil; null for all
 * @param settings values by option (dtype, device, attention, runtime, layout) for those that were given
 * @param stages ids; empty for all
 */
public record SweepDef(List<String> models, List<Dimension> dimensions, Expr where, Map<String, List<String>> settings, List<String> stages) {
    /** Settings in the order of their columns. */
    public static final List<String> SETTINGS = List.of("dtype", "device", "attention", "runtime", "layout");

    /** Parameters that go together: as many values of each. */
    public record Dimension(List<String> names, List<List<String>> values) {
        int size() {
            return values.get(0).size();
        }
    }

    /** One model with values of its parameters, in the order of the axes. */
    public record Shape(String model, Map<String, String> set) { }

    /**
     * From axes of parameters, and the names of those that go together.
     *
     * @throws InputException when what goes together is no axis or of different lengths
     */
    public static List<Dimension> dimensions(Map<String, List<String>> axes, List<List<String>> zips) {
        Map<String, List<String>> group = new LinkedHashMap<>();
        for (List<String> zip : zips) {
            for (String name : zip) {
                if (!axes.containsKey(name)) {
                    throw new InputException(Problem.of("--zip " + String.join(",", zip) + ": there is no axis '" + name + "'", Suggest.hint(name, axes.keySet())));
                }
                if (axes.get(name).size() != axes.get(zip.get(0)).size()) {
                    throw new InputException(Problem.of("--zip " + String.join(",", zip) + ": '" + zip.get(0) + "' has " + axes.get(zip.get(0)).size() + " values and '" + name + "' "
                            + axes.get(name).size(), "axes that go together have as many values each"));
                }
                if (group.put(name, zip) != null) {
                    throw new InputException(Problem.of("--zip: '" + name + "' stands twice", null));
                }
            }
        }
        List<Dimension> out = new ArrayList<>();
        List<List<String>> done = new ArrayList<>();
        for (String name : axes.keySet()) {
            List<String> names = group.getOrDefault(name, List.of(name));
            if (!done.contains(names)) {
                done.add(names);
                out.add(new Dimension(names, names.stream().map(axes::get).toList()));
            }
        }
        return List.copyOf(out);
    }

    /** How many shapes there are. */
    public long shapes() {
        long n = models.size();
        for (Dimension d : dimensions) {
            n = Math.multiplyExact(n, d.size());
        }
        return n;
    }

    /** How many points a shape has. */
    public long pointsOfShape() {
        long n = 1;
        for (List<String> v : settings.values()) {
            n = Math.multiplyExact(n, v.size());
        }
        return n;
    }

    /** The shape of a number from 0. */
    public Shape shape(long index) {
        Map<String, String> set = new LinkedHashMap<>();
        long rest = index;
        long[] at = new long[dimensions.size()];
        for (int i = dimensions.size() - 1; i >= 0; i--) {
            at[i] = rest % dimensions.get(i).size();
            rest /= dimensions.get(i).size();
        }
        for (int i = 0; i < at.length; i++) {
            Dimension d = dimensions.get(i);
            for (int k = 0; k < d.names().size(); k++) {
                set.put(d.names().get(k), d.values().get(k).get((int) at[i]));
            }
        }
        return new Shape(models.get((int) rest), set);
    }

    /** The requests of a shape, in order. */
    public List<Request> points(Shape shape) {
        List<Request> out = new ArrayList<>();
        for (String dtype : of("dtype")) {
            for (String device : of("device")) {
                for (String attention : of("attention")) {
                    for (String runtime : of("runtime")) {
                        for (String layout : of("layout")) {
                            out.add(new Request(shape.model(), shape.set(), device, dtype, attention, runtime, layout, stages));
                        }
                    }
                }
            }
        }
        return out;
    }

    private List<String> of(String setting) {
        return settings.containsKey(setting) ? settings.get(setting) : java.util.Collections.singletonList(null);
    }

    /** Columns of the axes: the model, the parameters, the settings that were given. */
    public List<String> columns() {
        List<String> out = new ArrayList<>(List.of("model"));
        for (Dimension d : dimensions) {
            out.addAll(d.names());
        }
        SETTINGS.stream().filter(settings::containsKey).forEach(out::add);
        return out;
    }

    /** The values of an axis by the name of its column; none where there is no such axis. */
    public List<String> values(String column) {
        for (Dimension d : dimensions) {
            int i = d.names().indexOf(column);
            if (i >= 0) {
                return d.values().get(i);
            }
        }
        return column.equals("model") ? models : settings.getOrDefault(column, List.of());
    }

    /** The same in words, for a digest. */
    String text() {
        return models + "|" + dimensions + "|" + where + "|" + new java.util.TreeMap<>(settings) + "|" + stages;
    }
}
