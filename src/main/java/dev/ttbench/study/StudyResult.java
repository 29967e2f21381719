package dev.ttbench.study;

import dev.ttbench.figure.Chart;
import java.util.List;

/**
 * What a study comes to.
 *
 * @param table its rows
 * @param chart its figure, or null
 * @param findings claims beside what comes out here, in the file's order
 */
public record StudyResult(SuiteDef.Study study, Table table, Chart chart, List<Finding> findings) {

    /** How a claim and what comes out here compare. */
    public enum Verdict {
        /** They agree. */
        AGREES,
        /** They do not. */
        DIFFERS,
        /** Nothing here can tell. */
        UNKNOWN;

        /** For people. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One claim.
     *
     * @param says what comes out here
     * @param why the reason, or null
     */
    public record Finding(SuiteDef.Claim claim, Verdict verdict, String says, String why) { }
}
