package dev.ttbench.page;

import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sequence length of every attention along the first run of each stage. */
final class SequenceLengths {
    private final List<String> stages = new ArrayList<>();
    private final List<List<OperatorRow>> rows = new ArrayList<>();
    private final List<String> kinds;

    SequenceLengths(Profile profile) {
        Set<String> seen = new LinkedHashSet<>();
        for (StageProfile s : profile.stages()) {
            List<OperatorRow> of = s.operators().stream().filter(r -> r.sequenceLength() > 0).toList();
            if (!of.isEmpty()) {
                stages.add(s.facts().id());
                rows.add(of);
                of.forEach(r -> seen.add(r.attentionKind()));
            }
        }
        kinds = List.copyOf(seen);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void write(Html html) {
        html.open("ul", "class", "legend");
        for (int i = 0; i < kinds.size(); i++) {
            html.open("li").open("i", "class", "k" + i % 6).close("i").text(kinds.get(i)).close("li");
        }
        html.end("ul");
        long[] ends = ends();
        Plot.write(html, "Sequence length of each attention in order of execution, from " + ends[0] + " to " + ends[1], this::plot);
    }

    private long[] ends() {
        long least = Long.MAX_VALUE;
        long most = 1;
        for (List<OperatorRow> of : rows) {
            for (OperatorRow r : of) {
                least = Math.min(least, r.sequenceLength());
                most = Math.max(most, r.sequenceLength());
            }
        }
        return new long[] {least, most};
    }

    private void plot(Plot p) {
        long[] ends = ends();
        p.axes(Range.linear(1), Range.log(2, Math.max(1, ends[0] / 2.0), ends[1] * 1.5)).upright("tokens", v -> Long.toString(Math.round(v)));
        Bands bands = new Bands(p, rows.stream().mapToInt(List::size).toArray());
        bands.names(stages);
        for (int s = 0; s < rows.size(); s++) {
            List<OperatorRow> of = rows.get(s);
            for (int i = 0; i < of.size(); i++) {
                OperatorRow r = of.get(i);
                double from = bands.at(s, i);
                double width = bands.at(s, i + 1) - from;
                double inset = width > 4 ? Math.min(1.5, width * 0.15) : 0;
                p.html.open("rect", "class", "k" + kinds.indexOf(r.attentionKind()) % 6, "x", from + inset, "y", p.y(r.sequenceLength()), "width", Math.max(0.3, width - 2 * inset),
                        "height", p.bottom - p.y(r.sequenceLength()));
                if (!p.narrow) {
                    p.html.element("title", stages.get(s) + "/" + r.path() + "\n" + r.attentionKind() + (r.causal() ? ", causal" : "") + ", " + r.sequenceLength() + " tokens");
                }
                p.html.close("rect");
            }
        }
    }
}
