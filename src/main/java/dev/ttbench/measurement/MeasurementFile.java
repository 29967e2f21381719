package dev.ttbench.measurement;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file of measured times, one row a measurement.
 *
 * @param name as messages show it
 * @param kind what its rows measure
 * @param columns its header, in order
 */
public record MeasurementFile(String name, Kind kind, List<String> columns, List<Row> rows) {

    /** What the rows of a file measure; recognised from its header. */
    public enum Kind {
        /** C[m,n] = A[m,k] B[k,n], {@code batch} times. */
        GEMM("dtype", "m", "n", "k", "latency_us"),
        /** Attention of one layer. */
        ATTENTION("dtype", "kind", "batch", "heads", "kv_heads", "head_dim", "q_len", "kv_len", "causal", "latency_us"),
        /** A convolution, forward. */
        CONVOLUTION("dtype", "batch", "in_channels", "out_channels", "kernel", "stride", "padding", "latency_us"),
        /** Elementwise passes, norms, copies, look-ups. */
        VECTOR("dtype", "operator", "shape", "latency_us"),
        /** A generation, or stages of one. */
        END_TO_END("model", "scope", "metric", "value");

        private final List<String> needed;

        Kind(String... needed) {
            this.needed = List.of(needed);
        }

        /** The unit of its times, in seconds: tables of kernels are in microseconds. */
        public double unit() {
            return this == END_TO_END ? 1 : 1e-6;
        }
    }

    /**
     * Reads a file.
     *
     * @throws InputException when it cannot be read, is no CSV, or its header is of no kind
     */
    public static MeasurementFile read(String name) {
        List<CsvRecord> records = new ArrayList<>();
        try (CsvReader<CsvRecord> csv = CsvReader.builder().detectBomHeader(true).allowMissingFields(true).allowExtraFields(true).ofCsvRecord(Path.of(name))) {
            csv.forEach(records::add);
        } catch (NoSuchFileException e) {
            throw problem(name, 0, "there is no such file", null);
        } catch (CharacterCodingException | CsvParseException e) {
            throw problem(name, 0, "this is no CSV in UTF-8: " + e.getMessage(), null);
        } catch (IOException | java.nio.file.InvalidPathException | java.io.UncheckedIOException e) {
            throw problem(name, 0, Files.isDirectory(Path.of(name)) ? "this is a folder, not a file" : "cannot be read: " + e.getMessage(), null);
        }
        if (records.isEmpty()) {
            throw problem(name, 0, "the file is empty", "the first line names the columns");
        }
        List<String> columns = records.get(0).getFields().stream().map(String::strip).toList();
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (index.put(columns.get(i), i) != null) {
                throw problem(name, 1, "the column '" + columns.get(i) + "' stands twice", null);
            }
        }
        Kind kind = kind(name, columns);
        List<Row> rows = new ArrayList<>();
        for (CsvRecord r : records.subList(1, records.size())) {
            if (r.getFieldCount() != columns.size()) {
                throw problem(name, (int) r.getStartingLineNumber(), r.getFieldCount() + " fields, but the header has " + columns.size(), null);
            }
            rows.add(new Row(name, (int) r.getStartingLineNumber(), kind, index, r.getFields()));
        }
        return new MeasurementFile(name, kind, columns, rows);
    }

    private static Kind kind(String name, List<String> columns) {
        Kind nearest = Kind.GEMM;
        long fewest = Long.MAX_VALUE;
        for (Kind k : Kind.values()) {
            if (columns.contains("device") && columns.containsAll(k.needed)) {
                return k;
            }
            long missing = k.needed.stream().filter(c -> !columns.contains(c)).count();
            if (missing < fewest) {
                fewest = missing;
                nearest = k;
            }
        }
        List<String> missing = new ArrayList<>(nearest.needed);
        missing.add(0, "device");
        missing.removeAll(columns);
        throw problem(name, 1, "the header is of no known kind of measurement", "nearest is " + nearest.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                + ", which also needs: " + String.join(", ", missing));
    }

    private static InputException problem(String file, int line, String message, String hint) {
        return new InputException(List.of(new Problem(file, line, line > 0 ? 1 : 0, message, hint)));
    }
}
