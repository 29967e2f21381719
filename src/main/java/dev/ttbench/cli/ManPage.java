package dev.ttbench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Manual pages in the man macros of roff, from the same commands and options as the help. Plain ASCII. */
final class ManPage {
    /** What the environment changes; {@code docs/reference/commands.md} has the same names. */
    private static final Map<String, String> ENVIRONMENT = new java.util.TreeMap<>(Map.of(
            "TTBENCH_JAVA", "The java program to run, or the folder of its installation; otherwise JAVA_HOME, then PATH.",
            "TTBENCH_JAVA_OPTS", "Options for Java.",
            "TTBENCH_ARCHIVE", "off: neither use nor make an archive of loaded classes, which shortens the start.",
            "TTBENCH_EXTRA", "The folder of DuckDB's jar, for sweeps into Parquet; otherwise lib/extra of the distribution.",
            "TTBENCH_DEBUG", "1: stack traces beside errors.",
            "COLUMNS", "Width of tables, 40 to 120 columns; when unset that of the terminal, else 80.",
            "NO_COLOR", "No colours when not empty.",
            "TERM", "dumb: no colours, ASCII only, as under the locale C."));
    private static final List<String[]> EXIT = List.of(new String[] {"0", "Done."}, new String[] {"1", "A check failed."}, new String[] {"2", "Bad input or usage."},
            new String[] {"3", "A bug of ttbench."}, new String[] {"4", "The machine failed: disk full, a file not writable."});

    private final StringBuilder out = new StringBuilder();

    private ManPage() { }

    /**
     * The page of ttbench itself.
     *
     * @param version of ttbench
     * @param date of the page, as 2026-01-31
     */
    static String overview(String version, String date) {
        ManPage p = new ManPage();
        p.title("ttbench", version, date, "where time, FLOPs and memory of a generation go, operator by operator");
        p.synopsis("ttbench", List.of("[\\fB--help\\fR]", "[\\fB--version\\fR]", "\\fICOMMAND\\fR", "[\\fIOPTIONS\\fR]"));
        p.section("DESCRIPTION").text("Tells, without a GPU, where the time, the FLOPs and the memory of one text-to-image, text-to-video or language-model generation go on an accelerator. "
                + "Data goes to stdout, everything else to stderr.");
        p.section("COMMANDS");
        for (String name : Commands.names()) {
            p.item(bold("ttbench-" + name) + "(1)", Commands.get(name).about());
        }
        p.section("OPTIONS").item(bold("-h") + ", " + bold("--help"), "Every command; after a command, its own help.").item(bold("-V") + ", " + bold("--version"), "The version.");
        p.section("ENVIRONMENT");
        ENVIRONMENT.forEach((name, effect) -> p.item(bold(name), effect));
        p.exitStatus();
        p.examples(List.of("ttbench profile --model sd-v1.5", "ttbench list", "ttbench explain attention"));
        p.seeAlso(Commands.names().stream().map(n -> "ttbench-" + n).toList());
        return p.out.toString();
    }

    /** The page of a command. */
    static String of(Command c, String version, String date) {
        ManPage p = new ManPage();
        p.title("ttbench-" + c.name(), version, date, c.about());
        List<String> words = new ArrayList<>(List.of("[\\fIOPTIONS\\fR]"));
        Rest rest = c.rest();
        if (rest.most() > 0) {
            String label = italic(rest.label()) + (rest.most() > 1 ? "..." : "");
            words.add(rest.least() > 0 ? label : "[" + label + "]");
        }
        p.synopsis("ttbench " + c.name(), words);
        p.section("DESCRIPTION").text(c.about());
        if (rest.most() > 0) {
            p.item(italic(rest.label()), rest.about());
        }
        p.section("OPTIONS");
        for (Option o : c.options()) {
            String names = (o.shortName() == null ? "" : bold(o.shortName()) + ", ") + bold(o.name()) + (o.flag() ? "" : " " + italic(o.label()));
            p.item(names, PicocliParser.described(o));
        }
        p.item(bold("-h") + ", " + bold("--help"), "The command's help.");
        p.exitStatus();
        p.examples(c.examples());
        p.seeAlso(List.of("ttbench"));
        return p.out.toString();
    }

    private void title(String name, String version, String date, String about) {
        String line = about.endsWith(".") ? about.substring(0, about.length() - 1) : about;
        out.append(".TH ").append(escaped(name.toUpperCase(Locale.ROOT))).append(" 1 ").append(date).append(" \"ttbench ").append(version).append("\" \"ttbench manual\"\n.nh\n.ad l\n");
        section("NAME");
        out.append(escaped(name)).append(" \\- ").append(escaped(line)).append('\n');
    }

    private void synopsis(String command, List<String> words) {
        section("SYNOPSIS");
        out.append(bold(command));
        words.forEach(w -> out.append(' ').append(w.replace("--", "\\-\\-")));
        out.append('\n');
    }

    private ManPage section(String name) {
        out.append(".SH ").append(name).append('\n');
        return this;
    }

    private ManPage text(String s) {
        out.append(escaped(s)).append('\n');
        return this;
    }

    /** A paragraph under a tag, which is escaped already. */
    private ManPage item(String tag, String s) {
        out.append(".TP\n").append(tag).append('\n');
        return text(s);
    }

    private void exitStatus() {
        section("EXIT STATUS");
        EXIT.forEach(e -> item(bold(e[0]), e[1]));
    }

    private void examples(List<String> lines) {
        section("EXAMPLES");
        out.append(".nf\n");
        lines.forEach(this::text);
        out.append(".fi\n");
    }

    private void seeAlso(List<String> names) {
        section("SEE ALSO");
        for (int i = 0; i < names.size(); i++) {
            out.append(bold(names.get(i))).append("(1)").append(i + 1 < names.size() ? ",\n" : "\n");
        }
    }

    private static String bold(String s) {
        return "\\fB" + escaped(s) + "\\fR";
    }

    private static String italic(String s) {
        return "\\fI" + escaped(s) + "\\fR";
    }

    /** Text whose signs mean themselves, at the start of a line too, and can be copied from a terminal. */
    static String escaped(String s) {
        StringBuilder b = new StringBuilder(s.startsWith(".") || s.startsWith("'") ? "\\&" : "");
        for (char c : s.toCharArray()) {
            switch (c) {
                case '\\' -> b.append("\\e");
                case '-' -> b.append("\\-");
                case '\'' -> b.append("\\(aq");
                case '`' -> b.append("\\(ga");
                case '^' -> b.append("\\(ha");
                case '~' -> b.append("\\(ti");
                default -> b.append(c);
            }
        }
        return b.toString();
    }
}
