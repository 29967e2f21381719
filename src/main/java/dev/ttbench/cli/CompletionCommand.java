package dev.ttbench.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** {@code ttbench completion}: a script that completes commands, options, models and devices. */
final class CompletionCommand implements Command {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");
    /** Prints the names of a kind; {@code list} without a kind has nothing to count and is fastest. */
    private static final String LIST = "ttbench list --format csv 2>/dev/null | tr -d '\\r' | grep '^%s,' | cut -d, -f3 | tr ' ' '\\n'";

    @Override
    public String name() {
        return "completion";
    }

    @Override
    public String about() {
        return "Shell completion for bash, zsh and fish.";
    }

    @Override
    public List<String> examples() {
        return List.of("source <(ttbench completion bash)", "ttbench completion fish > ~/.config/fish/completions/ttbench.fish");
    }

    @Override
    public List<Option> options() {
        return List.of(Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("SHELL", 1, 1, SHELLS, "One of " + String.join(", ", SHELLS) + ".");
    }

    /** The word that stands for names which the shell asks for when it completes. */
    static String placeholder(String listed) {
        return "LIST_" + listed;
    }

    @Override
    public int run(Arguments a, Session session) throws java.io.IOException {
        String shell = a.rest().get(0);
        switch (shell) {
            case "bash", "zsh" -> session.write(a, bash());
            case "fish" -> session.write(a, fish());
            default -> throw PicocliParser.choice("completion", shell, SHELLS);
        }
        return Ttbench.DONE;
    }

    private static String bash() {
        CommandLine top = new CommandLine(CommandLine.Model.CommandSpec.create().name("ttbench"));
        for (String name : Commands.names()) {
            top.addSubcommand(name, PicocliParser.model(Commands.get(name), null));
        }
        String script = AutoComplete.bash("ttbench", top).replace("\r\n", "\n");
        for (String kind : Catalogue.KINDS) {
            String label = kind.substring(0, kind.length() - 1).toUpperCase(java.util.Locale.ROOT);
            script = script.replace("local " + label + "_option_args=(\"" + placeholder(kind) + "\")", "local " + label + "_option_args=()")
                    .replace("compReplyArray \"${" + label + "_option_args[@]}\"", "compReplyArray $(" + LIST.replace("%s", kind) + ")");
        }
        return script;
    }

    private static String fish() {
        StringBuilder b = new StringBuilder("# Completion of ttbench for fish.\ncomplete -c ttbench -f\n");
        b.append("complete -c ttbench -n __fish_use_subcommand -s h -l help -d 'Help'\ncomplete -c ttbench -n __fish_use_subcommand -s V -l version -d 'Version'\n");
        for (String name : Commands.names()) {
            Command c = Commands.get(name);
            b.append("complete -c ttbench -n __fish_use_subcommand -a ").append(name).append(" -d ").append(quoted(c.about())).append('\n');
            String when = "complete -c ttbench -n '__fish_seen_subcommand_from " + name + "' ";
            for (Option o : c.options()) {
                b.append(when).append(o.shortName() == null ? "" : "-s " + o.shortName().substring(1) + " ").append("-l ").append(o.name().substring(2));
                if (o.listed() != null) {
                    b.append(" -r -F -a ").append("\"(").append(LIST.replace("%s", o.listed())).append(")\"");
                } else if (!o.choices().isEmpty()) {
                    b.append(" -x -a ").append(quoted(String.join(" ", o.choices())));
                } else {
                    b.append(o.flag() ? "" : o.label().equals("FILE") ? " -r -F" : " -x");
                }
                b.append(" -d ").append(quoted(o.about())).append('\n');
            }
            if (!c.rest().choices().isEmpty()) {
                b.append(when).append("-a ").append(quoted(String.join(" ", c.rest().choices()))).append('\n');
            } else if (c.rest().label().equals("FILE")) {
                b.append(when).append("-F\n");
            }
        }
        return b.toString();
    }

    private static String quoted(String s) {
        return "'" + s.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
