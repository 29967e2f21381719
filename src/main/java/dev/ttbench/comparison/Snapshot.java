package dev.ttbench.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A profile as its JSON has it: what a comparison needs of it, whether it comes from a file or was made just now.
 *
 * @param settings what was asked for: model, parameters, device, settings
 * @param times seconds by name
 * @param counts FLOPs, bytes and parameters by name, exact
 * @param categories seconds by category
 * @param attention seconds by kind
 * @param stages seconds by id
 * @param stageCategories seconds by category, of each stage
 * @param operators by stage and path, then by shapes
 */
public record Snapshot(Map<String, String> settings, Map<String, Double> times, Map<String, BigInteger> counts, Map<String, Double> categories, Map<String, Double> attention,
        Map<String, Double> stages, Map<String, Map<String, Double>> stageCategories, Map<String, Map<String, Cost>> operators) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    /** An operator of one path and shape: seconds of all executions, executions, FLOPs and bytes of one. */
    public record Cost(double seconds, long count, BigInteger flops, BigInteger bytes) {
        Cost plus(Cost o) {
            return new Cost(seconds + o.seconds, count + o.count, flops.max(o.flops), bytes.max(o.bytes));
        }
    }

    /**
     * Of the text of a profile.
     *
     * @param name of the file, for messages
     * @throws InputException when it is none
     */
    public static Snapshot of(String name, String json) {
        JsonNode n;
        try {
            n = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InputException(new Problem(name, e.getLocation().getLineNr(), e.getLocation().getColumnNr(), "this is no JSON: " + e.getOriginalMessage(), "a profile is written by 'ttbench profile --format json'"));
        }
        if (n == null || !n.path("format").asText().equals("ttbench.profile") || n.path("format_version").asInt() != 1) {
            throw new InputException(new Problem(name, 1, 1, "this is no profile of ttbench", "it is written by 'ttbench profile --format json'"));
        }
        return of(n);
    }

    private static Snapshot of(JsonNode n) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("model", n.path("model").path("id").asText());
        n.path("request").fields().forEachRemaining(e -> settings.put(e.getKey(), e.getValue().isTextual() ? e.getValue().asText() : e.getValue().toString()));
        settings.put("device", n.path("device").path("id").asText());
        n.path("settings").fields().forEachRemaining(e -> settings.put(e.getKey(), e.getValue().isNull() ? "none" : e.getValue().asText()));
        JsonNode totals = n.path("totals");
        Map<String, Double> times = new LinkedHashMap<>();
        Map<String, BigInteger> counts = new LinkedHashMap<>();
        totals.fields().forEachRemaining(e -> {
            JsonNode v = e.getValue();
            if (e.getKey().equals("flops")) {
                v.fields().forEachRemaining(f -> counts.put("flops_" + f.getKey(), f.getValue().bigIntegerValue()));
            } else if (e.getKey().endsWith("_s")) {
                times.put(e.getKey().substring(0, e.getKey().length() - 2), v.asDouble());
            } else if (v.isIntegralNumber() && !e.getKey().startsWith("device")) {
                counts.put(e.getKey(), v.bigIntegerValue());
            }
        });
        Map<String, Double> attention = new LinkedHashMap<>();
        for (JsonNode a : n.path("attention")) {
            attention.merge(a.path("kind").asText() + (a.path("causal").asBoolean() ? ", causal" : ""), a.path("time_s").asDouble(), Double::sum);
        }
        Map<String, Map<String, Cost>> operators = new LinkedHashMap<>();
        Map<String, Map<String, Double>> stageCategories = new LinkedHashMap<>();
        for (JsonNode s : n.path("stages")) {
            Map<String, Double> ofStage = stageCategories.computeIfAbsent(s.path("id").asText(), k -> new LinkedHashMap<>());
            for (JsonNode o : s.path("operators")) {
                Cost c = new Cost(o.path("total_time_s").asDouble(), o.path("count").asLong(), o.path("flops").bigIntegerValue(),
                        o.path("bytes_read").bigIntegerValue().add(o.path("bytes_written").bigIntegerValue()));
                ofStage.merge(o.path("category").asText(), c.seconds(), Double::sum);
                operators.computeIfAbsent(s.path("id").asText() + "/" + o.path("path").asText(), k -> new LinkedHashMap<>())
                        .merge(shapes(o.path("input_shapes")) + " -> " + shape(o.path("output_shape")), c, Cost::plus);
            }
        }
        return new Snapshot(settings, times, counts, seconds(n.path("categories"), "category"), attention, seconds(n.path("stages"), "id"), stageCategories, operators);
    }

    private static Map<String, Double> seconds(JsonNode list, String name) {
        Map<String, Double> out = new LinkedHashMap<>();
        list.forEach(i -> out.merge(i.path(name).asText(), i.path("time_s").asDouble(), Double::sum));
        return out;
    }

    private static String shapes(JsonNode list) {
        StringBuilder b = new StringBuilder();
        list.forEach(s -> b.append(b.isEmpty() ? "" : " ").append(shape(s)));
        return b.toString();
    }

    private static String shape(JsonNode extents) {
        StringBuilder b = new StringBuilder();
        extents.forEach(e -> b.append(b.isEmpty() ? "" : "x").append(e.asText()));
        return b.toString();
    }
}
