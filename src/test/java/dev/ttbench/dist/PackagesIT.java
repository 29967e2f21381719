package dev.ttbench.dist;

import static dev.ttbench.dist.Distribution.PROFILE;
import static dev.ttbench.dist.Distribution.environment;
import static dev.ttbench.dist.Distribution.scratch;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The packages: what is in them, and that they run where they are unpacked. Their bytes are compared by {@code .ci/reproducible}. */
@DisabledOnOs(OS.WINDOWS)
class PackagesIT {
    private static final Distribution BUILT = Distribution.built();
    private static final long LARGEST = 25_000_000;

    /** The one file of target/ with such a name. */
    private static Path made(String pattern) throws IOException {
        try (Stream<Path> files = Files.list(BUILT.home().getParent())) {
            List<Path> found = files.filter(f -> f.getFileName().toString().matches(pattern)).toList();
            assertEquals(1, found.size(), pattern + ": " + found);
            assertTrue(Files.size(found.get(0)) < LARGEST, found::toString);
            return found.get(0);
        }
    }

    private static Run command(Path folder, String... words) {
        assumeTrue(List.of("/bin", "/usr/bin", "/usr/local/bin").stream().anyMatch(d -> Files.isExecutable(Path.of(d, words[0]))), words[0] + " is not installed");
        Run run = Run.of(folder, environment(), words);
        assertEquals(0, run.exit(), run::toString);
        return run;
    }

    /** Files of the distribution that belong into a package, by path, with the SHA-256 of their bytes. */
    private static Map<String, String> shipped(Path root) throws IOException {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path p : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(p).toString();
                if (!name.startsWith("lib/ttbench.jsa")) {
                    out.put(name, sha256(p));
                }
            }
        }
        return out;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void runs(Path launcher) {
        Run expected = BUILT.run(BUILT.home(), environment(), PROFILE);
        assertEquals(expected, Run.of(launcher.getParent(), environment(), concat(launcher.toString(), PROFILE)));
    }

    private static String[] concat(String first, String... rest) {
        return Stream.concat(Stream.of(first), Arrays.stream(rest)).toArray(String[]::new);
    }

    @Test
    void theTarIsTheDistribution() throws IOException {
        Path tar = made("ttbench-[\\w.]+\\.tar\\.gz");
        Path folder = scratch("tar");
        List<String> names = new ArrayList<>();
        for (String line : command(folder, "tar", "--numeric-owner", "-tvzf", tar.toString()).out().lines().toList()) {
            assertTrue(line.matches("(drwxr-xr-x|-rw-r--r--|-rwxr-xr-x) 0/0 .*"), line);
            names.add(line.substring(line.lastIndexOf(' ') + 1));
        }
        assertTrue(names.stream().noneMatch(n -> n.contains(".jsa")), names::toString);
        command(folder, "tar", "-xzf", tar.toString());
        Path home = folder.resolve(tar.getFileName().toString().replace(".tar.gz", ""));
        assertEquals(shipped(BUILT.home()), shipped(home));
        runs(home.resolve("bin/ttbench"));
    }

    @Test
    void theZipIsTheDistribution() throws IOException {
        Path zip = made("ttbench-[\\w.]+\\.zip");
        String root = zip.getFileName().toString().replace(".zip", "/");
        Map<String, String> inside = new TreeMap<>();
        Path file = scratch("zip").resolve("file");
        try (ZipFile z = new ZipFile(zip.toFile())) {
            for (ZipEntry e : z.stream().filter(e -> !e.isDirectory()).toList()) {
                Files.write(file, z.getInputStream(e).readAllBytes());
                inside.put(e.getName().substring(root.length()), sha256(file));
            }
        }
        assertEquals(shipped(BUILT.home()), inside);
    }

    @Test
    void theDebianPackageInstalls() throws IOException {
        Path deb = made("ttbench_[\\w.]+_all\\.deb");
        Path folder = scratch("deb");
        String fields = command(folder, "dpkg-deb", "-f", deb.toString()).out();
        for (String field : List.of("Package: ttbench", "Architecture: all", "Depends: default-jre-headless (>= 2:1.17) | java17-runtime-headless")) {
            assertTrue(fields.contains(field + "\n"), fields);
        }
        command(folder, "dpkg-deb", "-x", deb.toString(), "root");
        Path usr = folder.resolve("root/usr");
        for (String f : List.of("share/bash-completion/completions/ttbench", "share/zsh/vendor-completions/_ttbench",
                "share/fish/vendor_completions.d/ttbench.fish", "share/doc/ttbench/copyright", "share/doc/ttbench/THIRD-PARTY.txt", "share/doc/ttbench/sbom.cdx.json", "share/ttbench/lib/ttbench.jar")) {
            assertTrue(Files.isRegularFile(usr.resolve(f)), f);
        }
        assertTrue(shipped(usr).keySet().stream().noneMatch(n -> n.contains(".jsa")));
        Map<String, String> home = shipped(usr.resolve("share/ttbench"));
        Map<String, String> built = shipped(BUILT.home());
        built.keySet().removeIf(n -> !n.startsWith("bin/ttbench") && !n.startsWith("lib/") && !n.startsWith("suites/"));
        built.remove("bin/ttbench.cmd");
        assertEquals(built, home);
        Map<String, String> pages = new TreeMap<>();
        for (String name : Distribution.names(usr.resolve("share/man/man1"))) {
            pages.put(name, sha256(Files.write(folder.resolve("page"), hardestGzip(usr.resolve("share/man/man1").resolve(name)))));
        }
        Map<String, String> plain = new TreeMap<>();
        shipped(BUILT.home().resolve("share/man/man1")).forEach((name, digest) -> plain.put(name + ".gz", digest));
        assertEquals(plain, pages);
        runs(usr.resolve("bin/ttbench"));
    }

    /** What {@code gzip -9n} wrote, or says that it did: no name, no time, as small as possible. */
    private static byte[] hardestGzip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        assertArrayEquals(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 2, 3}, Arrays.copyOf(bytes, 10), file::toString);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    @Test
    void theDebianPackageSaysWhoseItIs() throws IOException {
        Path deb = made("ttbench_[\\w.]+_all\\.deb");
        Path folder = scratch("deb-doc");
        Map<String, String> fields = new TreeMap<>();
        command(folder, "dpkg-deb", "-f", deb.toString()).out().lines().filter(l -> !l.startsWith(" ")).forEach(l -> fields.put(l.substring(0, l.indexOf(':')), l.substring(l.indexOf(':') + 2)));
        command(folder, "dpkg-deb", "-x", deb.toString(), "root");
        Path doc = folder.resolve("root/usr/share/doc/ttbench");
        List<String> changes = new String(hardestGzip(doc.resolve("changelog.gz")), StandardCharsets.UTF_8).lines().toList();
        assertTrue(changes.get(0).startsWith("ttbench (" + fields.get("Version") + ") "), changes::toString);
        assertTrue(changes.stream().anyMatch(l -> l.startsWith(" -- " + fields.get("Maintainer") + "  ")), changes::toString);
        assertEquals(Path.of("../../common-licenses/Apache-2.0"), Files.readSymbolicLink(doc.resolve("LICENSE")));
        String copyright = Files.readString(doc.resolve("copyright"));
        assertTrue(copyright.startsWith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"));
        TreeSet<String> named = new TreeSet<>();
        TreeSet<String> explained = new TreeSet<>();
        for (String paragraph : copyright.split("\n\n")) {
            for (String line : paragraph.lines().filter(l -> l.startsWith("License: ")).toList()) {
                (paragraph.startsWith("License: ") ? explained : named).addAll(List.of(line.substring("License: ".length()).split(" and ")));
            }
        }
        assertEquals(named, explained);
    }

    @Test
    void lintianFindsNothing() throws IOException {
        Run run = command(scratch("lintian"), "lintian", "--allow-root", "--display-info", "--pedantic", "--fail-on", "error,warning,info,pedantic", made("ttbench_[\\w.]+_all\\.deb").toString());
        assertEquals("", run.out(), run::toString);
    }

    /** The how-to's program, as it says: the jar alone on the class path, which finds the models beside itself. */
    @Test
    void theJarIsALibrary() throws IOException {
        String page = Files.readString(Path.of("docs/how-to/use-as-a-library.md"));
        java.util.regex.Matcher m = java.util.regex.Pattern.compile("<!-- java: Sample -->\n```java\n(.*?)```", java.util.regex.Pattern.DOTALL).matcher(page);
        assertTrue(m.find());
        Path folder = scratch("library");
        Files.writeString(folder.resolve("Sample.java"), m.group(1));
        Run run = Run.of(folder, environment(), System.getProperty("java.home") + "/bin/java", "-cp", BUILT.jar().toString(), "Sample.java");
        assertEquals(0, run.exit(), run::toString);
        assertEquals("", run.err(), run::toString);
        assertTrue(run.out().startsWith("sd-v1.5 on l4: "), run::toString);
    }

    /** Whatever library has a class in the jar is in the SBOM, with the SHA-256 of the file that it was taken from, and in THIRD-PARTY.txt. */
    @Test
    void theSbomListsWhatIsInTheJar() throws IOException {
        JsonNode bom = JsonMapper.builder().build().readTree(BUILT.home().resolve("sbom.cdx.json").toFile());
        String version = BUILT.run(BUILT.home(), environment(), "--version").out().split(" ")[1];
        assertEquals(version, bom.at("/metadata/component/version").asText());
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode c : bom.path("components")) {
            listed.put(c.path("name").asText() + "-" + c.path("version").asText() + ".jar", c.at("/hashes/0/content").asText());
        }
        String picocli = listed.keySet().stream().filter(n -> n.startsWith("picocli-")).findFirst().orElseThrow();
        assertTrue(Files.readString(Path.of("pom.xml")).contains("<picocli.version>" + picocli.replaceAll("picocli-|\\.jar", "") + "</picocli.version>"), picocli);
        listed.remove(picocli);
        Map<String, String> bundled = new TreeMap<>();
        try (JarFile jar = new JarFile(BUILT.jar().toFile())) {
            assertTrue(jar.getEntry("picocli/CommandLine.class") != null);
            for (String path : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator)) {
                if (path.endsWith(".jar") && !path.contains("ttbench")) {
                    try (JarFile library = new JarFile(path)) {
                        if (library.stream().anyMatch(e -> e.getName().endsWith(".class") && !e.getName().equals("module-info.class") && jar.getEntry(e.getName()) != null)) {
                            bundled.put(Path.of(path).getFileName().toString(), sha256(Path.of(path)));
                        }
                    }
                }
            }
        }
        assertEquals(bundled, listed);
    }

    @Test
    void everyLicenceThatIsNamedIsThere() throws IOException {
        String text = Files.readString(BUILT.home().resolve("THIRD-PARTY.txt"));
        TreeSet<String> named = new TreeSet<>();
        java.util.regex.Pattern.compile("licenses/([\\w-]+)").matcher(text).results().forEach(m -> named.add(m.group(1)));
        assertEquals(new TreeSet<>(Distribution.names(BUILT.home().resolve("licenses"))), named);
        for (JsonNode c : JsonMapper.builder().build().readTree(BUILT.home().resolve("sbom.cdx.json").toFile()).path("components")) {
            String family = c.path("name").asText().startsWith("jackson") ? "jackson" : c.path("name").asText().replace("commons-math3", "commons math");
            assertTrue(text.toLowerCase(java.util.Locale.ROOT).contains(family), family);
        }
    }
}
