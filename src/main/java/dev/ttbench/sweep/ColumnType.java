package dev.ttbench.sweep;

import java.util.Collection;

/** The type of a column where files have types, as Parquet: the narrowest that all its values have. */
public enum ColumnType {
    /** true or false. */
    TRUTH("BOOLEAN"),
    /** Integers of 63 bits and a sign. */
    LONG("BIGINT"),
    /** Integers of up to 38 digits, the widest that Parquet has. */
    WIDE("DECIMAL(38, 0)"),
    /** Other numbers. */
    NUMBER("DOUBLE"),
    /** Anything else. */
    TEXT("VARCHAR");

    private static final int DECIMAL_DIGITS = 38;
    private final String sql;

    ColumnType(String sql) {
        this.sql = sql;
    }

    /** Its name in SQL. */
    public String sql() {
        return sql;
    }

    /** The type of a value that is not empty. */
    static ColumnType of(String v) {
        if (v.equals("true") || v.equals("false")) {
            return TRUTH;
        }
        int start = v.charAt(0) == '-' ? 1 : 0;
        int digits = v.length() - start;
        boolean integer = digits > 0 && v.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
        if (integer) {
            return fitsLong(v) ? LONG : digits <= DECIMAL_DIGITS ? WIDE : TEXT;
        }
        return v.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?") ? NUMBER : TEXT;
    }

    /** The type of all of some values; text where there are none. */
    static ColumnType of(Collection<String> values) {
        ColumnType out = null;
        for (String v : values) {
            out = of(v).with(out);
        }
        return out == null ? TEXT : out;
    }

    private static boolean fitsLong(String v) {
        try {
            Long.parseLong(v);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The type of values of which some are of this type and others of that; null for none so far. */
    ColumnType with(ColumnType other) {
        if (other == null || other == this) {
            return this;
        }
        boolean numbers = this != TRUTH && other != TRUTH;
        return numbers ? (compareTo(other) > 0 ? this : other) : TEXT;
    }
}
