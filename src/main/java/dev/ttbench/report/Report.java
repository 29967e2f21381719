package dev.ttbench.report;

import dev.ttbench.profile.Profile;
import java.io.IOException;

/** Writes a profile in one format. The text is a function of its arguments alone. */
public sealed interface Report permits JsonReport, CsvReport, TableReport {

    /**
     * Writes all of it.
     *
     * @throws IOException when {@code out} does
     */
    void write(Profile profile, ReportSettings settings, Appendable out) throws IOException;

    /** The report of a format. */
    static Report of(Format format) {
        return switch (format) {
            case JSON -> new JsonReport();
            case CSV -> new CsvReport();
            case TABLE -> new TableReport();
        };
    }
}
