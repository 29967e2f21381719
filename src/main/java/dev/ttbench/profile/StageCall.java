package dev.ttbench.profile;

import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Library;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Values;
import java.util.function.Supplier;

/** What a request makes of a stage: which graph it runs, how often, on which batch. */
record StageCall(ModelDef.Stage stage, BlockDef graph, long repeat, long batch) {

    /** That of a stage; null when its condition is false or it runs no time. */
    static StageCall of(ModelDef model, ModelDef.Stage stage, Binding binding, Library library) {
        if (stage.condition() != null && !Values.truth(stage.condition().eval(binding))) {
            return null;
        }
        long repeat = stage.repeat() == null ? 1 : Values.integer(stage.repeat().eval(binding), "'repeat'");
        long batch = stage.batch() == null ? 1 : Values.integer(stage.batch().eval(binding), "'batch'");
        if (repeat < 0 || batch < 1) {
            throw new EvalException("'repeat' is " + repeat + " and 'batch' is " + batch + "; from 0 and from 1 are possible");
        }
        if (repeat == 0) {
            return null;
        }
        BlockDef graph = library.graph(stage.graph(), model.file());
        if (graph == null) {
            throw new EvalException("there is no graph '" + stage.graph() + "'", Suggest.hint(stage.graph(), library.files().names("graphs")));
        }
        return new StageCall(stage, graph, repeat, batch);
    }

    /** What the expressions of run {@code t} see. */
    Scope scope(Binding binding, long t) {
        return stage.index() == null ? binding : binding.with(stage.index(), t);
    }

    /** What {@code work} makes; what it cannot evaluate or count is told as a problem of the stage. */
    static <T> T blaming(ModelDef model, ModelDef.Stage stage, Supplier<T> work) {
        try {
            return work.get();
        } catch (EvalException e) {
            throw new InputException(new Problem(model.file(), stage.line(), stage.column(), "the stage '" + stage.id() + "': " + e.getMessage(), e.hint()));
        } catch (ArithmeticException e) {
            throw new InputException(new Problem(model.file(), stage.line(), stage.column(), "the stage '" + stage.id() + "': a count of one run is past 2^63 - 1",
                    "is a size or the batch too large?"));
        }
    }
}
