package dev.ttbench.report;

import dev.ttbench.operator.Category;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups a profile's rows. Times are over all executions. FLOPs and bytes of categories, kinds and stages are those of the profile's own sums; of other
 * groups they are count x the first execution, which is less than the truth for the operators that read a growing cache.
 */
public final class Grouping {
    /** Key of everything that is not an attention, when grouping by kind. */
    public static final String NO_KIND = "not attention";

    private static final class Sum {
        private long count;
        private BigInteger flops = BigInteger.ZERO;
        private BigInteger bytes = BigInteger.ZERO;
        private double seconds;
        private double dearest = -1;
        private String bound = "";
        private String example = "";
        private boolean host;
    }

    private Grouping() { }

    /** The groups, the one that costs most time first; equal ones by key. */
    public static List<Group> of(Profile profile, By by) {
        Map<String, Sum> sums = new HashMap<>();
        for (StageProfile stage : profile.stages()) {
            for (OperatorRow row : stage.operators()) {
                if (by == By.KERNEL && !row.kernels().isEmpty()) {
                    kernels(sums, stage, row);
                } else {
                    Sum s = sums.computeIfAbsent(key(by, stage, row), k -> new Sum());
                    add(s, stage, row, row.count(), row.flops(), row.bytesRead() + row.bytesWritten(), row.totalSeconds());
                }
            }
        }
        exact(profile, by, sums);
        double gpu = profile.totals().gpuSeconds();
        List<Group> out = new ArrayList<>(sums.size());
        for (Map.Entry<String, Sum> e : sums.entrySet()) {
            Sum s = e.getValue();
            double share = s.host || gpu <= 0 ? 0 : s.seconds / gpu;
            out.add(new Group(e.getKey(), s.count, s.flops, s.bytes, s.seconds, share, s.bound, s.example));
        }
        out.sort((a, b) -> {
            int c = Double.compare(b.totalSeconds(), a.totalSeconds());
            return c != 0 ? c : a.key().compareTo(b.key());
        });
        return out;
    }

    private static void kernels(Map<String, Sum> sums, StageProfile stage, OperatorRow row) {
        for (OperatorRow.KernelRow k : row.kernels()) {
            double seconds = row.seconds() > 0 ? row.totalSeconds() * (k.seconds() / row.seconds()) : 0;
            add(sums.computeIfAbsent(k.name(), n -> new Sum()), stage, row, row.count(), k.flops(), k.bytesRead() + k.bytesWritten(), seconds);
        }
    }

    private static void add(Sum s, StageProfile stage, OperatorRow row, long count, long flops, long bytes, double seconds) {
        BigInteger n = BigInteger.valueOf(count);
        s.count += count;
        s.flops = s.flops.add(BigInteger.valueOf(flops).multiply(n));
        s.bytes = s.bytes.add(BigInteger.valueOf(bytes).multiply(n));
        s.seconds += seconds;
        s.host = row.category() == Category.HOST && (s.host || s.dearest < 0);
        if (seconds > s.dearest) {
            s.dearest = seconds;
            s.bound = row.bound().id();
            s.example = stage.facts().id() + "/" + row.path();
        }
    }

    private static String key(By by, StageProfile stage, OperatorRow row) {
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

    /** Operator and shapes in one line. */
    static String shape(OperatorRow row) {
        if (row.category() == Category.HOST) {
            return row.operator();
        }
        StringBuilder b = new StringBuilder(row.operator());
        if (row.attentionKind() != null) {
            b.append(" (").append(kind(row.attentionKind(), row.causal())).append(')');
        }
        return b.append(' ').append(Shapes.text(row.inputShapes())).append(" -> ").append(Shapes.text(row.outputShape())).toString();
    }

    private static void exact(Profile profile, By by, Map<String, Sum> sums) {
        if (by == By.STAGE) {
            for (StageProfile stage : profile.stages()) {
                put(sums.get(stage.facts().id()), stage.totalFlops().matmul(), stage.totalRead().add(stage.totalWritten()), stage.facts().seconds());
            }
        } else if (by == By.CATEGORY) {
            for (Profile.CategoryShare c : profile.categories()) {
                put(sums.get(c.category().label()), c.flops(), c.bytes(), c.seconds());
            }
        } else if (by == By.KIND) {
            for (Profile.AttentionShare a : profile.attention()) {
                Sum s = sums.get(kind(a.kind(), a.causal()));
                put(s, a.flops(), s == null ? null : s.bytes, a.seconds());
            }
        }
    }

    private static void put(Sum s, BigInteger flops, BigInteger bytes, double seconds) {
        if (s != null) {
            s.flops = flops;
            s.bytes = bytes;
            s.seconds = seconds;
        }
    }
}
