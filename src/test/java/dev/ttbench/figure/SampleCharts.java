package dev.ttbench.figure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Charts as studies draw them. */
final class SampleCharts {
    private static final List<String> WORKLOADS = List.of("Text model, prefill", "Text model, decode", "Latent diffusion", "Pixel diffusion", "Masked transformer",
            "Autoregressive", "Upscaler", "Video diffusion", "Masked video", "Diffusion transformer", "Image to video diffusion");
    private static final String[] OPERATORS = {"Attention", "Convolution", "Linear", "GroupNorm", "LayerNorm", "Elementwise", "Data movement", "Other"};

    private SampleCharts() { }

    static double[] values(int n, IntToDoubleFunction f) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = f.applyAsDouble(i);
        }
        return out;
    }

    /** A chart of one plot. */
    static Chart chart(Kind kind, Scale x, Scale y, Series... series) {
        return new Chart("Title", "About", kind, x, y, List.of(new Panel("", List.of(series))));
    }

    static Map<String, Chart> all() {
        Map<String, Chart> out = new LinkedHashMap<>();
        out.put("breakdown", breakdown());
        out.put("speed-up", speedUp());
        out.put("sequence-length", sequenceLength());
        out.put("histogram", new Chart("Sequence lengths", "Share of attention calls by sequence length.", Kind.BARS,
                Scale.of("Sequence length", List.of("64", "256", "1024", "4096")), Scale.percent("Share of calls"), List.of(
                new Panel("256 px", List.of(Series.of("calls", 0.5, 0.3, 0.2, 0))),
                new Panel("512 px", List.of(Series.of("calls", 0.1, 0.5, 0.3, 0.1))),
                new Panel("1024 px", List.of(Series.of("calls", 0, 0.25, 0.5, 0.25))))));
        out.put("heat", heat());
        out.put("memory", memory());
        out.put("roofline", roofline(60));
        return out;
    }

    /** Shades over two axes, one of them of names, with a hole. */
    private static Chart heat() {
        List<Series> shades = new ArrayList<>();
        for (int shade = 0; shade < 5; shade++) {
            int wanted = shade;
            List<double[]> at = new ArrayList<>();
            for (int x = 0; x < 4; x++) {
                for (int y = 1; y <= 32; y *= 2) {
                    if (x + Integer.numberOfTrailingZeros(y) / 2 == wanted && (x != 2 || y != 4)) {
                        at.add(new double[] {x, y});
                    }
                }
            }
            shades.add(new Series(shade + " s to " + (shade + 1) + " s", at.stream().mapToDouble(p -> p[0]).toArray(), at.stream().mapToDouble(p -> p[1]).toArray()));
        }
        return new Chart("Time by device and batch", "The time of four devices at six batches.", Kind.HEAT, Scale.of("device", List.of("a", "b", "c", "d")),
                new Scale("batch", "", true, false, List.of(), true), List.of(new Panel("", shades)));
    }

    private static Chart breakdown() {
        List<Panel> panels = new ArrayList<>();
        for (String title : List.of("Baseline attention", "Flash attention")) {
            double[][] v = new double[OPERATORS.length][WORKLOADS.size()];
            for (int j = 0; j < WORKLOADS.size(); j++) {
                double sum = 0;
                for (int i = 0; i < OPERATORS.length; i++) {
                    v[i][j] = 1 + (i * 7 + j * 5 + title.length()) % 11;
                    sum += v[i][j];
                }
                for (int i = 0; i < OPERATORS.length; i++) {
                    v[i][j] /= sum;
                }
            }
            List<Series> series = new ArrayList<>();
            for (int i = 0; i < OPERATORS.length; i++) {
                series.add(Series.of(OPERATORS[i], v[i]));
            }
            panels.add(new Panel(title, series));
        }
        return new Chart("Where the time goes, operator by operator", "Share of each operator in the time of eleven workloads.", Kind.STACKED, Scale.of("", WORKLOADS),
                Scale.percent("Share of time"), panels);
    }

    private static Chart speedUp() {
        List<Series> series = List.of(Series.of("End to end", values(11, i -> 1 + i % 4 * 0.17)),
                Series.of("Attention module", values(11, i -> i == 5 ? Double.NaN : 1.1 + i % 5 * 0.7)));
        return new Chart("Speed-up of flash attention", "Baseline time over flash time.", Kind.BARS, Scale.of("", WORKLOADS), Scale.linear("Speed-up", "\u00d7"),
                List.of(new Panel("", series, List.of(Guide.across("no change", 1)))));
    }

    private static Chart sequenceLength() {
        List<Panel> panels = new ArrayList<>();
        int[] calls = {160, 300, 96, 240};
        for (int k = 0; k < 4; k++) {
            int model = k;
            IntToDoubleFunction f = i -> model == 3 ? i + 77 : model == 2 ? 256 : 64 << 2 * Math.abs(i / 8 % 6 - 3);
            panels.add(new Panel(WORKLOADS.get(k + 2), List.of(Series.of(WORKLOADS.get(k + 2), values(calls[k], f)))));
        }
        return new Chart("Sequence length over one generation", "Stairs.", Kind.STEPS,
                Scale.linear("Attention call", ""), Scale.linear("Sequence length", "tokens"), panels);
    }

    private static Chart memory() {
        double[] sizes = {64, 128, 256, 512, 1024, 2048};
        List<Series> series = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            int order = k;
            series.add(new Series(WORKLOADS.get(k), sizes, values(6, i -> (1 + order) * 2e8 * (1 + StrictMath.pow(sizes[i] / 256, 2 + 0.3 * order)))));
        }
        return new Chart("Memory against image size", "Lines.", Kind.LINES, Scale.log("Image size", "px"), Scale.log("Memory", "B"),
                List.of(new Panel("", series, List.of(Guide.across("80 GB", 80e9)))));
    }

    /** So many points of five series in two plots. */
    static Chart roofline(int points) {
        Random random = new Random(7);
        List<Panel> panels = new ArrayList<>();
        for (String title : List.of("Baseline attention", "Flash attention")) {
            List<Series> series = new ArrayList<>();
            for (int k = 0; k < 5; k++) {
                double middle = k < 3 ? 1.2 : -1;
                double[] x = values(points, i -> StrictMath.pow(10, middle + random.nextGaussian() * 0.5));
                series.add(new Series(OPERATORS[k], x, values(points, i -> Math.min(312e12, x[i] * 2e12) * (0.25 + 0.7 * random.nextDouble()))));
            }
            panels.add(new Panel(title, series, List.of(new Guide("Roof: 2 TB/s, 312 TFLOP/s", new double[] {1e-9, 156, 1e9}, new double[] {2e3, 312e12, 312e12}),
                    new Guide("Roof of vector units", new double[] {1e-9, 19.5, 1e9}, new double[] {2e3, 39e12, 39e12}))));
        }
        return new Chart("Kernels under the roof", "Throughput over arithmetic intensity.", Kind.POINTS,
                Scale.log("Arithmetic intensity", "FLOP/B"), Scale.log("Throughput", "FLOP/s"), panels);
    }
}
