package dev.ttbench.page;

/** Writes elements of HTML and SVG; text and attributes are escaped. */
final class Html {
    private final StringBuilder out;

    Html(StringBuilder out) {
        this.out = out;
    }

    /** Opens an element; attributes are names and values in turn, and one whose value is null is left out. */
    Html open(String tag, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                escape(attributes[i + 1] instanceof Double d ? number(d) : attributes[i + 1].toString());
                out.append('"');
            }
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    /** Closes an element and the line. */
    Html end(String tag) {
        close(tag);
        out.append('\n');
        return this;
    }

    Html text(String s) {
        escape(s);
        return this;
    }

    /** An element that holds text. */
    Html element(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** An element without content, as SVG writes it. */
    Html empty(String tag, Object... attributes) {
        open(tag, attributes);
        out.insert(out.length() - 1, '/');
        return this;
    }

    /** Markup as it is. */
    Html raw(String s) {
        out.append(s);
        return this;
    }

    /** A coordinate or a percentage: two decimals at most. */
    static String number(double v) {
        long hundredths = Math.round(v * 100);
        if (hundredths % 100 == 0) {
            return Long.toString(hundredths / 100);
        }
        String digits = Long.toString(Math.abs(hundredths) % 100);
        digits = digits.length() == 1 ? "0" + digits : digits;
        return (hundredths < 0 ? "-" : "") + Math.abs(hundredths) / 100 + "." + (digits.endsWith("0") ? digits.substring(0, 1) : digits);
    }

    private void escape(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> out.append(c);
            }
        }
    }
}
