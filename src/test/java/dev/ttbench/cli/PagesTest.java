package dev.ttbench.cli;

import static dev.ttbench.study.StudyFiles.SMALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of comparisons, suites and measurements: each is one file that says what the other forms say. */
class PagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** It asks for no other file, its ids are unique, its links and fills are there, and what is not text has a name. {@code beside}: files that it may link. */
    private static void alone(String page, String beside) {
        String markup = page.replaceAll("(?s)<script.*?</script>", "").replaceAll("(?s)<style>.*?</style>", "");
        assertFalse(page.contains("@import") || page.contains("fetch(") || page.contains("XMLHttpRequest"));
        assertEquals(List.of(), Matches.all("<(script|img|link) [^>]*(?:src|href)=\"(?!data:,\")", markup));
        List<String> ids = Matches.all("\\bid=\"([^\"]*)\"", markup);
        HashSet<String> known = new HashSet<>(ids);
        assertEquals(known.size(), ids.size(), "ids are unique");
        for (String link : Matches.all("href=\"([^\"]*)\"", markup)) {
            assertTrue(link.equals("data:,") || (link.startsWith("#") ? known.contains(link.substring(1)) : link.matches(beside)), link);
        }
        Matches.all("url\\(([^)]*)\\)", page).forEach(u -> assertTrue(u.startsWith("#") && known.contains(u.substring(1)), u));
        Matches.all("aria-labelledby=\"([^\"]*)\"", markup).forEach(id -> assertTrue(known.contains(id), id));
        assertEquals(Matches.all("(<svg )", markup).size(), Matches.all("(role=\"img\"[^>]*>\\s*<title>[^<])", markup).size(), "every figure has a title");
        for (String tag : new String[] {"section", "table", "tbody", "tr", "td", "div", "figure", "p", "dl", "ul"}) {
            assertEquals(Matches.all("(<" + tag + ")[ >]", markup).size(), Matches.all("(</" + tag + ">)", markup).size(), tag);
        }
    }

    @Test
    void aComparisonSaysWhatItsJsonSays() throws IOException {
        String[] words = {"compare", "--model", "sd-v1.5", "attention=baseline", "attention=flash,height=576", "--format"};
        Run run = Run.of(words[0], words[1], words[2], words[3], words[4], words[5], "html");
        assertEquals(0, run.exit(), run::err);
        String page = run.out();
        alone(page, "");
        JsonNode json = JSON.readTree(Run.of(words[0], words[1], words[2], words[3], words[4], words[5], "json").out());
        assertEquals(json.at("/times/0/after_s").doubleValue(), Double.parseDouble(Matches.all("id=\"time_s\" data-v=\"([^\"]*)\"", page).get(0)));
        String table = page.substring(page.indexOf("<table id=\"operators\""));
        double sum = 0;
        long places = 0;
        for (String row : Matches.all("<tr>(<td class=\"op\".*?)</tr>", table)) {
            List<String> numbers = Matches.all("data-v=\"([^\"]*)\"", row);
            sum += Double.parseDouble(numbers.get(2));
            places += Long.parseLong(numbers.get(4));
        }
        assertEquals(json.at("/times/0/difference_s").doubleValue(), sum, 1e-6);
        assertEquals(json.get("operators").size(), places);
        List<Double> bars = Matches.all("class=\"name\">(?:before|after)</span>.*?<span class=\"n\" data-v=\"([^\"]*)\"", page).stream().map(Double::valueOf).toList();
        List<Double> expected = new ArrayList<>(List.of(json.at("/times/0/before_s").doubleValue(), json.at("/times/0/after_s").doubleValue()));
        json.get("stages").forEach(s -> expected.addAll(List.of(s.get("before_s").doubleValue(), s.get("after_s").doubleValue())));
        assertEquals(expected, bars);
        assertTrue(page.contains("<code id=\"command\">ttbench compare attention=baseline attention=flash,height=576 --model sd-v1.5 --format html</code>"));
    }

    @Test
    void theSameTwiceHasNothingToSearch() {
        Path file = folder.resolve("same.html");
        assertEquals(new Run(0, "", ""), Run.of("compare", "--model", "sd-v1.5", "--stage", "text_encoder", "batch=1", "batch=1", "-o", file.toString()));
        String page = read(file);
        alone(page, "");
        assertTrue(page.contains("Every setting is the same.") && !page.contains("<script>") && !page.contains("id=\"search\""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aSuiteHasAPageWithEveryStudy() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertEquals(0, Run.of("suite", SMALL, "-o", one.toString(), "--threads", "1").exit());
        assertEquals(0, Run.of("suite", SMALL, "-o", two.toString(), "--threads", "3").exit());
        String page = read(one.resolve("index.html"));
        assertEquals(page, read(two.resolve("index.html")), "the same bytes for any folder and number of threads");
        alone(page, "[a-z-]+\\.(csv|json|svg)");
        for (String link : Matches.all("href=\"([a-z-]+\\.[a-z]+)\"", page)) {
            assertTrue(Files.exists(one.resolve(link)), link);
        }
        long figures;
        try (java.util.stream.Stream<Path> files = Files.list(one)) {
            figures = files.filter(f -> f.toString().endsWith(".svg")).count();
        }
        assertEquals(figures, Matches.all("(<figure )", page).size());
        JsonNode findings = JSON.readTree(Run.of("suite", SMALL, "--format", "json").out()).get("findings");
        for (JsonNode f : findings) {
            assertTrue(page.contains("<td class=\"" + f.get("verdict").asText() + "\">" + f.get("verdict").asText() + "</td>") && page.contains(f.get("ttbench_says").asText()), f::toString);
        }
        assertTrue(page.contains("<code id=\"command\">ttbench suite " + SMALL + " --output FOLDER</code>"));
        assertFalse(page.contains("<script>"));
    }

    @Test
    void aSweepHasItsPlotAndItsRows() throws IOException {
        Path file = folder.resolve("sweep.html");
        Run run = Run.of("sweep", "--model", "sd-v1.5", "--stage", "text_encoder", "--set", "batch=1:4", "--attention", "baseline,flash", "--device", "l4", "-o", file.toString());
        assertEquals(0, run.exit(), run::err);
        String page = read(file);
        alone(page, "");
        List<String> lines = Run.of("sweep", "--model", "sd-v1.5", "--stage", "text_encoder", "--set", "batch=1:4", "--attention", "baseline,flash", "--device", "l4").out().lines().toList();
        List<String> rows = Matches.all("<tr>(<td.*?)</tr>", page.substring(page.indexOf("<table id=\"rows\"")));
        assertEquals(lines.size() - 1, rows.size());
        int time = List.of(lines.get(0).split(",")).indexOf("time_s");
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(Double.parseDouble(lines.get(i + 1).split(",")[time]), Double.parseDouble(Matches.all("data-v=\"([^\"]*)\"", rows.get(i)).get(1)), 1e-9);
        }
        assertEquals(1, Matches.all("(<figure )", page).size());
        assertTrue(page.contains("In all rows: device l4."), page);
        String best = Run.of("sweep", "--model", "sd-v1.5", "--stage", "text_encoder", "--set", "batch=1:4", "--top", "1", "--format", "html").out();
        assertTrue(best.contains("<p class=\"note\">1 row."), best);
        Run resumed = Run.of("sweep", "--model", "sd-v1.5", "--resume", "-o", file.toString());
        assertEquals(2, resumed.exit());
        assertTrue(resumed.err().contains("--resume does not go with a page"), resumed::err);
    }

    @Test
    void measurementsHaveAPageInTheSameStyle() throws IOException {
        Path file = folder.resolve("own.csv");
        List<String> lines = Files.readAllLines(Path.of("suites/measurements/kernels_other.csv"));
        Files.write(file, lines.subList(0, Math.min(60, lines.size())));
        Run run = Run.of("validate", "--measurements", file.toString(), "--format", "html");
        assertEquals(0, run.exit(), run::err);
        alone(run.out(), "");
        assertTrue(run.out().contains("<figure ") && run.out().contains("prefers-color-scheme:dark"));
    }
}
