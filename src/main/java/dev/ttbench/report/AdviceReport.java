package dev.ttbench.report;

import dev.ttbench.device.Device;
import dev.ttbench.planning.Advice;
import dev.ttbench.planning.Candidate;
import dev.ttbench.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An {@link Advice} as a sheet. */
public final class AdviceReport {
    private AdviceReport() { }

    /**
     * A table of all candidates; for people, one of the answers and one of the devices that have none.
     *
     * @param model its title and name
     * @param axes settings and parameters with several values, as {@code axis} names them
     * @param top rows of each table for people
     */
    public static Sheet sheet(Advice advice, String model, String unit, List<String> axes, Axis axis, int top, Format format) {
        List<Candidate> answers = advice.answers();
        Sheet sheet = new Sheet("advice", model + ", " + advice.target().text() + ": " + best(advice));
        if (format == Format.TABLE) {
            people(sheet, advice, unit, axes, axis, top);
            return sheet;
        }
        if (format == Format.JSON) {
            sheet.fact("model", advice.candidates().isEmpty() ? null : advice.candidates().get(0).request().model()).fact("target", advice.target().text()).fact("by", advice.by().id())
                    .fact("unit", unit).fact("answers", (long) answers.size());
        }
        List<String> columns = new ArrayList<>(List.of("rank", "device"));
        columns.addAll(axes);
        columns.addAll(List.of("time_s", "time_low_s", "time_high_s", "sure", "peak_memory_bytes", "usd_per_hour", "usd_per_1000", "price_date", "price_source", "verdict", "reason"));
        Sheet.Table t = sheet.table("candidates", null, columns.toArray(String[]::new));
        for (int i = 0; i < advice.candidates().size(); i++) {
            Candidate c = advice.candidates().get(i);
            Profile.Totals p = c.result().totals();
            List<Object> row = new ArrayList<>();
            row.add(c.verdict() == Candidate.Verdict.REACHES ? (Object) (i + 1L) : null);
            row.add(c.request().device());
            axes.forEach(a -> row.add(axis.value(a, c)));
            row.add(p == null ? null : p.seconds());
            row.add(p == null ? null : p.lowSeconds());
            row.add(p == null ? null : p.highSeconds());
            row.add(c.sure());
            row.add(p == null ? null : p.peakMemoryBytes());
            row.add(c.price() == null ? null : c.price().usdPerHour());
            row.add(c.usdPerThousand());
            row.add(c.price() == null ? null : c.price().date());
            row.add(c.price() == null ? null : c.price().source());
            row.add(c.verdict().id());
            row.add(c.reason());
            t.row(row.toArray());
        }
        return sheet;
    }

    private static String price(Device.Price p) {
        return p == null ? "no price is known, so no cost"
                : Measure.MONEY.text(p.usdPerHour()) + " an hour, " + (p.date() == null ? "as given" : p.source() + ", " + p.date());
    }

    /** What a candidate has of an axis. */
    public interface Axis {
        /** The value as text, or null. */
        String value(String axis, Candidate c);
    }

    private static String best(Advice advice) {
        List<Candidate> answers = advice.answers();
        if (answers.isEmpty()) {
            return "no candidate reaches it";
        }
        Candidate best = answers.get(0);
        String how = switch (advice.by()) {
            case COST -> best.usdPerThousand() == null ? " reaches it, at a cost unknown" : " reaches it at the least cost";
            case TIME -> " is the fastest";
            case MEMORY -> " needs the least memory";
        };
        String sure = best.sure() ? "" : answers.stream().filter(Candidate::sure).findFirst().map(c -> ", and " + c.request().device() + " surely does").orElse(", and none surely does");
        return best.request().device() + how + sure;
    }

    private static void people(Sheet sheet, Advice advice, String unit, List<String> axes, Axis axis, int top) {
        List<Candidate> answers = advice.answers();
        List<Candidate> rejected = advice.rejected();
        List<String> columns = new ArrayList<>(List.of("device"));
        columns.addAll(axes);
        columns.addAll(List.of("time_s", "time_high_s", "sure", "peak_memory_bytes", "usd_per_1000"));
        Sheet.Table t = sheet.table("answers", "Answers, by " + advice.by().id(), columns.toArray(String[]::new));
        Set<String> prices = new LinkedHashSet<>();
        for (Candidate c : answers.subList(0, Math.min(top, answers.size()))) {
            Profile.Totals p = c.result().totals();
            List<Object> row = new ArrayList<>(List.of(c.request().device()));
            axes.forEach(a -> row.add(axis.value(a, c)));
            row.addAll(java.util.Arrays.asList(p.seconds(), p.highSeconds(), c.sure(), p.peakMemoryBytes(), c.usdPerThousand()));
            t.row(row.toArray());
            prices.add(c.request().device() + ": " + price(c.price()));
        }
        columns = new ArrayList<>(List.of("device"));
        columns.addAll(axes);
        columns.addAll(List.of("time_s", "verdict", "reason"));
        Sheet.Table no = sheet.table("rejected", "Devices without an answer, the nearest first", columns.toArray(String[]::new));
        for (Candidate c : rejected.subList(0, Math.min(top, rejected.size()))) {
            List<Object> row = new ArrayList<>(List.of(c.request().device()));
            axes.forEach(a -> row.add(axis.value(a, c)));
            row.add(c.result().totals() == null ? null : c.result().totals().seconds());
            row.add(c.verdict().id());
            row.add(c.reason());
            no.row(row.toArray());
        }
        Sheet.Table sources = sheet.table("prices", "Prices", "price");
        prices.forEach(sources::row);
        Sheet.Table notes = sheet.table("notes", "Notes", "note");
        if (answers.size() > top || rejected.size() > top) {
            notes.row(answers.size() + " answers, " + rejected.size() + " devices without one: --top shows more, --format csv all of " + advice.candidates().size() + " candidates.");
        }
        notes.row("sure: reaches the target at the upper end of its interval too (time high).");
        notes.row("usd per 1000 is of a thousand " + unit + ", with the device rented for their time and no longer. All weights stay on the device; 'ttbench fit' says what moving them saves.");
    }
}
