package dev.ttbench.measurement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How far a group of predictions is off. Rows that ask for the same thing are one case, judged by its median measurement.
 *
 * @param rows measurements
 * @param cases different requests among them
 * @param median median of |predicted / measured - 1|
 * @param p90 its 90th percentile
 * @param bias median of predicted / measured - 1: below 0 is too fast
 * @param coverage share of cases whose measured value lies in the interval
 */
public record Errors(String group, int rows, int cases, double median, double p90, double bias, double coverage) {

    /** Of predictions grouped by a name, in order of the names; skipped ones are left out. */
    public static List<Errors> by(List<Prediction> predictions, Function<Prediction, String> name) {
        Map<String, List<Prediction>> groups = new java.util.TreeMap<>();
        for (Prediction p : predictions) {
            if (p.skipped() == null) {
                groups.computeIfAbsent(name.apply(p), k -> new ArrayList<>()).add(p);
            }
        }
        List<Errors> out = new ArrayList<>();
        groups.forEach((g, l) -> out.add(of(g, l)));
        return out;
    }

    /** Of one group, none of which is skipped and at least one is there. */
    public static Errors of(String group, List<Prediction> predictions) {
        List<Prediction> cases = cases(predictions);
        double[] signed = cases.stream().mapToDouble(Prediction::error).sorted().toArray();
        double[] size = Arrays.stream(signed).map(Math::abs).sorted().toArray();
        double covered = (double) cases.stream().filter(Prediction::covered).count() / cases.size();
        return new Errors(group, predictions.size(), cases.size(), quantile(size, 0.5), quantile(size, 0.9), quantile(signed, 0.5), covered);
    }

    /** One prediction a request: of several measurements of one, that of the median value. */
    public static List<Prediction> cases(List<Prediction> predictions) {
        Map<Object, List<Prediction>> same = new LinkedHashMap<>();
        for (Prediction p : predictions) {
            same.computeIfAbsent(request(p), k -> new ArrayList<>()).add(p);
        }
        List<Prediction> out = new ArrayList<>();
        for (List<Prediction> l : same.values()) {
            l.sort(java.util.Comparator.comparingDouble(p -> p.row().measured()));
            out.add(l.get((l.size() - 1) / 2));
        }
        return out;
    }

    /** Rows of whole generations that differ only in who measured them ask for the same. A kernel's row is a case of its own. */
    private static Object request(Prediction p) {
        if (p.row().kind() != MeasurementFile.Kind.END_TO_END) {
            return p.row();
        }
        StringBuilder b = new StringBuilder(p.device());
        for (String c : List.of("model", "scope", "dtype", "batch", "height", "width", "frames", "steps", "guidance", "prompt_tokens", "new_tokens", "runtime", "attention", "metric")) {
            b.append('|').append(p.row().text(c));
        }
        return b.append(p.value()).toString();
    }

    /** The value below which a share {@code q} of sorted values lies, linear between neighbours. */
    static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int i = (int) Math.floor(at);
        return i + 1 < sorted.length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }
}
