package dev.ttbench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What regular expressions find. */
final class Matches {
    private Matches() { }

    /** The first group of every match. */
    static List<String> all(String pattern, String text) {
        List<String> out = new ArrayList<>();
        Matcher m = Pattern.compile(pattern).matcher(text);
        while (m.find()) {
            out.add(m.group(1));
        }
        return out;
    }
}
