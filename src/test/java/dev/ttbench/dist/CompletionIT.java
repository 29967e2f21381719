package dev.ttbench.dist;

import static dev.ttbench.dist.Distribution.environment;
import static dev.ttbench.dist.Distribution.scratch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion scripts in the shells that are installed. */
@DisabledOnOs(OS.WINDOWS)
class CompletionIT {
    private static final Distribution BUILT = Distribution.built();

    private static String inShell(String shell, String script) throws IOException {
        assumeTrue(List.of("/bin", "/usr/bin", "/usr/local/bin").stream().anyMatch(d -> Files.isExecutable(Path.of(d, shell))), shell + " is not installed");
        Path folder = scratch("completion " + shell);
        Files.writeString(folder.resolve("mine.yaml"), "");
        String path = BUILT.launcher().getParent() + ":" + environment().get("PATH");
        Files.writeString(folder.resolve("script"), script);
        Run run = Run.of(folder, environment(Map.of("PATH", path, "HOME", folder.toString(), "TERM", "dumb")), shell.equals("zsh") ? new String[] {shell, "-f", "script"} : new String[] {shell, "script"});
        assertEquals(0, run.exit(), run::toString);
        assertEquals("", run.err(), run::toString);
        return run.out();
    }

    /** What bash would put in the place of the last word; its words end at {@code =}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "ttbench pro | profile",
        "ttbench profile --model sd-v1. | sd-v1.4 sd-v1.5 sd-v1.5-controlnet sd-v1.5-inpainting",
        "ttbench profile --model=sd-v1. | sd-v1.4 sd-v1.5 sd-v1.5-controlnet sd-v1.5-inpainting",
        "ttbench profile --device h100-n | h100-nvl",
        "ttbench profile --model sd-v1.5 --set hei | height=",
        "ttbench profile --model sd-v1.5 --set guidance= | true false",
        "ttbench profile --model sd-v1.5 --stage v | vae_decoder",
        "ttbench profile --attention base | baseline"})
    void bash(String line, String expected) throws IOException {
        String out = inShell("bash", "source <(ttbench completion bash)\ncomplete -p ttbench\nCOMP_LINE='" + line + "' COMP_POINT=" + line.length()
                + "\n_ttbench\nprintf '%s\\n' \"${COMPREPLY[*]}\"\n");
        assertEquals(List.of("complete -o default -F _ttbench ttbench", expected), out.lines().toList());
    }

    @Test
    void bashWithWordsAlone() throws IOException {
        assertEquals("vae_decoder\n", inShell("bash", "source <(ttbench completion bash)\nCOMP_WORDS=(ttbench profile --model sd-v1.5 --stage v) COMP_CWORD=5\n_ttbench\necho ${COMPREPLY[*]}\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "ttbench pro | profile",
        "ttbench profile --model sd-v1. | sd-v1.4 sd-v1.5 sd-v1.5-controlnet sd-v1.5-inpainting",
        "ttbench profile --device h100-n | h100-nvl",
        "ttbench profile --model sd-v1.5 --set hei | height=",
        "ttbench profile --model sd-v1.5 --set guidance=f | guidance=false",
        "ttbench profile --model sd-v1.5 --stage v | vae_decoder",
        "ttbench profile --model sd-v1.5 -o mi | mine.yaml",
        "ttbench profile --attention base | baseline"})
    void fish(String line, String expected) throws IOException {
        String out = inShell("fish", "ttbench completion fish | source\ncomplete -C '" + line + "'\n");
        assertEquals(List.of(expected.split(" ")), out.lines().map(l -> l.split("\t")[0]).toList());
    }

    /** The line after a press of the key, in an interactive zsh. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "ttbench pro | \"ttbench profile \"",
        "ttbench profile --device h100-n | \"ttbench profile --device h100-nvl \"",
        "ttbench profile --model sd-v1.5 --set hei | ttbench profile --model sd-v1.5 --set height=",
        "ttbench profile --model sd-v1.5 --set guidance=f | \"ttbench profile --model sd-v1.5 --set guidance=false \"",
        "ttbench profile --model sd-v1.5 -o mi | \"ttbench profile --model sd-v1.5 -o mine.yaml \"",
        "ttbench profile --model sd-v1.5 --stage v | \"ttbench profile --model sd-v1.5 --stage vae_decoder \""})
    void zsh(String line, String expected) throws IOException {
        String out = inShell("zsh", """
                zmodload zsh/zpty
                zpty inner zsh -f -i
                zpty -w inner 'autoload -Uz compinit && compinit -u -D; source <(ttbench completion zsh)'
                zpty -w inner 'show() { print -r -- "$BUFFER" >line; exit }; zle -N show; bindkey "^X" show; : >ready'
                integer n=0
                while [[ ! -e ready ]] && (( n++ < 600 )); do sleep 0.05; done
                zpty -w -n inner $'LINE\\t\\x18'
                n=0
                while [[ ! -s line ]] && (( n++ < 600 )); do sleep 0.05; done
                cat line
                zpty -d inner
                """.replace("LINE", line));
        assertEquals(expected, out.replaceAll("\n$", ""));
    }

    @Test
    void thePackagedScriptsAreThoseOfTheCommand() throws IOException {
        for (Map.Entry<String, String> e : Map.of("bash", "bash-completion/completions/ttbench", "zsh", "zsh/site-functions/_ttbench", "fish", "fish/vendor_completions.d/ttbench.fish").entrySet()) {
            Run run = BUILT.run(BUILT.home(), environment(), "completion", e.getKey());
            assertEquals(run.out(), Files.readString(BUILT.home().resolve("share").resolve(e.getValue())));
            assertTrue(run.out().contains("ttbench"));
        }
    }
}
