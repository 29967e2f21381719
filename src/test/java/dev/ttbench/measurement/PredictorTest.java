package dev.ttbench.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Suites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictorTest {
    private static final Suites SUITES = TestLibrary.suites();
    private static final Predictor PREDICTOR = new Predictor(SUITES);
    private static final String END = "model,scope,device,dtype,batch,height,width,frames,steps,guidance,prompt_tokens,new_tokens,runtime,attention,optimisation,metric,value,excluded\n";

    private static List<Prediction> shipped;

    @TempDir
    Path folder;

    @BeforeAll
    static void predictAllThatShips() throws IOException {
        try (var list = Files.list(Path.of("suites/measurements"))) {
            shipped = list.map(Path::toString).filter(n -> n.endsWith(".csv")).sorted().flatMap(n -> PREDICTOR.predict(MeasurementFile.read(n)).stream()).toList();
        }
    }

    private List<Prediction> predict(String text) throws IOException {
        Path p = folder.resolve("m.csv");
        Files.writeString(p, text);
        return PREDICTOR.predict(MeasurementFile.read(p.toString()));
    }

    private Prediction end(String line) throws IOException {
        return predict(END + line + "\n").get(0);
    }

    @Test
    void everyShippedRowIsPredictedOrSaysWhyNot() {
        int predicted = 0;
        for (Prediction p : shipped) {
            if (p.row().has("excluded")) {
                assertEquals("excluded: " + p.row().text("excluded"), p.skipped());
                continue;
            }
            assertNull(p.skipped(), p.row().at());
            assertTrue(p.value() > 0 && p.low() <= p.value() && p.value() <= p.high(), p.row().at());
            predicted++;
        }
        assertTrue(predicted > 5400);
    }

    @Test
    void errorsStayWithinTheirTolerances() {
        assertEquals(List.of(), Tolerances.read(SUITES.files()).broken(Errors.by(shipped, Prediction::family)));
    }

    /** Of kernels by what multiplies: tolerances of a whole family would hide that one type grew worse. */
    @ParameterizedTest
    @CsvSource({
        "gemm 16-bit, 0.062, 0.21", "gemm 8-bit, 0.083, 0.285", "gemm fp32, 0.10, 0.35", "attention 16-bit, 0.039, 0.098", "serving-attention 16-bit, 0.091, 0.295",
        "serving-attention 8-bit, 0.102, 0.28", "convolution 16-bit, 0.122, 0.43", "convolution 8-bit, 0.098, 0.31", "convolution fp32, 0.178, 0.54", "memory-bound 16-bit, 0.09, 0.25",
        "memory-bound fp32, 0.015, 0.157"})
    void noArithmeticIsPredictedWorse(String arithmetic, double median, double p90) {
        Errors e = Errors.by(shipped, p -> p.regime().startsWith(arithmetic + " ") ? arithmetic : "others").stream().filter(g -> g.group().equals(arithmetic)).findFirst().orElseThrow();
        assertTrue(e.median() <= median && e.p90() <= p90, e.toString());
    }

    @Test
    void theShapeOfTheInputMayStandBeforeThatOfTheResult() throws IOException {
        String header = "device,dtype,operator,shape,latency_us,source\n";
        for (String shape : List.of("upsample_nearest,2x8x16x16->,2x8x32x32", "permute,2x16x8x40->,2x40x16x8", "cat,2x8x4x4+2x4x4x4->,2x12x4x4", "geglu,64x512->,64x256")) {
            String[] s = shape.split(",");
            List<Prediction> both = predict(header + "t4,fp16," + s[0] + "," + s[1] + s[2] + ",5,me\nt4,fp16," + s[0] + "," + s[2] + ",5,me\n");
            assertNull(both.get(0).skipped());
            assertEquals(both.get(1).value(), both.get(0).value());
        }
    }

    @Test
    void aPermuteThatKeepsItsInnermostAxisIsNoTranspose() throws IOException {
        double kept = vector("permute", "8x512x64x64->8x64x512x64", "channels-first");
        double moved = vector("permute", "8x512x64x64->8x64x64x512", "channels-first");
        double square = vector("permute", "4096x4096->4096x4096", "channels-first");
        assertTrue(1.8 * kept < moved && moved == square, kept + " s, " + moved + " s, " + square + " s");
    }

    @Test
    void aGroupNormOfAChannelsLastImageCopiesItFirst() throws IOException {
        double copy = vector("permute", "2x320x64x64->2x64x64x320", "channels-first");
        assertEquals(vector("group_norm", "2x320x64x64", "channels-first") + copy, vector("group_norm", "2x320x64x64", "channels-last"), 1e-9);
    }

    private double vector(String operator, String shape, String kind) throws IOException {
        return predict("device,dtype,operator,shape,kind,latency_us,source\nt4,fp16," + operator + "," + shape + "," + kind + ",500,me\n").get(0).value();
    }

    @Test
    void theKitsRowsTakeItsHarness() throws IOException {
        String gemm = "device,framework,dtype,m,n,k,latency_us,source\n";
        for (String[] r : new String[][] {{"ttbench-measure", "kit-gemm"}, {"ttbench-measure-warm", "kit-warm-gemm"}, {"me", "gemm"}}) {
            assertEquals(r[1], PREDICTOR.harness(predict(gemm + "t4,pytorch-2.6.0-cu124,fp16,64,64,64,5," + r[0] + "\n").get(0).row()).id());
        }
        String attention = "device,framework,dtype,kind,batch,heads,kv_heads,head_dim,q_len,kv_len,causal,latency_us,source\n";
        for (String[] r : new String[][] {{"flash", "kit-flash"}, {"memory-efficient", "kit-efficient"}, {"cudnn", "cudnn-attention"}, {"separate", "kit-separate"}}) {
            String row = "t4,pytorch-2.6.0-cu124 " + (r[0].equals("separate") ? "" : "sdpa-") + r[0] + ",fp16,prefill,1,8,8,64,512,512,1,9,ttbench-measure\n";
            assertEquals(r[1], PREDICTOR.harness(predict(attention + row).get(0).row()).id());
        }
    }

    @Test
    void scopesAreStagesOfTheProfile() throws IOException {
        Profile whole = new Profiler(SUITES).profile(new Request("sd-v1.5", Map.of("steps", "10", "batch", "2"), "t4", "fp16", "flash-2", "eager", "channels-first", List.of()));
        double unet = 0;
        double decoder = 0;
        for (StageProfile s : whole.stages()) {
            unet += s.facts().id().equals("unet") ? s.facts().seconds() : 0;
            decoder += s.facts().id().equals("vae_decoder") ? s.facts().seconds() : 0;
        }
        String rest = ",t4,fp16,2,512,512,1,10,true,,,eager,flash-2,,time_s,1,";
        assertEquals(whole.totals().seconds(), end("sd-v1.5,pipeline" + rest).value(), 1e-9);
        assertEquals(unet / 10, end("sd-v1.5,iteration" + rest).value(), 1e-9);
        assertEquals(decoder, end("sd-v1.5,stage:vae_decoder" + rest).value(), 1e-9);
        assertEquals(unet + decoder, end("sd-v1.5,stages:unet+vae_decoder" + rest).value(), 1e-9);
        assertEquals(whole.totals().seconds() - decoder, end("sd-v1.5,pipeline-without-decoder" + rest).value(), 1e-9);
        assertEquals(whole.totals().peakMemoryBytes(), end("sd-v1.5,pipeline" + rest.replace("time_s", "peak_memory_bytes")).value());
    }

    @Test
    void whatCannotBePredictedSaysWhy() throws IOException {
        String rest = ",fp16,1,512,512,1,10,true,,,eager,flash-2,,time_s,1,";
        assertEquals("there is no device 'abacus'", end("sd-v1.5,iteration,abacus" + rest).skipped());
        assertEquals("there is no model 'sd-v9'", end("sd-v9,iteration,t4" + rest).skipped());
        assertEquals("the model 'sd-v1.5' has no stage 'unit'", end("sd-v1.5,stage:unit,t4" + rest).skipped());
        assertTrue(end("sd-v1.5,half,t4" + rest).skipped().startsWith("'scope' is 'half'"));
        assertTrue(end("llama-2-7b,iteration,t4" + rest).skipped().contains("has no denoiser"));
        assertTrue(predict("device,dtype,operator,shape,latency_us\nt4,fp16,knit,3x4,1\n").get(0).skipped().contains("an operator that is known"));
        assertTrue(predict("device,dtype,m,n,k,latency_us\nt4,fp7,3,4,5,1\n").get(0).skipped().contains("one of fp32, tf32, fp16, bf16, fp8, int8 expected"));
    }

    @Test
    void aHarnessAddsWhatItsNumbersHoldBesideTheKernel() throws IOException {
        String header = "source,device,framework,dtype,m,n,k,batch,latency_us,notes\n";
        double kernel = predict(header + "me,h100,mine,fp8,4096,4096,4096,1,100,\n").get(0).value();
        double quantised = predict(header + "aiconfigurator,h100,vllm,fp8,4096,4096,4096,1,100,\n").get(0).value();
        assertTrue(quantised > kernel + 4096.0 * 4096 * 3 / 3.4e12, "activations are read in bf16 and written in fp8");
    }

    @Test
    void lookUpsOfFewIdsWaitForEachRow() throws IOException {
        String header = "source,device,framework,dtype,operator,shape,latency_us,notes\n";
        List<Prediction> p = predict(header + "vidur,h100,sarathi,fp16,embedding,4 ids from 32768x4096,4,\nvidur,h100,sarathi,fp16,embedding,16 ids from 32768x4096,11,\n"
                + "vidur,h100,sarathi,fp16,embedding,24 ids from 32768x4096,4,\n");
        assertEquals(12 * 1050 / SUITES.devices().get("h100").boostClockHz(), p.get(1).value() - p.get(0).value(), 1e-8);
        assertTrue(p.get(2).value() < p.get(1).value(), "from 17 on they are read side by side");
    }

    @Test
    void theTypeOfTheCacheIsAColumnOrWhatAnEngineIsBuiltWith() throws IOException {
        String header = "source,model,scope,device,dtype,batch,prompt_tokens,new_tokens,cache_dtype,runtime,metric,value\n";
        String row = ",llama-2-7b,stage:decode,h100-sxm5-80gb,fp8,32,1024,16,";
        List<Prediction> p = predict(header + "mine" + row + ",serving,time_s,1\nmine" + row + "fp8,serving,time_s,1\nNVIDIA/TensorRT-LLM x" + row + ",serving,time_s,1\n");
        assertTrue(p.get(1).value() < 0.8 * p.get(0).value(), "half of the cache to read");
        assertEquals(p.get(1).value(), p.get(2).value());
    }

    @Test
    void fp16ConvolutionsOfCudnnSixWorkOnPairs() throws IOException {
        String header = "source,device,framework,dtype,batch,in_channels,out_channels,height,width,kernel,stride,padding,latency_us,notes\n";
        String row = ",fp16,16,512,256,40,175,5x5,2x2,1x1,5000,";
        List<Prediction> p = predict(header + "deepbench,p100,cuDNN" + row + "fp16 storage\ndeepbench,p100,cuDNN" + row + "\ndeepbench,p4,cuDNN" + row + "fp16 storage\n");
        assertTrue(p.get(0).value() < 0.6 * p.get(1).value());
        assertTrue(p.get(2).value() > p.get(1).value(), "other Pascals have fp16 arithmetic in name only");
    }
}
