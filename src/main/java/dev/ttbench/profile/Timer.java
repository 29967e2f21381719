package dev.ttbench.profile;

import dev.ttbench.device.HostCosts;
import dev.ttbench.graph.Body;
import dev.ttbench.latency.Bound;
import dev.ttbench.latency.KernelTime;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.operator.Category;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Operator;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times bodies, each once however often it is called. The host launches kernels in order and never waits; the device runs them in order, each
 * when it has been launched and the one before is done. With H the host's seconds, G the device's and P the seconds until the device's end, A
 * followed by B is H = H_A + H_B, G = G_A + G_B, P = max(P_A + G_B, H_A + P_B): exact for two queues.
 */
final class Timer {
    private static final int CATEGORIES = Category.values().length;
    private final LatencyModel latency;
    private final HostCosts host;
    private final KernelTimes kernels;
    private KernelTimes.Known times;
    private final Map<Body, BodyTime> known = new IdentityHashMap<>();

    Timer(LatencyModel latency, HostCosts host, KernelTimes kernels) {
        this.latency = latency;
        this.host = host;
        this.kernels = kernels;
        this.times = kernels.of(latency);
    }

    /** Seconds of one kernel with the gap to the next, and its bound. */
    KernelTime kernel(Kernel k) {
        KernelTime t = latency.time(k);
        return new KernelTime(t.seconds() + host.kernelGapSeconds(), t.bound(), t.least());
    }

    BodyTime of(Body body) {
        BodyTime t = known.get(body);
        if (t == null) {
            t = time(body);
            known.put(body, t);
        }
        return t;
    }

    private BodyTime time(Body body) {
        double gpu = 0;
        double cpu = 0;
        double critical = 0;
        double[] seconds = new double[CATEGORIES];
        long[] flops = new long[CATEGORIES];
        long[] bytes = new long[CATEGORIES];
        List<BodyTime.Attention> attention = new ArrayList<>(2);
        double[] items = new double[body.size()];
        int[] numbers = kernels.numbers(body);
        int next = 0;
        double gap = host.kernelGapSeconds();
        for (int i = 0; i < body.size(); i++) {
            if (body.item(i) instanceof Body.Op op) {
                Operator o = op.operator();
                int c = o.category().ordinal();
                double own = 0;
                List<Body.Launch> launches = op.launches();
                for (int k = 0; k < launches.size(); k++) {
                    Kernel kernel = launches.get(k).kernel();
                    double t = kernels.seconds(latency, times, numbers[next++]) + gap;
                    own += t;
                    cpu += k == 0 && (op.parameters() > 0 || o instanceof Operator.Attention) ? host.operatorSeconds() : host.bareOperatorSeconds();
                    gpu += t;
                    critical = Math.max(critical, cpu) + t;
                    bytes[c] = Math.addExact(bytes[c], Math.addExact(kernel.bytesRead(), kernel.bytesWritten()));
                }
                seconds[c] += own;
                items[i] = own;
                flops[c] = Math.addExact(flops[c], op.flops());
                if (o instanceof Operator.Attention a) {
                    BodyTime.add(attention, new BodyTime.Attention(a.kind(), a.causal(), own, a.flops(), a.sequenceLength(), a.sequenceLength()));
                }
            } else if (body.item(i) instanceof Body.Call call) {
                BodyTime t = of(call.body());
                int n = body.alike(i);
                for (int k = 0; k < n; k++) {
                    cpu += call.body().module() ? host.blockCallSeconds() : 0;
                    critical = Math.max(critical + t.gpu(), cpu + t.critical());
                    gpu += t.gpu();
                    cpu += t.host();
                }
                for (int c = 0; c < CATEGORIES; c++) {
                    seconds[c] += t.categorySeconds()[c] * n;
                    flops[c] = Math.addExact(flops[c], Math.multiplyExact(t.categoryFlops()[c], n));
                    bytes[c] = Math.addExact(bytes[c], Math.multiplyExact(t.categoryBytes()[c], n));
                }
                for (int k = 0; k < t.attention().size(); k++) {
                    BodyTime.add(attention, t.attention().get(k).times(n));
                }
                i += n - 1;
            }
        }
        return new BodyTime(gpu, cpu, critical, seconds, flops, bytes, attention, items);
    }

    /** The bound of the longest of an operator's kernels; LATENCY when it launches none. */
    static Bound longest(List<OperatorRow.KernelRow> kernels) {
        Bound bound = Bound.LATENCY;
        double most = -1;
        for (OperatorRow.KernelRow k : kernels) {
            if (k.seconds() > most) {
                most = k.seconds();
                bound = k.bound();
            }
        }
        return bound;
    }

    /** Drops what is remembered of earlier bodies. */
    void forget() {
        known.clear();
        times = kernels.of(latency);
    }
}
