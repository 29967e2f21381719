package dev.ttbench.comparison;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What became of one metric of one check.
 *
 * @param expected null for none
 * @param found null when the check is no longer there
 * @param budget null for none
 * @param why in words, for all but OK
 */
public record Verdict(CheckFile.Check check, String id, Metric metric, Kind kind, BigDecimal expected, BigDecimal found, BigDecimal budget, String why) {

    /** Kinds, the gravest first. */
    public enum Kind {
        /** More than expected, or than its budget. */
        REGRESSION,
        /** Expected of a check that is not there. */
        MISSING,
        /** Another number because ttbench changed, not the model. */
        CHANGED,
        /** Less than expected. */
        IMPROVEMENT,
        /** Nothing was expected yet. */
        NEW,
        /** As expected. */
        OK;

        /** Whether it fails the check. */
        public boolean fails() {
            return this == REGRESSION || this == MISSING;
        }
    }

    /** Found / expected - 1; NaN where one is not there or nothing was expected. */
    public double difference() {
        if (expected == null || found == null || expected.signum() == 0) {
            return Double.NaN;
        }
        return found.subtract(expected).divide(expected, MathContext.DECIMAL64).doubleValue();
    }
}
