package dev.ttbench.cli;

import dev.ttbench.sweep.Merge;
import dev.ttbench.sweep.ParquetFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** {@code ttbench merge}: the parts of a sweep as the one file that it would have written. */
final class MergeCommand implements Command {
    @Override
    public String name() {
        return "merge";
    }

    @Override
    public String about() {
        return "Joins the parts of a sweep that --shard made.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench merge part-*.csv -o all.csv", "ttbench merge part-*.csv -o all.parquet");
    }

    @Override
    public List<Option> options() {
        return List.of(Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("PART", 1, Integer.MAX_VALUE, List.of(), "Files that 'ttbench sweep --shard I/N -o FILE' wrote, in any order.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        List<Path> parts = a.rest().stream().map(Path::of).toList();
        String file = a.one("--output");
        long[] rows = new long[1];
        if (file == null || file.equals("-")) {
            throw new UsageException("-o FILE is needed", "such as -o all.csv");
        }
        boolean toParquet = file.endsWith(".parquet");
        if (toParquet) {
            ParquetFile.check(Path.of(file));
        }
        ParquetFile parquet = toParquet ? ParquetFile.with(session.extra()) : null;
        Path folder = Path.of(file).toAbsolutePath().getParent();
        OutputFile.write(file, (OutputStream out) -> {
            if (toParquet) {
                parquet.write(folder, csv -> rows[0] = Merge.write(parts, csv), out);
            } else {
                rows[0] = Merge.write(parts, out);
            }
        });
        session.note("ttbench: " + rows[0] + " rows in " + file);
        return Ttbench.DONE;
    }
}
