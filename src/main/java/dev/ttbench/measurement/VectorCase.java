package dev.ttbench.measurement;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Elementwise passes, norms, copies and look-ups of a row of vector kernels. */
final class VectorCase {
    private static final Pattern EXTENTS = Pattern.compile("[0-9]{1,12}(x[0-9]{1,12})*");
    private static final Pattern FIRST = Pattern.compile("[0-9]{1,12}");
    /** PyTorch, index_select_out_cuda: up to so many ids go to indexSelectSmallIndex. */
    private static final int SERIAL_IDS = 16;
    private static final Pattern LOOKUP = Pattern.compile("([0-9]{1,12}) ids from ([0-9]{1,12})x([0-9]{1,12})");

    /**
     * What one element costs.
     *
     * @param operands tensors of the result's size that are read
     * @param flops vector operations
     * @param special exponentials, roots, divisions
     */
    private record Pass(double operands, int flops, int special) { }

    private static final Map<String, Pass> ELEMENTWISE = Map.ofEntries(Map.entry("add", new Pass(2, 1, 0)), Map.entry("sub", new Pass(2, 1, 0)), Map.entry("mul", new Pass(2, 1, 0)),
            Map.entry("div", new Pass(2, 1, 1)), Map.entry("relu", new Pass(1, 1, 0)), Map.entry("tanh", new Pass(1, 1, 1)), Map.entry("gelu", new Pass(1, 4, 1)),
            Map.entry("silu", new Pass(1, 2, 2)), Map.entry("sigmoid", new Pass(1, 2, 2)), Map.entry("exp", new Pass(1, 1, 1)), Map.entry("copy", new Pass(1, 0, 0)),
            Map.entry("cast", new Pass(1, 0, 0)), Map.entry("cat", new Pass(1, 0, 0)));
    private static final List<String> ROWWISE = List.of("layer_norm", "rms_norm", "group_norm", "softmax", "log_softmax");

    private VectorCase() { }

    /** The kernels of one call. */
    static List<Kernel> kernels(Row row, Dtype dtype) {
        String operator = row.text("operator");
        String shape = row.text("shape").substring(row.text("shape").indexOf('>') + 1);
        Pass pass = ELEMENTWISE.get(operator);
        if (pass != null) {
            long n = elements(row, shape);
            return List.of(stream(operator, dtype, n, pass.operands * n, n, pass.flops * n, pass.special * n, false));
        }
        if (ROWWISE.contains(operator)) {
            Kernel norm = rowwise(row, operator, dtype, shape);
            return operator.equals("group_norm") && row.text("kind").equals("channels-last") ? List.of(turned(norm), norm) : List.of(norm);
        }
        switch (operator) {
            case "silu_and_mul", "gelu_and_mul", "geglu": {
                long n = elements(row, shape);
                return List.of(stream(operator, dtype, n, 2.0 * n, n, 3 * n, 2 * n, false));
            }
            case "permute", "transpose": {
                long n = elements(row, shape);
                boolean strided = !keepsInnermost(row.text("shape"));
                return List.of(new Kernel(operator, new Work.Stream(n, 0, 0, strided, true), dtype, n * dtype.bytes(), n * dtype.bytes(), 0));
            }
            case "upsample_nearest": {
                long n = elements(row, shape);
                return List.of(new Kernel(operator, new Work.Stream(n, 0, 0, false, true), dtype, n / 4 * dtype.bytes(), n * dtype.bytes(), 0));
            }
            case "rope":
                return rope(row, dtype, shape);
            case "embedding":
                return List.of(embedding(row, dtype, shape));
            default:
                throw row.problem("operator", "an operator that is known: " + String.join(", ", new java.util.TreeSet<>(ELEMENTWISE.keySet())) + ", " + String.join(", ", ROWWISE)
                        + ", silu_and_mul, gelu_and_mul, permute, upsample_nearest, rope, embedding");
        }
    }

    /** Whether a change of axes, {@code 2x64x8->2x8x64}, leaves the innermost where it was; axes that look alike are taken to be exchanged. */
    private static boolean keepsInnermost(String change) {
        String[] sides = change.split("->");
        String last = sides[0].substring(sides[0].lastIndexOf('x') + 1);
        return sides.length == 2 && !sides[0].equals(sides[1]) && sides[1].endsWith("x" + last);
    }

    private static Kernel stream(String name, Dtype dtype, long elements, double read, double written, long flops, long special, boolean strided) {
        return new Kernel(name, new Work.Stream(elements, flops, special, strided), dtype, (long) (read * dtype.bytes()), (long) (written * dtype.bytes()), 0);
    }

    /** The copy of a channels-last image that PyTorch's group norm makes; the result stays channels-first. */
    private static Kernel turned(Kernel k) {
        return new Kernel("aten.clone", new Work.Stream(k.bytesWritten() / k.dtype().bytes(), 0, 0, true, true), k.dtype(), k.bytesRead(), k.bytesWritten(), 0);
    }

    private static Kernel rowwise(Row row, String operator, Dtype dtype, String shape) {
        long[] extents = extents(row, shape);
        long n = product(extents);
        long width = extents[extents.length - 1];
        if (operator.equals("group_norm")) {
            long groups = row.count("groups", 32);
            width = extents.length < 2 ? n : n / (extents[0] * groups);
        }
        long rows = n / Math.max(1, width);
        boolean softmax = operator.endsWith("softmax");
        Work.Statistic statistic = softmax ? Work.Statistic.SOFTMAX : operator.equals("rms_norm") ? Work.Statistic.SUM : Work.Statistic.MOMENTS;
        String name = statistic == Work.Statistic.MOMENTS ? "aten.native_" + operator : operator;
        return new Kernel(name, new Work.Reduction(rows, width, 5 * n, softmax ? n : rows, true, statistic), dtype, n * dtype.bytes(), n * dtype.bytes(), 0);
    }

    /** Queries and keys turned in place: {@code q:TOKENSxFEATURES;k:TOKENSxFEATURES}. */
    private static List<Kernel> rope(Row row, Dtype dtype, String shape) {
        long n = 0;
        for (String part : shape.split(";")) {
            n += product(extents(row, part.substring(part.indexOf(':') + 1)));
        }
        return List.of(stream("rope", dtype, n, n, n, 3 * n, 0, false));
    }

    private static Kernel embedding(Row row, Dtype dtype, String shape) {
        Matcher m = LOOKUP.matcher(shape);
        if (!m.matches()) {
            throw row.problem("shape", "such as '40 ids from 32768x4096'");
        }
        long ids = Long.parseLong(m.group(1));
        long n = Math.multiplyExact(ids, Long.parseLong(m.group(3)));
        return new Kernel("embedding", new Work.Stream(n, 0, 0, false), dtype, n * dtype.bytes() + 8 * ids, n * dtype.bytes(), 0);
    }

    /** Blocks of threads that share a kernel's work: one for a row; look-ups are shared out by elements. */
    static long blocks(Row row) {
        return row.text("operator").equals("embedding") ? Long.MAX_VALUE : rows(row);
    }

    /** Rows that a kernel reads one after the other: those of PyTorch's index_select of few ids, whose threads walk over all of them. */
    static long serialRows(Row row) {
        long ids = rows(row);
        return row.text("operator").equals("embedding") && ids <= SERIAL_IDS ? ids : 0;
    }

    /** Rows that a kernel works on, or ids that it looks up: the first number of a shape. */
    private static long rows(Row row) {
        Matcher m = FIRST.matcher(row.text("shape"));
        if (!m.find()) {
            throw row.problem("shape", "extents such as 4096x1280");
        }
        return Math.max(1, Long.parseLong(m.group()));
    }

    private static long elements(Row row, String shape) {
        return product(extents(row, shape));
    }

    private static long[] extents(Row row, String shape) {
        if (!EXTENTS.matcher(shape).matches()) {
            throw row.problem("shape", "extents such as 4096x1280");
        }
        String[] parts = shape.split("x");
        List<Long> out = new ArrayList<>();
        for (String p : parts) {
            out.add(Long.parseLong(p));
        }
        return out.stream().mapToLong(Long::longValue).toArray();
    }

    private static long product(long[] extents) {
        long p = 1;
        for (long e : extents) {
            p = Math.multiplyExact(p, e);
        }
        return p;
    }
}
