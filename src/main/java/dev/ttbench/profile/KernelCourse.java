package dev.ttbench.profile;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A kernel that every run of a stage launches, with the courses of its numbers.
 *
 * @param kernel the kernel of the first run
 * @param numbers bytes read, written and of weights, then what its work lists
 * @param parts those of the kernels that it was fused from
 */
record KernelCourse(Kernel kernel, Course[] numbers, List<KernelCourse> parts) {

    /** The kernel {@code k} runs after the first. */
    Kernel at(long k) {
        List<Kernel> fused = parts.isEmpty() ? List.of() : parts.stream().map(p -> p.at(k)).toList();
        long[] n = new long[numbers.length];
        for (int i = 0; i < n.length; i++) {
            n[i] = numbers[i].at(k);
        }
        return new Kernel(kernel.name(), work(kernel.work(), n), kernel.dtype(), n[0], n[1], n[2], fused);
    }

    /** Whether any of its numbers changes. */
    boolean moves() {
        return !Arrays.stream(numbers).allMatch(Course::constant);
    }

    /**
     * The course of a kernel; null when it has none.
     *
     * @param k the kernel in some of the runs
     * @param fit the course of a number from its values in those runs, or null
     */
    static KernelCourse of(Kernel[] k, Function<long[], Course> fit) {
        long[][] all = new long[k.length][];
        for (int i = 0; i < k.length; i++) {
            all[i] = numbers(k[i]);
            if (!k[i].name().equals(k[0].name()) || k[i].dtype() != k[0].dtype() || k[i].parts().size() != k[0].parts().size() || all[i].length != all[0].length
                    || !alike(k[i].work(), k[0].work())) {
                return null;
            }
        }
        Course[] courses = new Course[all[0].length];
        for (int n = 0; n < courses.length; n++) {
            long[] v = new long[k.length];
            for (int i = 0; i < v.length; i++) {
                v[i] = all[i][n];
            }
            courses[n] = fit.apply(v);
            if (courses[n] == null) {
                return null;
            }
        }
        List<KernelCourse> parts = new ArrayList<>();
        for (int p = 0; p < k[0].parts().size(); p++) {
            Kernel[] part = new Kernel[k.length];
            for (int i = 0; i < part.length; i++) {
                part[i] = k[i].parts().get(p);
            }
            KernelCourse m = of(part, fit);
            if (m == null) {
                return null;
            }
            parts.add(m);
        }
        return new KernelCourse(k[0], courses, parts);
    }

    /** Whether two works are of one kind and differ in nothing but the numbers that {@link #numbers} lists. */
    private static boolean alike(Work a, Work b) {
        if (a instanceof Work.Attention x) {
            return b instanceof Work.Attention y && x.causal() == y.causal() && x.contiguousTokens() == y.contiguousTokens() && x.sliding() == y.sliding();
        }
        if (a instanceof Work.Stream x) {
            return b instanceof Work.Stream y && x.strided() == y.strided() && x.indexed() == y.indexed();
        }
        if (a instanceof Work.Reduction x) {
            return b instanceof Work.Reduction y && x.normalizes() == y.normalizes() && x.statistic() == y.statistic() && x.strided() == y.strided();
        }
        if (a instanceof Work.Convolution x) {
            return b instanceof Work.Convolution y && x.groups() == y.groups() && x.inChannels() == y.inChannels() && x.outChannels() == y.outChannels() && Arrays.equals(x.input(), y.input())
                    && Arrays.equals(x.output(), y.output()) && Arrays.equals(x.kernel(), y.kernel()) && Arrays.equals(x.stride(), y.stride());
        }
        return b instanceof Work.Gemm;
    }

    private static long[] numbers(Kernel k) {
        long r = k.bytesRead();
        long w = k.bytesWritten();
        long p = k.weightBytes();
        Work work = k.work();
        if (work instanceof Work.Attention a) {
            return new long[] {r, w, p, a.batch(), a.heads(), a.kvHeads(), a.queries(), a.keys(), a.headDim(), a.valueDim(), a.scores()};
        }
        if (work instanceof Work.Stream s) {
            return new long[] {r, w, p, s.elements(), s.flops(), s.transcendental()};
        }
        if (work instanceof Work.Reduction d) {
            return new long[] {r, w, p, d.rows(), d.width(), d.flops(), d.transcendental()};
        }
        if (work instanceof Work.Gemm g) {
            return new long[] {r, w, p, g.batch(), g.m(), g.n(), g.k()};
        }
        return new long[] {r, w, p, ((Work.Convolution) work).batch()};
    }

    private static Work work(Work like, long[] n) {
        if (like instanceof Work.Attention a) {
            return new Work.Attention(n[3], n[4], n[5], n[6], n[7], n[8], n[9], a.causal(), a.contiguousTokens(), n[10], a.sliding());
        }
        if (like instanceof Work.Stream s) {
            return new Work.Stream(n[3], n[4], n[5], s.strided(), s.indexed());
        }
        if (like instanceof Work.Reduction d) {
            return new Work.Reduction(n[3], n[4], n[5], n[6], d.normalizes(), d.statistic(), d.strided());
        }
        if (like instanceof Work.Gemm) {
            return new Work.Gemm(n[3], n[4], n[5], n[6]);
        }
        Work.Convolution c = (Work.Convolution) like;
        return new Work.Convolution(n[3], c.inChannels(), c.outChannels(), c.groups(), c.input(), c.output(), c.kernel(), c.stride());
    }
}
