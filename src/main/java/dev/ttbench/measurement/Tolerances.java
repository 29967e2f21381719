package dev.ttbench.measurement;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far predictions of the shipped measurements may be off before a change counts as a step back.
 *
 * @param families by the name of a family: largest median and largest 90th percentile of |error|
 */
public record Tolerances(Map<String, Tolerance> families) {

    /** Of one family; {@code rows}: the fewest that must be predicted. */
    public record Tolerance(double median, double p90, int rows) { }

    /** Those of {@code suites/measurements/tolerances.yaml}. */
    public static Tolerances read(SuiteFiles files) {
        String file = files.shipped().resolve("measurements").resolve("tolerances.yaml").toString();
        Problems problems = new Problems(file);
        Tolerances t = read(files.map(file, problems), problems);
        problems.raise();
        return t;
    }

    /** Those of a document. */
    public static Tolerances read(Node.MapNode map, Problems problems) {
        Fields f = new Fields(map, problems, "the file of tolerances");
        Map<String, Tolerance> out = new LinkedHashMap<>();
        for (Node.MapNode m : f.maps("tolerances")) {
            Fields t = new Fields(m, problems, "a tolerance");
            String family = t.text("family");
            if (out.put(family, new Tolerance(t.number("median"), t.number("p90"), t.count("rows"))) != null) {
                problems.add(m, "the family '" + family + "' stands twice", null);
            }
            t.end();
        }
        f.end();
        return new Tolerances(out);
    }

    /** What is past its tolerance, in words; empty when nothing is. */
    public List<String> broken(List<Errors> families) {
        List<String> out = new ArrayList<>();
        families(families, out);
        for (Errors e : families) {
            if (!families().containsKey(e.group())) {
                out.add(e.group() + " has no tolerance");
            }
        }
        return out;
    }

    private void families(List<Errors> found, List<String> out) {
        families.forEach((name, t) -> {
            Errors e = found.stream().filter(x -> x.group().equals(name)).findFirst().orElse(null);
            if (e == null || e.rows() < t.rows()) {
                out.add(name + ": " + (e == null ? 0 : e.rows()) + " rows are predicted, fewer than " + t.rows());
                return;
            }
            if (e.median() > t.median()) {
                out.add(name + ": the median error is " + percent(e.median()) + ", more than " + percent(t.median()));
            }
            if (e.p90() > t.p90()) {
                out.add(name + ": the 90th percentile of errors is " + percent(e.p90()) + ", more than " + percent(t.p90()));
            }
        });
    }

    private static String percent(double v) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * v);
    }
}
