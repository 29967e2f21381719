package dev.ttbench.cli;

import dev.ttbench.graph.Primitive;
import dev.ttbench.graph.Primitives;
import dev.ttbench.latency.TermDoc;
import dev.ttbench.latency.Terms;
import dev.ttbench.profile.Profile;
import dev.ttbench.report.Sheet;
import dev.ttbench.spec.Suggest;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/** {@code ttbench explain}: the formula, simplifications, constants and sources behind an operator, a term or one row of a profile. */
final class ExplainCommand implements Command {
    private static final List<Option> OPTIONS = ProfileOptions.and(Session.FORMAT, Session.OUTPUT);

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String about() {
        return "What stands behind an operator, a term of the latency model, or one row of a profile.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench explain attention", "ttbench explain conv2d", "ttbench explain --model sd-v1.5 unet/unet2d_body/conv2d");
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public Rest rest() {
        return new Rest("OPERATOR|TERM|PATH", 1, 1, List.of(), List.of("operators"),
                "An operator of 'ttbench list operators', or a term: " + String.join(", ", terms()) + ". With --model: a row, as STAGE/PATH or STAGE/INDEX.");
    }

    private static List<String> terms() {
        return Terms.all().stream().map(TermDoc::id).toList();
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        Session.format(a);
        String name = a.rest().get(0);
        if (a.has("--model")) {
            Profile profile = ProfileOptions.profile(a, session);
            session.write(a, new RowExplanation(session.suites(), profile, a.one("--device")).of(name));
            return Ttbench.DONE;
        }
        for (Option o : ProfileOptions.all()) {
            if (a.has(o.name()) && o != Session.CALIBRATION) {
                throw new UsageException(o.name() + " needs --model", "it belongs to a row of a profile");
            }
        }
        Primitive primitive = Primitives.get(name);
        TermDoc term = term(name);
        if (primitive == null && term == null) {
            TreeSet<String> known = new TreeSet<>(Primitives.names());
            known.addAll(terms());
            String near = Suggest.nearest(name, known);
            throw new UsageException("there is no operator or term '" + name + "'", near != null ? "did you mean '" + near + "'?"
                    : "'ttbench list operators' names the operators; the terms are " + String.join(", ", terms()));
        }
        Sheet sheet = new Sheet("explain", name + (primitive == null ? ": " + term.title() : ""));
        sheet.fact("kind", primitive == null ? "term" : "operator").fact("id", name);
        if (primitive != null) {
            sheet.fact("about", primitive.about()).fact("cost", primitive.cost()).fact("simplification", primitive.simplification());
            ShowCommand.takes(sheet, primitive);
        }
        TermDoc time = term != null ? term : term(termOf(name));
        sheet.fact("time_term", time.id());
        describe(sheet, time, session);
        session.write(a, sheet);
        return Ttbench.DONE;
    }

    /** Adds a term and its constants. */
    static void describe(Sheet sheet, TermDoc t, Session session) {
        sheet.fact("time", t.formula()).fact("time_simplifications", t.simplifications()).fact("time_source", t.source());
        new Constants(session.suites().files()).rows(t.constants(), sheet.table("constants", "Constants of the time", "name", "of", "value", "unit", "source"));
    }

    /** The term of that name, or null. */
    static TermDoc term(String id) {
        for (TermDoc t : Terms.all()) {
            if (t.id().equals(id)) {
                return t;
            }
        }
        return null;
    }

    /** The term that times the kernels of an operator. */
    static String termOf(String operator) {
        if (operator.startsWith("conv")) {
            return "convolution";
        }
        return switch (operator) {
            case "linear", "matmul" -> "matmul";
            case "attention" -> "attention";
            case "host" -> "host";
            case "softmax", "mean", "sum", "amax", "argmax", "any", "length", "sample" -> "reduction";
            default -> operator.endsWith("_norm") ? "reduction" : "stream";
        };
    }
}
