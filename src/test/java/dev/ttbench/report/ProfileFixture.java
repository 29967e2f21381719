package dev.ttbench.report;

import dev.ttbench.latency.Bound;
import dev.ttbench.operator.Category;
import dev.ttbench.profile.Flops;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Timeline;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small profile made by hand: two stages, both kinds of attention, a wait for the host, names that need quoting. */
final class ProfileFixture {
    private ProfileFixture() { }

    static Profile profile() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("height", 512L);
        request.put("width", 512L);
        request.put("steps", 50L);
        request.put("guidance", true);
        request.put("fps", 7.5);
        request.put("sampler", "ddim");
        request.put("levels", List.of(1L, 2L));
        Profile.Totals totals = new Profile.Totals(2.0, 1.5, 2.75, 1.6, 1_066_235_307L, flops(4000, 3000, 2000, 500), big("1234567890123456789012"),
                BigInteger.valueOf(456_000_000_000L), 2_132_470_614L, 500_000_000L, 0, 2_632_470_614L, 80_000_000_000L, true);
        List<Profile.CategoryShare> categories = List.of(
                new Profile.CategoryShare(Category.CONVOLUTION, 0.8, 0.5, BigInteger.valueOf(4000), BigInteger.valueOf(100)),
                new Profile.CategoryShare(Category.LINEAR, 0.2, 0.125, BigInteger.valueOf(3000), BigInteger.valueOf(200)),
                new Profile.CategoryShare(Category.ATTENTION, 0.5, 0.3125, BigInteger.valueOf(2000), BigInteger.valueOf(300)),
                new Profile.CategoryShare(Category.NORMALIZATION, 0.1, 0.0625, BigInteger.ZERO, BigInteger.valueOf(400)),
                new Profile.CategoryShare(Category.HOST, 0.4, 0, BigInteger.ZERO, BigInteger.ZERO));
        List<Profile.AttentionShare> attention = List.of(
                new Profile.AttentionShare("spatial", false, 0.4, 0.8, BigInteger.valueOf(1500), 64, 4096),
                new Profile.AttentionShare("text", true, 0.1, 0.2, BigInteger.valueOf(500), 77, 77));
        return new Profile(new Profile.Model("tiny", "Tiny \u0130\u011fne, a model", "latent-diffusion", "ab12", List.of("The \"schedule\" has 50 evaluations; 50 was chosen because a table in the paper says so, which is long enough to wrap.")),
                request, new Profile.DeviceUsed("a100-sxm4-80gb", "NVIDIA A100 SXM4 80 GB", "cd34", "kernel measurements"),
                new Profile.Settings("fp16", null, "flash", "flash-2", "eager", "channels-first", null), totals, categories, attention, List.of(encoder(), unet()));
    }

    private static StageProfile encoder() {
        List<OperatorRow> rows = List.of(
                row(0, "layers[0]/self_attention/attention", "clip_layer", "attention", Category.ATTENTION, "text", true, 12,
                        List.of(new long[] {2, 12, 77, 64}, new long[] {2, 12, 77, 64}, new long[] {2, 12, 77, 64}), new long[] {2, 12, 77, 64}, 77, 36_427_776, 1_000, 5e-6,
                        6e-5, Bound.LATENCY),
                row(1, "layers[0]/fc1, \"quoted\"", null, "linear", Category.LINEAR, null, false, 12, List.of(new long[] {2, 77, 768}), new long[] {2, 77, 3072}, 0,
                        726_663_168, 473_088, 0.0000123456789123, 0.00014814814695, Bound.COMPUTE));
        return new StageProfile(new StageProfile.Facts("text_encoder", "clip-text", "fp16", null, 1, 2, 123_060_480, 246_120_960, null, 0.1, 0.02, true, 1232, 7_000_000, 0),
                new StageProfile.Iteration(0.1, flops(0, 726_663_168, 36_427_776, 474_088), 300_000_000, 40_000_000, 14), flops(0, 726_663_168, 36_427_776, 474_088),
                BigInteger.valueOf(300_000_000), BigInteger.valueOf(40_000_000), () -> rows, runs(rows));
    }

    private static StageProfile unet() {
        List<OperatorRow> rows = List.of(
                row(0, "conv_in", "unet2d_body", "conv2d", Category.CONVOLUTION, null, false, 50, List.of(new long[] {2, 4, 64, 64}), new long[] {2, 320, 64, 64}, 0,
                        188_743_680, 2_621_440, 0.016, 0.8, Bound.COMPUTE),
                row(1, "down[0]/attentions[0]/attn1", "transformer_block", "attention", Category.ATTENTION, "spatial", false, 50,
                        List.of(new long[] {2, 8, 4096, 40}, new long[] {2, 8, 4096, 40}, new long[] {2, 8, 4096, 40}), new long[] {2, 8, 4096, 40}, 4096, 42_949_672_960L,
                        1_610_612_736, 0.008, 0.4, Bound.COMPUTE),
                row(2, "norm_out", "unet2d_body", "group_norm", Category.NORMALIZATION, null, false, 50, List.of(new long[] {2, 320, 64, 64}), new long[] {2, 320, 64, 64}, 0, 0,
                        20_971_520, 0.002, 0.1, Bound.MEMORY),
                row(3, "host", null, "host", Category.HOST, null, false, 50, List.of(), new long[0], 0, 0, 0, 0.008, 0.4, Bound.HOST));
        return new StageProfile(new StageProfile.Facts("unet", "unet2d-condition", "fp16", "int4:128", 50, 2, 859_520_964, 1_719_041_928, null, 1.9, 1.5, true, 131_072, 500_000_000, 0),
                new StageProfile.Iteration(0.038, flops(188_743_680, 0, 42_949_672_960L, 1_634_205_696), 2_000_000_000, 500_000_000, 3),
                flops(9_437_184_000L, 0, 2_147_483_648_000L, 81_710_284_800L), big("100000000000"), big("25000000000"), () -> rows, runs(rows));
    }

    private static StageProfile.Runs runs(List<OperatorRow> rows) {
        return new StageProfile.Runs() {
            @Override
            public List<OperatorRow> operators(long step) {
                return rows;
            }

            @Override
            public Timeline timeline(long step) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static OperatorRow row(int index, String path, String block, String operator, Category category, String kind, boolean causal, long count, List<long[]> inputs,
            long[] output, long sequence, long flops, long vector, double seconds, double total, Bound bound) {
        String kernel = switch (operator) {
            case "conv2d" -> "aten.convolution";
            case "attention" -> "scaled_dot_product_attention";
            case "linear" -> "aten.mm";
            default -> "aten." + operator;
        };
        List<OperatorRow.KernelRow> kernels = operator.equals("host") ? List.of()
                : List.of(new OperatorRow.KernelRow(kernel, flops, 0, 1000, 500, seconds * 0.75, bound, seconds * 0.5, List::of),
                        new OperatorRow.KernelRow("aten.copy", 0, 0, 24, 24, seconds * 0.25, Bound.MEMORY, seconds * 0.125, List::of));
        return new OperatorRow(index, path, block, operator, category, kind, causal, count, inputs, output, sequence, flops, vector, 1024, 524, 2688, seconds, total, BigInteger.valueOf(flops * count),
                BigInteger.valueOf((1024 + 524) * count), bound,
                5_242_880, kernels);
    }

    private static Flops flops(long convolution, long linear, long attention, long vector) {
        return new Flops(BigInteger.valueOf(convolution), BigInteger.valueOf(linear), BigInteger.valueOf(attention), BigInteger.valueOf(vector));
    }

    private static BigInteger big(String s) {
        return new BigInteger(s);
    }
}
