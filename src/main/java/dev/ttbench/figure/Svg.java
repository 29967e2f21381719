package dev.ttbench.figure;

/** Writes elements: coordinates in tenths of a pixel, text escaped. */
final class Svg {
    private final StringBuilder out = new StringBuilder(1 << 14);

    /** A coordinate, to a tenth of a pixel. */
    static String px(double v) {
        return px(new StringBuilder(8), v).toString();
    }

    private static StringBuilder px(StringBuilder b, double v) {
        long tenths = Math.round(v * 10);
        if (tenths < 0) {
            b.append('-');
        }
        tenths = Math.abs(tenths);
        b.append(tenths / 10);
        return tenths % 10 == 0 ? b : b.append('.').append(tenths % 10);
    }

    /** An element without content; attributes are names and values in turn, of which numbers are coordinates. */
    Svg empty(String tag, Object... attributes) {
        start(tag, attributes);
        out.append("/>\n");
        return this;
    }

    /** Opens an element. */
    Svg open(String tag, Object... attributes) {
        start(tag, attributes);
        out.append(">\n");
        return this;
    }

    /** Closes an element. */
    Svg close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    /** An element that holds text. */
    Svg text(String tag, String text, Object... attributes) {
        start(tag, attributes);
        out.append('>');
        escape(text);
        return close(tag);
    }

    /** A line of text at a point of its base line. */
    Svg label(double x, double y, String text, Object... attributes) {
        out.append("<text x=\"").append(px(x)).append("\" y=\"").append(px(y)).append('"');
        attributes(attributes);
        out.append('>');
        escape(text);
        return close("text");
    }

    private void start(String tag, Object... attributes) {
        out.append('<').append(tag);
        attributes(attributes);
    }

    private void attributes(Object... attributes) {
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            if (attributes[i + 1] instanceof Number n) {
                px(out, n.doubleValue());
            } else {
                escape(attributes[i + 1].toString());
            }
            out.append('"');
        }
    }

    /** Characters that XML has no place for become question marks, line breaks become spaces. */
    private void escape(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\n', '\r', '\t' -> out.append(' ');
                default -> {
                    boolean pair = Character.isHighSurrogate(c) && i + 1 < s.length() && Character.isLowSurrogate(s.charAt(i + 1));
                    if (pair) {
                        out.append(c).append(s.charAt(++i));
                    } else {
                        out.append(c < 0x20 || c > 0xfffd || Character.isSurrogate(c) ? '?' : c);
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
