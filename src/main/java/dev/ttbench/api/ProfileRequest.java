package dev.ttbench.api;

import dev.ttbench.profile.Precision;
import dev.ttbench.profile.Request;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What to profile. Only the model is needed; each method answers with another request that differs in one thing. Values are those of the options of
 * {@code ttbench profile}.
 */
public final class ProfileRequest {
    private final Request request;

    private ProfileRequest(Request request) {
        this.request = request;
    }

    /**
     * A model with everything else as its defaults say.
     *
     * @param model a name, a YAML file, or a configuration to import
     * @return the request
     */
    public static ProfileRequest of(String model) {
        return new ProfileRequest(new Request(model, Map.of(), null, null, Precision.DEFAULT, null, null, null, List.of()));
    }

    Request request() {
        return request;
    }

    /**
     * Sets a parameter of the model.
     *
     * @param name as {@code ttbench show MODEL} lists it
     * @param value of the parameter's type, as it would be typed: {@code 768}, {@code true}
     * @return another request
     */
    public ProfileRequest set(String name, Object value) {
        Request r = request;
        return new ProfileRequest(new Request(r.model(), with(r.set(), name, String.valueOf(value)), r.device(), r.dtype(), r.precision(), r.attention(), r.runtime(), r.layout(), r.stages()));
    }

    /**
     * Chooses the device.
     *
     * @param device a name, an alias, or a YAML file
     * @return another request
     */
    public ProfileRequest device(String device) {
        Request r = request;
        return new ProfileRequest(new Request(r.model(), r.set(), device, r.dtype(), r.precision(), r.attention(), r.runtime(), r.layout(), r.stages()));
    }

    /**
     * Chooses the type of weights and arithmetic of all stages.
     *
     * @param dtype fp32, tf32, fp16, bf16, fp8, int8
     * @return another request
     */
    public ProfileRequest dtype(String dtype) {
        Request r = request;
        return new ProfileRequest(new Request(r.model(), r.set(), r.device(), dtype, r.precision(), r.attention(), r.runtime(), r.layout(), r.stages()));
    }

    /**
     * Chooses the type of weights and arithmetic of one stage.
     *
     * @param stage its id
     * @param dtype as for {@link #dtype(String)}
     * @return another request
     */
    public ProfileRequest dtype(String stage, String dtype) {
        Precision p = request.precision();
        return precision(new Precision(p.weights(), with(p.stageDtypes(), stage, dtype), p.stageWeights()));
    }

    /**
     * Quantises the weights of all stages.
     *
     * @param format int8, fp8, nf4, int4, with a number of weights a scale as {@code int4:64}, or none
     * @return another request
     */
    public ProfileRequest weights(String format) {
        Precision p = request.precision();
        return precision(new Precision(format, p.stageDtypes(), p.stageWeights()));
    }

    /**
     * Quantises the weights of one stage.
     *
     * @param stage its id
     * @param format as for {@link #weights(String)}
     * @return another request
     */
    public ProfileRequest weights(String stage, String format) {
        Precision p = request.precision();
        return precision(new Precision(p.weights(), p.stageDtypes(), with(p.stageWeights(), stage, format)));
    }

    private ProfileRequest precision(Precision p) {
        Request r = request;
        return new ProfileRequest(new Request(r.model(), r.set(), r.device(), r.dtype(), p, r.attention(), r.runtime(), r.layout(), r.stages()));
    }

    /**
     * Chooses the implementation of attention.
     *
     * @param attention flash, baseline, flash-2 and so on
     * @return another request
     */
    public ProfileRequest attention(String attention) {
        Request r = request;
        return new ProfileRequest(new Request(r.model(), r.set(), r.device(), r.dtype(), r.precision(), attention, r.runtime(), r.layout(), r.stages()));
    }

    /**
     * Chooses how kernels are launched and fused.
     *
     * @param runtime eager, compiled, tensorrt, serving
     * @return another request
     */
    public ProfileRequest runtime(String runtime) {
        Request r = request;
        return new ProfileRequest(new Request(r.model(), r.set(), r.device(), r.dtype(), r.precision(), r.attention(), runtime, r.layout(), r.stages()));
    }

    /**
     * Chooses the memory layout of images.
     *
     * @param layout channels-first, channels-last
     * @return another request
     */
    public ProfileRequest layout(String layout) {
        Request r = request;
        return new ProfileRequest(new Request(r.model(), r.set(), r.device(), r.dtype(), r.precision(), r.attention(), r.runtime(), layout, r.stages()));
    }

    /**
     * Keeps only some stages; totals are then of those.
     *
     * @param ids of the stages; none for all
     * @return another request
     */
    public ProfileRequest stages(String... ids) {
        Request r = request;
        return new ProfileRequest(new Request(r.model(), r.set(), r.device(), r.dtype(), r.precision(), r.attention(), r.runtime(), r.layout(), List.of(ids)));
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> out = new LinkedHashMap<>(map);
        out.put(name, value);
        return Collections.unmodifiableMap(out);
    }
}
