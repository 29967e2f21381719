package dev.ttbench.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.cost.Cost;
import dev.ttbench.cost.Costs;
import dev.ttbench.cost.Liveness;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Operator;
import dev.ttbench.profile.StageInputs;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Template;
import dev.ttbench.spec.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One case of what PyTorch counts: a graph with inputs and parameters, and the two files that hold the truth. Each model's folder lists its cases. */
record Golden(String name, String graph, Map<String, Object> inputs, Map<String, Object> with) {
    static final Path ROOT = Path.of("src/test/resources/goldens");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Library LIBRARY = new Library(new SuiteFiles(Path.of("suites"), Precompiled.NONE));

    /** What the language makes of the case. */
    record Result(Body body, Cost cost, long peak, Map<String, Long> operators, Map<String, String> paths, Map<String, long[]> kernels) { }

    static List<Golden> all() throws IOException {
        List<Path> files;
        try (Stream<Path> folders = Files.list(ROOT)) {
            files = folders.sorted().map(f -> f.resolve("cases.yaml")).toList();
        }
        List<Golden> out = new ArrayList<>();
        for (Path file : files) {
            for (Node n : ((Node.ListNode) YamlReader.read(file.toString(), Files.readString(file)).get(0)).items()) {
                Map<String, Object> m = plain((Node.MapNode) n);
                String name = (String) m.get("golden");
                out.add(m.containsKey("config") ? imported(name, file.resolveSibling((String) m.get("config")), cast(m.get("set")), (String) m.get("stage"))
                        : new Golden(name, (String) m.get("graph"), cast(m.get("inputs")), m.containsKey("with") ? cast(m.get("with")) : Map.of()));
            }
        }
        return out;
    }

    /** The case that the import of a configuration makes under values of its parameters; {@code stage} may be null when there is one. */
    private static Golden imported(String name, Path config, Map<String, Object> set, String stage) {
        StageInputs made = StageInputs.of(LIBRARY, config, set, stage);
        Map<String, Object> inputs = new LinkedHashMap<>();
        for (Expander.Input i : made.inputs()) {
            inputs.put(i.name(), i.extents().stream().map(e -> e.length == 1 ? (Object) e[0] : Arrays.stream(e).boxed().toList()).toList());
        }
        return new Golden(name, made.graph(), inputs, made.with());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object o) {
        return (Map<String, Object>) o;
    }

    private static Map<String, Object> plain(Node.MapNode m) {
        Map<String, Object> out = new LinkedHashMap<>();
        Problems problems = new Problems("cases");
        for (Node.Entry e : m.entries()) {
            out.put(e.key(), e.value() instanceof Node.MapNode inner ? plain(inner) : Template.of(e.value(), problems).eval(Scope.EMPTY));
        }
        problems.raise();
        return out;
    }

    JsonNode counts() throws IOException {
        return JSON.readTree(ROOT.resolve(name + ".json").toFile());
    }

    JsonNode eager(String mode) throws IOException {
        return JSON.readTree(ROOT.resolve(name + ".eager.json").toFile()).get(mode);
    }

    Result run(Lowering.AttentionForm form) {
        return run(LIBRARY, form);
    }

    /** What the blocks and graphs of {@code library} make of the case. */
    Result run(Library library, Lowering.AttentionForm form) {
        BlockDef def = library.graph(graph, null);
        List<Expander.Input> tensors = new ArrayList<>();
        inputs.forEach((input, shape) -> {
            for (Object one : def.input(input).stack() ? (List<?>) shape : List.of(shape)) {
                List<long[]> extents = new ArrayList<>();
                for (Object o : (List<?>) one) {
                    extents.add(o instanceof Long l ? new long[] {l} : ((List<?>) o).stream().mapToLong(x -> (Long) x).toArray());
                }
                tensors.add(new Expander.Input(input, extents));
            }
        });
        Body body = new Expander(new Lowering(Dtype.FP16, Dtype.FP16, form, false)).expand(def, with, tensors).body();
        Map<String, Long> operators = new TreeMap<>();
        Map<String, String> paths = new TreeMap<>();
        Map<String, long[]> kernels = new TreeMap<>();
        new Liveness().visit(body, (path, block, op, live) -> {
            String key = key(op.operator());
            if (key != null) {
                operators.merge(key, 1L, Long::sum);
                paths.putIfAbsent(key, path);
            }
            for (Body.Launch l : op.launches()) {
                long[] k = kernels.computeIfAbsent(l.kernel().name(), x -> new long[3]);
                k[0]++;
                k[1] += l.kernel().bytesRead();
                k[2] += l.kernel().bytesWritten();
            }
        });
        return new Result(body, new Costs().of(body), new Liveness().peak(body), operators, paths, kernels);
    }

    /** An operator in the golden's words; null for those that the golden does not list. */
    static String key(Operator o) {
        String out = shape(o.output());
        if (o instanceof Operator.Convolution c) {
            return c.name() + " " + shape(c.input()) + " " + out + " kernel " + shape(c.kernel()) + (c.transposed() ? "" : " groups " + c.groups()) + " flops " + c.flops();
        }
        if (o instanceof Operator.Linear l) {
            return "linear " + shape(l.input()) + " " + out + " bias " + l.bias() + " flops " + l.flops();
        }
        if (o instanceof Operator.Attention a) {
            return "attention " + shape(a.query()) + " " + shape(a.key()) + " " + shape(a.value()) + " causal " + a.causal() + " flops " + a.flops();
        }
        if (o instanceof Operator.Matmul m) {
            return "matmul " + shape(m.left()) + " " + shape(m.right()) + " " + out + " flops " + m.flops();
        }
        return switch (o.name()) {
            case "group_norm" -> "group_norm " + out + " groups " + ((Operator.Normalization) o).groups();
            case "layer_norm", "rms_norm", "batch_norm" -> o.name() + " " + out;
            case "l2_norm" -> "l2_normalize " + out;
            case "silu", "gelu", "relu", "sigmoid", "leaky_relu", "tanh", "mish", "hardswish", "softmax" -> o.name() + " " + shape(o.inputs().get(0));
            case "concat", "cache" -> "cat " + out;
            case "embedding" -> "embedding " + out;
            case "pixel_shuffle", "pixel_unshuffle" -> "pixel_shuffle " + shape(o.inputs().get(0)) + " " + out;
            case "interpolate" -> o.name() + " " + shape(o.inputs().get(0)) + " " + out;
            case "pool" -> o.output().length < 4 ? null : o.name() + " " + shape(o.inputs().get(0)) + " " + out;      // windows of one axis are not listed
            default -> null;
        };
    }

    static String key(JsonNode o) {
        String op = o.get("op").asText();
        return switch (op) {
            case "linear" -> "linear " + s(o, "input") + " " + s(o, "output") + " bias " + o.get("bias").asBoolean() + " flops " + o.get("flops").asLong();
            case "attention" -> "attention " + s(o, "query") + " " + s(o, "key") + " " + s(o, "value") + " causal " + o.get("causal").asBoolean() + " flops " + o.get("flops").asLong();
            case "matmul" -> "matmul " + (o.has("equation") ? contraction(o) : s(o, "a") + " " + s(o, "b")) + " " + s(o, "output") + " flops " + o.get("flops").asLong();
            case "group_norm" -> "group_norm " + s(o, "input") + " groups " + o.get("groups").asLong();
            case "cat", "embedding" -> op + " " + s(o, "output");
            case "interpolate", "pool", "pixel_shuffle" -> op + " " + s(o, "input") + " " + s(o, "output");
            default -> op.startsWith("conv") ? op + " " + s(o, "input") + " " + s(o, "output") + " kernel " + s(o, "kernel") + (o.has("groups") ? " groups " + o.get("groups").asLong() : "")
                    + " flops " + o.get("flops").asLong() : o.has("input") ? op + " " + s(o, "input") : op + " " + o;
        };
    }

    /** An einsum's operands as those of a product: the one with the result's rows at the left, what is summed over in the middle. */
    private static String contraction(JsonNode o) {
        String[] sides = o.get("equation").asText().replace(" ", "").split("->");
        String[] operands = sides[0].split(",");
        String result = sides[1];
        Map<Character, Long> extents = new TreeMap<>();
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < operands[k].length(); i++) {
                extents.put(operands[k].charAt(i), o.get(k == 0 ? "a" : "b").get(i).asLong());
            }
        }
        String summed = operands[0].chars().filter(c -> result.indexOf(c) < 0).mapToObj(Character::toString).collect(Collectors.joining());
        if (result.equals(operands[0].replace(summed, "") + operands[1].replace(summed, ""))) {
            return s(o, "a") + " " + s(o, "b");      // no batch: all axes of both stay
        }
        String batch = result.substring(0, result.length() - 2);
        String row = result.substring(result.length() - 2, result.length() - 1);
        String column = result.substring(result.length() - 1);
        return shape((batch + row + summed).chars().mapToLong(c -> extents.get((char) c)).toArray()) + " " + shape((batch + summed + column).chars().mapToLong(c -> extents.get((char) c)).toArray());
    }

    private static String s(JsonNode o, String field) {
        return o.get(field).toString().replace(" ", "");
    }

    private static String shape(long[] s) {
        return Arrays.toString(s).replace(" ", "");
    }

    @Override
    public String toString() {
        return name;
    }
}
