package dev.ttbench.cli;

import dev.ttbench.device.Device;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.profile.Precision;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of every command that profiles. */
final class ProfileOptions {
    private static final List<Option> ALL = List.of(
            new Option("--model", null, "MODEL", false, List.of(), "models", "What to profile: a name of 'ttbench list models', a YAML file, or a configuration to import: config.json, a pipeline's folder."),
            new Option("--set", null, "NAME=VALUE", true, List.of(), null, "A parameter of the model; 'ttbench show MODEL' names them."),
            new Option("--device", null, "DEVICE", false, List.of(), "devices", "The accelerator: a name of 'ttbench list devices', or a YAML file."),
            new Option("--dtype", null, "[STAGE=]DTYPE", true, Profiler.DTYPES, null, "Type of weights and arithmetic, of all stages or of one."),
            new Option("--weights", null, "[STAGE=]FORMAT[:N]", true, List.of("int8", "fp8", "nf4", "int4", "none"), null,
                    "Format of quantised weights, of all stages or of one; int4:64 has a scale every 64 weights. Arithmetic keeps its type."),
            Option.choice("--attention", List.of("flash", "flash-1", "flash-2", "flash-3", "flash-4", "cudnn", "memory-efficient", "baseline", "math"),
                    "Implementation of attention; flash is the runtime's best, baseline separate kernels."),
            Option.choice("--runtime", List.of("eager", "compiled", "tensorrt", "serving"), "How kernels are launched and fused."),
            Option.choice("--layout", List.of("channels-first", "channels-last"), "Memory layout of images."),
            new Option("--stage", null, "ID", true, List.of(), null, "Only this stage; totals are then of those given."),
            Session.CALIBRATION);

    private ProfileOptions() { }

    /** All of them. */
    static List<Option> all() {
        return ALL;
    }

    /** All of them and some more. */
    static List<Option> and(Option... more) {
        List<Option> out = new ArrayList<>(ALL);
        for (Option o : more) {
            out.add(o);
        }
        return out;
    }

    /** The request that the arguments make. */
    static Request request(Arguments a) {
        if (a.one("--model") == null) {
            throw new UsageException("--model is needed", "such as --model sd-v1.5; 'ttbench list models' names them");
        }
        Map<String, String> dtypes = byStage("--dtype", a);
        Map<String, String> weights = byStage("--weights", a);
        return new Request(a.one("--model"), set(a), a.one("--device"), dtypes.remove(""), new Precision(weights.remove(""), dtypes, weights), a.one("--attention"), a.one("--runtime"), a.one("--layout"), a.all("--stage"));
    }

    /** The values of an option that may start with a stage and '='; that of all stages under the empty name. */
    private static Map<String, String> byStage(String option, Arguments a) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String s : a.all(option)) {
            int equals = s.indexOf('=');
            String stage = equals < 0 ? "" : s.substring(0, equals).strip();
            String value = s.substring(equals + 1).strip();
            String before = out.put(stage, value);
            if (before != null && !before.equals(value)) {
                throw new UsageException(option + (stage.isEmpty() ? "" : " " + stage) + " is given twice, as " + before + " and as " + value, null);
            }
        }
        return out;
    }

    /** What {@code --set} says, by name. */
    static Map<String, String> set(Arguments a) {
        Map<String, String> set = new LinkedHashMap<>();
        for (String s : a.all("--set")) {
            int equals = s.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("--set " + s + ": NAME=VALUE expected", "such as --set height=768");
            }
            String name = s.substring(0, equals).strip();
            String value = s.substring(equals + 1).strip();
            String before = set.put(name, value);
            if (before != null && !before.equals(value)) {
                throw new UsageException("--set " + name + " is given twice, as " + before + " and as " + value, null);
            }
        }
        return set;
    }

    /** The profile that the arguments ask for; what it could not take as asked is noted. */
    static Profile profile(Arguments a, Session session) {
        Profile profile = new Profiler(session.suites()).profile(request(a));
        session.warn();
        String dtype = profile.settings().dtype();
        Device device = session.suites().devices().get(a.one("--device") == null ? profile.device().id() : a.one("--device"));
        if (!device.supports(dtype)) {
            String wider = LatencyModel.arithmetic(device, dtype);
            session.note("ttbench: warning: " + device.id() + " has no " + dtype + " arithmetic: products run in " + wider);
        }
        Profile.Settings chosen = profile.settings();
        boolean named = chosen.attentionLibrary() != null && !chosen.attention().equals("flash");
        if (named && !chosen.attention().equals(chosen.attentionLibrary())) {
            session.note("ttbench: warning: the attention " + chosen.attention() + " does not run in " + dtype + " on " + device.id() + ": " + chosen.attentionLibrary()
                    + " does");
        }
        return profile;
    }

    /** The arguments again, for a command to copy. */
    static List<String> words(Arguments a) {
        List<String> out = new ArrayList<>();
        for (Option o : ALL) {
            for (String v : a.all(o.name())) {
                out.add(o.name());
                out.add(v);
            }
        }
        return out;
    }
}
