package dev.ttbench.planning;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What fits in a device's memory.
 *
 * @param deviceBytes the memory
 * @param hostLink bandwidth of the device's link to the host in bytes/s; 0 when unknown
 * @param saving the model's switches that save memory and that the request leaves off, as {@code --set} would turn them on; each answer is given without and with them
 * @param request the request itself, in each placement
 * @param largest the most of each quantity, in each placement, everything else as the request has it
 * @param monotone whether memory never fell from one tried value to a larger: what the search rests on
 */
public record FitPlan(long deviceBytes, double hostLink, Map<String, String> saving, List<Use> request, List<Largest> largest, boolean monotone) {

    /**
     * One generation in one placement.
     *
     * @param saving whether with the switches that save memory
     * @param peakBytes memory at its peak
     * @param stage whose run is the peak
     * @param time null when the device's link to the host is unknown and weights move
     */
    public record Use(Placement placement, boolean saving, boolean fits, long peakBytes, String stage, Time time) { }

    /**
     * Seconds of a generation.
     *
     * @param moving of all, those in which weights go over the link to the host at its peak bandwidth, while nothing runs
     */
    public record Time(double seconds, double lowSeconds, double highSeconds, double moving) { }

    /**
     * The most of one quantity.
     *
     * @param saving whether with the switches that save memory
     * @param value of the quantity; null when no value fits
     * @param use what it takes; null when no value fits
     * @param next the first value that does not do; null when the model allows no more
     * @param nextUse what that would take; null when the model allows no more, or {@code refusal} says why it cannot be
     * @param refusal why the next value cannot be; null when memory is the reason
     */
    public record Largest(Placement placement, boolean saving, String quantity, String value, Use use, String next, Use nextUse, String refusal) { }

    /** How the request fits with the least that moves, and if possible without the switches; null when it does not. */
    public Use fitting() {
        return request.stream().filter(Use::fits).min(Comparator.comparing(Use::placement).thenComparing(Use::saving)).orElse(null);
    }
}
