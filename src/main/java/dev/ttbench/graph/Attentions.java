package dev.ttbench.graph;

import static dev.ttbench.graph.Primitive.Kind.BOOLEAN;
import static dev.ttbench.graph.Primitive.Kind.DTYPE;
import static dev.ttbench.graph.Primitive.Kind.INTEGERS;
import static dev.ttbench.graph.Primitive.Kind.TENSOR;
import static dev.ttbench.graph.Primitives.optional;
import static dev.ttbench.graph.Primitives.required;

import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Operator;
import dev.ttbench.operator.Work;
import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Attention: what kind it is, and the kernels of its three forms. */
final class Attentions {
    private static final Pattern FOLD = Pattern.parse("b heads n d -> (b heads) n d");
    /** Tokens further apart than this in memory, in bytes, are reached by strided reads. */
    private static final long NEAR_BYTES = 32_768;

    private Attentions() { }

    static List<Primitive> all() {
        return List.of(new Primitive("attention", null, List.of(required("query", TENSOR, "[batch, heads, tokens, features]"), required("key", TENSOR, "the same; fewer heads under grouped-query attention"),
                required("value", TENSOR, "as key"), optional("causal", BOOLEAN, "query i sees keys up to its own position; default false"), optional("bias", TENSOR, "added to the scores, broadcast; truth values allow a key"),
                optional("softmax", DTYPE, "type of the softmax where its kernels are separate; default the input's"),
                optional("fused", BOOLEAN, "default true; false: its kernels are the framework's plain ones wherever a fused one is the other choice"),
                optional("window", INTEGERS, "a query sees the keys of its own block of that extent, one for all axes of the tokens or a list"),
                optional("grid", INTEGERS, "the axes are cut into that many strips; a query sees the key at its own offset in each: dilated"),
                optional("neighbourhood", INTEGERS, "a query sees that many keys around itself, an odd number; under causal those up to itself"),
                optional("shape", INTEGERS, "extents of the tokens' axes in raster order, for these three; default the factors of the keys' axis")),
                "softmax(scale Q K^T + bias) V; the result is [batch, heads, tokens, features]",
                "2 x batch x heads x queries x keys x (head width + value width) FLOPs, with window, grid or neighbourhood of the pairs of query and key that are computed; 6 vector FLOPs a score, 7 with a mask. Fused: query, key, value (and bias) are read once, the result is written; baseline: the scores are written and read by every kernel in between, and query, key and value are copied into windows (or each query's keys together) first",
                "A causal mask is counted in full, as PyTorch counts it; how much of it a kernel skips is the latency model's affair. Keys and values that a fused kernel reads again for every block of queries come from cache and are not compulsory traffic. "
                        + "window, grid and neighbourhood are self-attention alone. Windows and grids of all tokens: parts at the border count as they are, not padded. The newest token alone, after a cache: the keys it sees and no others, and only they are read. "
                        + "Otherwise every query counts as many keys as the one that sees most, borders included, as the padding of a convolution counts. Skipping by a mask over a dense product (`bias`) saves nothing and counts in full.",
                (e, a) -> Elementwise.one(attention(e, a))));
    }

    private static Tensor attention(Emitter e, Args a) {
        Tensor q = a.tensor("query");
        Tensor k = a.tensor("key");
        Tensor v = a.tensor("value");
        Tensor bias = a.optionalTensor("bias");
        boolean causal = a.bool("causal", false);
        check(q, k, v);
        String kind = kind(q.axes()[2], k.axes()[2]);
        Locality local = Locality.of(a, q, k, causal);
        if (local != null) {
            if (kind.equals("cross") || kind.equals("joint")) {
                throw new EvalException("a window, a grid or a neighbourhood is of self-attention; query " + q + " and key " + k + " are of different tensors");
            }
            return local(e, q, k, v, bias, causal, a.dtype("softmax", q.dtype()), local, kind);
        }
        if (bias != null) {
            checkBias(q, k, bias, q.axes()[0].extent(), q.axes()[2].extent(), k.axes()[2].extent());
        }
        Tensor y = switch (e.lowering().attention()) {
            case FUSED -> a.bool("fused", true) ? fused(e, q, k, v, bias, causal) : math(e, q, k, v, bias, causal);
            case SEPARATE -> separate(e, q, k, v, bias, causal, a.dtype("softmax", q.dtype()));
            case MATH -> math(e, q, k, v, bias, causal);
        };
        e.operator(new Operator.Attention(q.shape(), k.shape(), v.shape(), y.shape(), causal, bias != null, kind));
        return new Tensor(y.axes(), y.storage(), y.offset(), y.dtype(), true);
    }

    private static void check(Tensor q, Tensor k, Tensor v) {
        for (Tensor t : List.of(q, k, v)) {
            if (t.axes().length != 4) {
                throw new EvalException("attention wants [batch, heads, tokens, features], not " + t);
            }
        }
        long[] qs = q.shape();
        long[] ks = k.shape();
        long[] vs = v.shape();
        if (qs[0] != ks[0] || qs[0] != vs[0] || ks[1] != vs[1] || ks[2] != vs[2] || qs[3] != ks[3] || qs[1] % ks[1] != 0) {
            throw new EvalException("query " + q + ", key " + k + " and value " + v + " do not fit together",
                    "equal batches; heads of the query a multiple of the others'; as many values as keys; query and key equally wide");
        }
    }

    private static void checkBias(Tensor q, Tensor k, Tensor bias, long batch, long queries, long keys) {
        long[] scores = {batch, q.axes()[1].extent(), queries, keys};
        int shift = scores.length - bias.axes().length;
        for (int i = 0; i < scores.length; i++) {
            if (shift < 0 || i >= shift && bias.axes()[i - shift].extent() != 1 && bias.axes()[i - shift].extent() != scores[i]) {
                throw new EvalException("the bias " + bias + " does not broadcast to the scores of query " + q + " and key " + k, "[batch, heads, queries, keys], each as long or 1");
            }
        }
    }

    /**
     * What it attends over: cross when no key comes from the query's tensor, joint when two streams share the queries, otherwise by the axes that the
     * queries came from. Origins made by the network itself (a learned class token) don't count.
     */
    static String kind(Axis query, Axis key) {
        Set<String> from = sources(query);
        Set<String> to = sources(key);
        if (!from.equals(to) && (to.isEmpty() || from.stream().noneMatch(to::contains))) {
            return "cross";
        }
        int roles = 0;
        boolean text = false;
        for (Part p : query.parts()) {
            roles |= p.roles();
        }
        if (from.size() > 1) {
            for (Part p : query.parts()) {
                for (Part.Piece piece : p.pieces()) {
                    int r = 0;
                    boolean sourced = false;
                    for (Part q : piece.parts()) {
                        r |= q.roles();
                        sourced |= q.source() != null;
                    }
                    text |= sourced && r == 0;
                }
            }
            if (roles != 0 && text || roles == 0) {
                return "joint";
            }
        }
        return switch (roles) {
            case Part.SPATIAL -> "spatial";
            case Part.TEMPORAL -> "temporal";
            case Part.SPATIAL | Part.TEMPORAL -> "spatio-temporal";
            default -> "text";
        };
    }

    /** A windowed or sparse self-attention: one fused kernel, or copies into dense attentions, their kernels, and a copy back. */
    private static Tensor local(Emitter e, Tensor q, Tensor k, Tensor v, Tensor bias, boolean causal, Dtype softmax, Locality local, String kind) {
        Locality.Group largest = local.groups().get(0);
        long batch = q.axes()[0].extent();
        if (bias != null) {
            checkBias(q, k, bias, local.groups().size() > 1 ? 1 : Tensor.multiply(batch, local.count()), largest.queries(), largest.keys());
        }
        Tensor y;
        if (e.lowering().attention() == Lowering.AttentionForm.FUSED) {
            y = fused(e, q, k, v, bias, causal, local);
        } else {
            List<Tensor> parts = new ArrayList<>();
            for (Locality.Group g : local.groups()) {
                Tensor qs = local.gathered() && g.count() == 1 ? q : part(e, q, local, g.count(), g.queries());
                Tensor ks = k.sameOperand(q) && !local.gathered() ? qs : part(e, k, local, g.count(), g.keys());
                Tensor vs = v.sameOperand(k) ? ks : part(e, v, local, g.count(), g.keys());
                Tensor b = bias == null ? null : part(part(bias, 2, g.queries()), 1, g.keys());
                boolean masked = causal && !local.gathered();
                parts.add(e.lowering().attention() == Lowering.AttentionForm.MATH ? math(e, qs, ks, vs, b, masked) : separate(e, qs, ks, vs, b, masked, softmax));
            }
            y = parts.get(0);
            if (!local.gathered() || largest.count() > 1) {
                y = e.fresh(new Axis[] {q.axes()[0], q.axes()[1], q.axes()[2], v.axes()[3]}, q.dtype());
                e.launch(parts.size() > 1 ? "aten.cat" : "aten.clone", new Work.Stream(y.elements(), 0, 0, false), y.dtype(), parts.toArray(new Tensor[0]), new Tensor[] {y}, 0, 0);
            }
        }
        e.operator(new Operator.Attention(q.shape(), k.shape(), v.shape(), y.shape(), causal, bias != null, kind, local.pairs(), local.seen()));
        return new Tensor(y.axes(), y.storage(), y.offset(), y.dtype(), true);
    }

    /** A dense copy of the tokens that {@code count} of the attentions work on; gathered keys are looked up one by one. */
    private static Tensor part(Emitter e, Tensor t, Locality local, long count, long tokens) {
        Axis[] axes = t.axes().clone();
        axes[0] = axes[0].withExtent(Tensor.multiply(axes[0].extent(), count));
        axes[2] = axes[2].withExtent(tokens);
        Tensor y = e.fresh(axes, t.dtype());
        int[] uses = t.storage() >= 0 ? new int[] {t.storage()} : new int[0];
        e.launchRead(local.gathered() ? "aten.index" : "aten.clone", new Work.Stream(y.elements(), 0, 0, !local.gathered()), y.dtype(), y.bytes(), uses, new Tensor[] {y}, 0, 0);
        return y;
    }

    /** The first {@code n} of an axis counted from the end, unless it is broadcast. */
    private static Tensor part(Tensor bias, int fromEnd, long n) {
        int i = bias.axes().length - fromEnd;
        return i < 0 || bias.axes()[i].extent() <= n ? bias : Movements.slice(bias, i, 0, n);
    }

    /** One kernel that visits no keys but those that are seen. */
    private static Tensor fused(Emitter e, Tensor q, Tensor k, Tensor v, Tensor bias, boolean causal, Locality local) {
        Axis[] qa = q.axes();
        Tensor y = e.fresh(new Axis[] {qa[0], qa[2], qa[1], v.axes()[3]}, q.dtype());
        long queries = qa[2].extent();
        long keys = k.axes()[2].extent();
        Locality.Group largest = local.groups().get(0);
        boolean near = Math.max(k.axes()[2].stride(), qa[2].stride()) * q.dtype().bytes() <= NEAR_BYTES / local.step();
        long scores = Tensor.multiply(Tensor.multiply(qa[0].extent(), qa[1].extent()), local.pairs());
        Work work = new Work.Attention(local.gathered() ? qa[0].extent() : Tensor.multiply(qa[0].extent(), local.count()), qa[1].extent(), k.axes()[1].extent(),
                local.gathered() ? queries : largest.queries(), largest.keys(), qa[3].extent(), v.axes()[3].extent(), causal && !local.gathered(), near, scores, local.gathered());
        long visible = local.visible(queries, keys);
        long read = Math.addExact(q.bytes(), bias == null ? 0 : bias.bytes());
        read = k.sameOperand(q) ? read : Math.addExact(read, k.bytes() / keys * visible);
        read = v.sameOperand(k) ? read : Math.addExact(read, v.bytes() / keys * visible);
        int[] uses = Stream.of(q, k, v, bias == null ? q : bias).mapToInt(Tensor::storage).filter(s -> s >= 0).distinct().toArray();
        e.launchRead("scaled_dot_product_attention", work, q.dtype(), read, uses, new Tensor[] {y}, 0, 0);
        Axis[] ya = y.axes();
        return y.withAxes(new Axis[] {ya[0], ya[2], ya[1], ya[3]});
    }

    private static Set<String> sources(Axis axis) {
        Set<String> out = new LinkedHashSet<>();
        for (Part p : axis.parts()) {
            p.addSources(out);
        }
        return out;
    }

    private static Tensor fused(Emitter e, Tensor q, Tensor k, Tensor v, Tensor bias, boolean causal) {
        Axis[] qa = q.axes();
        Tensor y = e.fresh(new Axis[] {qa[0], qa[2], qa[1], v.axes()[3]}, q.dtype());
        boolean near = Math.max(k.axes()[2].stride(), q.axes()[2].stride()) * q.dtype().bytes() <= NEAR_BYTES;
        Work work = new Work.Attention(qa[0].extent(), qa[1].extent(), k.axes()[1].extent(), qa[2].extent(), k.axes()[2].extent(), qa[3].extent(),
                v.axes()[3].extent(), causal, near);
        e.launch("scaled_dot_product_attention", work, q.dtype(), bias == null ? new Tensor[] {q, k, v} : new Tensor[] {q, k, v, bias}, new Tensor[] {y}, 0, 0);
        Axis[] ya = y.axes();
        return y.withAxes(new Axis[] {ya[0], ya[2], ya[1], ya[3]});
    }

    /** The framework's kernels one by one in the compute type: fold heads, QK^T, mask, softmax, PV; the scale is a factor of the first product, as diffusers' baddbmm has it. */
    private static Tensor separate(Emitter e, Tensor q, Tensor k, Tensor v, Tensor bias, boolean causal, Dtype softmax) {
        bias = additive(e, bias, q.dtype());
        Tensor keys = heads(e, converted(e, k, q.dtype()), q);
        Tensor values = heads(e, converted(e, v, q.dtype()), q);
        Tensor s = product(e, q, Layout.transposed(keys));
        if (causal) {
            s = e.pointwise("aten.add", new Tensor[] {s, mask(e, q, k, q.dtype())}, s, s.dtype(), 0, 1, 0);
        }
        if (bias != null) {
            s = e.pointwise("aten.add", new Tensor[] {s, bias}, s, s.dtype(), 0, 1, 0);
        }
        Tensor p = Norms.launchSoftmax(e, s, "aten._softmax", softmax);
        p = p.dtype() == q.dtype() ? p : e.pointwise("aten._to_copy", p, q.dtype(), 0, 0);
        return product(e, p, values);
    }

    private static Tensor mask(Emitter e, Tensor q, Tensor k, Dtype dtype) {
        return e.constant(new Axis[] {Axis.made("queries", q.axes()[2].extent()), Axis.made("keys", k.axes()[2].extent())}, dtype);
    }

    /** Keys or values repeated so that every query head has its own. */
    private static Tensor heads(Emitter e, Tensor t, Tensor q) {
        if (t.axes()[1].extent() == q.axes()[1].extent()) {
            return t;
        }
        Axis[] axes = t.axes().clone();
        axes[1] = axes[1].withExtent(q.axes()[1].extent());
        Tensor y = e.fresh(axes, t.dtype());
        e.launch("aten.clone", Emitter.stream(y, new Tensor[] {t}, 0, 0), t.dtype(), new Tensor[] {t.withAxes(axes)}, new Tensor[] {y}, 0, 0);
        return y;
    }

    private static Tensor converted(Emitter e, Tensor t, Dtype dtype) {
        return t.dtype() == dtype ? t : e.pointwise("aten._to_copy", t, dtype, 0, 0);
    }

    private static Tensor fold(Emitter e, Tensor t) {
        Axis[] a = t.axes();
        boolean view = a[0].extent() == 1 || a[1].extent() == 1 || a[0].stride() == a[1].stride() * a[1].extent();
        return Rearrange.apply(e, view ? t : e.launchCopy(t), FOLD, Map.of());
    }

    /** One batched product of heads; the result is dense [batch, heads, rows, columns]. */
    private static Tensor product(Emitter e, Tensor a, Tensor b) {
        Tensor fa = fold(e, a);
        Tensor fb = fold(e, b);
        Tensor y = e.fresh(new Axis[] {fa.axes()[0], fa.axes()[1], fb.axes()[2]}, fa.dtype());
        Work work = new Work.Gemm(fa.axes()[0].extent(), fa.axes()[1].extent(), fb.axes()[2].extent(), fa.axes()[2].extent());
        e.launch("aten.bmm", work, fa.dtype(), new Tensor[] {fa, fb}, new Tensor[] {y}, 0, 0);
        return y.withAxes(Tensor.dense(new Axis[] {a.axes()[0], a.axes()[1], a.axes()[2], b.axes()[3]}, null));
    }

    /** at::_scaled_dot_product_attention_math in half precision: fp32 copies, scaled query and key, product, softmax, product. */
    private static Tensor math(Emitter e, Tensor q, Tensor k, Tensor v, Tensor bias, boolean causal) {
        Dtype half = q.dtype();
        bias = additive(e, bias, half);
        Tensor qf = widened(e, q);
        Tensor kf = widened(e, k);
        Tensor vf = widened(e, v);
        Tensor mask = causal ? causalMask(e, q, k) : null;
        kf = heads(e, kf, q);
        vf = heads(e, vf, q);
        qf = e.pointwise("aten.mul", qf, qf.dtype(), 1, 0);
        kf = e.pointwise("aten.mul", Layout.transposed(kf), kf.dtype(), 1, 0);
        Tensor s = product(e, qf, kf);
        if (causal) {
            s = e.pointwise("aten.add", new Tensor[] {s, mask}, s, s.dtype(), 0, 1, 0);
        }
        if (bias != null) {
            s = e.pointwise("aten.add", new Tensor[] {s, bias}, s, s.dtype(), 0, 1, 0);
        }
        Tensor p = Norms.launchSoftmax(e, s, "aten._safe_softmax", s.dtype());
        if (half != Dtype.FP32) {
            e.pointwise("aten._to_copy", p, half, 0, 0);
        }
        Tensor y = product(e, p, vf);
        return half == Dtype.FP32 ? y : e.pointwise("aten._to_copy", y, half, 0, 0);
    }

    /** A mask of truth values as numbers to add: 0 and minus infinity. */
    private static Tensor additive(Emitter e, Tensor bias, Dtype dtype) {
        return bias == null || bias.dtype() != Dtype.BOOL ? bias : chosen(e, bias, dtype);
    }

    private static Tensor chosen(Emitter e, Tensor mask, Dtype dtype) {
        Tensor low = made(e, "aten.scalar_tensor", new Axis[0], dtype);
        Tensor high = made(e, "aten.scalar_tensor", new Axis[0], dtype);
        return e.pointwise("aten.where", new Tensor[] {mask, low, high}, mask, dtype, 0, 1, 0);
    }

    private static Tensor widened(Emitter e, Tensor t) {
        return converted(e, t, Dtype.FP32);
    }

    private static Tensor causalMask(Emitter e, Tensor q, Tensor k) {
        Axis[] axes = {Axis.made("queries", q.axes()[2].extent()), Axis.made("keys", k.axes()[2].extent())};
        Tensor ones = made(e, "aten.ones", axes, Dtype.BOOL);
        Tensor lower = e.fresh(axes, Dtype.BOOL);
        e.launch("aten.tril", Emitter.stream(lower, new Tensor[] {ones}, 0, 0), Dtype.BOOL, new Tensor[] {ones}, new Tensor[] {lower}, 0, 0);
        return chosen(e, lower, Dtype.FP32);
    }

    private static Tensor made(Emitter e, String kernel, Axis[] axes, Dtype dtype) {
        Tensor y = e.fresh(axes, dtype);
        e.launch(kernel, new Work.Stream(y.elements(), 0, 0, false), dtype, new Tensor[0], new Tensor[] {y}, 0, 0);
        return y;
    }
}
