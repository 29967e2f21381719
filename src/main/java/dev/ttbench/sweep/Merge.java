package dev.ttbench.sweep;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Joins the parts of a sweep into the file that it would have written in one piece. Beside each part stands {@code PART.shard}, which says what it is. */
public final class Merge {
    private static final int BUFFER = 1 << 16;

    /** What stands beside a part: the digest of the whole sweep, which part, its rows, and whether a header stands before them. */
    record Note(String sweep, Shard shard, long rows, boolean header) {
        static Path beside(Path part) {
            return part.resolveSibling(part.getFileName() + ".shard");
        }

        void write(Path part) throws IOException {
            Files.writeString(beside(part), sweep + " " + shard.number() + "/" + shard.of() + " " + rows + " " + (header ? "header" : "plain") + "\n");
        }

        static Note read(Path part) throws IOException {
            Path note = beside(part);
            if (!Files.isRegularFile(part) || !Files.isRegularFile(note)) {
                throw problem(part, Files.isRegularFile(part) ? "this is no part of a sweep: there is no " + note.getFileName() : "there is no such file",
                        "parts come from 'ttbench sweep --shard I/N -o FILE'; FILE.shard belongs to FILE");
            }
            String[] words = Files.readString(note).strip().split(" ");
            if (words.length != 4 || !words[1].matches("\\d{1,7}/\\d{1,7}") || !words[2].matches("\\d{1,18}")) {
                throw problem(note, "this file does not say which part it belongs to", "it is written by 'ttbench sweep --shard'");
            }
            return new Note(words[0], Shard.parse(words[1]), Long.parseLong(words[2]), words[3].equals("header"));
        }
    }

    private Merge() { }

    /**
     * Writes all parts to {@code out}, in their order.
     *
     * @return the rows
     * @throws InputException when parts are missing, stand twice, are of different sweeps or not whole
     */
    public static long write(List<Path> parts, OutputStream out) throws IOException {
        TreeMap<Integer, Path> inOrder = new TreeMap<>();
        List<Note> notes = new ArrayList<>();
        for (Path p : parts) {
            Note n = Note.read(p);
            notes.add(n);
            if (!n.sweep().equals(notes.get(0).sweep()) || n.shard().of() != notes.get(0).shard().of()) {
                throw problem(p, "this part is of another sweep than " + parts.get(0), "axes, models, devices, constants and version must be the same");
            }
            Path before = inOrder.put(n.shard().number(), p);
            if (before != null) {
                throw problem(p, "part " + n.shard().number() + "/" + n.shard().of() + " is also " + before, null);
            }
        }
        int of = notes.get(0).shard().of();
        for (int i = 1; i <= of; i++) {
            if (!inOrder.containsKey(i)) {
                throw new InputException(Problem.of("part " + i + "/" + of + " is missing", "there are " + inOrder.keySet()));
            }
        }
        long rows = 0;
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        for (Path p : inOrder.values()) {
            Note n = notes.get(parts.indexOf(p));
            rows += copy(p, n, n.header() && n.shard().number() > 1, buffered);
        }
        buffered.flush();
        return rows;
    }

    private static long copy(Path part, Note note, boolean withoutHeader, OutputStream out) throws IOException {
        long lines = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(part), BUFFER)) {
            byte[] b = new byte[BUFFER];
            boolean inHeader = withoutHeader;
            for (int n = in.read(b); n >= 0; n = in.read(b)) {
                int from = 0;
                for (int i = 0; i < n; i++) {
                    if (b[i] == '\n') {
                        lines++;
                        if (inHeader) {
                            inHeader = false;
                            from = i + 1;
                        }
                    }
                }
                if (!inHeader) {
                    out.write(b, from, n - from);
                }
            }
        }
        long rows = lines - (note.header() ? 1 : 0);
        if (rows != note.rows()) {
            throw problem(part, rows + " rows, but it had " + note.rows() + " when it was written", null);
        }
        return rows;
    }

    private static InputException problem(Path file, String message, String hint) {
        return new InputException(new Problem(file.toString(), 0, 0, message, hint));
    }
}
