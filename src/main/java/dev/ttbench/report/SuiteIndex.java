package dev.ttbench.report;

import dev.ttbench.profile.Profile;
import dev.ttbench.study.StudyResult;
import dev.ttbench.study.SuiteDef;
import dev.ttbench.study.SuiteResult;
import dev.ttbench.study.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page that ties the studies of a suite together, in Markdown: claims, each study with its figure and table, assumptions, sources. */
public final class SuiteIndex {
    /** What the grades of claims mean. */
    public static final String GRADES = "Grades: A stated in the abstract, S in a secondary summary, R recalled and not to be quoted as certain, D derived by arithmetic.";
    private static final int MOST_ROWS = 40;

    private SuiteIndex() { }

    /** Writes the page; figures and tables are linked by the study's id. */
    public static void write(SuiteResult r, String version, Appendable out) throws IOException {
        SuiteDef s = r.suite();
        out.append("# ").append(s.title()).append("\n\n");
        if (s.about() != null) {
            out.append(s.about()).append("\n\n");
        }
        out.append(predicted(r, version)).append("\n\n");
        claims(r, out);
        for (StudyResult study : r.studies()) {
            study(study, out);
        }
        assumptions(r, out);
        list("## Sources", s.sources(), out);
    }

    /** What its numbers are: which version predicted them, of how many generations, with which settings. */
    public static String predicted(SuiteResult r, String version) {
        String settings = settings(r);
        return "Predicted by ttbench " + version + " from " + r.runs() + " distinct generations" + (settings.isEmpty() ? "" : ", " + settings) + ", where a study compares nothing else. "
                + "FLOPs, bytes, parameters and shapes are counted; times are those of a model of the device.";
    }

    private static String settings(SuiteResult r) {
        List<String> out = new ArrayList<>();
        r.settings().forEach((k, v) -> out.add(k.equals("attention") || k.equals("device") || k.equals("calibration") ? k + " " + v : v));
        return String.join(", ", out);
    }

    private static void claims(SuiteResult r, Appendable out) throws IOException {
        if (r.suite().claims().isEmpty()) {
            return;
        }
        out.append("## Claims\n\n" + GRADES + "\n\n"
                + "| claim | grade | claimed | ttbench says | | why | study |\n|---|---|---|---|---|---|---|\n");
        for (SuiteDef.Claim c : r.suite().claims().values()) {
            boolean found = false;
            for (StudyResult study : r.studies()) {
                for (StudyResult.Finding f : study.findings()) {
                    if (f.claim().equals(c)) {
                        row(out, c, f.says(), "**" + f.verdict().label() + "**", f.why(), "[" + study.study().title() + "](#" + study.study().id() + ")");
                        found = true;
                    }
                }
            }
            if (!found && r.studies().size() == r.suite().studies().size()) {
                row(out, c, "", StudyResult.Verdict.UNKNOWN.label(), "no study that ran speaks of it", "");
            }
        }
        out.append('\n');
    }

    private static void row(Appendable out, SuiteDef.Claim c, String says, String verdict, String why, String study) throws IOException {
        String where = c.where() == null ? "" : " (" + c.where() + ")";
        out.append("| ").append(c.id()).append(" | ").append(c.grade()).append(" | ").append(cell(c.says() + where)).append(" | ").append(cell(says)).append(" | ").append(verdict)
                .append(" | ").append(why == null ? "" : cell(why)).append(" | ").append(study).append(" |\n");
    }

    private static String cell(String s) {
        return s.replace("|", "\\|").replace('\n', ' ').strip();
    }

    private static void study(StudyResult r, Appendable out) throws IOException {
        SuiteDef.Study s = r.study();
        out.append("<a id=\"").append(s.id()).append("\"></a>\n\n## ").append(s.title()).append("\n\n");
        if (s.about() != null) {
            out.append(s.about()).append("\n\n");
        }
        if (r.chart() != null) {
            out.append("![").append(s.title()).append("](").append(s.id()).append(".svg)\n\n");
        }
        Table t = r.table();
        if (t.rows().size() <= MOST_ROWS) {
            table(t, out);
        }
        out.append(t.rows().size() <= MOST_ROWS ? "\n" : t.rows().size() + " rows: ").append("[CSV](").append(s.id()).append(".csv), [JSON](").append(s.id()).append(".json)\n\n");
    }

    private static void table(Table t, Appendable out) throws IOException {
        boolean[] numbers = new boolean[t.columns().size()];
        for (int i = 0; i < numbers.length; i++) {
            int at = i;
            numbers[i] = t.rows().stream().allMatch(r -> r[at] == null || r[at] instanceof Number);
            out.append("| ").append(t.columns().get(i).replace('_', ' ')).append(' ');
        }
        out.append("|\n");
        for (boolean n : numbers) {
            out.append(n ? "|--:" : "|---");
        }
        out.append("|\n");
        for (Object[] row : t.rows()) {
            for (int i = 0; i < row.length; i++) {
                out.append("| ").append(cell(StudyReport.readable(t, i, row[i]))).append(' ');
            }
            out.append("|\n");
        }
    }

    private static void assumptions(SuiteResult r, Appendable out) throws IOException {
        out.append("## Assumptions\n\nWhat is not published was chosen; the reasons are in the models' files too.\n\n");
        for (Map.Entry<String, Profile.Model> e : r.models().entrySet()) {
            out.append("**").append(e.getValue().title()).append("** (`").append(e.getKey()).append("`)");
            if (e.getValue().assumptions().isEmpty()) {
                out.append(": published in full, nothing assumed.\n\n");
                continue;
            }
            out.append("\n\n");
            list(null, e.getValue().assumptions(), out);
        }
    }

    private static void list(String heading, List<String> items, Appendable out) throws IOException {
        if (items.isEmpty()) {
            return;
        }
        if (heading != null) {
            out.append(heading).append("\n\n");
        }
        for (String s : items) {
            out.append("- ").append(s.replace('\n', ' ')).append('\n');
        }
        out.append('\n');
    }
}
