package dev.ttbench.measurement;

import dev.ttbench.latency.Bound;

/**
 * A row with what ttbench says of it.
 *
 * @param value predicted, in the unit of {@link Row#measured()}: seconds or bytes; NaN when skipped
 * @param low lower end of an interval that should hold four times in five
 * @param high its upper end
 * @param bound what decides it
 * @param least no time can be shorter: executed FLOPs / peak, DRAM bytes / bandwidth; 0 where that is not asked
 * @param device id of the device
 * @param family what its errors are counted with
 * @param regime rows of one regime err alike: intervals are theirs
 * @param skipped why there is no prediction; null when there is one
 */
public record Prediction(Row row, double value, double low, double high, Bound bound, double least, String device, String family, String regime, String skipped) {

    /** A row that is not predicted. */
    static Prediction skipped(Row row, String device, String family, String why) {
        return new Prediction(row, Double.NaN, Double.NaN, Double.NaN, null, 0, device, family, "", why);
    }

    /** Who measured: the first words of its row's source, without the row's own number. */
    public String source() {
        String s = row.text("source").replaceFirst("^[A-Z]+-[0-9]+ ", "");
        int space = s.indexOf(' ');
        return space < 0 ? s : s.substring(0, space);
    }

    /** Predicted / measured - 1. */
    public double error() {
        return value / row.measured() - 1;
    }

    /** Whether the measured value lies in the interval. */
    public boolean covered() {
        double m = row.measured();
        return low <= m && m <= high;
    }
}
