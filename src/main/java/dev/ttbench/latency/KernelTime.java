package dev.ttbench.latency;

/**
 * Time of one kernel on the GPU.
 *
 * @param seconds duration
 * @param bound the term that decided it
 * @param least no kernel of this work can be faster on the device: max(executed FLOPs / dense peak, DRAM bytes / peak bandwidth)
 */
public record KernelTime(double seconds, Bound bound, double least) {

    /** Fourth-power mean of two overlapping terms plus a floor, never below {@code least}; the largest term is the bound. */
    static KernelTime of(double compute, double memory, double floor, double least) {
        double seconds = Math.max(overlap(compute, memory) + floor, least);
        Bound bound = floor >= compute && floor >= memory ? Bound.LATENCY : compute >= memory ? Bound.COMPUTE : Bound.MEMORY;
        return new KernelTime(seconds, bound, least);
    }

    /** The same with more to do beside it. */
    KernelTime plus(double more) {
        return new KernelTime(seconds + more, bound, least);
    }

    /** (a^4 + b^4)^(1/4): the larger of the two, with a soft corner where they meet. Seconds. */
    static double overlap(double a, double b) {
        double a2 = a * a;
        double b2 = b * b;
        return Math.sqrt(Math.sqrt(a2 * a2 + b2 * b2));
    }
}
