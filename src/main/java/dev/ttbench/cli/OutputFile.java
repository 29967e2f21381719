package dev.ttbench.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file whole or leaves what was there. */
final class OutputFile {
    /** A file that could not be written. */
    static final class WriteException extends IOException {
        private static final long serialVersionUID = 1L;

        WriteException(String file, Exception cause) {
            super("cannot write " + file + ": " + reason(cause), cause);
        }

        private static String reason(Exception e) {
            if (e instanceof java.nio.file.NoSuchFileException) {
                return "its folder does not exist";
            }
            if (e instanceof java.nio.file.FileAlreadyExistsException) {
                return "it is a file, not a folder";
            }
            if (e instanceof java.nio.file.AccessDeniedException) {
                return "permission denied";
            }
            if (e instanceof java.nio.file.FileSystemException f && f.getReason() != null) {
                return f.getReason();
            }
            return e.getMessage();
        }
    }

    private OutputFile() { }

    /** Writes the bytes of a file. */
    interface Content {
        /** Writes all of them; does not close. */
        void write(OutputStream out) throws IOException;
    }

    /** Writes {@code text} as UTF-8 to a temporary file beside {@code name} and renames it. */
    static void write(String name, CharSequence text) throws WriteException {
        write(name, out -> {
            Writer w = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            w.append(text);
            w.flush();
        });
    }

    /** Writes {@code text} to a temporary file beside {@code name} and renames it. */
    static void write(String name, Content text) throws WriteException {
        try {
            Path target = Path.of(name);
            if (Files.exists(target)) {
                target = target.toRealPath();
                if (Files.isDirectory(target)) {
                    throw new IOException("it is a folder");
                }
                if (!Files.isRegularFile(target)) {
                    copy(target, text);
                    return;
                }
                if (!Files.isWritable(target)) {
                    throw new java.nio.file.AccessDeniedException(name);
                }
            }
            replace(target.toAbsolutePath(), text);
        } catch (IOException | InvalidPathException e) {
            throw new WriteException(name, e);
        }
    }

    private static void replace(Path target, Content text) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            copy(temporary, text);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void copy(Path to, Content text) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            text.write(out);
        }
    }
}
