package dev.ttbench.page;

import dev.ttbench.operator.Category;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.report.Units;
import java.util.ArrayList;
import java.util.List;

/** Memory along the pipeline: weights of all stages, then inputs and cache of the stage, then live activations, operator by operator. */
final class LiveMemory {
    private final Profile profile;
    private final List<StageProfile> stages = new ArrayList<>();
    private final List<List<OperatorRow>> rows = new ArrayList<>();
    private int peakStage = -1;
    private int peakRow;

    LiveMemory(Profile profile) {
        this.profile = profile;
        long most = -1;
        for (StageProfile s : profile.stages()) {
            List<OperatorRow> of = largest(s);
            if (of.isEmpty()) {
                continue;
            }
            stages.add(s);
            rows.add(of);
            long need = s.facts().inputBytes() + s.facts().kvCacheBytes() + s.facts().peakActivationBytes();
            if (need > most) {
                most = need;
                peakStage = stages.size() - 1;
                peakRow = 0;
                for (int i = 0; i < of.size(); i++) {
                    peakRow = of.get(i).liveBytes() > of.get(peakRow).liveBytes() ? i : peakRow;
                }
            }
        }
    }

    /** The operators of the run with the most live memory: the first, or the last where runs grow. */
    private static List<OperatorRow> largest(StageProfile s) {
        List<OperatorRow> first = s.operators().stream().filter(r -> r.category() != Category.HOST).toList();
        long live = first.stream().mapToLong(OperatorRow::liveBytes).max().orElse(0);
        return live < s.facts().peakActivationBytes() ? s.operators(s.facts().repeat() - 1) : first;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The operator at whose kernels memory peaks, as STAGE/PATH. */
    String peak() {
        return stages.get(peakStage).facts().id() + "/" + rows.get(peakStage).get(peakRow).path();
    }

    void write(Html html) {
        html.open("ul", "class", "legend");
        String[] names = {"weights of all stages", "inputs and KV cache", "live activations"};
        for (int i = 0; i < names.length; i++) {
            html.open("li").open("i", "class", "m" + i).close("i").text(names[i]).close("li");
        }
        html.end("ul");
        Plot.write(html, "Memory operator by operator; the peak is " + Units.bytes(profile.totals().peakMemoryBytes()) + " at " + peak(), this::plot);
    }

    private void plot(Plot p) {
        Profile.Totals t = profile.totals();
        p.axes(Range.linear(1), Range.linear(t.peakMemoryBytes())).upright("memory", v -> v == 0 ? "0" : Plot.round(Units.bytes(v)));
        Bands bands = new Bands(p, rows.stream().mapToInt(List::size).toArray());
        double w = p.y(t.weightBytes());
        p.html.empty("rect", "class", "m0", "x", p.left, "y", w, "width", p.right - p.left, "height", p.bottom - w);
        for (int s = 0; s < rows.size(); s++) {
            StageProfile.Facts f = stages.get(s).facts();
            double base = t.weightBytes() + (double) f.inputBytes() + f.kvCacheBytes();
            double from = bands.at(s, 0);
            p.html.empty("rect", "class", "m1", "x", from, "y", p.y(base), "width", bands.at(s, rows.get(s).size()) - from, "height", w - p.y(base));
            p.html.empty("path", "class", "m2", "d", activations(p, bands, s, base));
        }
        bands.names(stages.stream().map(s -> s.facts().id()).toList());
        double x = (bands.at(peakStage, peakRow) + bands.at(peakStage, peakRow + 1)) / 2;
        double y = p.y(t.peakMemoryBytes());
        boolean end = x > (p.left + p.right) / 2;
        p.html.empty("circle", "class", "peak", "cx", x, "cy", y, "r", 4.0);
        p.label(end ? x - 8 : x + 8, y - 5, end ? "end" : "start", "peak " + Units.bytes(t.peakMemoryBytes()));
    }

    /** The outline of live activations; of operators within half a pixel the largest. */
    private String activations(Plot p, Bands bands, int s, double base) {
        StringBuilder b = new StringBuilder("M").append(Html.number(bands.at(s, 0))).append(' ').append(Html.number(p.y(base)));
        List<OperatorRow> of = rows.get(s);
        for (int i = 0; i < of.size();) {
            double end = bands.at(s, i) + 0.5;
            long most = 0;
            do {
                most = Math.max(most, of.get(i).liveBytes());
                i++;
            } while (i < of.size() && bands.at(s, i + 1) <= end);
            b.append('V').append(Html.number(p.y(base + most))).append('H').append(Html.number(bands.at(s, i)));
        }
        return b.append('V').append(Html.number(p.y(base))).append('Z').toString();
    }
}
