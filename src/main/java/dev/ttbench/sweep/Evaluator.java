package dev.ttbench.sweep;

import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.profile.Workshop;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.List;

/** Answers points one by one; for one thread. */
public final class Evaluator {
    private final Suites suites;
    private final Profiler profiler;

    /** An evaluator that reads from {@code suites}. */
    public Evaluator(Suites suites) {
        this.suites = suites;
        this.profiler = new Profiler(suites);
    }

    /** The answer to a request; what is not possible is an answer too. */
    public Result answer(Request request) {
        try {
            return Result.of(request, profiler.profile(request).totals());
        } catch (InputException e) {
            return Result.refused(request, e);
        }
    }

    /** The answers to the points of a shape by its number, in order; none where it is not asked for. */
    public List<Result> answers(SweepDef def, long number) {
        SweepDef.Shape shape = def.shape(number);
        return wanted(def, shape) ? answers(def.points(shape)) : List.of();
    }

    /** The answers to requests, in order; those of one model and size that follow each other share what they can. */
    List<Result> answers(List<Request> requests) {
        List<Result> out = new ArrayList<>();
        Workshop workshop = null;
        Request before = null;
        for (Request r : requests) {
            if (before == null || !before.model().equals(r.model()) || !before.set().equals(r.set())) {
                workshop = null;
            }
            before = r;
            try {
                workshop = workshop == null ? new Workshop(suites, suites.model(r.model()), r.set()) : workshop;
                out.add(Result.of(r, profiler.profile(workshop, r).totals()));
            } catch (InputException e) {
                out.add(Result.refused(r, e));
            }
        }
        return out;
    }

    /**
     * Whether a shape is asked for. One that is not possible is, when that cannot be told: its rows then say why.
     *
     * @throws InputException when the condition is no truth value, or names what no parameter is
     */
    public boolean wanted(SweepDef def, SweepDef.Shape shape) {
        Expr where = def.where();
        if (where == null) {
            return true;
        }
        try {
            return Values.truth(where.eval(scope(shape)));
        } catch (EvalException e) {
            throw new InputException(Problem.of("where: " + e.getMessage(), e.hint()));
        }
    }

    private Scope scope(SweepDef.Shape shape) {
        ModelDef model = suites.model(shape.model());
        return name -> {
            String text = shape.set().get(name);
            if (text != null && text.matches("-?\\d{1,18}")) {
                return Long.parseLong(text);
            }
            if (name.equals("model")) {
                return model.id();
            }
            if (text != null) {
                return text.equals("true") || text.equals("false") ? (Object) text.equals("true") : text;
            }
            return Binding.of(model, java.util.Map.of()).lookup(name);
        };
    }
}
