package dev.ttbench.cli;

import dev.ttbench.report.ReportSettings.Style;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a command may know about where it runs.
 *
 * @param suites the folder of the shipped suites
 * @param variables environment variables
 * @param charset charset of the terminal
 * @param terminal whether stdout is a terminal
 */
public record Environment(Path suites, Map<String, String> variables, String charset, BooleanSupplier terminal) {
    /** System property with the folder of the distribution. */
    public static final String HOME = "ttbench.home";

    /** That of this process. */
    public static Environment ofProcess() {
        String home = System.getProperty(HOME);
        Path suites = home == null ? Path.of("suites") : Path.of(home, "suites");
        return new Environment(suites, System.getenv(), System.getProperty("stdout.encoding", System.getProperty("native.encoding", "US-ASCII")), new Stdout());
    }

    /** Whether this process has a console. A class and not a lambda, which every start would pay for. */
    private static final class Stdout implements BooleanSupplier {
        @Override
        public boolean getAsBoolean() {
            java.io.Console console = System.console();
            if (console == null || Runtime.version().feature() < 22) {
                return console != null;
            }
            try {
                return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
            } catch (ReflectiveOperationException e) {
                return false;
            }
        }
    }

    /** Whether stack traces were asked for. */
    public boolean debug() {
        return "1".equals(variables.get("TTBENCH_DEBUG"));
    }

    /**
     * How text for people is laid out.
     *
     * @param stdout whether it goes to stdout, and not to a file
     */
    public Style style(boolean stdout) {
        boolean dumb = "dumb".equals(variables.get("TERM"));
        boolean unicode = !dumb && charset.equalsIgnoreCase("UTF-8");
        String noColour = variables.get("NO_COLOR");
        boolean colour = stdout && !dumb && (noColour == null || noColour.isEmpty()) && terminal.getAsBoolean();
        return new Style(width(variables.get("COLUMNS")), unicode, colour);
    }

    private static int width(String columns) {
        try {
            return columns == null ? 80 : Math.max(40, Math.min(120, Integer.parseInt(columns.strip())));
        } catch (NumberFormatException e) {
            return 80;
        }
    }
}
