package dev.ttbench.study;

import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From crosses of axes to single runs, the last axis fastest. */
final class Crosses {
    private static final int MOST_RUNS = 100_000;

    private final SuiteDef suite;
    private final Suites suites;
    private final Overrides overrides;
    private final Set<String> used = new LinkedHashSet<>();

    Crosses(SuiteDef suite, Suites suites, Overrides overrides) {
        this.suite = suite;
        this.suites = suites;
        this.overrides = overrides;
    }

    /** Parameters of the overrides that some run took. */
    Set<String> used() {
        return used;
    }

    /**
     * The runs of a study.
     *
     * @throws InputException when a workload is unknown or an expression has no value
     */
    List<Run> runs(SuiteDef.Study study) {
        List<Run> out = new ArrayList<>();
        for (SuiteDef.Cross cross : study.runs()) {
            try {
                for (SuiteDef.Workload w : workloads(cross)) {
                    for (Map<String, String> point : points(cross.axes())) {
                        sets(cross, w, point, new LinkedHashMap<>(), List.copyOf(cross.set().keySet()), 0, out);
                    }
                }
            } catch (EvalException e) {
                throw new InputException(new Problem(suite.file(), cross.line(), cross.column(), e.getMessage(), e.hint()));
            }
        }
        return out;
    }

    private List<SuiteDef.Workload> workloads(SuiteDef.Cross cross) {
        if (cross.workloads() == null) {
            return cross.axes().get("model").stream().map(m -> new SuiteDef.Workload(m, Map.of(), Map.of(), cross.line(), cross.column())).toList();
        }
        if (cross.workloads().equals(List.of("all"))) {
            return suite.workloads();
        }
        List<SuiteDef.Workload> out = new ArrayList<>();
        for (String asked : cross.workloads()) {
            List<SuiteDef.Workload> found = suite.workloads().stream().filter(w -> w.model().equals(asked) || w.columns().containsValue(asked)).toList();
            if (found.isEmpty()) {
                Set<String> known = new LinkedHashSet<>();
                for (SuiteDef.Workload w : suite.workloads()) {
                    known.add(w.model());
                    w.columns().values().forEach(v -> known.add(String.valueOf(v)));
                }
                throw new EvalException("no workload is or has '" + asked + "'", Suggest.hint(asked, known));
            }
            found.stream().filter(w -> !out.contains(w)).forEach(out::add);
        }
        return out;
    }

    private static List<Map<String, String>> points(Map<String, List<String>> axes) {
        List<Map<String, String>> out = List.of(Map.of());
        for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
            if (axis.getKey().equals("model")) {
                continue;
            }
            List<Map<String, String>> next = new ArrayList<>();
            for (Map<String, String> p : out) {
                for (String v : axis.getValue()) {
                    Map<String, String> q = new LinkedHashMap<>(p);
                    q.put(axis.getKey(), v);
                    next.add(q);
                    few(next);
                }
            }
            out = next;
        }
        return out;
    }

    private static void few(List<?> runs) {
        if (runs.size() > MOST_RUNS) {
            throw new EvalException("more than " + MOST_RUNS + " runs", "are these the axes that were meant?");
        }
    }

    private void sets(SuiteDef.Cross cross, SuiteDef.Workload w, Map<String, String> point, Map<String, Object> values, List<String> names, int at, List<Run> out) {
        if (at == names.size()) {
            out.add(run(cross, w, point, values));
            few(out);
            return;
        }
        for (Template t : cross.set().get(names.get(at))) {
            Map<String, Object> next = new LinkedHashMap<>(values);
            next.put(names.get(at), t.eval(name -> value(name, next, w)));
            sets(cross, w, point, next, names, at + 1, out);
        }
    }

    private static Object value(String name, Map<String, Object> values, SuiteDef.Workload w) {
        Object v = values.containsKey(name) ? values.get(name) : w.columns().get(name);
        if (v == null) {
            Set<String> known = new LinkedHashSet<>(values.keySet());
            known.addAll(w.columns().keySet());
            throw new EvalException("unknown name '" + name + "'", known.isEmpty() ? "what a run sets before it, and its workload's columns, can be used" : Suggest.hint(name, known));
        }
        return v;
    }

    private Run run(SuiteDef.Cross cross, SuiteDef.Workload w, Map<String, String> point, Map<String, Object> values) {
        Map<String, String> set = new LinkedHashMap<>();
        ModelDef model = model(w);
        overrides.set().forEach((k, v) -> {
            if (model.parameter(k) != null && !values.containsKey(k)) {
                set.put(k, v);
                used.add(k);
            }
        });
        w.set().forEach((k, v) -> {
            if (!values.containsKey(k)) {
                set.putIfAbsent(k, v);
            }
        });
        values.forEach((k, v) -> set.put(k, String.valueOf(v)));
        Map<String, Object> columns = new LinkedHashMap<>(w.columns());
        columns.putAll(values);
        cross.columns().forEach((k, t) -> columns.put(k, t.eval(name -> columns.containsKey(name) ? columns.get(name) : point.containsKey(name) ? point.get(name)
                : value(name, values, w))));
        Request request = new Request(w.model(), set, setting("device", cross, point), setting("dtype", cross, point), setting("attention", cross, point),
                setting("runtime", cross, point), setting("layout", cross, point), cross.stages());
        return new Run(request, columns, cross.line(), cross.column());
    }

    private ModelDef model(SuiteDef.Workload w) {
        try {
            return suites.model(w.model());
        } catch (InputException e) {
            throw at(suite.file(), w.line(), w.column(), e);
        }
    }

    /** The same problems; those without a place get this one. */
    static InputException at(String file, int line, int column, InputException e) {
        return new InputException(e.problems().stream().map(p -> p.file() != null && p.line() > 0 ? p
                : new Problem(file, line, column, (p.file() == null ? "" : p.file() + ": ") + p.message(), p.hint())).toList());
    }

    /** What a run is set to: an axis of several values first, then the user's wish, the run's own value, the suite's. */
    private String setting(String name, SuiteDef.Cross cross, Map<String, String> point) {
        List<String> axis = cross.axes().getOrDefault(name, List.of());
        String asked = overrides.settings().get(name);
        return axis.size() > 1 || asked == null && axis.size() == 1 ? point.get(name) : asked != null ? asked : suite.settings().get(name);
    }
}
