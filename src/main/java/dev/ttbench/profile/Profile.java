package dev.ttbench.profile;

import dev.ttbench.operator.Category;
import dev.ttbench.spec.Overlay;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * Where one generation's time, FLOPs and memory go.
 *
 * @param request every parameter of the model with its value, in the model's order
 */
public record Profile(Model model, Map<String, Object> request, DeviceUsed device, Settings settings, Totals totals, List<CategoryShare> categories,
        List<AttentionShare> attention, List<StageProfile> stages) {

    /** Whether the host is the bound: of a stage that takes more than half of the time. */
    public boolean hostBound() {
        return hostBound(stages, totals.seconds());
    }

    static boolean hostBound(List<StageProfile> stages, double seconds) {
        for (StageProfile s : stages) {
            if (s.facts().hostBound() && s.facts().seconds() > seconds / 2) {
                return true;
            }
        }
        return false;
    }

    /** What times that err alike have in common, as {@code suites/intervals.yaml} names it: runtime and bound. */
    static String regime(String runtime, boolean host) {
        return runtime + (host ? " host" : " device");
    }

    /** The model that was profiled. {@code sha256}: of its file. */
    public record Model(String id, String title, String modelClass, String sha256, List<String> assumptions) { }

    /** The device that it ran on. {@code sha256}: of its file; {@code basis}: what its times rest on, "kernel measurements" of its architecture or a "datasheet model". */
    public record DeviceUsed(String id, String title, String sha256, String basis) { }

    /**
     * How it ran.
     *
     * @param weights format of quantised weights as the request has it; null when it has none
     * @param attentionLibrary the kernels that {@code attention} means here
     * @param calibration the constants that stand in for the shipped; null for none
     */
    public record Settings(String dtype, String weights, String attention, String attentionLibrary, String runtime, String layout, Calibration calibration) { }

    /** A calibration file: its name as given, and SHA-256. */
    public record Calibration(String file, String sha256) {
        /** That of an overlay, or null. */
        static Calibration of(Overlay overlay) {
            return overlay == null ? null : new Calibration(overlay.file(), overlay.sha256());
        }
    }

    /**
     * The generation as a whole.
     *
     * @param lowSeconds lower end of an interval that should hold four times in five
     * @param highSeconds its upper end
     * @param peakMemoryBytes weights of all stages, and the largest of inputs + live activations + cache
     * @param fits whether that is within the device's memory
     */
    public record Totals(double seconds, double lowSeconds, double highSeconds, double gpuSeconds, long parameters, Flops flops, BigInteger bytesRead, BigInteger bytesWritten,
            long weightBytes, long peakActivationBytes, long kvCacheBytes, long peakMemoryBytes, long deviceMemoryBytes, boolean fits) { }

    /** One category. {@code share} is of the device's time; Host has the host's wait and share 0. {@code flops}: those of the matmul class. */
    public record CategoryShare(Category category, double seconds, double share, BigInteger flops, BigInteger bytes) { }

    /** One kind of attention. */
    public record AttentionShare(String kind, boolean causal, double seconds, double shareOfAttention, BigInteger flops, long minSequenceLength, long maxSequenceLength) { }
}
