package dev.ttbench.sweep;

import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds names that nothing has before a sweep starts: a point that cannot be is a row, a slip of the pen is not. */
public final class SweepCheck {

    /** Takes problems. */
    interface Sink {
        /**
         * Takes one.
         *
         * @param key where it stands: model, stage, a setting, or {@code set NAME}
         */
        void add(String key, Problem problem);
    }

    private SweepCheck() { }

    /**
     * Checks models, devices and other settings, stages, and parameters: each of these must be one of at least one model.
     *
     * @throws InputException with what is wrong
     */
    public static void check(SweepRequest request, Suites suites) {
        List<Problem> found = new ArrayList<>();
        check(request, suites, (key, p) -> found.add(p.file() != null ? p : Problem.of("--" + key + ": " + p.message(), p.hint())));
        if (!found.isEmpty()) {
            throw new InputException(found);
        }
    }

    static void check(SweepRequest request, Suites suites, Sink sink) {
        List<ModelDef> models = new ArrayList<>();
        for (String name : request.models()) {
            models.addAll(found("model", () -> suites.model(name), sink));
        }
        for (String name : request.settings().getOrDefault("device", List.of())) {
            found("device", () -> suites.devices().get(name), sink);
        }
        choices("dtype", Profiler.DTYPES, request, sink);
        choices("attention", Profiler.ATTENTIONS, request, sink);
        choices("runtime", suites.devices().runtimes(), request, sink);
        choices("layout", Profiler.LAYOUTS, request, sink);
        if (models.size() < request.models().size()) {
            return;
        }
        TreeSet<String> parameters = new TreeSet<>();
        TreeSet<String> stages = new TreeSet<>();
        for (ModelDef m : models) {
            m.parameters().forEach(p -> parameters.add(p.name()));
            m.stages().forEach(s -> stages.add(s.id()));
        }
        String who = models.size() == 1 ? "the model '" + models.get(0).id() + "' has no " : "none of the models has a ";
        for (String name : request.axes().keySet()) {
            known("set " + name, who + "parameter '" + name + "'", name, parameters, sink);
        }
        for (String id : request.stages()) {
            known("stage", who + "stage '" + id + "'", id, stages, sink);
        }
        if (request.where() != null) {
            condition(request.def(), suites, sink);
        }
    }

    /** Tries the condition on the first shape: it names what a parameter is, or not. */
    private static void condition(SweepDef def, Suites suites, Sink sink) {
        try {
            new Evaluator(suites).wanted(def, def.shape(0));
        } catch (InputException e) {
            e.problems().forEach(p -> sink.add("where", Problem.of(p.message().replaceFirst("^where: ", ""), p.hint())));
        }
    }

    /** What a name stands for; nothing, and a problem, when it stands for nothing. */
    private static <T> List<T> found(String key, java.util.function.Supplier<T> of, Sink sink) {
        try {
            return List.of(of.get());
        } catch (InputException e) {
            e.problems().forEach(p -> sink.add(key, p));
            return List.of();
        }
    }

    private static void choices(String key, List<String> known, SweepRequest request, Sink sink) {
        for (String v : request.settings().getOrDefault(key, List.of())) {
            known(key, "there is no " + key + " '" + v + "'", v, known, sink);
        }
    }

    private static void known(String key, String message, String name, java.util.Collection<String> known, Sink sink) {
        if (!known.contains(name)) {
            String hint = Suggest.hint(name, known);
            sink.add(key, Problem.of(message, hint != null ? hint : "there are " + String.join(", ", known)));
        }
    }
}
