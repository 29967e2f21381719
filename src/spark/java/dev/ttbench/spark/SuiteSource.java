package dev.ttbench.spark;

import dev.ttbench.profile.Suites;
import dev.ttbench.spec.CompiledSuites;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Where a machine finds the suites: in a folder that is named, else in that of the distribution ({@code -Dttbench.home}), else in the jar.
 *
 * @param folder the folder {@code suites/}; null for one of the others
 */
record SuiteSource(String folder) implements Serializable {
    private static final String PACKED = "suites.zip";
    private static Path unpacked;

    /**
     * The suites, for one thread.
     *
     * @throws InputException when this machine has none
     */
    Suites open() throws IOException {
        Path at = place();
        if (!Files.isDirectory(at)) {
            throw new InputException(Problem.of("there is no folder '" + at + "' on this machine", "--suites names a folder that every machine has; without it the suites in the jar are used"));
        }
        return new Suites(new SuiteFiles(at, CompiledSuites.open(at.resolveSibling("lib").resolve("suites.bin"), at)));
    }

    private Path place() throws IOException {
        String home = System.getProperty("ttbench.home");
        return folder != null ? Path.of(folder) : home != null ? Path.of(home, "suites") : ofJar();
    }

    /** Those of the jar, unpacked once a process. */
    private static synchronized Path ofJar() throws IOException {
        if (unpacked == null) {
            try (InputStream in = SuiteSource.class.getResourceAsStream(PACKED)) {
                if (in == null) {
                    throw new InputException(Problem.of("this jar holds no suites", "name their folder: --suites FOLDER"));
                }
                unpacked = unpack(in, Files.createTempDirectory("ttbench-")).resolve("suites");
            }
        }
        return unpacked;
    }

    /** Unpacks a zip into a folder; all of it goes when the process ends. */
    static Path unpack(InputStream zip, Path into) throws IOException {
        into.toFile().deleteOnExit();
        ZipInputStream in = new ZipInputStream(zip);
        for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
            Path p = into.resolve(e.getName()).normalize();
            if (!p.startsWith(into)) {
                throw new IOException(e.getName() + " leads out of the archive");
            }
            p.toFile().deleteOnExit();
            if (e.isDirectory()) {
                Files.createDirectories(p);
            } else {
                Files.copy(in, p);
            }
        }
        return into;
    }
}
