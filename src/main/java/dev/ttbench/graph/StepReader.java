package dev.ttbench.graph;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the steps of one body, nested ones included, and notes every name they bind or mention. */
final class StepReader {
    private static final List<String> SIBLINGS = List.of("do", "if", "index", "id", "tied");

    /** A name or template that a step mentions, with its place. */
    record Mention(Template template, Node at, boolean tensor) { }

    private final Problems problems;
    private final Map<String, Integer> uses = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    final List<Template> bound = new ArrayList<>();
    final List<Mention> mentions = new ArrayList<>();

    StepReader(Problems problems) {
        this.problems = problems;
    }

    List<Step> steps(Node n) {
        List<Step> out = new ArrayList<>();
        if (!(n instanceof Node.ListNode l)) {
            if (n != null && !(n instanceof Node.Scalar s && s.value() == null)) {
                problems.add(n, "a list of steps expected, not " + n.describe(), "- linear: 320\n- silu");
            }
            return out;
        }
        for (Node item : l.items()) {
            Step s = step(item);
            if (s != null) {
                out.add(s);
            }
        }
        return out;
    }

    private Step step(Node n) {
        if (n instanceof Node.Scalar s && s.value() instanceof String name) {
            return operation(name, n, n, null, List.of());
        }
        if (!(n instanceof Node.MapNode m) || m.entries().isEmpty()) {
            problems.add(n, "a step expected, not " + n.describe(), "- linear: 320");
            return null;
        }
        if (m.get("then") != null) {
            return choice(m);
        }
        Node.Entry op = null;
        for (Node.Entry e : m.entries()) {
            if (SIBLINGS.contains(e.key())) {
                continue;
            }
            if (op != null) {
                problems.add(e, "a step has one operation, but this one has '" + op.key() + "' and '" + e.key() + "'",
                        "put '- ' before '" + e.key() + "', or move it into the braces of '" + op.key() + "'");
                return null;
            }
            op = e;
        }
        if (op == null) {
            problems.add(n, "this step has no operation", "an 'if' alone wants 'then'");
            return null;
        }
        return operation(op.key(), new Node.Scalar(op.key(), op.line(), op.column()), op.value(), m, m.entries());
    }

    private Step choice(Node.MapNode m) {
        for (Node.Entry e : m.entries()) {
            if (!List.of("if", "then", "else").contains(e.key())) {
                problems.add(e, "beside 'then' only 'if' and 'else' may stand, not '" + e.key() + "'", Suggest.hint(e.key(), List.of("if", "then", "else")));
            }
        }
        if (m.get("if") == null) {
            problems.add(m, "'then' wants an 'if' beside it", null);
            return null;
        }
        Template test = expression(m.get("if"));
        Set<String> before = Set.copyOf(ids);
        List<Step> then = steps(m.get("then"));
        Set<String> used = Set.copyOf(ids);
        ids.retainAll(before);      // only one of the branches runs: an id may stand in both
        List<Step> otherwise = steps(m.get("else"));
        ids.addAll(used);
        return new Step.Choice(place("if", m, null, m), test, then, otherwise);
    }

    private Step.Place place(String op, Node at, Node id, Node.MapNode step) {
        String name = op;
        if (id instanceof Node.Scalar s && s.value() != null) {
            name = s.value().toString();
            if (!ids.add(name)) {
                problems.add(id, "the id '" + name + "' stands twice in this body", null);
            }
        } else {
            int n = uses.merge(op, 1, Integer::sum);
            name = n == 1 ? op : op + "_" + n;
        }
        Node condition = step == null || step.get("then") != null ? null : step.get("if");
        return new Step.Place(at.line(), at.column(), name.intern(), condition == null ? null : expression(condition));
    }

    private Template expression(Node n) {
        Template t = Template.of(n, problems);
        mentions.add(new Mention(t, n, false));
        return t;
    }

    private Step operation(String op, Node at, Node value, Node.MapNode step, List<Node.Entry> siblings) {
        Node body = step == null ? null : step.get("do");
        if (value == at) {
            value = new Node.Scalar(null, at.line(), at.column());
        }
        boolean loops = op.equals("for_each") || op.equals("repeat") || op.equals("iterate") || op.equals("residual") || op.equals("branch");
        if (body != null && !loops) {
            problems.add(step.entry("do"), "'" + op + "' takes no 'do'", null);
        }
        if (step != null && step.get("index") != null && !op.equals("repeat")) {
            problems.add(step.entry("index"), "'index' belongs to 'repeat'", null);
        }
        boolean tied = step != null && step.get("tied") != null && tied(op, step.entry("tied"));
        Step.Place place = place(op, at, step == null ? null : step.get("id"), step);
        if (DefinitionReader.CONTROL.contains(op)) {
            return new ControlReader(this, problems).read(op, place, at, value, body, step);
        }
        Primitive p = Primitives.get(op);
        return p != null ? primitive(p, place, at, value) : new Step.BlockCall(place, op.intern(), call(value), tied);
    }

    private boolean tied(String op, Node.Entry e) {
        if (DefinitionReader.CONTROL.contains(op) || Primitives.get(op) != null) {
            problems.add(e, "'tied' belongs to the call of a block", "a primitive takes it as an argument");
        } else if (!(e.value() instanceof Node.Scalar s && s.value() instanceof Boolean)) {
            problems.add(e.value(), "true or false expected", null);
        }
        return e.value() instanceof Node.Scalar s && Boolean.TRUE.equals(s.value());
    }

    // ---- arguments

    private Step primitive(Primitive p, Step.Place place, Node at, Node value) {
        Map<String, Template> arguments = new LinkedHashMap<>();
        Template as = null;
        List<Template> into = null;
        if (value instanceof Node.MapNode m) {
            for (Node.Entry e : m.entries()) {
                if (e.key().equals("as")) {
                    as = binding(e.value());
                } else if (e.key().equals("into")) {
                    into = bindings(e.value());
                } else {
                    argument(p, e, arguments);
                }
            }
        } else if (!(value instanceof Node.Scalar s && s.value() == null)) {
            String main = p.main() != null ? p.main() : p.takesInput() ? "of" : null;
            if (main == null) {
                problems.add(value, "'" + p.name() + "' takes named arguments only", "{" + p.parameters().get(0).name() + ": ...}");
            } else {
                argument(p, new Node.Entry(main, value.line(), value.column(), value), arguments);
            }
        }
        for (Primitive.Parameter q : p.parameters()) {
            if (q.required() && !arguments.containsKey(q.name())) {
                problems.add(at, "'" + p.name() + "' needs '" + q.name() + "': " + q.about(), null);
            }
        }
        Step.Arguments made = arguments(arguments, as, into, at, p.name().equals("expand"));
        if (made.constantPattern() != null && value instanceof Node.MapNode m) {
            unknownFactors(p, m, made.constantPattern());
        }
        return new Step.Primitive(place, p, made);
    }

    /** An extent given for a name that the pattern does not have. */
    private void unknownFactors(Primitive p, Node.MapNode arguments, Pattern pattern) {
        Set<String> names = new TreeSet<>();
        pattern.left().forEach(names::addAll);
        pattern.right().forEach(names::addAll);
        for (Node.Entry e : arguments.entries()) {
            if (p.parameter(e.key()) == null && !names.contains(e.key()) && !e.key().equals("as") && !e.key().equals("into")) {
                problems.add(e, "the pattern '" + pattern.text() + "' has no '" + e.key() + "'", Suggest.hint(e.key(), names));
            }
        }
    }

    private Step.Arguments arguments(Map<String, Template> a, Template as, List<Template> into, Node at, boolean grows) {
        if (as != null && into != null) {
            problems.add(at, "'as' and 'into' exclude each other", null);
        }
        try {
            return new Step.Arguments(List.copyOf(a.keySet()), List.copyOf(a.values()), as, into, grows);
        } catch (EvalException e) {
            problems.add(at, e.getMessage(), e.hint());
            a.remove("pattern");
            return new Step.Arguments(List.copyOf(a.keySet()), List.copyOf(a.values()), as, into, grows);
        }
    }

    private void argument(Primitive p, Node.Entry e, Map<String, Template> into) {
        Primitive.Parameter q = p.parameter(e.key());
        if (q == null) {
            q = p.parameter("*");
        }
        if (q == null) {
            List<String> known = new ArrayList<>(List.of("as"));
            p.parameters().forEach(x -> known.add(x.name()));
            problems.add(e, "'" + p.name() + "' takes no '" + e.key() + "'", Suggest.hint(e.key(), known));
            return;
        }
        Template t = q.kind() == Primitive.Kind.AXES ? axes(e.value()) : Template.of(e.value(), problems);
        boolean tensor = q.kind() == Primitive.Kind.TENSOR || q.kind() == Primitive.Kind.TENSORS || q.kind() == Primitive.Kind.OPERAND;
        mentions.add(new Mention(t, e.value(), tensor));
        ArgumentCheck.check(p, q, e, t, problems);
        into.put(e.key().intern(), t);
    }

    private Template axes(Node n) {
        if (!(n instanceof Node.MapNode m)) {
            return Template.of(n, problems);
        }
        List<Template> pairs = new ArrayList<>();
        for (Node.Entry e : m.entries()) {
            pairs.add(new Template.Items(List.of(new Template.Constant(e.key().intern()), Template.of(e.value(), problems))));
        }
        return new Template.Items(pairs);
    }

    private Step.Arguments call(Node value) {
        Map<String, Template> arguments = new LinkedHashMap<>();
        Template as = null;
        List<Template> into = null;
        if (value instanceof Node.MapNode m) {
            for (Node.Entry e : m.entries()) {
                if (e.key().equals("as")) {
                    as = binding(e.value());
                } else if (e.key().equals("into")) {
                    into = bindings(e.value());
                } else {
                    Template t = Template.of(e.value(), problems);
                    mentions.add(new Mention(t, e.value(), false));
                    arguments.put(e.key().intern(), t);
                }
            }
        } else if (!(value instanceof Node.Scalar s && s.value() == null)) {
            Template t = Template.of(value, problems);
            mentions.add(new Mention(t, value, false));
            arguments.put("of", t);
        }
        return arguments(arguments, as, into, value, false);
    }

    Template binding(Node n) {
        Template t = Template.of(n, problems);
        mentions.add(new Mention(t, n, false));
        if (t instanceof Template.Constant c && (!(c.value() instanceof String s) || s.equals("x"))) {
            problems.add(n, "a name expected, not " + n.describe(), c.value() instanceof String ? "'x' is the current tensor" : null);
        }
        bound.add(t);
        return t;
    }

    private List<Template> bindings(Node n) {
        List<Template> out = new ArrayList<>();
        if (n instanceof Node.ListNode l) {
            l.items().forEach(i -> out.add(binding(i)));
        } else {
            problems.add(n, "'into' must be a list of names, not " + n.describe(), "into: [a, b]");
        }
        return out;
    }

    Template template(Node n, boolean tensor) {
        Template t = Template.of(n, problems);
        mentions.add(new Mention(t, n, tensor));
        return t;
    }
}
