package dev.ttbench.study;

import java.util.Map;

/**
 * What a user asks of a whole suite instead of what it says itself.
 *
 * @param settings device, dtype, attention, runtime, layout; an axis along which a study compares stays as it is
 * @param set parameters, for every run whose model has them and whose study does not set them
 */
public record Overrides(Map<String, String> settings, Map<String, String> set) {
    /** None. */
    public static final Overrides NONE = new Overrides(Map.of(), Map.of());
}
