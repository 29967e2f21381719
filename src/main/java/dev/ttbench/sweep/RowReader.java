package dev.ttbench.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads back the rows of a file that {@link RowWriter} wrote. */
final class RowReader {
    private RowReader() { }

    /** Hands every row over, in order. */
    static void read(Path file, RowWriter form, Consumer<Row> sink) throws IOException {
        if (form == RowWriter.CSV) {
            try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
                csv.forEach(r -> sink.accept(column -> r.findField(column).filter(t -> !t.isEmpty()).orElse(null)));
            }
            return;
        }
        try (BufferedReader in = Files.newBufferedReader(file); MappingIterator<JsonNode> lines = new ObjectMapper().readerFor(JsonNode.class).readValues(in)) {
            while (lines.hasNext()) {
                JsonNode n = lines.next();
                sink.accept(column -> n.hasNonNull(column) ? n.get(column).asText() : null);
            }
        }
    }
}
