package dev.ttbench.checkpoint;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Headers of GGUF files, versions 2 and 3: metadata, which is skipped, and the description of every tensor.
 * Source of the format and of the block sizes: docs/gguf.md and ggml/src/ggml-common.h of ggml-org/ggml.
 */
final class Gguf {
    /** A type: elements of a block, its bytes. */
    private record Type(String name, int elements, int bytes) { }

    private static final Map<Long, Type> TYPES = Map.ofEntries(type(0, "f32", 1, 4), type(1, "f16", 1, 2), type(2, "q4_0", 32, 18), type(3, "q4_1", 32, 20), type(6, "q5_0", 32, 22),
            type(7, "q5_1", 32, 24), type(8, "q8_0", 32, 34), type(9, "q8_1", 32, 36), type(10, "q2_k", 256, 84), type(11, "q3_k", 256, 110), type(12, "q4_k", 256, 144),
            type(13, "q5_k", 256, 176), type(14, "q6_k", 256, 210), type(15, "q8_k", 256, 292), type(16, "iq2_xxs", 256, 66), type(17, "iq2_xs", 256, 74), type(18, "iq3_xxs", 256, 98),
            type(19, "iq1_s", 256, 50), type(20, "iq4_nl", 32, 18), type(21, "iq3_s", 256, 110), type(22, "iq2_s", 256, 82), type(23, "iq4_xs", 256, 136), type(24, "i8", 1, 1),
            type(25, "i16", 1, 2), type(26, "i32", 1, 4), type(27, "i64", 1, 8), type(28, "f64", 1, 8), type(29, "iq1_m", 256, 56), type(30, "bf16", 1, 2), type(34, "tq1_0", 256, 54),
            type(35, "tq2_0", 256, 66), type(39, "mxfp4", 32, 17));
    /** Bytes of a metadata value by its type; texts and arrays apart. */
    private static final int[] SCALARS = {1, 1, 2, 2, 4, 4, 4, 1, -1, -1, 8, 8, 8};
    private static final int TEXT = 8;
    private static final int ARRAY = 9;
    private static final int MAX_DIMENSIONS = 8;
    private static final int MAX_NAME = 1000;

    private final Path file;
    private InputStream in;
    private long left = Checkpoint.MAX_HEADER;

    Gguf(Path file) {
        this.file = file;
    }

    private static Map.Entry<Long, Type> type(long id, String name, int elements, int bytes) {
        return Map.entry(id, new Type(name, elements, bytes));
    }

    /** Its tensors. */
    List<TensorInfo> read() throws IOException {
        try (InputStream opened = new BufferedInputStream(Files.newInputStream(file))) {
            in = opened;
            if (number(4) != 0x46554747) {
                throw Checkpoint.problem(file, "this is no GGUF file: it does not start with 'GGUF'", null);
            }
            long version = number(4);
            if (version != 2 && version != 3) {
                throw Checkpoint.problem(file, "GGUF version " + version + " is not known", "versions 2 and 3 are");
            }
            long tensors = number(8);
            long keys = number(8);
            if (tensors < 0 || tensors > Checkpoint.MAX_TENSORS || keys < 0 || keys > Checkpoint.MAX_TENSORS) {
                throw Checkpoint.problem(file, "the header speaks of " + tensors + " tensors and " + keys + " keys", "at most " + Checkpoint.MAX_TENSORS + " are read");
            }
            for (long i = 0; i < keys; i++) {
                skip(number(8));
                value(number(4), 0);
            }
            List<TensorInfo> out = new ArrayList<>();
            long end = 0;
            for (long i = 0; i < tensors; i++) {
                out.add(tensor());
                end = Math.addExact(end, out.get(out.size() - 1).bytes());
            }
            if (end > Files.size(file)) {
                throw Checkpoint.problem(file, "the header describes " + end + " bytes of data, the file holds " + Files.size(file), "was it downloaded in full?");
            }
            return out;
        } catch (EOFException e) {
            throw Checkpoint.problem(file, "the header ends too early", "was it downloaded in full?");
        } catch (ArithmeticException e) {
            throw Checkpoint.problem(file, "the tensors together are past 2^63 - 1 bytes", null);
        }
    }

    private TensorInfo tensor() throws IOException {
        long length = number(8);
        if (length < 1 || length > MAX_NAME) {
            throw Checkpoint.problem(file, "a tensor's name of " + length + " bytes", null);
        }
        byte[] bytes = in.readNBytes((int) length);
        spend(length);
        String name = new String(bytes, StandardCharsets.UTF_8);
        long dimensions = number(4);
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
            throw Checkpoint.problem(file, "the tensor '" + name + "' has " + dimensions + " dimensions", null);
        }
        long elements = 1;
        long row = 1;
        for (long i = 0; i < dimensions; i++) {
            long n = number(8);
            if (n < 0) {
                throw Checkpoint.problem(file, "the tensor '" + name + "' has a dimension past 2^63 - 1", null);
            }
            row = i == 0 ? n : row;
            elements = Math.multiplyExact(elements, n);
        }
        long id = number(4);
        number(8);
        Type t = TYPES.get(id);
        if (t == null) {
            throw Checkpoint.problem(file, "the tensor '" + name + "' has the unknown type " + id, null);
        }
        if (row % t.elements != 0) {
            throw Checkpoint.problem(file, "the tensor '" + name + "' has rows of " + row + "; " + t.name + " packs " + t.elements + " values together", null);
        }
        return new TensorInfo(name, t.name, elements, Math.multiplyExact(elements / t.elements, (long) t.bytes), t.name.startsWith("i") && !t.name.startsWith("iq"));
    }

    /** Skips a metadata value. */
    private void value(long type, int depth) throws IOException {
        if (type == TEXT) {
            skip(number(8));
        } else if (type == ARRAY) {
            long of = number(4);
            long n = number(8);
            if (depth > 3 || n < 0) {
                throw Checkpoint.problem(file, "its metadata hold an array that cannot be", null);
            }
            if (of != TEXT && of != ARRAY) {
                skip(Math.multiplyExact(n, size(of)));
                return;
            }
            for (long i = 0; i < n; i++) {
                value(of, depth + 1);
            }
        } else {
            skip(size(type));
        }
    }

    private long size(long type) {
        if (type < 0 || type >= SCALARS.length || SCALARS[(int) type] < 0) {
            throw Checkpoint.problem(file, "its metadata hold a value of the unknown type " + type, null);
        }
        return SCALARS[(int) type];
    }

    private void spend(long n) {
        left -= n;
        if (n < 0 || left < 0) {
            throw Checkpoint.problem(file, "its header is longer than " + Checkpoint.MAX_HEADER + " bytes", null);
        }
    }

    private void skip(long n) throws IOException {
        spend(n);
        in.skipNBytes(n);
    }

    /** A number of {@code bytes} bytes, little-endian, unsigned below 8. */
    private long number(int bytes) throws IOException {
        spend(bytes);
        byte[] b = in.readNBytes(bytes);
        if (b.length < bytes) {
            throw new EOFException();
        }
        long v = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            v = v << 8 | b[i] & 0xff;
        }
        return v;
    }
}
