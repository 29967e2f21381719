package dev.ttbench.cli;

import dev.ttbench.device.Device;
import dev.ttbench.graph.Primitive;
import dev.ttbench.graph.Primitives;
import dev.ttbench.latency.Step;
import dev.ttbench.latency.TermDoc;
import dev.ttbench.operator.Operator;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.Decimal;
import dev.ttbench.report.Shapes;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.Units;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One row of a profile with the formulas behind it and this row's numbers in them. */
final class RowExplanation {
    private record Found(StageProfile stage, OperatorRow row) {
        String name() {
            return stage.facts().id() + "/" + row.path();
        }
    }

    private final Suites suites;
    private final Profile profile;
    private final String deviceName;

    /** @param deviceName as the request has it, or null */
    RowExplanation(Suites suites, Profile profile, String deviceName) {
        this.suites = suites;
        this.profile = profile;
        this.deviceName = deviceName == null ? profile.device().id() : deviceName;
    }

    /**
     * The explanation of a row.
     *
     * @param name STAGE/PATH, STAGE/INDEX, or the end of a path where only one row ends so
     */
    Sheet of(String name) {
        Found found = find(name);
        OperatorRow r = found.row;
        Sheet sheet = new Sheet("explain", r.operator() + " at " + found.name());
        sheet.fact("kind", "row").fact("stage", found.stage.facts().id()).fact("path", r.path()).fact("operator", r.operator()).fact("category", r.category().label());
        if (r.attentionKind() != null) {
            sheet.fact("attention_kind", r.attentionKind()).fact("causal", r.causal()).fact("sequence_length", r.sequenceLength());
        }
        sheet.fact("input_shapes", Shapes.text(r.inputShapes())).fact("output_shape", Shapes.text(r.outputShape()));
        Primitive p = Primitives.get(r.operator());
        if (p != null) {
            sheet.fact("cost", p.cost()).fact("simplification", p.simplification());
        }
        sheet.fact("flops", r.flops()).fact("flops_here", filled(r)).fact("vector_flops", r.vectorFlops()).fact("bytes_read", r.bytesRead())
                .fact("bytes_written", r.bytesWritten()).fact("parameters", r.parameters()).fact("live_bytes", r.liveBytes());
        time(sheet, r);
        Sheet.Table kernels = sheet.table("kernels", "Kernels of one execution", "name", "flops", "bytes_read", "bytes_written", "time_s", "bound", "least_time_s");
        for (OperatorRow.KernelRow k : r.kernels()) {
            kernels.row(k.name(), k.flops() + k.vectorFlops(), k.bytesRead(), k.bytesWritten(), k.seconds(), k.bound().id(), k.least());
        }
        Sheet.Table parts = sheet.table("parts", "What their time is made of; those beside each other count as (a^4 + b^4)^(1/4)", "kernel", "part", "time_s", "beside", "equation");
        for (OperatorRow.KernelRow k : r.kernels()) {
            for (Step s : k.account().get()) {
                parts.row(k.name(), s.name(), s.seconds(), s.overlaps(), s.equation());
            }
        }
        return sheet;
    }

    private void time(Sheet sheet, OperatorRow r) {
        Device d = suites.devices().get(deviceName);
        sheet.fact("time_s", r.seconds()).fact("count", r.count()).fact("total_time_s", r.totalSeconds()).fact("bound", r.bound().id());
        long bytes = r.bytesRead() + r.bytesWritten();
        Double peak = d.peakFlops().get(profile.settings().dtype());
        List<String> roofline = new ArrayList<>();
        if (peak != null && r.flops() > 0) {
            roofline.add("arithmetic: " + Units.flop(r.flops()) + " / " + Units.flopRate(peak) + " = " + Units.seconds(r.flops() / peak));
        }
        if (bytes > 0) {
            roofline.add("memory: " + Units.bytes(bytes) + " / " + Units.byteRate(d.bandwidth()) + " = " + Units.seconds(bytes / d.bandwidth()));
            if (r.flops() > 0) {
                roofline.add("intensity: " + Decimal.fixed((double) r.flops() / bytes, 1) + " FLOP/B"
                        + (peak == null ? "" : "; the device balances at " + Decimal.fixed(peak / d.bandwidth(), 1)));
            }
        }
        if (r.seconds() > 0 && r.flops() > 0) {
            roofline.add("reached: " + Units.flopRate(r.flops() / r.seconds()) + (peak == null ? "" : ", " + Units.percent(r.flops() / r.seconds() / peak) + " of peak"));
        } else if (r.seconds() > 0 && bytes > 0) {
            roofline.add("reached: " + Units.byteRate(bytes / r.seconds()) + ", " + Units.percent(bytes / r.seconds() / d.bandwidth()) + " of peak (above 100%: from L2)");
        }
        sheet.fact("roofline", roofline);
        boolean own = profile.settings().runtime().equals("eager") && r.operator().equals("group_norm");
        TermDoc t = ExplainCommand.term(own ? "eager" : ExplainCommand.termOf(r.operator()));
        sheet.fact("time_term", t.id()).fact("time", t.formula()).fact("time_simplifications", t.simplifications());
    }

    /** The FLOP formula with this row's numbers in it. */
    private static String filled(OperatorRow r) {
        if (r.flops() == 0) {
            return null;
        }
        String total = Decimal.grouped(Long.toString(r.flops()));
        if (r.operator().equals("attention") && r.inputShapes().size() >= 3 && r.inputShapes().get(0).length == 4) {
            long[] q = r.inputShapes().get(0);
            long[] k = r.inputShapes().get(1);
            long[] v = r.inputShapes().get(2);
            return "2 x " + q[0] + " batch x " + q[1] + " heads x " + q[2] + " queries x " + k[2] + " keys x (" + q[3] + " + " + v[3] + ") = " + total;
        }
        long elements = Operator.elements(r.outputShape());
        return "2 x " + Decimal.grouped(Long.toString(elements)) + " output elements x " + Decimal.grouped(Long.toString(r.flops() / 2 / elements))
                + " multiply-adds each = " + total;
    }

    private Found find(String name) {
        List<Found> ends = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (StageProfile s : profile.stages()) {
            for (OperatorRow r : s.operators()) {
                Found f = new Found(s, r);
                if (f.name().equals(name) || name.equals(s.facts().id() + "/" + r.index())) {
                    return f;
                }
                if (r.path().equals(name) || r.path().endsWith("/" + name)) {
                    ends.add(f);
                }
                all.add(f.name());
            }
        }
        if (ends.size() == 1) {
            return ends.get(0);
        }
        if (ends.size() > 1) {
            throw new UsageException("'" + name + "' is " + ends.size() + " rows", "the first are " + ends.get(0).name() + " and " + ends.get(1).name());
        }
        Map<String, String> last = new HashMap<>();
        for (String n : all) {
            last.putIfAbsent(n.substring(n.lastIndexOf('/') + 1), n);
        }
        String near = Suggest.nearest(name, all);
        near = near != null ? near : last.get(String.valueOf(Suggest.nearest(name.substring(name.lastIndexOf('/') + 1), last.keySet())));
        throw new UsageException("there is no row '" + name + "'", near != null ? "did you mean '" + near + "'?"
                : "rows are STAGE/PATH as in 'ttbench profile --format csv', such as " + (all.isEmpty() ? "unet/0" : all.get(0)));
    }
}
