package dev.ttbench.measurement;

import dev.ttbench.latency.Bound;
import dev.ttbench.latency.Intervals;
import dev.ttbench.latency.Latencies;
import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Precision;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import dev.ttbench.spec.Template;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A row of whole generations, or stages of one, as a request. */
final class EndToEnd {
    private static final List<String> PARAMETERS = List.of("batch", "height", "width", "frames", "steps", "guidance", "prompt_tokens", "new_tokens", "cache_dtype");
    private static final List<String> DENOISERS = List.of("unet", "transformer", "base");
    private static final String STAGES = "stages:";
    private static final String STAGE = "stage:";

    /**
     * What a row asks for.
     *
     * @param value seconds or bytes
     * @param low lower end of its interval
     * @param high upper end
     * @param host whether the host decides
     */
    record Answer(double value, double low, double high, boolean host, Bound bound, String family, String regime) { }

    private EndToEnd() { }

    /**
     * Profiles what a row asks for.
     *
     * @param harness what its source does otherwise than the row says, or null
     * @throws InputException when the model, the device or a parameter is not there, or a cell is not what its column holds
     */
    static Answer answer(Suites suites, Row row, Harness harness) {
        ModelDef model = suites.model(row.text("model"));
        String scope = row.text("scope");
        Profile profile = profile(suites, row, harness);
        boolean one = scope.equals("iteration") || scope.equals("decode-iteration");
        double seconds = 0;
        boolean host = profile.hostBound();
        for (StageProfile s : profile.stages()) {
            double all = harness != null && (harness.device() || harness.repeated() && !host) ? s.facts().gpuSeconds() : s.facts().seconds();
            seconds += one ? all / s.facts().repeat() : all;
        }
        String family = family(model, scope);
        if (row.text("metric").equals("peak_memory_bytes")) {
            double bytes = profile.totals().peakMemoryBytes();
            String regime = Intervals.MEMORY + " " + profile.settings().runtime();
            Latencies.Interval i = suites.latencies().interval(regime, suites.devices().get(row.text("device")));
            return new Answer(bytes, bytes * i.low(), bytes * i.high(), false, Bound.MEMORY, Intervals.MEMORY, regime);
        }
        Profile.Totals t = profile.totals();
        String regime = profile.settings().runtime() + (host ? " host" : " device");
        return new Answer(seconds, seconds * t.lowSeconds() / t.seconds(), seconds * t.highSeconds() / t.seconds(), host, host ? Bound.HOST : longest(profile), family, regime);
    }

    /** The profile of what a row asks for. */
    static Profile profile(Suites suites, Row row, Harness harness) {
        ModelDef model = suites.model(row.text("model"));
        List<String> wanted = stages(model, row.text("scope"), row);
        Map<String, String> set = new LinkedHashMap<>();
        for (String p : PARAMETERS) {
            if (row.has(p) && model.parameters().stream().anyMatch(d -> d.name().equals(p))) {
                set.put(p, row.text(p).toLowerCase(Locale.ROOT));
            }
        }
        if (harness != null) {
            harness.parameters().forEach(set::putIfAbsent);
        }
        String runtime = harness != null && harness.runtime() != null ? harness.runtime() : row.text("runtime");
        String dtype = harness != null && harness.precision() != null ? harness.precision() : row.text("dtype");
        boolean channelsLast = row.text("optimisation").toLowerCase(Locale.ROOT).replace('-', '_').contains("channels_last");
        String attention = harness != null && harness.attention() != null ? harness.attention() : row.text("attention");
        Precision precision = new Precision(null, harness == null ? Map.of() : harness.dtypes(), Map.of());
        Request request = new Request(row.text("model"), set, row.text("device"), or(dtype), precision, or(attention), or(runtime), channelsLast ? "channels-last" : "channels-first", wanted);
        return new Profiler(suites).profile(model, request);
    }

    private static String or(String s) {
        return s.isEmpty() ? null : s;
    }

    /** The bound of the category that most of the device's time goes to: products compute, the rest memory. */
    private static Bound longest(Profile profile) {
        double compute = 0;
        double all = 0;
        for (Profile.CategoryShare c : profile.categories()) {
            all += c.share();
            compute += c.flops().signum() > 0 ? c.share() : 0;
        }
        return compute > all / 2 ? Bound.COMPUTE : Bound.MEMORY;
    }

    /** The stages that a scope means. */
    private static List<String> stages(ModelDef model, String scope, Row row) {
        List<String> ids = model.stages().stream().map(ModelDef.Stage::id).toList();
        if (scope.equals("pipeline")) {
            return List.of();
        }
        if (scope.equals("pipeline-without-decoder")) {
            return ids.stream().filter(id -> !id.endsWith("decoder")).toList();
        }
        if (scope.equals("iteration")) {
            for (String d : DENOISERS) {
                if (ids.contains(d)) {
                    return inOnePass(model, ids.indexOf(d));
                }
            }
            throw row.problem("scope", "the model '" + model.id() + "' has no denoiser: no stage " + String.join(", ", DENOISERS));
        }
        if (scope.equals("decode-iteration")) {
            return List.of("decode");
        }
        List<String> named = scope.startsWith(STAGES) ? Arrays.asList(scope.substring(STAGES.length()).split("\\+")) : scope.startsWith(STAGE) ? List.of(scope.substring(STAGE.length())) : List.of();
        if (named.isEmpty()) {
            throw row.problem("scope", "pipeline, pipeline-without-decoder, iteration, decode-iteration, stage:ID or stages:A+B expected");
        }
        for (String id : named) {
            if (!ids.contains(id)) {
                throw new InputException(Problem.of("the model '" + model.id() + "' has no stage '" + id + "'", Suggest.hint(id, ids)));
            }
        }
        return named;
    }

    /** A denoiser after the stages right before it that repeat as it does: those of one pass of the loop. */
    private static List<String> inOnePass(ModelDef model, int denoiser) {
        Template turns = model.stages().get(denoiser).repeat();
        int first = denoiser;
        while (turns != null && first > 0 && turns.equals(model.stages().get(first - 1).repeat())) {
            first--;
        }
        return model.stages().subList(first, denoiser + 1).stream().map(ModelDef.Stage::id).toList();
    }

    private static String family(ModelDef model, String scope) {
        if (model.modelClass().contains("video")) {
            return "video";
        }
        if (model.modelClass().equals("language-model")) {
            return scope.equals("stage:prefill") ? "llm-prefill" : "llm-decode";
        }
        return model.stage("unet") != null ? "unet-image" : "transformer-image";
    }
}
