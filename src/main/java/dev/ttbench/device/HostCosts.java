package dev.ttbench.device;

/**
 * What the CPU and the stream add beside the kernels under one runtime.
 *
 * @param runtime id: eager, compiled, tensorrt, serving
 * @param operatorSeconds CPU for one operator called through a pipeline's modules
 * @param bareOperatorSeconds CPU for one operator called directly
 * @param blockCallSeconds CPU for one module (block) call
 * @param iterationSeconds CPU for one evaluation of a graph beside its operators
 * @param kernelGapSeconds idle GPU between two kernels of a full stream
 * @param graphLaunchSeconds CPU to start one captured graph
 * @param source where the numbers come from
 */
public record HostCosts(String runtime, double operatorSeconds, double bareOperatorSeconds, double blockCallSeconds,
        double iterationSeconds, double kernelGapSeconds, double graphLaunchSeconds, String source) {

    /**
     * CPU seconds of one evaluation of a graph: operators x operator + block calls x block call + iteration + graph launch.
     *
     * @param speed how fast this host is relative to the one of the sources; 2 halves every cost
     */
    public double seconds(long operators, long blockCalls, double speed) {
        return (operators * operatorSeconds + blockCalls * blockCallSeconds + iterationSeconds + graphLaunchSeconds) / speed;
    }
}
