package dev.ttbench.page;

import dev.ttbench.device.Device;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.operator.Category;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.report.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every kernel by what it computes for a byte and what it reaches, under the device's roofs. Equal kernels are one dot, as large as their time. */
final class Roofline {
    private final Map<String, Dot> dots = new LinkedHashMap<>();
    private final Map<String, Double> roofs = new TreeMap<>();
    private final double bandwidth;
    private long without;

    /** Equal kernels. */
    private static final class Dot {
        private final String title;
        private final Category category;
        private final double intensity;
        private final double rate;
        private long count;
        private double seconds;

        Dot(String title, Category category, double intensity, double rate) {
            this.title = title;
            this.category = category;
            this.intensity = intensity;
            this.rate = rate;
        }
    }

    Roofline(Profile profile, Device device) {
        bandwidth = device.bandwidth();
        for (StageProfile s : profile.stages()) {
            String dtype = LatencyModel.arithmetic(device, s.facts().dtype());
            Double peak = device.peakFlops().get(dtype);
            if (peak != null) {
                roofs.put(dtype, peak);
            }
            for (OperatorRow r : s.operators()) {
                for (OperatorRow.KernelRow k : r.kernels()) {
                    add(s.facts().id(), r, k);
                }
            }
        }
    }

    private void add(String stage, OperatorRow r, OperatorRow.KernelRow k) {
        double flops = (double) k.flops() + k.vectorFlops();
        double bytes = (double) k.bytesRead() + k.bytesWritten();
        if (flops <= 0 || bytes <= 0 || k.seconds() <= 0) {
            without += r.count();
            return;
        }
        Dot d = dots.computeIfAbsent(stage + " " + k.name() + " " + k.flops() + " " + k.vectorFlops() + " " + k.bytesRead() + " " + k.bytesWritten() + " " + r.category(),
                key -> new Dot(stage + ": " + k.name() + ", " + k.bound().id(), r.category(), flops / bytes, flops / k.seconds()));
        d.count += r.count();
        d.seconds += r.seconds() > 0 ? r.totalSeconds() * (k.seconds() / r.seconds()) : 0;
    }

    /** Launches that compute nothing, such as copies: they have no place under a roof. */
    long without() {
        return without;
    }

    boolean isEmpty() {
        return dots.isEmpty();
    }

    /** How many dots there are. */
    int size() {
        return dots.size();
    }

    void write(Html html) {
        Plot.write(html, "Roofline: " + dots.size() + " different kernels by FLOPs a byte and FLOP/s reached; the table of operators has the same numbers", this::plot);
    }

    private void plot(Plot p) {
        double x0 = Double.MAX_VALUE;
        double x1 = 0;
        double y0 = Double.MAX_VALUE;
        double y1 = 0;
        double most = 0;
        for (Dot d : dots.values()) {
            x0 = Math.min(x0, d.intensity);
            x1 = Math.max(x1, d.intensity);
            y0 = Math.min(y0, d.rate);
            y1 = Math.max(y1, d.rate);
            most = Math.max(most, d.seconds);
        }
        for (double peak : roofs.values()) {
            x1 = Math.max(x1, peak / bandwidth * 2);
            y1 = Math.max(y1, peak * 1.5);
        }
        p.axes(Range.log(10, x0, x1), Range.log(10, y0, y1)).upright("FLOP/s reached", v -> Plot.round(Units.flopRate(v)).replace("FLOP/s", "").strip())
                .level("FLOP for a byte moved", v -> v < 1 ? Double.toString(v) : Plot.round(Units.count(v)));
        roofs(p);
        List<Dot> sorted = new ArrayList<>(dots.values());
        sorted.sort(Comparator.comparingDouble((Dot d) -> -d.seconds));
        for (Dot d : sorted) {
            double r = (p.narrow ? 1.6 : 2.2) + (p.narrow ? 6 : 9) * Math.sqrt(d.seconds / most);
            p.html.open("circle", "class", "dot c" + d.category.ordinal(), "cx", p.x(d.intensity), "cy", p.y(d.rate), "r", r);
            if (!p.narrow) {
                p.html.element("title", d.title + "\n" + Units.flopRate(d.rate) + " at " + Units.flop(d.intensity) + "/B\n" + d.count + " launches, " + Units.seconds(d.seconds));
            }
            p.html.close("circle");
        }
    }

    private void roofs(Plot p) {
        for (Map.Entry<String, Double> e : roofs.entrySet()) {
            double ridge = e.getValue() / bandwidth;
            p.html.empty("path", "class", "roof", "d", "M" + Html.number(p.x(ridge)) + " " + Html.number(p.y(e.getValue())) + "H" + Html.number(p.right));
            p.label(p.right, p.y(e.getValue()) - 5, "end", Units.flopRate(e.getValue()) + " " + e.getKey());
        }
        double highest = roofs.values().stream().mapToDouble(v -> v).max().orElse(0);
        if (highest > 0) {
            double ridge = highest / bandwidth;
            double from = Math.max(p.xStart(), p.yStart() / bandwidth);
            p.html.empty("path", "class", "roof", "d", "M" + Html.number(p.x(from)) + " " + Html.number(p.y(from * bandwidth)) + "L" + Html.number(p.x(ridge)) + " " + Html.number(p.y(highest)));
            double middle = Math.sqrt(from * ridge);
            p.label(p.x(middle) - 8, p.y(middle * bandwidth) - 6, "end", Units.byteRate(bandwidth));
        }
    }
}
