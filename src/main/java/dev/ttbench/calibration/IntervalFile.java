package dev.ttbench.calibration;

import dev.ttbench.latency.Intervals;
import java.util.Locale;
import java.util.Map;

/** The text of {@code suites/intervals.yaml}. */
public final class IntervalFile {
    private IntervalFile() { }

    /** The file, from factors by regime. */
    public static String text(String source, Map<String, Intervals.Factors> regimes) {
        StringBuilder b = new StringBuilder("# yaml-language-server: $schema=../docs/schema/intervals.schema.json\n"
                + "# Made by 'ttbench validate --write-intervals FILE'. Eight times in ten a measured value lies between prediction x low and prediction x high.\n"
                + "# A regime that is not here takes the factors of the one that holds it: 'gemm 16-bit compute', 'gemm 16-bit', 'gemm', 'kernel'.\n");
        b.append("source: '").append(source.replace("'", "''")).append("'\nintervals:\n");
        regimes.forEach((regime, f) -> b.append(String.format(Locale.ROOT, "  - {regime: %s, low: %.3f, high: %.3f, cases: %d, devices: %d}%n", regime, f.low(), f.high(), f.cases(), f.devices())));
        return b.toString().replace("\r\n", "\n");
    }
}
