package dev.ttbench.cli;

import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Plan;
import dev.ttbench.report.Diagram;
import dev.ttbench.report.Drawing;
import dev.ttbench.report.Format;
import dev.ttbench.report.RequestText;
import dev.ttbench.report.Sheet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code ttbench show} says of a model: its parameters, its stages and their blocks, or a diagram of these. */
final class ModelSheet {
    private static final Option SET = new Option("--set", null, "NAME=VALUE", true, List.of(), null, "A parameter of the model: shapes and counts are then of that request.");
    private static final Option STAGE = new Option("--stage", null, "ID", true, List.of(), null, "Draw only this stage of the model.");
    private static final Option DEPTH = Option.of("--depth", "N", "Levels of blocks below a stage of the model, default " + Drawing.DEPTH + ".");
    static final List<Option> OPTIONS = List.of(SET, STAGE, DEPTH, Option.choice("--format", formats(), "Form of the answer; mermaid and dot draw a model. Default table, or what the extension of -o says."),
            Session.OUTPUT);
    private static final int DEEPEST = 60;

    private ModelSheet() { }

    private static List<String> formats() {
        List<String> out = new ArrayList<>(Format.ids());
        for (Diagram d : Diagram.values()) {
            out.add(d.id());
        }
        return out;
    }

    /** Finds what is wrong with the arguments before anything is read. */
    static void check(Arguments a) {
        if (diagram(a) == null) {
            Session.format(a);
        }
        depth(a, Drawing.DEPTH);
        ProfileOptions.set(a);
    }

    /** Refuses what only a model can do. */
    static void refuse(Arguments a, String name) {
        for (Option o : List.of(SET, STAGE, DEPTH)) {
            if (a.has(o.name())) {
                throw new UsageException(o.name() + " is for models, and '" + name + "' is none", null);
            }
        }
        if (diagram(a) != null) {
            throw new UsageException("only models can be drawn as " + diagram(a).id() + ", and '" + name + "' is none", "a graph alone has no shapes");
        }
    }

    private static Diagram diagram(Arguments a) {
        String file = a.one("--output");
        return a.one("--format") != null ? Diagram.of(a.one("--format")) : file == null || file.equals("-") ? null : Diagram.ofFile(file);
    }

    /** The levels that {@code --depth} asks for. */
    static int depth(Arguments a, int otherwise) {
        String text = a.one("--depth");
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > DEEPEST) {
            throw new UsageException("--depth " + text + ": a number of levels from 0 to " + DEEPEST + " expected", null);
        }
        return Integer.parseInt(text);
    }

    /** Writes a model, or its diagram, where the arguments say. */
    static void write(Arguments a, Session session, String name) throws IOException {
        ModelDef model = session.suites().model(name);
        Plan plan = Plan.of(session.suites(), model, ProfileOptions.set(a));
        session.warn();
        Drawing drawing = Drawing.of(plan.only(a.all("--stage")), depth(a, Drawing.DEPTH));
        Diagram diagram = diagram(a);
        if (diagram != null) {
            String text = diagram.text(drawing);
            session.write(a, text);
            if (diagram.tooLarge(text)) {
                session.note("ttbench: warning: this is more than Mermaid draws unless its limits (maxEdges, maxTextSize) are raised; --stage or a smaller --depth makes it smaller");
            }
        } else {
            session.write(a, sheet(model, plan, drawing));
        }
    }

    private static Sheet sheet(ModelDef m, Plan plan, Drawing drawing) {
        Sheet sheet = new Sheet("show", m.title() == null ? m.id() : m.title()).fact("kind", "model").fact("id", m.id()).fact("class", m.modelClass()).fact("year", m.year())
                .fact("about", m.about()).fact("request", RequestText.of(plan.request())).fact("total_parameters", plan.parameters()).fact("file", m.file()).fact("sha256", m.sha256());
        Sheet.Table parameters = sheet.table("parameters", "Parameters (--set NAME=VALUE)", "name", "type", "default", "range", "unit", "about");
        for (ModelDef.Parameter p : m.parameters()) {
            parameters.row(p.name(), p.type(), p.defaultText(), range(p), p.unit(), p.about());
        }
        Sheet.Table stages = sheet.table("stages", "Stages (--stage ID; FLOPs are of one run)", "id", "repeat", "batch", "parameters", "flops", "graph");
        for (ModelDef.Stage s : m.stages()) {
            Plan.Stage run = plan.stage(s.id());
            if (run == null) {
                stages.row(s.id(), 0L, null, null, null, s.graph());
            } else {
                stages.row(s.id(), run.repeat(), run.batch(), run.cost().parameters(), run.cost().flops(), s.graph());
            }
        }
        sheet.drawing(drawing);
        texts(sheet, "assumptions", "Assumptions", m.assumptions());
        texts(sheet, "sources", "Sources", m.sources());
        return sheet;
    }

    /** Adds a table of texts. */
    static void texts(Sheet sheet, String name, String heading, List<String> texts) {
        Sheet.Table t = sheet.table(name, heading, "text");
        for (String s : texts) {
            t.row(s);
        }
    }

    private static String range(ModelDef.Parameter p) {
        StringBuilder b = new StringBuilder();
        if (p.min() != null || p.max() != null) {
            b.append(p.min() == null ? "" : p.min()).append("..").append(p.max() == null ? "" : p.max());
        }
        if (p.multipleOf() != null) {
            b.append(b.isEmpty() ? "" : ", ").append("multiple of ").append(Binding.multiple(p));
        }
        if (p.choices() != null && !p.choices().isEmpty()) {
            b.append(b.isEmpty() ? "" : ", ").append(String.join(" | ", p.choices()));
        }
        return b.isEmpty() ? null : b.toString();
    }
}
