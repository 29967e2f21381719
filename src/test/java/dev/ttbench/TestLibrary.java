package dev.ttbench;

import dev.ttbench.device.Device;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.latency.LatencySettings;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.nio.file.Path;

/** The shipped suites, for tests. */
public final class TestLibrary {
    private static final Suites SHARED = suites();

    private TestLibrary() { }

    /** The shipped suites, read anew. */
    public static Suites suites() {
        return new Suites(new SuiteFiles(Path.of("suites"), Precompiled.NONE));
    }

    /** A device by id or alias. */
    public static synchronized Device device(String id) {
        return SHARED.devices().get(id);
    }

    /** The model of single kernels: channels-last, fp32 accumulation, bursts; a library that the device does not run is replaced by its fallback. */
    public static synchronized LatencyModel latency(String deviceId, String attention, String dtype) {
        return SHARED.latencies().model(device(deviceId), new LatencySettings(attention, dtype, false, false, false));
    }
}
