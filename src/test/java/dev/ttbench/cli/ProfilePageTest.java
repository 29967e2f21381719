package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a profile: it needs nothing else, is small, and says what the profile says. */
class ProfilePageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String page(String arguments) {
        Run run = Run.of(("profile " + arguments + " --format html").split(" "));
        assertEquals(0, run.exit(), run::err);
        return run.out();
    }

    private static JsonNode profile(String arguments) throws IOException {
        return JSON.readTree(Run.of(("profile " + arguments + " --format json").split(" ")).out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--model sd-v1.5", "--model llama-2-7b", "--model svd-xt --attention baseline", "--model sd-v1.5 --device tpu-v5e --dtype bf16", "--model sd-v1.5 --stage text_encoder"})
    void itSaysWhatTheProfileSays(String arguments) throws IOException {
        String page = page(arguments);
        JsonNode totals = profile(arguments).get("totals");
        for (String id : List.of("time_s", "gpu_time_s")) {
            assertEquals(totals.get(id).doubleValue(), Double.parseDouble(Matches.all("id=\"" + id + "\" data-v=\"([^\"]*)\"", page).get(0)));
        }
        assertEquals(totals.get("peak_memory_bytes").asText(), Matches.all("id=\"peak_memory_bytes\" data-v=\"([^\"]*)\"", page).get(0));
        String table = page.substring(page.indexOf("<table id=\"operators\""));
        double seconds = 0;
        long rows = 0;
        for (String row : Matches.all("<tr>(<td class=\"op\".*?)</tr>", table.substring(0, table.indexOf("</table>")))) {
            seconds += Double.parseDouble(Matches.all("data-v=\"([^\"]*)\"", row).get(0));
            rows++;
        }
        assertTrue(rows > 5);
        assertEquals(totals.get("time_s").doubleValue(), seconds, 1e-6 * seconds);
        JsonNode tree = tree(page);
        assertEquals(totals.get("time_s").doubleValue(), tree.get(2).doubleValue(), 1e-6 * seconds);
        addsUp(tree);
    }

    private static JsonNode tree(String page) throws IOException {
        return JSON.readTree(Matches.all("id=\"flame-data\">(.*?)</script>", page).get(0)).get("tree");
    }

    /** What stands in a part takes as long as the part, where it is told. */
    private static void addsUp(JsonNode part) {
        double sum = 0;
        for (JsonNode inside : part.get(10)) {
            sum += inside.get(2).doubleValue();
            addsUp(inside);
        }
        assertTrue(part.get(10).isEmpty() || Math.abs(sum - part.get(2).doubleValue()) <= 1e-6 * sum, part::toString);
    }

    @Test
    void itShowsTheOtherAttentionBesideItsOwn() throws IOException {
        String page = page("--model sd-v1.5");
        List<String> bars = Matches.all("class=\"name\">[a-z]+</span>.*?<span class=\"n\" data-v=\"([^\"]*)\"", page);
        JsonNode flash = profile("--model sd-v1.5 --attention flash");
        JsonNode baseline = profile("--model sd-v1.5 --attention baseline");
        List<Double> expected = new ArrayList<>();
        for (JsonNode p : List.of(flash, baseline)) {
            expected.add(p.get("totals").get("time_s").doubleValue());
        }
        for (int i = 0; i < flash.get("stages").size(); i++) {
            expected.add(flash.get("stages").get(i).get("time_s").doubleValue());
            expected.add(baseline.get("stages").get(i).get("time_s").doubleValue());
        }
        assertEquals(expected, bars.stream().map(Double::valueOf).toList());
        assertEquals("math", Matches.all("class=\"name\">([a-z]+)</span>", page("--model sd-v1.5 --attention math")).get(0));
        assertEquals("flash", Matches.all("class=\"name\">([a-z]+)</span>", page("--model sd-v1.5 --attention math")).get(1));
    }

    @Test
    void itNeedsNothingElseAndIsSmall() {
        String page = page("--model sd-v1.5");
        assertTrue(page.length() < 1_000_000, () -> page.length() + " characters");
        String markup = page.replaceAll("(?s)<script.*?</script>", "").replaceAll("(?s)<style>.*?</style>", "");
        for (String link : Matches.all("(?:src|href|action|data)=\"([^\"]*)\"", markup)) {
            assertTrue(link.startsWith("#") || link.equals("data:,"), link);
        }
        assertFalse(page.contains("@import") || page.contains("url(") || page.contains("fetch(") || page.contains("XMLHttpRequest"));
        List<String> ids = Matches.all("\\bid=\"([^\"]*)\"", markup);
        Set<String> known = new HashSet<>(ids);
        assertEquals(ids.size(), known.size(), "ids are unique");
        Matches.all("href=\"#([^\"]*)\"", markup).forEach(id -> assertTrue(known.contains(id), id));
        Matches.all("aria-labelledby=\"([^\"]*)\"", markup).forEach(id -> assertTrue(known.contains(id), id));
        assertEquals(Matches.all("(<svg )", markup).size(), Matches.all("<svg [^>]*role=\"img\" aria-label=\"([^\"]+)\"", markup).size());
    }

    @Test
    void itNamesTheCommandTheAssumptionsAndTheConstants() throws IOException {
        String page = page("--model imagen --set batch=2");
        assertTrue(page.contains("<code id=\"command\">ttbench profile --model imagen --set batch=2 --format html</code>"));
        for (JsonNode a : profile("--model imagen").get("model").get("assumptions")) {
            assertTrue(page.contains("<li>" + a.asText().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;") + "</li>"), a::asText);
        }
        JsonNode explained = JSON.readTree(Run.of("explain", "conv2d", "--format", "json").out()).get("constants");
        for (JsonNode c : explained) {
            assertTrue(!c.get("of").asText().equals("all") || page.contains("<td>" + c.get("name").asText() + "</td>"), c::toString);
        }
        assertTrue(page.contains("<code>eager</code>") && !page.contains("<code>winograd</code>"), "terms of this runtime and type");
        assertTrue(page("--model sd-v1.5 --dtype fp32").contains("<code>winograd</code>"));
        assertFalse(page.contains("library cudnn"), "constants of other libraries are left out");
    }
}
