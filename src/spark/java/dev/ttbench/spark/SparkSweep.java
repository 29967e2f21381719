package dev.ttbench.spark;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.sweep.SweepCheck;
import dev.ttbench.sweep.SweepDef;
import dev.ttbench.sweep.SweepRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A sweep on Apache Spark: what {@code ttbench sweep} answers, with the same options for its points, as Parquet. The driver numbers the shapes and
 * divides them into ranges; an executor opens the suites and answers a range with the engine that {@code ttbench} has; nothing else is exchanged.
 */
@Command(name = "ttbench-spark.jar", sortOptions = false, description = "A sweep on Apache Spark, one row a point, as Parquet.",
        header = {"Example:", "  spark-submit --class dev.ttbench.spark.SparkSweep ttbench-spark.jar --model sd-v1.5 --set batch=1:64 --device l4,h100-sxm5-80gb --output rows", ""})
public final class SparkSweep implements Callable<Integer> {
    /** Points of a task, at most about: minutes of work, which is what the loss of a machine costs. */
    private static final long TASK = 1_000_000;
    /** Tasks for each core, at least: large shapes take longer than small ones. */
    private static final int TASKS_OF_CORE = 4;
    private static final int BAD_INPUT = 2;
    /** Columns of the help: its example stays on one line, to be pasted. */
    private static final int HELP_WIDTH = 170;

    @Option(names = "--model", paramLabel = "MODEL,...", required = true, description = "Models, with commas between.")
    private String model;

    @Option(names = "--set", paramLabel = "NAME=VALUES", description = "An axis: 1,2,4, or from:to:step, or from:to*factor. May be repeated.")
    private List<String> sets = List.of();

    @Option(names = "--zip", paramLabel = "NAME,NAME", description = "Axes that go together, value by value. May be repeated.")
    private List<String> zips = List.of();

    @Option(names = "--where", paramLabel = "CONDITION", description = "Only points for which it holds.")
    private String where;

    @Option(names = "--device", paramLabel = "DEVICE,...", description = "Devices.")
    private String device;

    @Option(names = "--dtype", paramLabel = "DTYPE,...", description = "Number formats.")
    private String dtype;

    @Option(names = "--attention", paramLabel = "ATTENTION,...", description = "Attention kernels.")
    private String attention;

    @Option(names = "--runtime", paramLabel = "RUNTIME,...", description = "Runtimes.")
    private String runtime;

    @Option(names = "--layout", paramLabel = "LAYOUT,...", description = "Layouts of images.")
    private String layout;

    @Option(names = "--stage", paramLabel = "STAGE", description = "Only this stage. May be repeated.")
    private List<String> stages = List.of();

    @Option(names = "--output", paramLabel = "FOLDER", required = true, description = "Where the Parquet files go; a path or URL that Spark can write to. Must not be there.")
    private String output;

    @Option(names = "--partitions", paramLabel = "N", description = "Tasks, and Parquet files; default four a core, more where one would have over a million points.")
    private Integer partitions;

    @Option(names = "--suites", paramLabel = "FOLDER", description = "Suites in place of those in the jar; the same path on every machine.")
    private String suites;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This text.")
    private boolean help;

    /** Runs as an application of {@code spark-submit}; exit code 2 when something is wrong with the options, 1 when the sweep failed. */
    public static void main(String[] args) {
        int exit = run(args);
        if (SparkSession.getDefaultSession().isDefined()) {
            SparkSession.getDefaultSession().get().stop();
        }
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /** Runs in the session of this process, which is made when there is none; answers the exit code. */
    static int run(String... args) {
        return new CommandLine(new SparkSweep()).setExpandAtFiles(false).setUsageHelpWidth(HELP_WIDTH).setExecutionExceptionHandler((e, line, parsed) -> {
            if (e instanceof InputException wrong) {
                wrong.problems().forEach(p -> line.getErr().println((p.file() == null ? "ttbench: " : "") + p.text()));
                return BAD_INPUT;
            }
            throw e;
        }).execute(args);
    }

    /** Answers the sweep. */
    @Override
    public Integer call() throws IOException {
        SweepRequest request = request();
        SweepDef def = request.def();
        SuiteSource source = new SuiteSource(suites);
        SweepCheck.check(request, source.open());
        if (partitions != null && partitions < 1) {
            throw new InputException(Problem.of("--partitions " + partitions + ": a number from 1 expected", null));
        }
        SparkSession spark = SparkSession.builder().appName("ttbench sweep").getOrCreate();
        Path folder = new Path(output);
        if (folder.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(folder)) {
            throw new InputException(Problem.of("--output " + output + ": it is there already", "remove it, or choose another name"));
        }
        spark.range(0, def.shapes(), 1, tasks(def, spark)).mapPartitions(new RangeAnswers(request, source), Encoders.row(new Table(def).schema())).write().parquet(output);
        return 0;
    }

    private SweepRequest request() {
        Map<String, String> settings = new HashMap<>();
        settings.put("device", device);
        settings.put("dtype", dtype);
        settings.put("attention", attention);
        settings.put("runtime", runtime);
        settings.put("layout", layout);
        return SweepRequest.of(model, sets, zips, where, settings, stages);
    }

    private int tasks(SweepDef def, SparkSession spark) {
        if (partitions != null) {
            return partitions;
        }
        long byPoints = Math.multiplyExact(def.shapes(), def.pointsOfShape()) / TASK;
        long byCores = (long) TASKS_OF_CORE * spark.sparkContext().defaultParallelism();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.min(def.shapes(), Math.max(byPoints, byCores))));
    }
}
