package dev.ttbench.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.cli.Ttbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links lead somewhere, and the reference names all that there is and nothing else. */
class ReferenceTest {
    private static final Path DOCS = Path.of("docs");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

    private static final Pattern COMMAND = Pattern.compile("ttbench +((?:--)?[A-Za-z]+)");

    @TempDir
    Path folder;

    private List<String> output(String command) {
        return new Console(folder).run(List.of("$ " + command)).get(0).actual();
    }

    private static TreeSet<String> matches(Pattern p, String text) {
        TreeSet<String> out = new TreeSet<>();
        Matcher m = p.matcher(text);
        while (m.find()) {
            out.add(m.group());
        }
        return out;
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Page page : Page.all()) {
            for (String link : page.links()) {
                if (link.matches("[a-z]+:.*")) {
                    continue;
                }
                int sign = link.indexOf('#');
                String path = sign < 0 ? link : link.substring(0, sign);
                Path parent = page.file().getParent();
                Path target = path.isEmpty() ? page.file() : (parent == null ? Path.of(path) : parent.resolve(path)).normalize();
                if (!Files.exists(target)) {
                    broken.add(page + ": " + link + ": there is no " + target);
                } else if (sign >= 0 && !Page.read(target).anchors().contains(link.substring(sign + 1))) {
                    broken.add(page + ": " + link + ": there is no such heading");
                }
            }
        }
        assertTrue(broken.isEmpty(), () -> String.join("\n", broken));
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        Page index = Page.read(DOCS.resolve("README.md"));
        TreeSet<String> linked = new TreeSet<>(index.links());
        for (Page page : Page.all()) {
            if (page.file().startsWith(DOCS) && !page.file().equals(index.file())) {
                String relative = DOCS.relativize(page.file()).toString().replace('\\', '/');
                assertTrue(linked.contains(relative), () -> "docs/README.md does not link " + relative);
            }
        }
    }

    /** The part of commands.md that belongs to each command, by the heading that is its name. */
    private static Map<String, String> sections() throws IOException {
        Map<String, String> out = new TreeMap<>();
        String name = "";
        for (String line : Page.read(DOCS.resolve("reference/commands.md")).lines()) {
            Matcher m = Pattern.compile("## `(\\w+)`").matcher(line);
            name = m.matches() ? m.group(1) : line.startsWith("## ") ? "" : name;
            out.merge(name, line + "\n", String::concat);
        }
        return out;
    }

    @Test
    void everyOptionOfEveryCommandIsInTheReference() throws IOException {
        Map<String, String> sections = sections();
        TreeSet<String> commands = new TreeSet<>(sections.keySet());
        commands.remove("");
        TreeSet<String> known = new TreeSet<>();
        boolean inside = false;
        for (String line : output("ttbench --help")) {
            Matcher m = Pattern.compile(" {2}([a-z]+) {2,}\\S.*").matcher(line);
            inside = line.equals("Commands:") || inside && !line.isEmpty();
            if (inside && m.matches()) {
                known.add(m.group(1));
            }
        }
        assertEquals(known, commands);
        TreeSet<String> all = matches(OPTION, String.join("\n", output("ttbench --help")));
        Map<String, TreeSet<String>> taken = new TreeMap<>();
        for (String command : known) {
            TreeSet<String> options = new TreeSet<>();
            for (String line : output("ttbench " + command + " --help")) {
                Matcher m = Pattern.compile(" +(?:-\\w, )?(--[a-z][a-z-]*).*").matcher(line);
                if (m.matches()) {
                    options.add(m.group(1));
                }
            }
            TreeSet<String> rows = new TreeSet<>();
            for (String line : sections.get(command).split("\n")) {
                Matcher m = Pattern.compile("\\| `(?:-\\w`, `)?(--[a-z][a-z-]*).*").matcher(line);
                if (m.matches()) {
                    rows.add(m.group(1));
                }
            }
            options.remove("--help");
            assertEquals(options, rows, command);
            all.addAll(options);
            options.add("--help");
            taken.put(command, options);
        }
        for (Page page : Page.all()) {
            for (String line : commands(page)) {
                Matcher m = COMMAND.matcher(line);
                assertTrue(m.lookingAt() && (known.contains(m.group(1)) || m.group(1).matches("help|COMMAND|--[a-z]+")), page + ": " + line);
                TreeSet<String> unknown = matches(OPTION, line.split(" [|;&#]| 2?>")[0]);
                unknown.removeAll(taken.getOrDefault(m.group(1), all));
                assertEquals(new TreeSet<>(), unknown, page + ": " + line);
            }
        }
    }

    /** Every command of a page, in blocks and in lines of text, from {@code ttbench} on. */
    private static List<String> commands(Page page) {
        List<String> out = new ArrayList<>();
        for (Page.Block b : page.blocks()) {
            b.text().replaceAll(" *\\\\\n *", " ").lines().filter(l -> l.matches("(\\$ )?ttbench .*")).forEach(l -> out.add(l.replaceFirst("^\\$ ", "")));
        }
        Page.quoted(String.join("\n", page.prose())).stream().filter(q -> q.startsWith("ttbench ")).forEach(out::add);
        return out;
    }

    @Test
    void columnsOfAProfileAreInTheReference() throws IOException {
        String text = Page.read(DOCS.resolve("reference/output.md")).text();
        String header = output("ttbench profile --model sd-v1.5 --stage text_encoder --format csv | head -1").get(0);
        String grouped = output("ttbench profile --model sd-v1.5 --stage text_encoder --by stage --format csv | head -1").get(0);
        assertTrue(text.contains(header) && text.contains(grouped), header + "\n" + grouped);
    }

    @Test
    void exitCodesAreThoseOfTheReference() throws IOException {
        List<String> rows = Page.read(DOCS.resolve("reference/output.md")).sections().get("Exit codes").stream().filter(l -> l.matches("[|] \\d [|].*")).toList();
        assertEquals(List.of(Ttbench.DONE, Ttbench.CHECK_FAILED, Ttbench.BAD_INPUT, Ttbench.BUG, Ttbench.MACHINE), rows.stream().map(r -> r.charAt(2) - '0').toList());
        String scripts = Page.read(DOCS.resolve("how-to/use-in-scripts.md")).text();
        rows.forEach(r -> assertTrue(scripts.contains(r.charAt(2) + " "), r));
        Files.writeString(folder.resolve("checks.yaml"), "checks:\n  - {id: a, model: sd-v1.5, stages: [text_encoder], max: {parameters: 1}}\n");
        Console console = new Console(folder);
        List<Integer> codes = new ArrayList<>();
        for (String command : List.of("list", "check --baseline checks.yaml", "list everything", "list -o none/list.txt")) {
            console.run(List.of("$ ttbench " + command));
            codes.add(console.exit());
        }
        assertEquals(List.of(Ttbench.DONE, Ttbench.CHECK_FAILED, Ttbench.BAD_INPUT, Ttbench.MACHINE), codes);
    }

    @Test
    void theReadmeNamesEveryModelAndDevice() throws IOException {
        TreeSet<String> words = matches(Pattern.compile("`[^`\\s]+`"), Page.read(Path.of("README.md")).text());
        for (String kind : List.of("models", "devices")) {
            output("ttbench list " + kind + " --format csv").stream().skip(1).map(l -> "`" + l.split(",")[0] + "`")
                    .forEach(id -> assertTrue(words.contains(id), () -> "README.md does not name " + id));
        }
    }

    @Test
    void everyNetworkHeldAgainstPyTorchIsNamed() throws IOException {
        String text = Page.read(DOCS.resolve("explanation/cost.md")).text();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/goldens"))) {
            files.filter(Files::isDirectory).map(p -> "`" + p.getFileName() + "`")
                    .forEach(id -> assertTrue(text.contains(id), () -> "docs/explanation/cost.md does not name " + id));
        }
    }

    @Test
    void theReadmeStartsOnAFreshMachine() throws IOException {
        Map<String, String> marked = new TreeMap<>();
        Page.read(Path.of("README.md")).blocks().stream().filter(b -> b.language().equals("bash") && !b.mark().isEmpty()).forEach(b -> marked.put(b.mark(), b.text()));
        assertEquals(Map.of("main job", "mvn -q -DskipTests package && target/ttbench/bin/ttbench profile --model sd-v1.5\n", "tests", "mvn verify\n"), marked);
    }
}
