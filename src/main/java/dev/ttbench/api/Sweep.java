package dev.ttbench.api;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.ExprParser;
import dev.ttbench.sweep.Axis;
import dev.ttbench.sweep.SweepDef;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cross product of axes, as {@code ttbench sweep} has it. Each method answers with another sweep that differs in one thing.
 */
public final class Sweep {
    private final List<String> models;
    private final Map<String, List<String>> axes;
    private final Map<String, List<String>> settings;
    private final Expr where;

    private Sweep(List<String> models, Map<String, List<String>> axes, Map<String, List<String>> settings, Expr where) {
        this.models = models;
        this.axes = axes;
        this.settings = settings;
        this.where = where;
    }

    /**
     * A sweep over these models and no axis yet.
     *
     * @param models names or YAML files
     * @return the sweep
     */
    public static Sweep of(String... models) {
        return new Sweep(List.of(models), Map.of(), Map.of(), null);
    }

    SweepDef definition() {
        return new SweepDef(models, SweepDef.dimensions(axes, List.of()), where, settings, List.of());
    }

    /**
     * An axis of a parameter.
     *
     * @param parameter as {@code ttbench show MODEL} lists it
     * @param values in order
     * @return another sweep
     */
    public Sweep axis(String parameter, long... values) {
        return axis(parameter, Arrays.stream(values).mapToObj(Long::toString).toList());
    }

    /**
     * An axis of a parameter in the notation of {@code --set}.
     *
     * @param parameter as {@code ttbench show MODEL} lists it
     * @param values {@code 1,2,4}, from:to:step {@code 512:1024:128} with the end included, or from:to*factor {@code 1:64*2}
     * @return another sweep
     * @throws RequestException when that is no such notation
     */
    public Sweep axis(String parameter, String values) {
        return axis(parameter, Ttbench.answered(() -> Axis.values("axis " + parameter, values)));
    }

    private Sweep axis(String parameter, List<String> values) {
        return new Sweep(models, with(axes, parameter, values), settings, where);
    }

    /**
     * An axis of devices.
     *
     * @param devices names, aliases or YAML files
     * @return another sweep
     */
    public Sweep devices(String... devices) {
        return setting("device", devices);
    }

    /**
     * An axis of types of weights and arithmetic.
     *
     * @param dtypes fp32, tf32, fp16, bf16, fp8, int8
     * @return another sweep
     */
    public Sweep dtypes(String... dtypes) {
        return setting("dtype", dtypes);
    }

    /**
     * An axis of implementations of attention.
     *
     * @param attentions flash, baseline, flash-2 and so on
     * @return another sweep
     */
    public Sweep attentions(String... attentions) {
        return setting("attention", attentions);
    }

    /**
     * An axis of runtimes.
     *
     * @param runtimes eager, compiled, tensorrt, serving
     * @return another sweep
     */
    public Sweep runtimes(String... runtimes) {
        return setting("runtime", runtimes);
    }

    private Sweep setting(String name, String... values) {
        return new Sweep(models, axes, with(settings, name, List.of(values)), where);
    }

    /**
     * Keeps only points for which a condition holds.
     *
     * @param condition over parameters, as {@code height * width <= 2^22}
     * @return another sweep
     * @throws RequestException when it cannot be read
     */
    public Sweep where(String condition) {
        try {
            return new Sweep(models, axes, settings, ExprParser.parse(condition));
        } catch (EvalException e) {
            throw new RequestException("where " + condition + ": " + e.getMessage());
        }
    }

    private static Map<String, List<String>> with(Map<String, List<String>> map, String name, List<String> values) {
        Map<String, List<String>> out = new LinkedHashMap<>(map);
        out.put(name, List.copyOf(values));
        return Collections.unmodifiableMap(out);
    }
}
