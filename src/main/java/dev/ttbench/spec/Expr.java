package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An expression of the model language: exact integer arithmetic, comparisons, conditionals, lists, lists made from lists and a few
 * functions. There is no other loop and no assignment, so evaluation ends; every integer operation is exact or an error, and {@code /} must divide evenly.
 */
public sealed interface Expr {

    /** Its value: Long, Double, Boolean, String, List, null, or whatever the scope holds. */
    Object eval(Scope scope);

    /** Adds every free name in it to {@code into}. */
    default void names(Set<String> into) { }

    /**
     * The same expression with names replaced, and what then holds no name computed.
     *
     * @param known what stands for a name: a {@link Literal}, any other expression, or null to leave it
     */
    default Expr with(Function<String, Expr> known) {
        return this;
    }

    /** {@code e} computed when none of {@code parts} holds a name any more. */
    private static Expr folded(Expr e, List<Expr> parts) {
        for (Expr p : parts) {
            if (!(p instanceof Literal)) {
                return e;
            }
        }
        return new Literal(e.eval(Scope.EMPTY));
    }

    /** A literal. */
    record Literal(Object value) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return value;
        }
    }

    /** A name. */
    record Name(String name) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return scope.lookup(name);
        }

        @Override
        public void names(Set<String> into) {
            into.add(name);
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            Expr e = known.apply(name);
            return e == null ? this : e;
        }
    }

    /** {@code [a, b]}. */
    record Items(List<Expr> items) implements Expr {
        @Override
        public Object eval(Scope scope) {
            List<Object> out = new ArrayList<>(items.size());
            for (Expr e : items) {
                out.add(e.eval(scope));
            }
            return Values.bounded(out);
        }

        @Override
        public void names(Set<String> into) {
            items.forEach(e -> e.names(into));
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            List<Expr> all = items.stream().map(e -> e.with(known)).toList();
            return folded(new Items(all), all);
        }
    }

    /** {@code a.name}. */
    record Member(Expr of, String name) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object v = of.eval(scope);
            if (v instanceof Scope.Members m) {
                return m.member(name);
            }
            throw new EvalException(Values.describe(v) + " has no '." + name + "'", "a tensor has its axes and dtype, a loop variable has value, index, first, last");
        }

        @Override
        public void names(Set<String> into) {
            of.names(into);
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            Expr e = of.with(known);
            return folded(new Member(e, name), List.of(e));
        }
    }

    /** {@code a[i]}: an item of a list, or what {@code a.name} is where the name is a value. */
    record Index(Expr of, Expr at) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object v = of.eval(scope);
            Object key = at.eval(scope);
            if (v instanceof Scope.Members m && key instanceof String name) {
                return m.member(name);
            }
            long i = Values.integer(key, "an index");
            if (!(v instanceof List<?> list)) {
                throw new EvalException(Values.describe(v) + " is not a list");
            }
            if (i < 0 || i >= list.size()) {
                throw new EvalException("index " + i + " is outside a list of " + list.size());
            }
            return list.get((int) i);
        }

        @Override
        public void names(Set<String> into) {
            of.names(into);
            at.names(into);
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            Expr a = of.with(known);
            Expr b = at.with(known);
            return a instanceof Items list && b instanceof Literal l && l.value() instanceof Long i && i >= 0 && i < list.items().size() ? list.items().get(i.intValue())
                    : folded(new Index(a, b), List.of(a, b));
        }
    }

    /** {@code a ? b : c}. */
    record Choice(Expr test, Expr yes, Expr no) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return Values.truth(test.eval(scope)) ? yes.eval(scope) : no.eval(scope);
        }

        @Override
        public void names(Set<String> into) {
            test.names(into);
            yes.names(into);
            no.names(into);
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            Expr t = test.with(known);
            return t instanceof Literal l ? (Values.truth(l.value()) ? yes : no).with(known) : new Choice(t, yes.with(known), no.with(known));
        }
    }

    /** {@code !a} and {@code -a}. */
    record Unary(char op, Expr of) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object v = of.eval(scope);
            if (op == '!') {
                return !Values.truth(v);
            }
            return v instanceof Double d ? (Object) (-d) : (Object) Values.exact(() -> Math.negateExact(Values.integer(v, "'-'")));
        }

        @Override
        public void names(Set<String> into) {
            of.names(into);
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            Expr e = of.with(known);
            return folded(new Unary(op, e), List.of(e));
        }
    }

    /** {@code a && b}, {@code a || b}; the right side is evaluated only when it matters. */
    record Logic(boolean and, Expr left, Expr right) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return Values.truth(left.eval(scope)) == and ? Values.truth(right.eval(scope)) : !and;
        }

        @Override
        public void names(Set<String> into) {
            left.names(into);
            right.names(into);
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            Expr l = left.with(known);
            if (l instanceof Literal known1) {
                return Values.truth(known1.value()) == and ? right.with(known) : new Literal(!and);
            }
            return new Logic(and, l, right.with(known));
        }
    }

    /** Arithmetic and comparisons. */
    record Binary(String op, Expr left, Expr right) implements Expr {
        @Override
        public Object eval(Scope scope) {
            return Values.binary(op, left.eval(scope), right.eval(scope));
        }

        @Override
        public void names(Set<String> into) {
            left.names(into);
            right.names(into);
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            Expr l = left.with(known);
            Expr r = right.with(known);
            return folded(new Binary(op, l, r), List.of(l, r));
        }
    }

    /** {@code f(a, b)}. */
    record Call(String function, List<Expr> arguments) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object[] values = new Object[arguments.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments.get(i).eval(scope);
            }
            return Functions.call(function, values);
        }

        @Override
        public void names(Set<String> into) {
            arguments.forEach(e -> e.names(into));
        }
        @Override
        public Expr with(Function<String, Expr> known) {
            List<Expr> all = arguments.stream().map(e -> e.with(known)).toList();
            return folded(new Call(function, all), all);
        }
    }

    /** {@code [body for name in list if test]}: one item for each of the list's, in order; {@code test} may be null. */
    record Each(Expr body, String name, Expr list, Expr test) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object of = list.eval(scope);
            if (!(of instanceof List<?> values)) {
                throw new EvalException("'for " + name + " in' wants a list, not " + Values.describe(of));
            }
            List<Object> out = new ArrayList<>(values.size());
            Turn turn = new Turn(scope, name);
            for (Object v : values) {
                turn.start(v);
                if (test == null || Values.truth(test.eval(turn))) {
                    out.add(body.eval(turn));
                }
            }
            return Values.bounded(out);
        }

        @Override
        public void names(Set<String> into) {
            list.names(into);
            Set<String> inner = new TreeSet<>();
            body.names(inner);
            if (test != null) {
                test.names(inner);
            }
            inner.remove(name);
            into.addAll(inner);
        }

        @Override
        public Expr with(Function<String, Expr> known) {
            Expr l = list.with(known);
            List<Expr> items = l instanceof Items some ? some.items() : l instanceof Literal c && c.value() instanceof List<?> values
                    ? values.stream().map(v -> (Expr) new Literal(v)).toList() : null;
            Function<String, Expr> outer = n -> n.equals(name) ? null : known.apply(n);
            if (items == null) {
                return new Each(body.with(outer), name, l, test == null ? null : test.with(outer));
            }
            List<Expr> out = new ArrayList<>();
            for (Expr item : items) {
                Function<String, Expr> inner = n -> n.equals(name) ? item : known.apply(n);
                Expr wanted = test == null ? new Literal(true) : test.with(inner);
                if (!(wanted instanceof Literal w)) {
                    return new Each(body.with(outer), name, l, test.with(outer));
                }
                if (Values.truth(w.value())) {
                    out.add(body.with(inner));
                }
            }
            return folded(new Items(out), out);
        }
    }

    /** The scope of one turn of {@link Each}; all turns of an expression, those inside others too, draw on one bound. */
    final class Turn implements Scope {
        private static final int MOST = 20_000;

        private final Scope outside;
        private final String name;
        private final int[] left;
        private Object value;

        private Turn(Scope outside, String name) {
            this.outside = outside;
            this.name = name;
            this.left = outside instanceof Turn t ? t.left : new int[] {MOST};
        }

        private void start(Object v) {
            if (left[0]-- == 0) {
                throw new EvalException("more than " + MOST + " turns of 'for' in one expression");
            }
            value = v;
        }

        @Override
        public Object lookup(String n) {
            return n.equals(name) ? value : outside.lookup(n);
        }
    }
}
