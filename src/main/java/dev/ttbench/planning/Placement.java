package dev.ttbench.planning;

import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.util.List;
import java.util.Locale;

/** Where weights are while a generation runs. */
public enum Placement {
    /** All of them on the device, all the time: the peak of a profile. */
    RESIDENT,
    /** Those of the network at work; the others wait in the host's memory, as under diffusers' {@code enable_model_cpu_offload}. */
    MODEL_OFFLOAD,
    /** Those of the layer at work, as under diffusers' {@code enable_sequential_cpu_offload}. That layer's weights are not counted: memory is a lower bound. */
    SEQUENTIAL_OFFLOAD;

    /**
     * Memory of a generation.
     *
     * @param bytes at its peak
     * @param stage whose run is the peak
     */
    public record Need(long bytes, String stage) { }

    /** The name in answers. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a generation needs; {@code stages} are those that run, at least one. */
    Need need(List<StageProfile.Facts> stages, Profile.Totals totals) {
        Need most = null;
        for (StageProfile.Facts s : stages) {
            long work = s.inputBytes() + s.peakActivationBytes() + s.kvCacheBytes();
            long bytes = switch (this) {
                case RESIDENT -> Math.addExact(totals.weightBytes(), work);
                case MODEL_OFFLOAD -> Math.addExact(s.weightBytes(), work);
                case SEQUENTIAL_OFFLOAD -> work;
            };
            if (most == null || bytes > most.bytes) {
                most = new Need(bytes, s.id());
            }
        }
        return most;
    }

    /**
     * Bytes of weights that go over the link to the host. Under model offload a network comes before its stage and goes back after it, unless the next stage
     * is of the same network; under sequential offload weights come in every run and are dropped.
     */
    double moved(List<StageProfile.Facts> stages) {
        double bytes = 0;
        String there = null;
        for (StageProfile.Facts s : stages) {
            String network = s.sharesWeightsOf() == null ? s.id() : s.sharesWeightsOf();
            if (this == SEQUENTIAL_OFFLOAD) {
                bytes += (double) s.repeat() * s.weightBytes();
            } else if (this == MODEL_OFFLOAD && !network.equals(there)) {
                bytes += 2.0 * s.weightBytes();
            }
            there = network;
        }
        return bytes;
    }
}
