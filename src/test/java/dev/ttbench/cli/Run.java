package dev.ttbench.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** What one command line did. */
record Run(int exit, String out, String err) {

    /** Runs with the shipped suites. */
    static Run of(String... args) {
        return in(Map.of(), args);
    }

    /** Runs under environment variables. */
    static Run in(Map<String, String> variables, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Ttbench(new Environment(Path.of("suites"), variables, "UTF-8", () -> false)).run(new PrintWriter(out), new PrintWriter(err), args);
        return new Run(exit, out.toString(), err.toString());
    }
}
