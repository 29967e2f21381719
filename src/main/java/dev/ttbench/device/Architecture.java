package dev.ttbench.device;

import java.util.Map;

/**
 * What every chip of one design shares, per SM and clock, so that a new device of it comes out right from its datasheet alone.
 *
 * @param id name, such as {@code ampere-a100}
 * @param title name for people
 * @param vectorLanesPerSm fp32 instructions of one SM in one clock
 * @param specialFunctionLanesPerSm exponentials and other special functions of one SM in one clock
 * @param l2BytesPerClockPerSm bytes that one SM draws from L2 in one clock
 * @param l2Partitions parts of L2 that each hold what the SMs next to them read, so that all may hold the same
 * @param matrix how one SM multiplies matrices
 * @param warpMmaShare share of the tensor-core rate that warp-level mma instructions reach
 * @param dramEfficiency share of peak bandwidth that long streams reach
 * @param matmulFloorSeconds time of the smallest matmul in a stream
 * @param burstWattsPerTeraflop board power that full-rate tensor work of milliseconds asks for, per 10^12 FLOP/s of dense fp16 peak
 * @param sustainedWattsPerTeraflop the same for work of seconds
 * @param simtWattsPerTeraflop board power that full-rate products without tensor cores ask for, per 10^12 FLOP/s of fp32 peak
 * @param channelsFirstConvolutions whether tensor-core convolutions read channels-first tensors without a transpose
 * @param winogradConvolutions whether the library of its vendor has Winograd kernels for 3x3 filters on fp32 lanes
 * @param warpgroupTiles whether its library has 16-bit products on tiles of columns between the powers of two, and runs convolutions of one tap as such
 * @param earlierConvolutionShare share of the rate of products that convolutions of libraries before 2024 reach
 * @param measured whether its constants come from measurements of its kernels; otherwise they are carried over from another design
 * @param assumed what stands in for facts that a datasheet of it does not have, by the names of {@link ArchitectureReader}; often empty
 * @param sources source or fit of each constant by field name
 */
public record Architecture(String id, String title, double vectorLanesPerSm, double specialFunctionLanesPerSm,
        double l2BytesPerClockPerSm, double l2Partitions, MatrixUnit matrix, double warpMmaShare, double dramEfficiency, double matmulFloorSeconds,
        double burstWattsPerTeraflop, double sustainedWattsPerTeraflop, double simtWattsPerTeraflop, boolean channelsFirstConvolutions, boolean winogradConvolutions, boolean warpgroupTiles, double earlierConvolutionShare, boolean measured, Map<String, Double> assumed,
        Map<String, String> sources) {

    /** Copies its maps. */
    public Architecture {
        assumed = Map.copyOf(assumed);
        sources = Map.copyOf(sources);
    }

    /** What its times rest on, as outputs name it. */
    public String basis() {
        return measured ? "kernel measurements" : "datasheet model";
    }
}
