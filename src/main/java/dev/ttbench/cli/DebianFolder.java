package dev.ttbench.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes what stands compressed in a Debian package, manual pages and change log; run by the build. */
public final class DebianFolder {
    /** Where a gzip header says how hard it was compressed and on which system (RFC 1952), and what it says of {@code gzip -9} on Unix. */
    private static final int EFFORT = 8;
    private static final byte MOST = 2;
    private static final int SYSTEM = 9;
    private static final byte UNIX = 3;

    private DebianFolder() { }

    /** Arguments: the folder to write, the {@code share} folder, and the change log. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path share = Path.of(args[1]);
        write(Path.of(args[2]), folder.resolve("changelog.gz"));
        try (Stream<Path> files = Files.walk(share.resolve("man"))) {
            for (Path page : files.filter(Files::isRegularFile).toList()) {
                write(page, folder.resolve(share.relativize(page) + ".gz"));
            }
        }
    }

    private static void write(Path plain, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.write(to, gzip(Files.readAllBytes(plain)));
    }

    /** As {@code gzip -9n}: as small as it gets, without a name or a time, so that the same bytes give the same. */
    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new Hardest(bytes)) {
            out.write(plain);
        }
        byte[] out = bytes.toByteArray();
        out[EFFORT] = MOST;
        out[SYSTEM] = UNIX;
        return out;
    }

    private static final class Hardest extends GZIPOutputStream {
        Hardest(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
