package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A YAML value as written: a constant, {@code ${expression}}, text with {@code ${...}} inside, or a list or map of such. Parsed once, evaluated
 * often; a part without expressions is a constant.
 */
public sealed interface Template {

    /** Its value under a scope. */
    Object eval(Scope scope);

    /** Adds every free name in it. */
    default void names(Set<String> into) { }

    /** The same with names replaced, and what then holds no name computed; see {@link Expr#with}. */
    default Template with(Function<String, Expr> known) {
        return this;
    }

    /** True when it holds no expression. */
    default boolean isConstant() {
        return false;
    }

    /** A value without expressions. */
    record Constant(Object value) implements Template {
        @Override
        public Object eval(Scope scope) {
            return value;
        }

        @Override
        public boolean isConstant() {
            return true;
        }
    }

    /** One expression. */
    record Computed(Expr expr) implements Template {
        @Override
        public Object eval(Scope scope) {
            return expr.eval(scope);
        }

        @Override
        public void names(Set<String> into) {
            expr.names(into);
        }

        @Override
        public Template with(Function<String, Expr> known) {
            return of(expr.with(known));
        }
    }

    /** Text and expressions joined; each part is a String or an Expr. */
    record Text(List<Object> parts) implements Template {
        @Override
        public Object eval(Scope scope) {
            StringBuilder b = new StringBuilder();
            for (Object p : parts) {
                Object v = p instanceof Expr e ? e.eval(scope) : p;
                if (!(v instanceof String || v instanceof Number || v instanceof Boolean)) {
                    throw new EvalException(Values.describe(v) + " does not fit into a text");
                }
                b.append(v);
            }
            return Values.bounded(b.toString());
        }

        @Override
        public void names(Set<String> into) {
            for (Object p : parts) {
                if (p instanceof Expr e) {
                    e.names(into);
                }
            }
        }

        @Override
        public Template with(Function<String, Expr> known) {
            List<Object> out = new ArrayList<>();
            boolean constant = true;
            for (Object p : parts) {
                Object part = p instanceof Expr e ? e.with(known) : p;
                constant &= part instanceof String || part instanceof Expr.Literal;
                out.add(part);
            }
            Text text = new Text(out);
            return constant ? new Constant(text.eval(Scope.EMPTY)) : text;
        }
    }

    /** A list. */
    record Items(List<Template> items) implements Template {
        @Override
        public Object eval(Scope scope) {
            List<Object> out = new ArrayList<>(items.size());
            for (Template t : items) {
                out.add(t.eval(scope));
            }
            return Values.bounded(out);
        }

        @Override
        public void names(Set<String> into) {
            items.forEach(t -> t.names(into));
        }

        @Override
        public Template with(Function<String, Expr> known) {
            List<Template> all = items.stream().map(t -> t.with(known)).toList();
            Items list = new Items(all);
            return all.stream().allMatch(Template::isConstant) ? new Constant(list.eval(Scope.EMPTY)) : list;
        }
    }

    /** The template of an expression: a list of expressions is one of templates. */
    static Template of(Expr e) {
        return e instanceof Expr.Literal l ? new Constant(l.value()) : e instanceof Expr.Items i ? new Items(i.items().stream().map(Template::of).toList()) : new Computed(e);
    }

    /** The constant null. */
    Template NULL = new Constant(null);

    /**
     * Parses a scalar or a list; a map is an error.
     *
     * @param problems receives what is wrong, with its place; the result is then {@link #NULL}
     */
    static Template of(Node node, Problems problems) {
        if (node instanceof Node.Scalar s) {
            if (!(s.value() instanceof String text)) {
                return new Constant(s.value());
            }
            try {
                return text(text);
            } catch (EvalException e) {
                problems.add(node, e.getMessage(), e.hint());
                return NULL;
            }
        }
        if (node instanceof Node.ListNode l) {
            List<Template> items = new ArrayList<>();
            boolean constant = true;
            for (Node n : l.items()) {
                Template t = of(n, problems);
                constant &= t.isConstant();
                items.add(t);
            }
            Template list = new Items(items);
            return constant ? new Constant(java.util.Collections.unmodifiableList((List<?>) list.eval(Scope.EMPTY))) : list;
        }
        problems.add(node, "a value expected, not " + node.describe(), null);
        return NULL;
    }

    private static Template text(String s) {
        List<Object> parts = new ArrayList<>();
        int at = 0;
        while (true) {
            int open = s.indexOf("${", at);
            if (open < 0) {
                break;
            }
            if (open > at) {
                parts.add(s.substring(at, open));
            }
            int close = closing(s, open + 2);
            parts.add(ExprParser.parse(s.substring(open + 2, close)));
            at = close + 1;
        }
        if (parts.isEmpty()) {
            return new Constant(s.intern());
        }
        if (at < s.length()) {
            parts.add(s.substring(at));
        }
        return parts.size() == 1 ? new Computed((Expr) parts.get(0)) : new Text(parts);
    }

    private static int closing(String s, int from) {
        char quote = 0;
        for (int i = from; i < s.length(); i++) {
            char c = s.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '}') {
                return i;
            }
        }
        throw new EvalException("'" + s.substring(Math.max(0, from - 2)) + "': the brace of '${' is not closed");
    }
}
