package dev.ttbench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code ttbench completion}: a script by which a shell asks {@link Completion} what may come next. */
final class CompletionCommand implements Command {
    static final List<String> SHELLS = List.of("bash", "zsh", "fish");

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

    @Override
    public int run(Arguments a, Session session) throws IOException {
        String shell = a.rest().get(0);
        if (!SHELLS.contains(shell)) {
            throw PicocliParser.choice("completion", shell, SHELLS);
        }
        session.write(a, script(shell));
        return Ttbench.DONE;
    }

    /** The script of a shell. */
    static String script(String shell) throws IOException {
        try (InputStream in = CompletionCommand.class.getResourceAsStream("completion." + shell)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}
