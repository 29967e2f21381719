package dev.ttbench.spark;

import dev.ttbench.sweep.ColumnType;
import dev.ttbench.sweep.Columns;
import dev.ttbench.sweep.Result;
import dev.ttbench.sweep.SweepDef;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rows of a sweep as Spark has them: the columns of its CSV, of which each value is that of the CSV, then the number of the point. */
final class Table {
    /** The last column: the number of the point from 0, in the sweep's order; points that {@code --where} leaves out are counted. */
    static final String POINT = "point";
    private static final int DECIMAL_DIGITS = 38;
    private final List<String> columns;
    private final List<ColumnType> types;

    Table(SweepDef def) {
        columns = Columns.of(def);
        types = columns.stream().map(c -> Columns.type(c, def)).toList();
    }

    StructType schema() {
        List<StructField> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.add(DataTypes.createStructField(columns.get(i), type(types.get(i)), true));
        }
        fields.add(DataTypes.createStructField(POINT, DataTypes.LongType, false));
        return DataTypes.createStructType(fields);
    }

    Row row(Result result, long point) {
        Object[] values = new Object[columns.size() + 1];
        for (int i = 0; i < columns.size(); i++) {
            String text = Columns.text(columns.get(i), result);
            values[i] = text == null ? null : value(types.get(i), text);
        }
        values[columns.size()] = point;
        return RowFactory.create(values);
    }

    private static DataType type(ColumnType t) {
        return switch (t) {
            case TRUTH -> DataTypes.BooleanType;
            case LONG -> DataTypes.LongType;
            case WIDE -> DataTypes.createDecimalType(DECIMAL_DIGITS, 0);
            case NUMBER -> DataTypes.DoubleType;
            case TEXT -> DataTypes.StringType;
        };
    }

    private static Object value(ColumnType t, String text) {
        return switch (t) {
            case TRUTH -> Boolean.valueOf(text);
            case LONG -> Long.valueOf(text);
            case WIDE -> new BigDecimal(text);
            case NUMBER -> Double.valueOf(text);
            case TEXT -> text;
        };
    }
}
