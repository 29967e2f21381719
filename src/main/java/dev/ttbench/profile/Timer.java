package dev.ttbench.profile;

import dev.ttbench.device.HostCosts;
import dev.ttbench.graph.Body;
import dev.ttbench.latency.Bound;
import dev.ttbench.latency.KernelTime;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.latency.Step;
import dev.ttbench.operator.Category;
import dev.ttbench.operator.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times bodies, each once however often it is called. The host launches kernels in order and never waits; the device runs them in order, each
 * when it has been launched and the one before is done. With H the host's seconds, G the device's and P the seconds until the device's end, A
 * followed by B is H = H_A + H_B, G = G_A + G_B, P = max(P_A + G_B, H_A + P_B): exact for two queues.
 */
final class Timer {
    private static final int CATEGORIES = Category.values().length;
    private final LatencyModel latency;
    private final HostCosts host;
    private KernelTimes kernels;
    private KernelTimes.Known times;
    private BodyTime[] known = {};

    Timer(LatencyModel latency, HostCosts host, KernelTimes kernels) {
        this.latency = latency;
        this.host = host;
        forget(kernels);
    }

    /** Seconds of one kernel with the gap to the next, and its bound. */
    KernelTime kernel(Kernel k) {
        KernelTime t = latency.time(k);
        return new KernelTime(t.seconds() + host.kernelGapSeconds(), t.bound(), t.least());
    }

    /** What the seconds of {@link #kernel} are made of. */
    List<Step> account(Kernel k) {
        List<Step> steps = new ArrayList<>(latency.account(k));
        steps.add(new Step("gap", "to the next kernel of a full stream", host.kernelGapSeconds(), false));
        return steps;
    }

    /** The host's seconds for kernel {@code k} of an operator. */
    double launch(Body.Op op, int k) {
        return k == 0 && op.module() ? host.operatorSeconds() : host.bareOperatorSeconds();
    }

    BodyTime of(Body body) {
        return of(kernels.work(body));
    }

    private BodyTime of(BodyWork work) {
        int n = work.number();
        if (n >= known.length) {
            known = Arrays.copyOf(known, Math.max(kernels.bodies(), 2 * known.length));
        }
        BodyTime t = known[n];
        if (t == null) {
            t = time(work);
            known[n] = t;
        }
        return t;
    }

    private BodyTime time(BodyWork work) {
        double gpu = 0;
        double cpu = 0;
        double critical = 0;
        double[] seconds = new double[CATEGORIES];
        double[] attention = new double[work.attention().size()];
        double[] items = new double[work.items()];
        double gap = host.kernelGapSeconds();
        for (int i = 0; i < work.steps().size(); i++) {
            BodyWork.Step step = work.steps().get(i);
            if (step instanceof BodyWork.Launches op) {
                double own = 0;
                double launch = op.module() ? host.operatorSeconds() : host.bareOperatorSeconds();
                for (int kernel : op.kernels()) {
                    double t = kernels.seconds(latency, times, kernel) + gap;
                    own += t;
                    cpu += launch;
                    launch = host.bareOperatorSeconds();
                    gpu += t;
                    critical = Math.max(critical, cpu) + t;
                }
                seconds[op.category()] += own;
                items[op.item()] = own;
                if (op.attention() >= 0) {
                    attention[op.attention()] += own;
                }
            } else if (step instanceof BodyWork.Calls call) {
                BodyTime t = of(call.body());
                double entry = call.module() ? host.blockCallSeconds() : 0;
                for (int k = 0; k < call.times(); k++) {
                    cpu += entry;
                    critical = Math.max(critical + t.gpu(), cpu + t.critical());
                    gpu += t.gpu();
                    cpu += t.host();
                }
                for (int c = 0; c < CATEGORIES; c++) {
                    seconds[c] += t.categorySeconds()[c] * call.times();
                }
                for (int k = 0; k < call.attention().length; k++) {
                    attention[call.attention()[k]] += t.attentionSeconds()[k] * call.times();
                }
            }
        }
        return new BodyTime(work, gpu, cpu, critical, seconds, attention, items);
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

    /** Drops what is remembered of earlier bodies; those to come are numbered by {@code fresh}. */
    void forget(KernelTimes fresh) {
        kernels = fresh;
        times = fresh.of(latency);
        known = new BodyTime[fresh.bodies()];
    }
}
