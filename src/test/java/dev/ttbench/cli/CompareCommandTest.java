package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void filesAndSettingsCompareAlike() throws IOException {
        for (String attention : new String[] {"flash", "baseline"}) {
            Files.writeString(folder.resolve(attention + ".json"), Run.of("profile", "--model", "sd-v1.5", "--set", "batch=2", "--attention", attention, "--format", "json").out());
        }
        String files = Run.of("compare", folder.resolve("baseline.json").toString(), folder.resolve("flash.json").toString(), "--format", "json").out();
        assertEquals(files, Run.of("compare", "--model", "sd-v1.5", "--set", "batch=1", "attention=baseline,batch=2", "batch=2,attention=flash", "--format", "json").out());
        JsonNode n = JSON.readTree(files);
        assertEquals("ttbench.comparison", n.get("format").asText());
        double sum = 0;
        for (JsonNode o : n.get("operators")) {
            sum += o.get("difference_s").asDouble();
        }
        assertEquals(n.at("/times/0/difference_s").asDouble(), sum, 1e-6, "operators with the host's wait add up to the difference of the whole");
        assertEquals("attention", n.at("/settings/0/setting").asText());
    }

    @Test
    void theSameIsNoDifference() throws IOException {
        JsonNode n = JSON.readTree(Run.of("compare", "--model", "sd-v1.5", "batch=1", "batch=1", "--format", "json").out());
        assertEquals(0, n.get("operators").size());
        assertEquals(0, n.get("settings").size());
        assertEquals(1.0, n.at("/times/0/ratio").asDouble());
    }

    @Test
    void addedRemovedAndChangedOperators() throws IOException {
        assertEquals(java.util.Set.of("changed", "removed"), fates("attention=baseline", "attention=flash,height=576"));
        assertEquals(java.util.Set.of("changed", "added"), fates("attention=flash,height=576", "attention=baseline"));
    }

    private static java.util.Set<String> fates(String before, String after) throws IOException {
        java.util.Set<String> fates = new java.util.TreeSet<>();
        JSON.readTree(Run.of("compare", "--model", "sd-v1.5", before, after, "--format", "json").out()).get("operators").forEach(o -> fates.add(o.get("fate").asText()));
        return fates;
    }

    @Test
    void formsForPeople() {
        Run table = Run.of("compare", "--model", "sd-v1.5", "device=a100-sxm4-80gb", "device=h100-sxm5-80gb");
        assertTrue(table.out().contains("times as fast") && table.out().contains("Time by category"), table.out());
        String markdown = Run.of("compare", "--model", "sd-v1.5", "attention=baseline", "attention=flash", "--format", "markdown").out();
        assertTrue(markdown.contains("| setting | before | after |\n|---|---|---|\n| attention | baseline | flash |"), markdown);
    }

    @Test
    void wrongArgumentsAreSaid() throws IOException {
        Files.writeString(folder.resolve("x.json"), "{}");
        assertTrue(Run.of("compare", folder.resolve("x.json").toString(), "batch=1").err().contains("this is no profile of ttbench"));
        assertTrue(Run.of("compare", folder.resolve("none.json").toString(), "batch=1").err().contains("there is no such file"));
        assertTrue(Run.of("compare", "--model", "sd-v1.5", "batch", "batch=1").err().contains("neither a file nor a setting"));
        assertEquals(2, Run.of("compare", "--model", "sd-v1.5", "batch=1").exit());
        assertTrue(Run.of("compare", "--model", "sd-v1.5", "batch=0", "batch=1").err().contains("'batch' is 0"));
    }
}
