package dev.ttbench.report;

import dev.ttbench.calibration.Accuracy;
import dev.ttbench.calibration.Calibrator;

/** What a calibration found, as a sheet. */
public final class CalibrationReport {
    private CalibrationReport() { }

    /** Constants before and after, errors before, after and of fits without the case, and what was left out. */
    public static Sheet sheet(Calibrator.Outcome o) {
        Sheet sheet = new Sheet("calibration", "Calibration of " + o.device().title());
        sheet.fact("device", o.device().id()).fact("rows", (long) o.rows()).fact("cases", (long) o.cases());
        Sheet.Table constants = sheet.table("constants", "Constants", "name", "of", "shipped", "fitted", "unit", "known_within", "at_bound");
        for (Calibrator.Fitted f : o.constants()) {
            constants.row(f.key(), f.place().text(), f.before(), f.after(), f.unit(), f.error(), f.atBound() ? "yes" : null);
        }
        Sheet.Table errors = sheet.table("errors", "Errors", "kind", "constants", "cases", "median_error", "p90_error", "bias");
        for (Calibrator.Change c : o.changes()) {
            row(errors, c.kind(), "shipped", c.before());
            row(errors, c.kind(), "fitted", c.after());
            row(errors, c.kind(), "fitted without the case", c.apart());
        }
        Sheet.Table kept = sheet.table("kept", "Not fitted: the measurements do not tell them", "constant", "why");
        o.kept().forEach(k -> kept.row(k.substring(0, k.indexOf(": ")), k.substring(k.indexOf(": ") + 2)));
        Sheet.Table left = sheet.table("left_out", "Rows left out", "reason", "rows");
        o.left().forEach((why, n) -> left.row(why, (long) n));
        return sheet;
    }

    private static void row(Sheet.Table t, String kind, String constants, Accuracy a) {
        t.row(kind, constants, (long) a.cases(), a.median(), a.p90(), a.bias());
    }
}
