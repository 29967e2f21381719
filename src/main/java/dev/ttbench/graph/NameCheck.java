package dev.ttbench.graph;

import dev.ttbench.spec.Expr;
import dev.ttbench.spec.Names;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks the names of one definition before anything runs: every name used is bound somewhere in it, every input is used, every output exists. */
final class NameCheck {
    private final Problems problems;
    private final BlockDef def;
    private final StepReader steps;
    private final Set<String> known = new TreeSet<>();
    private final List<Pattern> patterns = new ArrayList<>();

    NameCheck(Problems problems, BlockDef def, StepReader steps) {
        this.problems = problems;
        this.def = def;
        this.steps = steps;
    }

    void run() {
        Set<String> declared = new HashSet<>();
        for (BlockDef.Input i : def.inputs()) {
            declare(i.name(), declared, i.line(), i.column());
        }
        for (BlockDef.Parameter p : def.parameters()) {
            declare(p.name(), declared, p.line(), p.column());
        }
        known.addAll(declared);
        for (Template t : steps.bound) {
            if (t instanceof Template.Constant c && c.value() instanceof String s) {
                known.add(s);
            } else if (!(t instanceof Template.Constant)) {
                patterns.add(pattern(t));
            }
        }
        Set<String> used = new HashSet<>();
        for (StepReader.Mention m : steps.mentions) {
            mention(m, used);
        }
        for (BlockDef.Parameter p : def.parameters()) {
            if (p.otherwise() != null) {
                names(p.otherwise(), new Node.Scalar(null, p.line(), p.column()), used);
            }
        }
        for (int i = 1; i < def.inputs().size(); i++) {
            BlockDef.Input in = def.inputs().get(i);
            if (!used.contains(in.name()) && !def.outputs().contains(in.name())) {
                problems.add(in.line(), in.column(), "the input '" + in.name() + "' is never used", "remove it, or name it in a step");
            }
        }
        for (BlockDef.Parameter p : def.parameters()) {
            if (!used.contains(p.name())) {
                problems.add(p.line(), p.column(), "the parameter '" + p.name() + "' is never used", "remove it, or use it as ${" + p.name() + "}");
            }
        }
        for (String o : def.outputs()) {
            if (!bound(o)) {
                problems.add(def.line(), 1, "the output '" + o + "' is bound by no step", Suggest.hint(o, known));
            }
        }
    }

    private void declare(String name, Set<String> declared, int line, int column) {
        if (!Names.isVariable(name)) {
            problems.add(line, column, "'" + name + "' is not a name that expressions can use", "letters, digits and '_', a letter first");
        }
        if (!declared.add(name)) {
            problems.add(line, column, "'" + name + "' is declared twice", null);
        }
        if (name.equals("x") && !def.inputs().isEmpty() && !def.inputs().get(0).name().equals("x")) {
            problems.add(line, column, "'x' is the current tensor: only the first input may be called so", null);
        }
    }

    private boolean bound(String name) {
        return name.equals("x") || known.contains(name) || patterns.stream().anyMatch(p -> p.matcher(name).matches());
    }

    private void mention(StepReader.Mention m, Set<String> used) {
        names(m.template(), m.at(), used);
        strings(m.template(), used);
        if (!m.tensor()) {
            return;
        }
        List<Object> constants = new ArrayList<>();
        if (m.template() instanceof Template.Constant c) {
            constants.addAll(c.value() instanceof List<?> l ? l : java.util.Collections.singletonList(c.value()));
        } else if (m.template() instanceof Template.Items l) {
            l.items().forEach(t -> constants.add(t instanceof Template.Constant c ? c.value() : null));
        }
        for (Object o : constants) {
            if (o instanceof String s && !bound(s) && !Args.isNumber(s)) {
                problems.add(m.at(), "no tensor is called '" + s + "' here", Suggest.hint(s, known));
            }
        }
    }

    private void names(Template t, Node at, Set<String> used) {
        Set<String> free = new TreeSet<>();
        t.names(free);
        for (String n : free) {
            used.add(n);
            if (!bound(n)) {
                problems.add(at, "unknown name '" + n + "'", Suggest.hint(n, known));
            }
        }
    }

    /** Every text in a template: it may name a tensor at run time. */
    private static void strings(Template t, Set<String> into) {
        if (t instanceof Template.Constant c) {
            (c.value() instanceof List<?> l ? l : java.util.Collections.singletonList(c.value())).forEach(o -> {
                if (o instanceof String s) {
                    into.add(s);
                }
            });
        } else if (t instanceof Template.Items l) {
            l.items().forEach(i -> strings(i, into));
        } else if (t instanceof Template.Computed c) {
            strings(c.expr(), into);
        }
    }

    private static void strings(Expr e, Set<String> into) {
        if (e instanceof Expr.Literal l && l.value() instanceof String s) {
            into.add(s);
        } else if (e instanceof Expr.Choice c) {
            strings(c.yes(), into);
            strings(c.no(), into);
        } else if (e instanceof Expr.Items l) {
            l.items().forEach(i -> strings(i, into));
        }
    }

    private static Pattern pattern(Template t) {
        StringBuilder b = new StringBuilder();
        if (t instanceof Template.Text text) {
            for (Object part : text.parts()) {
                b.append(part instanceof String s ? Pattern.quote(s) : ".+");
            }
        } else {
            b.append(".+");
        }
        return Pattern.compile(b.toString());
    }
}
