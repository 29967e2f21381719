package dev.ttbench.profile;

import java.util.List;
import java.util.Map;

/**
 * What to profile. Everything but the model may be null or empty: the defaults of {@code suites/defaults.yaml}, and all stages.
 *
 * @param model name of a shipped model, or a file
 * @param set parameters of the model by name, as text
 * @param device name, alias or file
 * @param stages ids; empty for all
 */
public record Request(String model, Map<String, String> set, String device, String dtype, Precision precision, String attention, String runtime, String layout,
        List<String> stages) {
    /** A request of one type for all stages. */
    public Request(String model, Map<String, String> set, String device, String dtype, String attention, String runtime, String layout, List<String> stages) {
        this(model, set, device, dtype, Precision.DEFAULT, attention, runtime, layout, stages);
    }
}
