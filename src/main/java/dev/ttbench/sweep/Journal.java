package dev.ttbench.sweep;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The output of a sweep while it grows: rows go to {@code FILE.part} in their final order, so what is there is what is done; the file gets its
 * name when the last row is written. {@code FILE.part.request} says whose rows they are. A line that was cut short is dropped.
 */
final class Journal implements Closeable {
    private static final int BLOCK = 1 << 16;
    private final Path target;
    private final Path part;
    private final Path request;
    private final FileChannel channel;
    private long rows;

    /**
     * Opens it for one sweep.
     *
     * @param digest of all that the rows depend on
     * @param header line before the rows; empty for none
     * @param resume whether to go on where an earlier one was stopped
     * @throws InputException when another sweep writes there, an unfinished one is there and {@code resume} is not asked for, or it was of another request
     */
    static Journal open(Path file, String digest, String header, boolean resume) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new InputException(new Problem(file.toString(), 0, 0, "it is a folder", "a sweep writes one file"));
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Path request = target.resolveSibling(target.getFileName() + ".part.request");
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!locked(channel) || !Files.exists(part)) {
                throw new InputException(new Problem(file.toString(), 0, 0, "another sweep is writing to it", "wait for it, or write to another file"));
            }
            Journal j = new Journal(target, part, request, channel);
            j.begin(file, digest, header, resume);
            return j;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private Journal(Path target, Path part, Path request, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.request = request;
        this.channel = channel;
    }

    private void begin(Path file, String digest, String header, boolean resume) throws IOException {
        boolean begun = channel.size() > 0 && Files.exists(request);
        if (begun && !resume) {
            throw new InputException(new Problem(file.toString(), 0, 0, "an unfinished sweep is there, in " + part.getFileName(), "--resume goes on with it; delete that file to start over"));
        }
        if (begun && !Files.readString(request).strip().equals(digest)) {
            throw new InputException(new Problem(file.toString(), 0, 0, "the unfinished sweep in " + part.getFileName() + " was of another request",
                    "axes, models, devices, constants and version must be the same; delete that file to start over"));
        }
        if (begun && keepWholeLines(header)) {
            return;
        }
        channel.truncate(0);
        Path fresh = request.resolveSibling(request.getFileName() + ".new");
        Files.writeString(fresh, digest + "\n");
        move(fresh, request);
        append(header, 0);
    }

    /** Drops a line that was cut short, and counts the others; false when not even the header is whole. */
    private boolean keepWholeLines(String header) throws IOException {
        byte[] start = header.getBytes(StandardCharsets.UTF_8);
        if (channel.size() < start.length) {
            return false;
        }
        ByteBuffer b = ByteBuffer.allocate(BLOCK);
        long lines = 0;
        long end = 0;
        for (long at = 0; at < channel.size(); at += b.limit()) {
            b.clear();
            if (channel.read(b, at) < 0) {
                break;
            }
            b.flip();
            for (int i = 0; i < b.limit(); i++) {
                if (b.get(i) == '\n') {
                    lines++;
                    end = at + i + 1;
                }
            }
        }
        channel.truncate(end);
        channel.position(end);
        rows = lines - (start.length > 0 ? 1 : 0);
        return rows >= 0;
    }

    /** Rows that an earlier sweep had done. */
    long rows() {
        return rows;
    }

    /** Adds whole lines. */
    void append(CharSequence lines, long count) throws IOException {
        ByteBuffer b = StandardCharsets.UTF_8.encode(java.nio.CharBuffer.wrap(lines));
        while (b.hasRemaining()) {
            channel.write(b);
        }
        rows += count;
    }

    /** Where the rows are until then. */
    Path part() {
        return part;
    }

    /**
     * Gives the file its name, which it returns: all rows are there. Should its conversion fail, they stay where they are, for another try.
     *
     * @param conversion of the rows into the file; null to keep them as they are
     */
    Path finish(ParquetFile conversion) throws IOException {
        channel.force(true);
        if (conversion == null) {
            move(part, target);
        } else {
            Path converted = target.resolveSibling(target.getFileName() + ".part.parquet");
            try {
                conversion.write(part, converted);
                move(converted, target);
            } finally {
                Files.deleteIfExists(converted);
            }
            Files.delete(part);
        }
        Files.deleteIfExists(request);
        return target;
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
