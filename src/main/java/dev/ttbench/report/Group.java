package dev.ttbench.report;

import java.math.BigInteger;

/**
 * Rows of a profile that have something in common.
 *
 * @param key what they have in common
 * @param count executions in the generation
 * @param flops matmul-class FLOPs
 * @param bytes read and written at kernels' boundaries
 * @param totalSeconds over all executions
 * @param leastSeconds the same if each kernel were as fast as the device's arithmetic and memory allow
 * @param share of the device's time; 0 for the host's wait
 * @param bound what the row that costs most waits for
 * @param example the row that costs most, as STAGE/INDEX
 */
public record Group(String key, long count, BigInteger flops, BigInteger bytes, double totalSeconds, double leastSeconds, double share, String bound, String example) { }
