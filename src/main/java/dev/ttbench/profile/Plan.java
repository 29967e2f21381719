package dev.ttbench.profile;

import dev.ttbench.cost.Cost;
import dev.ttbench.cost.Costs;
import dev.ttbench.device.Defaults;
import dev.ttbench.graph.Body;
import dev.ttbench.graph.Expander;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one generation runs, without a device and without time: the stages, each with the first run of its graph.
 *
 * @param request every parameter of the model with its value
 * @param stages those that run, in order
 * @param parameters learned values of all of them, those shared by two stages once
 */
public record Plan(ModelDef model, Map<String, Object> request, List<Stage> stages, long parameters) {

    /**
     * One stage.
     *
     * @param repeat how often it runs
     * @param batch extent of its batch axis
     * @param differs whether its runs differ: body and cost are then those of the first
     * @param body what one run does
     * @param cost what one run costs
     */
    public record Stage(ModelDef.Stage stage, long repeat, long batch, boolean differs, Body body, Cost cost) { }

    /**
     * The plan of a model in the types and kernels that are the default.
     *
     * @param set parameters of the model by name, as text
     * @throws InputException when the request or the model has a problem
     */
    public static Plan of(Suites suites, ModelDef model, Map<String, String> set) {
        Binding binding = Binding.of(model, set);
        Defaults d = suites.defaults();
        Precisions precisions = new Precisions(model, binding, new Request(model.id(), set, null, null, null, null, null, List.of()), d.dtype(), suites);
        Map<Precisions.Choice, Expander> expanders = new HashMap<>();
        Costs costs = new Costs();
        List<Stage> out = new ArrayList<>();
        for (ModelDef.Stage s : model.stages()) {
            try {
                StageCall call = StageCall.blaming(model, s, () -> StageCall.of(model, s, binding, suites.library()));
                if (call != null) {
                    Expander e = expanders.computeIfAbsent(precisions.of(s), c -> new Expander(Profiler.lowering(c, d.attention(), suites.devices().runtime(d.runtime()))));
                    out.add(StageCall.blaming(model, s, () -> first(call, binding, e, costs)));
                }
            } catch (InputException e) {
                throw Profiler.blamed(e, set);
            }
        }
        try {
            return new Plan(model, binding.values(), out, parameters(out));
        } catch (ArithmeticException e) {
            throw Profiler.blamed(new InputException(new Problem(model.file(), 0, 0, "the parameters of all stages together are past 2^63 - 1", null)), set);
        }
    }

    /** The stage of that id, if it runs; else null. */
    public Stage stage(String id) {
        return stages.stream().filter(s -> s.stage.id().equals(id)).findFirst().orElse(null);
    }

    /**
     * The same plan with these stages only; all when none is given.
     *
     * @throws InputException when the model has no such stage
     */
    public Plan only(List<String> ids) {
        List<ModelDef.Stage> wanted = Profiler.stages(model, ids);
        return new Plan(model, request, stages.stream().filter(s -> wanted.contains(s.stage)).toList(), parameters);
    }

    private static Stage first(StageCall call, Binding binding, Expander expander, Costs costs) {
        var scope = call.scope(binding, 0);
        Body body = expander.trace(call.graph(), StageRunner.parameters(call.stage(), scope), StageRunner.inputs(call.stage(), call.graph(), call.batch(), scope)).body();
        return new Stage(call.stage(), call.repeat(), call.batch(), call.stage().index() != null && call.repeat() > 1, body, costs.of(body));
    }

    private static long parameters(List<Stage> stages) {
        Set<String> seen = new HashSet<>();
        long sum = 0;
        for (Stage s : stages) {
            sum = Math.addExact(sum, s.stage.weights() != null && seen.contains(s.stage.weights()) ? 0 : s.cost.parameters());
            seen.add(s.stage.id());
        }
        return sum;
    }
}
