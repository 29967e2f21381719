package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Text to {@link Expr}: {@code ?:}, {@code ||}, {@code &&}, comparisons and {@code in}, {@code + -}, {@code * / %}, {@code ! -}, {@code ^},
 * {@code .name}, {@code [index]}, calls, lists, integers, decimals, 'text', true, false, null. Bounded in length and depth.
 */
public final class ExprParser {
    private static final int MAX_LENGTH = 4000;
    private static final int MAX_DEPTH = 60;
    private static final String[][] LEVELS = {
        {"==", "!=", "<=", ">=", "<", ">", "in"}, {"+", "-"}, {"*", "/", "%"},
    };

    private final String text;
    private int at;
    private int depth;

    private ExprParser(String text) {
        this.text = text;
    }

    /**
     * The expression that {@code text} is.
     *
     * @throws EvalException when it is none
     */
    public static Expr parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new EvalException("an expression longer than " + MAX_LENGTH + " characters");
        }
        ExprParser p = new ExprParser(text);
        Expr e = p.choice();
        p.space();
        if (p.at < text.length()) {
            throw p.error("'" + shortened(text.substring(p.at)) + "' is left over");
        }
        return e;
    }

    private EvalException error(String what) {
        return new EvalException("in the expression '" + shortened(text) + "': " + what);
    }

    private static String shortened(String s) {
        return s.length() > 100 ? s.substring(0, 97) + "..." : s;
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(String token) {
        space();
        if (!text.startsWith(token, at)) {
            return false;
        }
        if (Character.isLetter(token.charAt(0)) && at + token.length() < text.length() && isWord(text.charAt(at + token.length()))) {
            return false;
        }
        if (token.equals("!") && text.startsWith("!=", at)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private void need(String token) {
        if (!take(token)) {
            throw error("'" + token + "' expected " + (at < text.length() ? "before '" + shortened(text.substring(at)) + "'" : "at its end"));
        }
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private Expr choice() {
        if (++depth > MAX_DEPTH) {
            throw error("nested deeper than " + MAX_DEPTH + " levels");
        }
        Expr test = or();
        if (take("?")) {
            Expr yes = choice();
            need(":");
            test = new Expr.Choice(test, yes, choice());
        }
        depth--;
        return test;
    }

    private Expr or() {
        Expr e = and();
        while (take("||")) {
            e = new Expr.Logic(false, e, and());
        }
        return e;
    }

    private Expr and() {
        Expr e = level(0);
        while (take("&&")) {
            e = new Expr.Logic(true, e, level(0));
        }
        return e;
    }

    private Expr level(int n) {
        if (n == LEVELS.length) {
            return unary();
        }
        Expr e = level(n + 1);
        outer:
        while (true) {
            for (String op : LEVELS[n]) {
                if (take(op)) {
                    e = new Expr.Binary(op, e, level(n + 1));
                    continue outer;
                }
            }
            return e;
        }
    }

    private Expr unary() {
        if (++depth > MAX_DEPTH) {
            throw error("nested deeper than " + MAX_DEPTH + " levels");
        }
        Expr e;
        if (take("!")) {
            e = new Expr.Unary('!', unary());
        } else if (take("-")) {
            Expr of = unary();
            e = of instanceof Expr.Literal l && l.value() instanceof Number ? new Expr.Literal(new Expr.Unary('-', of).eval(Scope.EMPTY)) : new Expr.Unary('-', of);
        } else {
            e = postfix();
            if (take("^")) {
                e = new Expr.Call("pow", List.of(e, unary()));
            }
        }
        depth--;
        return e;
    }

    private Expr postfix() {
        Expr e = primary();
        while (true) {
            if (take("[")) {
                Expr i = choice();
                need("]");
                e = new Expr.Index(e, i);
            } else if (take(".")) {
                e = new Expr.Member(e, word());
            } else {
                return e;
            }
        }
    }

    private String word() {
        space();
        int from = at;
        while (at < text.length() && isWord(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw error("a name expected");
        }
        return text.substring(from, at).intern();
    }

    private List<Expr> list(String close) {
        List<Expr> items = new ArrayList<>();
        if (!take(close)) {
            do {
                items.add(choice());
            } while (take(","));
            need(close);
        }
        return items;
    }

    /** A list, or one made from another: {@code [body for name in list if test]}. */
    private Expr bracket() {
        if (take("]")) {
            return new Expr.Items(List.of());
        }
        Expr first = choice();
        if (take("for")) {
            String name = word();
            need("in");
            Expr list = or();
            Expr test = take("if") ? choice() : null;
            need("]");
            return new Expr.Each(first, name, list, test);
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        if (take(",")) {
            items.addAll(list("]"));
        } else {
            need("]");
        }
        return new Expr.Items(items);
    }

    private Expr primary() {
        space();
        if (at >= text.length()) {
            throw error("it ends too early");
        }
        char c = text.charAt(at);
        if (take("(")) {
            Expr e = choice();
            need(")");
            return e;
        }
        if (take("[")) {
            return bracket();
        }
        if (c == '\'' || c == '"') {
            int end = text.indexOf(c, at + 1);
            if (end < 0) {
                throw error("a quote is not closed");
            }
            String s = text.substring(at + 1, end);
            at = end + 1;
            return new Expr.Literal(s.intern());
        }
        if (c >= '0' && c <= '9') {
            return number();
        }
        if (!Character.isLetter(c) && c != '_') {
            throw error("'" + c + "' is not part of the language");
        }
        String name = word();
        if (take("(")) {
            List<Expr> arguments = list(")");
            Functions.check(name, arguments.size());
            return new Expr.Call(name, arguments);
        }
        return switch (name) {
            case "true" -> new Expr.Literal(true);
            case "false" -> new Expr.Literal(false);
            case "null" -> new Expr.Literal(null);
            default -> new Expr.Name(name);
        };
    }

    private Expr number() {
        int from = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.'
                || text.charAt(at) == 'e' || (text.charAt(at) == '-' && text.charAt(at - 1) == 'e'))) {
            at++;
        }
        String s = text.substring(from, at);
        try {
            return s.contains(".") || s.contains("e") ? new Expr.Literal(Double.valueOf(s)) : new Expr.Literal(Long.valueOf(s));
        } catch (NumberFormatException e) {
            throw error("the number " + s + " is not one, or too large");
        }
    }
}
