package dev.ttbench.study;

import dev.ttbench.device.Defaults;
import dev.ttbench.device.Device;
import dev.ttbench.figure.Chart;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Values;
import dev.ttbench.spec.Overlay;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs a suite: every distinct generation that its studies ask for is profiled once, on as many threads as are given; then each study's rows are reduced.
 * The result is the same for any number of threads.
 */
public final class SuiteRunner {
    private final SuiteDef suite;
    private final Supplier<Suites> suites;
    private final Overrides overrides;
    private final int threads;

    /**
     * @param suites opens the YAML files anew: each thread reads its own
     * @param threads how many profile at once, from 1
     */
    public SuiteRunner(SuiteDef suite, Supplier<Suites> suites, Overrides overrides, int threads) {
        this.suite = suite;
        this.suites = suites;
        this.overrides = overrides;
        this.threads = threads;
    }

    /** What one study wants of one profile: the rows of one of its runs. */
    private record Want(Plan plan, Run run) { }

    /** What is kept of a profile: the rows of each run that asked for it. */
    private record Done(Profile.Model model, Profile.DeviceUsed device, Map<Run, Table> rows) { }

    /**
     * Runs the studies of the given ids, all when there is none.
     *
     * @throws InputException when a study, a run or an override has a problem
     */
    public SuiteResult run(List<String> ids) {
        List<SuiteDef.Study> wanted = wanted(ids);
        Suites shipped = suites.get();
        if (overrides.settings().get("device") != null) {
            shipped.devices().get(overrides.settings().get("device"));
        }
        Crosses crosses = new Crosses(suite, shipped, overrides);
        List<Plan> plans = new ArrayList<>();
        Map<Request, List<Want>> wants = new LinkedHashMap<>();
        for (SuiteDef.Study s : wanted) {
            Plan plan = at(s, () -> Plan.of(s, crosses.runs(s)));
            plans.add(plan);
            plan.runs().forEach(r -> wants.computeIfAbsent(r.request(), k -> new ArrayList<>()).add(new Want(plan, r)));
        }
        for (String name : overrides.set().keySet()) {
            if (!crosses.used().contains(name)) {
                throw new InputException(Problem.of("--set " + name + ": no run of the suite '" + suite.id() + "' takes it",
                        "its models have no such parameter, or its studies set it themselves"));
            }
        }
        Map<Request, Done> done = profile(wants);
        List<StudyResult> results = new ArrayList<>();
        plans.forEach(p -> results.add(at(p.study(), () -> result(p, done))));
        Map<String, Profile.Model> models = new TreeMap<>();
        Map<String, Profile.DeviceUsed> devices = new TreeMap<>();
        done.values().forEach(d -> {
            models.put(d.model.id(), d.model);
            devices.put(d.device.id(), d.device);
        });
        return new SuiteResult(suite, results, models, devices, settings(shipped), done.size());
    }

    private Map<String, String> settings(Suites shipped) {
        Defaults d = shipped.defaults();
        Map<String, String> out = new LinkedHashMap<>();
        out.put("device", d.device());
        out.put("dtype", d.dtype());
        out.put("attention", d.attention());
        out.put("runtime", d.runtime());
        out.put("layout", d.layout());
        out.putAll(suite.settings());
        out.putAll(overrides.settings());
        Overlay overlay = shipped.files().overlay();
        if (overlay != null) {
            out.put("calibration", overlay.file() + " (SHA-256 " + overlay.sha256() + ")");
        }
        out.put("device", shipped.devices().get(out.get("device")).id());
        return out;
    }

    private List<SuiteDef.Study> wanted(List<String> ids) {
        List<String> known = suite.studies().stream().map(SuiteDef.Study::id).toList();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new InputException(Problem.of("--study " + id + ": the suite '" + suite.id() + "' has no such study", Suggest.hint(id, known)));
            }
        }
        return suite.studies().stream().filter(s -> ids.isEmpty() || ids.contains(s.id())).toList();
    }

    private Map<Request, Done> profile(Map<Request, List<Want>> wants) {
        ThreadLocal<Suites> mine = ThreadLocal.withInitial(suites);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Map<Request, Future<Done>> tasks = new LinkedHashMap<>();
            wants.forEach((request, of) -> tasks.put(request, pool.submit(() -> done(mine.get(), request, of))));
            Map<Request, Done> out = new LinkedHashMap<>();
            for (Map.Entry<Request, Future<Done>> t : tasks.entrySet()) {
                out.put(t.getKey(), t.getValue().get());
            }
            return out;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
    }

    private Done done(Suites own, Request request, List<Want> wants) {
        Profile p = profile(own, wants.get(0).run);
        Device device = own.devices().get(request.device() == null ? own.defaults().device() : request.device());
        Map<Run, Table> rows = new IdentityHashMap<>();
        wants.forEach(w -> rows.put(w.run, at(w.plan.study(), () -> w.plan.rows(w.run, p, device))));
        return new Done(p.model(), p.device(), rows);
    }

    private Profile profile(Suites own, Run run) {
        try {
            return new Profiler(own).profile(run.request());
        } catch (InputException e) {
            throw Crosses.at(suite.file(), run.line(), run.column(), e);
        }
    }

    /** What is computed for a study; a problem stands at the study. */
    private <T> T at(SuiteDef.Study study, Supplier<T> value) {
        try {
            return value.get();
        } catch (EvalException e) {
            throw new InputException(new Problem(suite.file(), study.line(), study.column(), "the study '" + study.id() + "': " + e.getMessage(), e.hint()));
        }
    }

    private StudyResult result(Plan plan, Map<Request, Done> done) {
        Table table = plan.table(plan.runs().stream().map(r -> done.get(r.request()).rows.get(r)).toList());
        SuiteDef.Study study = plan.study();
        List<StudyResult.Finding> findings = new ArrayList<>();
        for (SuiteDef.FindingDef f : study.findings()) {
            findings.add(finding(f, table));
        }
        return new StudyResult(study, table, study.figure() == null ? null : chart(study, table), findings);
    }

    private Chart chart(SuiteDef.Study study, Table table) {
        try {
            return Charts.of(study, table);
        } catch (EvalException e) {
            throw new InputException(new Problem(suite.file(), study.figure().line(), study.figure().column(), "the figure: " + e.getMessage(), e.hint()));
        }
    }

    private StudyResult.Finding finding(SuiteDef.FindingDef f, Table table) {
        SuiteDef.Claim claim = suite.claims().get(f.claim());
        try {
            Table one = Reduction.all(f.from(), table);
            if (one.rows().isEmpty()) {
                return new StudyResult.Finding(claim, StudyResult.Verdict.UNKNOWN, "no run of this study tells", null);
            }
            if (one.rows().size() > 1) {
                throw new EvalException("'from' leaves " + one.rows().size() + " rows; a finding speaks of one", "group them, or 'take: 1'");
            }
            Scope scope = one.scope(one.rows().get(0));
            StudyResult.Verdict verdict = f.agrees() == null ? StudyResult.Verdict.UNKNOWN
                    : Values.truth(f.agrees().eval(scope)) ? StudyResult.Verdict.AGREES : StudyResult.Verdict.DIFFERS;
            return new StudyResult.Finding(claim, verdict, String.valueOf(f.says().eval(scope)), f.why() == null ? null : String.valueOf(f.why().eval(scope)));
        } catch (EvalException e) {
            throw new InputException(new Problem(suite.file(), f.line(), f.column(), "the finding on " + f.claim() + ": " + e.getMessage(), e.hint()));
        }
    }
}
