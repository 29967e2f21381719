package dev.ttbench.profile;

import dev.ttbench.cost.Cost;
import dev.ttbench.cost.Costs;
import dev.ttbench.cost.Liveness;
import dev.ttbench.device.HostCosts;
import dev.ttbench.graph.Body;
import dev.ttbench.graph.Expander;
import dev.ttbench.graph.Fusion;
import dev.ttbench.graph.Library;
import dev.ttbench.graph.Lowering;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Scope;
import java.util.HashMap;
import java.util.Map;

/**
 * What all profiles of one model under one choice of its parameters share, whatever the device, the library of attention and the runtime's costs: expanded graphs, counts,
 * the course of memory. Equal bodies are shared among stages. For one thread.
 */
public final class Workshop {
    private static final long MAX_GROWING = 1_000_000;
    private static final int MANY_BODIES = 20_000;

    private final ModelDef model;
    private final Binding binding;
    private final Library library;
    private final Map<Kind, Bench> benches = new HashMap<>(2);

    private record Kind(Lowering lowering, boolean fuses, boolean mergesProducts) { }

    /**
     * @param set values of the model's parameters by name, as text
     * @throws dev.ttbench.spec.InputException naming every value that is not possible
     */
    public Workshop(Suites suites, ModelDef model, Map<String, String> set) {
        this.model = model;
        this.binding = Binding.of(model, set);
        this.library = suites.library();
    }

    /** The model. */
    public ModelDef model() {
        return model;
    }

    Binding binding() {
        return binding;
    }

    /** Under one lowering, with the kernels that a runtime joins. */
    Bench bench(Lowering lowering, HostCosts runtime) {
        Kind kind = new Kind(lowering, runtime.fuses(), runtime.mergesProducts());
        Bench b = benches.get(kind);
        if (b == null) {
            b = new Bench(library, model, lowering, kind);
            benches.put(kind, b);
        }
        return b;
    }

    /** A stage's first run, lowered and counted. {@code grows}: whether later runs differ from it. */
    record Counted(StageCall call, boolean grows, Expander.Expansion expansion, Body body, Cost cost) { }

    /** What is known under one lowering. */
    static final class Bench {
        private final Library library;
        private final ModelDef model;
        private final Expander expander;
        private final Fusion fusion;
        private final Costs costs = new Costs();
        private final Liveness liveness = new Liveness();
        private KernelTimes kernels = new KernelTimes();
        private final Map<String, Counted> stages = new HashMap<>(4);

        Bench(Library library, ModelDef model, Lowering lowering, Kind kind) {
            this.library = library;
            this.model = model;
            this.expander = new Expander(lowering);
            this.fusion = kind.fuses ? new Fusion(kind.mergesProducts) : null;
        }

        Costs costs() {
            return costs;
        }

        Liveness liveness() {
            return liveness;
        }

        KernelTimes kernels() {
            return kernels;
        }

        /** A stage; null when its condition is false or it runs no time. */
        Counted counted(ModelDef.Stage stage, Binding binding) {
            if (stages.containsKey(stage.id())) {
                return stages.get(stage.id());
            }
            StageCall call = StageCall.of(model, stage, binding, library);
            Counted counted = call == null ? null : count(call, binding);
            stages.put(stage.id(), counted);
            return counted;
        }

        private Counted count(StageCall call, Binding binding) {
            boolean grows = call.stage().index() != null && call.repeat() > 1;
            if (grows && call.repeat() > MAX_GROWING) {
                throw new EvalException("a stage of " + call.repeat() + " runs that all differ; at most " + MAX_GROWING + " are possible");
            }
            Expander.Expansion expansion = expand(call, binding, 0);
            Body body = lowered(expansion.body());
            return new Counted(call, grows, expansion, body, costs.of(body));
        }

        Expander.Expansion expand(StageCall call, Binding binding, long run) {
            Scope scope = call.scope(binding, run);
            return expander.expand(call.graph(), StageRunner.parameters(call.stage(), scope), StageRunner.inputs(call.stage(), call.graph(), call.batch(), scope));
        }

        Body lowered(Body body) {
            return fusion == null ? body : fusion.fuse(body);
        }

        /** Drops bodies of runs that all differ when there are very many; whether it did. */
        boolean forgetWhenMany() {
            if (expander.distinct() <= MANY_BODIES) {
                return false;
            }
            expander.forget();
            costs.forget();
            liveness.forget();
            kernels = new KernelTimes();
            if (fusion != null) {
                fusion.forget();
            }
            return true;
        }
    }
}
