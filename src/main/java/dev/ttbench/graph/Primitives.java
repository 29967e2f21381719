package dev.ttbench.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The registry: every primitive of the language, an explicit list. */
public final class Primitives {
    static final Primitive.Parameter OF = optional("of", Primitive.Kind.TENSOR, "the tensor it works on; default the current one");
    private static final Map<String, Primitive> ALL = registry();

    private Primitives() { }

    private static Map<String, Primitive> registry() {
        List<Primitive> list = new ArrayList<>();
        list.addAll(Matrices.all());
        list.addAll(Norms.all());
        list.addAll(Elementwise.all());
        list.addAll(Movements.all());
        list.addAll(Complexes.all());
        list.addAll(Resampling.all());
        list.addAll(Sources.all());
        Map<String, Primitive> out = new TreeMap<>();
        for (Primitive p : list) {
            if (out.put(p.name(), p) != null) {
                throw new IllegalStateException("the primitive '" + p.name() + "' is registered twice");
            }
        }
        return out;
    }

    /** The primitive of that name, or null. */
    public static Primitive get(String name) {
        return ALL.get(name);
    }

    /** All of them, sorted by name. */
    public static Collection<Primitive> all() {
        return ALL.values();
    }

    /** All names, sorted. */
    public static Collection<String> names() {
        return ALL.keySet();
    }

    static Primitive.Parameter required(String name, Primitive.Kind kind, String about) {
        return new Primitive.Parameter(name, kind, true, about);
    }

    static Primitive.Parameter optional(String name, Primitive.Kind kind, String about) {
        return new Primitive.Parameter(name, kind, false, about);
    }
}
