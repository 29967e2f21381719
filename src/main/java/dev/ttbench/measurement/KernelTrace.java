package dev.ttbench.measurement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Kernels of a PyTorch profiler (Kineto) trace as measurements. A kernel belongs to the operator of the same {@code External id}, or that of the
 * launch with its {@code correlation}; an operator's kernels together are one measurement, and operators that ask for the same are one row with the median.
 *
 * @param files by kind of measurement
 * @param kernels on the device
 * @param unknown kernels that are in no row, by reason
 */
public record KernelTrace(List<MeasurementFile> files, int kernels, Map<String, Integer> unknown) {
    private static final String SOURCE = "PyTorch profiler";
    private static final String ID = "External id";
    private static final String CORRELATION = "correlation";

    private record Launch(String name, double micros, String id, String correlation) { }

    /** Whether a name is that of a trace: it ends in {@code .json} or {@code .json.gz}. */
    public static boolean is(String name) {
        return name.endsWith(".json") || name.endsWith(".json.gz");
    }

    /**
     * Reads a trace.
     *
     * @param device id that its rows are of
     * @throws InputException when it cannot be read, or is no trace
     */
    public static KernelTrace read(String name, String device) {
        Map<String, JsonNode> operators = new HashMap<>();
        Map<String, String> launches = new HashMap<>();
        List<Launch> kernels = new ArrayList<>();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(Path.of(name))); InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                JsonParser p = new ObjectMapper().createParser(in)) {
            if (!toEvents(p)) {
                throw problem(name, "this is no trace: there is no list 'traceEvents'", "torch.profiler's export_chrome_trace writes one");
            }
            while (p.nextToken() == JsonToken.START_OBJECT) {
                event(p.readValueAsTree(), operators, launches, kernels);
            }
            if (p.currentToken() != JsonToken.END_ARRAY) {
                throw problem(name, "this is no trace: its events are no objects", null);
            }
        } catch (NoSuchFileException e) {
            throw problem(name, "there is no such file", null);
        } catch (JsonProcessingException e) {
            throw problem(name, "this is no JSON: " + e.getOriginalMessage(), null);
        } catch (IOException e) {
            throw problem(name, "cannot be read: " + e.getMessage(), null);
        }
        return of(name, device, operators, launches, kernels);
    }

    private static boolean toEvents(JsonParser p) throws IOException {
        if (p.nextToken() == JsonToken.START_ARRAY) {
            return true;
        }
        while (p.currentToken() == JsonToken.START_OBJECT || p.currentToken() == JsonToken.FIELD_NAME || p.currentToken() != null) {
            if (p.currentToken() == JsonToken.FIELD_NAME) {
                boolean events = p.currentName().equals("traceEvents");
                JsonToken value = p.nextToken();
                if (events) {
                    return value == JsonToken.START_ARRAY;
                }
                p.skipChildren();
            }
            p.nextToken();
        }
        return false;
    }

    private static void event(JsonNode e, Map<String, JsonNode> operators, Map<String, String> launches, List<Launch> kernels) {
        if (!e.path("ph").asText().equals("X")) {
            return;
        }
        JsonNode args = e.path("args");
        String id = text(args, ID);
        switch (e.path("cat").asText().toLowerCase(Locale.ROOT)) {
            case "cpu_op", "operator" -> {
                if (id != null) {
                    operators.put(id, e);
                }
            }
            case "cuda_runtime", "cuda_driver", "hip_runtime", "runtime" -> {
                if (id != null && text(args, CORRELATION) != null) {
                    launches.put(text(args, CORRELATION), id);
                }
            }
            case "kernel", "gpu_memcpy" -> kernels.add(new Launch(e.path("name").asText(), e.path("dur").asDouble(), id, text(args, CORRELATION)));
            default -> { }
        }
    }

    private static String text(JsonNode args, String key) {
        JsonNode n = args.has(key) ? args.get(key) : args.path(key.toLowerCase(Locale.ROOT));
        return n.isMissingNode() || n.isNull() ? null : n.asText();
    }

    private static KernelTrace of(String name, String device, Map<String, JsonNode> operators, Map<String, String> launches, List<Launch> kernels) {
        Map<JsonNode, List<Launch>> byOperator = new java.util.IdentityHashMap<>();
        List<JsonNode> order = new ArrayList<>();
        Map<String, Integer> unknown = new TreeMap<>();
        for (Launch k : kernels) {
            JsonNode op = k.id() == null ? null : operators.get(k.id());
            op = op == null && k.correlation() != null && launches.containsKey(k.correlation()) ? operators.get(launches.get(k.correlation())) : op;
            if (op == null) {
                unknown.merge("of no operator", 1, Integer::sum);
                continue;
            }
            if (!byOperator.containsKey(op)) {
                byOperator.put(op, new ArrayList<>());
                order.add(op);
            }
            byOperator.get(op).add(k);
        }
        Map<TraceOperator.Cells, List<Double>> rows = new LinkedHashMap<>();
        for (JsonNode op : order) {
            List<Launch> own = byOperator.get(op);
            StringBuilder names = new StringBuilder();
            own.forEach(k -> names.append(k.name().toLowerCase(Locale.ROOT)).append(' '));
            try {
                double micros = own.stream().mapToDouble(Launch::micros).sum();
                if (micros > 0) {
                    rows.computeIfAbsent(TraceOperator.cells(op.path("name").asText(), op.path("args"), names.toString()), k -> new ArrayList<>()).add(micros);
                }
            } catch (TraceOperator.Unknown e) {
                unknown.merge(op.path("name").asText() + ": " + e.getMessage(), own.size(), Integer::sum);
            }
        }
        return new KernelTrace(files(name, device, rows), kernels.size(), unknown);
    }

    private static List<MeasurementFile> files(String name, String device, Map<TraceOperator.Cells, List<Double>> rows) {
        Map<MeasurementFile.Kind, LinkedHashSet<String>> columns = new EnumMap<>(MeasurementFile.Kind.class);
        rows.keySet().forEach(c -> columns.computeIfAbsent(c.kind(), k -> new LinkedHashSet<>(List.of("device", "source"))).addAll(c.cells().keySet()));
        List<MeasurementFile> out = new ArrayList<>();
        columns.forEach((kind, names) -> {
            names.add("latency_us");
            Map<String, Integer> index = new HashMap<>();
            names.forEach(n -> index.put(n, index.size()));
            List<Row> made = new ArrayList<>();
            rows.forEach((c, times) -> {
                if (c.kind() == kind) {
                    Map<String, String> all = new HashMap<>(c.cells());
                    all.put("device", device);
                    all.put("source", SOURCE);
                    all.put("latency_us", String.valueOf(median(times)));
                    made.add(new Row(name, made.size() + 1, kind, index, names.stream().map(n -> all.getOrDefault(n, "")).toList()));
                }
            });
            out.add(new MeasurementFile(name, kind, List.copyOf(names), made));
        });
        return out;
    }

    private static double median(List<Double> of) {
        List<Double> sorted = of.stream().sorted().toList();
        int n = sorted.size();
        return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    }

    /** What became of its kernels, in words. */
    public String summary() {
        StringBuilder b = new StringBuilder().append(kernels).append(" kernels; rows: ");
        if (files.isEmpty()) {
            b.append("none");
        }
        for (MeasurementFile f : files) {
            b.append(f == files.get(0) ? "" : ", ").append(f.rows().size()).append(' ').append(f.kind().name().toLowerCase(Locale.ROOT));
        }
        int left = unknown.values().stream().mapToInt(Integer::intValue).sum();
        b.append("; not understood: ").append(left).append(" kernels");
        unknown.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).forEach(e -> b.append("\n  ").append(e.getValue()).append(' ').append(e.getKey()));
        return b.toString();
    }

    private static InputException problem(String file, String message, String hint) {
        return new InputException(List.of(new Problem(file, 0, 0, message, hint)));
    }
}
