package dev.ttbench.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown page of the documentation: its text, fenced blocks, links and headings. */
record Page(Path file, List<String> lines) {
    private static final Pattern FENCE = Pattern.compile("(`{3,})(\\w*)\\s*");
    private static final Pattern MARK = Pattern.compile("<!-- (.+) -->");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    /**
     * A fenced block.
     *
     * @param language the word after the fence; empty for none
     * @param mark the text of the comment on the line before the fence; empty for none
     * @param first index in {@link Page#lines} of its first line, the one after the fence
     */
    record Block(String language, String mark, int first, List<String> lines) {
        String text() {
            return String.join("\n", lines) + "\n";
        }
    }

    /** README.md and every page under docs/, sorted. */
    static List<Page> all() throws IOException {
        List<Page> out = new ArrayList<>();
        out.add(read(Path.of("README.md")));
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            for (Path p : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
                out.add(read(p));
            }
        }
        return out;
    }

    static Page read(Path file) throws IOException {
        return new Page(file, Files.readAllLines(file));
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** Its fenced blocks in order. */
    List<Block> blocks() {
        List<Block> out = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher open = FENCE.matcher(lines.get(i));
            if (!open.matches()) {
                continue;
            }
            Matcher mark = MARK.matcher(i == 0 ? "" : lines.get(i - 1));
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).equals(open.group(1))) {
                end++;
            }
            out.add(new Block(open.group(2), mark.matches() ? mark.group(1) : "", i + 1, lines.subList(i + 1, end)));
            i = end;
        }
        return out;
    }

    /** Lines outside fenced blocks below each of its headings, up to the next heading of any level. */
    Map<String, List<String>> sections() {
        Map<String, List<String>> out = new LinkedHashMap<>();
        List<String> now = new ArrayList<>();
        for (String line : prose()) {
            if (line.matches("#{1,6} .*")) {
                now = new ArrayList<>();
                out.put(line.replaceFirst("^#+ ", ""), now);
            } else {
                now.add(line);
            }
        }
        return out;
    }

    /** What stands in backticks. */
    static List<String> quoted(String text) {
        return Pattern.compile("`([^`\n]+)`").matcher(text).results().map(m -> m.group(1)).toList();
    }

    /**
     * What stands in backticks in the first column of tables.
     *
     * @param head pattern of the head of that column
     */
    static TreeSet<String> firstColumn(List<String> lines, String head) {
        TreeSet<String> out = new TreeSet<>();
        String first = "";
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("|")) {
                first = "";
            } else if (first.isEmpty()) {
                first = lines.get(i++).split("[|]")[1].strip();
            } else if (first.matches(head)) {
                out.addAll(quoted(lines.get(i).split("[|]")[1]));
            }
        }
        return out;
    }

    /** Its lines outside fenced blocks. */
    List<String> prose() {
        List<String> out = new ArrayList<>(lines);
        for (Block b : blocks()) {
            for (int i = b.first(); i < b.first() + b.lines().size(); i++) {
                out.set(i, "");
            }
        }
        return out;
    }

    /** Targets of its links and pictures. */
    List<String> links() {
        List<String> out = new ArrayList<>();
        for (String line : prose()) {
            Matcher m = LINK.matcher(line.replaceAll("`[^`]*`", ""));
            while (m.find()) {
                out.add(m.group(1));
            }
        }
        return out;
    }

    /** What a link to one of its headings may say after the number sign. */
    TreeSet<String> anchors() {
        TreeSet<String> out = new TreeSet<>();
        for (String line : prose()) {
            if (line.matches("#{1,6} .*")) {
                out.add(line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
            }
        }
        return out;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
