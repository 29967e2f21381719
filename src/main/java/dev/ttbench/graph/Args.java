package dev.ttbench.graph;

import dev.ttbench.operator.Dtype;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The arguments of one primitive step, evaluated in the frame that runs it. Missing ones yield their defaults. */
final class Args {
    private static final Object MISSING = new Object();
    private final Step.Arguments arguments;
    private final Frame frame;

    Args(Step.Arguments arguments, Frame frame) {
        this.arguments = arguments;
        this.frame = frame;
    }

    private Object value(String name) {
        Template t = arguments.get(name);
        if (t == null) {
            return MISSING;
        }
        return t.eval(frame);
    }

    boolean has(String name) {
        Object v = value(name);
        return v != MISSING && v != null;
    }

    private Object required(String name) {
        Object v = value(name);
        if (v == MISSING || v == null) {
            throw new EvalException("'" + name + "' is needed");
        }
        return v;
    }

    long integer(String name) {
        return Values.integer(required(name), "'" + name + "'");
    }

    long integer(String name, long otherwise) {
        Object v = value(name);
        return v == MISSING || v == null ? otherwise : Values.integer(v, "'" + name + "'");
    }

    /** An extent: from 1 to 2^40. */
    long extent(String name) {
        return Args.extent(name, integer(name));
    }

    static long extent(String name, long n) {
        if (n <= 0 || n > Axis.MAX_EXTENT) {
            throw new EvalException("'" + name + "' is " + n + "; an extent is from 1 to 2^40");
        }
        return n;
    }

    boolean bool(String name, boolean otherwise) {
        Object v = value(name);
        return v == MISSING || v == null ? otherwise : Values.truth(v);
    }

    String text(String name, String otherwise) {
        Object v = value(name);
        if (v == MISSING || v == null) {
            return otherwise;
        }
        if (v instanceof String s) {
            return s;
        }
        throw new EvalException("'" + name + "' must be a text, not " + Values.describe(v));
    }

    String text(String name) {
        return required(name) instanceof String s ? s : text(name, null);
    }

    /** {@code n} integers that the step must give: a list of n, or one number for all. */
    long[] needed(String name, int n) {
        required(name);
        return integers(name, n);
    }

    /** {@code n} integers: a list of n, or one number for all; null when missing. */
    long[] integers(String name, int n) {
        Object v = value(name);
        if (v == MISSING || v == null) {
            return null;
        }
        long[] out = new long[n];
        if (v instanceof List<?> l) {
            if (l.size() != n) {
                throw new EvalException("'" + name + "' wants " + n + " numbers, not " + l.size());
            }
            for (int i = 0; i < n; i++) {
                out[i] = Values.integer(l.get(i), "'" + name + "'");
            }
        } else {
            Arrays.fill(out, Values.integer(v, "'" + name + "'"));
        }
        return out;
    }

    /** A list of integers of any length; null when missing. */
    long[] list(String name) {
        Object v = value(name);
        if (v == MISSING || v == null) {
            return null;
        }
        if (!(v instanceof List<?> l)) {
            throw new EvalException("'" + name + "' must be a list of integers, not " + Values.describe(v));
        }
        return integers(name, l.size());
    }

    /** A dtype that the step must give. */
    Dtype dtype(String name) {
        required(name);
        return dtype(name, null);
    }

    Dtype dtype(String name, Dtype otherwise) {
        Object v = value(name);
        if (v == MISSING || v == null) {
            return otherwise;
        }
        if (v.equals("compute")) {
            return frame.emitter().compute();
        }
        Dtype d = Dtype.of(String.valueOf(v));
        if (d == null) {
            throw new EvalException("unknown dtype '" + v + "'", Suggest.hint(String.valueOf(v), ArgumentCheck.dtypes()));
        }
        return d;
    }

    /** The tensor that the step works on: {@code of}, or the current one. */
    Tensor input() {
        Object v = value("of");
        return v == MISSING ? frame.current() : frame.tensor(v);
    }

    Tensor tensor(String name) {
        return frame.tensor(required(name));
    }

    Tensor optionalTensor(String name) {
        Object v = value(name);
        return v == MISSING || v == null ? null : frame.optionalTensor(v);
    }

    List<Tensor> tensors(String name) {
        Object v = required(name);
        if (!(v instanceof List<?> l) || l.isEmpty()) {
            throw new EvalException("'" + name + "' must be a list of tensors, not " + Values.describe(v));
        }
        List<Tensor> out = new ArrayList<>(l.size());
        for (Object o : l) {
            out.add(frame.tensor(o));
        }
        return out;
    }

    /** A tensor by name, or null when the argument is a number. */
    Tensor operand(String name) {
        Object v = required(name);
        if (v instanceof Number || (v instanceof String s && isNumber(s))) {
            return null;
        }
        return frame.tensor(v);
    }

    /** True when the argument is a number with a fraction or an exponent. */
    boolean isFloat(String name) {
        Object v = required(name);
        return v instanceof Double || (v instanceof String s && isNumber(s));
    }

    /** YAML reads {@code 1e-6} as text; it is a number all the same. */
    static boolean isNumber(String s) {
        if (s.isEmpty() || !(Character.isDigit(s.charAt(0)) || s.charAt(0) == '-' || s.charAt(0) == '.')) {
            return false;
        }
        try {
            Double.parseDouble(s);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Number of names bound by {@code into}. */
    int results() {
        return arguments.results();
    }

    /** Every argument that was written. */
    Iterable<String> names() {
        return arguments.names();
    }

    Object raw(String name) {
        Object v = value(name);
        return v == MISSING ? null : v;
    }

    /** Position in {@code t} of the axis that the argument names (or counts, from 0 or from the end). */
    int axis(Tensor t, String name) {
        Object v = required(name);
        if (v instanceof Long i) {
            return t.axis(i);
        }
        return t.axis(text(name));
    }

    /** The parsed pattern of a rearrange. */
    Pattern pattern() {
        return arguments.pattern(text("pattern"));
    }
}
