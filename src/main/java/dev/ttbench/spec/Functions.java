package dev.ttbench.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The functions that expressions may call: an explicit list. */
public final class Functions {
    private record Entry(String usage, int least, int most, Function<Object[], Object> body) { }

    private static final Map<String, Entry> ALL = new TreeMap<>();

    static {
        define("len", "len(list): its length", 1, 1, a -> (long) list(a[0]).size());
        define("rank", "rank(tensor): number of its axes", 1, 1, a -> {
            if (a[0] instanceof Scope.Members m) {
                return m.rank();
            }
            throw new EvalException("rank() wants a tensor, not " + Values.describe(a[0]));
        });
        define("min", "min(a, b, ...) or min(list): the smallest", 1, 99, a -> Collections.min(integers(a)));
        define("max", "max(a, b, ...) or max(list): the largest", 1, 99, a -> Collections.max(integers(a)));
        define("sum", "sum(a, b, ...) or sum(list): the total", 1, 99, a -> {
            long s = 0;
            for (long x : integers(a)) {
                long t = s;
                s = Values.exact(() -> Math.addExact(t, x));
            }
            return s;
        });
        define("ceil", "ceil(a, b): a / b rounded up", 2, 2, a -> {
            long n = integer(a[0]);
            long by = divisor(a[1]);
            return Math.floorDiv(n, by) + (Math.floorMod(n, by) == 0 ? 0 : 1);
        });
        define("floor", "floor(a, b): a / b rounded down", 2, 2, a -> Math.floorDiv(integer(a[0]), divisor(a[1])));
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

    private static List<Long> integers(Object[] a) {
        List<?> items = a.length == 1 && a[0] instanceof List<?> l ? l : List.of(a);
        if (items.isEmpty()) {
            throw new EvalException("an empty list has no such value");
        }
        List<Long> out = new ArrayList<>();
        for (Object o : items) {
            out.add(integer(o));
        }
        return out;
    }
}
