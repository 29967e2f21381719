package dev.ttbench.latency;

import java.util.List;

/**
 * The terms of the latency model, in the order in which a kernel meets them. A constant named {@code libraries.x} or {@code runtimes.x} is one
 * that each entry of that list states for itself.
 */
public final class Terms {
    private static final List<TermDoc> ALL = List.of(
            new TermDoc("traffic", "DRAM and L2",
                    "time [s] = DRAM bytes / min(share x dram_efficiency x bandwidth, busy SMs x bytes_in_flight x clock) + L2 bytes /"
                            + " min(SMs x l2_bytes_per_clock_per_sm x clock, 1.5 x busy SMs x bytes_in_flight x clock); one SM draws no less than"
                            + " its part of the DRAM rate, so that all together fill it; bandwidth x inline_ecc_share on a device of inline_ecc; share of activations from"
                            + " L2 = 1 + 1 / l2_partitions - 2 x their bytes / L2, from 0 to 1; the rest and weights from DRAM",
                    "Weights always come from DRAM. What the kernel before left in L2 beyond this kernel's operands is not tracked."
                            + " Panels that leave L2 between waves are not read again.",
                    List.of("dram_efficiency", "inline_ecc_share", "l2_bytes_per_clock_per_sm", "l2_partitions", "matmul_dram_efficiency", "matmul_bytes_in_flight",
                            "stream_bytes_in_flight"),
                    "Little's law for the ramp; Jia et al. 2019 for L2 rates"),
            new TermDoc("matmul", "Matrix product on tiles",
                    "time [s] = matmul_floor + min over tile shapes and split-K of overlap(waves x cycles / clock, traffic + ramp); waves ="
                            + " ceil(blocks / SMs); cycles = K x (tensor^p + feed^p)^(1/p) + tile_cycles + result bytes /"
                            + " epilogue_bytes_per_clock (+ split_cycles); tensor = BM x BN / (FMA per clock x tensor_efficiency);"
                            + " feed = (BM + BN) x bytes / feed_bytes_per_clock_per_sm; overlap(a, b) = (a^4 + b^4)^(1/4);"
                            + " ramp = matmul_ramp x d^2 / (d^2 + matmul_ramp^2) with d = DRAM bytes / (matmul_dram_efficiency x bandwidth);"
                            + " 8 bit: eight_bit_efficiency, K is not split, tiles of eight_bit_tile rows where there are more, of half as many rows (eight_bit_least_rows for up to 16) and columns else,"
                            + " eight_bit_wave_cycles in place of tile_cycles in waves after the first; int8 of up to 4 rows: stream_floor + overlap(columns x vector_column_cycles / SMs / clock, traffic of a stream), K x vector_step_cycles / clock x share of DRAM where longer and columns lie side by side;"
                            + " fp32 without tensor cores: the simt constants, tiles of 32 to 128, results leave beside other work, tiles of a batch hold"
                            + " simt_batched_tile to simt_batched_most results and simt_batched_columns columns or more, and one or two blocks of 4096 results on an SM"
                            + " run at half rate (two warps each), bf16 where there is no arithmetic for it at simt_bfloat_share; products of two rows and more whose operands both have K innermost read DRAM at inner_share of the rate,"
                            + " those on fp32 lanes of fewer than 32 rows or columns at simt_skinny_share; one row, in a runtime with"
                            + " matrix_vectors, and one row or column on fp32 lanes: no more than stream_floor + reduction_extra + overlap(2 instructions a weight / vector lanes, traffic at"
                            + " reduction_share)",
                    "The library is taken to choose the best of 13 tile shapes (16 bit on Hopper and Blackwell, recent_kernels: 8 more, 64, 128 and 256 rows x 96, 160 and 192 columns), and of 8 splits of K where the tiles alone leave SMs idle; K is"
                            + " padded to 32. Odd alignments cost nothing beyond that padding (no cost on average in fp32 rows; on H100 16-bit products whose rows do not begin at 16 bytes run at"
                            + " a tenth of the rate). Panels that leave L2"
                            + " between waves are not read again: charging DRAM for them made A100, H100 and T4 rows worse and A40 rows no better.",
                    List.of("tensor_efficiency", "eight_bit_efficiency", "feed_bytes_per_clock_per_sm", "overlap", "tile_cycles",
                            "epilogue_bytes_per_clock", "split_cycles", "matmul_floor_us", "matmul_dram_efficiency", "matmul_ramp_us",
                            "simt_efficiency", "simt_feed_bytes_per_clock", "simt_overlap", "simt_tile_cycles", "simt_bytes_in_flight", "simt_bfloat_share",
                            "simt_batched_tile", "simt_batched_most", "simt_batched_columns", "eight_bit_tile", "eight_bit_least_rows", "eight_bit_wave_cycles", "vector_column_cycles", "vector_step_cycles",
                            "inner_share", "simt_skinny_share", "warpgroup_tiles"),
                    "Tile and wave quantisation: NVIDIA, Matrix Multiplication Background User's Guide"),
            new TermDoc("convolution", "Convolution as implicit GEMM",
                    "matmul, K not split before asynchronous copies, with rows = images x output positions, columns = output channels (to 8), K = channels (to 8 for 1x1, else to"
                            + " convolution_channel_block, of 16 bit twice that where there are more) x taps; feed = (convolution_gather x BM + BN) x bytes / rate; tiles of 128 x 64 and larger; one tap of 16 bit is a product where"
                            + " the design has warpgroup_tiles and libraries are recent; others reach"
                            + " earlier_convolution_share of the rate;"
                            + " input between strides that no filter touches is not read;"
                            + " + a change of layout of input, result and filter where tensor cores need channels-last tensors, get"
                            + " channels-first ones and have more than one tap: each [s] = stream_floor + max(elements x cycles / (SMs x clock), traffic), image_layout_cycles"
                            + " and filter_layout_cycles; narrow groups: multiply-adds x depthwise_instructions / 128 a clock and SM, depthwise_first_instructions"
                            + " where tensors are channels-first and not fp16; without tensor cores the simt constants of matmul,"
                            + " tiles of 128 x 32 to 128 x 128, or Winograd where that is faster and the library has it (winograd_convolutions); without asynchronous copies, and on fp32 lanes, cycles ="
                            + " overlap(waves x cycles of K, steps of K x convolution_step_cycles), a step = 8 of fp32, 32 of 16 bit, 64 of 8 bit; power on fp32 lanes:"
                            + " simt_convolution_power x that of products",
                    "No FFT; no Winograd of 5x5 filters. Newer libraries may split K of a small grid. Fitted on V100 and T4 (tensor cores) and carried to other architectures; judged on H100 and H200.",
                    List.of("convolution_gather", "convolution_tile_cycles", "convolution_channel_block", "convolution_step_cycles", "simt_convolution_power",
                            "image_layout_cycles", "filter_layout_cycles", "depthwise_instructions", "depthwise_first_instructions",
                            "channels_first_convolutions", "winograd_convolutions", "earlier_convolution_share"),
                    "NVIDIA, Convolutional Layers User's Guide (implicit GEMM dimensions)"),
            new TermDoc("winograd", "Winograd convolution",
                    "3x3 filters of stride 1 on fp32 lanes, the faster of: one kernel, F(2x2, 3x3), seconds = matmul_floor + filter transform + overlap(waves x"
                            + " (channels x cycles of a 128 x 128 tile / winograd_efficiency + convolution_tile_cycles) / clock, traffic), blocks of 32"
                            + " squares and 32 output channels; four kernels, F(4x4, 3x3), seconds = matmul_floor + 3 stream_floor + transforms of input,"
                            + " filter and result as streams + 36 products of squares x channels at winograd_efficiency of their rate",
                    "Tensor-core types never take it. Workspace is always granted. The bound counts the multiply-adds that it executes: 16 of 36, or 36 of 144.",
                    List.of("winograd_efficiency"),
                    "Lavin and Gray, Fast Algorithms for Convolutional Neural Networks (2016)"),
            new TermDoc("attention", "Fused attention",
                    "time [s] = matmul_floor, twice when keys are split, + overlap(grid cycles / clock, traffic); grid = waves x blocks of keys x"
                            + " (matrix^p + vector^p)^(1/p) (x padded_cycles where a head is padded) + rounds x block_cycles; waves = ceil(blocks / SMs), rounds = ceil(blocks / (SMs x"
                            + " resident_blocks)); matrix = tile x keys x (head + value, padded) x (1 / tensor rate + 1 / shared_memory_macs_per_clock);"
                            + " vector = tile x keys x (attention_exp / special function lanes + attention_vector / vector lanes), or score_cycles of a library; fp32 as three TF32 products: its split; causal: mean number"
                            + " of visited blocks, waves + attention_tail of them; decode: the query heads of a group share a tile; keys are split into"
                            + " (SMs x resident_blocks) / blocks parts, of attention_split_keys or more, by libraries that do (some have a kernel for that alone, and"
                            + " otherwise take that of prefill); a round that does not fill the SMs draws"
                            + " busy SMs x stream_bytes_in_flight x clock (bytes_in_flight of a library for a block) where that is less than the DRAM rate",
                    "K and V are read once from DRAM; their re-reads by other query blocks hit L2. Masks cost nothing, nor do page tables."
                            + " Windows and grids are a batch of small attentions, those at a border as large as the others; a block of queries"
                            + " of a neighbourhood visits one key more for each query after its first. 8-bit products take the same vector work.",
                    List.of("attention_exp", "attention_vector", "attention_tail", "attention_split_keys", "matmul_floor_us", "stream_bytes_in_flight",
                            "warp_mma_share", "libraries.overlap", "libraries.shared_memory_macs_per_clock", "libraries.block_cycles",
                            "libraries.resident_blocks", "libraries.head_dims", "libraries.query_tiles", "libraries.key_tiles"),
                    "Dao et al., FlashAttention 1-3: tiling, exponentials on special function units, overlap of softmax and matrix work;"
                            + " Flash-Decoding: split keys"),
            new TermDoc("stream", "Elementwise passes and copies",
                    "time [s] = stream_floor + overlap(max(FLOPs / vector lanes, special functions / their lanes), traffic);"
                            + " strided walks: traffic / strided_share",
                    "One thread block per 1024 elements for the ramp.",
                    List.of("stream_floor_us", "stream_bytes_in_flight", "strided_share", "vector_lanes_per_sm",
                            "special_function_lanes_per_sm"),
                    "Roofline with a latency floor"),
            new TermDoc("reduction", "Norms, softmax and other reductions",
                    "as a stream at reduction_share of the bandwidth, + reduction_extra, one block to a row; a norm's row is read twice when"
                            + " reduction_rows_per_sm of them exceed an SM's on-chip memory (from L2 where the tensor fits), a softmax's three times when it"
                            + " is longer than softmax_warp_width (from L1 where four of them fit an SM's on-chip memory, or from L2 where those of all SMs fill less than"
                            + " half of it); a block's last round is partly empty, in a softmax so read again and in a norm of more than 512 elements; arithmetic is at least sweep_instructions"
                            + " an element and sweep (sum_instructions where a sum is all that is asked for), of which an SM issues 128 a clock",
                    "Group norm's three kernels are one here; under eager, see that term.",
                    List.of("reduction_share", "reduction_extra_us", "reduction_rows_per_sm", "softmax_warp_width", "sum_instructions", "sweep_instructions"),
                    "PyTorch's kernels: layer norm (a block of 128 threads a row), softmax (a warp, or a block, a row), group norm (moments of each group,"
                            + " then an elementwise pass)"),
            new TermDoc("eager", "What eager frameworks launch beside",
                    "under eager: an elementwise kernel that broadcasts an operand, or reads part of a larger tensor, takes at least elements x"
                            + " index_cycles / (SMs x clock), one that walks a tensor across its memory order elements x layout_cycles; the bias of a convolution is such a"
                            + " kernel over its result; a layer norm's rows take norm_row_cycles each beside their elements, and are copied first where they lie"
                            + " across memory; a group norm is three kernels: moments [s] = max(ceil(elements of a group / 512) x (moments_step_cycles / clock +"
                            + " moments_wait x share from DRAM), overlap(sweep, traffic)), scale and shift (stream_floor), and an elementwise pass that"
                            + " broadcasts; of channels-last images its input and result are copied to channels-first and back; channels-first"
                            + " convolutions on tensor cores change layouts on every architecture; clock = boost clock x the root of"
                            + " what power leaves tensor cores of it",
                    "Compilers and engines have none of it: they fuse, keep images channels-last, know shapes and walk transposes in tiles.",
                    List.of("layout_cycles", "index_cycles", "norm_row_cycles", "moments_step_cycles", "moments_wait_us", "stream_floor_us"),
                    "PyTorch: cuDNN convolutions add their bias in a kernel of its own; native_group_norm wants channels-first tensors on CUDA; TensorIterator"
                            + " works out where each element lies unless all operands lie as the result does"),
            new TermDoc("power", "Clock",
                    "clock / boost clock r solves power limit [W] / (watts_per_teraflop x dense fp16 peak [TFLOP/s]) = power_fixed_share + (1 - power_fixed_share) x r x v^2,"
                            + " v = max(power_least_voltage, r), and is 1 at most (consumer_boost where fp16 accumulation is faster), 0.1 at least; or the device's published sustained"
                            + " clock; watts of bursts for the benchmark of one kernel, sustained ones for tensor cores in a pipeline; products on fp32 lanes:"
                            + " simt_watts_per_teraflop x the share of the fp32 peak that they reach",
                    "Two durations only, milliseconds and seconds. No kernel exceeds the datasheet's peak.",
                    List.of("burst_watts_per_teraflop", "sustained_watts_per_teraflop", "simt_watts_per_teraflop", "power_fixed_share", "power_least_voltage",
                            "consumer_boost"),
                    "Switching power is proportional to clock x voltage^2, and voltage falls with the clock to its least; what leaks, memory and the rest of a board do not"
                            + " slow down. Fitted on boards of one design with different power limits"),
            new TermDoc("floor", "Least time",
                    "time [s] >= max(executed FLOPs / dense peak, DRAM bytes / peak bandwidth)",
                    "", List.of(), "Roofline model (Williams et al. 2009)"),
            new TermDoc("host", "CPU",
                    "host time [s] of one evaluation = (operators with weights and attentions x operator + other kernels x bare_operator +"
                            + " block calls x block_call) / host speed; time = the longer of host time and the critical path of both timelines,"
                            + " + (iteration, in a loop, + graph_launch) / host speed; a decode, whose tokens stay on the device:"
                            + " max(kernels and gaps, host time + iteration + graph_launch)",
                    "No queue between the two timelines. Hosts of one design differ by half; library versions too.",
                    List.of("runtimes.operator_us", "runtimes.bare_operator_us", "runtimes.block_call_us", "runtimes.iteration_us",
                            "runtimes.kernel_gap_us", "runtimes.graph_launch_us"),
                    "Published iteration rates of batch-1 pipelines (suites/runtimes.yaml)"));

    private Terms() { }

    /** Every term. */
    public static List<TermDoc> all() {
        return ALL;
    }
}
