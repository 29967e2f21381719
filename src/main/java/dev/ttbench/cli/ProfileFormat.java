package dev.ttbench.cli;

import dev.ttbench.report.Format;
import dev.ttbench.report.TimeTree;
import java.util.List;

/** The forms that a profile is written in: those of every answer, and some of its own. */
final class ProfileFormat {
    static final String HTML = "html";
    static final String MARKDOWN = "markdown";
    static final String TRACE = "trace";
    static final String FOLDED = "folded";
    static final String SPEEDSCOPE = "speedscope";
    static final List<String> IDS = List.of("table", "json", "csv", HTML, MARKDOWN, TRACE, FOLDED, SPEEDSCOPE);

    private static final int STEPS = 2;

    private ProfileFormat() { }

    /** The form that the arguments ask for. */
    static String of(Arguments a) {
        String asked = a.one("--format");
        if (asked == null) {
            return ofFile(a.one("--output"));
        }
        if (!IDS.contains(asked)) {
            throw PicocliParser.choice("--format", asked, IDS);
        }
        return asked;
    }

    /** The form that a file's name asks for; null and {@code -} are stdout. */
    private static String ofFile(String file) {
        if (file == null || file.equals("-")) {
            return Format.TABLE.id();
        }
        return file.endsWith(".trace.json") ? TRACE : file.endsWith(".speedscope.json") ? SPEEDSCOPE : file.endsWith(".folded") ? FOLDED : file.endsWith(".md") ? MARKDOWN
                : Format.idOfFile(file);
    }

    /** Refuses options that this form has no use for, and a number of steps that is none. */
    static void check(Arguments a, String form) {
        if (a.has("--by") && Format.of(form) == null && !form.equals(MARKDOWN)) {
            throw new UsageException("--by does not go with --format " + form, "table, json, csv and markdown group rows");
        }
        boolean tree = TimeTree.ID.equals(a.one("--by"));
        if (tree && !form.equals(MARKDOWN) && !form.equals(Format.TABLE.id())) {
            throw new UsageException("--by tree does not go with --format " + form, "table and markdown show it; folded and speedscope hold it for programs");
        }
        if (a.has("--depth") && !tree) {
            throw new UsageException("--depth goes with --by tree", null);
        }
        if (a.has("--steps") && !form.equals(TRACE)) {
            throw new UsageException("--steps does not go with --format " + form, "it is for --format trace");
        }
        steps(a);
    }

    /** Runs of a stage that a trace shows one by one. */
    static long steps(Arguments a) {
        String text = a.one("--steps");
        if (text == null) {
            return STEPS;
        }
        if (text.equals("all")) {
            return Long.MAX_VALUE;
        }
        long n = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            n = digit < 0 || digit > 9 || n > 100_000_000 ? -1 : 10 * n + digit;
            if (n < 0) {
                break;
            }
        }
        if (n < 1) {
            throw new UsageException("--steps " + text + ": a number from 1, or all, expected", "such as --steps 2");
        }
        return n;
    }
}
