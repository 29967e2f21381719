package dev.ttbench.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** An unpacked distribution, and the folders that tests of it use: all under target/, since a background process may still write there. */
record Distribution(Path home) {
    /** The main job: a long output, and every part of the program. */
    static final String[] PROFILE = {"profile", "--model", "sd-v1.5", "--format", "json"};

    /** The one that this build made. */
    static Distribution built() {
        return new Distribution(Path.of(System.getProperty("ttbench.distribution", "target/ttbench")).toAbsolutePath());
    }

    /** A new empty folder. */
    static Path scratch(String name) {
        Path folder = built().home().resolveSibling("launcher tests").resolve(name);
        try {
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> old = Files.walk(folder)) {
                    for (Path path : old.sorted((a, b) -> b.compareTo(a)).toList()) {
                        Files.deleteIfExists(path);
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A minimal environment: this Java, no cache. */
    static Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        all.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        all.put("TTBENCH_JAVA", System.getProperty("java.home"));
        all.put("TTBENCH_ARCHIVE", "off");
        all.put("LC_ALL", "C.UTF-8");
        return all;
    }

    /** {@link #environment()} with changes; an empty value removes a name. */
    static Map<String, String> environment(Map<String, String> changes) {
        Map<String, String> all = environment();
        changes.forEach((name, value) -> all.compute(name, (n, old) -> value.isEmpty() ? null : value));
        return all;
    }

    /** Waits for what a background process does. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 90_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not seen in time: " + what);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Names in a folder, sorted; none when there is no such folder. */
    static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path launcher() {
        return home.resolve("bin/ttbench");
    }

    Path jar() {
        return home.resolve("lib/ttbench.jar");
    }

    /** A copy of all of it, times kept. */
    Distribution copyTo(Path target) {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path from : all.toList()) {
                Path to = target.resolve(home.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return new Distribution(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs its launcher with these arguments. */
    Run run(Path directory, Map<String, String> environment, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = launcher().toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Run.of(directory, environment, command);
    }
}
