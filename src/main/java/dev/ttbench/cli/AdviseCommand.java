package dev.ttbench.cli;

import dev.ttbench.device.Device;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.planning.Advice;
import dev.ttbench.planning.Candidate;
import dev.ttbench.planning.Target;
import dev.ttbench.profile.Precision;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.AdviceReport;
import dev.ttbench.report.Format;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.sweep.Axis;
import dev.ttbench.sweep.Columns;
import dev.ttbench.sweep.Result;
import dev.ttbench.sweep.SweepDef;
import dev.ttbench.sweep.SweepRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ttbench advise}: which device and settings reach a target, and at what cost. */
final class AdviseCommand implements Command {
    private static final Option TARGET = Option.of("--target", "TIME", "The longest that a generation may take: 2s, 800ms, 1.5min.");
    private static final Option RATE = Option.of("--target-rate", "N/TIME", "The fewest pieces (images, videos, sequences) in a time: 10/min, 2/s, 500/h; a generation makes 'batch' of them.");
    private static final Option PRICE = new Option("--price", null, "DEVICE=USD", true, List.of(), null, "What an hour of a device costs you, in place of the price in its file.");
    private static final Option BY = Option.choice("--by", List.of("cost", "time", "memory"), "What the best answer has least of; default cost.");
    private static final Option TOP = Option.of("--top", "N", "Rows of each table; default 10. JSON and CSV have all.");
    private static final Option THREADS = Option.of("--threads", "N", "Candidates profiled at once; default one a core. The answer does not depend on it.");
    private static final List<String> RUNTIMES = List.of("eager", "compiled");

    @Override
    public String name() {
        return "advise";
    }

    @Override
    public String about() {
        return "Which device and settings reach a target time, at least cost.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench advise --model sdxl --target 5s", "ttbench advise --model sdxl --target-rate 20/min --device l4,a10 --price l4=1");
    }

    @Override
    public List<Option> options() {
        List<Option> out = new ArrayList<>();
        for (Option o : ProfileOptions.all()) {
            switch (o.name()) {
                case "--model", "--stage", "--calibration" -> out.add(o);
                case "--set" -> out.add(new Option("--set", null, "NAME=VALUES", true, List.of(), null, "A parameter of the model: one value, or several as in a sweep, 1,2,4 or 1:8*2."));
                default -> out.add(new Option(o.name(), null, o.name().substring(2).toUpperCase(Locale.ROOT) + ",...", false, List.of(), o.listed(), about(o.name())));
            }
        }
        out.addAll(List.of(TARGET, RATE, PRICE, BY, TOP, THREADS, Session.FORMAT, Session.OUTPUT));
        return out;
    }

    private static String about(String name) {
        return switch (name) {
            case "--device" -> "Devices to choose from, with commas between; default all that are shipped.";
            case "--runtime" -> "Runtimes to choose from; default " + String.join(" and ", RUNTIMES) + ".";
            default -> "Values to choose from, with commas between.";
        };
    }

    @Override
    public Rest rest() {
        return Rest.NONE;
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        Format format = Session.format(a);
        if (a.one("--model") == null) {
            throw new UsageException("--model is needed", "such as --model sd-v1.5; 'ttbench list models' names them");
        }
        Target target = Target.of(a.one(TARGET.name()), a.one(RATE.name()));
        Advice.By by = a.one(BY.name()) == null ? Advice.By.COST : Advice.By.valueOf(a.one(BY.name()).toUpperCase(Locale.ROOT));
        int top = top(a.one(TOP.name()));
        Suites suites = session.suites();
        SweepDef def = definition(a, suites);
        ModelDef model = suites.model(def.models().get(0));
        List<String> weights = weights(a);
        Map<String, Device.Price> prices = prices(a, suites);
        Map<String, Device> devices = new LinkedHashMap<>();
        def.settings().get("device").forEach(d -> devices.put(d, suites.devices().get(d)));
        List<Result> results = new SweepRunner(() -> new Suites(suites.files()), SuiteCommand.threads(a.one(THREADS.name()))).run(requests(def, weights));
        session.warn();
        List<Candidate> candidates = new ArrayList<>();
        for (Result r : results) {
            Device d = devices.get(r.request().device());
            candidates.add(Candidate.of(r, pieces(model, r), prices.getOrDefault(d.id(), d.price()), target));
        }
        ModelDef.Parameter batch = model.parameter("batch");
        session.write(a, AdviceReport.sheet(Advice.of(target, by, candidates), model.title() + " (" + model.id() + ")", batch == null || batch.unit() == null ? "generations" : batch.unit(),
                axes(def, weights), AdviseCommand::value, top, format));
        return Ttbench.DONE;
    }

    /** The axes, devices and runtimes filled in; every choice is one that there is. */
    private static SweepDef definition(Arguments a, Suites suites) {
        SweepDef given = SweepCommand.options(a).def();
        if (given.models().size() > 1) {
            throw new UsageException("--model " + a.one("--model") + ": one model expected", "advice is for one; 'ttbench sweep' takes several");
        }
        for (Option o : ProfileOptions.all()) {
            for (String v : given.settings().getOrDefault(o.name().substring(2), List.of())) {
                if (!o.accepts(v) || v.contains("=")) {
                    throw PicocliParser.choice(o.name(), v, o.choices());
                }
            }
        }
        Map<String, List<String>> settings = new LinkedHashMap<>(given.settings());
        settings.putIfAbsent("device", suites.devices().ids());
        settings.putIfAbsent("runtime", RUNTIMES);
        SweepDef def = new SweepDef(given.models(), given.dimensions(), null, settings, given.stages());
        Binding.of(suites.model(def.models().get(0)), def.shape(0).set());
        return def;
    }

    private static List<String> weights(Arguments a) {
        if (a.one("--weights") == null) {
            return Collections.singletonList(null);
        }
        List<String> out = Axis.values("--weights", a.one("--weights"));
        for (Option o : ProfileOptions.all()) {
            for (String v : out) {
                if (o.name().equals("--weights") && (!o.accepts(v) || v.contains("="))) {
                    throw PicocliParser.choice("--weights", v, o.choices());
                }
            }
        }
        return out;
    }

    private static Map<String, Device.Price> prices(Arguments a, Suites suites) {
        Map<String, Device.Price> out = new LinkedHashMap<>();
        for (String s : a.all(PRICE.name())) {
            int equals = s.lastIndexOf('=');
            String value = s.substring(equals + 1).strip();
            if (equals <= 0 || !value.matches("\\d{1,6}(\\.\\d{1,9})?")) {
                throw new UsageException("--price " + s + ": DEVICE=USD expected", "such as --price l4=0.8, dollars an hour of one device");
            }
            Device d = suites.devices().get(s.substring(0, equals).strip());
            out.put(d.id(), new Device.Price(Double.parseDouble(value), null, "--price"));
        }
        return out;
    }

    private static int top(String given) {
        if (given == null) {
            return 10;
        }
        if (!given.matches("[1-9]\\d{0,6}")) {
            throw new InputException(Problem.of("--top " + given + ": a number from 1 expected", null));
        }
        return Integer.parseInt(given);
    }

    private static List<Request> requests(SweepDef def, List<String> weights) {
        List<Request> out = new ArrayList<>();
        for (long i = 0; i < def.shapes(); i++) {
            for (Request r : def.points(def.shape(i))) {
                weights.forEach(w -> out.add(new Request(r.model(), r.set(), r.device(), r.dtype(), new Precision(w, Map.of(), Map.of()), r.attention(), r.runtime(), r.layout(), r.stages())));
            }
        }
        return out;
    }

    /** Images, videos or sequences of one generation; 1 where the request cannot be, or the model has no batch. */
    private static long pieces(ModelDef model, Result r) {
        return r.totals() == null || model.parameter("batch") == null ? 1 : (Long) Binding.of(model, r.request().set()).lookup("batch");
    }

    /** What candidates differ in beside the device. */
    private static List<String> axes(SweepDef def, List<String> weights) {
        List<String> out = new ArrayList<>();
        def.dimensions().stream().filter(d -> d.values().get(0).size() > 1).forEach(d -> out.addAll(d.names()));
        SweepDef.SETTINGS.stream().filter(s -> !s.equals("device") && def.settings().getOrDefault(s, List.of()).size() > 1).forEach(out::add);
        if (weights.size() > 1) {
            out.add("weights");
        }
        return out;
    }

    private static String value(String axis, Candidate c) {
        return axis.equals("weights") ? c.request().precision().weights() : Columns.axis(axis, c.request());
    }
}
