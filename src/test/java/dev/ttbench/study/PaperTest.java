package dev.ttbench.study;

import static dev.ttbench.study.StudyFiles.column;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ttbench.TestLibrary;
import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped suite: its files byte by byte, and the equations of arXiv 2312.14385 worked out here, against what the networks' operators count. */
class PaperTest {
    private static final String FILE = "suites/paper.yaml";
    private static final SuiteResult RESULT = StudyFiles.run(FILE, Overrides.NONE, 2);
    private static final Map<String, String> FILES = StudyFiles.of(RESULT);
    private static final Profiler PROFILER = new Profiler(TestLibrary.suites());
    private static final long TEXT = 77;
    private static final int DEPTH = 3;

    private static Table table(String study) {
        return StudyFiles.study(RESULT, study).table();
    }

    @Test
    void writesExactlyThis() throws IOException {
        StudyFiles.same(Path.of("src/test/resources/study/paper"), FILES);
    }

    @Test
    void everyStudyHasATableAFigureAndItsPartOfTheIndex() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schema/study.schema.json")), InputFormat.JSON);
        String index = FILES.get("index.md");
        for (StudyResult s : RESULT.studies()) {
            String id = s.study().id();
            assertTrue(!s.table().rows().isEmpty() && s.chart() != null, id);
            assertEquals(List.of(), schema.validate(FILES.get(id + ".json"), InputFormat.JSON).stream().map(Object::toString).toList(), id);
            for (String part : List.of("## " + s.study().title() + "\n", "](" + id + ".svg)", "](" + id + ".csv)", "](" + id + ".json)", "<a id=\"" + id + "\"></a>")) {
                assertTrue(index.contains(part), part);
            }
        }
        assertEquals(3 * RESULT.studies().size() + 1, FILES.size());
    }

    @Test
    void everyClaimIsAnsweredOnceAndADifferenceHasAReason() {
        Set<String> claims = new TreeSet<>();
        for (StudyResult s : RESULT.studies()) {
            for (StudyResult.Finding f : s.findings()) {
                assertTrue(claims.add(f.claim().id()), f.claim().id() + " stands twice");
                assertFalse(f.says().isBlank(), f.claim().id());
                assertTrue(f.verdict() == StudyResult.Verdict.AGREES || f.why() != null && !f.why().isBlank(), f.claim().id() + " has no reason");
            }
        }
        assertEquals(new TreeSet<>(RESULT.suite().claims().keySet()), claims);
        for (String id : "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R16 R17 R18 R20 R21 R22 R23 R24 R25 R26 R27 R28 R31 R32 R33".split(" ")) {
            assertTrue(claims.contains(id), id);
        }
    }

    @Test
    void theWorkloadsAreEight() {
        assertEquals(List.of("LLaMA2", "Imagen", "Stable Diffusion", "Muse", "Parti", "Prod Image", "Make-A-Video", "Phenaki"),
                RESULT.suite().workloads().stream().map(w -> w.columns().get("name")).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"imagen", "muse", "parti-350m", "parti-750m", "parti-3b", "parti-20b", "prod-image", "make-a-video", "phenaki"})
    void whatIsNotPublishedIsAnAssumption(String model) {
        List<String> assumptions = TestLibrary.suites().model(model).assumptions();
        assertFalse(assumptions.isEmpty());
        if (RESULT.models().containsKey(model)) {
            assumptions.forEach(a -> assertTrue(FILES.get("index.md").contains(a.replace('\n', ' ')), a));
        }
    }

    // Equations 1 to 3: sequence lengths and similarity matrices

    /** {@code 2 HW (HW + T)} at one level. */
    private static long level(long tokens) {
        return 2 * tokens * (tokens + TEXT);
    }

    /** Cumulative over a UNet that halves the side: each level on the way down and up, the deepest once. */
    private static long cumulative(long tokens) {
        long out = 0;
        for (int n = 0; n < DEPTH; n++) {
            out += 2 * level(tokens >> 2 * n);
        }
        return out + level(tokens >> 2 * DEPTH);
    }

    /** The same levels from the shapes of the network's attentions: the first self and cross attention of each extent, all but the deepest twice. */
    private static long counted(long side, boolean allCalls) {
        Request r = new Request("sd-v1.5", Map.of("height", Long.toString(side), "width", Long.toString(side)), null, null, null, null, null, List.of("unet"));
        TreeMap<Long, TreeMap<Long, Long>> levels = new TreeMap<>();
        long all = 0;
        for (OperatorRow o : PROFILER.profile(r).stages().get(0).operators()) {
            if (o.attentionKind() != null) {
                long queries = o.inputShapes().get(0)[2];
                long bytes = 2 * queries * o.inputShapes().get(1)[2];
                levels.computeIfAbsent(queries, k -> new TreeMap<>()).put(o.inputShapes().get(1)[2], bytes);
                all += bytes;
            }
        }
        assertEquals(DEPTH + 1, levels.size());
        long out = 0;
        for (Map.Entry<Long, TreeMap<Long, Long>> l : levels.entrySet()) {
            long sum = l.getValue().values().stream().mapToLong(b -> b).sum();
            out += l.getKey().equals(levels.firstKey()) ? sum : 2 * sum;
        }
        return allCalls ? all : out;
    }

    @ParameterizedTest
    @CsvSource({"256,2254848,4.66", "512,34185216,69.85", "768,171288576,349.1", "1024,539394048,1098.5"})
    void theEquationsGiveTheKnownNumbers(long side, long top, double mebibytes) {
        long tokens = side / 8 * (side / 8);
        assertEquals(top, level(tokens));
        assertEquals(mebibytes, cumulative(tokens) / 1048576.0, mebibytes / 1000);
    }

    @ParameterizedTest
    @ValueSource(longs = {64, 128, 192, 256, 320, 512, 768, 1024, 1536, 4096})
    void similarityMatricesAreThoseOfTheEquations(long side) {
        assertEquals(cumulative(side / 8 * (side / 8)), counted(side, false));
    }

    @Test
    void theStudySaysTheSame() {
        Table t = table("attention-memory");
        assertTrue(t.rows().size() >= 5);
        for (Object[] r : t.rows()) {
            long side = (Long) r[t.index("height")];
            long tokens = (Long) r[t.index("latent_tokens")];
            assertEquals(side / 8 * (side / 8), tokens);
            assertEquals(level(tokens), r[t.index("equation_top_bytes")]);
            assertEquals(cumulative(tokens), r[t.index("equation_bytes")]);
            assertEquals(cumulative(tokens), r[t.index("counted_bytes")]);
            assertEquals(counted(side, true), r[t.index("calls_bytes")]);
        }
    }

    /** From one size to twice that size the exponent rises towards 4 and stays below it. */
    @ParameterizedTest
    @ValueSource(strings = {"equation_bytes", "counted_bytes", "calls_bytes"})
    void memoryGrowsAsTheFourthPowerInTheLimit(String what) {
        Table t = table("attention-memory");
        double before = 0;
        for (int i = 1; i < t.rows().size(); i++) {
            assertEquals(2 * (Long) t.rows().get(i - 1)[0], t.rows().get(i)[0]);
            double exponent = Math.log(Table.number(t.rows().get(i)[t.index(what)]) / Table.number(t.rows().get(i - 1)[t.index(what)])) / Math.log(2);
            assertTrue(exponent > before && exponent < 4, what + " " + exponent);
            before = exponent;
        }
        assertEquals(4, before, 0.001, what);
    }

    @Test
    void lengthsAreAQuarterFromLevelToLevel() {
        Table t = table("sequence-length-histogram");
        Map<Long, TreeMap<Long, Long>> by = new TreeMap<>();
        for (Object[] r : t.rows()) {
            by.computeIfAbsent((Long) r[t.index("height")], k -> new TreeMap<>()).put((Long) r[t.index("sequence_length")], (Long) r[t.index("attentions")]);
        }
        assertTrue(by.containsKey(64L) && by.containsKey(512L) && by.containsKey(1024L));
        by.forEach((side, lengths) -> {
            long top = side / 8 * (side / 8);
            assertEquals(Map.of(top, 5L, top / 4, 5L, top / 16, 5L, top / 64, 1L), lengths, side + " px");
        });
    }

    // Equations 4 and 5: spatial and temporal attention

    private static OperatorRow attention(String kind, long batch, long frames, long side, long channels) {
        Map<String, String> set = Map.of("batch", "" + batch, "frames", "" + frames, "side", "" + side, "channels", "" + channels);
        return PROFILER.profile(new Request("src/test/resources/study/tiny-video.yaml", set, null, null, null, null, null, List.of())).stages().get(0).operators().stream()
                .filter(o -> kind.equals(o.attentionKind())).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,8", "2,4,8,16", "1,16,4,64", "3,5,7,24", "2,64,3,8", "1,100,10,40"})
    void flopsAndLayoutsAreThoseOfTheEquations(long b, long f, long side, long c) {
        long n = side * side;
        OperatorRow spatial = attention("spatial", b, f, side, c);
        OperatorRow temporal = attention("temporal", b, f, side, c);
        assertEquals(4 * b * f * n * n * c, spatial.flops());
        assertEquals(4 * b * n * f * f * c, temporal.flops());
        assertEquals(List.of(b * f, 1L, n, c), shape(spatial));
        assertEquals(List.of(b * n, 1L, f, c), shape(temporal));
        assertEquals(n, spatial.sequenceLength());
        assertEquals(f, temporal.sequenceLength());
        assertEquals(Long.compare(f, n), Long.compare(temporal.flops(), spatial.flops()), "they cross where the frames are as many as the tokens of a frame");
    }

    private static List<Long> shape(OperatorRow o) {
        List<Long> out = new ArrayList<>();
        for (long n : o.inputShapes().get(0)) {
            out.add(n);
        }
        return out;
    }

    @Test
    void inANetworkTemporalFlopsAreQuadraticInFramesAndSpatialLinear() {
        Table t = table("frames");
        Map<String, Long> flops = new TreeMap<>();
        for (Object[] r : t.rows()) {
            flops.put(r[t.index("kind")] + " " + r[t.index("height")] + " " + r[t.index("frames")], (Long) r[t.index("flops")]);
        }
        Set<Object> frames = new TreeSet<>(column(t, "frames"));
        Set<Object> heights = new TreeSet<>(column(t, "height"));
        assertTrue(frames.size() >= 4 && heights.size() >= 3);
        for (Object h : heights) {
            for (Object f : frames) {
                long twice = 2 * (Long) f;
                if (frames.contains(twice)) {
                    assertEquals(4 * flops.get("temporal " + h + " " + f), flops.get("temporal " + h + " " + twice));
                    assertEquals(2 * flops.get("spatial " + h + " " + f), flops.get("spatial " + h + " " + twice));
                }
                if (heights.contains(2 * (Long) h)) {
                    assertEquals(4 * flops.get("temporal " + h + " " + f), flops.get("temporal " + 2 * (Long) h + " " + f), "as the pixels");
                    assertEquals(16 * flops.get("spatial " + h + " " + f), flops.get("spatial " + 2 * (Long) h + " " + f), "as their square");
                }
            }
        }
    }

    /** The frames at which the two kinds of a UNet cross lie between the tokens of its deepest and of its first level, and grow with the image. */
    @Test
    void theyCrossLaterForLargerImages() {
        Table t = table("frames");
        Map<Long, double[]> perFrame = new TreeMap<>();
        for (Object[] r : t.rows()) {
            double frames = Table.number(r[t.index("frames")]);
            boolean spatial = r[t.index("kind")].equals("spatial");
            perFrame.computeIfAbsent((Long) r[t.index("height")], k -> new double[2])[spatial ? 0 : 1] = Table.number(r[t.index("flops")]) / (spatial ? frames : frames * frames);
        }
        double before = 0;
        for (Map.Entry<Long, double[]> e : perFrame.entrySet()) {
            double crossing = e.getValue()[0] / e.getValue()[1];
            double top = e.getKey() / 8.0 * (e.getKey() / 8.0);
            assertTrue(crossing > before && crossing < top && crossing > top / 64, e.getKey() + " px: " + crossing);
            before = crossing;
        }
    }

    @Test
    void sharesOfABreakdownAddUpToOne() {
        Table t = table("operator-breakdown");
        Map<String, Double> sums = new TreeMap<>();
        t.rows().forEach(r -> sums.merge(r[t.index("name")] + " " + r[t.index("attention")], Table.number(r[t.index("share")]), Double::sum));
        assertEquals(16, sums.size());
        sums.forEach((run, sum) -> assertEquals(1, sum, 1e-9, run));
    }
}
