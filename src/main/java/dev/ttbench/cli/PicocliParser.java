package dev.ttbench.cli;

import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** A command as picocli's model: for help, and for command lines that {@link PlainParser} does not read. */
final class PicocliParser {
    private PicocliParser() { }

    /** The model of a command. */
    static CommandLine model(Command command, String parent) {
        CommandSpec spec = CommandSpec.create().name(parent == null ? command.name() : parent + " " + command.name());
        for (Option o : command.options()) {
            OptionSpec.Builder b = o.shortName() == null ? OptionSpec.builder(o.name()) : OptionSpec.builder(o.shortName(), o.name());
            b.description(percent(described(o)));
            if (o.flag()) {
                spec.addOption(b.type(boolean.class).build());
                continue;
            }
            b.paramLabel(o.label()).arity("1");
            if (o.repeatable()) {
                b.type(List.class).auxiliaryTypes(String.class);
            } else {
                b.type(String.class);
            }
            spec.addOption(b.build());
        }
        spec.addOption(OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true).description("This text.").build());
        Rest rest = command.rest();
        if (rest.most() > 0) {
            PositionalParamSpec.Builder b = PositionalParamSpec.builder().paramLabel(rest.label()).description(percent(rest.about())).required(rest.least() > 0)
                    .arity(rest.least() + ".." + (rest.most() == Integer.MAX_VALUE ? "*" : Integer.toString(rest.most())));
            if (rest.most() > 1) {
                b.type(List.class).auxiliaryTypes(String.class);
            } else {
                b.type(String.class);
            }
            spec.addPositional(b.build());
        }
        List<String> header = new ArrayList<>(List.of("Example:"));
        for (String e : command.examples()) {
            header.add("  " + percent(e));
        }
        spec.usageMessage().header(header.toArray(new String[0])).description("", percent(command.about()), "").abbreviateSynopsis(false).sortOptions(false)
                .synopsisHeading("%nUsage: ");
        return new CommandLine(spec).setInterpolateVariables(false).setExpandAtFiles(false).setTrimQuotes(false).setUnmatchedArgumentsAllowed(false)
                .setPosixClusteredShortOptionsAllowed(false);
    }

    /** What an option is, with its choices and whether it may be repeated. */
    static String described(Option o) {
        String choices = o.choices().isEmpty() ? "" : " One of " + String.join(", ", o.choices()) + ".";
        return o.about() + choices + (o.repeatable() ? " May be repeated." : "");
    }

    private static String percent(String s) {
        return s.replace("%", "%%");
    }

    /** The help of a command. */
    static String help(Command command, int width) {
        return model(command, "ttbench").setUsageHelpWidth(Math.max(60, width)).getUsageMessage(CommandLine.Help.Ansi.OFF).replace("\r\n", "\n");
    }

    /**
     * The arguments after the command.
     *
     * @throws UsageException when they cannot be understood
     */
    static Arguments parse(Command command, String[] args, int from) {
        Arguments out = new Arguments();
        try {
            ParseResult r = model(command, null).parseArgs(java.util.Arrays.copyOfRange(args, from, args.length));
            if (r.isUsageHelpRequested()) {
                out.askHelp();
                return out;
            }
            for (Option o : command.options()) {
                if (o.flag() && r.hasMatchedOption(o.name())) {
                    out.put(o.name(), "true");
                } else if (r.hasMatchedOption(o.name())) {
                    for (String v : r.matchedOption(o.name()).stringValues()) {
                        out.put(o.name(), checked(o, v));
                    }
                }
            }
            for (PositionalParamSpec p : r.matchedPositionals()) {
                out.rest().addAll(p.stringValues());
            }
            return out;
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw unmatched(command, e.getUnmatched().get(0));
        } catch (CommandLine.OverwrittenOptionException e) {
            String name = ((OptionSpec) e.getOverwritten()).longestName();
            throw new UsageException("option " + name + " is given twice", "once is enough");
        } catch (CommandLine.MissingParameterException e) {
            throw missing(command, e);
        } catch (CommandLine.ParameterException e) {
            throw new UsageException(e.getMessage().split("\n")[0], "'ttbench " + command.name() + " --help' shows what there is");
        }
    }

    private static String checked(Option o, String value) {
        if (value.isEmpty()) {
            throw new UsageException("option " + o.name() + " has an empty value", o.choices().isEmpty() ? null : "known: " + String.join(", ", o.choices()));
        }
        if (!o.accepts(value)) {
            throw choice(o.name(), value, o.choices());
        }
        return value;
    }

    /** A value that is none of the choices. */
    static UsageException choice(String name, String value, List<String> choices) {
        String near = Suggest.nearest(value, choices);
        return new UsageException(name + " " + value + ": there is no such choice", (near == null ? "" : "did you mean '" + near + "'? ")
                + "known: " + String.join(", ", choices));
    }

    private static UsageException unmatched(Command command, String word) {
        if (!word.startsWith("-") || word.equals("-")) {
            return new UsageException("unexpected '" + word + "'", "'ttbench " + command.name() + " --help' shows what it takes");
        }
        List<String> known = new ArrayList<>(List.of("--help"));
        for (Option o : command.options()) {
            known.add(o.name());
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String near = Suggest.nearest(name, known);
        return new UsageException("unknown option '" + name + "'", near != null ? "did you mean '" + near + "'?" : "there are " + String.join(", ", known));
    }

    private static UsageException missing(Command command, CommandLine.MissingParameterException e) {
        if (!e.getMissing().isEmpty() && e.getMissing().get(0) instanceof OptionSpec o) {
            return new UsageException("option " + o.longestName() + " needs a value", "as in " + o.longestName() + " " + o.paramLabel());
        }
        return new UsageException("'ttbench " + command.name() + "' needs " + command.rest().label(), "such as: " + command.examples().get(0));
    }
}
