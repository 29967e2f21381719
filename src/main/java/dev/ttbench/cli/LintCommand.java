package dev.ttbench.cli;

import dev.ttbench.lint.Lint;
import dev.ttbench.report.Format;
import dev.ttbench.report.Sheet;
import dev.ttbench.spec.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code ttbench lint}: every problem of the given files. Problems are its data and go to stdout; the count goes to stderr. */
final class LintCommand implements Command {
    @Override
    public String name() {
        return "lint";
    }

    @Override
    public String about() {
        return "Reads files and reports every problem at once; exit code 2 when there are any.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench lint suites/models/sd-v1.5.yaml", "ttbench lint suites");
    }

    @Override
    public List<Option> options() {
        return List.of(Session.FORMAT, Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("FILE", 1, Integer.MAX_VALUE, List.of(), "YAML files, or folders of them.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        Format format = Session.format(a);
        List<String> files = new ArrayList<>();
        for (String name : a.rest()) {
            Path p = Path.of(name);
            if (!Files.isDirectory(p)) {
                files.add(name);
                continue;
            }
            try (Stream<Path> found = Files.walk(p)) {
                found.filter(Files::isRegularFile).map(Path::toString).filter(f -> f.endsWith(".yaml") || f.endsWith(".yml")).sorted().forEach(files::add);
            }
        }
        List<Problem> problems = new Lint(session.suites().files()).check(files);
        if (format == Format.TABLE) {
            StringBuilder b = new StringBuilder();
            for (Problem p : problems) {
                b.append(p.text()).append('\n');
            }
            session.write(a, b);
        } else {
            Sheet sheet = new Sheet("lint", null);
            Sheet.Table t = sheet.table("problems", null, "file", "line", "column", "message", "hint");
            for (Problem p : problems) {
                t.row(p.file(), (long) p.line(), (long) p.column(), p.message(), p.hint());
            }
            session.write(a, sheet);
        }
        session.note((files.size() == 1 ? "1 file, " : files.size() + " files, ")
                + (problems.isEmpty() ? "no problems" : problems.size() == 1 ? "1 problem" : problems.size() + " problems"));
        return problems.isEmpty() ? Ttbench.DONE : Ttbench.BAD_INPUT;
    }
}
