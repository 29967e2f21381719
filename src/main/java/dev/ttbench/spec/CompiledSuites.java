package dev.ttbench.spec;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shipped suites as {@link Precompile} wrote them: for every file its bytes, their SHA-256 and the parsed documents. A file is taken from here
 * only when its bytes on disk are the very same.
 */
public final class CompiledSuites implements Precompiled {
    static final int MAGIC = 0x74746263;
    static final int VERSION = 1;

    private record Entry(int at, int length, String sha256, int documents) { }

    private final byte[] data;
    private final String root;
    private final Map<String, Entry> entries;

    private CompiledSuites(byte[] data, String root, Map<String, Entry> entries) {
        this.data = data;
        this.root = root;
        this.entries = entries;
    }

    /**
     * Opens the compiled form of the suites under {@code root}; {@link Precompiled#NONE} when it is missing or not of this version.
     */
    public static Precompiled open(Path file, Path root) {
        try {
            byte[] data = Files.readAllBytes(file);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(data));
            if (in.readInt() != MAGIC || in.readInt() != VERSION) {
                return NONE;
            }
            int n = in.readInt();
            Map<String, Entry> entries = new HashMap<>(n * 2);
            for (int i = 0; i < n; i++) {
                String name = in.readUTF();
                entries.put(name, new Entry(in.readInt(), in.readInt(), in.readUTF(), in.readInt()));
            }
            return new CompiledSuites(data, root + java.io.File.separator, entries);
        } catch (IOException | RuntimeException e) {
            return NONE;
        }
    }

    private Entry entry(String file, byte[] bytes) {
        if (!file.startsWith(root)) {
            return null;
        }
        Entry e = entries.get(file.substring(root.length()).replace('\\', '/'));
        boolean same = e != null && e.length == bytes.length && e.at >= 0 && e.at <= data.length - e.length && Arrays.equals(data, e.at, e.at + e.length, bytes, 0, bytes.length);
        return same ? e : null;
    }

    @Override
    public String sha256(String file, byte[] bytes) {
        Entry e = entry(file, bytes);
        return e == null ? null : e.sha256;
    }

    @Override
    public List<Node> documents(String file, byte[] bytes) {
        Entry e = entry(file, bytes);
        try {
            return e == null ? null : new Decoder(data, e.documents).documents();
        } catch (RuntimeException damaged) {
            return null;
        }
    }

    /** Reads nodes back; positions and texts as {@link Precompile} wrote them. */
    private static final class Decoder {
        private final byte[] data;
        private int at;

        Decoder(byte[] data, int at) {
            this.data = data;
            this.at = at;
        }

        List<Node> documents() {
            int n = number();
            List<Node> out = new ArrayList<>(n);
            for (int i = 0; i < n; i++) {
                out.add(node());
            }
            return out;
        }

        private int number() {
            int value = 0;
            int shift = 0;
            while (true) {
                byte b = data[at++];
                value |= (b & 0x7f) << shift;
                if (b >= 0) {
                    return value;
                }
                shift += 7;
            }
        }

        private long eight() {
            long v = 0;
            for (int i = 0; i < 8; i++) {
                v = v << 8 | data[at++] & 0xff;
            }
            return v;
        }

        private String text() {
            int n = number();
            String s = new String(data, at, n, StandardCharsets.UTF_8);
            at += n;
            return s;
        }

        private Node node() {
            int tag = data[at++];
            int line = number();
            int column = number();
            switch (tag) {
                case 'm': {
                    int n = number();
                    List<Node.Entry> list = new ArrayList<>(n);
                    for (int i = 0; i < n; i++) {
                        String key = text();
                        int keyLine = number();
                        int keyColumn = number();
                        list.add(new Node.Entry(key, keyLine, keyColumn, node()));
                    }
                    return new Node.MapNode(list, line, column);
                }
                case 'l': {
                    int n = number();
                    List<Node> list = new ArrayList<>(n);
                    for (int i = 0; i < n; i++) {
                        list.add(node());
                    }
                    return new Node.ListNode(list, line, column);
                }
                case 'n':
                    return new Node.Scalar(null, line, column);
                case 't':
                    return new Node.Scalar(Boolean.TRUE, line, column);
                case 'f':
                    return new Node.Scalar(Boolean.FALSE, line, column);
                case 'i':
                    return new Node.Scalar(eight(), line, column);
                case 'd':
                    return new Node.Scalar(Double.longBitsToDouble(eight()), line, column);
                default:
                    return new Node.Scalar(text(), line, column);
            }
        }
    }
}
