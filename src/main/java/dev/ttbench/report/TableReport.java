package dev.ttbench.report;

import dev.ttbench.operator.Category;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The profile for people, most important first. */
public final class TableReport implements Report {
    private static final int DEAREST = 10;
    private static final int BAR = 28;
    private static final String COURSE = "in a run";
    private static final int LONGEST_COURSE = 32;

    @Override
    public void write(Profile p, ReportSettings settings, Appendable out) throws IOException {
        write(new Page(settings.style()), p, settings, out);
    }

    /**
     * The same in Markdown.
     *
     * @throws IOException when {@code out} does
     */
    public static void markdown(Profile p, ReportSettings settings, Appendable out) throws IOException {
        write(new MarkdownPage(), p, settings, out);
    }

    /**
     * The same with the tree of its parts in place of all that follows the totals.
     *
     * @param style how it is laid out; null for Markdown
     * @param depth levels below the pipeline, from 0; null for as many as there is something worth showing
     * @throws IOException when {@code out} does
     */
    public static void tree(Profile p, ReportSettings.Style style, Integer depth, Appendable out) throws IOException {
        Page page = style == null ? new MarkdownPage() : new Page(style);
        title(page, p);
        totals(page, p);
        TimeTree.write(page, p, depth);
        out.append(page.text());
    }

    private static void write(Page page, Profile p, ReportSettings settings, Appendable out) throws IOException {
        List<Group> shapes = Grouping.of(p, By.SHAPE);
        title(page, p);
        totals(page, p);
        if (settings.by() != null) {
            groups(page, settings.by() == By.SHAPE ? shapes : Grouping.of(p, settings.by()), settings.by());
        } else {
            stages(page, p);
            categories(page, p);
            attention(page, p);
            dearest(page, shapes);
            memory(page, p);
            assumptions(page, p);
        }
        next(page, shapes, settings);
        out.append(page.text());
    }

    private static void title(Page page, Profile p) {
        String id = p.model().id();
        String title = p.model().title();
        page.title((title == null || title.equals(id) ? id : title + " (" + id + ")") + " on " + (p.device().title() == null ? p.device().id() : p.device().title()));
        StringBuilder request = new StringBuilder();
        for (Map.Entry<String, Object> e : p.request().entrySet()) {
            request.append(request.isEmpty() ? "" : ", ").append(e.getKey()).append(' ').append(value(e.getValue()));
        }
        if (!request.isEmpty()) {
            page.hanging("  Request   ", request.toString());
        }
        Profile.Settings s = p.settings();
        String library = s.attentionLibrary() == null || s.attentionLibrary().equals(s.attention()) ? "" : " (" + s.attentionLibrary() + ")";
        page.hanging("  Settings  ", p.device().id() + ", " + s.dtype() + (s.weights() == null ? "" : ", weights " + s.weights()) + ", attention " + s.attention() + library + ", " + s.runtime() + ", " + s.layout() + others(p)
                + (s.calibration() == null ? "" : "; calibration " + s.calibration().file()));
    }

    /** The stages with another type, or another format of weights, than the others. */
    private static String others(Profile p) {
        StringBuilder b = new StringBuilder();
        for (StageProfile s : p.stages()) {
            StageProfile.Facts f = s.facts();
            boolean type = !f.dtype().equals(p.settings().dtype());
            boolean weights = f.weightFormat() != null && !(f.weightFormat() + ":").startsWith(p.settings().weights() + ":");
            if (type || weights) {
                b.append("; ").append(f.id()).append(type ? " " + f.dtype() : "").append(weights ? " weights " + f.weightFormat() : "");
            }
        }
        return b.toString();
    }

    private static String value(Object v) {
        return v instanceof Double d ? Decimal.of(d) : v instanceof Boolean b ? b ? "on" : "off" : String.valueOf(v);
    }

    private static void totals(Page page, Profile p) {
        Profile.Totals t = p.totals();
        page.heading("Total");
        total(page, "Time", Units.seconds(t.seconds()) + " (80% interval " + Units.seconds(t.lowSeconds()) + " to " + Units.seconds(t.highSeconds()) + ")");
        if (p.device().basis().equals("datasheet model")) {
            total(page, "", "datasheet model: no kernel of this architecture was fitted");
        }
        if (t.seconds() > t.gpuSeconds() * 1.005) {
            total(page, "", Units.seconds(t.gpuSeconds()) + " on the device, " + Units.seconds(t.seconds() - t.gpuSeconds()) + " waiting for the host");
        }
        total(page, "Work", Units.flop(t.flops().matmul()) + " matmul-class (convolutions, linears, attention)");
        total(page, "", Units.flop(t.flops().vector()) + " elsewhere");
        total(page, "Traffic", Units.bytes(t.bytesRead()) + " read, " + Units.bytes(t.bytesWritten()) + " written");
        total(page, "Peak memory", Units.bytes(t.peakMemoryBytes()) + " of " + Units.bytes(t.deviceMemoryBytes()) + (t.fits() ? ": fits" : ": DOES NOT FIT"));
        total(page, "Parameters", Units.count(t.parameters()));
        if (!t.fits()) {
            page.warning("It does not fit: " + Units.bytes(t.peakMemoryBytes() - t.deviceMemoryBytes()) + " too much. Times are as if it did.");
        }
    }

    private static void total(Page page, String name, String value) {
        page.hanging("  " + name + " ".repeat(13 - name.length()), value);
    }

    private static void stages(Page page, Profile p) {
        page.heading("Stages");
        Grid grid = new Grid(1, "<stage", "?<graph", "repeat", "batch", "time", "share", "FLOP");
        for (StageProfile s : p.stages()) {
            StageProfile.Facts f = s.facts();
            double share = p.totals().seconds() > 0 ? f.seconds() / p.totals().seconds() : 0;
            grid.row(f.id() + (f.hostBound() ? " *" : ""), f.graph(), Long.toString(f.repeat()), Long.toString(f.batch()), Units.seconds(f.seconds()),
                    Units.percent(share), Units.flop(s.totalFlops().matmul()).replace("FLOP", ""));
        }
        page.grid(grid);
        for (StageProfile s : p.stages()) {
            if (s.facts().hostBound()) {
                page.paragraph("* the host is slower than the device: the device waits.");
                break;
            }
        }
    }

    private static void categories(Page page, Profile p) {
        page.heading("Device time by category");
        double most = 0;
        for (Profile.CategoryShare c : p.categories()) {
            most = Math.max(most, c.share());
        }
        List<Profile.CategoryShare> sorted = new ArrayList<>(p.categories());
        sorted.sort((a, b) -> Double.compare(b.share(), a.share()));
        Grid grid = new Grid(0, "<", "", "", "<");
        for (Profile.CategoryShare c : sorted) {
            if (c.category() != Category.HOST) {
                grid.row(c.category().label(), Units.seconds(c.seconds()), Units.percent(c.share()), bar(page, c.share(), most));
            }
        }
        for (Profile.CategoryShare c : sorted) {
            if (c.category() == Category.HOST && c.seconds() > 0) {
                grid.row("(Host wait)", Units.seconds(c.seconds()), "", "");
            }
        }
        page.grid(grid);
    }

    private static String bar(Page page, double share, double most) {
        int n = most <= 0 ? 0 : (int) Math.round(share / most * Math.min(BAR, page.style().width() - 36));
        return (page.style().unicode() ? "\u2587" : "#").repeat(n);
    }

    private static void attention(Page page, Profile p) {
        if (p.attention().isEmpty()) {
            return;
        }
        page.heading("Attention by kind");
        Grid grid = new Grid(0, "<kind", "time", "of attention", "FLOP", "sequence length");
        for (Profile.AttentionShare a : p.attention()) {
            String range = Long.toString(a.minSequenceLength());
            if (a.maxSequenceLength() != a.minSequenceLength()) {
                range += " to " + a.maxSequenceLength();
            }
            grid.row(Grouping.kind(a.kind(), a.causal()), Units.seconds(a.seconds()), Units.percent(a.shareOfAttention()),
                    Units.flop(a.flops()).replace("FLOP", ""), range);
        }
        int room = room(page, grid);
        List<String> courses = new ArrayList<>();
        for (Profile.AttentionShare a : p.attention()) {
            courses.add(Sparkline.logarithmic(lengths(p, a), room, page.style().unicode()));
        }
        grid(page, grid, courses, "sequence lengths in order of execution, on a logarithmic scale.");
    }

    /** Columns beside a grid for how a quantity goes along a run; 0 where that are too few to show something. */
    private static int room(Page page, Grid grid) {
        int room = page.style().width() - grid.width() - 2;
        return room < COURSE.length() ? 0 : Math.min(LONGEST_COURSE, room);
    }

    /** A grid, beside it those courses and below what they are of, if there is one to show. */
    private static void grid(Page page, Grid grid, List<String> courses, String meaning) {
        if (String.join("", courses).isEmpty()) {
            page.grid(grid);
        } else {
            page.grid(grid.with(COURSE, courses)).paragraph(COURSE + ": " + meaning);
        }
    }

    /** Sequence lengths in the first run of each stage, in order of execution. */
    private static double[] lengths(Profile p, Profile.AttentionShare share) {
        double[] out = new double[16];
        int n = 0;
        for (StageProfile s : p.stages()) {
            for (OperatorRow r : s.operators()) {
                if (r.sequenceLength() > 0 && r.causal() == share.causal() && share.kind().equals(r.attentionKind())) {
                    out = n < out.length ? out : Arrays.copyOf(out, 2 * n);
                    out[n++] = r.sequenceLength();
                }
            }
        }
        return Arrays.copyOf(out, n);
    }

    private static void dearest(Page page, List<Group> groups) {
        page.heading("Operators that cost most (the same operator and shapes together)");
        Grid grid = new Grid(5, "time", "share", "count", "<bound", "?over", "<operator");
        int shown = 0;
        for (Group g : groups) {
            if (!g.key().equals(Grouping.HOST) && shown < DEAREST) {
                shown++;
                grid.row(Units.seconds(g.totalSeconds()), Units.percent(g.share()), Long.toString(g.count()), g.bound(), over(g), g.key());
            }
        }
        page.grid(grid);
        page.paragraph("over: how many times the least that the device's arithmetic and memory allow.");
    }

    private static String over(Group g) {
        return over(g.totalSeconds(), g.leastSeconds());
    }

    /** Time as a multiple of the least that is possible; empty where that is not known. */
    public static String over(double seconds, double least) {
        double x = seconds / least;
        return least <= 0 ? "" : x >= 99.5 ? ">99x" : Decimal.fixed(x, x >= 9.95 ? 0 : 1) + "x";
    }

    private static void groups(Page page, List<Group> groups, By by) {
        page.heading("By " + by.id());
        Grid grid = new Grid(6, "time", "share", "count", "FLOP", "bytes", "?over", "<" + by.id());
        for (Group g : groups) {
            boolean host = g.key().equals(Grouping.HOST) || g.key().equals(Category.HOST.label());
            grid.row(Units.seconds(g.totalSeconds()), host ? "-" : Units.percent(g.share()), Long.toString(g.count()), Units.flop(g.flops()).replace("FLOP", ""),
                    Units.bytes(g.bytes()), over(g), g.key());
        }
        page.grid(grid);
        page.paragraph("Shares are of device time; over: how many times the least that the device's arithmetic and memory allow.");
    }

    private static void memory(Page page, Profile p) {
        page.heading("Memory (GB = 10^9 bytes)");
        Grid grid = new Grid(4, "<", "parameters", "weights", "activations", "?inputs", "KV cache");
        for (StageProfile s : p.stages()) {
            StageProfile.Facts f = s.facts();
            grid.row(f.id(), Units.count(f.parameters()), f.sharesWeightsOf() != null ? "(" + f.sharesWeightsOf() + "'s)" : Units.bytes(f.weightBytes()), Units.bytes(f.peakActivationBytes()),
                    Units.bytes(f.inputBytes()), Units.bytes(f.kvCacheBytes()));
        }
        Profile.Totals t = p.totals();
        grid.row("all", Units.count(t.parameters()), Units.bytes(t.weightBytes()), Units.bytes(t.peakActivationBytes()), "", Units.bytes(t.kvCacheBytes()));
        int room = room(page, grid);
        List<String> courses = new ArrayList<>();
        for (StageProfile s : p.stages()) {
            courses.add(Sparkline.of(live(s), room, page.style().unicode()));
        }
        courses.add("");
        grid(page, grid, courses, "live activations in order of execution, up to each stage's peak.");
        page.paragraph("Peak = all weights + the largest of activations + inputs + cache.");
    }

    /** Live activations of each operator of the first run. */
    private static double[] live(StageProfile s) {
        List<OperatorRow> rows = s.operators();
        double[] out = new double[rows.size()];
        int n = 0;
        for (OperatorRow r : rows) {
            if (r.category() != Category.HOST) {
                out[n++] = r.liveBytes();
            }
        }
        return Arrays.copyOf(out, n);
    }

    private static void assumptions(Page page, Profile p) {
        if (!p.model().assumptions().isEmpty()) {
            page.heading("Assumptions");
            for (String a : p.model().assumptions()) {
                page.hanging("  - ", a);
            }
        }
    }

    private static void next(Page page, List<Group> shapes, ReportSettings settings) {
        page.heading("What next");
        command(page, settings, "profile", "--by", settings.by() == By.BLOCK ? "shape" : "block");
        for (Group g : shapes) {
            if (!g.key().equals(Grouping.HOST) && !g.example().isEmpty()) {
                command(page, settings, "explain", quoted(g.example()));
                break;
            }
        }
        command(page, settings, "profile", "--format", "json", "-o", "profile.json");
    }

    private static void command(Page page, ReportSettings settings, String name, String... more) {
        List<String> words = new ArrayList<>(List.of("ttbench", name));
        for (String w : settings.modelArguments()) {
            words.add(quoted(w));
        }
        words.addAll(List.of(more));
        page.command(words.toArray(new String[0]));
    }

    /** A word as a shell takes it. */
    public static String quoted(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_./=:,+@%".indexOf(c) >= 0)) {
                return "'" + word.replace("'", "'\\''") + "'";
            }
        }
        return word.isEmpty() ? "''" : word;
    }
}
