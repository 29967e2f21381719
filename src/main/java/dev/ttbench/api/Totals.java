package dev.ttbench.api;

import dev.ttbench.profile.Profile;
import java.math.BigInteger;

/**
 * A generation as a whole.
 *
 * @param seconds predicted time
 * @param lowSeconds lower end of an interval that should hold four times in five
 * @param highSeconds its upper end
 * @param flops exact counts
 * @param bytesRead at the boundaries of all kernels
 * @param bytesWritten at the boundaries of all kernels
 * @param parameters learned values of all stages
 * @param weightBytes their size in bytes
 * @param peakActivationBytes peak of live activations
 * @param kvCacheBytes the largest key-value cache
 * @param peakMemoryBytes weights of all stages and the largest of inputs, live activations and cache together
 * @param deviceMemoryBytes what the device has
 * @param fits whether that is enough
 */
public record Totals(double seconds, double lowSeconds, double highSeconds, Flops flops, BigInteger bytesRead, BigInteger bytesWritten, long parameters, long weightBytes,
        long peakActivationBytes, long kvCacheBytes, long peakMemoryBytes, long deviceMemoryBytes, boolean fits) {

    static Totals of(Profile.Totals t) {
        return new Totals(t.seconds(), t.lowSeconds(), t.highSeconds(), Flops.of(t.flops()), t.bytesRead(), t.bytesWritten(), t.parameters(), t.weightBytes(),
                t.peakActivationBytes(), t.kvCacheBytes(), t.peakMemoryBytes(), t.deviceMemoryBytes(), t.fits());
    }
}
