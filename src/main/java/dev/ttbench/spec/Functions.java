package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The functions that expressions may call: an explicit list. */
public final class Functions {
    private record Entry(String usage, int least, int most, Function<Object[], Object> body) { }

    private static final Map<String, Entry> ALL = new TreeMap<>();
    private static final Comparator<Number> SIZE = new BySize();

    static {
        define("len", "len(list): its length", 1, 1, a -> (long) list(a[0]).size());
        define("rank", "rank(tensor): number of its axes", 1, 1, a -> {
            if (a[0] instanceof Scope.Members m) {
                return m.rank();
            }
            throw new EvalException("rank() wants a tensor, not " + Values.describe(a[0]));
        });
        define("min", "min(a, b, ...) or min(list): the smallest", 1, 99, a -> Collections.min(numbers(a), SIZE));
        define("max", "max(a, b, ...) or max(list): the largest", 1, 99, a -> Collections.max(numbers(a), SIZE));
        define("sum", "sum(a, b, ...) or sum(list): the total", 1, 99, a -> {
            Object s = 0L;
            for (Number x : numbers(a)) {
                s = Values.binary("+", s, x);
            }
            return s;
        });
        define("ratio", "ratio(a, b): a / b as a decimal", 2, 2, a -> Values.quotient(Values.decimal(a[0]), Values.decimal(a[1])));
        define("log2", "log2(a): the logarithm to the base of 2, a decimal", 1, 1, a -> {
            double x = Values.decimal(a[0]);
            if (!(x > 0)) {
                throw new EvalException("log2(" + a[0] + "): the argument must be positive");
            }
            return Math.log(x) / Math.log(2);
        });
        define("percent", "percent(a): as a text, percent(0.437) is '44 %'; percent(a, 1) with one more digit", 1, 2,
                a -> Numbers.fixed(100 * Values.decimal(a[0]), a.length > 1 ? integer(a[1]) : 0) + " %");
        define("fixed", "fixed(a, digits): as a text with so many digits after the point", 2, 2, a -> Numbers.fixed(Values.decimal(a[0]), integer(a[1])));
        define("si", "si(a): as a text of three digits and a prefix, si(6738415616) is '6.74 G'", 1, 1, a -> Numbers.si(Values.decimal(a[0])));
        define("ceil", "ceil(a, b): a / b rounded up", 2, 2, a -> {
            long n = integer(a[0]);
            long by = divisor(a[1]);
            return Math.floorDiv(n, by) + (Math.floorMod(n, by) == 0 ? 0 : 1);
        });
        define("floor", "floor(a, b): a / b rounded down", 2, 2, a -> Math.floorDiv(integer(a[0]), divisor(a[1])));
        define("int", "int(a): a decimal without what follows its point", 1, 1, a -> {
            double x = Values.decimal(a[0]);
            if (!(Math.abs(x) < 0x1p62)) {
                throw new EvalException("int(" + a[0] + ") does not fit in 64 bits");
            }
            return a[0] instanceof Long n ? n : (Object) (long) x;
        });
        define("pow", "pow(a, b), or a ^ b: a multiplied b times, exact for integers", 2, 2, a -> power(a[0], integer(a[1])));
        define("is_list", "is_list(a): whether it is a list", 1, 1, a -> a[0] instanceof List<?>);
        define("range", "range(n): [0, 1, ..., n - 1]", 1, 1, a -> {
            long n = integer(a[0]);
            if (n < 0 || n > Values.MAX_LIST) {
                throw new EvalException("range(" + n + "): from 0 to " + Values.MAX_LIST + " is possible");
            }
            List<Object> out = new ArrayList<>();
            for (long i = 0; i < n; i++) {
                out.add(i);
            }
            return out;
        });
        define("reversed", "reversed(list): the list from its end", 1, 1, a -> {
            List<Object> out = new ArrayList<>(list(a[0]));
            Collections.reverse(out);
            return out;
        });
    }

    private Functions() { }

    private static void define(String name, String usage, int least, int most, Function<Object[], Object> body) {
        ALL.put(name, new Entry(usage, least, most, body));
    }

    /** Name to usage, sorted. */
    public static Map<String, String> usages() {
        Map<String, String> out = new TreeMap<>();
        ALL.forEach((k, v) -> out.put(k, v.usage));
        return out;
    }

    /** True when there is such a function and it takes that many arguments. */
    static void check(String name, int arguments) {
        Entry e = ALL.get(name);
        if (e == null) {
            throw new EvalException("unknown function '" + name + "'", Suggest.hint(name, ALL.keySet()));
        }
        if (arguments < e.least || arguments > e.most) {
            throw new EvalException(name + "() does not take " + arguments + " arguments", e.usage);
        }
    }

    static Object call(String name, Object[] arguments) {
        return ALL.get(name).body.apply(arguments);
    }

    private static Object power(Object base, long exponent) {
        if (base instanceof Double d) {
            return Math.pow(d, exponent);
        }
        long b = integer(base);
        if (exponent < 0) {
            throw new EvalException(b + " ^ " + exponent + " is no integer");
        }
        if (Math.abs(b) <= 1) {
            return b == 0 ? (exponent == 0 ? 1L : 0L) : b == 1 || exponent % 2 == 0 ? 1L : -1L;
        }
        Object p = 1L;
        for (long i = 0; i < exponent; i++) {
            p = Values.binary("*", p, b);
        }
        return p;
    }

    private static long integer(Object v) {
        return Values.integer(v, "an argument");
    }

    private static long divisor(Object v) {
        long b = integer(v);
        if (b <= 0) {
            throw new EvalException("the divisor must be positive, not " + b);
        }
        return b;
    }

    private static List<?> list(Object v) {
        if (v instanceof List<?> l) {
            return l;
        }
        throw new EvalException("a list expected, not " + Values.describe(v));
    }

    private static List<Number> numbers(Object[] a) {
        List<?> items = a.length == 1 && a[0] instanceof List<?> l ? l : List.of(a);
        if (items.isEmpty()) {
            throw new EvalException("an empty list has no such value");
        }
        List<Number> out = new ArrayList<>();
        for (Object o : items) {
            out.add(o instanceof Double d ? d : (Number) integer(o));
        }
        return out;
    }

    /** Integers exactly, decimals as such. A class and not a lambda, which every start would pay for. */
    private static final class BySize implements Comparator<Number> {
        @Override
        public int compare(Number a, Number b) {
            return a instanceof Long x && b instanceof Long y ? Long.compare(x, y) : Double.compare(a.doubleValue(), b.doubleValue());
        }
    }
}
