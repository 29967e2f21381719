package dev.ttbench.comparison;

import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the checks of a file and holds what they come to against what was expected. */
public final class Checker {
    private final Suites suites;
    private final String constants;

    /** With the models, devices and constants of the given suites. */
    public Checker(Suites suites) {
        this.suites = suites;
        this.constants = constants(suites.files());
    }

    /** Digest of the constants of time: architectures, latency, runtimes, devices. */
    public static String constants(SuiteFiles files) {
        StringBuilder b = new StringBuilder();
        try {
            for (String part : List.of("architectures", "devices", "")) {
                List<Path> of = new ArrayList<>();
                try (Stream<Path> list = Files.list(files.shipped().resolve(part))) {
                    list.filter(p -> p.toString().endsWith(".yaml") && (!part.isEmpty() || p.getFileName().toString().matches("(latency|runtimes|defaults|weight-formats).yaml"))).sorted().forEach(of::add);
                }
                for (Path p : of) {
                    b.append(p.getFileName()).append(files.sha256(p.toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SuiteFiles.digest(b.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    /** The digest that new results are written with. */
    public String constants() {
        return constants;
    }

    /**
     * What the checks come to, by id and in the file's order.
     *
     * @throws InputException when one cannot run
     */
    public Map<String, CheckFile.Expected> run(CheckFile file) {
        Map<String, CheckFile.Expected> out = new LinkedHashMap<>();
        for (CheckFile.Check c : file.checks()) {
            Profile p;
            try {
                p = new Profiler(suites).profile(c.request());
            } catch (InputException e) {
                throw new InputException(e.problems().stream().map(x -> x.file() != null ? x : new Problem(file.name(), c.line(), 1, "the check '" + c.id() + "': " + x.message(), x.hint())).toList());
            }
            Map<Metric, BigDecimal> values = new EnumMap<>(Metric.class);
            for (Metric m : Metric.values()) {
                values.put(m, m.of(p.totals()));
            }
            out.put(c.id(), new CheckFile.Expected(p.model().sha256().substring(0, 16), values));
        }
        return out;
    }

    /** A verdict for every metric of every check, and of every expectation that no check has. */
    public List<Verdict> verdicts(CheckFile file, Map<String, CheckFile.Expected> found) {
        List<Verdict> out = new ArrayList<>();
        for (CheckFile.Check c : file.checks()) {
            for (Metric m : Metric.values()) {
                out.add(verdict(file, c, m, file.expected().get(c.id()), found.get(c.id())));
            }
        }
        file.expected().forEach((id, e) -> {
            if (!found.containsKey(id)) {
                out.add(new Verdict(null, id, Metric.PARAMETERS, Verdict.Kind.MISSING, e.values().get(Metric.PARAMETERS), null, null, "no check has this id; --write drops it"));
            }
        });
        return out;
    }

    private Verdict verdict(CheckFile file, CheckFile.Check c, Metric m, CheckFile.Expected expected, CheckFile.Expected found) {
        BigDecimal now = found.values().get(m);
        BigDecimal before = expected == null ? null : expected.values().get(m);
        BigDecimal budget = c.most().get(m);
        if (budget != null && now.compareTo(budget) > 0) {
            return new Verdict(c, c.id(), m, Verdict.Kind.REGRESSION, before, now, budget, "past its budget");
        }
        if (before == null) {
            return new Verdict(c, c.id(), m, Verdict.Kind.NEW, null, now, budget, "nothing was expected; --write adds it");
        }
        double tolerance = c.tolerance().getOrDefault(m, m.tolerance());
        BigDecimal allowed = before.multiply(BigDecimal.valueOf(tolerance)).abs();
        int order = now.subtract(before).abs().compareTo(allowed) <= 0 ? 0 : now.compareTo(before);
        if (order == 0) {
            return new Verdict(c, c.id(), m, Verdict.Kind.OK, before, now, budget, null);
        }
        boolean ours = m == Metric.TIME_S ? !constants.equals(file.constants()) : expected.model().equals(found.model());
        if (ours) {
            return new Verdict(c, c.id(), m, Verdict.Kind.CHANGED, before, now, budget, m == Metric.TIME_S ? "the constants of time are others than those of the baseline"
                    : "the model's file is the same: ttbench or a shipped graph counts otherwise");
        }
        return new Verdict(c, c.id(), m, order > 0 ? Verdict.Kind.REGRESSION : Verdict.Kind.IMPROVEMENT, before, now, budget, order > 0 ? "more than expected" : "less than expected; --write keeps it");
    }
}
