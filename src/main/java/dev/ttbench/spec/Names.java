package dev.ttbench.spec;

/** What may be a name. Written out, since a regular expression would cost every start a millisecond. */
public final class Names {
    private Names() { }

    /** A name that expressions can use: letters, digits and '_', a letter or '_' first. */
    public static boolean isVariable(String s) {
        return fits(s, "_", "_");
    }

    /** A name of a block, graph, model or device: letters, digits, '-', '_' and '.', a letter first. */
    public static boolean isFile(String s) {
        return fits(s, "", "_.-");
    }

    private static boolean fits(String s, String first, String rest) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (i == 0 ? first.indexOf(c) < 0 : (c < '0' || c > '9') && rest.indexOf(c) < 0)) {
                return false;
            }
        }
        return !s.isEmpty();
    }
}
