package dev.ttbench.cli;

import dev.ttbench.report.Paragraph;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code ttbench}: finds the sub-command, runs it, and turns every failure into an exit code and a few lines. */
public final class Ttbench {
    /** Done. */
    public static final int DONE = 0;
    /** A check failed. */
    public static final int CHECK_FAILED = 1;
    /** Bad input or usage. */
    public static final int BAD_INPUT = 2;
    /** A bug of ours. */
    public static final int BUG = 3;
    /** The machine failed us. */
    public static final int MACHINE = 4;

    /** A command of the build and the launcher, not for people. */
    private static final String TRAIN = "self-train";
    private static final int TRAINED_MODELS = 8;

    private final Environment environment;

    /** A command that runs in {@code environment}. */
    public Ttbench(Environment environment) {
        this.environment = environment;
    }

    /** Runs one command line. Data goes to {@code out}, everything else to {@code err}. */
    public int run(PrintWriter out, PrintWriter err, String... args) {
        int code;
        try {
            code = dispatch(out, err, args);
        } catch (InputException e) {
            for (Problem p : e.problems()) {
                line(err, (p.file() == null ? "ttbench: " : "") + p.text());
            }
            code = BAD_INPUT;
        } catch (UsageException e) {
            line(err, "ttbench: " + e.getMessage());
            code = BAD_INPUT;
        } catch (UncheckedIOException | IOException e) {
            Throwable cause = e instanceof UncheckedIOException u ? u.getCause() : e;
            line(err, "ttbench: " + (cause instanceof OutputFile.WriteException ? cause.getMessage() : "reading or writing failed: " + cause.getMessage()));
            trace(err, e);
            code = MACHINE;
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError | LinkageError e) {
            line(err, "ttbench: this is a bug in ttbench: " + e.getClass().getName() + (e.getMessage() == null ? "" : ": " + e.getMessage())
                    + (environment.debug() ? "" : "\n  TTBENCH_DEBUG=1 shows where"));
            trace(err, e);
            code = BUG;
        }
        return finish(out, err, code);
    }

    private static int finish(PrintWriter out, PrintWriter err, int code) {
        boolean failed = out.checkError();
        err.flush();
        if (!failed) {
            return code;
        }
        IOException why = out instanceof StandardOutput s ? s.failure() : null;
        if (why != null && readerLeft(why)) {
            return code == DONE ? DONE : code;
        }
        line(err, "ttbench: cannot write to stdout" + (why == null ? "" : ": " + why.getMessage()));
        err.flush();
        return MACHINE;
    }

    /** Whether stdout is a pipe whose reader ended, as {@code head} does when it has seen enough. */
    private static boolean readerLeft(IOException why) {
        String message = why.getMessage();
        if (message != null && (message.contains("Broken pipe") || message.contains("EPIPE") || message.contains("pipe is being closed"))) {
            return true;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private void trace(PrintWriter err, Throwable e) {
        if (environment.debug()) {
            e.printStackTrace(err);
        }
    }

    private int dispatch(PrintWriter out, PrintWriter err, String[] args) throws IOException {
        if (args.length == 0) {
            line(out, greeting(environment.style(true).width()));
            return DONE;
        }
        String first = args[0];
        switch (first) {
            case "-h", "--help":
                out.write(help(environment.style(true).width()));
                return DONE;
            case "-V", "--version":
                line(out, Version.text());
                return DONE;
            case TRAIN:
                return train();
            case Completion.COMMAND:
                out.write(Completion.answer(args, new Session(environment, out, err)));
                return DONE;
            case "help":
                if (args.length == 1) {
                    out.write(help(environment.style(true).width()));
                    return DONE;
                }
                out.write(PicocliParser.help(command(args[1]), environment.style(true).width()));
                return DONE;
            default:
                Command command = command(first);
                Arguments arguments = PlainParser.parse(command, args, 1);
                if (arguments == null) {
                    arguments = PicocliParser.parse(command, args, 1);
                }
                if (arguments.help()) {
                    out.write(PicocliParser.help(command, environment.style(true).width()));
                    return DONE;
                }
                return command.run(arguments, new Session(environment, out, err, arguments));
        }
    }

    /** Runs what people run most and throws the answers away: the class-data archive is made from the classes that this loads. */
    private int train() {
        List<String> models = new Session(environment, quiet(), quiet()).suites().modelNames();
        List<String[]> lines = new ArrayList<>(List.of(new String[0], words("--version"), words("profile --help"), words("list"), words("list models --format csv"),
                words("explain conv2d"), words("complete fish profile --model sd-v1.5 --set h")));
        for (String suite : Catalogue.ids(new Session(environment, quiet(), quiet()).suites(), "suites")) {
            lines.add(words("suite " + suite));
        }
        for (String m : models.subList(0, Math.min(TRAINED_MODELS, models.size()))) {
            for (String form : List.of("table", "csv --by kernel", "json")) {
                lines.add(words("profile --model " + m + " --format " + form));
            }
            for (String form : List.of("table", "dot", "mermaid")) {
                lines.add(words("show " + m + " --format " + form));
            }
        }
        for (String[] line : lines) {
            run(quiet(), quiet(), line);
        }
        return DONE;
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    private static PrintWriter quiet() {
        return new PrintWriter(Writer.nullWriter());
    }

    private static Command command(String name) {
        Command command = Commands.get(name);
        if (command != null) {
            return command;
        }
        if (name.startsWith("-")) {
            String near = Suggest.nearest(name, List.of("--help", "--version"));
            throw new UsageException("unknown option '" + name + "'", near != null ? "did you mean '" + near + "'?" : "options follow a command, as in: ttbench profile --model sd-v1.5");
        }
        List<String> known = new ArrayList<>(Commands.names());
        known.add("help");
        String near = Suggest.nearest(name, known);
        throw new UsageException("unknown command '" + name + "'", near != null ? "did you mean '" + near + "'?" : "there are " + String.join(", ", Commands.names()));
    }

    private static String greeting(int width) {
        return Paragraph.hanging("", "ttbench " + Version.number() + ": where the time, the FLOPs and the memory of a generation go, operator by operator", width) + "\n"
                + "Three things to try:\n"
                + Paragraph.hanging("  ttbench profile --model sd-v1.5   ", "one image on one device", width)
                + Paragraph.hanging("  ttbench list                      ", "models, devices and more", width)
                + Paragraph.hanging("  ttbench explain attention         ", "formulas behind a number", width) + "\n"
                + "'ttbench --help' names every command.";
    }

    private static String help(int width) {
        StringBuilder b = new StringBuilder("Example:\n  ttbench profile --model sd-v1.5\n\nUsage: ttbench COMMAND [OPTIONS]\n\nCommands:\n");
        for (String name : Commands.names()) {
            b.append(Paragraph.hanging("  " + name + " ".repeat(12 - name.length()), Commands.get(name).about(), width));
        }
        return b.append("\nOptions:\n").append(Paragraph.hanging("  -h, --help     ", "This text; after a command, the command's own.", width)).append("  -V, --version  The version.\n\n")
                .append(Paragraph.hanging("", "Exit codes: 0 done, 1 a check failed, 2 bad input or usage, 3 a bug of ttbench, 4 the machine failed.", width)).toString();
    }

    private static void line(PrintWriter to, String text) {
        to.write(text);
        to.write('\n');
    }
}
