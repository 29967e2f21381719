package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces, folded stacks and speedscope files: held against the rules of their formats and against the profile. */
class TraceFormatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOST = "1";
    private static final String DEVICE = "2";

    /** A complete event in nanoseconds. */
    private record Event(String name, String category, long from, long to, JsonNode args) { }

    private static String out(String line) {
        Run run = Run.of(line.split(" "));
        assertEquals(0, run.exit(), run::err);
        return run.out();
    }

    private static JsonNode profile(String arguments) throws IOException {
        return JSON.readTree(out("profile " + arguments + " --format json"));
    }

    /** As Perfetto reads them, which is as exactly as they are written. */
    private static long nanoseconds(JsonNode microseconds) {
        long read = (long) (microseconds.doubleValue() * 1000.0);
        BigDecimal more = new BigDecimal(microseconds.asText()).movePointRight(3).subtract(BigDecimal.valueOf(read));
        assertTrue(more.signum() == 0 || more.compareTo(new BigDecimal("0.1")) == 0, microseconds::asText);
        return read;
    }

    /** The complete events of a trace by thread, after the rules that hold for every trace. */
    private static Map<String, List<Event>> checked(JsonNode trace) {
        Map<String, List<Event>> threads = new HashMap<>();
        Map<String, Long> counters = new HashMap<>();
        for (JsonNode e : trace.get("traceEvents")) {
            assertTrue(e.get("name").isTextual() && e.get("pid").isInt() && e.get("tid").isInt() && e.get("args").isObject(), e::toString);
            switch (e.get("ph").asText()) {
                case "X" -> {
                    long from = nanoseconds(e.get("ts"));
                    long to = from + nanoseconds(e.get("dur"));
                    assertTrue(from >= 0 && to >= from, e::toString);
                    threads.computeIfAbsent(e.get("tid").asText(), t -> new ArrayList<>()).add(new Event(e.get("name").asText(), e.get("cat").asText(), from, to, e.get("args")));
                }
                case "C" -> {
                    long at = nanoseconds(e.get("ts"));
                    Long before = counters.put(e.get("name").asText(), at);
                    assertTrue(before == null || before <= at, e::toString);
                    e.get("args").forEach(v -> assertTrue(v.isNumber() && v.doubleValue() >= 0, e::toString));
                }
                case "M" -> assertTrue(Set.of("process_name", "thread_name", "thread_sort_index").contains(e.get("name").asText()), e::toString);
                default -> throw new AssertionError(e.toString());
            }
        }
        assertEquals(Set.of("live memory (B)", "FLOP/s"), counters.keySet());
        assertEquals(Set.of(HOST, DEVICE), threads.keySet());
        threads.values().forEach(TraceFormatsTest::nested);
        return threads;
    }

    /** Starts never go back, and an event lies within the one that it starts in. */
    private static void nested(List<Event> events) {
        Deque<Event> open = new ArrayDeque<>();
        long before = 0;
        for (Event e : events) {
            assertTrue(e.from >= before, () -> "goes back: " + e);
            before = e.from;
            while (!open.isEmpty() && open.peek().to <= e.from) {
                open.pop();
            }
            assertTrue(open.isEmpty() || e.to <= open.peek().to, () -> open.peek() + " does not hold " + e);
            open.push(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--model sd-v1.5", "--model sd-v1.5 --device t4 --runtime compiled", "--model llama-2-7b --set new_tokens=9", "--model wan2.1-1.3b --attention baseline",
        "--model var-d16", "--model sd-v1.5 --runtime serving"})
    void tracesFollowTheRulesAndAddUpToTheProfile(String arguments) throws IOException {
        JsonNode profile = profile(arguments);
        Map<String, List<Event>> threads = checked(JSON.readTree(out("profile " + arguments + " --format trace")));
        List<Event> stages = threads.get(DEVICE).stream().filter(e -> e.category.equals("stage")).toList();
        assertEquals(profile.get("stages").size(), stages.size());
        for (int i = 0; i < stages.size(); i++) {
            Event stage = stages.get(i);
            JsonNode expected = profile.get("stages").get(i);
            assertEquals(expected.get("id").asText(), stage.name);
            assertEquals(expected.get("time_s").doubleValue(), (stage.to - stage.from) * 1e-9, 2e-9 + 1e-8 * expected.get("time_s").doubleValue());
            List<Event> runs = threads.get(DEVICE).stream().filter(e -> e.category.equals("run") && e.from >= stage.from && e.to <= stage.to).toList();
            assertEquals(Math.min(expected.get("repeat").asLong() == 1 ? 0 : expected.get("repeat").asLong(), 3), runs.size());
            assertTrue(runs.isEmpty() || runs.stream().mapToLong(r -> r.to - r.from).sum() == stage.to - stage.from, () -> runs + " in " + stage);
            assertTrue(i == 0 || stages.get(i - 1).to <= stage.from);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--model sd-v1.5 --set steps=4", "--model llama-2-7b --set new_tokens=5", "--model sd-v1.5 --device t4 --set steps=3", "--model sd-v1.5 --runtime compiled --set steps=2"})
    void withAllStepsKernelsAddUpAndFollowTheirLaunches(String arguments) throws IOException {
        JsonNode profile = profile(arguments);
        Map<String, List<Event>> threads = checked(JSON.readTree(out("profile " + arguments + " --format trace --steps all")));
        List<Event> launches = threads.get(HOST).stream().filter(e -> e.category.equals("launch")).toList();
        List<Event> kernels = threads.get(DEVICE).stream().filter(e -> e.args.has("bound")).toList();
        assertEquals(launches.size(), kernels.size());
        for (int i = 0; i < kernels.size(); i++) {
            Event launch = launches.get(i);
            Event kernel = kernels.get(i);
            assertEquals("launch " + kernel.name, launch.name);
            assertEquals(launch.args.get("path"), kernel.args.get("path"));
            assertTrue(kernel.from >= launch.to - 1, () -> kernel + " before " + launch);
            assertTrue(i == 0 || kernel.from >= kernels.get(0).from);
        }
        double seconds = kernels.stream().mapToLong(k -> k.to - k.from).sum() * 1e-9;
        double expected = profile.get("totals").get("gpu_time_s").doubleValue();
        assertEquals(expected, seconds, 1e-9 * kernels.size() + 1e-6 * expected);
        JsonNode flops = profile.get("totals").get("flops");
        long matmul = flops.get("convolution").asLong() + flops.get("linear").asLong() + flops.get("attention").asLong();
        if (!arguments.contains("llama")) {
            assertEquals(matmul, kernels.stream().mapToLong(k -> k.args.get("flops").asLong()).sum());
        }
    }

    @Test
    void liveMemoryReachesThePeak() throws IOException {
        JsonNode totals = profile("--model sd-v1.5").get("totals");
        long most = 0;
        for (JsonNode e : JSON.readTree(out("profile --model sd-v1.5 --format trace")).get("traceEvents")) {
            if (e.get("name").asText().equals("live memory (B)")) {
                long sum = 0;
                for (JsonNode v : e.get("args")) {
                    sum += v.asLong();
                }
                most = Math.max(most, sum);
            }
        }
        assertEquals(totals.get("peak_memory_bytes").asLong(), most);
    }

    @Test
    void stepsSayHowManyRunsAreShown() throws IOException {
        for (String steps : List.of("1", "3", "4")) {
            Set<String> names = new TreeSet<>();
            for (JsonNode e : JSON.readTree(out("profile --model sd-v1.5 --stage unet --set steps=4 --format trace --steps " + steps)).get("traceEvents")) {
                if (e.path("cat").asText().equals("run")) {
                    names.add(e.get("name").asText());
                }
            }
            assertEquals(switch (steps) {
                case "1" -> Set.of("run 1", "runs 2 to 4");
                case "3" -> Set.of("run 1", "run 2", "run 3", "run 4");
                default -> Set.of("run 1", "run 2", "run 3", "run 4");
            }, names);
        }
    }

    @Test
    void theSameInputsGiveTheSameBytes() {
        for (String form : List.of("html", "markdown", "trace", "folded", "speedscope")) {
            assertEquals(out("profile --model sd-v1.5 --format " + form), out("profile --model sd-v1.5 --format " + form), form);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd-v1.5", "llama-2-7b", "svd-xt"})
    void foldedStacksAddUpToTheStages(String model) throws IOException {
        JsonNode profile = profile("--model " + model);
        Map<String, Long> sums = new HashMap<>();
        for (String line : out("profile --model " + model + " --format folded").split("\n")) {
            assertTrue(line.matches("[^; ][^;]*(;[^;]+)+ [1-9]\\d*"), line);
            sums.merge(line.substring(0, line.indexOf(';')), Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)), Long::sum);
        }
        for (JsonNode s : profile.get("stages")) {
            double expected = s.get("time_s").doubleValue();
            assertEquals(expected, sums.get(s.get("id").asText()) * 1e-9, 1e-9 + 1e-6 * expected);
        }
    }

    /** The rules of speedscope's published file format for sampled profiles. */
    @ParameterizedTest
    @ValueSource(strings = {"sd-v1.5", "llama-2-7b"})
    void speedscopeFilesFollowTheFormat(String model) throws IOException {
        JsonNode file = JSON.readTree(out("profile --model " + model + " --format speedscope"));
        assertEquals("https://www.speedscope.app/file-format-schema.json", file.get("$schema").asText());
        Set<String> known = Set.of("$schema", "shared", "profiles", "name", "activeProfileIndex", "exporter");
        file.fieldNames().forEachRemaining(n -> assertTrue(known.contains(n), n));
        JsonNode frames = file.get("shared").get("frames");
        Set<String> names = new TreeSet<>();
        frames.forEach(f -> assertTrue(f.get("name").isTextual() && f.size() == 1 && names.add(f.get("name").asText()), f::toString));
        assertTrue(file.get("activeProfileIndex").asInt() < file.get("profiles").size());
        for (JsonNode p : file.get("profiles")) {
            assertEquals("sampled", p.get("type").asText());
            assertTrue(Set.of("bytes", "microseconds", "milliseconds", "nanoseconds", "none", "seconds").contains(p.get("unit").asText()), p.get("unit")::toString);
            assertTrue(p.get("name").isTextual());
            assertEquals(p.get("samples").size(), p.get("weights").size());
            java.math.BigInteger sum = java.math.BigInteger.ZERO;
            for (int i = 0; i < p.get("samples").size(); i++) {
                assertTrue(p.get("samples").get(i).size() > 1);
                p.get("samples").get(i).forEach(f -> assertTrue(f.isInt() && f.asInt() >= 0 && f.asInt() < frames.size()));
                sum = sum.add(p.get("weights").get(i).bigIntegerValue());
            }
            assertEquals(p.get("endValue").bigIntegerValue().subtract(p.get("startValue").bigIntegerValue()), sum);
        }
        JsonNode totals = profile("--model " + model).get("totals");
        assertEquals(totals.get("time_s").doubleValue(), file.get("profiles").get(0).get("endValue").doubleValue() * 1e-9, 1e-6 * totals.get("time_s").doubleValue());
        assertEquals(totals.get("bytes_read").bigIntegerValue().add(totals.get("bytes_written").bigIntegerValue()), file.get("profiles").get(2).get("endValue").bigIntegerValue());
    }

    @Test
    void whatDoesNotGoTogetherIsSaid() {
        for (String[] c : new String[][] {{"--format html --by block", "--by does not go with --format html; table, json, csv and markdown group rows"},
            {"--format json --steps 3", "--steps does not go with --format json; it is for --format trace"}, {"--format trace --steps 0", "--steps 0: a number from 1, or all, expected"},
            {"--format trace --steps 1e3", "--steps 1e3: a number from 1, or all, expected"}, {"--format flame", "known: table, json, csv, html, markdown, trace, folded, speedscope"}}) {
            Run run = Run.of(("profile --model sd-v1.5 " + c[0]).split(" "));
            assertEquals(2, run.exit(), run::toString);
            assertEquals("", run.out());
            assertTrue(run.err().contains(c[1]), () -> c[0] + ": " + run.err());
        }
        for (String command : List.of("list models", "explain conv2d", "show sd-v1.5")) {
            Run run = Run.of((command + " --format folded").split(" "));
            assertEquals(2, run.exit(), run::toString);
            assertTrue(run.err().contains("known: table, json, csv"), run.err());
        }
    }
}
