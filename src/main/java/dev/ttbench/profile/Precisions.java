package dev.ttbench.profile;

import dev.ttbench.graph.WeightFormat;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which types a stage has: what the request says of it, else what the model says of it, else what the request says of all, else the default. */
final class Precisions {
    private static final String NONE = "none";

    private final ModelDef model;
    private final Binding binding;
    private final Precision asked;
    private final Suites suites;
    private final String dtype;

    /**
     * The types of one stage.
     *
     * @param format of quantised weights; null when they have the type themselves
     */
    record Choice(String dtype, WeightFormat format) { }

    Precisions(ModelDef model, Binding binding, Request request, String otherwise, Suites suites) {
        this.model = model;
        this.binding = binding;
        this.asked = request.precision();
        this.suites = suites;
        this.dtype = Profiler.chosen("--dtype", request.dtype(), otherwise, Profiler.DTYPES);
        known("--dtype", asked.stageDtypes());
        known("--weights", asked.stageWeights());
        asked.stageDtypes().forEach((stage, d) -> Profiler.chosen("--dtype " + stage + "=", d, null, Profiler.DTYPES));
    }

    private void known(String option, Map<String, String> byStage) {
        for (Map.Entry<String, String> e : byStage.entrySet()) {
            if (model.stage(e.getKey()) == null) {
                throw new InputException(Problem.of(option + " " + e.getKey() + "=" + e.getValue() + ": the model '" + model.id() + "' has no stage '" + e.getKey() + "'",
                        Suggest.hint(e.getKey(), model.stages().stream().map(ModelDef.Stage::id).toList())));
            }
        }
    }

    /** The type of stages of which neither the request nor the model says another. */
    String dtype() {
        return dtype;
    }

    /** Those of a stage. */
    Choice of(ModelDef.Stage stage) {
        String ownType = asked.stageDtypes().get(stage.id());
        String ownWeights = asked.stageWeights().get(stage.id());
        String type = ownType != null ? ownType : text(stage, stage.dtype(), "dtype", dtype);
        if (!Profiler.DTYPES.contains(type)) {
            throw new InputException(new Problem(model.file(), stage.line(), stage.column(), "the stage '" + stage.id() + "': no dtype '" + type + "'", Suggest.hint(type, Profiler.DTYPES)));
        }
        String weights = ownWeights != null ? ownWeights : text(stage, stage.weightFormat(), "weight_format", asked.weights());
        return new Choice(type, weights == null || weights.equals(NONE) ? null : format(weights));
    }

    private String text(ModelDef.Stage stage, Template value, String key, String otherwise) {
        Object v = value == null ? null : value.eval(binding);
        if (v == null) {
            return otherwise;
        }
        if (v instanceof String s) {
            return s;
        }
        throw new InputException(new Problem(model.file(), stage.line(), stage.column(), "the stage '" + stage.id() + "': '" + key + "' must be a text, not " + v, null));
    }

    private WeightFormat format(String text) {
        int colon = text.indexOf(':');
        String id = colon < 0 ? text : text.substring(0, colon);
        WeightFormat f = suites.weightFormats().get(id);
        if (f == null) {
            List<String> names = new ArrayList<>(suites.weightFormats().keySet());
            names.add(NONE);
            throw new InputException(Problem.of("there is no weight format '" + id + "'", Suggest.hint(id, names)));
        }
        try {
            return colon < 0 ? f : f.withGroup(Long.parseLong(text.substring(colon + 1)));
        } catch (NumberFormatException | EvalException e) {
            throw new InputException(Problem.of("the weight format '" + text + "': " + (e instanceof EvalException ? e.getMessage() : "a number expected after ':'"), "such as int4:128"));
        }
    }
}
