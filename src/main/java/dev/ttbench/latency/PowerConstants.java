package dev.ttbench.latency;

/**
 * How a board's clock answers to its power limit; each constant is in suites/latency.yaml, with its fit.
 *
 * <p>Power at a share r of the boost clock, as a share of what the boost clock asks for, is fixed + (1 - fixed) x r x v^2: what leaks, the memory
 * and the rest of the board do not slow down, switching does, and its voltage v falls with the clock, v = r, as far as the least voltage.
 *
 * @param powerFixedShare share of a board's full power that does not depend on the clock
 * @param powerLeastVoltage least voltage / that at the boost clock
 * @param consumerBoost clock of a consumer board / its datasheet boost clock
 */
public record PowerConstants(double powerFixedShare, double powerLeastVoltage, double consumerBoost) {
    /** No board clocks lower: boards idle at a tenth of their boost clock. */
    private static final double LEAST_CLOCK = 0.1;

    /** Clock / boost clock of a board that may draw {@code allowed} of the power that its boost clock asks for: above 1 where there is more. */
    double clock(double allowed) {
        double switching = (allowed - powerFixedShare) / (1 - powerFixedShare);
        double atLeast = powerLeastVoltage * powerLeastVoltage;
        return Math.max(LEAST_CLOCK, switching > atLeast * powerLeastVoltage ? Math.cbrt(switching) : switching / atLeast);
    }
}
