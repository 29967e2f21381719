package dev.ttbench.calibration;

import dev.ttbench.device.Device;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Prediction;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.measurement.Row;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.Overlay;
import dev.ttbench.spec.SuiteFiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Predictions of every row by constants that were fitted without its device (or source): of each kind of measurement that the device has rows of, all
 * constants of its architecture and of all kernels are fitted again to the others' rows, from the shipped values. Where the architecture has no
 * others' rows, its constants are those of the nearest one, which is what a new design would get.
 */
public final class LeaveOut {
    private static final int CASES_A_CONSTANT = 3;
    private static final long SEED = 1;

    /**
     * One group left out.
     *
     * @param rows what was left out
     * @param apart predictions of them, in order, of constants that saw none of them
     * @param known the same where the architecture keeps its constants when no other rows tell them
     * @param constants by kind of its rows, where the constants of the architectures come from, in words
     */
    public record Group(String name, List<Prediction> rows, List<Prediction> apart, List<Prediction> known, Map<MeasurementFile.Kind, String> constants) { }

    /** Bandwidth first: products and attention take it from there. */
    private static final List<MeasurementFile.Kind> ORDER = List.of(MeasurementFile.Kind.VECTOR, MeasurementFile.Kind.GEMM, MeasurementFile.Kind.ATTENTION, MeasurementFile.Kind.CONVOLUTION,
            MeasurementFile.Kind.END_TO_END);

    private final SuiteFiles files;
    private final FitSets sets;
    private final Trial trial;
    private final List<Prediction> all;
    private final Function<Prediction, String> name;
    private final Map<String, Device> devices = new HashMap<>();
    private final Set<String> measured = new TreeSet<>();
    private final Map<Row, String> libraries = new HashMap<>();

    /**
     * @param predictions of all rows with the shipped constants; skipped ones are left out
     * @param name of the group of a row: its device, or its source
     */
    public LeaveOut(Suites suites, List<Prediction> predictions, Function<Prediction, String> name) {
        this.files = suites.files();
        this.sets = FitSets.read(suites.files());
        this.trial = new Trial(suites, List.of());
        this.all = predictions.stream().filter(p -> p.skipped() == null).toList();
        this.name = name;
        Predictor predictor = new Predictor(suites);
        for (Prediction p : all) {
            Device d = devices.computeIfAbsent(p.device(), suites.devices()::get);
            if (suites.devices().architecture(d.architecture()).measured()) {
                measured.add(d.architecture());
            }
            String library = predictor.library(p.row());
            if (library != null) {
                libraries.put(p.row(), library);
            }
        }
    }

    /**
     * Every group, in order of their names; several at once, with the same answer.
     *
     * @param progress is told when one is done
     */
    public List<Group> groups(Consumer<String> progress) {
        Map<String, List<Prediction>> groups = new TreeMap<>();
        all.forEach(p -> groups.computeIfAbsent(name.apply(p), k -> new ArrayList<>()).add(p));
        AtomicInteger done = new AtomicInteger();
        List<Map.Entry<String, List<Prediction>>> order = new ArrayList<>(groups.entrySet());
        return order.parallelStream().map(e -> {
            Group g = without(e.getKey(), e.getValue());
            progress.accept("left out " + e.getKey() + ", " + done.incrementAndGet() + " of " + groups.size());
            return g;
        }).toList();
    }

    /** The predictions of all rows in the order of {@code rows}, each by constants that did not see it; what a group lacks stays as it is. */
    public static List<Prediction> inOrder(List<Prediction> rows, List<Group> groups, Function<Group, List<Prediction>> which) {
        Map<Row, Prediction> by = new IdentityHashMap<>();
        groups.forEach(g -> which.apply(g).forEach(p -> by.put(p.row(), p)));
        return rows.stream().map(p -> by.getOrDefault(p.row(), p)).toList();
    }

    private Group without(String group, List<Prediction> rows) {
        Map<Overlay.Place, Map<String, Overlay.Value>> fitted = new HashMap<>();
        Map<Overlay.Place, Map<String, Overlay.Value>> borrowed = new HashMap<>();
        Map<MeasurementFile.Kind, String> constants = new EnumMap<>(MeasurementFile.Kind.class);
        for (MeasurementFile.Kind kind : ORDER) {
            if (rows.stream().anyMatch(p -> p.row().kind() == kind)) {
                Set<String> said = new LinkedHashSet<>();
                refit(kind, group, rows, fitted, borrowed, said);
                constants.put(kind, String.join("; ", said));
            }
        }
        List<Row> own = rows.stream().map(Prediction::row).toList();
        List<Prediction> known = trial.predictions(own, fitted);
        List<Prediction> apart = borrowed.isEmpty() ? known : trial.predictions(own, new Overlay(null, null, fitted).and(borrowed).values());
        return new Group(group, rows, apart, known, constants);
    }

    /** Fits the constants of a kind to the rows of the others, and borrows what these do not tell of an architecture. */
    private void refit(MeasurementFile.Kind kind, String group, List<Prediction> left, Map<Overlay.Place, Map<String, Overlay.Value>> fitted,
            Map<Overlay.Place, Map<String, Overlay.Value>> borrowed, Set<String> said) {
        List<Prediction> others = all.stream().filter(p -> p.row().kind() == kind && !name.apply(p).equals(group) && useful(p)).toList();
        Map<String, Device> architectures = new TreeMap<>();
        left.stream().filter(p -> p.row().kind() == kind).forEach(p -> architectures.put(architecture(p), devices.get(p.device())));
        Set<Parameter> wanted = new LinkedHashSet<>();
        for (Map.Entry<String, Device> a : architectures.entrySet()) {
            List<Parameter> here = parameters(a.getValue(), others).of(sets.sets().get(kind).refit());
            List<Parameter> own = here.stream().filter(p -> p.place().kind() == Overlay.Kind.ARCHITECTURES).toList();
            here.stream().filter(p -> p.place().kind() != Overlay.Kind.ARCHITECTURES).forEach(wanted::add);
            if (own.isEmpty() || !measured.contains(a.getKey())) {
                continue;
            }
            long told = others.stream().filter(p -> architecture(p).equals(a.getKey())).count();
            if (told >= (long) CASES_A_CONSTANT * own.size()) {
                wanted.addAll(own);
                said.add(a.getKey() + ": " + told + " other rows");
            } else {
                String nearest = sets.nearest().get(a.getKey());
                Map<String, Overlay.Value> there = new LinkedHashMap<>(Elsewhere.constants(files, a.getKey(), nearest));
                there.keySet().retainAll(own.stream().map(Parameter::key).toList());
                borrowed.computeIfAbsent(own.get(0).place(), k -> new LinkedHashMap<>()).putAll(there);
                said.add(a.getKey() + ": as " + nearest);
            }
        }
        List<Row> rows = others.stream().map(Prediction::row).toList();
        List<Parameter> told = told(rows, new ArrayList<>(wanted), said);
        if (!told.isEmpty()) {
            merge(fitted, Parameter.overlay(told, new Fit(trial, told, fitted, 1, SEED).values(rows)));
        }
    }

    /** Those that the rows depend on at all; the others stay as they are, which is said. */
    private List<Parameter> told(List<Row> rows, List<Parameter> wanted, Set<String> said) {
        if (rows.isEmpty() || wanted.isEmpty()) {
            return List.of();
        }
        Determination d = Determination.of(trial, rows, wanted, wanted.stream().mapToDouble(Parameter::value).toArray(), Map.of());
        List<Parameter> out = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (Parameter p : wanted) {
            if (d.told(p)) {
                out.add(p);
            } else {
                kept.add(p.name());
            }
        }
        if (!kept.isEmpty()) {
            said.add("not told by others: " + String.join(", ", kept));
        }
        return out;
    }

    /** Whether a row tells constants of its kind: of generations only those that wait for the host, whose costs are all that is fitted to them. */
    private static boolean useful(Prediction p) {
        return p.row().kind() != MeasurementFile.Kind.END_TO_END || p.regime().endsWith(" host");
    }

    private Parameters parameters(Device device, List<Prediction> rows) {
        Set<String> used = new TreeSet<>();
        Set<String> runtimes = new TreeSet<>();
        for (Prediction r : rows) {
            if (libraries.containsKey(r.row())) {
                used.add(libraries.get(r.row()));
            }
            if (r.row().kind() == MeasurementFile.Kind.END_TO_END) {
                runtimes.add(r.regime().substring(0, r.regime().indexOf(' ')));
            }
        }
        return new Parameters(files, sets, device, used, runtimes);
    }

    private String architecture(Prediction p) {
        return devices.get(p.device()).architecture();
    }

    private static void merge(Map<Overlay.Place, Map<String, Overlay.Value>> into, Map<Overlay.Place, Map<String, Overlay.Value>> more) {
        more.forEach((place, values) -> into.computeIfAbsent(place, k -> new LinkedHashMap<>()).putAll(values));
    }
}
