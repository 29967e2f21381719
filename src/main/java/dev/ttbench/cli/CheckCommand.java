package dev.ttbench.cli;

import dev.ttbench.comparison.CheckFile;
import dev.ttbench.comparison.CheckWriter;
import dev.ttbench.comparison.Checker;
import dev.ttbench.comparison.Verdict;
import dev.ttbench.report.CheckReport;
import dev.ttbench.report.Format;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** {@code ttbench check}: a gate for continuous integration. */
final class CheckCommand implements Command {
    private static final Option BASELINE = Option.of("--baseline", "FILE", "The checks and what they are expected to come to, YAML or JSON.");
    private static final Option WRITE = Option.flag("--write", "Writes what the checks come to into the baseline, as what is expected from now on.");
    private static final Option JUNIT = Option.of("--junit", "FILE", "Also writes the verdicts as JUnit XML.");
    private static final Option MARKDOWN = Option.of("--markdown", "FILE", "Also writes them as Markdown, for a comment on a change.");

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String about() {
        return "A gate for CI: profiles against a committed baseline and budgets.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench check --baseline ci/ttbench.yaml", "ttbench check --baseline ci/ttbench.yaml --write", "ttbench check ci/ttbench.yaml --junit checks.xml --markdown checks.md");
    }

    @Override
    public List<Option> options() {
        return List.of(BASELINE, WRITE, JUNIT, MARKDOWN, Session.FORMAT, Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("FILE", 0, 1, List.of(), "The baseline, as --baseline names it.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        String name = a.rest().isEmpty() ? a.one("--baseline") : a.rest().get(0);
        if (name == null) {
            throw new UsageException("--baseline is needed", "a file that starts with 'checks:'; see the reference");
        }
        if (!a.rest().isEmpty() && a.has("--baseline")) {
            throw new UsageException("two baselines are named, " + name + " and " + a.one("--baseline"), "one is enough");
        }
        Format format = Session.format(a);
        String text = text(session, name);
        CheckFile file = CheckFile.read(name, text);
        Checker checker = new Checker(session.suites());
        Map<String, CheckFile.Expected> found = checker.run(file);
        List<Verdict> verdicts = checker.verdicts(file, found);
        session.warn();
        boolean people = format == Format.TABLE;
        session.write(a, people ? CheckReport.page(verdicts) : CheckReport.sheet(verdicts));
        if (a.one("--junit") != null) {
            StringBuilder b = new StringBuilder();
            CheckReport.junit(verdicts, b);
            OutputFile.write(a.one("--junit"), b);
        }
        if (a.one("--markdown") != null) {
            StringBuilder b = new StringBuilder();
            CheckReport.markdown(verdicts, b);
            OutputFile.write(a.one("--markdown"), b);
        }
        if (people && session.inGithubActions()) {
            CheckReport.annotations(name, verdicts, session.out());
        }
        if (a.has("--write")) {
            String after = CheckWriter.text(name, text, Version.number(), checker.constants(), found);
            if (!after.equals(text)) {
                OutputFile.write(name, after);
            }
            session.note("ttbench: " + found.size() + (found.size() == 1 ? " result" : " results") + " in " + name);
            return Ttbench.DONE;
        }
        return verdicts.stream().anyMatch(v -> v.kind().fails()) ? Ttbench.CHECK_FAILED : Ttbench.DONE;
    }

    private static String text(Session session, String name) {
        try {
            return new String(session.suites().files().bytes(name), StandardCharsets.UTF_8);
        } catch (InputException e) {
            Problem p = e.problems().get(0);
            throw new InputException(new Problem(p.file(), p.line(), p.column(), p.message(), "a first one: checks: [{model: sd-v1.5, device: l4}]; then --write"));
        }
    }
}
