package dev.ttbench.profile;

import java.util.Map;

/**
 * What a request says of types beside the one of all stages.
 *
 * @param weights format of quantised weights of every stage: int8, int4, int4:64 ..., none; null leaves it to the model
 * @param stageDtypes type of one stage's weights and arithmetic, by its id: it wins over what the model says
 * @param stageWeights format of one stage's quantised weights, by its id
 */
public record Precision(String weights, Map<String, String> stageDtypes, Map<String, String> stageWeights) {
    /** Nothing asked for. */
    public static final Precision DEFAULT = new Precision(null, Map.of(), Map.of());
}
