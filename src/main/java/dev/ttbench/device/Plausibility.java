package dev.ttbench.device;

import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import java.util.Locale;

/** Facts of a device held against each other: a wrong unit is off by a thousand, which no design explains. */
final class Plausibility {
    /** Bytes that one SM takes in one clock: the port from L2 to its L1. */
    private static final double MOST_BYTES_PER_CLOCK = 64;
    private static final double LEAST_BYTES_PER_CLOCK = 0.5;
    /** FLOP for each byte of bandwidth: shipped devices have 12 to 560. */
    private static final double MOST_BALANCE = 5000;
    private static final double LEAST_BALANCE = 1;
    /** TFLOP/s for each watt: shipped devices have 0.03 to 2.3. */
    private static final double MOST_PER_WATT = 20;
    private static final double LEAST_PER_WATT = 0.01;
    private static final double LARGEST_MEMORY = 4e12;
    private static final double SMALLEST_MEMORY = 0.5e9;
    private static final double FASTEST_LINK = 2e12;
    private static final double SLOWEST_LINK = 0.1e9;
    private static final double DEAREST_HOUR = 1000;
    private static final double LARGEST_SHARED_MEMORY = 4 << 20;

    private Plausibility() { }

    /** Adds what cannot be; a number that is missing, zero or negative has been noted elsewhere. */
    static void check(Node.MapNode map, Device d, Problems problems) {
        Double peak = d.sixteenBitPeak() == null ? d.peakFlops().get("fp32") : d.sixteenBitPeak();
        if (map.get("memory") instanceof Node.MapNode memory) {
            bandwidth(memory.get("bandwidth_gb_s"), d, peak, problems);
            sizes(memory, d, problems);
        }
        if (d.hostLink() > FASTEST_LINK || d.hostLink() > 0 && d.hostLink() < SLOWEST_LINK) {
            problems.add(map.get("host_link_gb_s"), text("a link to the host of %.4g GB/s cannot be", d.hostLink() * 1e-9), "in GB/s (10^9 bytes), in one direction");
        }
        if (d.price() != null && d.price().usdPerHour() > DEAREST_HOUR) {
            problems.add(map.get("price_usd_per_hour"), text("a price of %.4g dollars an hour cannot be", d.price().usdPerHour()), "in US dollars, for one device and not for a whole machine");
        }
        if (map.get("power") instanceof Node.MapNode power && peak != null && peak > 0 && d.tdpWatts() > 0) {
            double perWatt = peak / d.tdpWatts() * 1e-12;
            if (perWatt > MOST_PER_WATT || perWatt < LEAST_PER_WATT) {
                problems.add(power.get("tdp_w"), text("a power limit of %.4g W beside a peak of %.4g TFLOP/s cannot be", d.tdpWatts(), peak * 1e-12), "in watts: that of the board");
            }
        }
    }

    private static void bandwidth(Node at, Device d, Double peak, Problems problems) {
        double clocks = d.sms() * d.boostClockHz();
        if (d.bandwidth() <= 0) {
            return;
        }
        if (clocks > 0) {
            double each = d.bandwidth() / clocks;
            if (each > MOST_BYTES_PER_CLOCK || each < LEAST_BYTES_PER_CLOCK) {
                problems.add(at, text("a bandwidth of %.4g GB/s is %.3g bytes a clock for each of %d SMs at %.0f MHz; %s", d.bandwidth() * 1e-9, each, d.sms(), d.boostClockHz() * 1e-6,
                        each > 1 ? "an SM takes 64 at most" : "no memory is so slow"), "in GB/s (10^9 bytes), not TB/s or Gbit/s");
            }
        } else if (peak != null && peak > 0) {
            double balance = peak / d.bandwidth();
            if (balance > MOST_BALANCE || balance < LEAST_BALANCE) {
                problems.add(at, text("a bandwidth of %.4g GB/s beside a peak of %.4g TFLOP/s cannot be", d.bandwidth() * 1e-9, peak * 1e-12), "in GB/s (10^9 bytes), not TB/s or Gbit/s");
            }
        }
    }

    private static void sizes(Node.MapNode memory, Device d, Problems problems) {
        if (d.memoryBytes() > LARGEST_MEMORY || d.memoryBytes() > 0 && d.memoryBytes() < SMALLEST_MEMORY) {
            problems.add(memory.get("capacity_gb"), text("a memory of %.4g GB cannot be", d.memoryBytes() * 1e-9), "in GB (10^9 bytes)");
        } else if (d.memoryBytes() > 0 && d.l2Bytes() > d.memoryBytes() / 10) {
            problems.add(memory.get("l2_mb"), text("a last-level cache of %.4g MB beside a memory of %.4g GB cannot be", d.l2Bytes() * 1e-6, d.memoryBytes() * 1e-9), "in MB (10^6 bytes)");
        }
        if (d.sharedMemoryBytesPerSm() > LARGEST_SHARED_MEMORY) {
            problems.add(memory.get("shared_memory_kb_per_sm"), text("%.4g KB of shared memory in one SM cannot be", d.sharedMemoryBytesPerSm() / 1024.0), "in KB (1024 bytes)");
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
