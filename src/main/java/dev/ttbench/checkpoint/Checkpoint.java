package dev.ttbench.checkpoint;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of a model's weight files: one safetensors or GGUF file, or all that an index names. Only headers are read, and no more of them
 * than {@link #MAX_HEADER} bytes and {@link #MAX_TENSORS} tensors.
 *
 * @param files the files whose headers were read
 */
public record Checkpoint(List<Path> files, List<TensorInfo> tensors) {
    /** Largest header read, in bytes: the bound of the safetensors format. */
    static final long MAX_HEADER = 100_000_000;
    /** Most tensors of one model. */
    static final int MAX_TENSORS = 1_000_000;
    private static final String INDEX = ".index.json";
    /** A name up to its first number. */
    private static final Pattern NUMBERED = Pattern.compile("([^.]+(?:\\.(?!\\d)[^.]+)*)\\.(\\d{1,15})\\.");

    /** Sum of some tensors. */
    public record Sum(String name, long count, long tensors, long parameters, long bytes, String dtypes) {
        /** Whether a run of equal sums goes on with this one. */
        private boolean alike(Sum run) {
            return run.tensors == tensors * run.count && run.parameters == parameters * run.count && run.bytes == bytes * run.count && run.dtypes.equals(dtypes);
        }
    }

    /** Whether a path is that of weights, by its name. */
    public static boolean accepts(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".gguf") || path.endsWith(INDEX);
    }

    /**
     * The tensors that a weight file, or those of an index, describe.
     *
     * @throws InputException when a header is not what its format says
     */
    public static Checkpoint read(String path) {
        Path p = Path.of(path);
        try {
            if (path.endsWith(INDEX)) {
                List<TensorInfo> all = new ArrayList<>();
                List<Path> shards = new ArrayList<>();
                for (String shard : Safetensors.shards(p)) {
                    Path file = p.resolveSibling(shard);
                    shards.add(file);
                    all.addAll(one(file));
                    if (all.size() > MAX_TENSORS) {
                        throw problem(p, "more than " + MAX_TENSORS + " tensors", null);
                    }
                }
                return new Checkpoint(shards, unique(p, all));
            }
            return new Checkpoint(List.of(p), unique(p, one(p)));
        } catch (NoSuchFileException e) {
            throw problem(Path.of(e.getFile()), "there is no such file", path.endsWith(INDEX) ? "the index " + path + " names it" : null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TensorInfo> one(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw problem(file, "this is a folder, not a weight file", null);
        }
        return file.toString().endsWith(".gguf") ? new Gguf(file).read() : Safetensors.read(file);
    }

    private static List<TensorInfo> unique(Path file, List<TensorInfo> tensors) {
        TreeSet<String> names = new TreeSet<>();
        for (TensorInfo t : tensors) {
            if (!names.add(t.name())) {
                throw problem(file, "the tensor '" + t.name() + "' is described twice", null);
            }
        }
        return tensors;
    }

    static InputException problem(Path file, String message, String hint) {
        return new InputException(new Problem(file.toString(), 0, 0, message, hint));
    }

    /** Values that were learned: all but those of integer tensors. */
    public long parameters() {
        return tensors.stream().filter(t -> !t.integer()).mapToLong(TensorInfo::elements).reduce(0, Math::addExact);
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return tensors.stream().mapToLong(TensorInfo::bytes).reduce(0, Math::addExact);
    }

    /** Sums by type, sorted by it. */
    public List<Sum> byDtype() {
        Map<String, List<TensorInfo>> groups = new TreeMap<>();
        tensors.forEach(t -> groups.computeIfAbsent(t.dtype(), k -> new ArrayList<>()).add(t));
        return groups.entrySet().stream().map(e -> sum(e.getKey(), 1, e.getValue())).toList();
    }

    /** Sums by block, sorted: names up to their first number; numbered neighbours of equal sums are one row, such as {@code layers.0-31}. */
    public List<Sum> byBlock() {
        TreeMap<String, TreeMap<Long, List<TensorInfo>>> blocks = new TreeMap<>();
        for (TensorInfo t : tensors) {
            Matcher m = NUMBERED.matcher(t.name());
            boolean numbered = m.lookingAt();
            String name = numbered ? m.group(1) : t.name().contains(".") ? t.name().substring(0, t.name().indexOf('.')) : t.name();
            blocks.computeIfAbsent(name, k -> new TreeMap<>()).computeIfAbsent(numbered ? Long.parseLong(m.group(2)) : -1, k -> new ArrayList<>()).add(t);
        }
        List<Sum> out = new ArrayList<>();
        blocks.forEach((name, numbers) -> {
            Sum run = null;
            long first = 0;
            for (Map.Entry<Long, List<TensorInfo>> e : numbers.entrySet()) {
                Sum one = sum(name, 1, e.getValue());
                if (run != null && e.getKey() == first + run.count && one.alike(run)) {
                    run = new Sum(name, run.count + 1, run.tensors + one.tensors, run.parameters + one.parameters, run.bytes + one.bytes, run.dtypes);
                } else {
                    add(out, run, first);
                    run = one;
                    first = e.getKey();
                }
            }
            add(out, run, first);
        });
        return out;
    }

    private static void add(List<Sum> out, Sum run, long first) {
        if (run != null) {
            String range = first < 0 ? "" : "." + first + (run.count > 1 ? "-" + (first + run.count - 1) : "");
            out.add(new Sum(run.name + range, run.count, run.tensors, run.parameters, run.bytes, run.dtypes));
        }
    }

    private static Sum sum(String name, long count, List<TensorInfo> tensors) {
        long parameters = 0;
        long bytes = 0;
        TreeSet<String> dtypes = new TreeSet<>();
        for (TensorInfo t : tensors) {
            parameters = Math.addExact(parameters, t.integer() ? 0 : t.elements());
            bytes = Math.addExact(bytes, t.bytes());
            dtypes.add(t.dtype());
        }
        return new Sum(name, count, tensors.size(), parameters, bytes, String.join(" ", dtypes));
    }
}
