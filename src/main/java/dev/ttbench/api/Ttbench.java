package dev.ttbench.api;

import dev.ttbench.latency.CalibrationReader;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.CompiledSuites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.sweep.Evaluator;
import dev.ttbench.sweep.SweepDef;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The entry point: where time, FLOPs and memory of one generation go, on a device that is not there.
 * <pre>{@code
 * Ttbench ttbench = Ttbench.open(); // its models() and devices() are names
 * GenerationProfile p = ttbench.profile(ProfileRequest.of(model).set("height", 768).device(device));
 * System.out.println(p.totals().seconds());
 * }</pre>
 * Files are read when a name is first asked for, and once for each thread that asks.
 */
public final class Ttbench {
    private final SuiteFiles files;
    private final ThreadLocal<Suites> suites;

    private Ttbench(SuiteFiles files) {
        this.files = files;
        this.suites = ThreadLocal.withInitial(() -> new Suites(files));
    }

    /**
     * With the models and devices that come with ttbench: those of the folder that the system property {@code ttbench.home} names, else those
     * beside the {@code lib} folder that holds this class's jar.
     *
     * @return the engine
     * @throws RequestException when they are not there
     */
    public static Ttbench open() {
        String home = System.getProperty("ttbench.home");
        return open(home != null ? Path.of(home, "suites") : ofJar());
    }

    /**
     * With the models and devices of a folder that is laid out like {@code suites} of the distribution.
     *
     * @param suites the folder
     * @return the engine
     * @throws RequestException when it is not there
     */
    public static Ttbench open(Path suites) {
        if (!Files.isDirectory(suites)) {
            throw new RequestException("there is no folder '" + suites + "'; open(Path) takes the folder 'suites' of a distribution");
        }
        return new Ttbench(new SuiteFiles(suites, CompiledSuites.open(suites.resolveSibling("lib").resolve("suites.bin"), suites)));
    }

    private static Path ofJar() {
        try {
            return Path.of(Ttbench.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolveSibling("../suites").normalize();
        } catch (URISyntaxException e) {
            throw new RequestException("the folder of this jar cannot be told; use open(Path)");
        }
    }

    /**
     * The same, with constants fitted to measurements of one's own.
     *
     * @param file what {@code ttbench calibrate -o} wrote
     * @return another engine
     * @throws RequestException when the file has problems
     */
    public Ttbench calibratedBy(Path file) {
        return answered(() -> new Ttbench(files.with(CalibrationReader.read(file.toString(), files, Set.of()))));
    }

    /**
     * Names of the models.
     *
     * @return sorted
     */
    public List<String> models() {
        return answered(() -> List.copyOf(suites.get().modelNames()));
    }

    /**
     * Names of the devices.
     *
     * @return sorted
     */
    public List<String> devices() {
        return answered(() -> List.copyOf(suites.get().devices().ids()));
    }

    /**
     * Profiles one generation.
     *
     * @param request what to profile
     * @return where its time, FLOPs and memory go
     * @throws RequestException when the request, the model or the device has a problem
     */
    public GenerationProfile profile(ProfileRequest request) {
        return answered(() -> new GenerationProfile(new Profiler(suites.get()).profile(request.request())));
    }

    /**
     * Answers the points of a sweep, each when the stream comes to it, in the order that the command has. {@link Stream#parallel() In parallel} the
     * order is the same. A point that is not possible is a row that says why.
     *
     * @param sweep the axes
     * @return one row a point; where the condition of the sweep cannot be told, the stream throws a {@link RequestException}
     * @throws RequestException when a model is not there, or has problems
     */
    public Stream<SweepRow> sweep(Sweep sweep) {
        SweepDef def = sweep.definition();
        ThreadLocal<Evaluator> mine = ThreadLocal.withInitial(() -> new Evaluator(suites.get()));
        answered(() -> def.models().stream().map(suites.get()::model).toList());
        return LongStream.range(0, def.shapes()).mapToObj(def::shape).filter(shape -> answered(() -> mine.get().wanted(def, shape)))
                .flatMap(shape -> def.points(shape).stream()).map(request -> SweepRow.of(mine.get().answer(request)));
    }

    /** The version of ttbench, as reports name it. */
    static String version() {
        String v = Ttbench.class.getPackage().getImplementationVersion();
        return v == null ? "development" : v;
    }

    static <T> T answered(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (InputException e) {
            throw new RequestException(e);
        }
    }
}
