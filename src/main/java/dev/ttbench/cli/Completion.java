package dev.ttbench.cli;

import dev.ttbench.model.ModelDef;
import dev.ttbench.spec.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What may stand where a command line is being typed: commands, options, their values, names of models and devices, and of the chosen model the
 * parameters and stages. The scripts of {@link CompletionCommand} ask for it at every press of the key, so that no name stands in a script.
 */
final class Completion {
    /** The word by which scripts ask: {@code ttbench complete SHELL WORD...}. Not a command for people. */
    static final String COMMAND = "complete";

    /** A word, whole; what ends in {@code =} or a comma goes on. {@code about}: what it is, empty for none. */
    record Candidate(String value, String about) { }

    private final Session session;

    Completion(Session session) {
        this.session = session;
    }

    /**
     * The answer to a script, one candidate a line in the form that its shell takes. Of bash comes the line up to the cursor, since its own words
     * end at {@code =}; of others come the words, the last being typed.
     */
    static String answer(String[] args, Session session) {
        String shell = args.length > 1 ? args[1] : "";
        List<String> words = new ArrayList<>(List.of(args).subList(Math.min(2, args.length), args.length));
        if (shell.equals("bash") && !words.isEmpty()) {
            words = words(words.get(0));
            words.remove(0);
        }
        StringBuilder b = new StringBuilder();
        for (Candidate c : new Completion(session).of(words)) {
            switch (shell) {
                case "zsh" -> b.append(c.value().replace("\\", "\\\\").replace(":", "\\:")).append(':').append(c.about());
                case "fish" -> b.append(c.value()).append('\t').append(c.about());
                default -> b.append(c.value());
            }
            b.append('\n');
        }
        return b.toString();
    }

    /** What the last of these words may be; the program's name is not among them. Empty when nothing is known, as of a file's name. */
    List<Candidate> of(List<String> words) {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        List<Candidate> all;
        try {
            all = words.size() < 2 ? first(last) : after(words.get(0), words.subList(1, words.size() - 1), last);
        } catch (InputException e) {
            all = List.of(); // a model that cannot be read has no names to offer; running the command says why
        }
        return all.stream().filter(c -> c.value().startsWith(last)).toList();
    }

    private static List<Candidate> first(String word) {
        List<Candidate> out = new ArrayList<>();
        if (word.startsWith("-")) {
            out.add(new Candidate("--help", "Every command."));
            out.add(new Candidate("--version", "The version."));
            return out;
        }
        for (String name : Commands.names()) {
            out.add(new Candidate(name, Commands.get(name).about()));
        }
        out.add(new Candidate("help", "Help of a command."));
        return out;
    }

    private List<Candidate> after(String name, List<String> before, String word) {
        if (name.equals("help")) {
            return before.isEmpty() ? first("").stream().filter(c -> !c.value().equals("help")).toList() : List.of();
        }
        Command command = Commands.get(name);
        if (command == null) {
            return List.of();
        }
        Line line = Line.of(command, before);
        if (line.open() != null) {
            return values(line.open(), line, "", word);
        }
        int equals = word.indexOf('=');
        if (word.startsWith("--") && equals > 0) {
            Option o = find(command, word.substring(0, equals));
            return o == null || o.flag() ? List.of() : values(o, line, word.substring(0, equals + 1), word.substring(equals + 1));
        }
        return word.startsWith("-") ? options(command, line) : rest(command.rest(), line);
    }

    private static List<Candidate> options(Command command, Line line) {
        List<Candidate> out = new ArrayList<>();
        for (Option o : command.options()) {
            if (o.repeatable() || !line.arguments().has(o.name())) {
                out.add(new Candidate(o.name(), o.about()));
            }
        }
        out.add(new Candidate("--help", "Help of this command."));
        return out;
    }

    private List<Candidate> rest(Rest rest, Line line) {
        if (line.arguments().rest().size() >= rest.most()) {
            return List.of();
        }
        List<Candidate> out = new ArrayList<>(plain("", rest.choices()));
        rest.listed().forEach(kind -> out.addAll(plain("", Catalogue.ids(session.suites(), kind))));
        return out;
    }

    /** Values of an option; {@code prefix}: what stands before the value in the same word. */
    private List<Candidate> values(Option o, Line line, String prefix, String typed) {
        String done = prefix;
        if (o.label().endsWith(",...")) {
            done += typed.substring(0, typed.lastIndexOf(',') + 1);
        }
        if (o.listed() != null) {
            return plain(done, Catalogue.ids(session.suites(), o.listed()));
        }
        int equals = typed.indexOf('=');
        if (o.name().equals("--set")) {
            return equals < 0 ? parameters(line, prefix) : settings(line, prefix, typed.substring(0, equals));
        }
        if (o.name().equals("--stage")) {
            return plain(prefix, stages(line));
        }
        if (!o.label().startsWith("[STAGE=]")) {
            return plain(done, choices(o));
        }
        if (equals >= 0) {
            return plain(prefix + typed.substring(0, equals + 1), o.choices());
        }
        List<Candidate> out = new ArrayList<>(plain(prefix, o.choices()));
        stages(line).forEach(s -> out.add(new Candidate(prefix + s + "=", "Of this stage only.")));
        return out;
    }

    /** The values of an option; of one that takes a list, those of the option of {@code profile} that takes one. */
    private static List<String> choices(Option o) {
        if (!o.label().endsWith(",...")) {
            return o.choices();
        }
        return ProfileOptions.all().stream().filter(p -> p.name().equals(o.name())).findFirst().map(Option::choices).orElse(List.of());
    }

    private List<Candidate> parameters(Line line, String prefix) {
        List<Candidate> out = new ArrayList<>();
        ModelDef model = model(line);
        if (model != null) {
            for (ModelDef.Parameter p : model.parameters()) {
                out.add(new Candidate(prefix + p.name() + "=", (p.about() == null ? p.type() : p.about()) + " (" + p.defaultText() + ")"));
            }
        }
        return out;
    }

    /** Values of a parameter where there are few. */
    private List<Candidate> settings(Line line, String prefix, String name) {
        ModelDef model = model(line);
        ModelDef.Parameter p = model == null ? null : model.parameter(name);
        if (p == null) {
            return List.of();
        }
        return plain(prefix + name + "=", p.type().equals("bool") ? List.of("true", "false") : p.choices());
    }

    private List<String> stages(Line line) {
        ModelDef model = model(line);
        return model == null ? List.of() : model.stages().stream().map(ModelDef.Stage::id).toList();
    }

    /** The model that the line is about, the first where there are several; null when it names none. */
    private ModelDef model(Line line) {
        String name = line.arguments().one("--model");
        if (name == null && line.command().rest().listed().contains("models") && !line.arguments().rest().isEmpty()) {
            name = line.arguments().rest().get(0);
        }
        return name == null ? null : session.suites().model(name.split(",")[0]);
    }

    private static List<Candidate> plain(String prefix, List<String> values) {
        return values.stream().map(v -> new Candidate(prefix + v, "")).toList();
    }

    private static Option find(Command command, String name) {
        for (Option o : command.options()) {
            if (name.equals(o.name()) || name.equals(o.shortName())) {
                return o;
            }
        }
        return null;
    }

    /** The finished words of a command. {@code open}: the option whose value comes next, or null. */
    private record Line(Command command, Arguments arguments, Option open) {
        static Line of(Command command, List<String> words) {
            Arguments out = new Arguments();
            Option open = null;
            for (String w : words) {
                int equals = w.startsWith("--") ? w.indexOf('=') : -1;
                Option o = open != null ? null : find(command, equals < 0 ? w : w.substring(0, equals));
                if (open != null) {
                    out.put(open.name(), w);
                    open = null;
                } else if (o == null) {
                    out.rest().add(w);
                } else if (o.flag()) {
                    out.put(o.name(), "true");
                } else if (equals >= 0) {
                    out.put(o.name(), w.substring(equals + 1));
                } else {
                    open = o;
                }
            }
            return new Line(command, out, open);
        }
    }

    /** The words of a line, as a shell would part them: quotes and backslashes taken off, nothing expanded. The last is what is being typed. */
    static List<String> words(String line) {
        List<String> out = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inside = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 ? c == quote : c == '\'' || c == '"') {
                quote = quote != 0 ? 0 : c;
                inside = true;
            } else if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inside = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inside) {
                    out.add(word.toString());
                    word.setLength(0);
                }
                inside = false;
            } else {
                word.append(c);
                inside = true;
            }
        }
        out.add(word.toString());
        return out;
    }
}
