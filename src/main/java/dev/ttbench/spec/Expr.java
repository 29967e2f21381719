package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An expression of the model language: exact integer arithmetic, comparisons, conditionals, lists and a few functions. There are no loops and
 * no assignment, so evaluation ends; every integer operation is exact or an error, and {@code /} must divide evenly.
 */
public sealed interface Expr {

    /** Its value: Long, Double, Boolean, String, List, null, or whatever the scope holds. */
    Object eval(Scope scope);

    /** Adds every free name in it to {@code into}. */
    default void names(Set<String> into) { }

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
    }

    /** {@code a[i]}. */
    record Index(Expr of, Expr at) implements Expr {
        @Override
        public Object eval(Scope scope) {
            Object v = of.eval(scope);
            long i = Values.integer(at.eval(scope), "an index");
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
    }
}
