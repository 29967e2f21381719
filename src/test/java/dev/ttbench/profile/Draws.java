package dev.ttbench.profile;

import dev.ttbench.TestLibrary;
import dev.ttbench.device.Device;
import dev.ttbench.model.ModelDef;
import dev.ttbench.spec.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests drawn at random, from fixed seeds, for every shipped model: small sizes from its parameters' ranges, any device and settings that run there. */
final class Draws {
    static final Suites SUITES = TestLibrary.suites();
    static final Profiler PROFILER = new Profiler(SUITES);

    /** A request that says in a failed test's name what it asks for. */
    record Draw(Request request) {
        Profile profile() {
            return PROFILER.profile(request);
        }

        Draw with(String name, long value) {
            Map<String, String> set = new LinkedHashMap<>(request.set());
            set.put(name, Long.toString(value));
            return new Draw(new Request(request.model(), set, request.device(), request.dtype(), request.attention(), request.runtime(), request.layout(), request.stages()));
        }

        Draw attention(String attention) {
            return new Draw(new Request(request.model(), request.set(), request.device(), request.dtype(), attention, request.runtime(), request.layout(), request.stages()));
        }

        Draw runtime(String runtime) {
            return new Draw(new Request(request.model(), request.set(), request.device(), request.dtype(), request.attention(), runtime, request.layout(), request.stages()));
        }

        Draw stages(List<String> stages) {
            return new Draw(new Request(request.model(), request.set(), request.device(), request.dtype(), request.attention(), request.runtime(), request.layout(), stages));
        }

        long value(String name) {
            return Long.parseLong(request.set().get(name));
        }

        @Override
        public String toString() {
            return request.model() + " " + request.set() + " " + request.device() + " " + request.dtype() + " " + request.attention() + " " + request.runtime() + " " + request.layout();
        }
    }

    private Draws() { }

    /** {@code each} draws of every shipped model. */
    static List<Draw> all(int each) {
        List<Draw> out = new ArrayList<>();
        for (String model : SUITES.modelNames()) {
            Random random = new Random(31L * model.hashCode() + 7);
            for (int i = 0; i < each; i++) {
                out.add(draw(model, random));
            }
        }
        return out;
    }

    /** Whether the runs of a stage may differ, as those of a growing cache do. */
    static boolean grows(Profile p, StageProfile s) {
        return SUITES.model(p.model().id()).stage(s.facts().id()).index() != null;
    }

    private static Draw draw(String model, Random random) {
        Map<String, String> set = new LinkedHashMap<>();
        for (ModelDef.Parameter p : SUITES.model(model).parameters()) {
            if (p.type().equals("int")) {
                set.put(p.name(), Long.toString(small(p, random)));
            } else if (p.type().equals("bool")) {
                set.put(p.name(), Boolean.toString(random.nextBoolean()));
            } else if (!p.choices().isEmpty()) {
                set.put(p.name(), one(p.choices(), random));
            }
        }
        String device = one(SUITES.devices().ids(), random);
        String dtype = one(Profiler.DTYPES, random);
        String runtime = one(SUITES.devices().runtimes(), random);
        String attention = one(Profiler.ATTENTIONS, random);
        if (!runs(SUITES.devices().get(device), attention, dtype, runtime)) {
            attention = "flash";
        }
        return new Draw(new Request(model, set, device, dtype, attention, runtime, one(Profiler.LAYOUTS, random), List.of()));
    }

    private static boolean runs(Device device, String attention, String dtype, String runtime) {
        try {
            SUITES.latencies().library(device, attention.equals("math") ? "baseline" : attention, dtype, runtime);
            return true;
        } catch (InputException e) {
            return false;
        }
    }

    private static String one(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static long small(ModelDef.Parameter p, Random random) {
        long step = p.multipleOf() == null ? 1 : p.multipleOf();
        long least = p.atMost((p.min() == null ? 1 : p.min()) + step - 1);
        long n = least + step * random.nextInt(step > 1 ? 20 : "tokens".equals(p.unit()) && p.name().equals("prompt_tokens") ? 200 : 4);
        return p.max() == null ? n : Math.min(n, p.atMost(p.max()));
    }
}
