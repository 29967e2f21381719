package dev.ttbench.planning;

import dev.ttbench.device.Device;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the most of a request that fits in its device's memory. Memory is taken to grow with every quantity; {@link FitPlan#monotone()} says whether it did
 * wherever it was looked at. A value that cannot be (a shape that does not divide) stands for the nearest smaller one that can.
 */
public final class FitPlanner {
    /** Values below one that cannot be that are tried before giving up. */
    private static final int NEARBY = 64;

    private final Suites suites;
    private final Profiler profiler;
    private final Request request;
    private final Device device;
    private final Map<Map<String, String>, Answer> answers = new HashMap<>();

    /** A generation's memory and time; {@code refusal} alone where it cannot be. */
    private record Answer(List<StageProfile.Facts> stages, Profile.Totals totals, InputException refusal) { }

    /** A planner for a request. */
    public FitPlanner(Suites suites, Request request) {
        this.suites = suites;
        this.profiler = new Profiler(suites);
        this.request = request;
        this.device = suites.devices().get(request.device() == null ? suites.defaults().device() : request.device());
    }

    /**
     * The plan.
     *
     * @param names quantities: parameters, or {@code resolution}; empty for the usual ones of the model
     * @throws InputException when the request itself cannot be, or a quantity is none
     */
    public FitPlan plan(List<String> names) {
        ModelDef model = suites.model(request.model());
        List<Quantity> quantities = Quantity.of(model, names, Binding.of(model, request.set()).values());
        Answer here = answer(Map.of());
        if (here.refusal != null) {
            throw here.refusal;
        }
        Map<String, String> saving = saving(model);
        List<FitPlan.Use> uses = new ArrayList<>();
        List<FitPlan.Largest> largest = new ArrayList<>();
        boolean monotone = true;
        Map<String, Long> starts = new HashMap<>();      // what was found without the switches is where the search with them begins: often it is the same
        for (boolean saves : saving.isEmpty() ? new boolean[] {false} : new boolean[] {false, true}) {
            Map<String, String> switches = saves ? saving : Map.of();
            Answer a = answer(switches);
            for (Placement p : Placement.values()) {
                if (a.refusal == null) {
                    uses.add(use(p, saves, a));
                }
            }
            List<FitPlan.Largest> found = new ArrayList<>();
            for (Quantity q : quantities) {
                Map<Long, Answer> tried = new TreeMap<>();
                for (Placement p : Placement.values()) {
                    String search = q.name() + " " + p;
                    long step = search(q, p, starts.getOrDefault(search, q.start()), switches, tried);
                    starts.put(search, Math.max(0, step));
                    found.add(largest(q, p, saves, step, tried));
                }
                monotone &= monotone(tried);
            }
            found.sort(Comparator.comparing(FitPlan.Largest::placement));
            largest.addAll(found);
        }
        return new FitPlan(device.memoryBytes(), device.hostLink(), saving, uses, largest, monotone);
    }

    /** The switches that save memory, are off, and that the request does not mention. */
    private Map<String, String> saving(ModelDef model) {
        Map<String, Object> values = Binding.of(model, request.set()).values();
        Map<String, String> out = new LinkedHashMap<>();
        for (ModelDef.Parameter p : model.parameters()) {
            if (p.savesMemory() && !request.set().containsKey(p.name()) && Boolean.FALSE.equals(values.get(p.name()))) {
                out.put(p.name(), "true");
            }
        }
        return out;
    }

    /** The last step that fits, or -1; what was asked on the way is noted. */
    private long search(Quantity q, Placement p, long start, Map<String, String> switches, Map<Long, Answer> tried) {
        return Search.largest(start, q.last(), step -> {
            long possible = possible(q, step, switches, tried);
            return possible >= 0 && p.need(tried.get(possible).stages, tried.get(possible).totals).bytes() <= device.memoryBytes();
        });
    }

    private FitPlan.Largest largest(Quantity q, Placement p, boolean saves, long found, Map<Long, Answer> tried) {
        long at = found;
        while (at >= 0 && tried.get(at).refusal != null) {
            at--;
        }
        String value = at < 0 ? null : q.text(at);
        FitPlan.Use use = at < 0 ? null : use(p, saves, tried.get(at));
        if (found == q.last()) {
            return new FitPlan.Largest(p, saves, q.name(), value, use, null, null, null);
        }
        Answer next = tried.get(found + 1);
        return next.refusal == null ? new FitPlan.Largest(p, saves, q.name(), value, use, q.text(found + 1), use(p, saves, next), null)
                : new FitPlan.Largest(p, saves, q.name(), value, use, q.text(found + 1), null, next.refusal.problems().get(0).message());
    }

    /** The last step up to this one that can be, or -1; what was asked on the way is noted. */
    private long possible(Quantity q, long step, Map<String, String> switches, Map<Long, Answer> tried) {
        for (long at = step; at >= 0 && at > step - NEARBY; at--) {
            Answer a = tried.computeIfAbsent(at, s -> {
                Map<String, String> set = new LinkedHashMap<>(switches);
                set.putAll(q.at(s));
                return answer(set);
            });
            if (a.refusal == null) {
                return at;
            }
        }
        return -1;
    }

    private Answer answer(Map<String, String> more) {
        return answers.computeIfAbsent(more, m -> {
            Map<String, String> set = new LinkedHashMap<>(request.set());
            set.putAll(m);
            try {
                Profile profile = profiler.profile(new Request(request.model(), set, request.device(), request.dtype(), request.precision(), request.attention(), request.runtime(), request.layout(),
                        request.stages()));
                return new Answer(profile.stages().stream().map(StageProfile::facts).toList(), profile.totals(), null);
            } catch (InputException e) {
                return new Answer(null, null, e);
            }
        });
    }

    private FitPlan.Use use(Placement p, boolean saves, Answer a) {
        Placement.Need need = p.need(a.stages, a.totals);
        double moved = p.moved(a.stages);
        double moving = moved == 0 ? 0 : moved / device.hostLink();
        FitPlan.Time time = moved > 0 && device.hostLink() == 0 ? null
                : new FitPlan.Time(a.totals.seconds() + moving, a.totals.lowSeconds() + moving, a.totals.highSeconds() + moving, moving);
        return new FitPlan.Use(p, saves, need.bytes() <= device.memoryBytes(), need.bytes(), need.stage(), time);
    }

    private static boolean monotone(Map<Long, Answer> tried) {
        for (Placement p : Placement.values()) {
            long before = 0;
            for (Answer a : tried.values()) {
                if (a.refusal == null) {
                    long bytes = p.need(a.stages, a.totals).bytes();
                    if (bytes < before) {
                        return false;
                    }
                    before = bytes;
                }
            }
        }
        return true;
    }
}
