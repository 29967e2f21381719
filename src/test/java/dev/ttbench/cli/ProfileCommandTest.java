package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ttbench.report.By;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as users type it, over the shipped models. */
class ProfileCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"sd-v1.5", "llama-2-7b"})
    void jsonFollowsTheSchemaAndAddsUp(String model) throws IOException {
        Run run = Run.of("profile", "--model", model, "--format", "json");
        assertEquals(0, run.exit(), run::err);
        String schema = Files.readString(Path.of("docs/schema/profile.schema.json"));
        assertEquals(List.of(), SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema, InputFormat.JSON)
                .validate(run.out(), InputFormat.JSON).stream().map(Object::toString).toList());
        JsonNode p = JSON.readTree(run.out());
        double stages = 0;
        for (JsonNode s : p.get("stages")) {
            double rows = 0;
            for (JsonNode o : s.get("operators")) {
                rows += o.get("total_time_s").doubleValue();
            }
            assertEquals(s.get("time_s").doubleValue(), rows, 1e-6 * rows, s.get("id").asText());
            stages += s.get("time_s").doubleValue();
        }
        assertEquals(p.get("totals").get("time_s").doubleValue(), stages, 1e-6 * stages);
        double share = 0;
        for (JsonNode c : p.get("categories")) {
            share += c.get("share").doubleValue();
        }
        assertEquals(1, share, 1e-6);
    }

    @Test
    void moreOperatorsThanCanBeListedAreCountedAllTheSame() {
        List<String> request = List.of("--model", "wan2.1-1.3b", "--set", "height=4096", "--set", "width=4096", "--set", "vae_tiling=true", "--stage", "vae_decoder");
        Run list = Run.of(java.util.stream.Stream.concat(java.util.stream.Stream.of("profile"), request.stream()).toArray(String[]::new));
        assertEquals(2, list.exit());
        assertTrue(list.err().contains("at most 1000000 can be listed") && list.err().contains("ttbench sweep"), list::err);
        assertEquals("", list.out());
        Run count = Run.of(java.util.stream.Stream.concat(java.util.stream.Stream.of("sweep"), request.stream()).toArray(String[]::new));
        assertEquals(0, count.exit(), count::err);
        assertTrue(count.out().contains(",ok,"), count::out);
    }

    @Test
    void theTableSaysWhatMattersAndFits() {
        Run run = Run.of("profile", "--model", "sd-v1.5");
        assertEquals(0, run.exit(), run::err);
        for (String part : List.of("Total", "Stages", "Device time by category", "Attention by kind", "Operators that cost most", "Memory", "What next")) {
            assertTrue(run.out().contains("\n" + part), () -> part + " in " + run.out());
        }
        for (String line : run.out().split("\n")) {
            assertTrue(line.codePointCount(0, line.length()) <= 80, line);
        }
    }

    @Test
    void theCommandsThatItProposesWork() {
        String out = Run.of("profile", "--model", "sd-v1.5", "--set", "steps=3").out();
        String next = out.substring(out.indexOf("What next\n") + 10).replace("\\\n", " ").replace("-o profile.json", "").replace("'", "");
        for (String line : next.strip().split("\n")) {
            String[] words = line.strip().split(" +");
            assertEquals("ttbench", words[0]);
            Run run = Run.of(java.util.Arrays.copyOfRange(words, 1, words.length));
            assertEquals(0, run.exit(), () -> line + ": " + run.err());
        }
    }

    @Test
    void noLocaleChangesAByte() {
        Locale before = Locale.getDefault();
        try {
            for (String format : List.of("json", "csv", "table")) {
                Locale.setDefault(Locale.ROOT);
                Run expected = Run.of("profile", "--model", "sd-v1.5", "--format", format);
                for (String tag : List.of("tr-TR", "de-DE")) {
                    Locale.setDefault(Locale.forLanguageTag(tag));
                    assertEquals(expected, Run.of("profile", "--model", "sd-v1.5", "--format", format), tag);
                }
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void everyGroupingIsAccepted() {
        for (String by : By.ids()) {
            Run run = Run.of("profile", "--model", "sd-v1.5", "--by", by, "--format", "csv");
            assertEquals(0, run.exit(), run::err);
            assertTrue(run.out().startsWith("key,count,flops,bytes,total_time_s,share,bound,least_time_s\r\n"), run::out);
        }
    }

    @Test
    void whatDoesNotFitIsDoneWithAWarning() {
        Run run = Run.of("profile", "--model", "llama-2-70b", "--device", "t4", "--format", "json");
        assertEquals(0, run.exit(), run::err);
        assertTrue(run.out().contains("\"fits\": false"));
        assertTrue(run.err().contains("warning: it does not fit"), run::err);
    }

    @Test
    void arithmeticThatTheDeviceLacksIsAWarning() {
        for (String line : List.of("a100-sxm4-80gb fp8 fp16", "t4 bf16 fp32", "v100-sxm2-16gb tf32 fp32", "tpu-v5e fp16 bf16", "p4 fp16 fp32", "tpu-v6e fp8 bf16")) {
            String[] w = line.split(" ");
            for (Run run : List.of(Run.of("profile", "--model", "sd-v1.5", "--device", w[0], "--dtype", w[1]),
                    Run.of("explain", "--model", "sd-v1.5", "--device", w[0], "--dtype", w[1], "unet/unet2d_body/conv2d"))) {
                assertEquals(0, run.exit(), run::err);
                assertEquals("ttbench: warning: " + w[0] + " has no " + w[1] + " arithmetic: products run in " + w[2] + "\n", run.err());
            }
        }
        assertEquals("", Run.of("profile", "--model", "sd-v1.5", "--device", "h100-sxm5-80gb", "--dtype", "fp8").err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd-v1.5 eager flash", "sd-v1.5 compiled math", "svd-xt eager baseline", "llama-2-7b serving flash", "sd3-medium compiled baseline"})
    void kernelsAddUpToTheMatmulClass(String line) throws IOException {
        String[] w = line.split(" ");
        String[] args = {"profile", "--model", w[0], "--runtime", w[1], "--attention", w[2], "--format", "json", "--by"};
        BigInteger kernels = flops(args, "kernel");
        BigInteger operators = flops(args, "operator");
        if (w[0].startsWith("llama")) {
            assertTrue(kernels.compareTo(operators) <= 0, kernels + " " + operators);
        } else {
            assertEquals(operators, kernels);
        }
    }

    private static BigInteger flops(String[] args, String by) throws IOException {
        String[] all = java.util.Arrays.copyOf(args, args.length + 1);
        all[args.length] = by;
        BigInteger sum = BigInteger.ZERO;
        for (JsonNode g : JSON.readTree(Run.of(all).out()).get("groups")) {
            sum = sum.add(g.get("flops").bigIntegerValue());
        }
        return sum;
    }

    @Test
    void badInputIsTwo() {
        for (String[] args : new String[][] {{"profile", "--model", "sd-v1.6"}, {"profile", "--model", "sd-v1.5", "--device", "a101"},
            {"profile", "--model", "sd-v1.5", "--set", "hieght=512"}, {"profile", "--model", "sd-v1.5", "--set", "height=abc"},
            {"profile", "--model", "sd-v1.5", "--stage", "unett"}, {"profile", "--model", "no/such.yaml"}}) {
            Run run = Run.of(args);
            assertEquals(2, run.exit(), run::toString);
            assertEquals("", run.out());
            assertTrue(!run.err().isEmpty() && !run.err().contains("\tat "), run::toString);
        }
    }

    @Test
    void aRowIsExplainedWithItsNumbers() throws IOException {
        JsonNode p = JSON.readTree(Run.of("profile", "--model", "sd-v1.5", "--format", "json").out());
        for (JsonNode s : p.get("stages")) {
            JsonNode row = s.get("operators").get(s.get("operators").size() / 2);
            Run run = Run.of("explain", "--model", "sd-v1.5", s.get("id").asText() + "/" + row.get("path").asText(), "--format", "json");
            assertEquals(0, run.exit(), run::err);
            JsonNode e = JSON.readTree(run.out());
            assertEquals(row.get("flops").asLong(), e.get("flops").asLong());
            assertEquals(row.get("time_s").doubleValue(), e.get("time_s").doubleValue());
            double kernels = 0;
            for (JsonNode k : e.get("kernels")) {
                kernels += k.get("time_s").doubleValue();
            }
            assertEquals(row.get("time_s").doubleValue(), kernels, 1e-6 * kernels + 1e-12);
            assertEquals(JSON.readTree(Run.of("explain", "--model", "sd-v1.5", s.get("id").asText() + "/" + row.get("index"), "--format", "json").out()), e);
        }
    }
}
