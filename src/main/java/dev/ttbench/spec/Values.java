package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/** The values of the language and their arithmetic. */
public final class Values {
    /** Longest list an expression may make. */
    static final int MAX_LIST = 100_000;
    /** Longest text an expression may make. */
    static final int MAX_TEXT = 10_000;

    private Values() { }

    /** A value in words, for messages. */
    public static String describe(Object v) {
        if (v == null) {
            return "null";
        }
        if (v instanceof String s) {
            return "the text '" + s + "'";
        }
        if (v instanceof List<?> l) {
            return "a list of " + l.size();
        }
        if (v instanceof Long || v instanceof Double || v instanceof Boolean) {
            return v.toString();
        }
        return "a " + v.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /** {@code v} as an integer; {@code what} names it in the message. */
    public static long integer(Object v, String what) {
        if (v instanceof Long l) {
            return l;
        }
        throw new EvalException(what + " must be an integer, not " + describe(v));
    }

    /** {@code v} as a decimal. */
    public static double decimal(Object v) {
        if (v instanceof Number n) {
            return n.doubleValue();
        }
        throw new EvalException("a number expected, not " + describe(v));
    }

    /** {@code v} as a truth value. */
    public static boolean truth(Object v) {
        if (v instanceof Boolean b) {
            return b;
        }
        throw new EvalException("true or false expected, not " + describe(v), "write a comparison, such as 'depth > 0' or 'context != null'");
    }

    /** The value of an exact computation. */
    static long exact(LongSupplier f) {
        try {
            return f.getAsLong();
        } catch (ArithmeticException e) {
            throw new EvalException("the result is past 2^63 - 1");
        }
    }

    /** {@code a op b}. */
    static Object binary(String op, Object a, Object b) {
        switch (op) {
            case "==":
                return equal(a, b);
            case "!=":
                return !equal(a, b);
            case "in":
                if (b instanceof List<?> l) {
                    return l.stream().anyMatch(x -> equal(a, x));
                }
                if (a instanceof String part && b instanceof String text) {
                    return text.contains(part);
                }
                throw new EvalException("'in' wants a list on its right, not " + describe(b));
            default:
                break;
        }
        if (a instanceof Long x && b instanceof Long y) {
            return integers(op, x, y);
        }
        if (op.equals("*") && a instanceof List<?> list && b instanceof Long n) {
            return repeated(list, n);
        }
        if (op.equals("+") && a instanceof List<?> x && b instanceof List<?> y) {
            List<Object> out = new ArrayList<>(x);
            out.addAll(y);
            return bounded(out);
        }
        if (op.equals("+") && a instanceof String && (b instanceof String || b instanceof Long)) {
            return bounded(a + b.toString());
        }
        if (a instanceof Number x && b instanceof Number y) {
            return doubles(op, x.doubleValue(), y.doubleValue());
        }
        throw new EvalException("'" + op + "' does not work on " + describe(a) + " and " + describe(b));
    }

    private static boolean equal(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y && (a instanceof Double || b instanceof Double)) {
            return x.doubleValue() == y.doubleValue();
        }
        return Objects.equals(a, b);
    }

    private static Object integers(String op, long a, long b) {
        try {
            switch (op) {
                case "+":
                    return Math.addExact(a, b);
                case "-":
                    return Math.subtractExact(a, b);
                case "*":
                    return Math.multiplyExact(a, b);
                case "/":
                    if (b == 0 || a % b != 0) {
                        throw new EvalException(a + " / " + b + " is not an integer", "use floor(a, b) or ceil(a, b) where rounding is meant");
                    }
                    return b == -1 ? Math.negateExact(a) : a / b;
                case "%":
                    if (b == 0) {
                        throw new EvalException(a + " % 0 has no value");
                    }
                    return Math.floorMod(a, b);
                case "<":
                    return a < b;
                case "<=":
                    return a <= b;
                case ">":
                    return a > b;
                case ">=":
                    return a >= b;
                default:
                    throw new EvalException("unknown operator '" + op + "'");
            }
        } catch (ArithmeticException e) {
            throw new EvalException(a + " " + op + " " + b + " is past 2^63 - 1");
        }
    }

    private static Object doubles(String op, double a, double b) {
        return switch (op) {
            case "<" -> a < b;
            case "<=" -> a <= b;
            case ">" -> a > b;
            case ">=" -> a >= b;
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> quotient(a, b);
            default -> throw new EvalException("'" + op + "' is integer arithmetic; it does not work on " + a + " and " + b, "write counts without a decimal point");
        };
    }

    /** {@code a / b} as a decimal. */
    static double quotient(double a, double b) {
        if (b == 0) {
            throw new EvalException(a + " / 0 has no value");
        }
        return a / b;
    }

    private static List<Object> repeated(List<?> list, long n) {
        if (n < 0) {
            throw new EvalException("a list cannot be repeated " + n + " times");
        }
        if (weight(list, 0) * (double) n > MAX_LIST) {
            throw new EvalException("a list of " + list.size() + " * " + n + " is longer than " + MAX_LIST);
        }
        List<Object> out = new ArrayList<>((int) (list.size() * n));
        for (long i = 0; i < n; i++) {
            out.addAll(list);
        }
        return out;
    }

    /** {@code list} when it is short enough, lists inside it included. */
    static List<Object> bounded(List<Object> list) {
        if (weight(list, 0) > MAX_LIST) {
            throw new EvalException("a list longer than " + MAX_LIST);
        }
        return list;
    }

    /** {@code text} when it is short enough. */
    static String bounded(String text) {
        if (text.length() > MAX_TEXT) {
            throw new EvalException("a text longer than " + MAX_TEXT + " characters");
        }
        return text;
    }

    /** {@code sum} plus the elements of a list and of the lists inside it; counting ends past the limit. */
    private static long weight(List<?> list, long sum) {
        long n = sum;
        for (Object o : list) {
            n = o instanceof List<?> inner ? weight(inner, n + 1) : n + 1;
            if (n > MAX_LIST) {
                break;
            }
        }
        return n;
    }
}
