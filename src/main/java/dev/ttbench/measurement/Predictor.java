package dev.ttbench.measurement;

import dev.ttbench.device.Device;
import dev.ttbench.latency.Bound;
import dev.ttbench.latency.KernelTime;
import dev.ttbench.latency.Latencies;
import dev.ttbench.latency.LatencyModel;
import dev.ttbench.latency.LatencySettings;
import dev.ttbench.operator.Dtype;
import dev.ttbench.operator.Kernel;
import dev.ttbench.operator.Work;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Predicts measurements. */
public final class Predictor {
    private final Suites suites;
    private final List<Harness> harnesses;
    private final Map<Row, Known> known;

    /** What of a row no constant changes. */
    private record Known(Harness harness, KernelCase kernels) { }

    /** A predictor with the models, devices and constants of the given suites. */
    public Predictor(Suites suites) {
        this.suites = suites;
        String file = suites.files().shipped().resolve("measurements").resolve("harnesses.yaml").toString();
        Problems problems = new Problems(file);
        harnesses = HarnessReader.read(suites.files().map(file, problems), problems);
        problems.raise();
        known = new ConcurrentHashMap<>();
    }

    private Predictor(Suites suites, List<Harness> harnesses, Map<Row, Known> known) {
        this.suites = suites;
        this.harnesses = harnesses;
        this.known = known;
    }

    /** The same with other constants; what it knows of rows it shares, so that predicting them again is cheap. */
    public Predictor over(Suites others) {
        return new Predictor(others, harnesses, known);
    }

    /** The library that runs a row of fused attention; null for any other row. */
    public String library(Row row) {
        Harness h = row.kind() == MeasurementFile.Kind.ATTENTION ? harness(row) : null;
        return h == null || "baseline".equals(h.attention()) ? null
                : suites.latencies().library(suites.devices().get(row.text("device")), h.attention() == null ? "flash" : h.attention(), row.text("dtype"), h.runtime());
    }

    /** Every row of a file; one that cannot be predicted says why. */
    public List<Prediction> predict(MeasurementFile file) {
        List<Prediction> out = new ArrayList<>();
        for (Row row : file.rows()) {
            out.add(predict(row));
        }
        return out;
    }

    /** One row. */
    public Prediction predict(Row row) {
        String device = row.text("device");
        String family = row.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (row.has("excluded")) {
            return Prediction.skipped(row, device, family, "excluded: " + row.text("excluded"));
        }
        try {
            row.measured();
            device = suites.devices().get(device).id();
            return row.kind() == MeasurementFile.Kind.END_TO_END ? generation(row, device) : kernel(row, device);
        } catch (InputException e) {
            return Prediction.skipped(row, device, family, e.problems().stream().map(p -> p.message()).collect(Collectors.joining("; ")));
        } catch (EvalException | ArithmeticException e) {
            return Prediction.skipped(row, device, family, String.valueOf(e.getMessage()));
        }
    }

    private Prediction generation(Row row, String device) {
        EndToEnd.Answer a = EndToEnd.answer(suites, row, harness(row));
        return new Prediction(row, a.value(), a.low(), a.high(), a.bound(), 0, device, a.family(), a.regime(), null);
    }

    private Prediction kernel(Row row, String id) {
        Device device = suites.devices().get(id);
        Known of = known.get(row);
        if (of == null) {
            Harness found = harness(row);
            of = new Known(found, KernelCase.of(row, found, device));
            known.put(row, of);
        }
        Harness harness = of.harness();
        KernelCase c = of.kernels();
        LatencyModel model = model(row, harness, device);
        double seconds = 0;
        double least = 0;
        Bound bound = Bound.LATENCY;
        double longest = 0;
        for (Kernel k : c.kernels()) {
            KernelTime t = model.time(k);
            double taken = harness.elementCycles() > 0 ? Math.max(t.seconds(), rowwise(row, harness, k, device, model)) : t.seconds();
            seconds += taken;
            if (taken > longest) {
                longest = taken;
                bound = taken > t.seconds() ? Bound.COMPUTE : t.bound();
            }
        }
        for (Kernel k : c.passes()) {
            seconds += model.time(k).seconds();
        }
        seconds = Math.max(seconds + harness.overheadSeconds(Harness.scope(row, KernelCase.dtype(row), device)), harness.leastSeconds());
        if (seconds > 2 * longest) {
            bound = Bound.LATENCY;
        }
        String family = family(row, harness);
        String regime = family + " " + arithmetic(row) + " " + bound.name().toLowerCase(Locale.ROOT);
        Latencies.Interval i = suites.latencies().interval(regime, device);
        return new Prediction(row, seconds, seconds * i.low(), seconds * i.high(), bound, least, id, family, regime, null);
    }

    /**
     * Seconds of a kernel that works on a row in one block, an element at a time = launch + max(elements x element_cycles / (SMs that have a row x clock),
     * rows one after the other x row_cycles / clock).
     */
    private static double rowwise(Row row, Harness harness, Kernel kernel, Device device, LatencyModel model) {
        double elements = (double) kernel.bytesWritten() / kernel.dtype().bytes();
        double launch = model.time(new Kernel("launch", new Work.Stream(1, 0, 0, false), kernel.dtype(), 0, kernel.dtype().bytes(), 0)).seconds();
        double cycles = elements * harness.elementCycles() / Math.min(VectorCase.blocks(row), device.sms());
        return launch + Math.max(cycles, VectorCase.serialRows(row) * harness.rowCycles()) / device.boostClockHz();
    }

    /** The first harness that fits; null for a whole generation that was timed as its row says. */
    Harness harness(Row row) {
        for (Harness h : harnesses) {
            if (h.timed(row)) {
                return h;
            }
        }
        if (row.kind() == MeasurementFile.Kind.END_TO_END) {
            return null;
        }
        throw new IllegalStateException("the last harness of each kind of kernel fits all its rows");
    }

    private LatencyModel model(Row row, Harness harness, Device device) {
        String dtype = row.text("dtype");
        String asked = harness.attention() == null || harness.attention().equals("baseline") ? "flash" : harness.attention();
        String precision = dtype.equals("fp32") && harness.precision() != null ? harness.precision() : dtype;
        String library = suites.latencies().library(device, asked, dtype, harness.runtime());
        boolean vector = row.kind() == MeasurementFile.Kind.VECTOR;
        boolean channelsFirst = vector || !row.text("notes").contains("NHWC") && !row.text("notes").contains("NDHWC") && !row.text("notes").contains("channels-last");
        boolean innerDepth = !row.text("notes").contains("transA=N");
        return suites.latencies().model(device, new LatencySettings(library, precision, channelsFirst, "fp16".equals(harness.precision()), false, innerDepth, vector && "eager".equals(harness.runtime()), false, harness.recentKernels()));
    }

    private static String family(Row row, Harness harness) {
        if (harness.family() != null) {
            return harness.family();
        }
        return switch (row.kind()) {
            case GEMM -> "gemm";
            case CONVOLUTION -> "convolution";
            case ATTENTION -> "attention";
            default -> "memory-bound";
        };
    }

    private static String arithmetic(Row row) {
        Dtype d = KernelCase.dtype(row);
        return d == Dtype.FP32 ? row.text("dtype") : d.bytes() == 2 ? "16-bit" : "8-bit";
    }
}
