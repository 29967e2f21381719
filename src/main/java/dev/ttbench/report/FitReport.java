package dev.ttbench.report;

import dev.ttbench.planning.FitPlan;
import dev.ttbench.planning.Placement;
import dev.ttbench.profile.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A {@link FitPlan} as a sheet. */
public final class FitReport {
    private FitReport() { }

    /**
     * Tables of the request and of the most of each quantity.
     *
     * @param profile of the request
     */
    public static Sheet sheet(FitPlan plan, Profile profile, Format format) {
        boolean people = format == Format.TABLE;
        Sheet sheet = new Sheet("fit", profile.model().title() + " (" + profile.model().id() + ") on " + profile.device().title() + ": " + verdict(plan));
        if (format != Format.CSV) {
            if (!people) {
                sheet.fact("model", profile.model().id()).fact("device", profile.device().id());
            }
            Profile.Settings s = profile.settings();
            sheet.fact("request", people ? line(profile.request()) : profile.request());
            sheet.fact("settings", people ? String.join(", ", words(s)) : settings(s));
            if (!people || !plan.saving().isEmpty()) {
                sheet.fact("saving", people ? line(plan.saving()) : plan.saving());
            }
            sheet.fact("device_memory_bytes", plan.deviceBytes());
            if (!people) {
                sheet.fact("host_link_bytes_per_s", plan.hostLink() == 0 ? null : (Object) plan.hostLink()).fact("monotone", plan.monotone());
            }
            request(sheet, plan, people);
        }
        largest(sheet, plan, format);
        if (people) {
            Sheet.Table notes = sheet.table("notes", plan.saving().isEmpty() ? "What the placements mean" : "What the columns mean", "note");
            notes(plan).forEach(notes::row);
        }
        return sheet;
    }

    private static String verdict(FitPlan plan) {
        FitPlan.Use use = plan.fitting();
        if (use == null) {
            return "does not fit";
        }
        Placement p = use.placement();
        String where = p == Placement.RESIDENT ? "fits" : p == Placement.MODEL_OFFLOAD ? "fits in " + p.id() + " only" : "fits in " + p.id() + " at best";
        return use.saving() ? where + ", with " + line(plan.saving()) : where;
    }

    /** The request in every placement; for people the two rows of a placement together. */
    private static void request(Sheet sheet, FitPlan plan, boolean people) {
        Sheet.Table t = people ? table(sheet, plan, "requests", "The request", "placement", "fits", "peak_memory_bytes", "stage", "time_s", "moving_s")
                : sheet.table("requests", null, "placement", "fits", "peak_memory_bytes", "stage", "time_s", "time_low_s", "time_high_s", "moving_s", "saving");
        if (!people) {
            plan.request().forEach(u -> t.row(joined(new Object[] {u.placement().id(), u.fits(), u.peakBytes(), u.stage()}, four(u.time()), u.saving())));
            return;
        }
        for (Placement p : Placement.values()) {
            plan.request().stream().filter(u -> u.placement() == p && differs(u, plan)).forEach(u -> row(t, plan, u.saving(), p.id(), u.fits() && p == Placement.SEQUENTIAL_OFFLOAD ? "at best" : (Object) u.fits(), u.peakBytes(),
                    u.stage(), u.time() == null ? null : u.time().seconds(), u.time() == null ? null : u.time().moving()));
        }
    }

    /** Whether an answer is the request's own, or another with the switches than without. */
    private static boolean differs(FitPlan.Use u, FitPlan plan) {
        return !u.saving() || plan.request().stream().noneMatch(o -> !o.saving() && o.placement() == u.placement() && o.peakBytes() == u.peakBytes());
    }

    private static boolean differs(FitPlan.Largest l, FitPlan plan) {
        return !l.saving() || plan.largest().stream().noneMatch(o -> !o.saving() && o.placement() == l.placement() && o.quantity().equals(l.quantity()) && Objects.equals(o.value(), l.value())
                && Objects.equals(o.next(), l.next()) && limit(o).equals(limit(l)));
    }

    /** A table for people: after its first column, where switches are tried, whether they are on. */
    private static Sheet.Table table(Sheet sheet, FitPlan plan, String name, String heading, String... columns) {
        List<String> all = new ArrayList<>(Arrays.asList(columns));
        if (!plan.saving().isEmpty()) {
            all.add(1, "saving");
        }
        return sheet.table(name, heading, all.toArray(String[]::new));
    }

    private static void row(Sheet.Table t, FitPlan plan, boolean saving, Object... values) {
        List<Object> all = new ArrayList<>(Arrays.asList(values));
        if (!plan.saving().isEmpty()) {
            all.add(1, saving);
        }
        t.row(all.toArray());
    }

    private static Object[] four(FitPlan.Time t) {
        return t == null ? new Object[4] : new Object[] {t.seconds(), t.lowSeconds(), t.highSeconds(), t.moving()};
    }

    private static Object[] joined(Object[] values, Object[] more, Object last) {
        return Stream.of(values, more, new Object[] {last}).flatMap(Arrays::stream).toArray();
    }

    private static void largest(Sheet sheet, FitPlan plan, Format format) {
        if (format == Format.TABLE) {
            for (Placement p : Placement.values()) {
                Sheet.Table t = table(sheet, plan, p.id(), "The most that fits in " + p.id() + ", everything else as requested", "quantity", "most", "peak_memory_bytes", "time_s", "limit");
                List<FitPlan.Largest> here = plan.largest().stream().filter(l -> l.placement() == p && differs(l, plan)).toList();
                here.stream().map(FitPlan.Largest::quantity).distinct().forEach(q -> here.stream().filter(l -> l.quantity().equals(q)).forEach(l -> row(t, plan, l.saving(), q,
                        l.value() == null ? "none" : l.value(), l.use() == null ? null : l.use().peakBytes(), l.use() == null || l.use().time() == null ? null : l.use().time().seconds(), limit(l))));
            }
            return;
        }
        Sheet.Table t = sheet.table("largest", null, "placement", "quantity", "most", "peak_memory_bytes", "stage", "time_s", "time_low_s", "time_high_s", "moving_s", "next",
                "next_memory_bytes", "next_stage", "refusal", "saving");
        if (format == Format.CSV) {
            plan.request().forEach(u -> row(t, u.placement(), "request", null, u, null, u.saving()));
        }
        plan.largest().forEach(l -> row(t, l.placement(), l.quantity(), l.value(), l.use(), l, l.saving()));
    }

    private static void row(Sheet.Table t, Placement p, String quantity, String value, FitPlan.Use u, FitPlan.Largest l, boolean saving) {
        FitPlan.Use next = l == null ? null : l.nextUse();
        List<Object> row = new ArrayList<>(Arrays.asList(p.id(), quantity, value, u == null ? null : u.peakBytes(), u == null ? null : u.stage()));
        row.addAll(Arrays.asList(four(u == null ? null : u.time())));
        row.addAll(Arrays.asList(l == null ? null : l.next(), next == null ? null : next.peakBytes(), next == null ? null : next.stage(), l == null ? null : l.refusal(), saving));
        t.row(row.toArray());
    }

    private static String limit(FitPlan.Largest l) {
        if (l.next() == null) {
            return "the model allows no more";
        }
        String what = l.value() == null ? "even " + l.next() : l.next();
        return l.nextUse() == null ? what + " cannot be: " + l.refusal() : what + " takes " + Units.bytes(l.nextUse().peakBytes()) + " in " + l.nextUse().stage();
    }

    private static List<String> notes(FitPlan plan) {
        List<String> out = new ArrayList<>();
        String link = plan.hostLink() > 0 ? Units.byteRate(plan.hostLink()) + ", the peak of the link to the host" : "a rate that the device's file does not say, so that times are unknown";
        out.add("resident: all weights stay on the device.");
        out.add("model-offload: only the network at work is there, as under diffusers' enable_model_cpu_offload(). Each moves in before its stage and out after it (moving), at " + link + ".");
        out.add("sequential-offload: a lower bound of memory, without the weights of the layer at work; weights move in at every run, at the same rate.");
        if (!plan.saving().isEmpty()) {
            out.add("saving: yes is with " + line(plan.saving()) + ": less memory, more time; left out where that changes nothing.");
        }
        out.add("The CUDA context, the allocator's rounding and libraries' workspaces are not counted.");
        if (!plan.monotone()) {
            out.add("Memory did not grow with every quantity here: a larger value than those named may fit.");
        }
        return out;
    }

    private static String line(Map<String, ?> request) {
        List<String> out = new ArrayList<>();
        request.forEach((k, v) -> out.add(k + "=" + v));
        return String.join(" ", out);
    }

    private static List<String> words(Profile.Settings s) {
        List<String> out = new ArrayList<>();
        settings(s).forEach((k, v) -> {
            if (v != null) {
                out.add(k + " " + v);
            }
        });
        return out;
    }

    private static Map<String, Object> settings(Profile.Settings s) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("dtype", s.dtype());
        out.put("weights", s.weights());
        out.put("attention", s.attention());
        out.put("runtime", s.runtime());
        out.put("layout", s.layout());
        return out;
    }
}
