package dev.ttbench.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.TestLibrary;
import dev.ttbench.device.Device;
import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans of shipped models, held against profiles of the values that they name. */
class FitPlannerTest {
    private static final Suites SUITES = TestLibrary.suites();

    private static Request request(String model, String device, Map<String, String> set) {
        return new Request(model, set, device, null, null, null, null, List.of());
    }

    private static Map<String, String> set(String text) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String pair : text == null ? new String[0] : text.split(" ")) {
            out.put(pair.split("=")[0], pair.split("=")[1]);
        }
        return out;
    }

    /** The placement's memory, worked out anew. */
    private static long memory(Placement p, Profile profile) {
        long most = 0;
        for (StageProfile s : profile.stages()) {
            StageProfile.Facts f = s.facts();
            long weights = p == Placement.RESIDENT ? profile.totals().weightBytes() : p == Placement.MODEL_OFFLOAD ? f.weightBytes() : 0;
            most = Math.max(most, weights + f.inputBytes() + f.peakActivationBytes() + f.kvCacheBytes());
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({"sd-v1.5, rtx-3060, ", "sdxl, l4, height=768 width=1344", "wan2.1-1.3b, rtx-4090, frames=17", "ltx-video-2b, rtx-3080, ", "flux1-dev, a100-sxm4-40gb, batch=2", "llama-2-7b, t4, new_tokens=64",
        "imagen, l4, ", "var-d16, rtx-2080-ti, ", "muse, rtx-3090, batch=300", "sd3-medium, t4, height=512 width=1024"})
    void theAnswerFitsAndTheNextStepDoesNot(String model, String device, String text) {
        Map<String, String> set = set(text);
        FitPlan plan = new FitPlanner(SUITES, request(model, device, set)).plan(List.of());
        Profiler profiler = new Profiler(SUITES);
        long room = SUITES.devices().get(device).memoryBytes();
        assertEquals(room, plan.deviceBytes());
        assertTrue(plan.monotone());
        assertTrue(plan.largest().size() >= 6);
        assertEquals(SUITES.model(model).parameters().stream().filter(ModelDef.Parameter::savesMemory).map(ModelDef.Parameter::name).toList(), List.copyOf(plan.saving().keySet()));
        for (FitPlan.Largest l : plan.largest()) {
            String what = model + " " + l;
            Map<String, String> asked = new LinkedHashMap<>(set);
            if (l.saving()) {
                asked.putAll(plan.saving());
            }
            if (l.value() != null) {
                Profile there = profiler.profile(request(model, device, with(asked, l.quantity(), l.value())));
                assertEquals(memory(l.placement(), there), l.use().peakBytes(), what);
                assertTrue(l.use().peakBytes() <= room && l.use().fits(), what);
                assertTrue(l.use().time().seconds() >= there.totals().seconds(), what);
            }
            if (l.next() == null) {
                String name = l.quantity().equals("resolution") ? "height" : l.quantity();
                ModelDef.Parameter p = SUITES.model(model).parameter(name);
                long value = Long.parseLong(l.value().split("x")[0]);
                assertTrue(value == p.atMost(p.max()) || l.quantity().equals("resolution"), what);
            } else if (l.refusal() == null) {
                assertTrue(memory(l.placement(), profiler.profile(request(model, device, with(asked, l.quantity(), l.next())))) > room, what);
            }
        }
    }

    private static Map<String, String> with(Map<String, String> set, String quantity, String value) {
        Map<String, String> out = new LinkedHashMap<>(set);
        if (quantity.equals("resolution")) {
            out.put("height", value.split("x")[0]);
            out.put("width", value.split("x")[1]);
        } else {
            out.put(quantity, value);
        }
        return out;
    }

    @Test
    void movingWeightsNeverNeedsMoreMemoryNorLessTime() {
        for (String model : SUITES.modelNames()) {
            Profile profile = new Profiler(SUITES).profile(request(model, "a100-sxm4-80gb", Map.of()));
            List<StageProfile.Facts> stages = profile.stages().stream().map(StageProfile::facts).toList();
            long resident = Placement.RESIDENT.need(stages, profile.totals()).bytes();
            long offload = Placement.MODEL_OFFLOAD.need(stages, profile.totals()).bytes();
            long bound = Placement.SEQUENTIAL_OFFLOAD.need(stages, profile.totals()).bytes();
            assertEquals(profile.totals().peakMemoryBytes(), resident, model);
            assertTrue(bound < offload && offload <= resident, model);
            assertEquals(0, Placement.RESIDENT.moved(stages));
            assertTrue(Placement.MODEL_OFFLOAD.moved(stages) >= 2.0 * stages.get(0).weightBytes(), model);
            assertTrue(Placement.SEQUENTIAL_OFFLOAD.moved(stages) >= profile.totals().weightBytes(), model);
        }
    }

    @Test
    void aNetworkThatStaysIsNotMoved() {
        Profile llama = new Profiler(SUITES).profile(request("llama-2-7b", "l4", Map.of("new_tokens", "8")));
        List<StageProfile.Facts> stages = llama.stages().stream().map(StageProfile::facts).toList();
        long weights = llama.totals().weightBytes();
        assertEquals(2, stages.size());
        assertEquals(2.0 * weights, Placement.MODEL_OFFLOAD.moved(stages), "in once, out once: prefill and decode are one network");
        assertEquals(9.0 * weights, Placement.SEQUENTIAL_OFFLOAD.moved(stages), "one prefill, eight decodes");
    }

    @Test
    void resolutionKeepsTheAspectAndTheSteps() {
        FitPlan plan = new FitPlanner(SUITES, request("sdxl", "l4", set("height=768 width=1344"))).plan(List.of("resolution"));
        assertEquals(6, plan.largest().size(), "three placements, without and with what saves memory");
        for (FitPlan.Largest l : plan.largest()) {
            double height = Double.parseDouble(l.value().split("x")[0]);
            double width = Double.parseDouble(l.value().split("x")[1]);
            assertTrue(height % 8 == 0 && width % 8 == 0 && Math.abs(width - height * 1344 / 768) <= 4, l.value());
        }
    }

    @Test
    void switchesThatSaveMemoryAreTriedUnlessTheRequestNamesThem() {
        FitPlan plan = new FitPlanner(SUITES, request("sdxl", "rtx-3060", set("height=2048 width=2048 batch=4"))).plan(List.of("batch"));
        assertEquals(List.of(false, false, false, true, true, true), plan.request().stream().map(FitPlan.Use::saving).toList());
        FitPlan.Use off = plan.request().get(0);
        FitPlan.Use on = plan.request().get(3);
        assertTrue(!off.fits() && on.fits() && on.peakBytes() < off.peakBytes() && on.time().seconds() > off.time().seconds());
        assertEquals(on, plan.fitting());
        assertTrue(plan.largest().get(0).value() == null && Long.parseLong(plan.largest().get(3).value()) >= 4);
        FitPlan tiled = new FitPlanner(SUITES, request("sdxl", "rtx-3060", set("height=2048 width=2048 vae_tiling=true"))).plan(List.of("batch"));
        assertEquals(Map.of("vae_slicing", "true"), tiled.saving());
        FitPlan named = new FitPlanner(SUITES, request("sdxl", "rtx-3060", set("vae_tiling=false vae_slicing=false"))).plan(List.of("batch"));
        assertEquals(Map.of(), named.saving());
        assertEquals(3, named.request().size());
    }

    @Test
    void timeIsUnknownWhereTheLinkIs() {
        assertEquals(0, SUITES.devices().get("tpu-v6e").hostLink());
        FitPlan plan = new FitPlanner(SUITES, request("sd-v1.5", "tpu-v6e", Map.of())).plan(List.of("batch"));
        assertTrue(plan.request().get(0).time() != null, "nothing moves");
        assertNull(plan.request().get(1).time());
        Device l4 = SUITES.devices().get("l4");
        FitPlan.Use use = new FitPlanner(SUITES, request("sd-v1.5", "l4", Map.of())).plan(List.of("batch")).request().get(1);
        long weights = new Profiler(SUITES).profile(request("sd-v1.5", "l4", Map.of())).totals().weightBytes();
        assertEquals(2.0 * weights / l4.hostLink(), use.time().moving(), 1e-9);
    }

    @Test
    void quantitiesThatAreNone() {
        FitPlanner planner = new FitPlanner(SUITES, request("sd-v1.5", "l4", Map.of()));
        assertTrue(assertThrows(InputException.class, () -> planner.plan(List.of("bacth"))).problems().get(0).text().contains("did you mean 'batch'?"));
        assertThrows(InputException.class, () -> planner.plan(List.of("guidance")));
        assertThrows(InputException.class, () -> new FitPlanner(SUITES, request("llama-2-7b", "l4", Map.of())).plan(List.of("resolution")));
        assertThrows(InputException.class, () -> new FitPlanner(SUITES, request("sd-v1.5", "l4", Map.of("batch", "0"))).plan(List.of()));
    }
}
