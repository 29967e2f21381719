package dev.ttbench.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ATen operator of a profiler trace as cells of a row: shapes and types of its arguments as the profiler recorded them ({@code Input Dims},
 * {@code Input type}), other arguments where it did ({@code Concrete Inputs}).
 */
final class TraceOperator {
    /** Why an operator is no row. */
    static final class Unknown extends Exception {
        private static final long serialVersionUID = 1;

        Unknown(String why) {
            super(why, null, false, false);
        }
    }

    /** A kind with the cells that are not empty, device and time apart. */
    record Cells(MeasurementFile.Kind kind, Map<String, String> cells) { }

    private static final Pattern NUMBER = Pattern.compile("-?\\d+");
    private static final Map<String, String> TYPES = Map.of("c10::Half", "fp16", "c10::BFloat16", "bf16", "float", "fp32", "c10::Float8_e4m3fn", "fp8", "signed char", "int8", "Half", "fp16", "BFloat16",
            "bf16", "Float", "fp32");
    private static final Map<String, String> UNARY = Map.of("relu", "relu", "tanh", "tanh", "gelu", "gelu", "silu", "silu", "sigmoid", "sigmoid", "exp", "exp");
    private static final Set<String> BINARY = Set.of("add", "sub", "mul", "div");

    private final String name;
    private final List<long[]> dims = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final JsonNode arguments;
    private final JsonNode strides;
    private final String kernels;

    private TraceOperator(String name, JsonNode args, String kernels) {
        this.name = name;
        this.kernels = kernels;
        arguments = args.path("Concrete Inputs");
        strides = args.path("Input Strides");
        for (JsonNode d : args.path("Input Dims")) {
            long[] extents = new long[d.size()];
            for (int i = 0; i < extents.length; i++) {
                extents[i] = d.get(i).asLong();
            }
            dims.add(extents);
        }
        args.path("Input type").forEach(t -> types.add(t.asText()));
    }

    /**
     * The cells of an operator.
     *
     * @param kernels names of those it launched, in lower case
     */
    static Cells cells(String name, JsonNode args, String kernels) throws Unknown {
        return new TraceOperator(name.replaceFirst("^aten::", "").replaceFirst("_$", ""), args, kernels).cells();
    }

    private Cells cells() throws Unknown {
        if (dims.isEmpty()) {
            throw new Unknown("no 'Input Dims' (profile with record_shapes=True)");
        }
        return switch (name) {
            case "mm", "_scaled_mm", "_int_mm" -> gemm(dims(0, 2), dims(1, 2), 0);
            case "addmm" -> gemm(dims(1, 2), dims(2, 2), 1);
            case "bmm" -> gemm(dims(0, 3), dims(1, 3), 0);
            case "baddbmm" -> gemm(dims(1, 3), dims(2, 3), 1);
            case "_flash_attention_forward" -> attention("FlashAttention-2", false, 8);
            case "_scaled_dot_product_flash_attention" -> attention("FlashAttention-2", true, 4);
            case "_efficient_attention_forward" -> attention("xformers", false, 9);
            case "_scaled_dot_product_efficient_attention" -> attention("xformers", true, 6);
            case "_scaled_dot_product_cudnn_attention" -> attention("cuDNN", true, 6);
            case "cudnn_convolution" -> convolution(3, 2, 4, 5, -1);
            case "miopen_convolution" -> convolution(4, 3, 5, 6, -1);
            case "convolution", "_convolution", "convolution_overrideable" -> convolution(3, 4, 5, 8, 6);
            default -> vector();
        };
    }

    private long[] dims(int i, int rank) throws Unknown {
        if (i >= dims.size() || dims.get(i).length != rank) {
            throw new Unknown("'Input Dims' of another form");
        }
        for (long e : dims.get(i)) {
            if (e < 1) {
                throw new Unknown("an empty tensor");
            }
        }
        return dims.get(i);
    }

    private String type(int i) throws Unknown {
        String t = i < types.size() ? TYPES.get(types.get(i)) : null;
        if (t == null) {
            throw new Unknown("'Input type' " + (i < types.size() ? types.get(i) : "missing"));
        }
        return t;
    }

    /** fp32 products in TF32 show in the names of their kernels. */
    private String arithmetic(int i) throws Unknown {
        return type(i).equals("fp32") && (kernels.contains("tf32") || kernels.contains("s1688")) ? "tf32" : type(i);
    }

    private static Cells cells(MeasurementFile.Kind kind, Object... pairs) {
        Map<String, String> out = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put((String) pairs[i], String.valueOf(pairs[i + 1]));
        }
        return new Cells(kind, out);
    }

    private Cells gemm(long[] a, long[] b, int first) throws Unknown {
        int r = a.length;
        if (a[r - 1] != b[r - 2] || r == 3 && a[0] != b[0]) {
            throw new Unknown("shapes that do not multiply");
        }
        return cells(MeasurementFile.Kind.GEMM, "dtype", arithmetic(first), "batch", r == 3 ? a[0] : 1, "m", a[r - 2], "n", b[r - 1], "k", a[r - 1]);
    }

    private Cells attention(String framework, boolean headsFirst, int causalAt) throws Unknown {
        long[] q = dims(0, 4);
        long[] k = dims(1, 4);
        int heads = headsFirst ? 1 : 2;
        int length = headsFirst ? 2 : 1;
        String said = argument(causalAt).toLowerCase(java.util.Locale.ROOT);
        boolean causal = said.equals("true") || said.equals("1") || said.equals("2");
        return cells(MeasurementFile.Kind.ATTENTION, "dtype", type(0), "kind", q[length] == 1 ? "decode" : causal ? "prefill" : "bidirectional", "batch", q[0], "heads", q[heads], "kv_heads", k[heads],
                "head_dim", q[3], "q_len", q[length], "kv_len", k[length], "causal", causal ? 1 : 0, "framework", framework);
    }

    private Cells convolution(int stride, int padding, int dilation, int groups, int transposed) throws Unknown {
        int rank = dims.get(0).length;
        if (rank != 4 && rank != 5) {
            throw new Unknown("a convolution in " + (rank - 2) + " dimensions");
        }
        long[] in = dims(0, rank);
        long[] weight = dims(1, rank);
        if (transposed >= 0 && argument(transposed).equalsIgnoreCase("true") || extents(dilation, rank - 2).stream().anyMatch(d -> d != 1)) {
            throw new Unknown("transposed or dilated");
        }
        Cells c = cells(MeasurementFile.Kind.CONVOLUTION, "dtype", arithmetic(0), "batch", in[0], "in_channels", in[1], "out_channels", weight[0], "height", in[rank - 2], "width", in[rank - 1], "kernel",
                text(java.util.Arrays.stream(weight).skip(2).boxed().toList()), "stride", text(extents(stride, rank - 2)), "padding", text(extents(padding, rank - 2)), "groups", argument(groups),
                "notes", kernels.contains("nhwc") && !kernels.contains("nchwtonhwc") ? "channels-last" : "");
        if (rank == 5) {
            c.cells().put("depth", String.valueOf(in[2]));
        }
        return c;
    }

    private Cells vector() throws Unknown {
        int rank = dims.get(0).length;
        long[] x = dims(0, rank);
        if (rank == 0) {
            throw new Unknown("a scalar first");
        }
        if (UNARY.containsKey(name)) {
            return vector(UNARY.get(name), x);
        }
        if (BINARY.contains(name)) {
            if (dims.size() < 2 || !java.util.Arrays.equals(x, dims.get(1)) || !type(0).equals(type(1))) {
                throw new Unknown("operands of different shapes or types");
            }
            return vector(name, x);
        }
        return switch (name) {
            case "copy" -> copy(x);
            case "native_layer_norm" -> vector("layer_norm", last(x, extents(1, -1).size() == 1));
            case "_softmax" -> vector("softmax", last(x, integer(1) == -1 || integer(1) == rank - 1));
            case "_log_softmax" -> vector("log_softmax", last(x, integer(1) == -1 || integer(1) == rank - 1));
            case "native_group_norm" -> {
                Cells c = vector("group_norm", x);
                c.cells().put("groups", String.valueOf(integer(6)));
                yield c;
            }
            case "index_select" -> {
                long[] ids = dims(2, 1);
                yield cells(MeasurementFile.Kind.VECTOR, "dtype", type(0), "operator", "embedding", "shape", ids[0] + " ids from " + dims(0, 2)[0] + "x" + x[1]);
            }
            default -> throw new Unknown("an operator that no kind of measurement has");
        };
    }

    private Cells copy(long[] x) throws Unknown {
        if (dims.size() < 2 || !java.util.Arrays.equals(x, dims.get(1)) || !type(0).equals(type(1))) {
            throw new Unknown("a copy between types or shapes");
        }
        if (strides.size() < 2) {
            throw new Unknown("no 'Input Strides': the copy may change the layout");
        }
        return vector(contiguous(strides.get(0), x) && contiguous(strides.get(1), x) ? "copy" : "permute", x);
    }

    private static boolean contiguous(JsonNode strides, long[] extents) {
        long expected = 1;
        for (int i = extents.length - 1; i >= 0; i--) {
            if (extents[i] != 1 && strides.path(i).asLong() != expected) {
                return false;
            }
            expected *= extents[i];
        }
        return true;
    }

    private static long[] last(long[] x, boolean overLast) throws Unknown {
        if (!overLast) {
            throw new Unknown("over another dimension than the last");
        }
        return x;
    }

    private Cells vector(String operator, long[] x) throws Unknown {
        return cells(MeasurementFile.Kind.VECTOR, "dtype", type(0), "operator", operator, "shape", text(java.util.Arrays.stream(x).boxed().toList()));
    }

    private static String text(List<Long> extents) {
        StringBuilder b = new StringBuilder();
        extents.forEach(e -> b.append(b.isEmpty() ? "" : "x").append(e));
        return b.toString();
    }

    private String argument(int i) throws Unknown {
        String s = arguments.path(i).asText("").strip();
        if (s.isEmpty()) {
            throw new Unknown("no 'Concrete Inputs' (a newer PyTorch records them)");
        }
        return s;
    }

    private long integer(int i) throws Unknown {
        try {
            return Long.parseLong(argument(i));
        } catch (NumberFormatException e) {
            throw new Unknown("'Concrete Inputs' of another form");
        }
    }

    /** The integers of an argument such as {@code [1, 1]}; one stands for all. */
    private List<Long> extents(int i, int count) throws Unknown {
        List<Long> out = new ArrayList<>();
        Matcher m = NUMBER.matcher(argument(i));
        while (m.find()) {
            out.add(Long.parseLong(m.group()));
        }
        while (out.size() == 1 && count > 1 || out.size() > 1 && out.size() < count) {
            out.add(out.get(0));
        }
        if (count >= 0 && out.size() != count) {
            throw new Unknown("'Concrete Inputs' of another form");
        }
        return out;
    }
}
