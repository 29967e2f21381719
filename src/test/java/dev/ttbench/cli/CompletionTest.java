package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered where; the scripts themselves are run by their shells in {@code CompletionIT}. */
class CompletionTest {
    private static List<String> offered(String line) {
        Run run = Run.of("complete", "bash", line);
        assertEquals(0, run.exit(), run::toString);
        assertEquals("", run.err(), run::toString);
        return run.out().lines().toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "ttbench pro | profile",
        "ttbench help pro | profile",
        "ttbench --v | --version",
        "ttbench profile --model sd-v1.5 --att | --attention",
        "ttbench profile --model sd-v1.5 --attention base | baseline",
        "ttbench profile --attention=base | --attention=baseline",
        "ttbench profile --device h100-n | h100-nvl",
        "ttbench profile --model sd-v1.5 --set hei | height=",
        "ttbench profile --model=sd-v1.5 --set=hei | --set=height=",
        "ttbench profile --set steps=3 --model 'sd-v1.5' --set guid | guidance=",
        "ttbench profile --model sd-v1.5 --set guidance=f | guidance=false",
        "ttbench profile --model sd-v1.5 --set text_keys=o | text_keys=once",
        "ttbench profile --model sd-v1.5 --stage vae | vae_decoder",
        "ttbench profile --model sd-v1.5 --dtype vae | vae_decoder=",
        "ttbench profile --model sd-v1.5 --dtype vae_decoder=fp3 | vae_decoder=fp32",
        "ttbench sweep --model sd-v1.5,sd-v1. | sd-v1.5,sd-v1.4 sd-v1.5,sd-v1.5 sd-v1.5,sd-v1.5-controlnet sd-v1.5,sd-v1.5-inpainting",
        "ttbench sweep --model sd-v1.5 --attention flash,base | flash,baseline",
        "ttbench sweep --model sd-v1.5 --set hei | height=",
        "ttbench show sd-v1. | sd-v1.4 sd-v1.5 sd-v1.5-controlnet sd-v1.5-inpainting",
        "ttbench show sd-v1.5 --stage un | unet",
        "ttbench suite pap | paper",
        "ttbench explain softm | softmax",
        "ttbench list dev | devices",
        "ttbench completion z | zsh"})
    void whatComesNext(String line, String expected) {
        assertEquals(List.of(expected.split(" ")), offered(line), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttbench nonsense --", "ttbench profile --model sd-v1.5 -o ", "ttbench lint ", "ttbench profile --model no-such-model --set ", "ttbench profile --set ",
        "ttbench list models ", "ttbench profile --nonsense=", "ttbench profile --calibration ", "ttbench help profile "})
    void nothingWhereNothingIsKnown(String line) {
        assertEquals(List.of(), offered(line), line);
    }

    @Test
    void everyCommandAndEveryOptionIsOffered() {
        List<String> commands = new ArrayList<>(Commands.names());
        commands.add("help");
        assertEquals(commands, offered("ttbench "));
        for (String name : Commands.names()) {
            List<String> options = new ArrayList<>(Commands.get(name).options().stream().map(Option::name).toList());
            options.add("--help");
            assertEquals(options, offered("ttbench " + name + " -"), name);
        }
    }

    @Test
    void anOptionThatMayNotBeRepeatedIsOfferedOnce() {
        List<String> options = offered("ttbench profile --model sd-v1.5 --set height=512 --");
        assertTrue(!options.contains("--model") && options.contains("--set"), options::toString);
    }

    @Test
    void eachShellGetsItsForm() {
        assertEquals("guidance=\tclassifier-free guidance: the UNet runs on 2 x batch (true)\n", Run.of("complete", "fish", "profile", "--model", "sd-v1.5", "--set", "gui").out());
        assertEquals("guidance=:classifier-free guidance: the UNet runs on 2 x batch (true)\n", Run.of("complete", "zsh", "profile", "--model", "sd-v1.5", "--set", "gui").out());
        for (String shell : CompletionCommand.SHELLS) {
            assertTrue(Run.of("completion", shell).out().contains("ttbench complete " + shell));
        }
    }

    @Test
    void aLineIsPartedLikeAShellDoes() {
        assertEquals(List.of("a", "b c", "d'e", "f\\g", ""), Completion.words("a  'b c' \"d'e\" f\\\\g "));
        assertEquals(List.of("a", "b c"), Completion.words("a \"b c"));
        assertEquals(List.of(""), Completion.words(""));
    }
}
