package dev.ttbench.cli;

import dev.ttbench.comparison.Comparison;
import dev.ttbench.comparison.Snapshot;
import dev.ttbench.page.ComparisonPage;
import dev.ttbench.profile.Profile;
import dev.ttbench.report.ComparisonReport;
import dev.ttbench.report.Format;
import dev.ttbench.report.Report;
import dev.ttbench.report.ReportSettings;
import dev.ttbench.report.Sheet;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ttbench compare}: what changes from one profile to another. */
final class CompareCommand implements Command {
    private static final String MARKDOWN = "markdown";
    private static final String HTML = "html";
    private static final List<String> FORMATS = List.of("table", "json", "csv", HTML, MARKDOWN);
    private static final Option FORMAT = Option.choice("--format", FORMATS, "Form of the answer; html is a page to look at; default table, or what the extension of -o says.");
    private static final List<String> SETTINGS = List.of("model", "device", "dtype", "weights", "attention", "runtime", "layout", "stage");

    @Override
    public String name() {
        return "compare";
    }

    @Override
    public String about() {
        return "What changes from one profile to another, what matters most first.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench compare --model sd-v1.5 attention=baseline attention=flash", "ttbench compare --model llama-2-7b device=a100-sxm4-80gb device=h100-sxm5-80gb,batch=2",
                "ttbench compare --model sd-v1.5 attention=baseline attention=flash -o change.html");
    }

    @Override
    public List<Option> options() {
        return ProfileOptions.and(FORMAT, Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("PROFILE", 2, 2, List.of(), "Two of: a file of 'ttbench profile --format json'; or settings and parameters such as device=l4,batch=2, on top of the options.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        Snapshot before = snapshot(a.rest().get(0), a, session);
        Snapshot after = snapshot(a.rest().get(1), a, session);
        String format = format(a);
        if (format.equals(HTML)) {
            StringBuilder page = new StringBuilder(1 << 16);
            ComparisonPage.write(new ComparisonPage.Content(new Comparison(before, after), a.rest().get(0), a.rest().get(1), CommandText.of(name(), a, options()), Version.number()), page);
            session.write(a, page);
            return Ttbench.DONE;
        }
        Sheet sheet = ComparisonReport.sheet(new Comparison(before, after), List.of("table", MARKDOWN).contains(format));
        if (format.equals(MARKDOWN)) {
            StringBuilder b = new StringBuilder();
            ComparisonReport.markdown(sheet, b);
            session.write(a, b);
        } else {
            session.write(a, sheet);
        }
        return Ttbench.DONE;
    }

    private static String format(Arguments a) {
        String file = a.one("--output");
        String id = a.one("--format") != null ? a.one("--format") : file != null && file.endsWith(".md") ? MARKDOWN : file == null ? Format.TABLE.id() : Format.idOfFile(file);
        if (!FORMATS.contains(id)) {
            throw PicocliParser.choice("--format", id, FORMATS);
        }
        return id;
    }

    private static Snapshot snapshot(String word, Arguments a, Session session) throws IOException {
        if (word.endsWith(".json") || Files.isRegularFile(Path.of(word))) {
            if (!Files.isRegularFile(Path.of(word))) {
                throw new InputException(new Problem(word, 0, 0, "there is no such file", null));
            }
            return Snapshot.of(word, Files.readString(Path.of(word), StandardCharsets.UTF_8));
        }
        Profile profile = ProfileOptions.profile(with(word, a), session);
        StringBuilder json = new StringBuilder(1 << 16);
        Report.of(Format.JSON).write(profile, new ReportSettings(Version.number(), null, List.of(), ReportSettings.Style.PLAIN), json);
        return Snapshot.of(word, json.toString());
    }

    /** The options with those of a word in their place. */
    private static Arguments with(String word, Arguments a) {
        Arguments out = new Arguments();
        List<String> own = new java.util.ArrayList<>();
        for (String part : dev.ttbench.sweep.Axis.items(word)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("'" + part + "' is neither a file nor a setting", "such as device=l4 or batch=2,attention=baseline; files are those of 'ttbench profile --format json'");
            }
            String name = part.substring(0, equals).strip();
            String value = part.substring(equals + 1).strip();
            boolean setting = SETTINGS.contains(name);
            out.put(setting ? "--" + name : "--set", setting ? value : name + "=" + value);
            own.add(setting ? "--" + name : "--set " + name);
        }
        for (Option o : ProfileOptions.all()) {
            for (String v : a.all(o.name())) {
                if (!own.contains(o.name()) && !own.contains(o.name() + " " + v.replaceAll("\\s*=.*", ""))) {
                    out.put(o.name(), v);
                }
            }
        }
        return out;
    }
}
