package dev.ttbench.api;

import dev.ttbench.sweep.Columns;
import dev.ttbench.sweep.Result;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one point of a sweep.
 *
 * @param axes the model, parameters and settings of the point, by name, as text
 * @param status whether it is possible and fits
 * @param totals of its generation; empty when it was refused
 * @param reason why it was refused or does not fit; empty otherwise
 */
public record SweepRow(Map<String, String> axes, Status status, Optional<Totals> totals, String reason) {
    /** Kinds of answers. */
    public enum Status {
        /** The device can run it. */
        OK,
        /** It needs more memory than the device has. */
        NO_FIT,
        /** The request is not possible. */
        REFUSED
    }

    static SweepRow of(Result r) {
        Status status = switch (r.status()) {
            case Result.OK -> Status.OK;
            case Result.NO_FIT -> Status.NO_FIT;
            default -> Status.REFUSED;
        };
        return new SweepRow(Collections.unmodifiableMap(Columns.axes(r.request())), status, Optional.ofNullable(r.totals()).map(Totals::of), r.reason() == null ? "" : r.reason());
    }
}
