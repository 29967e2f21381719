package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;

/** Fused attention: blocks of queries over the grid, a loop over blocks of keys inside. */
final class AttentionTerm {
    private static final int DECODE_ROWS = 64;

    private AttentionTerm() { }

    /**
     * Seconds = floor + overlap(grid, traffic). A block of keys costs (matrix^p + vector^p)^(1/p) cycles, {@link #keyBlockCycles};
     * a block of queries visits all of them, or under a causal mask about half (of a sliding neighbourhood, {@link #visitedKeys}); blocks of queries fill the SMs in waves.
     *
     * @param fma multiply-adds of one SM in one clock for this dtype
     * @param peak FLOP/s of this dtype
     * @param clockHz clock, with the power limit
     */
    static KernelTime time(Chip chip, KernelConstants constants, AttentionLibrary library, Kernel kernel, Work.Attention work,
            double fma, double peak, double clockHz) {
        double group = (double) work.heads() / work.kvHeads();
        boolean decode = work.queries() * group <= DECODE_ROWS && (work.queries() == 1 || work.queries() * 8 <= work.keys());
        double rows = decode ? work.queries() * group : work.queries();
        double heads = (double) work.batch() * (decode ? work.kvHeads() : work.heads());
        int tile = decode ? DECODE_ROWS : library.queryTile();
        double queryBlocks = Math.ceil(rows / tile);
        double keyBlocks = Math.ceil(visitedKeys(work, tile) / library.keyTile());
        double perKeys = keyBlockCycles(chip, constants, library, work, tile, fma);
        double blocks = queryBlocks * heads;
        int sms = chip.device.sms();
        boolean causal = work.causal() && !decode;
        double visited = causal ? visitedBlocks(work, library, queryBlocks, keyBlocks) : keyBlocks;
        double all = blocks * (visited * perKeys + constants.attentionBlockCycles());
        double longest = keyBlocks * perKeys + constants.attentionBlockCycles();
        double waves = blocks / sms;
        double cycles;
        if (decode) {
            cycles = Math.max(all / sms, Math.min(keyBlocks, 4) * perKeys + constants.attentionBlockCycles());
        } else if (causal) {
            cycles = Math.max(all / sms * (1 + constants.attentionTail() / Math.max(waves, 1)), longest);
        } else {
            cycles = Math.ceil(waves - 1e-9) * longest;
        }
        Traffic traffic = Traffic.of(chip, kernel);
        double memory = traffic.seconds(chip, constants.attentionDramShare(), sms, constants.streamBytesInFlight())
                / (work.contiguousTokens() ? 1 : constants.stridedShare());
        double floor = constants.attentionFloorSeconds() + (decode && keyBlocks > 4 ? constants.attentionSplitSeconds() : 0);
        double least = Math.max(executedFlops(work) / peak, traffic.least(chip));
        return KernelTime.of(cycles / clockHz, memory, floor, least);
    }

    /** Keys that a block of {@code tile} queries visits: when neighbours see different ones, those of its first query and one more for each of the others. */
    private static double visitedKeys(Work.Attention work, int tile) {
        double more = work.sliding() ? Math.min(tile, work.queries()) - 1 : 0;
        return Math.max(work.keys(), Math.min(work.keys() + more, work.queries()));
    }

    /**
     * Cycles of one block of keys: matrix = tile x keys x (padded head + padded value) x (1/tensor rate + 1/shared-memory rate),
     * vector = tile x keys x (exponentials / special function lanes + instructions / vector lanes).
     */
    static double keyBlockCycles(Chip chip, KernelConstants constants, AttentionLibrary library, Work.Attention work, int tile,
            double fma) {
        double scores = (double) tile * library.keyTile();
        double macs = scores * (library.paddedOrPieces(work.headDim()) + library.paddedOrPieces(work.valueDim()));
        double rate = fma * constants.attentionEfficiency() * (library.warpMma() ? chip.architecture.warpMmaShare() : 1);
        double matrix = macs / rate + macs / library.sharedMemoryMacsPerClock();
        double vector = scores * (constants.attentionExp() / chip.architecture.specialFunctionLanesPerSm()
                + constants.attentionVector() / chip.architecture.vectorLanesPerSm());
        double p = library.overlap();
        return p == 1 ? matrix + vector : Math.pow(Math.pow(matrix, p) + Math.pow(vector, p), 1 / p);
    }

    /** Blocks of keys that a block of queries visits on average under a causal mask; the keys of the past are all visited. */
    static double visitedBlocks(Work.Attention work, AttentionLibrary library, double queryBlocks, double keyBlocks) {
        double own = Math.min(keyBlocks, Math.ceil((double) work.queries() / library.keyTile()));
        return keyBlocks - own * (1 - (queryBlocks + 1) / (2 * queryBlocks));
    }

    /** FLOPs that a kernel can't avoid: 2 x (head + value) for each visible pair of query and key. */
    static double executedFlops(Work.Attention work) {
        double q = work.queries();
        double k = work.keys();
        double visible = 1;
        if (work.causal()) {
            visible = (q <= k ? q * k - q * (q - 1) / 2 : k * (k + 1) / 2) / (q * k);
        }
        return 2 * visible * work.scores() * (work.headDim() + work.valueDim());
    }
}
