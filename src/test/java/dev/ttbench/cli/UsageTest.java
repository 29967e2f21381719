package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong command lines, help, and the two parsers against each other. */
class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "profle --model x | unknown command 'profle'; did you mean 'profile'?",
        "bananas | unknown command 'bananas'; there are profile, suite, sweep",
        "--verison | unknown option '--verison'; did you mean '--version'?",
        "--model sd-v1.5 | options follow a command",
        "profile | --model is needed; such as --model sd-v1.5",
        "profile --modle x | unknown option '--modle'; did you mean '--model'?",
        "profile --modle=x | unknown option '--modle'; did you mean '--model'?",
        "profile --model | option --model needs a value",
        "profile --model x -o | option --output needs a value",
        "profile --model a --model b | option --model is given twice",
        "profile --model x --dtype fp17 | --dtype fp17: there is no such choice; did you mean 'fp16'?",
        "list models --format html | --format html: there is no such choice; known: table, json, csv",
        "profile --model x --format htlm | --format htlm: there is no such choice; did you mean 'html'?",
        "profile --model x --by colour | known: operator, kernel, category, kind, stage, block, shape, tree",
        "profile --model sd-v1.5 --by tree --format json | --by tree does not go with --format json; table and markdown show it; folded and speedscope hold it for programs",
        "profile --model sd-v1.5 --depth 2 | --depth goes with --by tree",
        "profile --model sd-v1.5 --by tree --depth -1 | --depth -1: a number of levels from 0 to 60 expected",
        "list models -o out.html | known: table, json, csv",
        "profile --model x --set height | --set height: NAME=VALUE expected; such as --set height=768",
        "profile --model x --set height=1 --set height=2 | --set height is given twice, as 1 and as 2",
        "profile x | unexpected 'x'",
        "list modles | list modles: there is no such choice; did you mean 'models'?",
        "list models devices | unexpected 'devices'",
        "show | 'ttbench show' needs NAME",
        "show attentoin | did you mean 'attention'?",
        "explain attentoin | did you mean 'attention'?",
        "explain attention --dtype fp16 | --dtype needs --model",
        "lint | 'ttbench lint' needs FILE",
        "completion tcsh | completion tcsh: there is no such choice; known: bash, zsh, fish"})
    void saysWhatIsWrongInOneLine(String line, String message) {
        Run run = Run.of(line.split(" "));
        assertEquals(2, run.exit(), run::toString);
        assertEquals("", run.out(), run::toString);
        assertTrue(run.err().startsWith("ttbench: ") && run.err().contains(message), run::toString);
        assertEquals(1, run.err().strip().split("\n").length, run::toString);
    }

    @Test
    void aloneItGreetsWithThreeThingsToTry() {
        Run run = Run.of();
        assertEquals(0, run.exit());
        assertEquals(3, run.out().lines().filter(l -> l.startsWith("  ttbench ")).count(), run::toString);
    }

    @Test
    void everyHelpStartsWithAnExample() {
        assertTrue(Run.of("--help").out().startsWith("Example:\n  ttbench profile --model sd-v1.5\n"));
        for (String name : Commands.names()) {
            Run run = Run.of(name, "--help");
            assertEquals(0, run.exit(), run::toString);
            assertTrue(run.out().startsWith("Example:\n  "), run::toString);
            assertTrue(run.out().contains("ttbench " + name) && run.out().contains("Usage: ttbench " + name), run::toString);
            assertEquals(run, Run.of("help", name));
            assertEquals(run, Run.of(name, "-h"));
            for (Option o : Commands.get(name).options()) {
                assertTrue(run.out().contains(o.name()), run::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "80", "120"})
    void whatNamesCommandsFitsThePage(String columns) {
        for (String[] words : new String[][] {{}, {"--help"}, {"help"}, {"profile", "--help"}, {"sweep", "-h"}}) {
            Run run = Run.in(Map.of("COLUMNS", columns), words);
            assertEquals(List.of(), run.out().lines().filter(l -> l.length() > Integer.parseInt(columns)).toList());
        }
    }

    @Test
    void theRegistryKnowsItsCommands() {
        for (String name : Commands.names()) {
            assertEquals(name, Commands.get(name).name());
        }
        assertNull(Commands.get("no-such-command"));
    }

    @Test
    void versionNamesJava() {
        assertTrue(Run.of("--version").out().matches("(?s)ttbench .*\nJava .*\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile --model a --set x=1 --set y=2 --format json", "profile --model=a --by=kind -o out.json", "list models --format csv", "list",
        "explain --model a unet/0 --set steps=3", "lint a b c", "show x -o y.csv", "profile --set a=b=c --model m --stage s --stage t"})
    void bothParsersReadTheSame(String line) {
        String[] words = line.split(" ");
        Command command = Commands.get(words[0]);
        Arguments plain = PlainParser.parse(command, words, 1);
        assertNotNull(plain, line);
        assertEquals(PicocliParser.parse(command, words, 1).toString(), plain.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"profile --help", "profile --model", "profile --nonsense 1", "list -- models", "profile --model a -o -", "show a b", "lint", "profile --model a --by colour"})
    void whatIsNotPlainIsLeftToPicocli(String line) {
        String[] words = line.split(" ");
        assertNull(PlainParser.parse(Commands.get(words[0]), words, 1));
    }

    @Test
    void dashIsStdout() {
        assertEquals(Run.of("list", "operators", "--format", "csv"), Run.of("list", "operators", "-o", "-", "--format", "csv"));
        assertEquals(List.of("models"), PicocliParser.parse(new ListCommand(), new String[] {"list", "--", "models"}, 1).rest());
    }
}
