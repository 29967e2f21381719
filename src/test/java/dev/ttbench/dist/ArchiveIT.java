package dev.ttbench.dist;

import static dev.ttbench.dist.Distribution.PROFILE;
import static dev.ttbench.dist.Distribution.await;
import static dev.ttbench.dist.Distribution.environment;
import static dev.ttbench.dist.Distribution.names;
import static dev.ttbench.dist.Distribution.scratch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The class-data archive in the user's cache: made once, in the background; whatever happens to it costs time, never a line of output. */
@DisabledOnOs(OS.WINDOWS)
class ArchiveIT {
    private final Distribution built = Distribution.built();
    private final String expected = built.run(built.home(), environment(), PROFILE).out();

    /** Some Java virtual machines have no such archives: the build made none either. */
    @BeforeEach
    void thisJavaCanMakeOne() {
        assumeTrue(Files.exists(built.home().resolve("lib/ttbench.jsa")));
    }

    private Map<String, String> caching(Path cache) {
        return environment(Map.of("TTBENCH_ARCHIVE", "", "XDG_CACHE_HOME", cache.toString()));
    }

    private void profiles(Distribution distribution, Map<String, String> environment) {
        Run run = distribution.run(distribution.home(), environment, PROFILE);
        assertEquals(0, run.exit(), run::toString);
        assertEquals("", run.err(), run::toString);
        assertEquals(expected, run.out());
    }

    /** Archives in a cache, once nothing is being made there. */
    private static List<Path> archives(Path cache) {
        Path folder = cache.resolve("ttbench");
        await("an archive in " + folder, () -> {
            List<String> names = names(folder);
            return names.stream().anyMatch(name -> name.endsWith(".jsa")) && names.stream().noneMatch(name -> name.endsWith(".lock"));
        });
        return names(folder).stream().filter(name -> name.endsWith(".jsa")).map(folder::resolve).toList();
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isNotMadeWhereTheBuildsOwnFits() {
        Path folder = scratch("in place");
        profiles(built, caching(folder));
        assertEquals(List.of(), names(folder));
    }

    @Test
    void isMadeOnceForItsOwnerAlone() throws IOException {
        Path folder = scratch("archive");
        Distribution copy = built.copyTo(folder.resolve("a copy"));
        profiles(copy, caching(folder));
        Path archive = archives(folder).get(0);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.getParent())));
        assertEquals(time(copy.jar()), time(archive));
        Object identity = Files.getAttribute(archive, "unix:ino");
        profiles(copy, caching(folder));
        assertEquals(List.of(archive), archives(folder));
        assertEquals(identity, Files.getAttribute(archive, "unix:ino"));
    }

    @Test
    void isMadeOnceByManyAtATime() {
        Path folder = scratch("stampede");
        Distribution copy = built.copyTo(folder.resolve("a copy"));
        List<CompletableFuture<Void>> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(CompletableFuture.runAsync(() -> profiles(copy, caching(folder))));
        }
        runs.forEach(CompletableFuture::join);
        assertEquals(1, archives(folder).size());
        assertTrue(names(folder.resolve("ttbench")).stream().noneMatch(name -> name.endsWith(".tmp")));
    }

    @Test
    void isMadeAgainWhenTheJarChanges() throws IOException {
        Path folder = scratch("stale");
        Distribution copy = built.copyTo(folder.resolve("a copy"));
        profiles(copy, caching(folder));
        Path archive = archives(folder).get(0);
        for (Instant other : List.of(Instant.parse("2001-02-03T04:05:06Z"), Instant.now())) {
            Files.setLastModifiedTime(copy.jar(), FileTime.from(other));
            assertNotEquals(time(copy.jar()), time(archive));
            profiles(copy, caching(folder));
            await("an archive for the new jar", () -> Files.exists(archive) && time(archive).equals(time(copy.jar())));
            assertEquals(List.of(archive), archives(folder));
            profiles(copy, caching(folder));
        }
    }

    @Test
    void isIgnoredWhenItWasMadeForAnotherPlaceOrJar() throws IOException {
        Path folder = scratch("foreign");
        Distribution first = built.copyTo(folder.resolve("first"));
        profiles(first, caching(folder));
        Path archive = archives(folder).get(0);
        // The name and time that fit, the content that doesn't: as after a folder was replaced by another, times kept.
        Distribution second = built.copyTo(folder.resolve("second"));
        Files.copy(archive, archive.resolveSibling(archive.getFileName().toString().replace("%first@", "%second@")),
                StandardCopyOption.COPY_ATTRIBUTES);
        profiles(second, caching(folder));
        FileTime before = time(first.jar());
        byte[] jar = Files.readAllBytes(first.jar());
        jar[jar.length - 2] = 1; // a comment of one character
        Files.write(first.jar(), Arrays.copyOf(jar, jar.length + 1));
        Files.setLastModifiedTime(first.jar(), before);
        profiles(first, caching(folder));
    }

    @Test
    void isMadeAgainWhenItWasDamaged() throws IOException {
        Path folder = scratch("damaged");
        Distribution copy = built.copyTo(folder.resolve("a copy"));
        profiles(copy, caching(folder));
        Path archive = archives(folder).get(0);
        byte[] good = Files.readAllBytes(archive);
        for (byte[] bad : List.of("garbage".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(good, good.length / 2))) {
            Files.delete(archive);
            Files.write(archive, bad);
            profiles(copy, caching(folder));
            await("a good archive again", () -> Files.exists(archive) && time(archive).equals(time(copy.jar())));
            archives(folder);
        }
    }

    @Test
    void isQuietlyIgnoredWhenItsHeaderIsWrongDespiteTheTime() throws IOException {
        Path folder = scratch("header");
        Distribution copy = built.copyTo(folder.resolve("a copy"));
        profiles(copy, caching(folder));
        Path archive = archives(folder).get(0);
        for (String bad : List.of("garbage", "", "x".repeat(100_000))) {
            Files.delete(archive);
            Files.writeString(archive, bad);
            Files.setLastModifiedTime(archive, time(copy.jar()));
            profiles(copy, caching(folder));
        }
    }

    @Test
    void isDoneWithoutWhereNoCacheCanBe() throws IOException {
        Path folder = scratch("no cache");
        Distribution copy = built.copyTo(folder.resolve("a copy"));
        Path file = Files.writeString(folder.resolve("file"), "");
        Path occupied = Files.createDirectory(folder.resolve("occupied"));
        Files.writeString(occupied.resolve("ttbench"), "");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        assertTrue(locked.toFile().setWritable(false));
        for (Path cache : List.of(file, occupied, Path.of("/proc/nowhere"), Path.of("relative"), folder.resolve("co:lon"))) {
            profiles(copy, caching(cache));
        }
        profiles(copy, environment(Map.of("TTBENCH_ARCHIVE", "", "XDG_CACHE_HOME", "")));
        profiles(copy, environment(Map.of("TTBENCH_ARCHIVE", "", "XDG_CACHE_HOME", "", "HOME", "/nowhere")));
        profiles(copy, environment(Map.of("TTBENCH_ARCHIVE", "", "XDG_CACHE_HOME", "", "HOME", file.toString())));
        assertEquals(List.of("a copy", "file", "locked", "occupied"), names(folder));
        assertFalse(Files.exists(copy.home().resolve("relative")));
        assertFalse(Files.exists(Path.of("/nowhere")));
        profiles(copy, caching(locked)); // as root it can be written all the same
    }
}
