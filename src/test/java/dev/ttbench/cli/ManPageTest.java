package dev.ttbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manual pages: complete, of known macros, and without a complaint of mandoc or man where these are installed. */
class ManPageTest {
    private static final Pattern MACRO = Pattern.compile("\\.(TH|nh|ad|SH|TP|nf|fi)( .*)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?!f[BIR]|-|e|&|\\((aq|ga|ha|ti))");

    @TempDir
    Path folder;

    static Map<String, String> pages() {
        try {
            Map<String, String> out = new TreeMap<>(ShareFolder.files("0.1.0", "2026-01-31"));
            out.keySet().removeIf(k -> !k.startsWith("man/"));
            return out;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static TreeSet<String> names() {
        return new TreeSet<>(pages().keySet());
    }

    /** The text of a page as it is read. */
    private static String plain(String page) {
        return page.replaceAll("\\\\f[BIR]", "").replace("\\-", "-").replace("\\(aq", "'").replace("\\(ga", "`").replace("\\(ha", "^").replace("\\(ti", "~").replace("\\&", "").replace("\\e", "\\");
    }

    @Test
    void everyCommandHasAPageWithAllItsOptions() {
        assertEquals(Commands.names().size() + 1, names().size());
        String all = plain(pages().get("man/man1/ttbench.1"));
        for (String name : Commands.names()) {
            Command c = Commands.get(name);
            String page = plain(pages().get("man/man1/ttbench-" + name + ".1"));
            assertTrue(all.contains("ttbench-" + name + "(1)\n" + c.about()), name);
            for (Option o : c.options()) {
                String tag = (o.shortName() == null ? "" : o.shortName() + ", ") + o.name() + (o.flag() ? "" : " " + o.label());
                assertTrue(page.contains(".TP\n" + tag + "\n" + o.about()), () -> name + " " + o.name());
                o.choices().forEach(choice -> assertTrue(page.contains(choice), () -> name + " " + o.name() + " " + choice));
            }
            c.examples().forEach(e -> assertTrue(page.contains("\n" + e + "\n"), e));
        }
    }

    @Test
    void theEnvironmentIsThatOfTheReference() throws IOException {
        String page = plain(pages().get("man/man1/ttbench.1"));
        String reference = Files.readString(Path.of("docs/reference/commands.md"));
        String table = reference.substring(reference.indexOf("| environment variable"), reference.indexOf("\n## "));
        Pattern.compile("`([A-Z][A-Z_]+)`").matcher(table).results().map(m -> m.group(1)).filter(n -> !List.of("JAVA_HOME", "PATH").contains(n))
                .forEach(n -> assertTrue(page.contains(".TP\n" + n + "\n"), n));
    }

    @ParameterizedTest
    @MethodSource("names")
    void isWellFormed(String name) throws IOException, InterruptedException {
        String page = pages().get(name);
        assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(page));
        List<String> sections = page.lines().filter(l -> l.startsWith(".SH ")).map(l -> l.substring(4)).toList();
        assertEquals(List.of("NAME", "SYNOPSIS", "DESCRIPTION"), sections.subList(0, 3));
        assertEquals(List.of("EXIT STATUS", "EXAMPLES", "SEE ALSO"), sections.subList(sections.size() - 3, sections.size()));
        for (String line : page.lines().toList()) {
            assertTrue(!line.startsWith("'") && (!line.startsWith(".") || MACRO.matcher(line).matches()), line);
            assertTrue(!ESCAPE.matcher(line).find(), line);
        }
        Path file = Files.writeString(folder.resolve(Path.of(name).getFileName()), page);
        assertEquals("", complaints("mandoc", "-T", "lint", "-W", "warning", file.toString()));
        assertEquals("", complaints("man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", file.toString()));
    }

    /** What a program says about a page, its rendering apart; nothing when it is not installed. */
    private String complaints(String... command) throws IOException, InterruptedException {
        if (List.of("/bin", "/usr/bin", "/usr/local/bin").stream().noneMatch(d -> Files.isExecutable(Path.of(d, command[0])))) {
            return "";
        }
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(command[0].equals("man") ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(said.toFile()));
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process p = builder.redirectError(command[0].equals("man") ? said.toFile() : folder.resolve("err").toFile()).start();
        p.waitFor();
        return Files.readString(said);
    }

    @Test
    void signsMeanThemselves() {
        assertEquals("\\&.x \\-\\- \\(aqa\\(aq \\eb 2\\(ha3", ManPage.escaped(".x -- 'a' \\b 2^3"));
    }
}
