package dev.ttbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference/suites.md names every key, column, step and figure that there is and no other; its examples are worked out. */
class SuiteReferenceTest {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Map<String, List<String>> SECTIONS = sections("docs/reference/suites.md");

    /** Lines below each heading, up to the next of any level. */
    private static Map<String, List<String>> sections(String file) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        List<String> now = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.matches("#{1,6} .*")) {
                    now = new ArrayList<>();
                    out.put(line.replaceFirst("^#+ ", ""), now);
                }
                now.add(line);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out;
    }

    /** Cells of the tables of a section, heads and rules apart. */
    private static List<List<String>> cells(String section) {
        List<List<String>> out = new ArrayList<>();
        boolean head = true;
        for (String line : SECTIONS.get(section)) {
            if (!line.startsWith("|")) {
                head = true;
            } else if (line.matches("[|-]+")) {
                head = false;
            } else if (!head) {
                out.add(Arrays.stream(line.substring(1).split("[|]", -1)).limit(line.chars().filter(c -> c == '|').count() - 1).map(String::strip).toList());
            }
        }
        return out;
    }

    private static TreeSet<String> quoted(String text) {
        TreeSet<String> out = new TreeSet<>();
        Matcher m = QUOTED.matcher(text);
        while (m.find()) {
            out.add(m.group(1));
        }
        return out;
    }

    private static TreeSet<String> firstColumn(String section) {
        TreeSet<String> out = new TreeSet<>();
        cells(section).forEach(c -> out.addAll(quoted(c.get(0))));
        return out;
    }

    @ParameterizedTest
    @EnumSource(RowSource.class)
    void everyColumnOfEveryKindOfRowIsNamed(RowSource source) {
        assertEquals(new TreeSet<>(source.columns()), firstColumn("`" + source.id() + "`"));
    }

    @Test
    void everyColumnOfEveryRowIsNamed() {
        assertEquals(new TreeSet<>(RowSource.runColumns()), firstColumn("Every row"));
    }

    @Test
    void columnsWithUnitsSayThem() {
        List<String> wrong = new ArrayList<>();
        for (String section : SECTIONS.keySet()) {
            if (!section.equals("Every row") && !RowSource.ids().contains(section.replace("`", ""))) {
                continue;
            }
            for (List<String> c : cells(section)) {
                for (String column : quoted(c.get(0))) {
                    boolean seconds = column.endsWith("_s") && !column.endsWith("_per_s");
                    boolean bytes = column.contains("bytes") && !column.contains("_per_s");
                    boolean flops = column.contains("flops") && !column.contains("_per_s");
                    String unit = "(.*, )?" + (seconds ? "s" : bytes ? "B" : flops ? "FLOP" : column.endsWith("bytes_per_s") ? "B/s" : column.endsWith("per_s") ? "FLOP/s" : ".*") + "(,.*)?";
                    if (!c.get(1).matches(unit)) {
                        wrong.add(section + " " + column + ": " + c.get(1));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static void names(JsonNode schema, TreeSet<String> into) {
        if (schema.path("properties").isObject()) {
            schema.get("properties").fieldNames().forEachRemaining(into::add);
        }
        schema.forEach(n -> names(n, into));
    }

    private static JsonNode schema(String kind) throws IOException {
        return new ObjectMapper().readTree(Path.of("docs/schema/" + kind + ".schema.json").toFile());
    }

    /** Whether a name stands in backticks, alone or as a word of YAML. */
    private static boolean named(String name, String text) {
        return Pattern.compile("`[^`\n]*(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])[^`\n]*`").matcher(text).find();
    }

    @Test
    void everyKeyIsNamed() throws IOException {
        TreeSet<String> keys = new TreeSet<>();
        names(schema("suite"), keys);
        assertTrue(keys.size() > 50);
        String text = Files.readString(Path.of("docs/reference/suites.md"));
        keys.removeIf(k -> named(k, text) || text.contains("### `" + k + "`") || Pattern.compile("(?m)^- .*[{ ]" + k + ": ").matcher(text).find());
        assertEquals(new TreeSet<>(), keys);
    }

    @Test
    void everyFieldOfAStudyIsInTheReferenceOfOutputs() throws IOException {
        TreeSet<String> fields = new TreeSet<>();
        names(schema("study"), fields);
        String text = String.join("\n", sections("docs/reference/output.md").get("Output of `suite`"));
        fields.removeAll(List.of("format_version", "name", "version", "sha256"));
        fields.removeIf(f -> named(f, text));
        assertEquals(new TreeSet<>(), fields);
    }

    @Test
    void schemaAndReaderKnowTheSame() throws IOException {
        JsonNode all = schema("suite").at("/$defs");
        List<String> steps = new ArrayList<>();
        all.at("/step/properties").fieldNames().forEachRemaining(steps::add);
        assertEquals(ReductionReader.KINDS, steps);
        List<String> rows = new ArrayList<>();
        all.at("/study/properties/rows/enum").forEach(n -> rows.add(n.asText()));
        assertEquals(RowSource.ids(), rows);
        List<String> figures = new ArrayList<>();
        all.at("/figure/properties/kind/enum").forEach(n -> figures.add(n.asText()));
        assertEquals(StudyReader.FIGURES, figures);
        for (Aggregate a : Aggregate.values()) {
            assertTrue(all.at("/step/properties/over/properties").has(a.id()) && all.at("/step/properties/group/properties").has(a.id()), a.id());
        }
    }

    @Test
    void figuresAndAggregatesAreNamed() {
        String kinds = cells("Figure").stream().filter(c -> c.get(0).equals("`kind`")).findFirst().orElseThrow().get(1);
        assertEquals(new TreeSet<>(StudyReader.FIGURES), quoted(kinds));
        TreeSet<String> aggregates = quoted(SECTIONS.get("`group`").get(2));
        for (Aggregate a : Aggregate.values()) {
            assertTrue(aggregates.contains(a.id()), a.id());
        }
    }

    static List<String> kinds() {
        return ReductionReader.KINDS;
    }

    private static Object value(String s) {
        return s.isEmpty() ? null : s.matches("-?\\d+") ? (Object) Long.valueOf(s) : s.matches("-?\\d+[.]\\d+") ? (Object) Double.valueOf(s) : s;
    }

    private static String text(List<String> columns, List<List<Object>> rows) {
        StringBuilder b = new StringBuilder(columns.toString());
        rows.forEach(r -> b.append('\n').append(r));
        return b.toString();
    }

    private static List<String> head(String section) {
        String line = SECTIONS.get(section).stream().filter(l -> l.startsWith("|")).findFirst().orElseThrow();
        return Arrays.stream(line.substring(1, line.length() - 1).split("[|]", -1)).map(String::strip).toList();
    }

    private static List<List<Object>> rows(String section) {
        return cells(section).stream().map(c -> {
            List<Object> row = new ArrayList<>();
            c.forEach(v -> row.add(value(v)));
            return row;
        }).toList();
    }

    /** The table below each step's example is what its YAML makes of the first table. */
    @ParameterizedTest
    @MethodSource("kinds")
    void everyStepHasItsExample(String kind) {
        List<String> lines = SECTIONS.get("`" + kind + "`");
        int from = lines.indexOf("```yaml");
        int to = lines.subList(from, lines.size()).indexOf("```") + from;
        StringBuilder yaml = new StringBuilder("reduce:\n");
        lines.subList(from + 1, to).forEach(l -> yaml.append("  ").append(l).append('\n'));
        assertTrue(yaml.toString().contains("- " + kind + ": "), kind);
        Problems problems = new Problems("suites.md");
        List<Reduction> steps = new ReductionReader(problems).read(((Node.MapNode) YamlReader.read("suites.md", yaml.toString()).get(0)).get("reduce"));
        assertEquals(List.of(), problems.found());
        Table t = Reduction.all(steps, new Table(head("Steps"), rows("Steps").stream().map(List::toArray).toList()));
        assertEquals(text(head("`" + kind + "`"), rows("`" + kind + "`")), text(t.columns(), t.rows().stream().map(Arrays::asList).toList()));
    }
}
