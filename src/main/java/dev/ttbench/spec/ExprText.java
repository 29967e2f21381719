package dev.ttbench.spec;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An {@link Expr} written out again, with no more parentheses than it needs: reading the text gives the same expression. */
public final class ExprText {
    private static final int CHOICE = 0;
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int COMPARE = 3;
    private static final int SUM = 4;
    private static final int PRODUCT = 5;
    private static final int UNARY = 6;
    private static final int POSTFIX = 7;

    private ExprText() { }

    /**
     * The text of an expression.
     *
     * @throws EvalException when it holds a value that has no literal
     */
    public static String of(Expr e) {
        return of(e, CHOICE);
    }

    /** The literal of a value. */
    public static String literal(Object v) {
        if (v instanceof List<?> l) {
            return "[" + l.stream().map(ExprText::literal).collect(Collectors.joining(", ")) + "]";
        }
        if (v instanceof String s) {
            if (s.contains("'") && s.contains("\"") || s.contains("\n")) {
                throw new EvalException("the text '" + s + "' has no literal");
            }
            return s.contains("'") ? "\"" + s + "\"" : "'" + s + "'";
        }
        if (v == null || v instanceof Long || v instanceof Boolean) {
            return String.valueOf(v);
        }
        if (v instanceof Double d && !d.isInfinite() && !d.isNaN()) {
            return d.toString().toLowerCase(Locale.ROOT);
        }
        throw new EvalException(Values.describe(v) + " has no literal");
    }

    private static String of(Expr e, int outside) {
        int level = level(e);
        String text = text(e, level);
        return level < outside ? "(" + text + ")" : text;
    }

    private static int level(Expr e) {
        if (e instanceof Expr.Choice) {
            return CHOICE;
        }
        if (e instanceof Expr.Logic l) {
            return l.and() ? AND : OR;
        }
        if (e instanceof Expr.Binary b) {
            return switch (b.op()) {
                case "+", "-" -> SUM;
                case "*", "/", "%" -> PRODUCT;
                default -> COMPARE;
            };
        }
        boolean negative = e instanceof Expr.Literal l && l.value() instanceof Number n && n.doubleValue() < 0;
        return e instanceof Expr.Unary || negative ? UNARY : POSTFIX;
    }

    private static String text(Expr e, int level) {
        if (e instanceof Expr.Literal l) {
            return literal(l.value());
        }
        if (e instanceof Expr.Name n) {
            return n.name();
        }
        if (e instanceof Expr.Items i) {
            return "[" + list(i.items()) + "]";
        }
        if (e instanceof Expr.Member m) {
            return of(m.of(), POSTFIX) + "." + m.name();
        }
        if (e instanceof Expr.Index i) {
            return of(i.of(), POSTFIX) + "[" + of(i.at(), CHOICE) + "]";
        }
        if (e instanceof Expr.Choice c) {
            return of(c.test(), OR) + " ? " + of(c.yes(), CHOICE) + " : " + of(c.no(), CHOICE);
        }
        if (e instanceof Expr.Unary u) {
            return u.op() + of(u.of(), UNARY);
        }
        if (e instanceof Expr.Logic l) {
            return of(l.left(), level) + (l.and() ? " && " : " || ") + of(l.right(), level + 1);
        }
        if (e instanceof Expr.Binary b) {
            return of(b.left(), level) + " " + b.op() + " " + of(b.right(), level + 1);
        }
        if (e instanceof Expr.Call c) {
            return c.function() + "(" + list(c.arguments()) + ")";
        }
        Expr.Each each = (Expr.Each) e;
        return "[" + of(each.body(), CHOICE) + " for " + each.name() + " in " + of(each.list(), OR) + (each.test() == null ? "" : " if " + of(each.test(), CHOICE)) + "]";
    }

    private static String list(List<Expr> items) {
        return items.stream().map(i -> of(i, CHOICE)).collect(Collectors.joining(", "));
    }
}
