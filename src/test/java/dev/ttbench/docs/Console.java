package dev.ttbench.docs;

import dev.ttbench.cli.Environment;
import dev.ttbench.cli.Ttbench;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the command lines of a page in order, as a reader would who has written the page's files into one folder. It knows {@code ttbench},
 * {@code ... | head -N} and {@code echo $?}; a command goes on in the next line after a backslash.
 */
final class Console {
    private final Path folder;
    private int exit;

    /** @param folder where the files of the page are, and those it writes */
    Console(Path folder) {
        this.folder = folder;
    }

    /** A command as the page shows it, what the page says that it prints, and what it printed. */
    record Step(List<String> command, List<String> expected, List<String> actual) { }

    /** Puts a file of the page into the folder. */
    void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** The exit code of the last command. */
    int exit() {
        return exit;
    }

    /** Runs every command of a block. */
    List<Step> run(List<String> block) {
        List<Step> out = new ArrayList<>();
        int i = 0;
        while (i < block.size()) {
            List<String> command = new ArrayList<>();
            StringBuilder joined = new StringBuilder();
            if (!block.get(i).startsWith("$ ")) {
                throw new IllegalArgumentException("a command expected, which starts with '$ ': " + block.get(i));
            }
            boolean more = true;
            while (more) {
                String line = block.get(i++);
                command.add(line);
                more = line.endsWith("\\");
                joined.append(more ? line.substring(0, line.length() - 1) : line);
            }
            List<String> expected = new ArrayList<>();
            while (i < block.size() && !block.get(i).startsWith("$ ")) {
                expected.add(block.get(i++));
            }
            out.add(new Step(command, expected, run(joined.substring(2))));
        }
        return out;
    }

    private List<String> run(String command) {
        if (command.strip().equals("echo $?")) {
            String last = Integer.toString(exit);
            exit = 0;
            return List.of(last);
        }
        List<String> words = words(command);
        int bar = words.indexOf("|");
        long head = Long.MAX_VALUE;
        if (bar >= 0) {
            if (words.size() != bar + 3 || !words.get(bar + 1).equals("head") || !words.get(bar + 2).matches("-\\d+")) {
                throw new IllegalArgumentException("only '| head -N' can be run: " + command);
            }
            head = Long.parseLong(words.get(bar + 2).substring(1));
            words = words.subList(0, bar);
        }
        if (!words.get(0).equals("ttbench")) {
            throw new IllegalArgumentException("not a ttbench command: " + command);
        }
        List<String> out = new ArrayList<>();
        List<String> err = ttbench(words.subList(1, words.size()), out);
        List<String> all = new ArrayList<>(out.subList(0, (int) Math.min(head, out.size())));
        all.addAll(err);
        return all;
    }

    private List<String> ttbench(List<String> words, List<String> into) {
        List<String> arguments = new ArrayList<>();
        for (int k = 0; k < words.size(); k++) {
            String w = words.get(k);
            boolean written = k > 0 && List.of("-o", "--output", "--plot", "--junit", "--markdown").contains(words.get(k - 1)) && !w.equals("-");
            arguments.add(written || w.matches("[\\w.-]+") && Files.isRegularFile(folder.resolve(w)) ? folder.resolve(w).toString() : w);
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        exit = new Ttbench(new Environment(Path.of("suites"), Map.of(), "UTF-8", () -> false))
                .run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(new String[0]));
        into.addAll(lines(out.toString()));
        return lines(err.toString());
    }

    private List<String> lines(String text) {
        String named = text.replace(folder + java.io.File.separator, "");
        return named.isEmpty() ? List.of() : named.lines().map(String::stripTrailing).toList();
    }

    /** The words of a command line: quotes are taken off, nothing is expanded. */
    static List<String> words(String command) {
        List<String> out = new ArrayList<>();
        StringBuilder word = null;
        char quote = 0;
        for (char c : command.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (Character.isWhitespace(c)) {
                if (word != null) {
                    out.add(word.toString());
                }
                word = null;
            } else {
                word = word == null ? new StringBuilder() : word;
                if (c == '\'' || c == '"') {
                    quote = c;
                } else {
                    word.append(c);
                }
            }
        }
        if (word != null) {
            out.add(word.toString());
        }
        return out;
    }
}
