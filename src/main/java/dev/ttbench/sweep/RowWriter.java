package dev.ttbench.sweep;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/** Rows as text, one a line: CSV as RFC 4180 has it, or JSON Lines. */
public enum RowWriter {
    /** A header, then a line a row. */
    CSV {
        @Override
        public String header(List<String> columns) {
            return String.join(",", columns) + "\r\n";
        }

        @Override
        public void row(List<String> axes, Result r, StringBuilder out) {
            for (int i = 0; i < axes.size(); i++) {
                out.append(i == 0 ? "" : ",");
                quoted(Columns.axis(axes.get(i), r.request()), out);
            }
            for (int i = 0; i < Columns.FOUND.size(); i++) {
                out.append(',');
                Object v = Columns.found(i, r);
                if (v instanceof Double d) {
                    out.append(decimal(d));
                } else if (v instanceof String s) {
                    quoted(s, out);
                } else if (v != null) {
                    out.append(v);
                }
            }
            out.append("\r\n");
        }
    },
    /** An object a line. */
    JSON_LINES {
        @Override
        public String header(List<String> columns) {
            return "";
        }

        @Override
        public void row(List<String> axes, Result r, StringBuilder out) {
            out.append('{');
            for (String a : axes) {
                member(a, typed(Columns.axis(a, r.request())), out);
            }
            for (int i = 0; i < Columns.FOUND.size(); i++) {
                member(Columns.FOUND.get(i), Columns.found(i, r), out);
            }
            out.append("}\n");
        }
    };

    /** The line before the rows; empty for none. */
    public abstract String header(List<String> columns);

    /** Appends the line of a row. */
    public abstract void row(List<String> axes, Result r, StringBuilder out);

    /** Appends the line of a request that comes alone, with the axes that it sets itself. */
    static void alone(Result r, StringBuilder out) {
        if (r.status().equals(Result.REFUSED)) {
            error(r.reason(), out);
            return;
        }
        out.append('{');
        for (Map.Entry<String, String> a : Columns.axes(r.request()).entrySet()) {
            member(a.getKey(), typed(a.getValue()), out);
        }
        for (int i = 0; i < Columns.FOUND.size(); i++) {
            member(Columns.FOUND.get(i), Columns.found(i, r), out);
        }
        out.append("}\n");
    }

    /** Appends the line that stands for a request that was refused. */
    static void error(String reason, StringBuilder out) {
        out.append("{\"error\": ");
        json(reason, out);
        out.append("}\n");
    }

    private static void member(String name, Object v, StringBuilder out) {
        out.append(out.charAt(out.length() - 1) == '{' ? "" : ", ");
        json(name, out);
        out.append(": ");
        if (v instanceof Double d) {
            out.append(decimal(d));
        } else if (v instanceof String s) {
            json(s, out);
        } else {
            out.append(v);
        }
    }

    private static void json(String s, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(s, out);
        out.append('"');
    }

    /** An integer or a truth value as such, anything else as text. */
    private static Object typed(String text) {
        if (text == null || text.equals("true") || text.equals("false")) {
            return text == null ? null : Boolean.valueOf(text);
        }
        return text.matches("-?(0|[1-9]\\d{0,17})") ? Long.valueOf(text) : text;
    }

    private static void quoted(String s, StringBuilder out) {
        if (s == null) {
            return;
        }
        boolean plain = true;
        for (int i = 0; i < s.length() && plain; i++) {
            char c = s.charAt(i);
            plain = c != '"' && c != ',' && c != '\n' && c != '\r';
        }
        if (plain) {
            out.append(s);
        } else {
            out.append('"').append(s.replace("\"", "\"\"")).append('"');
        }
    }

    /** Nine significant digits, as everywhere in files. */
    static String decimal(double v) {
        return new BigDecimal(v).round(new MathContext(9)).stripTrailingZeros().toString();
    }
}
