package dev.ttbench.comparison;

import dev.ttbench.profile.Precision;
import dev.ttbench.profile.Request;
import dev.ttbench.spec.Fields;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.YamlReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a repository expects of its models: checks that people write, and under {@code expected} what they came to, which ttbench writes.
 *
 * @param name of the file
 * @param expected results by the id of their check
 * @param constants digest of the constants of time that they were made with; null when there are none
 */
public record CheckFile(String name, List<Check> checks, Map<String, Expected> expected, String constants) {
    /** The key of what ttbench writes. */
    static final String EXPECTED = "expected";

    /**
     * One request and what is asked of it.
     *
     * @param modelFile the model's file, relative to where ttbench runs; null for a shipped model
     * @param tolerance relative differences that count as none
     * @param most budgets
     */
    public record Check(String id, Request request, String modelFile, Map<Metric, Double> tolerance, Map<Metric, BigDecimal> most, int line) { }

    /** What a check came to: metrics, and the digest of its model's file then. */
    public record Expected(String model, Map<Metric, BigDecimal> values) { }

    /**
     * Reads a file in YAML or JSON.
     *
     * @throws InputException with every problem of it
     */
    public static CheckFile read(String name, String text) {
        return read(name, YamlReader.read(name, text));
    }

    /**
     * Reads a file's documents, of which there is one.
     *
     * @throws InputException with every problem of it
     */
    public static CheckFile read(String name, List<Node> documents) {
        if (documents.size() != 1 || !(documents.get(0) instanceof Node.MapNode map)) {
            throw new InputException(new Problem(name, 1, 1, "this file holds no checks", "it starts with 'checks:', a list; see the reference of 'ttbench check'"));
        }
        Problems problems = new Problems(name);
        Fields f = new Fields(map, problems, "a file of checks");
        List<Check> checks = new ArrayList<>();
        Map<String, Integer> ids = new TreeMap<>();
        for (Node.MapNode m : f.maps("checks")) {
            Check c = check(name, m, problems);
            checks.add(c);
            Integer before = ids.put(c.id(), m.line());
            if (before != null) {
                problems.add(m, "the check '" + c.id() + "' stands twice, first in line " + before, "give one of them an 'id'");
            }
        }
        Map<String, Expected> expected = new LinkedHashMap<>();
        String constants = null;
        if (f.node(EXPECTED) != null) {
            Fields e = new Fields(f.map(EXPECTED), problems, "'expected'");
            constants = e.text("constants");
            e.text("version");
            for (Node.Entry r : e.map("results").entries()) {
                expected.put(r.key(), expected(r, problems));
            }
            e.end();
        }
        f.end();
        problems.raise();
        return new CheckFile(name, List.copyOf(checks), expected, constants);
    }

    private static Check check(String file, Node.MapNode m, Problems problems) {
        Fields f = new Fields(m, problems, "a check");
        String model = f.text("model");
        Map<String, String> set = f.node("set") == null ? Map.of() : f.textMap("set");
        String device = f.optionalText("device");
        String dtype = f.optionalText("dtype");
        String weights = f.optionalText("weights");
        String attention = f.optionalText("attention");
        String runtime = f.optionalText("runtime");
        String layout = f.optionalText("layout");
        List<String> stages = f.texts("stages");
        String id = f.optionalText("id");
        if (id == null) {
            StringBuilder b = new StringBuilder(model.replaceAll(".*/|\\.ya?ml$", ""));
            set.forEach((k, v) -> b.append(' ').append(k).append('=').append(v));
            for (String s : new String[] {device, dtype, weights, attention, runtime, layout}) {
                b.append(s == null ? "" : " " + s.replaceAll(".*/", ""));
            }
            stages.forEach(s -> b.append(' ').append(s));
            id = b.toString();
        }
        Map<Metric, Double> tolerance = new EnumMap<>(Metric.class);
        Map<Metric, BigDecimal> most = new EnumMap<>(Metric.class);
        metrics(f, "tolerance", problems, (metric, node, value) -> {
            BigDecimal v = Metric.PARAMETERS.budget(value);
            if (v == null || v.doubleValue() > 10) {
                problems.add(node, "'" + value + "' is no tolerance", "a relative difference such as 0.02");
            } else {
                tolerance.put(metric, v.doubleValue());
            }
        });
        metrics(f, "max", problems, (metric, node, value) -> {
            BigDecimal v = metric.budget(value);
            if (v == null) {
                problems.add(node, "'" + value + "' is no budget of " + metric.id(), metric == Metric.TIME_S ? "such as 2.5 s or 900 ms" : metric.id().endsWith("bytes") ? "such as 24 GiB or 24e9" : "such as 1.2 G or 1200000000");
            } else {
                most.put(metric, v);
            }
        });
        f.end();
        String own = SuiteFiles.beside(file, model);
        String ownDevice = device == null ? null : SuiteFiles.beside(file, device);
        Precision precision = weights == null ? Precision.DEFAULT : new Precision(weights, Map.of(), Map.of());
        Request request = new Request(own == null ? model : own, set, ownDevice == null ? device : ownDevice, dtype, precision, attention, runtime, layout, stages);
        return new Check(id, request, own, tolerance, most, m.line());
    }

    private interface Each {
        void take(Metric metric, Node node, String value);
    }

    private static void metrics(Fields f, String key, Problems problems, Each each) {
        if (f.node(key) == null) {
            return;
        }
        for (Node.Entry e : f.map(key).entries()) {
            Metric m = Metric.of(e.key());
            if (m == null) {
                problems.add(e.line(), e.column(), "there is no metric '" + e.key() + "'", Suggest.hint(e.key(), java.util.Arrays.stream(Metric.values()).map(Metric::id).toList()));
            } else if (e.value() instanceof Node.Scalar s && s.value() != null) {
                each.take(m, e.value(), s.value() instanceof Double d ? new BigDecimal(d.toString()).toPlainString() : s.value().toString());
            } else {
                problems.add(e.value(), "a number expected, not " + e.value().describe(), null);
            }
        }
    }

    private static Expected expected(Node.Entry r, Problems problems) {
        Map<Metric, BigDecimal> values = new EnumMap<>(Metric.class);
        String model = "";
        if (!(r.value() instanceof Node.MapNode m)) {
            problems.add(r.value(), "a map of metrics expected, not " + r.value().describe(), "'ttbench check --write' writes it");
            return new Expected(model, values);
        }
        Fields f = new Fields(m, problems, "an expected result");
        model = f.text("model");
        for (Metric metric : Metric.values()) {
            if (f.node(metric.id()) instanceof Node.Scalar s && s.value() instanceof Number n) {
                values.put(metric, new BigDecimal(n.toString()));
            } else {
                problems.add(m, "an expected result needs the number '" + metric.id() + "'", "'ttbench check --write' writes it");
            }
        }
        f.end();
        return new Expected(model, values);
    }
}
