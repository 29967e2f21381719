package dev.ttbench.latency;

/**
 * Constants of kernels that an eager framework launches; those of {@link KernelConstants} that {@link EagerTerm} reads. Cycles are of one SM.
 *
 * @param layoutCycles for an element of a copy that walks one of its tensors across that one's memory order
 * @param indexCycles for an element of an elementwise kernel whose operands do not all lie as its result
 * @param normRowCycles for the threads of a row to add up its moments, beside its elements
 * @param momentsStepCycles of one step of a block through its group: a load from L2 and a step of Welford that waits for it
 * @param momentsWaitSeconds what that step waits longer for DRAM
 */
public record EagerConstants(double layoutCycles, double indexCycles, double normRowCycles, double momentsStepCycles,
        double momentsWaitSeconds) { }
