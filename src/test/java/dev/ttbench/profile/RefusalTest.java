package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be profiled is refused with one problem that says what, and what to do. */
class RefusalTest {
    private static InputException refused(Request r) {
        return assertThrows(InputException.class, () -> {
            Profile p = Draws.PROFILER.profile(r);
            p.stages().forEach(StageProfile::operators);
        });
    }

    private static Request request(String... set) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String s : set) {
            values.put(s.substring(0, s.indexOf('=')), s.substring(s.indexOf('=') + 1));
        }
        return new Request("sd-v1.5", values, null, null, null, null, null, List.of());
    }

    /** The one problem's text. */
    private static String only(InputException e) {
        assertEquals(1, e.problems().size(), e::getMessage);
        return e.problems().get(0).text();
    }

    private static void says(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), () -> "'" + part + "' in: " + text);
        }
        assertTrue(!text.contains("Exception") && !text.contains("null") && text.length() < 600, text);
    }

    @Test
    void unknownNames() {
        says(only(refused(new Request("sd-v1.6", Map.of(), null, null, null, null, null, List.of()))), "no model 'sd-v1.6'", "sd-v1.4");
        says(only(refused(new Request("sd-v1.5", Map.of(), "a100-sxm4-80g", null, null, null, null, List.of()))), "no device 'a100-sxm4-80g'", "a100-sxm4-80gb");
        says(only(refused(new Request("sd-v1.5", Map.of(), null, "fp61", null, null, null, List.of()))), "--dtype fp61", "fp16");
        says(only(refused(new Request("sd-v1.5", Map.of(), null, null, "flush", null, null, List.of()))), "--attention flush", "flash");
        says(only(refused(new Request("sd-v1.5", Map.of(), null, null, null, "eagre", null, List.of()))), "--runtime eagre", "eager");
        says(only(refused(new Request("sd-v1.5", Map.of(), null, null, null, null, "channel-last", List.of()))), "--layout channel-last", "channels-last");
        says(only(refused(new Request("sd-v1.5", Map.of(), null, null, null, null, null, List.of("unett")))), "--stage unett", "unet");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "heigth=512 | no parameter 'heigth' | height",
        "height=500 | multiples of 8 | 496 and 504",
        "height=512.0 | not an integer | height",
        "height=-512 | from 64 to 8192 | height",
        "height=8200 | from 64 to 8192 | 8200",
        "height=99999999999999999999 | 64 bits | height",
        "batch=0 | from 1 to 4096 | batch",
        "steps=ten | is not an integer | steps",
        "guidance=maybe | not true or false | guidance",
        "guidance=1 | not true or false | guidance",
    })
    void wrongValues(String set, String message, String more) {
        says(only(refused(request(set))), "--set " + set, message, more);
    }

    @Test
    void everyWrongValueIsNamedAtOnce() {
        InputException e = refused(request("height=500", "width=500", "batch=0"));
        assertEquals(3, e.problems().size());
        says(e.getMessage(), "--set height=500", "--set width=500", "--set batch=0");
    }

    /** A library that the device or the dtype lacks gives way to the one that a framework would run, and the profile says which. */
    @ParameterizedTest
    @CsvSource({"flash-3,a100-sxm4-80gb,fp16,flash-2", "cudnn,a100-sxm4-80gb,fp16,flash-2", "flash-3,h100-sxm5-80gb,fp32,memory-efficient", "flash-2,v100-sxm2-16gb,fp16,memory-efficient",
        "flash-3,h100-sxm5-80gb,bf16,flash-3", "flash-4,h100-sxm5-80gb,bf16,flash-2", "flash-4,b200-sxm,bf16,flash-4"})
    void attentionThatTheDeviceLacks(String attention, String device, String dtype, String library) {
        Request asked = new Request("sd-v1.5", Map.of(), device, dtype, attention, null, null, List.of("unet"));
        Request ran = new Request("sd-v1.5", Map.of(), device, dtype, library, null, null, List.of("unet"));
        Profile p = Draws.PROFILER.profile(asked);
        assertEquals(library, p.settings().attentionLibrary());
        assertEquals(attention, p.settings().attention());
        assertEquals(Draws.PROFILER.profile(ran).totals(), p.totals());
    }

    @ParameterizedTest
    @ValueSource(strings = {"flash", "baseline", "math"})
    void countsPast64Bits(String attention) {
        Request r = request("height=8192", "width=8192", "batch=4096");
        says(only(refused(new Request(r.model(), r.set(), null, null, attention, null, null, List.of()))), "2^63", "unet", "--set height=8192", "--set width=8192",
                "--set batch=4096");
    }

    /** The ends of every parameter's range, alone and together: a profile, or a problem. */
    static List<Request> extremes() {
        List<Request> out = new ArrayList<>();
        for (String model : Draws.SUITES.modelNames()) {
            Map<String, String> least = new LinkedHashMap<>();
            Map<String, String> most = new LinkedHashMap<>();
            for (dev.ttbench.model.ModelDef.Parameter p : Draws.SUITES.model(model).parameters()) {
                if (p.min() != null) {
                    least.put(p.name(), p.min().toString());
                }
                if (p.max() != null && !p.name().equals("new_tokens")) {
                    most.put(p.name(), p.max().toString());
                    out.add(new Request(model, Map.of(p.name(), p.max().toString()), null, null, null, null, null, List.of()));
                }
            }
            out.add(new Request(model, least, null, null, null, null, null, List.of()));
            out.add(new Request(model, most, null, "fp32", "math", null, null, List.of()));
            out.add(new Request(model, most, null, "int8", "flash", "compiled", null, List.of()));
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void theEndsOfTheRangesAreProfiledOrRefused(Request r) {
        try {
            Profile p = Draws.PROFILER.profile(r);
            assertTrue(Double.isFinite(p.totals().seconds()) && p.totals().seconds() > 0 && p.totals().peakMemoryBytes() > 0);
            for (StageProfile s : p.stages()) {
                assertTrue(s.operators().size() > (s.facts().graph().equals("var-prefill") ? 3 : 10), s.facts().id());
            }
        } catch (InputException e) {
            String text = only(e);
            r.set().forEach((k, v) -> says(text, "--set " + k + "=" + v));
        }
    }

    @Test
    void aProblemOfTheModelNamesItsPlace() {
        InputException e = refused(request("height=8192", "width=8192", "batch=4096"));
        assertTrue(e.problems().get(0).file().endsWith("attention_layer.yaml") && e.problems().get(0).line() > 1, e::getMessage);
        assertNotNull(e.problems().get(0).hint());
    }

    /** Each stage is within 64 bits, all together are not. */
    @Test
    void weightsPast64Bits(@TempDir Path folder) throws IOException {
        StringBuilder model = new StringBuilder("model: vast\ntitle: Vast\nclass: test\nparameters:\n  width: {type: int, default: 16, min: 1}\nstages:\n");
        for (int i = 0; i < 5; i++) {
            model.append("  - {id: s").append(i).append(", graph: vast, inputs: {x: [\"${width}\"]}}\n");
        }
        model.append("---\ngraph: vast\ninputs: {x: [batch, features]}\nbody:\n  - linear: \"${x.features}\"\n");
        String file = Files.writeString(folder.resolve("vast.yaml"), model).toString();
        assertEquals(5 * 16 * 17, Draws.PROFILER.profile(new Request(file, Map.of(), null, null, null, null, null, List.of())).totals().parameters());
        says(only(refused(new Request(file, Map.of("width", "1073741824"), null, null, null, null, null, List.of()))), "2^63", "--set width=1073741824");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "+", "0x200", "5e2", "\u0665\u0661\u0662"})
    void whatIsNoInteger(String value) {
        says(only(refused(request("height=" + value))), "--set height=" + value, "is not an integer");
    }
}
