package dev.ttbench.latency;

import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import java.util.List;

/** Fused attention: blocks of queries over the grid, a loop over blocks of keys inside. */
final class AttentionTerm {
    /** Most rows of Q that are taken for decode. */
    private static final int DECODE_ROWS = 64;

    private AttentionTerm() { }

    /**
     * How a kernel is cut up.
     *
     * @param tile rows of Q of one block
     * @param queryBlocks blocks of queries of one head
     * @param blocks of the grid, parts of split keys included
     * @param keyBlocks blocks of keys of one query block, or of one part of split keys
     * @param split whether keys are split, and a second kernel combines
     */
    private record Grid(int tile, double queryBlocks, double blocks, double keyBlocks, boolean split) { }

    /**
     * Seconds = floor of a matmul, twice when keys are split, + overlap(grid cycles / clock, traffic). A block of keys costs {@link #keyBlockCycles}; a block of queries visits all of them, or under a causal
     * mask about half (of a sliding neighbourhood, {@link #visitedKeys}). Blocks fill the SMs in waves; each round of resident blocks waits once for its first operands.
     * In decode the query heads of a key head share a tile, and keys are split over blocks that would idle; a second kernel then combines the parts.
     *
     * @param fma multiply-adds of one SM in one clock for this dtype
     * @param peak FLOP/s of this dtype
     * @param clockHz clock, with the power limit
     * @param split whether fp32 runs as three TF32 products
     */
    static KernelTime time(Chip chip, KernelConstants constants, AttentionLibrary library, Kernel kernel, Work.Attention work,
            double fma, double peak, double clockHz, boolean split) {
        Parts p = parts(chip, constants, library, kernel, work, fma, clockHz, split);
        return KernelTime.of(p.cycles / clockHz, p.memory, p.floor, Math.max(executedFlops(work) / peak, p.traffic.least(chip)));
    }

    /**
     * What {@link #time} is made of.
     *
     * @param waves blocks of the grid / SMs, whole ones where no mask makes them differ
     * @param visited blocks of keys that a block of queries visits
     * @param perKeys cycles of each
     * @param rounds rounds of resident blocks
     * @param cycles of one SM, all waves and rounds
     * @param memory seconds of traffic
     * @param floor seconds of launches
     */
    private record Parts(Grid grid, double waves, double visited, double perKeys, double rounds, double cycles, Traffic traffic, double memory, double floor) { }

    private static Parts parts(Chip chip, KernelConstants constants, AttentionLibrary library, Kernel kernel, Work.Attention work, double fma, double clockHz, boolean split) {
        long group = work.heads() / work.kvHeads();
        boolean decode = work.queries() == 1 || work.queries() * group <= DECODE_ROWS && work.queries() * 8 <= work.keys();
        int sms = chip.device.sms();
        boolean shared = group > 1 && (decode ? group <= library.decode().largestGroup() : library.packsGroups());
        double slots = (double) sms * (!decode ? library.residentBlocks() : shared ? library.decode().residentBlocks() : library.decode().loneResidentBlocks());
        Grid grid = grid(constants, library, work, shared ? group : 1, decode, slots);
        double waves = grid.blocks / sms;
        double perKeys = keyBlockCycles(chip, constants, library, work, grid.tile, fma, split ? library.split() : null);
        double visited = grid.keyBlocks;
        if (work.causal() && !decode) {
            visited = visitedBlocks(work, library, grid.queryBlocks, grid.keyBlocks);
            waves += constants.attentionTail() * (1 - 1 / Math.max(waves, 1));
        } else {
            waves = Math.ceil(waves - 1e-9);
        }
        double rounds = Math.ceil(grid.blocks / slots - 1e-9);
        double cycles = Math.max(waves * visited, grid.keyBlocks) * perKeys + rounds * library.blockCycles();
        Traffic traffic = Traffic.of(chip, kernel);
        double memory = memory(chip, constants, library, traffic, grid.blocks, slots, decode) / (work.contiguousTokens() ? 1 : constants.stridedShare());
        if (decode) {
            memory += library.blockCycles() / clockHz;
        }
        double floor = chip.architecture.matmulFloorSeconds() * (grid.split ? 2 : 1);
        return new Parts(grid, waves, visited, perKeys, rounds, cycles, traffic, memory, floor);
    }

    /** The parts with their numbers. */
    static List<Step> account(Chip chip, KernelConstants constants, AttentionLibrary library, Kernel kernel, Work.Attention work, double fma, double clockHz, boolean split) {
        Parts p = parts(chip, constants, library, kernel, work, fma, clockHz, split);
        return List.of(Step.overlapping("grid", p.cycles / clockHz, "%s: %s blocks of %s queries on %s SMs: (max(%s waves x %s, %s) blocks of %s keys x %s cycles + %s x %s cycles) / %s GHz", library.id(),
                        p.grid.blocks, p.grid.tile, chip.device.sms(), p.waves, p.visited, p.grid.keyBlocks, library.keyTiles().get(library.place(Math.max(work.headDim(), work.valueDim()))), p.perKeys, MatrixTerm.counted(p.rounds, "round"),
                        library.blockCycles(), clockHz * 1e-9),
                p.traffic.step(p.memory, work.contiguousTokens() ? "" : ", tokens strided"),
                Step.after("floor", p.floor, p.grid.split ? "two launches: parts of the keys, and their combination" : "the smallest launch of its kind"));
    }

    /**
     * Parts of split keys = blocks that can be resident / blocks there are, each with attention_split_keys keys or more.
     *
     * @param group query heads that share a tile
     * @param slots blocks that can be resident
     */
    private static Grid grid(KernelConstants constants, AttentionLibrary library, Work.Attention work, long group, boolean decode, double slots) {
        int place = library.place(Math.max(work.headDim(), work.valueDim()));
        int large = library.queryTiles().get(place);
        int tile = decode ? library.decode().tile() : large;
        double queryBlocks = Math.ceil((double) work.queries() * group / tile);
        double blocks = queryBlocks * work.batch() * work.heads() / group;
        double keyBlocks = Math.ceil(visitedKeys(work, Math.max(1, tile / group)) / library.keyTiles().get(place));
        double parts = decode && library.decode().splitsKeys() ? Math.max(1, Math.min(Math.floor(slots / blocks), Math.floor(work.keys() / constants.attentionSplitKeys()))) : 1;
        return new Grid(parts == 1 && library.decode().onlySplit() ? large : tile, queryBlocks, blocks * parts, Math.ceil(keyBlocks / parts), parts > 1);
    }

    /** Seconds of traffic. In decode, where it is what blocks wait for, the last round has only the blocks left over to draw it. */
    private static double memory(Chip chip, KernelConstants constants, AttentionLibrary library, Traffic traffic, double blocks, double slots, boolean decode) {
        double each = library.bytesInFlight() > 0 ? library.bytesInFlight() * chip.device.boostClockHz()
                : Math.max(constants.streamBytesInFlight() * chip.device.boostClockHz(), chip.dramRate / slots);
        double rounds = Math.floor(blocks / slots);
        double rest = blocks - rounds * slots;
        if (!decode || rounds == 0) {
            return traffic.seconds(chip, 1, Math.min(blocks, slots) * each);
        }
        double full = rounds * slots / blocks * traffic.seconds(chip, 1, slots * each);
        return rest == 0 ? full : full + rest / blocks * traffic.seconds(chip, 1, rest * each);
    }

    /** Keys that {@code queries} neighbours visit: when they see different ones, those of the first and one more for each of the others. */
    private static double visitedKeys(Work.Attention work, long queries) {
        double more = work.sliding() ? Math.min(queries, work.queries()) - 1 : 0;
        return Math.max(work.keys(), Math.min(work.keys() + more, work.queries()));
    }

    /**
     * Cycles of one block of keys = (matrix^p + vector^p)^(1/p), padded_cycles times that where a head is padded: matrix = tile x keys x (padded head + padded value) x (1/tensor rate + 1/shared-memory rate),
     * vector = tile x keys x (exponentials / special function lanes + instructions / vector lanes).
     *
     * @param split where three products stand for one; null where not
     */
    static double keyBlockCycles(Chip chip, KernelConstants constants, AttentionLibrary library, Work.Attention work, int tile,
            double fma, AttentionLibrary.Split split) {
        double scores = (double) tile * library.keyTiles().get(library.place(Math.max(work.headDim(), work.valueDim())));
        double macs = scores * (library.padded(work.headDim()) + library.padded(work.valueDim()));
        double rate = library.warpMma() ? fma * chip.architecture.warpMmaShare() : fma;
        double matrix = macs / rate + macs / (split == null ? library.sharedMemoryMacsPerClock() : split.sharedMemoryMacsPerClock());
        double each = split != null ? split.scoreCycles() : library.scoreCycles();
        double vector = each > 0 ? scores * each : scores * (constants.attentionExp() / chip.architecture.specialFunctionLanesPerSm()
                + constants.attentionVector() / chip.architecture.vectorLanesPerSm());
        double p = split == null ? library.overlap() : split.overlap();
        double cycles = p == 1 ? matrix + vector : Math.pow(Math.pow(matrix, p) + Math.pow(vector, p), 1 / p);
        return library.padded(work.headDim()) > work.headDim() ? library.paddedCycles() * cycles : cycles;
    }

    /** Blocks of keys that a block of queries visits on average under a causal mask; the keys of the past are all visited. */
    static double visitedBlocks(Work.Attention work, AttentionLibrary library, double queryBlocks, double keyBlocks) {
        int keyTile = library.keyTiles().get(library.place(Math.max(work.headDim(), work.valueDim())));
        double own = Math.min(keyBlocks, Math.ceil((double) work.queries() / keyTile));
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
