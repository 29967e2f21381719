package dev.ttbench.sweep;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Turns the CSV of a sweep into Parquet. DuckDB does it: a jar of 80 MB that is no part of ttbench and is looked for in a folder. Columns have the
 * types that all their values have: truth values BOOLEAN; integers BIGINT, past 63 bits DECIMAL(38, 0), which keeps every digit where Parquet has no
 * wider integer; other numbers DOUBLE; anything else VARCHAR. Empty is NULL.
 */
public final class ParquetFile {
    private static final String URL = "jdbc:duckdb:";
    private final Driver driver;

    private ParquetFile(Driver driver) {
        this.driver = driver;
    }

    /** Writes the rows as CSV. */
    public interface Rows {
        /** Writes all of them; does not close. */
        void write(OutputStream out) throws IOException;
    }

    /**
     * With the DuckDB that lies in a folder.
     *
     * @throws InputException when none does
     */
    public static ParquetFile with(Path folder) {
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> list = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path p : list) {
                    jars.add(p.toUri().toURL());
                }
            } catch (IOException e) {
                throw missing(folder, "cannot be read: " + e.getMessage());
            }
        }
        try {
            for (Driver d : ServiceLoader.load(Driver.class, new URLClassLoader(jars.toArray(new URL[0]), ParquetFile.class.getClassLoader()))) {
                if (d.acceptsURL(URL)) {
                    return new ParquetFile(d);
                }
            }
        } catch (ServiceConfigurationError | SQLException e) {
            throw missing(folder, "does not load: " + e.getMessage());
        }
        throw missing(folder, "is not in " + folder);
    }

    private static InputException missing(Path folder, String why) {
        return new InputException(Problem.of("Parquet is written by DuckDB, which " + why,
                "put duckdb_jdbc-VERSION.jar (Maven: org.duckdb:duckdb_jdbc) into " + folder + ", or name its folder in TTBENCH_EXTRA; DuckDB, pandas and Polars read CSV too"));
    }

    /** Writes rows as Parquet, by way of two files in a folder that are gone afterwards. */
    public void write(Path folder, Rows rows, OutputStream out) throws IOException {
        Path csv = Files.createTempFile(folder, ".rows", ".csv");
        Path parquet = Files.createTempFile(folder, ".rows", ".parquet");
        try {
            try (OutputStream to = Files.newOutputStream(csv)) {
                rows.write(to);
            }
            write(csv, parquet);
            Files.copy(parquet, out);
        } finally {
            Files.deleteIfExists(csv);
            Files.deleteIfExists(parquet);
        }
    }

    /**
     * Writes a CSV file as Parquet.
     *
     * @throws IOException when DuckDB cannot
     */
    public void write(Path csv, Path parquet) throws IOException {
        StringBuilder columns = new StringBuilder();
        types(csv).forEach((name, type) -> columns.append(columns.isEmpty() ? "" : ", ").append(quoted(name)).append(": ").append(quoted(type)));
        String rows = "read_csv(" + quoted(csv.toString()) + ", header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', new_line = '\\r\\n', columns = {" + columns + "})";
        try (Connection c = driver.connect(URL, new Properties()); Statement s = c.createStatement()) {
            s.execute("COPY (SELECT * FROM " + rows + ") TO " + quoted(parquet.toString()) + " (FORMAT parquet)");
        } catch (SQLException e) {
            throw new IOException("DuckDB: " + e.getMessage(), e);
        }
    }

    private static String quoted(String s) {
        return "'" + s.replace("'", "''") + "'";
    }

    /**
     * Refuses a file whose rows DuckDB would not find.
     *
     * @throws InputException when its name, or that of its folder, is a pattern
     */
    public static void check(Path file) {
        String text = file.toAbsolutePath().toString();
        if (text.matches(".*[*?\\[].*")) {
            throw new InputException(new Problem(file.toString(), 0, 0, "DuckDB reads '*', '?' and '[' in the name of a file or folder as a pattern", "choose another name"));
        }
    }

    /** By column, the narrowest type that all its values have. */
    static Map<String, String> types(Path csv) throws IOException {
        Map<String, String> out = new LinkedHashMap<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
            List<String> names = null;
            ColumnType[] types = new ColumnType[0];
            for (CsvRecord r : reader) {
                if (names == null) {
                    names = r.getFields();
                    types = new ColumnType[names.size()];
                    continue;
                }
                for (int i = 0; i < types.length; i++) {
                    String v = r.getField(i);
                    types[i] = v.isEmpty() || types[i] == ColumnType.TEXT ? types[i] : ColumnType.of(v).with(types[i]);
                }
            }
            for (int i = 0; i < types.length; i++) {
                out.put(names.get(i), (types[i] == null ? empty(names.get(i)) : types[i]).sql());
            }
        }
        return out;
    }

    /** The type of a column in which no row has a value. */
    private static ColumnType empty(String column) {
        ColumnType found = Columns.FOUND.contains(column) ? Columns.found(column) : ColumnType.TEXT;
        return found == ColumnType.WIDE ? ColumnType.LONG : found;
    }
}
