package dev.ttbench.latency;

import java.util.List;
import java.util.Set;

/**
 * A fused-attention implementation.
 *
 * @param id name used in requests
 * @param headDims head sizes compiled, ascending; a head is padded to the next, larger ones run in {@code fallback}
 * @param queryTiles rows of Q that one block works on, by head size
 * @param keyTiles keys taken at a time, by head size
 * @param packsGroups whether the query heads of a key head share a tile in prefill, as they do in decode
 * @param residentBlocks blocks that one SM works on at a time
 * @param decode its kernel for one new token
 * @param blockCycles cycles from the start of a block to its first product, and from its last to its end
 * @param bytesInFlight bytes/clock of keys and values that one block draws; 0 for as many as an SM can
 * @param fallback id of the library that takes what this one can't
 * @param architectures ids of the architectures it runs on
 * @param dtypes dtype ids it takes
 * @param overlap exponent p of (matrix^p + vector^p)^(1/p)
 * @param sharedMemoryMacsPerClock multiply-accumulates that one SM feeds from L2 and shared memory in a clock
 * @param warpMma whether it issues warp-level mma
 * @param paddedCycles cycles of a block of keys where a head is padded / those where it is not
 * @param scoreCycles cycles of one SM for the softmax of a score; 0 for the exponentials and instructions of {@link KernelConstants}
 * @param split what takes the place of the softmax, {@code overlap} and {@code sharedMemoryMacsPerClock} where fp32 runs on TF32 tensor cores; null where it is the same
 * @param fit where its numbers come from
 */
public record AttentionLibrary(String id, List<Integer> headDims, List<Integer> queryTiles, List<Integer> keyTiles, boolean packsGroups, int residentBlocks, Decode decode,
        double blockCycles, double bytesInFlight, String fallback, Set<String> architectures, Set<String> dtypes, double overlap, double sharedMemoryMacsPerClock,
        boolean warpMma, double paddedCycles, double scoreCycles, Split split, String fit) {

    /**
     * The kernel of a library for decode, where the query heads of a key head share a tile.
     *
     * @param tile rows of Q of one block
     * @param residentBlocks blocks that one SM works on at a time
     * @param largestGroup query heads that can share a tile; of a larger group each reads the keys for itself
     * @param loneResidentBlocks {@code residentBlocks} where heads do not share
     * @param splitsKeys whether blocks that would idle take parts of the keys
     * @param onlySplit whether it is a kernel for split keys alone, and that of prefill runs where they are not
     */
    public record Decode(int tile, int residentBlocks, int largestGroup, int loneResidentBlocks, boolean splitsKeys, boolean onlySplit) { }

    /**
     * fp32 as three TF32 products.
     *
     * @param scoreCycles cycles of one SM for a score: its softmax, and parting it in two
     * @param overlap as that of the library
     * @param sharedMemoryMacsPerClock as that of the library
     */
    public record Split(double scoreCycles, double overlap, double sharedMemoryMacsPerClock) { }

    /** Copies its collections. */
    public AttentionLibrary {
        headDims = List.copyOf(headDims);
        queryTiles = List.copyOf(queryTiles);
        keyTiles = List.copyOf(keyTiles);
        architectures = Set.copyOf(architectures);
        dtypes = Set.copyOf(dtypes);
        if (queryTiles.size() != headDims.size() || keyTiles.size() != headDims.size() || headDims.isEmpty()) {
            throw new IllegalArgumentException(id + ": as many tiles as head sizes expected");
        }
    }

    /** Place of the head size that a head of {@code dim} features is padded to; that of the largest when none is large enough. */
    int place(long dim) {
        int i = 0;
        while (i < headDims.size() - 1 && headDims.get(i) < dim) {
            i++;
        }
        return i;
    }

    /** Whether a head of {@code dim} features fits. */
    boolean takes(long dim) {
        return headDims.get(headDims.size() - 1) >= dim;
    }

    /** The head size that a head is padded to; larger ones than any are cut into pieces of 64. */
    int padded(long dim) {
        return takes(dim) ? headDims.get(place(dim)) : (int) ((dim + 63) / 64 * 64);
    }
}
