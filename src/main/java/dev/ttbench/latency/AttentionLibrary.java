package dev.ttbench.latency;

import java.util.List;
import java.util.Set;

/**
 * A fused-attention implementation.
 *
 * @param id name used in requests
 * @param queryTile rows of Q that one block works on
 * @param keyTile keys taken at a time
 * @param headDims head sizes compiled, ascending; a head is padded to the next, larger ones run in {@code fallback}
 * @param fallback id of the library that takes what this one can't
 * @param architectures ids of the architectures it runs on
 * @param dtypes dtype ids it takes
 * @param overlap exponent p of (matrix^p + vector^p)^(1/p)
 * @param sharedMemoryMacsPerClock multiply-accumulates that one SM feeds from shared memory in a clock
 * @param warpMma whether it issues warp-level mma
 * @param fit where its numbers come from
 */
public record AttentionLibrary(String id, int queryTile, int keyTile, List<Integer> headDims, String fallback,
        Set<String> architectures, Set<String> dtypes, double overlap, double sharedMemoryMacsPerClock, boolean warpMma, String fit) {

    /** Copies its collections. */
    public AttentionLibrary {
        headDims = List.copyOf(headDims);
        architectures = Set.copyOf(architectures);
        dtypes = Set.copyOf(dtypes);
    }

    /** The head size that a head of {@code dim} features is padded to, or -1 when none is large enough. */
    int padded(long dim) {
        for (int i = 0; i < headDims.size(); i++) {
            if (headDims.get(i) >= dim) {
                return headDims.get(i);
            }
        }
        return -1;
    }

    /** As {@link #padded}, with larger heads cut into pieces of 64. */
    int paddedOrPieces(long dim) {
        int padded = padded(dim);
        return padded > 0 ? padded : (int) ((dim + 63) / 64 * 64);
    }
}
