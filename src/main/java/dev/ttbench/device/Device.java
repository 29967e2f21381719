package dev.ttbench.device;

import java.util.List;
import java.util.Map;

/**
 * An accelerator as its datasheet states it: no measured number, no model, in SI units. Where it states no SMs, clock, fp32 peak or cache, its architecture's
 * assumptions stand in; what has no entry in {@code sources} is not of the datasheet.
 *
 * @param id name used in requests, such as {@code a100-sxm4-80gb}
 * @param title name for people
 * @param vendor maker
 * @param architecture id of the {@link Architecture} that it belongs to
 * @param aliases other names that measurement files use
 * @param sms streaming multiprocessors in use
 * @param boostClockHz clock at which the peaks of tensor cores are stated
 * @param vectorClockHz clock at which the fp32 peak is stated; equals {@code boostClockHz} on most devices
 * @param sustainedClockHz published clock of long compute-bound runs, or 0: then it follows from the power limit
 * @param fmaPerClockPerSm fused multiply-adds of one SM in one clock, dense, fp32 accumulation, by dtype id
 * @param peakFlops dense peak in FLOP/s (operations for integers) by dtype id
 * @param fp16AccumulateFlops fp16 peak in FLOP/s when accumulating in fp16, or null where it is no faster
 * @param memoryBytes capacity
 * @param bandwidth peak DRAM bandwidth in bytes/s
 * @param inlineEcc whether error correction keeps its bits among the data, as boards with GDDR do, and reads them with it
 * @param l2Bytes size of the last-level cache, or 0 when not published
 * @param sharedMemoryBytesPerSm on-chip memory that kernels manage themselves, or 0 when not published
 * @param tdpWatts power limit, or 0 when not published
 * @param hostLink peak bandwidth of the link to the host's memory in one direction, in bytes/s; 0 when not published or there is none
 * @param price what an hour of it costs at a cloud, or null when none is cited
 * @param sources citation by field name
 */
public record Device(String id, String title, String vendor, String architecture, List<String> aliases, int sms, double boostClockHz,
        double vectorClockHz, double sustainedClockHz, Map<String, Double> fmaPerClockPerSm, Map<String, Double> peakFlops,
        Double fp16AccumulateFlops, long memoryBytes, double bandwidth, boolean inlineEcc, long l2Bytes, long sharedMemoryBytesPerSm, double tdpWatts,
        double hostLink, Price price, Map<String, String> sources) {

    /**
     * A public price of one device for an hour, on demand.
     *
     * @param usdPerHour US dollars
     * @param date when it was read, as {@code 2026-08-26}
     * @param source whose price it is, and where it stands
     */
    public record Price(double usdPerHour, String date, String source) { }

    /** Copies its collections. */
    public Device {
        aliases = List.copyOf(aliases);
        fmaPerClockPerSm = Map.copyOf(fmaPerClockPerSm);
        peakFlops = Map.copyOf(peakFlops);
        sources = Map.copyOf(sources);
    }

    /** Whether it has arithmetic of its own for that dtype. */
    public boolean supports(String dtype) {
        return peakFlops.containsKey(dtype);
    }

    /** Dense peak of the faster 16-bit type in FLOP/s, or null when it has none. */
    public Double sixteenBitPeak() {
        Double fp16 = peakFlops.get("fp16");
        Double bf16 = peakFlops.get("bf16");
        return fp16 == null ? bf16 : bf16 == null ? fp16 : Double.valueOf(Math.max(fp16, bf16));
    }

    /** The clock in Hz at which that dtype's peak is stated. */
    public double clockHz(String dtype) {
        return dtype.equals("fp32") || dtype.equals("fp64") ? vectorClockHz : boostClockHz;
    }

    /** FLOP/s that SMs, FMA per clock and clock give for that dtype: what the stated peak is checked against. */
    public double derivedPeakFlops(String dtype) {
        return sms * fmaPerClockPerSm.get(dtype) * 2 * clockHz(dtype);
    }
}
