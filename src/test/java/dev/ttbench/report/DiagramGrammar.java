package dev.ttbench.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the parts of DOT and of Mermaid that diagrams are written in, and refuses everything else. */
final class DiagramGrammar {
    private static final String TEXT = "\"(?:[^\"\\\\\\n]|\\\\.)*\"";
    private static final Pattern DOT_OPEN = Pattern.compile("(?:digraph " + TEXT + "|subgraph cluster_(n\\d+)) \\{");
    private static final Pattern DOT_SETTING = Pattern.compile("(?:(?:node|edge) \\[[^\\]\\n]*\\]|\\w+=(?:" + TEXT + "|\\w+));");
    private static final Pattern DOT_NODE = Pattern.compile("(n\\d+) \\[label=" + TEXT + "(?:, style=\"rounded,filled\")?\\];");
    private static final Pattern DOT_ARROW = Pattern.compile("(n\\d+) -> (n\\d+)(?: \\[(?:style=dashed)?(?:(?:, )?ltail=cluster_(n\\d+))?(?:(?:, )?lhead=cluster_(n\\d+))?\\])?;");
    private static final String LABEL = "\"[^\"#;\\n]*(?:#\\d+;[^\"#;\\n]*)*\"";
    private static final Pattern MERMAID_OPEN = Pattern.compile("subgraph (n\\d+)\\[" + LABEL + "\\]");
    private static final Pattern MERMAID_NODE = Pattern.compile("(n\\d+)(?:\\[" + LABEL + "\\]|\\(" + LABEL + "\\))");
    private static final Pattern MERMAID_ARROW = Pattern.compile("(n\\d+) (?:-->|-\\.->) (n\\d+)");

    private final Set<String> names = new HashSet<>();
    private final Deque<Integer> open = new ArrayDeque<>();
    private int arrows;

    private DiagramGrammar() { }

    /** The number of arrows in a DOT text; an error says which line is none of the language. */
    static int dot(String text) {
        DiagramGrammar g = new DiagramGrammar();
        Set<String> clusters = new HashSet<>();
        for (String line : text.lines().map(String::strip).toList()) {
            Matcher m;
            if ((m = DOT_OPEN.matcher(line)).matches()) {
                g.open.push(g.names.size());
                if (m.group(1) != null) {
                    clusters.add(g.declare(m.group(1), line));
                }
            } else if (line.equals("}")) {
                check(g.names.size() > g.open.pop(), "an empty group ends at", line);
            } else if ((m = DOT_NODE.matcher(line)).matches()) {
                g.declare(m.group(1), line);
            } else if ((m = DOT_ARROW.matcher(line)).matches()) {
                g.arrow(m.group(1), m.group(2), line);
                check(!clusters.contains(m.group(1)) && !clusters.contains(m.group(2)), "an arrow between clusters must go from box to box", line);
                check(m.group(3) == null || clusters.contains(m.group(3)), "no such cluster", line);
                check(m.group(4) == null || clusters.contains(m.group(4)), "no such cluster", line);
            } else {
                check(DOT_SETTING.matcher(line).matches(), "not DOT", line);
            }
        }
        check(g.open.isEmpty(), "a brace is missing", text);
        return g.arrows;
    }

    /** The same for a Mermaid text. */
    static int mermaid(String text) {
        DiagramGrammar g = new DiagramGrammar();
        String[] head = text.split("\n", 5);
        check(head[0].equals("---") && head[1].matches("title: " + TEXT) && head[2].equals("---") && head[3].equals("flowchart TB"), "not the start of a flowchart", text);
        for (String line : head[4].lines().map(String::strip).toList()) {
            Matcher m;
            if ((m = MERMAID_OPEN.matcher(line)).matches()) {
                g.declare(m.group(1), line);
                g.open.push(g.names.size());
            } else if (line.equals("end")) {
                check(g.names.size() > g.open.pop(), "an empty group", line);
            } else if ((m = MERMAID_NODE.matcher(line)).matches()) {
                g.declare(m.group(1), line);
            } else {
                m = MERMAID_ARROW.matcher(line);
                check(m.matches(), "not Mermaid", line);
                g.arrow(m.group(1), m.group(2), line);
            }
        }
        check(g.open.isEmpty(), "an 'end' is missing", text);
        return g.arrows;
    }

    private String declare(String name, String line) {
        check(names.add(name), "declared twice", line);
        return name;
    }

    private void arrow(String from, String to, String line) {
        arrows++;
        check(names.contains(from) && names.contains(to) && !from.equals(to), "an arrow between boxes that are not there", line);
    }

    private static void check(boolean good, String what, String line) {
        if (!good) {
            throw new AssertionError(what + ": " + line);
        }
    }
}
