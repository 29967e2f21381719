package dev.ttbench.page;

import dev.ttbench.operator.Category;
import dev.ttbench.profile.Profile;
import dev.ttbench.report.Decimal;
import dev.ttbench.report.Grouping;
import dev.ttbench.report.Part;
import dev.ttbench.report.Units;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A profile to look at: one HTML file that asks for nothing else. Without scripts everything but zooming, searching and sorting is there. */
public final class ProfilePage {
    private final PageContent content;
    private final Profile profile;
    private final Document document;
    private final Html html;

    private ProfilePage(PageContent content, StringBuilder out) {
        this.content = content;
        profile = content.profile();
        html = new Html(out);
        document = new Document(html);
    }

    /** Writes the page. */
    public static void write(PageContent content, StringBuilder out) throws IOException {
        new ProfilePage(content, out).page();
    }

    private void page() throws IOException {
        String device = profile.device().title() == null ? profile.device().id() : profile.device().title();
        String model = profile.model().title() == null ? profile.model().id() : profile.model().title();
        document.start(profile.model().id() + " on " + profile.device().id(), model + " on " + device, request(), settings());
        totals();
        contents();
        time();
        flame();
        roofline();
        memory();
        attention();
        operators();
        provenance();
        document.end("flame.js", "table.js");
    }

    private String request() {
        StringBuilder b = new StringBuilder();
        for (Map.Entry<String, Object> e : profile.request().entrySet()) {
            Object v = e.getValue();
            b.append(b.isEmpty() ? "" : ", ").append(e.getKey()).append(' ').append(v instanceof Double d ? Decimal.of(d) : v instanceof Boolean on ? on ? "on" : "off" : String.valueOf(v));
        }
        return b.toString();
    }

    private String settings() {
        Profile.Settings s = profile.settings();
        return profile.device().id() + ", " + s.dtype() + (s.weights() == null ? "" : ", weights " + s.weights()) + ", attention " + s.attention()
                + (s.attentionLibrary() == null || s.attentionLibrary().equals(s.attention()) ? "" : " (" + s.attentionLibrary() + ")") + ", " + s.runtime() + ", " + s.layout()
                + (s.calibration() == null ? "" : "; calibration " + s.calibration().file());
    }

    private void totals() {
        Profile.Totals t = profile.totals();
        html.open("dl", "class", "totals", "id", "totals");
        document.total("Time", Units.seconds(t.seconds()), "80% interval " + Units.seconds(t.lowSeconds()) + " to " + Units.seconds(t.highSeconds()), "time_s", Decimal.of(t.seconds()));
        document.total("On the device", Units.seconds(t.gpuSeconds()), t.seconds() > t.gpuSeconds() * 1.005 ? Units.seconds(t.seconds() - t.gpuSeconds()) + " waiting for the host" : "the host keeps up",
                "gpu_time_s", Decimal.of(t.gpuSeconds()));
        document.total("Work", Units.flop(t.flops().matmul()), "matmul class; " + Units.flop(t.flops().vector()) + " elsewhere", "flops", t.flops().matmul().toString());
        document.total("Traffic", Units.bytes(t.bytesRead().add(t.bytesWritten())), Units.bytes(t.bytesRead()) + " read, " + Units.bytes(t.bytesWritten()) + " written", "bytes",
                t.bytesRead().add(t.bytesWritten()).toString());
        document.total("Peak memory", Units.bytes(t.peakMemoryBytes()), "of " + Units.bytes(t.deviceMemoryBytes()) + (t.fits() ? ": fits" : ": does not fit"), "peak_memory_bytes", Long.toString(t.peakMemoryBytes()));
        document.total("Parameters", Units.count(t.parameters()), Units.bytes(t.weightBytes()) + " of weights", "parameters", Long.toString(t.parameters()));
        html.end("dl");
        if (!t.fits()) {
            html.element("p", "It does not fit: " + Units.bytes(t.peakMemoryBytes() - t.deviceMemoryBytes()) + " too much. Times are as if it did.", "class", "warning");
        }
        if (profile.device().basis().equals("datasheet model")) {
            html.element("p", "Datasheet model: no kernel of this architecture was measured, so times are less sure.", "class", "warning");
        }
    }

    private void contents() {
        String[][] sections = {{"time", "Time"}, {"blocks", "Blocks"}, {"roofline", "Roofline"}, {"memory", "Memory"}, {"attention", "Attention"}, {"all", "Operators"}, {"provenance", "What stands behind it"}};
        Map<String, String> links = new LinkedHashMap<>();
        for (String[] s : sections) {
            if (!s[0].equals("attention") || !profile.attention().isEmpty()) {
                links.put(s[0], s[1]);
            }
        }
        document.contents(links);
    }

    private void time() {
        document.section("time", "Time by category and stage");
        CategoryBars bars = new CategoryBars(html);
        bars.write(profile, content.other());
        bars.table(profile);
        html.element("p", "Shares are of the device's time. Bars of one group have one scale; the second shows the same request with attention " + content.other().settings().attention() + ".", "class", "note");
        html.end("section");
    }

    private void flame() throws IOException {
        document.section("blocks", "Time by block");
        CategoryBars.legend(html, CategoryBars.seconds(profile));
        new Flame(html, Part.of(profile)).write();
        html.element("p", "Widths are time; equal neighbours are one. A click, or Enter, makes a part as wide as the page, Escape goes back; arrow keys go from part to part.", "class", "note script");
        html.end("section");
    }

    private void roofline() {
        Roofline r = new Roofline(profile, content.device());
        document.section("roofline", "Roofline");
        if (r.isEmpty()) {
            html.element("p", "No kernel computes anything.");
        } else {
            double[] device = CategoryBars.seconds(profile);
            device[Category.HOST.ordinal()] = 0;
            CategoryBars.legend(html, device);
            r.write(html);
        }
        html.element("p", r.size() + " different kernels; a dot is as large as their time. A dot above the slanted roof reads from L2." + (r.without() > 0 ? " " + r.without() + " launches compute nothing and are not here." : ""),
                "class", "note").end("section");
    }

    private void attention() {
        if (profile.attention().isEmpty()) {
            return;
        }
        document.section("attention", "Attention");
        html.open("div", "class", "pair").open("div").element("h3", "By kind").open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Attention by kind").open("table", "id", "kinds").open("thead").open("tr").element("th", "Kind", "scope", "col");
        for (String head : new String[] {"Time", "Of attention", "FLOP", "Sequence length"}) {
            html.element("th", head, "scope", "col", "class", "n");
        }
        html.close("tr").close("thead").open("tbody");
        for (Profile.AttentionShare a : profile.attention()) {
            html.open("tr").element("th", Grouping.kind(a.kind(), a.causal()), "scope", "row").element("td", Units.seconds(a.seconds()), "class", "n", "data-v", Decimal.of(a.seconds()));
            html.element("td", Units.percent(a.shareOfAttention()), "class", "n").element("td", Units.flop(a.flops()), "class", "n", "data-v", a.flops());
            html.element("td", a.minSequenceLength() == a.maxSequenceLength() ? Long.toString(a.minSequenceLength()) : a.minSequenceLength() + " to " + a.maxSequenceLength(), "class", "n").end("tr");
        }
        html.close("tbody").close("table").close("div").end("div").open("div");
        SequenceLengths lengths = new SequenceLengths(profile);
        if (!lengths.isEmpty()) {
            html.element("h3", "Sequence length along the forward pass");
            lengths.write(html);
            html.element("p", "Every attention of the first run of each stage, in order of execution.", "class", "note");
        }
        html.close("div").close("div").end("section");
    }

    private void memory() {
        LiveMemory memory = new LiveMemory(profile);
        document.section("memory", "Memory along the pipeline");
        if (!memory.isEmpty()) {
            memory.write(html);
            html.open("p", "class", "note").text("Peak: " + Units.bytes(profile.totals().peakMemoryBytes()) + " at ").element("code", memory.peak(), "id", "peak")
                    .text(". One run of each stage, operator by operator; where runs grow, the largest.").close("p");
        }
        html.end("section");
    }

    private void operators() {
        OperatorTable table = new OperatorTable(profile);
        document.section("all", "Operators");
        document.search("attention 4096", table.size(), "operators");
        table.write(html);
        html.element("p", "Operators of a stage with the same shapes are one row; numbers are of all executions, shares of the whole time; over: how many times the least that the device's arithmetic and memory allow.", "class", "note").end("section");
    }

    private void provenance() {
        document.section("provenance", "What stands behind it");
        document.made(content.version(), content.command());
        html.open("ul").open("li").text("Model " + profile.model().id() + ", SHA-256 of its file ").element("code", profile.model().sha256()).close("li").open("li")
                .text("Device " + profile.device().id() + ", its times rest on: " + profile.device().basis() + "; SHA-256 of its file ").element("code", profile.device().sha256()).close("li");
        if (profile.settings().calibration() != null) {
            html.open("li").text("Calibration " + profile.settings().calibration().file() + ", whose constants stand in for some of those below; SHA-256 ").element("code", profile.settings().calibration().sha256()).close("li");
        }
        html.end("ul");
        if (!profile.model().assumptions().isEmpty()) {
            html.element("h3", "Assumptions").open("ul", "id", "assumptions");
            profile.model().assumptions().forEach(a -> html.element("li", a));
            html.end("ul");
        }
        new Sources(html).write(content);
        html.end("section");
    }
}
