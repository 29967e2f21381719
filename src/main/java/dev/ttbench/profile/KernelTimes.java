package dev.ttbench.profile;

import dev.ttbench.graph.Body;
import dev.ttbench.latency.KernelTime;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Seconds of kernels, each computed once for a latency model however often one of its sizes is launched: a network repeats most of its kernels, and several runtimes and
 * attentions on one device share them. For one thread.
 */
final class KernelTimes {
    private final Map<Size, Integer> numbers = new HashMap<>();
    private final List<Kernel> kernels = new ArrayList<>();
    private final Map<Body, BodyWork> bodies = new IdentityHashMap<>();
    private final Map<LatencyModel, Known> known = new IdentityHashMap<>(4);

    /** What is known of one latency model: seconds by number, NaN for none. */
    static final class Known {
        private double[] seconds = {};
    }

    /** All that a kernel's time depends on, compared by value. */
    private static final class Size {
        private final Kernel kernel;
        private final int hash;

        Size(Kernel kernel) {
            this.kernel = kernel;
            int h = kernel.work() instanceof Work.Convolution c
                    ? Arrays.hashCode(c.kernel()) * 31 + Long.hashCode(c.inChannels() * 8191 + c.outChannels()) : kernel.work().hashCode();
            hash = (h * 31 + Long.hashCode(kernel.bytesRead())) * 31 + Long.hashCode(kernel.bytesWritten() + 31 * kernel.weightBytes());
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Size s && hash == s.hash && same(kernel, s.kernel);
        }

        private static boolean same(Kernel a, Kernel b) {
            if (a.bytesRead() != b.bytesRead() || a.bytesWritten() != b.bytesWritten() || a.weightBytes() != b.weightBytes() || a.dtype() != b.dtype()
                    || !same(a.work(), b.work()) || a.parts().size() != b.parts().size() || !a.name().equals(b.name())) {
                return false;
            }
            for (int i = 0; i < a.parts().size(); i++) {
                if (!same(a.parts().get(i), b.parts().get(i))) {
                    return false;
                }
            }
            return true;
        }

        private static boolean same(Work a, Work b) {
            if (a instanceof Work.Convolution x && b instanceof Work.Convolution y) {
                return x.batch() == y.batch() && x.inChannels() == y.inChannels() && x.outChannels() == y.outChannels() && x.groups() == y.groups()
                        && Arrays.equals(x.input(), y.input()) && Arrays.equals(x.output(), y.output()) && Arrays.equals(x.kernel(), y.kernel()) && Arrays.equals(x.stride(), y.stride());
            }
            return a.equals(b);
        }
    }

    /** A body by the numbers of its kernels. */
    BodyWork work(Body body) {
        BodyWork of = bodies.get(body);
        if (of == null) {
            of = BodyWork.of(body, this);
            bodies.put(body, of);
        }
        return of;
    }

    /** How many bodies have a number. */
    int bodies() {
        return bodies.size();
    }

    /** The number of a kernel: equal for kernels that take equally long everywhere. */
    int number(Kernel kernel) {
        Size size = new Size(kernel);
        Integer n = numbers.get(size);
        if (n == null) {
            n = kernels.size();
            numbers.put(size, n);
            kernels.add(kernel);
        }
        return n;
    }

    /** What is known of a latency model. */
    Known of(LatencyModel model) {
        Known k = known.get(model);
        if (k == null) {
            k = new Known();
            known.put(model, k);
        }
        return k;
    }

    /** Seconds of the kernel of a number. */
    double seconds(LatencyModel model, Known of, int number) {
        if (number >= of.seconds.length) {
            int before = of.seconds.length;
            of.seconds = Arrays.copyOf(of.seconds, Math.max(kernels.size(), 2 * before));
            Arrays.fill(of.seconds, before, of.seconds.length, Double.NaN);
        }
        double s = of.seconds[number];
        if (s != s) {
            KernelTime t = model.time(kernels.get(number));
            s = t.seconds();
            of.seconds[number] = s;
        }
        return s;
    }
}
