package dev.ttbench.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.cli.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ttbench from Java: the same answers as the commands, its sample and its Javadoc. */
class LibraryTest {
    private static final Ttbench TTBENCH = Ttbench.open(Path.of("suites"));

    @TempDir
    Path folder;

    private static String command(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new dev.ttbench.cli.Ttbench(new Environment(Path.of("suites"), Map.of(), "UTF-8", () -> false)).run(new PrintWriter(out), new PrintWriter(err), args);
        assertEquals(0, exit, err::toString);
        return out.toString();
    }

    @Test
    void answersWhatTheCommandAnswers() {
        ProfileRequest r = ProfileRequest.of("sd-v1.5").set("height", 768).set("guidance", false).device("l4").dtype("bf16").dtype("vae_decoder", "fp32").weights("unet", "int8")
                .attention("baseline").runtime("compiled").layout("channels-last").stages("unet", "vae_decoder");
        String[] words = ("profile --model sd-v1.5 --set height=768 --set guidance=false --device l4 --dtype bf16 --dtype vae_decoder=fp32 --weights unet=int8 --attention baseline "
                + "--runtime compiled --layout channels-last --stage unet --stage vae_decoder --format").split(" ");
        GenerationProfile p = TTBENCH.profile(r);
        assertEquals(command(with(words, "json")), p.json());
        assertEquals(command(with(words, "csv")), p.csv());
    }

    private static String[] with(String[] words, String last) {
        String[] out = java.util.Arrays.copyOf(words, words.length + 1);
        out[words.length] = last;
        return out;
    }

    @Test
    void partsAddUp() {
        GenerationProfile p = TTBENCH.profile(ProfileRequest.of("sd-v1.5"));
        assertEquals("sd-v1.5", p.model());
        assertEquals(512L, p.parameters().get("height"));
        assertThrows(UnsupportedOperationException.class, () -> p.parameters().put("height", 1L));
        Totals t = p.totals();
        assertEquals(t.seconds(), p.stages().stream().mapToDouble(GenerationProfile.Stage::seconds).sum(), t.seconds() * 1e-9);
        assertEquals(t.parameters(), p.stages().stream().mapToLong(GenerationProfile.Stage::parameters).sum());
        assertEquals(t.flops().matmul(), p.categories().stream().map(GenerationProfile.Category::flops).reduce(java.math.BigInteger.ZERO, java.math.BigInteger::add));
        assertTrue(t.lowSeconds() < t.seconds() && t.seconds() < t.highSeconds() && t.fits());
        for (GenerationProfile.Stage s : p.stages()) {
            assertEquals(s.flops().matmul(), s.operators().stream().map(Operator::totalFlops).reduce(java.math.BigInteger.ZERO, java.math.BigInteger::add), s.id());
            assertEquals(s.seconds(), s.operators().stream().mapToDouble(Operator::totalSeconds).sum(), s.seconds() * 1e-9, s.id());
        }
    }

    @Test
    void aRequestIsNotChangedByAnother() {
        ProfileRequest one = ProfileRequest.of("sd-v1.5").stages("text_encoder");
        ProfileRequest two = one.set("batch", 2).device("l4");
        assertEquals(1L, TTBENCH.profile(one).parameters().get("batch"));
        assertEquals(2L, TTBENCH.profile(two).parameters().get("batch"));
        assertEquals("l4", TTBENCH.profile(two).device());
    }

    @Test
    void aSweepIsTheSameInParallel() {
        Sweep sweep = Sweep.of("sd-v1.5").axis("height", "512:1024:128").axis("batch", 1, 4096).devices("l4", "a100-sxm4-80gb").dtypes("fp16").runtimes("eager").where("height != 640");
        List<SweepRow> rows = TTBENCH.sweep(sweep).toList();
        assertEquals(16, rows.size());
        assertEquals(rows, TTBENCH.sweep(sweep).parallel().toList());
        assertEquals(Map.of("model", "sd-v1.5", "height", "512", "batch", "1", "device", "l4", "dtype", "fp16", "runtime", "eager"), rows.get(0).axes());
        assertEquals(TTBENCH.profile(ProfileRequest.of("sd-v1.5").device("l4")).totals(), rows.get(0).totals().orElseThrow());
        SweepRow large = rows.get(2);
        assertEquals(SweepRow.Status.NO_FIT, large.status());
        assertTrue(large.reason().contains("GB") && !large.totals().orElseThrow().fits());
        SweepRow refused = TTBENCH.sweep(Sweep.of("sd-v1.5").axis("height", 770)).findFirst().orElseThrow();
        assertEquals(SweepRow.Status.REFUSED, refused.status());
        assertTrue(refused.totals().isEmpty() && refused.reason().contains("height"), refused::toString);
    }

    @Test
    void whatCannotBeAnsweredSaysWhy() {
        assertTrue(assertThrows(RequestException.class, () -> TTBENCH.profile(ProfileRequest.of("sd-v1.55"))).getMessage().contains("did you mean 'sd-v1.5'"));
        assertEquals(2, assertThrows(RequestException.class, () -> TTBENCH.profile(ProfileRequest.of("sd-v1.5").set("height", 770).set("steps", 0))).problems().size());
        assertThrows(RequestException.class, () -> TTBENCH.sweep(Sweep.of("no-such-model")));
        assertThrows(RequestException.class, () -> Sweep.of("sd-v1.5").where("height >"));
        assertThrows(RequestException.class, () -> Sweep.of("sd-v1.5").axis("height", "512,,1024"));
        assertThrows(RequestException.class, () -> TTBENCH.sweep(Sweep.of("sd-v1.5").axis("height", 512).where("no_such_name > 1")).count());
        assertThrows(RequestException.class, () -> Ttbench.open(Path.of("no-such-folder")));
        assertThrows(RequestException.class, () -> TTBENCH.calibratedBy(Path.of("no-such-file.yaml")));
    }

    @Test
    void knowsItsModelsAndDevices() {
        assertTrue(TTBENCH.models().contains("sd-v1.5") && TTBENCH.devices().contains("l4"));
    }

    /** The program of the how-to compiles, and runs with the suites that are beside it. */
    @Test
    void theSampleRuns() throws Exception {
        String page = Files.readString(Path.of("docs/how-to/use-as-a-library.md"));
        Matcher m = Pattern.compile("<!-- java: Sample -->\n```java\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(m.find());
        Path source = Files.writeString(folder.resolve("Sample.java"), m.group(1));
        assertEquals("", tool("javac", "-Xlint:all", "-Werror", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"), source.toString()));
        String home = System.setProperty("ttbench.home", ".");
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, LibraryTest.class.getClassLoader())) {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            Method main = loader.loadClass("Sample").getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
            if (home == null) {
                System.clearProperty("ttbench.home");
            } else {
                System.setProperty("ttbench.home", home);
            }
        }
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.get(0).matches("sd-v1\\.5 on l4: [\\d.]+ s, [\\d.]+ TFLOP, fits: true"), lines::toString);
        assertEquals(List.of("text_encoder", "unet", "vae_decoder"), lines.subList(1, 4).stream().map(l -> l.replaceAll(":.*", "")).toList());
        assertTrue(lines.get(4).startsWith("32 points, fastest per image: {model=sd-v1.5"), lines::toString);
        assertTrue(lines.get(5).contains("height=770"), lines::toString);
    }

    @Test
    void itsJavadocIsComplete() throws IOException {
        assertEquals("", tool("javadoc", "-quiet", "-Xdoclint:all", "-Werror", "-d", folder.resolve("javadoc").toString(), "-sourcepath", "src/main/java",
                "-cp", System.getProperty("java.class.path"), "dev.ttbench.api"));
        assertTrue(Files.exists(folder.resolve("javadoc/dev/ttbench/api/Ttbench.html")));
    }

    private static String tool(String name, String... args) {
        StringWriter said = new StringWriter();
        PrintWriter to = new PrintWriter(said);
        int code = ToolProvider.findFirst(name).orElseThrow().run(to, to, args);
        return code == 0 ? said.toString() : "exit " + code + "\n" + said;
    }
}
