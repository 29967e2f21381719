package dev.ttbench.spec;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the shipped suites in the form that {@link CompiledSuites} reads; run by the build. */
public final class Precompile {
    private Precompile() { }

    /** Arguments: the folder of the suites, the file to write. */
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path p : walk.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                files.put(root.relativize(p).toString().replace('\\', '/'), Files.readAllBytes(p));
            }
        }
        Files.createDirectories(Path.of(args[1]).toAbsolutePath().getParent());
        Files.write(Path.of(args[1]), bytes(files));
    }

    /** The compiled form of files by name. */
    static byte[] bytes(Map<String, byte[]> files) throws IOException {
        int header = 12;
        for (String name : files.keySet()) {
            header += 2 + name.getBytes(StandardCharsets.UTF_8).length + 4 + 4 + 2 + 64 + 4;
        }
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(index);
        out.writeInt(CompiledSuites.MAGIC);
        out.writeInt(CompiledSuites.VERSION);
        out.writeInt(files.size());
        for (Map.Entry<String, byte[]> f : files.entrySet()) {
            int at = header + body.size();
            body.write(f.getValue());
            int documents = header + body.size();
            List<Node> nodes = YamlReader.read(f.getKey(), new String(f.getValue(), StandardCharsets.UTF_8));
            number(body, nodes.size());
            for (Node n : nodes) {
                node(body, n);
            }
            out.writeUTF(f.getKey());
            out.writeInt(at);
            out.writeInt(f.getValue().length);
            out.writeUTF(SuiteFiles.digest(f.getValue()));
            out.writeInt(documents);
        }
        index.write(body.toByteArray());
        return index.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int value) {
        int v = value;
        while (v > 0x7f) {
            out.write(v & 0x7f | 0x80);
            v >>>= 7;
        }
        out.write(v);
    }

    private static void eight(ByteArrayOutputStream out, long v) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (v >>> shift));
        }
    }

    private static void text(ByteArrayOutputStream out, String s) throws IOException {
        byte[] b = s.getBytes(StandardCharsets.UTF_8);
        number(out, b.length);
        out.write(b);
    }

    private static void head(ByteArrayOutputStream out, char tag, Node n) {
        out.write(tag);
        number(out, n.line());
        number(out, n.column());
    }

    private static void node(ByteArrayOutputStream out, Node n) throws IOException {
        if (n instanceof Node.MapNode m) {
            head(out, 'm', n);
            number(out, m.entries().size());
            for (Node.Entry e : m.entries()) {
                text(out, e.key());
                number(out, e.line());
                number(out, e.column());
                node(out, e.value());
            }
        } else if (n instanceof Node.ListNode l) {
            head(out, 'l', n);
            number(out, l.items().size());
            for (Node i : l.items()) {
                node(out, i);
            }
        } else if (n instanceof Node.Scalar s) {
            if (s.value() instanceof Long v) {
                head(out, 'i', n);
                eight(out, v);
            } else if (s.value() instanceof Double v) {
                head(out, 'd', n);
                eight(out, Double.doubleToLongBits(v));
            } else if (s.value() instanceof Boolean v) {
                head(out, v ? 't' : 'f', n);
            } else if (s.value() == null) {
                head(out, 'n', n);
            } else {
                head(out, 's', n);
                text(out, (String) s.value());
            }
        }
    }
}
