package dev.ttbench.planning;

import dev.ttbench.model.ModelDef;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request may have more or less of: a parameter that is a whole number, or height and width together at the request's aspect. Its steps are
 * numbered from 0, the smallest value that the model allows; a value grows with its number.
 */
final class Quantity {
    /** Height and width together. */
    static final String RESOLUTION = "resolution";
    private static final long MOST = 1L << 31;

    private final String name;
    private final Grid leading;
    private final Grid following;
    private final long height;
    private final long width;
    private final long start;
    private final long last;

    /** Values of one parameter: {@code first}, {@code first + step}, and so on up to {@code most}. */
    private record Grid(String name, long first, long step, long most) {
        static Grid of(ModelDef.Parameter p) {
            long step = p.multipleOf() == null ? 1 : p.multipleOf();
            return new Grid(p.name(), p.atMost(Math.addExact(p.min() == null ? 1 : Math.max(1, p.min()), step - 1)), step, p.max() == null ? MOST : p.max());
        }

        long index(long value) {
            return Math.floorDiv(value - first, step);
        }

        long value(long index) {
            return first + index * step;
        }

        /** The allowed value nearest to a number, whatever the largest is. */
        long nearest(double v) {
            return value(Math.max(0, Math.round((v - first) / step)));
        }
    }

    private Quantity(String name, Grid leading, Grid following, long height, long width) {
        this.name = name;
        this.leading = leading;
        this.following = following;
        this.height = height;
        this.width = width;
        start = Math.max(0, leading.index(height));
        long end = Math.max(0, leading.index(leading.most()));
        if (following != null) {
            end = Math.min(end, Math.max(0, leading.index((long) ((double) following.most() * height / width) + leading.step())));
            while (end > 0 && following(end) > following.most()) {
                end--;
            }
        }
        last = end;
    }

    /**
     * Quantities by name.
     *
     * @param names as asked for; empty for batch, frames and resolution, and lengths in tokens of a model without a picture, as far as the model has them
     * @param values of all parameters in the request
     * @throws InputException when the model has no such parameter, or it is no whole number
     */
    static List<Quantity> of(ModelDef model, List<String> names, Map<String, Object> values) {
        boolean picture = model.parameter("height") != null && model.parameter("width") != null;
        List<String> known = new ArrayList<>();
        if (picture) {
            known.add(RESOLUTION);
        }
        model.parameters().stream().filter(p -> p.type().equals("int")).forEach(p -> known.add(p.name()));
        List<String> usual = picture ? List.of("batch", "frames", RESOLUTION) : List.of("batch", "prompt_tokens", "new_tokens");
        List<Quantity> out = new ArrayList<>();
        for (String n : names.isEmpty() ? usual.stream().filter(known::contains).toList() : names.stream().distinct().toList()) {
            if (!known.contains(n)) {
                String hint = Suggest.hint(n, known);
                throw new InputException(Problem.of("--find " + n + ": the model '" + model.id() + "' has no such quantity", hint == null ? "there are " + String.join(", ", known) : hint));
            }
            boolean two = n.equals(RESOLUTION);
            String first = two ? "height" : n;
            out.add(new Quantity(n, Grid.of(model.parameter(first)), two ? Grid.of(model.parameter("width")) : null, (Long) values.get(first), two ? (Long) values.get("width") : 1));
        }
        return out;
    }

    /** Its name in answers. */
    String name() {
        return name;
    }

    /** The step of the request's own value. */
    long start() {
        return start;
    }

    /** The last step that the model allows. */
    long last() {
        return last;
    }

    private long following(long step) {
        return following.nearest((double) leading.value(step) * width / height);
    }

    /** Parameters at a step, as a request sets them. */
    Map<String, String> at(long step) {
        Map<String, String> out = new LinkedHashMap<>();
        out.put(leading.name(), Long.toString(leading.value(step)));
        if (following != null) {
            out.put(following.name(), Long.toString(following(step)));
        }
        return out;
    }

    /** The value at a step: {@code 12}, {@code 704x1248} (height and width). */
    String text(long step) {
        return String.join("x", at(step).values());
    }
}
