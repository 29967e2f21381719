package dev.ttbench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.latency.Bound;
import dev.ttbench.operator.Category;
import dev.ttbench.profile.Flops;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.report.Part;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tree of the flame view, and the ticks of charts. */
class PartTest {
    private static OperatorRow row(int index, String path, String operator, long width, double seconds, Bound bound) {
        return new OperatorRow(index, path, "block", operator, Category.LINEAR, null, false, 1, List.of(new long[] {2, width}), new long[] {2, width}, 0, 10, 0, 3, 4, 0, seconds, seconds,
                BigInteger.TEN, BigInteger.valueOf(7), bound, 0, List.of());
    }

    private static Part tree(OperatorRow... rows) {
        double seconds = 0;
        for (OperatorRow r : rows) {
            seconds += r.totalSeconds();
        }
        StageProfile stage = new StageProfile(new StageProfile.Facts("net", "graph", "fp16", null, 1, 1, 0, 0, null, seconds, seconds, false, 0, 0, 0), null, Flops.ZERO, BigInteger.ZERO, BigInteger.ZERO,
                () -> List.of(rows), null);
        return Part.of(new Profile(new Profile.Model("tiny", null, "language", "", List.of()), Map.of(), null, null,
                new Profile.Totals(seconds, seconds, seconds, seconds, 0, Flops.ZERO, BigInteger.ZERO, BigInteger.ZERO, 0, 0, 0, 0, 1, true), List.of(), List.of(), List.of(stage)));
    }

    private static List<String> names(Part p) {
        return p.inside().stream().map(Part::name).toList();
    }

    @Test
    void equalNeighboursAreOnePart() {
        List<OperatorRow> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rows.add(row(2 * i, "layer[" + i + "]/mlp/linear", "linear", 8, 2, Bound.COMPUTE));
            rows.add(row(2 * i + 1, "layer[" + i + "]/mlp/linear_2", "linear", 8, 1, Bound.MEMORY));
        }
        rows.add(row(6, "layer[3]/mlp/linear", "linear", 16, 5, Bound.COMPUTE));
        rows.add(row(7, "head", "linear", 8, 1, Bound.COMPUTE));
        Part net = tree(rows.toArray(new OperatorRow[0])).inside().get(0);
        assertEquals(List.of("layer \u00d7 3", "layer[3]", "head (linear)"), names(net));
        Part layers = net.inside().get(0);
        assertEquals(9, layers.seconds());
        assertEquals(60, layers.flops());
        assertEquals(42, layers.bytes());
        assertEquals(Bound.COMPUTE, layers.bound());
        assertEquals(6.0 / 9, layers.boundShare(), 1e-12);
        assertEquals("net/layer[0]", layers.path());
        assertEquals(List.of("linear \u00d7 2"), names(layers.inside().get(0)));
        assertEquals(15, net.seconds());
    }

    @Test
    void aBlockMayStandForOneOperatorOnly() {
        Part net = tree(row(0, "a/b/softmax_2", "softmax", 8, 1, Bound.MEMORY), row(1, "conv_in", "conv2d", 8, 1, Bound.COMPUTE)).inside().get(0);
        assertEquals(List.of("a", "conv_in (conv2d)"), names(net));
        assertEquals(List.of("softmax_2"), names(net.inside().get(0).inside().get(0)));
        assertEquals(5, tree(row(0, "a/b/softmax_2", "softmax", 8, 1, Bound.MEMORY)).depth());
    }

    @Test
    void ticksAreRoundAndNotTooMany() {
        for (double most : new double[] {1, 3, 9.9, 1234, 2.47e9, 8e10}) {
            List<Double> ticks = Range.linear(most).ticks(6);
            assertTrue(ticks.size() >= 3 && ticks.size() <= 7, ticks::toString);
            double step = ticks.get(1) / Math.pow(10, Math.floor(Math.log10(ticks.get(1)) + 1e-9));
            assertTrue(List.of(1L, 2L, 5L, 10L).contains(Math.round(step)) && Math.abs(step - Math.round(step)) < 1e-9, ticks::toString);
        }
        assertEquals(List.of(64.0, 256.0, 1024.0, 4096.0), Range.log(2, 64, 4096).ticks(4));
        assertEquals(0.5, Range.log(10, 1, 100).part(10), 1e-12);
        assertEquals(0, Range.log(10, 1, 100).part(0));
        assertEquals(1, Range.linear(0).part(5));
    }

    @Test
    void coordinatesAreShort() {
        assertEquals("12", Html.number(12.0));
        assertEquals("12.3", Html.number(12.3));
        assertEquals("-0.05", Html.number(-0.05));
        assertEquals("1.25", Html.number(1.2499));
        assertEquals("<p title=\"a &quot;b&quot;\">&lt;i&gt; &amp;</p>", text(new StringBuilder()));
    }

    private static String text(StringBuilder out) {
        new Html(out).element("p", "<i> &", "title", "a \"b\"", "lang", null);
        return out.toString();
    }
}
