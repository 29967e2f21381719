package dev.ttbench.study;

import dev.ttbench.spec.Fields;
import dev.ttbench.spec.Names;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one study of a suite; problems are collected with their places. */
final class StudyReader {
    private static final List<String> AXES = List.of("device", "dtype", "attention", "runtime", "layout");
    static final List<String> FIGURES = List.of("bars", "stacked", "lines", "steps", "points");

    private final Problems problems;
    private final Map<String, SuiteDef.Claim> claims;
    private final List<SuiteDef.Workload> workloads;
    private final ReductionReader reductions;

    StudyReader(Problems problems, Map<String, SuiteDef.Claim> claims, List<SuiteDef.Workload> workloads) {
        this.problems = problems;
        this.claims = claims;
        this.workloads = workloads;
        this.reductions = new ReductionReader(problems);
    }

    SuiteDef.Study read(Node.MapNode m) {
        Fields f = new Fields(m, problems, "a study");
        String id = f.text("id");
        if (!id.isEmpty() && !Names.isFile(id)) {
            problems.add(m.get("id"), "'" + id + "' cannot be the name of a file", "letters, digits, '-', '_' and '.', a letter first");
        }
        String title = f.text("title");
        String about = f.optionalText("about");
        List<SuiteDef.Cross> runs = f.maps("runs").stream().map(this::cross).toList();
        if (m.get("runs") instanceof Node.ListNode l && l.items().isEmpty()) {
            problems.add(l, "a study needs a run", "- {model: sd-v1.5}");
        }
        String source = f.text("rows");
        if (!RowSource.ids().contains(source)) {
            wrong(m.get("rows"), "there are no rows '" + source + "'", source, RowSource.ids());
            source = "";
        }
        RowSource rows = source.isEmpty() ? RowSource.TOTALS : RowSource.valueOf(source.toUpperCase(java.util.Locale.ROOT));
        List<Long> steps = steps(f.node("steps"));
        List<Reduction> reduce = reductions.read(f.node("reduce"));
        List<String> columns = f.texts("columns");
        if (!columns.isEmpty()) {
            reduce.add(reductions.placed(new Reduction.Select(columns), m.get("columns").line(), m.get("columns").column()));
        }
        SuiteDef.FigureDef figure = f.node("figure") != null && f.map("figure") == m.get("figure") ? figure(f.map("figure")) : null;
        List<SuiteDef.FindingDef> findings = f.node("findings") == null ? List.of() : f.maps("findings").stream().map(this::finding).toList();
        f.end();
        return new SuiteDef.Study(id, title, about, runs, rows, steps, reduce, figure, findings, m.line(), m.column());
    }

    /** A problem with a text, unless that is missing or no text, which has been said. */
    private void wrong(Node at, String message, String text, java.util.Collection<String> known) {
        if (at instanceof Node.Scalar s && s.value() instanceof String) {
            problems.add(at, message, Suggest.hint(text, known));
        }
    }

    private List<Long> steps(Node n) {
        List<Long> out = new ArrayList<>();
        if (n instanceof Node.ListNode l) {
            for (Node item : l.items()) {
                if (item instanceof Node.Scalar s && s.value() instanceof Long v && v >= 0) {
                    out.add(v);
                } else {
                    problems.add(item, "the number of a step expected, from 0, not " + item.describe(), null);
                }
            }
        } else if (n != null) {
            problems.add(n, "'steps' must be a list, not " + n.describe(), "steps: [0, 511, 1023]");
        }
        return out;
    }

    private SuiteDef.Cross cross(Node.MapNode m) {
        Fields f = new Fields(m, problems, "a run");
        Map<String, List<String>> axes = new LinkedHashMap<>();
        List<String> models = reductions.texts(f.node("model"));
        List<String> chosen = f.node("workloads") == null ? null : reductions.texts(f.node("workloads"));
        if (models.isEmpty() == (chosen == null || chosen.isEmpty())) {
            problems.add(m, "a run needs either 'model' or 'workloads'", "workloads: all, or model: [sd-v1.5]");
        }
        if (chosen != null && workloads.isEmpty()) {
            problems.add(m.get("workloads"), "the suite has no workloads", "list them under 'workloads', or name a 'model'");
        }
        axes.put("model", models);
        for (String key : AXES) {
            if (f.node(key) != null) {
                axes.put(key, reductions.texts(f.node(key)));
                some(key, m.get(key));
                SuiteReader.choices(key, m.get(key), problems);
            }
        }
        Map<String, List<Template>> set = new LinkedHashMap<>();
        if (f.node("set") != null) {
            for (Node.Entry e : f.map("set").entries()) {
                some(e.key(), e.value());
                set.put(e.key(), e.value() instanceof Node.ListNode l ? l.items().stream().map(n -> Template.of(n, problems)).toList() : List.of(Template.of(e.value(), problems)));
            }
        }
        SuiteDef.Cross out = new SuiteDef.Cross(chosen, axes, set, f.texts("stages"), reductions.templates(f.node("columns")), m.line(), m.column());
        f.end();
        return out;
    }

    private void some(String key, Node n) {
        if (n instanceof Node.ListNode l && l.items().isEmpty()) {
            problems.add(n, "'" + key + "' has no values", null);
        }
    }

    private SuiteDef.FigureDef figure(Node.MapNode m) {
        Fields f = new Fields(m, problems, "a figure");
        String kind = f.text("kind");
        if (!FIGURES.contains(kind)) {
            wrong(m.get("kind"), "there is no figure '" + kind + "'", kind, FIGURES);
        }
        SuiteDef.FigureDef out = new SuiteDef.FigureDef(kind, reductions.read(f.node("reduce")), f.text("x"), f.text("y"), f.optionalText("series"), f.optionalText("panel"),
                axis(f, "x_axis"), axis(f, "y_axis"), f.node("roofline") != null && f.truth("roofline"), m.line(), m.column());
        f.end();
        return out;
    }

    private SuiteDef.AxisDef axis(Fields of, String key) {
        Node.MapNode m = of.map(key);
        if (!(of.node(key) instanceof Node.MapNode)) {
            return new SuiteDef.AxisDef("", null, false, false);
        }
        Fields f = new Fields(m, problems, "'" + key + "'");
        SuiteDef.AxisDef out = new SuiteDef.AxisDef(f.text("label"), f.optionalText("unit"), f.node("log") != null && f.truth("log"), f.node("percent") != null && f.truth("percent"));
        f.end();
        return out;
    }

    private SuiteDef.FindingDef finding(Node.MapNode m) {
        Fields f = new Fields(m, problems, "a finding");
        String claim = f.text("claim");
        if (!claims.containsKey(claim)) {
            wrong(m.get("claim"), "there is no claim '" + claim + "'", claim, claims.keySet());
        }
        List<Reduction> from = reductions.read(f.node("from"));
        Node says = f.node("says");
        if (says == null) {
            problems.add(m, "a finding needs 'says'", "says: \"convolution takes ${percent(share)}\"");
        }
        SuiteDef.FindingDef out = new SuiteDef.FindingDef(claim, from, template(says), f.node("agrees") == null ? null : template(f.node("agrees")),
                f.node("why") == null ? null : template(f.node("why")), m.line(), m.column());
        f.end();
        return out;
    }

    private Template template(Node n) {
        return n == null ? Template.NULL : Template.of(n, problems);
    }
}
