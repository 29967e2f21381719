package dev.ttbench.calibration;

import dev.ttbench.device.Device;
import dev.ttbench.measurement.MeasurementFile;
import dev.ttbench.measurement.Predictor;
import dev.ttbench.measurement.Row;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Overlay;
import dev.ttbench.spec.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Fits the few constants that one device's own measurements tell. */
public final class Calibrator {
    private static final int CASES_A_CONSTANT = 3;
    private static final int FOLDS = 5;
    private static final int STARTS = 4;
    private static final double AT_BOUND = 0.005;

    /**
     * One constant.
     *
     * @param before as it ships
     * @param error standard error as a share of it
     * @param atBound whether it stands at the end of where it may go
     */
    public record Fitted(Overlay.Place place, String name, String key, String unit, double before, double after, double error, boolean atBound) { }

    /** Errors of the cases of one kind, or of all: as shipped, fitted, and of constants fitted without the case. */
    public record Change(String kind, Accuracy before, Accuracy after, Accuracy apart) { }

    /**
     * What came of it.
     *
     * @param rows read
     * @param cases fitted to
     * @param kept constants of the default sets that the cases do not tell, and stay as they are
     * @param left rows left out, by reason
     */
    public record Outcome(Device device, int rows, int cases, List<Fitted> constants, List<String> kept, List<Change> changes, Map<String, Integer> left) { }

    private final Suites suites;
    private final Device device;
    private final Trial trial;
    private final long seed;

    /**
     * @param deviceName a name, an alias or a file
     * @param seed of random starts and folds
     */
    public Calibrator(Suites suites, String deviceName, long seed) {
        this.suites = suites;
        this.device = suites.devices().know(deviceName);
        this.trial = new Trial(suites, List.of(deviceName));
        this.seed = seed;
    }

    /**
     * Fits.
     *
     * @param names of constants; empty for those that the kinds of the rows tell
     * @throws InputException when the rows are too few or do not tell a constant that was asked for
     */
    public Outcome calibrate(List<MeasurementFile> files, List<String> names) {
        Cases cases = Cases.of(suites, files, device.id());
        List<Row> rows = cases.rows();
        if (rows.isEmpty()) {
            throw refused("no row is of " + device.id() + " and can be predicted", cases.left().isEmpty() ? null : "left out: " + left(cases.left()));
        }
        FitSets sets = FitSets.read(suites.files());
        Parameters parameters = new Parameters(suites.files(), sets, device, libraries(rows), runtimes(rows));
        boolean asked = !names.isEmpty();
        List<Parameter> wanted = parameters.of(asked ? names : cases.kinds().stream().flatMap(k -> sets.sets().get(k).calibrate().stream()).toList());
        List<String> kept = new ArrayList<>();
        List<Parameter> told = told(rows, wanted, asked, kept);
        double[] values = rounded(new Fit(trial, told, Map.of(), STARTS, seed).values(rows));
        double[] before = trial.errors(rows, Map.of());
        double[] after = trial.errors(rows, Parameter.overlay(told, values));
        double[] apart = apart(rows, told);
        double[] errors = Determination.of(trial, rows, told, values, Map.of()).errors(Math.max(0.01, scatter(after)));
        List<Fitted> fitted = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Parameter p = told.get(i);
            double share = p.share(values[i]);
            fitted.add(new Fitted(p.place(), p.name(), p.key(), p.unit(), p.value(), values[i], errors[i], share < AT_BOUND || share > 1 - AT_BOUND));
        }
        return new Outcome(device, cases.rowsRead(), rows.size(), fitted, kept, changes(rows, before, after, apart), cases.left());
    }

    /** The constants that the rows tell: of those asked for all, or a refusal; of the default ones as many as they tell. */
    private List<Parameter> told(List<Row> rows, List<Parameter> wanted, boolean asked, List<String> kept) {
        List<Parameter> told = new ArrayList<>(wanted);
        while (!told.isEmpty()) {
            Determination d = Determination.of(trial, rows, told, told.stream().mapToDouble(Parameter::value).toArray(), Map.of());
            List<Parameter> open = d.open();
            if (open.isEmpty() && rows.size() >= CASES_A_CONSTANT * told.size()) {
                return told;
            }
            String why = open.isEmpty() ? "there are too few cases: " + rows.size() + ", at least " + CASES_A_CONSTANT + " a constant are needed"
                    : open.size() == 1 ? "the cases hardly depend on it" : "the cases only tell it together with others: " + names(open);
            if (asked && open.isEmpty()) {
                throw refused(rows.size() + " different cases are too few for " + told.size() + (told.size() == 1 ? " constant" : " constants"), "at least " + CASES_A_CONSTANT + " a constant are needed; fit fewer, or measure more shapes");
            }
            if (asked) {
                throw refused(open.size() == 1 ? "the measurements do not tell " + names(open) + ": they hardly depend on it" : "the measurements do not tell " + names(open) + " apart",
                        "leave " + (open.size() == 1 ? "it" : "one of them") + " out of --fit, or measure kernels that differ in what " + (open.size() == 1 ? "it says" : "they say"));
            }
            Parameter weakest = d.weakest(open.isEmpty() ? told : open);
            told.remove(weakest);
            kept.add(weakest.name() + ": " + why);
        }
        throw refused("the measurements tell none of the constants that their kinds usually do", String.join("\n", kept));
    }

    /** Errors of constants that were fitted to the other folds. */
    private double[] apart(List<Row> rows, List<Parameter> told) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        double[] out = new double[rows.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Row> seen = new ArrayList<>();
            List<Integer> held = new ArrayList<>();
            for (int i = 0; i < order.size(); i++) {
                if (i % FOLDS == fold) {
                    held.add(order.get(i));
                } else {
                    seen.add(rows.get(order.get(i)));
                }
            }
            double[] errors = trial.errors(held.stream().map(rows::get).toList(), Parameter.overlay(told, new Fit(trial, told, Map.of(), 1, seed).values(seen)));
            for (int i = 0; i < held.size(); i++) {
                out[held.get(i)] = errors[i];
            }
        }
        return out;
    }

    private static List<Change> changes(List<Row> rows, double[] before, double[] after, double[] apart) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            groups.computeIfAbsent(kind(rows.get(i)), k -> new ArrayList<>()).add(i);
        }
        if (groups.size() > 1) {
            groups.put("all", groups.values().stream().flatMap(List::stream).toList());
        }
        List<Change> out = new ArrayList<>();
        groups.forEach((kind, at) -> out.add(new Change(kind, Accuracy.of(pick(before, at)), Accuracy.of(pick(after, at)), Accuracy.of(pick(apart, at)))));
        return out;
    }

    private static String kind(Row r) {
        return r.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double[] pick(double[] of, List<Integer> at) {
        return at.stream().mapToDouble(i -> of[i]).toArray();
    }

    /** Median of |error| / 0.6745: the standard deviation, were they normal. */
    private static double scatter(double[] errors) {
        double[] size = java.util.Arrays.stream(errors).map(Math::abs).sorted().toArray();
        return size[size.length / 2] / 0.6745;
    }

    /** To four digits: what the file states is what was judged. */
    private static double[] rounded(double[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Double.parseDouble(String.format(Locale.ROOT, "%.4g", values[i]));
        }
        return out;
    }

    private Set<String> libraries(List<Row> rows) {
        Predictor p = new Predictor(suites);
        Set<String> out = new LinkedHashSet<>();
        for (Row r : rows) {
            String library = p.library(r);
            if (library != null) {
                out.add(library);
            }
        }
        return out;
    }

    private Set<String> runtimes(List<Row> rows) {
        Set<String> out = new TreeSet<>();
        for (Row r : rows) {
            if (r.kind() == MeasurementFile.Kind.END_TO_END) {
                out.add(r.has("runtime") ? r.text("runtime") : suites.defaults().runtime());
            }
        }
        return out;
    }

    private static String names(List<Parameter> of) {
        return of.stream().map(Parameter::name).collect(Collectors.joining(", "));
    }

    private static String left(Map<String, Integer> left) {
        return left.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining("; "));
    }

    private static InputException refused(String message, String hint) {
        return new InputException(Problem.of(message, hint));
    }
}
