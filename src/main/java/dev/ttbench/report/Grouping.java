package dev.ttbench.report;

import dev.ttbench.operator.Category;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups a profile's rows. Times, FLOPs and bytes are over all executions; those of single kernels are count x the first execution, which is less
 * than the truth for a kernel that reads a growing cache.
 */
public final class Grouping {
    /** Key of everything that is not an attention, when grouping by kind. */
    public static final String NO_KIND = "not attention";

    /** Key of the wait for the host, except among categories and stages. */
    public static final String HOST = "host";

    private static final class Sum {
        private long count;
        private BigInteger flops = BigInteger.ZERO;
        private BigInteger bytes = BigInteger.ZERO;
        private double seconds;
        private double deviceSeconds;
        private double leastSeconds;
        private double dearest = -1;
        private String bound = "";
        private String example = "";
    }

    private static final Comparator<Group> ORDER = new Comparator<>() {
        @Override
        public int compare(Group a, Group b) {
            int c = Double.compare(b.share(), a.share());
            c = c != 0 ? c : Double.compare(b.totalSeconds(), a.totalSeconds());
            return c != 0 ? c : a.key().compareTo(b.key());
        }
    };

    private Grouping() { }

    /** The groups: the one that costs most device time first, equal ones by key, the wait for the host last. */
    public static List<Group> of(Profile profile, By by) {
        Map<String, Sum> sums = new HashMap<>();
        for (StageProfile stage : profile.stages()) {
            for (OperatorRow row : stage.operators()) {
                if (by == By.KERNEL && row.category() != Category.HOST) {
                    kernels(sums, stage, row);
                } else {
                    Sum s = sum(sums, key(by, stage, row));
                    add(s, stage, row, row.totalFlops(), row.totalBytes(), row.totalSeconds(), row.seconds() > 0 ? row.totalSeconds() * (row.leastSeconds() / row.seconds()) : 0);
                }
            }
        }
        double gpu = profile.totals().gpuSeconds();
        List<Group> out = new ArrayList<>(sums.size());
        for (Map.Entry<String, Sum> e : sums.entrySet()) {
            Sum s = e.getValue();
            double share = gpu <= 0 ? 0 : s.deviceSeconds / gpu;
            out.add(new Group(e.getKey(), s.count, s.flops, s.bytes, s.seconds, s.leastSeconds, share, s.bound, s.example));
        }
        out.sort(ORDER);
        return out;
    }

    private static Sum sum(Map<String, Sum> sums, String key) {
        Sum s = sums.get(key);
        if (s == null) {
            s = new Sum();
            sums.put(key, s);
        }
        return s;
    }

    private static void kernels(Map<String, Sum> sums, StageProfile stage, OperatorRow row) {
        for (OperatorRow.KernelRow k : row.kernels()) {
            double seconds = row.seconds() > 0 ? row.totalSeconds() * (k.seconds() / row.seconds()) : 0;
            BigInteger n = BigInteger.valueOf(row.count());
            BigInteger bytes = BigInteger.valueOf(k.bytesRead()).add(BigInteger.valueOf(k.bytesWritten()));
            BigInteger flops = BigInteger.valueOf(k.flops()).multiply(n);
            add(sum(sums, k.name()), stage, row, flops, bytes.multiply(n), seconds, k.seconds() > 0 ? seconds * (k.least() / k.seconds()) : 0);
        }
    }

    private static void add(Sum s, StageProfile stage, OperatorRow row, BigInteger flops, BigInteger bytes, double seconds, double least) {
        s.count += row.count();
        s.flops = s.flops.add(flops);
        s.bytes = s.bytes.add(bytes);
        s.seconds += seconds;
        s.leastSeconds += least;
        s.deviceSeconds += row.category() == Category.HOST ? 0 : seconds;
        if (seconds > s.dearest) {
            s.dearest = seconds;
            s.bound = row.bound().id();
            s.example = stage.facts().id() + "/" + row.index();
        }
    }

    private static String key(By by, StageProfile stage, OperatorRow row) {
        if (row.category() == Category.HOST && by != By.STAGE && by != By.CATEGORY) {
            return HOST;
        }
        return switch (by) {
            case OPERATOR, KERNEL -> row.operator();
            case CATEGORY -> row.category().label();
            case KIND -> row.attentionKind() == null ? NO_KIND : kind(row.attentionKind(), row.causal());
            case STAGE -> stage.facts().id();
            case BLOCK -> row.block() == null || row.block().isEmpty() ? stage.facts().graph() : row.block();
            case SHAPE -> shape(row);
        };
    }

    /** Kind of an attention with its mask: {@code text, causal}. */
    static String kind(String kind, boolean causal) {
        return causal ? kind + ", causal" : kind;
    }

    /** Operator and shapes in one line: equal inputs in a row once, with their number; the result only where its shape is not the first input's. */
    static String shape(OperatorRow row) {
        if (row.category() == Category.HOST) {
            return row.operator();
        }
        StringBuilder b = new StringBuilder(row.operator());
        if (row.attentionKind() != null) {
            b.append(" (").append(kind(row.attentionKind(), row.causal())).append(')');
        }
        List<long[]> inputs = row.inputShapes();
        for (int i = 0; i < inputs.size();) {
            int same = 1;
            while (i + same < inputs.size() && Arrays.equals(inputs.get(i), inputs.get(i + same))) {
                same++;
            }
            b.append(i == 0 ? ' ' : ';').append(same == 1 ? Shapes.text(inputs.get(i)) : "(" + Shapes.text(inputs.get(i)) + ")*" + same);
            i += same;
        }
        if (inputs.isEmpty() || !Arrays.equals(inputs.get(0), row.outputShape())) {
            b.append(" -> ").append(Shapes.text(row.outputShape()));
        }
        return b.toString();
    }
}
