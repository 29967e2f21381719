package dev.ttbench.spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The YAML files a run can see: the shipped suites, and whatever stands beside a user's own file. Files are named by the path that messages
 * show.
 */
public final class SuiteFiles {
    private final Path shipped;
    private final Precompiled precompiled;
    private final Overlay overlay;
    private final Map<String, List<Node>> kept;

    /**
     * @param shipped the folder {@code suites/} of the distribution
     * @param precompiled the shipped files in a quicker form, or {@link Precompiled#NONE}
     */
    public SuiteFiles(Path shipped, Precompiled precompiled) {
        this(shipped, precompiled, null, null);
    }

    private SuiteFiles(Path shipped, Precompiled precompiled, Overlay overlay, Map<String, List<Node>> kept) {
        this.shipped = shipped;
        this.precompiled = precompiled;
        this.overlay = overlay;
        this.kept = kept;
    }

    /** The same files with an overlay's constants in place of theirs, and in place of those of an overlay before. */
    public SuiteFiles with(Overlay constants) {
        return new SuiteFiles(shipped, precompiled, constants, kept);
    }

    /** The same files, each read once and remembered: for who reads them over and over, as fits do. */
    public SuiteFiles remembered() {
        return new SuiteFiles(shipped, precompiled, overlay, new ConcurrentHashMap<>());
    }

    /** The constants that stand in for those of the files; null for none. */
    public Overlay overlay() {
        return overlay;
    }

    /** The folder of the shipped suites. */
    public Path shipped() {
        return shipped;
    }

    /**
     * The file that defines {@code name}: {@code kind/name.yaml} beside {@code from}, in its parent folder, or among the shipped; null when
     * there is none.
     *
     * @param kind graphs, blocks, models, devices ...
     * @param from the file that asks, or null
     */
    public String find(String kind, String name, String from) {
        if (name.contains("/") || name.contains("\\") || name.isEmpty() || name.startsWith(".")) {
            return null;
        }
        String file = name + ".yaml";
        if (from != null && !Path.of(from).startsWith(shipped)) {
            Path folder = Path.of(from).toAbsolutePath().getParent();
            for (Path base : folder == null ? List.<Path>of() : folder.getParent() == null ? List.of(folder) : List.of(folder, folder.getParent())) {
                Path p = base.resolve(kind).resolve(file);
                if (Files.isRegularFile(p)) {
                    return p.toString();
                }
            }
        }
        Path p = shipped.resolve(kind).resolve(file);
        return Files.isRegularFile(p) ? p.toString() : null;
    }

    /**
     * A file of one's own that another names: relative to that one where it is there, else to where ttbench runs; null for the name of
     * something shipped.
     */
    public static String beside(String from, String name) {
        if (!name.endsWith(".yaml") && !name.endsWith(".yml") && !name.endsWith(".json") && !name.contains("/")) {
            return null;
        }
        Path folder = Path.of(from).getParent();
        Path p = folder == null ? Path.of(name) : folder.resolve(name).normalize();
        return Files.exists(p) || !Files.exists(Path.of(name)) ? p.toString() : name;
    }

    /** Names of the shipped files of a kind, sorted. */
    public List<String> names(String kind) {
        TreeSet<String> out = new TreeSet<>();
        try (Stream<Path> list = Files.list(shipped.resolve(kind))) {
            list.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".yaml")).forEach(n -> out.add(n.substring(0, n.length() - 5)));
        } catch (IOException e) {
            return List.of();
        }
        return new ArrayList<>(out);
    }

    /**
     * The documents of a file.
     *
     * @throws InputException when it cannot be read or is not YAML
     */
    public List<Node> read(String file) {
        List<Node> documents = plain(file);
        if (overlay == null) {
            return documents;
        }
        List<Node> out = new ArrayList<>();
        for (Node n : documents) {
            out.add(overlay.apply(n));
        }
        return out;
    }

    /** The documents of a file as it stands there. */
    public List<Node> plain(String file) {
        List<Node> known = kept == null ? null : kept.get(file);
        if (known != null) {
            return known;
        }
        byte[] bytes = bytes(file);
        List<Node> quick = precompiled.documents(file, bytes);
        List<Node> documents = quick != null ? quick : YamlReader.read(file, new String(bytes, StandardCharsets.UTF_8));
        if (kept != null) {
            kept.put(file, documents);
        }
        return documents;
    }

    /** The first document of a file as a map; an empty one, with a problem, when it is none. */
    public Node.MapNode map(String file, Problems problems) {
        List<Node> documents = read(file);
        if (!documents.isEmpty() && documents.get(0) instanceof Node.MapNode m) {
            return m;
        }
        problems.add(1, 1, "the file holds no map", null);
        return new Node.MapNode(List.of(), 1, 1);
    }

    /** The SHA-256 of a file, in hexadecimal. */
    public String sha256(String file) {
        byte[] bytes = bytes(file);
        String quick = precompiled.sha256(file, bytes);
        return quick != null ? quick : digest(bytes);
    }

    private static InputException tooLarge(String file) {
        return new InputException(new Problem(file, 0, 0, "the file is larger than " + YamlReader.MAX_CHARS + " bytes", "a model file is a few pages; is this one?"));
    }

    /** The SHA-256 of {@code bytes}, in hexadecimal. */
    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The bytes of a file.
     *
     * @throws InputException when it is not there, not readable or too large
     */
    public byte[] bytes(String file) {
        try {
            Path p = Path.of(file);
            if (Files.isDirectory(p)) {
                throw new InputException(new Problem(file, 0, 0, "this is a folder, not a file", null));
            }
            if (Files.exists(p) && Files.size(p) > YamlReader.MAX_CHARS) {
                throw tooLarge(file);
            }
            try (InputStream in = Files.newInputStream(p)) {
                byte[] bytes = in.readNBytes(YamlReader.MAX_CHARS + 1);
                if (bytes.length > YamlReader.MAX_CHARS) {
                    throw tooLarge(file);
                }
                return bytes;
            }
        } catch (java.nio.file.NoSuchFileException e) {
            throw new InputException(new Problem(file, 0, 0, "there is no such file", null));
        } catch (IOException | InvalidPathException e) {
            throw new InputException(new Problem(file, 0, 0, "cannot be read: " + e.getMessage(), null));
        }
    }
}
