package dev.ttbench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.cli.Environment;
import dev.ttbench.cli.Ttbench;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser; skipped where there is no Chromium. */
class BrowserTest {
    @TempDir
    static Path folder;

    private static Chromium browser;
    private static Path page;
    private static JsonNode profile;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Chromium.program() != null, "there is no Chromium here (Debian: apt-get install chromium)");
        page = folder.resolve("page.html");
        ttbench("profile", "--model", "sd-v1.5", "-o", page.toString());
        profile = new ObjectMapper().readTree(ttbench("profile", "--model", "sd-v1.5", "--format", "json"));
        browser = new Chromium(Files.createDirectory(folder.resolve("chromium")));
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
    }

    private static String ttbench(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertEquals(0, new Ttbench(new Environment(Path.of("suites"), Map.of(), "UTF-8", () -> false)).run(new PrintWriter(out), new PrintWriter(err), words), err::toString);
        return out.toString();
    }

    /** Nothing went wrong and nothing but the file was asked for. */
    private static void quiet() {
        quiet(page);
    }

    private static void quiet(Path page) {
        assertEquals(List.of(), browser.events("Runtime.exceptionThrown"));
        assertEquals(List.of(), browser.events("Runtime.consoleAPICalled"));
        assertEquals(List.of(), browser.events("Log.entryAdded"));
        for (JsonNode request : browser.events("Network.requestWillBeSent")) {
            String url = request.get("request").get("url").asText();
            assertTrue(url.equals(page.toUri().toString()) || url.startsWith("data:"), url);
        }
    }

    @Test
    void itFitsNarrowAndWideScreensInLightAndDark() throws Exception {
        for (int width : new int[] {360, 1920}) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.open(page, width, dark, true);
                assertEquals(width, browser.eval("document.documentElement.scrollWidth").asInt(), "no scrolling sideways");
                assertEquals(dark, browser.eval("getComputedStyle(document.body).backgroundColor").asText().startsWith("rgb(20,"), "background");
                assertEquals(width < 640 ? "none" : "block", browser.eval("getComputedStyle(document.querySelector('svg.wide')).display").asText());
                assertTrue(browser.eval("Array.from(document.querySelectorAll('section')).every(s => s.getBoundingClientRect().height > 50)").asBoolean());
                quiet();
            }
        }
    }

    /** Pages of other commands: they fit, and those with a search box find rows and sort them. */
    @Test
    void otherPagesFitAndAreSearched() throws Exception {
        Path compared = folder.resolve("compared.html");
        ttbench("compare", "--model", "sd-v1.5", "attention=baseline", "attention=flash", "-o", compared.toString());
        Path swept = folder.resolve("swept.html");
        ttbench("sweep", "--model", "sd-v1.5", "--stage", "text_encoder", "--set", "batch=1:4", "--attention", "baseline,flash", "-o", swept.toString());
        Path suite = folder.resolve("suite");
        ttbench("suite", "src/test/resources/study/small.yaml", "--study", "kinds", "-o", suite.toString());
        for (Path p : List.of(compared, swept, suite.resolve("index.html"))) {
            for (int width : new int[] {360, 1920}) {
                browser.open(p, width, width == 360, true);
                assertEquals(width, browser.eval("document.documentElement.scrollWidth").asInt(), () -> p + " scrolls sideways");
                assertTrue(browser.eval("Array.from(document.querySelectorAll('figure')).every(s => s.getBoundingClientRect().right <= " + width + ")").asBoolean(), p::toString);
                quiet(p);
            }
        }
        browser.open(suite.resolve("index.html"), 360, false, true);
        assertTrue(browser.eval("(e => e.scrollWidth <= e.clientWidth)(document.querySelector('#claims .scroll'))").asBoolean(), "claims are read without scrolling sideways");
        String search = "(() => { const s = document.getElementById('search'); s.value = '%s'; s.dispatchEvent(new Event('input')); return document.getElementById('found').textContent; })()";
        browser.open(compared, 1920, false, true);
        String removed = browser.eval(String.format(search, "removed unet")).asText();
        assertTrue(removed.matches("\\d+ of \\d+ rows, -[0-9.]+ m?s"), removed);
        browser.open(swept, 1920, false, true);
        assertEquals("4 of 8 rows", browser.eval(String.format(search, "baseline")).asText());
        browser.eval("document.querySelectorAll('#rows thead button')[0].click()");
        assertEquals("4", browser.eval("document.querySelector('#rows tbody td').textContent").asText());
        quiet(swept);
    }

    @Test
    void itsNumbersAreTheProfiles() throws Exception {
        browser.open(page, 1920, false, true);
        assertEquals(profile.get("totals").get("time_s").doubleValue(), browser.eval("Number(document.getElementById('time_s').dataset.v)").doubleValue());
        for (JsonNode s : profile.get("stages")) {
            String sum = "Array.from(document.querySelectorAll('#operators tbody tr')).filter(r => r.cells[1].textContent === '" + s.get("id").asText() + "').reduce((t, r) => t + Number(r.cells[3].dataset.v), 0)";
            assertEquals(s.get("time_s").doubleValue(), browser.eval(sum).doubleValue(), 1e-6 * s.get("time_s").doubleValue());
        }
        for (JsonNode c : profile.get("categories")) {
            String cell = "Array.from(document.querySelectorAll('#categories tbody tr')).filter(r => r.cells[0].textContent.startsWith('" + c.get("category").asText() + "')).map(r => Number(r.cells[1].dataset.v))[0]";
            assertEquals(c.get("time_s").doubleValue(), browser.eval(cell).doubleValue(), 1e-9);
        }
        quiet();
    }

    @Test
    void tablesAreSearchedAndSorted() throws Exception {
        browser.open(page, 1920, false, true);
        browser.eval("(() => { const s = document.getElementById('search'); s.value = 'attention unet'; s.dispatchEvent(new Event('input')); })()");
        assertTrue(browser.eval("Array.from(document.querySelectorAll('#operators tbody tr')).filter(r => !r.hidden).every(r => /attention/.test(r.textContent) && /unet/.test(r.textContent))").asBoolean());
        String found = browser.eval("document.getElementById('found').textContent").asText();
        assertTrue(found.matches("\\d+ of \\d+ rows, .*s"), found);
        for (int column = 0; column < 12; column++) {
            String values = "Array.from(document.querySelectorAll('#operators tbody tr')).map(r => r.cells[" + column + "].dataset.v ?? r.cells[" + column + "].textContent)";
            for (int click = 0; click < 2; click++) {
                browser.eval("document.querySelectorAll('#operators thead button')[" + column + "].click()");
                boolean up = browser.eval("document.querySelectorAll('#operators thead th')[" + column + "].getAttribute('aria-sort')").asText().equals("ascending");
                String ordered = column >= 3 && column < 10 ? "Number(a) " + (up ? "<=" : ">=") + " Number(b)" : "a " + (up ? "<=" : ">=") + " b";
                assertTrue(browser.eval("(" + values + ").every((b, i, all) => { const a = i ? all[i - 1] : b; return " + ordered + "; })").asBoolean(), "column " + column);
            }
        }
        assertEquals(1, browser.eval("document.querySelectorAll('[aria-sort]').length").asInt());
        quiet();
    }

    @Test
    void theFlameViewIsZoomedByMouseAndKeys() throws Exception {
        browser.open(page, 1920, false, true);
        String widest = "Math.round(document.activeElement.getBoundingClientRect().width / document.getElementById('flame').getBoundingClientRect().width * 100)";
        browser.eval("Array.from(document.querySelectorAll('#flame button')).find(b => b.textContent === 'vae_decoder' || b.title.startsWith('vae_decoder:')).click()");
        assertEquals(100, browser.eval(widest).asInt());
        assertTrue(browser.eval("document.getElementById('flame-about').textContent").asText().startsWith("vae_decoder: "));
        assertTrue(browser.eval("document.getElementById('flame-path').textContent").asText().startsWith("In sd-v1.5 / vae_decoder"));
        browser.key("ArrowDown", 40);
        String inside = browser.eval("document.activeElement.title").asText();
        assertTrue(inside.startsWith("vae_decoder/"), inside);
        browser.key("ArrowRight", 39);
        assertTrue(!browser.eval("document.activeElement.title").asText().equals(inside));
        browser.key("Enter", 13);
        browser.key("Escape", 27);
        browser.key("Escape", 27);
        assertEquals("sd-v1.5", browser.eval("document.activeElement.textContent").asText());
        assertEquals("", browser.eval("document.getElementById('flame-path').textContent").asText());
        String texts = "Array.from(document.querySelectorAll('#flame button')).map(b => b.title)";
        List<String> redrawn = new java.util.ArrayList<>();
        browser.eval(texts).forEach(t -> redrawn.add(t.asText()));
        browser.open(page, 1920, false, false);
        List<String> atFirst = new java.util.ArrayList<>();
        Files.readString(page).lines().filter(l -> l.contains("<button")).forEach(l -> java.util.regex.Pattern.compile("<button[^>]* title=\"([^\"]*)\"").matcher(l).results().forEach(m -> atFirst.add(m.group(1))));
        assertEquals(atFirst, redrawn, "the script says of every part what the file says");
    }

    @Test
    void withoutScriptsEverythingButTheControlsIsThere() throws Exception {
        browser.open(page, 1920, false, false);
        JsonNode document = browser.send("DOM.getDocument", Map.of("depth", -1));
        String text = document.toString();
        assertTrue(text.contains("flame-data"));
        int root = document.get("root").get("nodeId").asInt();
        for (String selector : List.of("#flame button", "svg.wide circle", "svg.wide path.m2", "#operators tbody tr", ".bar i")) {
            assertTrue(browser.send("DOM.querySelectorAll", Map.of("nodeId", root, "selector", selector)).get("nodeIds").size() > 1, selector);
        }
        int search = browser.send("DOM.querySelector", Map.of("nodeId", root, "selector", "p.search")).get("nodeId").asInt();
        browser.send("DOM.enable", Map.of());
        browser.send("CSS.enable", Map.of());
        String styles = browser.send("CSS.getComputedStyleForNode", Map.of("nodeId", search)).get("computedStyle").toString();
        assertTrue(styles.contains("{\"name\":\"display\",\"value\":\"none\"}"), "the search box needs a script");
        quiet();
    }
}
