package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.operator.Category;
import dev.ttbench.profile.Draws.Draw;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of a profile add up to its whole, whatever was asked for: counts exactly, times to 1e-9. */
class SumsTest {
    static List<Draw> draws() {
        return Draws.all(6);
    }

    @ParameterizedTest
    @MethodSource("draws")
    void rowsAddUpToTheirStage(Draw draw) {
        Profile p = draw.profile();
        for (StageProfile s : p.stages()) {
            double seconds = 0;
            long flops = 0;
            long vector = 0;
            long read = 0;
            long written = 0;
            long kernels = 0;
            long live = 0;
            int index = 0;
            BigInteger totalFlops = BigInteger.ZERO;
            BigInteger totalBytes = BigInteger.ZERO;
            for (OperatorRow r : s.operators()) {
                seconds += r.totalSeconds();
                totalFlops = totalFlops.add(r.totalFlops());
                totalBytes = totalBytes.add(r.totalBytes());
                assertTrue(Draws.grows(p, s) ? r.count() >= 1 && r.count() <= s.facts().repeat() : r.count() == s.facts().repeat(), r.path());
                assertEquals(index++, r.index(), r.path());
            }
            for (OperatorRow r : s.operators(0)) {
                flops += r.flops();
                vector += r.vectorFlops();
                read += r.bytesRead();
                written += r.bytesWritten();
                kernels += r.kernels().size();
                live = Math.max(live, r.liveBytes());
            }
            String id = s.facts().id();
            near(s.facts().seconds(), seconds, id);
            assertEquals(s.totalFlops().matmul(), totalFlops, id);
            assertEquals(s.totalRead().add(s.totalWritten()), totalBytes, id);
            assertEquals(s.iteration().flops().matmul(), BigInteger.valueOf(flops), id);
            assertEquals(s.iteration().flops().vector(), BigInteger.valueOf(vector), id);
            assertEquals(s.iteration().bytesRead(), read, id);
            assertEquals(s.iteration().bytesWritten(), written, id);
            assertEquals(s.iteration().kernels(), kernels, id);
            assertTrue(live <= s.facts().peakActivationBytes(), id);
            if (!Draws.grows(p, s)) {
                assertEquals(s.facts().peakActivationBytes(), live, id);
                near(s.facts().seconds(), s.iteration().seconds() * s.facts().repeat(), id);
                assertEquals(s.totalFlops(), s.iteration().flops().times(s.facts().repeat()), id);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("draws")
    void stagesCategoriesAndKindsAddUpToTheTotals(Draw draw) {
        Profile p = draw.profile();
        Profile.Totals t = p.totals();
        double seconds = 0;
        double gpu = 0;
        Flops flops = Flops.ZERO;
        BigInteger read = BigInteger.ZERO;
        BigInteger written = BigInteger.ZERO;
        for (StageProfile s : p.stages()) {
            seconds += s.facts().seconds();
            gpu += s.facts().gpuSeconds();
            flops = flops.plus(s.totalFlops());
            read = read.add(s.totalRead());
            written = written.add(s.totalWritten());
        }
        near(t.seconds(), seconds, "stages");
        near(t.gpuSeconds(), gpu, "stages");
        assertEquals(t.flops(), flops);
        assertEquals(t.bytesRead(), read);
        assertEquals(t.bytesWritten(), written);
        assertTrue(t.lowSeconds() < t.seconds() && t.seconds() < t.highSeconds() && t.gpuSeconds() <= t.seconds());

        near(t.seconds(), p.categories().stream().mapToDouble(Profile.CategoryShare::seconds).sum(), "categories");
        near(1, p.categories().stream().mapToDouble(Profile.CategoryShare::share).sum(), "shares");
        assertEquals(t.flops().matmul(), p.categories().stream().map(Profile.CategoryShare::flops).reduce(BigInteger.ZERO, BigInteger::add));
        assertEquals(t.bytesRead().add(t.bytesWritten()), p.categories().stream().map(Profile.CategoryShare::bytes).reduce(BigInteger.ZERO, BigInteger::add));
        assertEquals(t.flops().convolution(), flops(p, Category.CONVOLUTION));
        assertEquals(t.flops().linear(), flops(p, Category.LINEAR));
        assertEquals(t.flops().attention(), flops(p, Category.ATTENTION));
        BigInteger products = p.stages().stream().flatMap(s -> s.operators().stream()).filter(r -> r.operator().equals("matmul")).map(OperatorRow::totalFlops).reduce(BigInteger.ZERO, BigInteger::add);
        assertEquals(t.flops().attention().subtract(products), p.attention().stream().map(Profile.AttentionShare::flops).reduce(BigInteger.ZERO, BigInteger::add));
        near(1, p.attention().stream().mapToDouble(Profile.AttentionShare::shareOfAttention).sum(), "shares of attention");
        for (Profile.AttentionShare a : p.attention()) {
            assertTrue(a.seconds() > 0 && a.minSequenceLength() > 0 && a.minSequenceLength() <= a.maxSequenceLength(), a::toString);
        }
    }

    /** What each category and each kind of attention has is what its rows have. */
    @ParameterizedTest
    @MethodSource("draws")
    void rowsAddUpToTheirCategoryAndKind(Draw draw) {
        Profile p = draw.profile();
        List<OperatorRow> rows = new ArrayList<>();
        p.stages().forEach(s -> rows.addAll(s.operators()));
        for (Profile.CategoryShare c : p.categories()) {
            List<OperatorRow> own = rows.stream().filter(r -> r.category() == c.category()).toList();
            near(c.seconds(), seconds(own), c.category().label());
            assertEquals(c.flops(), own.stream().map(OperatorRow::totalFlops).reduce(BigInteger.ZERO, BigInteger::add), c.category().label());
            assertEquals(c.bytes(), own.stream().map(OperatorRow::totalBytes).reduce(BigInteger.ZERO, BigInteger::add), c.category().label());
        }
        for (Profile.AttentionShare a : p.attention()) {
            List<OperatorRow> own = rows.stream().filter(r -> a.kind().equals(r.attentionKind()) && a.causal() == r.causal()).toList();
            near(a.seconds(), seconds(own), a.kind());
            assertEquals(a.flops(), own.stream().map(OperatorRow::totalFlops).reduce(BigInteger.ZERO, BigInteger::add), a.kind());
        }
    }

    @ParameterizedTest
    @MethodSource("draws")
    void peakMemoryIsTheWeightsAndTheLargestStage(Draw draw) {
        Profile p = draw.profile();
        long weights = 0;
        long parameters = 0;
        long working = 0;
        long cache = 0;
        for (StageProfile s : p.stages()) {
            StageProfile.Facts f = s.facts();
            if (f.sharesWeightsOf() == null) {
                weights += f.weightBytes();
                parameters += f.parameters();
            } else {
                StageProfile owner = p.stages().stream().filter(o -> o.facts().id().equals(f.sharesWeightsOf())).findFirst().orElseThrow();
                assertEquals(owner.facts().weightBytes(), f.weightBytes(), f.id());
                assertEquals(owner.facts().parameters(), f.parameters(), f.id());
            }
            working = Math.max(working, f.inputBytes() + f.peakActivationBytes() + f.kvCacheBytes());
            cache = Math.max(cache, f.kvCacheBytes());
        }
        assertEquals(weights, p.totals().weightBytes());
        assertEquals(parameters, p.totals().parameters());
        assertEquals(cache, p.totals().kvCacheBytes());
        assertEquals(weights + working, p.totals().peakMemoryBytes());
        assertEquals(p.totals().peakMemoryBytes() <= p.totals().deviceMemoryBytes(), p.totals().fits());
    }

    @ParameterizedTest
    @MethodSource("draws")
    void chosenStagesAreThemselves(Draw draw) {
        Profile all = draw.profile();
        for (StageProfile s : all.stages()) {
            Profile one = draw.stages(List.of(s.facts().id())).profile();
            assertEquals(1, one.stages().size());
            StageProfile alone = one.stages().get(0);
            assertEquals(s.facts(), alone.facts());
            assertEquals(s.iteration(), alone.iteration());
            near(s.facts().seconds(), one.totals().seconds(), s.facts().id());
            assertEquals(s.totalFlops(), one.totals().flops());
            assertEquals(s.totalRead(), one.totals().bytesRead());
            assertEquals(s.totalWritten(), one.totals().bytesWritten());
            assertEquals(s.facts().parameters(), one.totals().parameters());
            assertEquals(s.facts().weightBytes() + s.facts().inputBytes() + s.facts().peakActivationBytes() + s.facts().kvCacheBytes(), one.totals().peakMemoryBytes());
        }
    }

    private static double seconds(List<OperatorRow> rows) {
        return rows.stream().mapToDouble(OperatorRow::totalSeconds).sum();
    }

    private static BigInteger flops(Profile p, Category category) {
        return p.categories().stream().filter(c -> c.category() == category).map(Profile.CategoryShare::flops).findFirst().orElse(BigInteger.ZERO);
    }

    private static void near(double expected, double actual, String what) {
        assertEquals(expected, actual, Math.abs(expected) * 1e-9, what);
    }
}
