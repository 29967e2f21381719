package dev.ttbench.sweep;

import dev.ttbench.profile.Suites;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A sweep into a file: rows as they come, continued where an earlier run was stopped. */
public final class SweepFile {
    private SweepFile() { }

    /** Looks on. */
    public interface Watcher {
        /** How many rows an earlier run had written. */
        void begun(long rows);

        /** One of these rows; called only where {@link #wantsEarlier} says so. */
        void earlier(Row row);

        /** Whether it wants to see rows that an earlier run had written. */
        boolean wantsEarlier();

        /** More answers, in order. */
        void take(List<Result> results) throws IOException;
    }

    /**
     * Runs it.
     *
     * @param parquet turns the rows, in CSV, into Parquet at the end; null to leave them as they are
     * @param version of the program
     */
    public static void run(Path file, SweepDef def, Shard shard, RowWriter writer, ParquetFile parquet, boolean resume, String version, Suites suites, SweepRunner runner, Watcher watcher)
            throws IOException {
        List<String> axes = def.columns();
        try (Journal journal = Journal.open(file, digest(def, shard, writer, version, suites.files()), writer.header(Columns.of(def)), resume)) {
            watcher.begun(journal.rows());
            if (journal.rows() > 0 && watcher.wantsEarlier()) {
                RowReader.read(journal.part(), writer, watcher::earlier);
            }
            StringBuilder b = new StringBuilder();
            runner.run(def, shard.from(def.shapes()), shard.to(def.shapes()), journal.rows(), results -> {
                b.setLength(0);
                results.forEach(r -> writer.row(axes, r, b));
                journal.append(b, results.size());
                watcher.take(results);
            });
            Path written = journal.finish(parquet);
            if (shard.of() > 1) {
                new Merge.Note(digest(def, Shard.ALL, writer, version, suites.files()), shard, journal.rows(), !writer.header(List.of()).isEmpty()).write(written);
            }
        }
    }

    /** Of everything that a row depends on: the request, the version, every shipped file and those of one's own. */
    static String digest(SweepDef def, Shard shard, RowWriter writer, String version, SuiteFiles files) throws IOException {
        StringBuilder b = new StringBuilder();
        b.append(version).append('|').append(def.text()).append('|').append(shard).append('|').append(writer);
        if (files.overlay() != null) {
            b.append('|').append(files.overlay().sha256());
        }
        List<Path> known = new ArrayList<>();
        try (Stream<Path> all = Files.walk(files.shipped())) {
            all.filter(p -> p.toString().endsWith(".yaml")).sorted().forEach(known::add);
        }
        for (String name : def.models()) {
            own(name, known);
        }
        for (String name : def.settings().getOrDefault("device", List.of())) {
            own(name, known);
        }
        for (Path p : known) {
            b.append('|').append(p.getFileName()).append('=').append(SuiteFiles.digest(Files.readAllBytes(p)));
        }
        return SuiteFiles.digest(b.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Files of one's own: the one named, and the YAML files beside it and below. */
    private static void own(String name, List<Path> into) throws IOException {
        Path p = Path.of(name);
        if (!Files.exists(p)) {
            return;
        }
        Path folder = Files.isDirectory(p) ? p : p.toAbsolutePath().getParent();
        try (Stream<Path> all = Files.walk(folder, 2)) {
            all.filter(f -> Files.isRegularFile(f) && f.toString().matches(".*\\.(ya?ml|json)")).sorted().forEach(into::add);
        }
        if (Files.isRegularFile(p)) {
            into.add(p);
        }
    }
}
