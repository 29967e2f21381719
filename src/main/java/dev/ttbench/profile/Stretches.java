package dev.ttbench.profile;

import dev.ttbench.cost.Cost;
import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Body;
import dev.ttbench.graph.Steadiness;
import dev.ttbench.model.ModelDef;
import dev.ttbench.operator.Operator;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** The runs of a growing stage after the first: in stretches that have a trend, and one by one where there is none. */
final class Stretches {
    /** Stretches without a trend that are cut in two before the rest is run one by one. */
    private static final int MOST_CUTS = 24;

    private final StageRunner runner;
    private final ModelDef.Stage stage;
    private final LongFunction<Body> expand;
    private final StageRunner.Sums sums;
    private final Growth growth;
    private final long repeat;
    private int cuts;

    Stretches(StageRunner runner, ModelDef.Stage stage, BlockDef graph, LongFunction<Body> expand, StageRunner.Sums sums, Growth growth, long repeat) {
        this.runner = runner;
        this.stage = stage;
        Set<String> growing = new HashSet<>();
        stage.with().forEach((name, value) -> {
            if (mentionsIndex(value)) {
                growing.add(name);
            }
        });
        this.cuts = Steadiness.of(graph, growing) ? 0 : MOST_CUTS + 1;
        this.expand = expand;
        this.sums = sums;
        this.growth = growth;
        this.repeat = repeat;
    }

    void add(long from, long to) {
        if (to - from + 1 < Trend.SHORTEST || cuts > MOST_CUTS) {
            for (long t = from; t <= to; t++) {
                Body next = expand.apply(t);
                BodyTime time = runner.timer.of(next);
                runner.add(sums, next, runner.costs.of(next), time, runner.seconds(time, repeat, true), 1);
                growth.add(next);
                runner.forgetWhenMany();
            }
            return;
        }
        long straight = straight(from, to);
        Trend trend = straight < to ? null : Trend.of(from, to, expand);
        if (trend != null && trend.found() && trend(trend)) {
            return;
        }
        cuts = trend != null && trend.local() ? MOST_CUTS + 1 : cuts + 1;
        long middle = straight < to && straight - from + 1 >= Trend.SHORTEST ? straight : from + (to - from) / 2;
        add(from, middle);
        add(middle + 1, to);
    }

    /** Adds all runs of a trend; false when a whole run's counts have no course. */
    private boolean trend(Trend t) {
        long n = t.runs();
        Course[] cost = new Course[7];
        List<ToLongFunction<Cost>> parts = List.of(Cost::convolution, Cost::linear, Cost::attention, Cost::vector, Cost::bytesRead, Cost::bytesWritten, Cost::cacheBytes);
        for (int i = 0; i < cost.length; i++) {
            ToLongFunction<Cost> part = parts.get(i);
            cost[i] = t.course(b -> part.applyAsLong(runner.costs.of(b)));
            if (cost[i] == null) {
                return false;
            }
        }
        Course[] categoryFlops = new Course[StageRunner.CATEGORIES];
        Course[] categoryBytes = new Course[StageRunner.CATEGORIES];
        for (int c = 0; c < StageRunner.CATEGORIES; c++) {
            int category = c;
            categoryFlops[c] = t.course(b -> runner.timer.of(b).work().categoryFlops()[category]);
            categoryBytes[c] = t.course(b -> runner.timer.of(b).work().categoryBytes()[category]);
            if (categoryFlops[c] == null || categoryBytes[c] == null) {
                return false;
            }
        }
        BodyTime time = runner.timer.of(t.first());
        List<BodyWork.Attention> kinds = time.work().attention();
        Course[] attention = new Course[kinds.size()];
        for (int i = 0; i < attention.length; i++) {
            int kind = i;
            attention[i] = t.course(b -> {
                BodyWork.Attention a = runner.timer.of(b).work().attention().get(kind);
                return a.same(kinds.get(kind)) ? a.flops() : -1;
            });
            if (attention[i] == null) {
                return false;
            }
        }
        double[] moved = new double[StageRunner.CATEGORIES];
        double[] movedAttention = new double[attention.length];
        double overhead = runner.host.iterationSeconds() + runner.host.graphLaunchSeconds();
        for (long k = 0; k < n; k++) {
            double gpu = time.gpu();
            for (Trend.Moving m : t.moving()) {
                double more = (m.seconds(runner.timer, k) - m.first()) * m.times();
                gpu += more;
                moved[m.op().operator().category().ordinal()] += more;
                for (int i = 0; i < movedAttention.length; i++) {
                    if (m.op().operator() instanceof Operator.Attention a && kinds.get(i).kind().equals(a.kind()) && kinds.get(i).causal() == a.causal()) {
                        movedAttention[i] += more;
                    }
                }
            }
            sums.seconds += Math.max(gpu, time.host() + overhead);
            sums.gpuSeconds += gpu;
        }
        sums.peak = Math.max(sums.peak, Math.max(runner.liveness.peak(t.first()), runner.liveness.peak(t.last())));
        sums.cache = Math.max(sums.cache, Math.max(runner.costs.of(t.first()).cacheBytes(), runner.costs.of(t.last()).cacheBytes()));
        sums.flops = sums.flops.plus(new Flops(cost[0].sum(n), cost[1].sum(n), cost[2].sum(n), cost[3].sum(n)));
        sums.read = sums.read.add(cost[4].sum(n));
        sums.written = sums.written.add(cost[5].sum(n));
        for (int c = 0; c < StageRunner.CATEGORIES; c++) {
            sums.categorySeconds[c] += time.categorySeconds()[c] * n + moved[c];
            sums.categoryFlops[c] = sums.categoryFlops[c].add(categoryFlops[c].sum(n));
            sums.categoryBytes[c] = sums.categoryBytes[c].add(categoryBytes[c].sum(n));
        }
        List<BodyWork.Attention> last = runner.timer.of(t.last()).work().attention();
        for (int i = 0; i < attention.length; i++) {
            BodyWork.Attention a = kinds.get(i);
            StageRunner.merge(sums.attention, new StageRunner.AttentionSum(a.kind(), a.causal(), time.attentionSeconds()[i] * n + movedAttention[i], attention[i].sum(n), Math.min(a.minLength(), last.get(i).minLength()),
                    Math.max(a.maxLength(), last.get(i).maxLength())));
        }
        growth.add(t);
        runner.forgetWhenMany();
        return true;
    }

    /** The last run up to which whatever the stage gives its graph is a polynomial of the run's number: looked at run by run. */
    private long straight(long from, long to) {
        List<Template> given = new ArrayList<>();
        for (Map<String, Template> m : List.of(stage.inputs(), stage.with())) {
            for (Template t : m.values()) {
                if (mentionsIndex(t)) {
                    given.add(t);
                }
            }
        }
        List<List<Object>> courses = new ArrayList<>();
        for (Template g : given) {
            List<Object> a = flat(g.eval(runner.binding.with(stage.index(), from)));
            List<Object> b = flat(g.eval(runner.binding.with(stage.index(), from + 1)));
            List<Object> c = flat(g.eval(runner.binding.with(stage.index(), from + 2)));
            List<Object> out = new ArrayList<>();
            for (int i = 0; i < a.size(); i++) {
                out.add(a.size() == b.size() && a.size() == c.size() && a.get(i) instanceof Long x && b.get(i) instanceof Long y && c.get(i) instanceof Long z ? Course.through(x, y, z) : a.get(i));
            }
            courses.add(out);
        }
        for (long t = from; t <= to; t++) {
            Scope scope = runner.binding.with(stage.index(), t);
            for (int g = 0; g < given.size(); g++) {
                List<Object> value = flat(given.get(g).eval(scope));
                boolean on = value.size() == courses.get(g).size();
                for (int i = 0; on && i < value.size(); i++) {
                    Object c = courses.get(g).get(i);
                    on = c instanceof Course course ? value.get(i) instanceof Long v && course.at(t - from) == v : Objects.equals(c, value.get(i));
                }
                if (!on) {
                    return t - 1;
                }
            }
        }
        return to;
    }

    private boolean mentionsIndex(Template t) {
        Set<String> names = new HashSet<>();
        t.names(names);
        return names.contains(stage.index());
    }

    private static List<Object> flat(Object value) {
        if (!(value instanceof List<?> list)) {
            return Collections.singletonList(value);
        }
        List<Object> out = new ArrayList<>();
        for (Object o : list) {
            out.addAll(flat(o));
        }
        return out;
    }
}
