package dev.ttbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ttbench.report.ReportSettings.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format of the profile made by hand, against a golden, under several locales; and the formats against each other. */
class ReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A golden and what makes it. */
    record Case(String file, Format format, By by, Style style) { }

    static Stream<Case> cases() {
        return Stream.of(new Case("profile.json", Format.JSON, null, Style.PLAIN), new Case("profile-by-kernel.json", Format.JSON, By.KERNEL, Style.PLAIN),
                new Case("profile.csv", Format.CSV, null, Style.PLAIN), new Case("profile-by-category.csv", Format.CSV, By.CATEGORY, Style.PLAIN),
                new Case("profile.txt", Format.TABLE, null, Style.PLAIN), new Case("profile-by-shape.txt", Format.TABLE, By.SHAPE, Style.PLAIN),
                new Case("profile-unicode.txt", Format.TABLE, null, new Style(100, true, true)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsItsGoldenUnderEveryLocale(Case c) throws IOException {
        Path file = Path.of("src/test/resources/report", c.file());
        if (Boolean.getBoolean("ttbench.update")) {
            Files.writeString(file, render(c.format(), c.by(), c.style()));
        }
        String golden = Files.readString(file);
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("en-US", "tr-TR", "de-DE", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals(golden, render(c.format(), c.by(), c.style()), tag);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void markdownEqualsItsGolden() throws IOException {
        for (By by : new By[] {null, By.BLOCK}) {
            StringBuilder b = new StringBuilder();
            TableReport.markdown(ProfileFixture.profile(), new ReportSettings("1.2.3", by, List.of("--model", "tiny", "--set", "height=512"), Style.PLAIN), b);
            assertEquals(Files.readString(Path.of("src/test/resources/report", by == null ? "profile.md" : "profile-by-block.md")), b.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 40, 59, 60, 80, 200})
    void theTreeFitsEveryPage(int width) throws IOException {
        StringBuilder unicode = new StringBuilder();
        TableReport.tree(ProfileFixture.profile(), new Style(width, true, false), null, unicode);
        assertTrue(unicode.toString().lines().allMatch(l -> Page.width(l) <= width), unicode::toString);
        assertEquals(width >= 60, unicode.indexOf("\u2587") >= 0, unicode::toString);
        StringBuilder ascii = new StringBuilder();
        TableReport.tree(ProfileFixture.profile(), new Style(width, false, false), 60, ascii);
        assertEquals(List.of(-1, -1), List.of(ascii.indexOf("\u2587"), ascii.indexOf("\u00d7")), ascii::toString);
        assertTrue(ascii.toString().lines().allMatch(l -> l.length() <= width), ascii::toString);
    }

    @Test
    void jsonFollowsItsSchema() throws IOException {
        for (By by : by()) {
            assertEquals(List.of(), problems(render(Format.JSON, by, Style.PLAIN)), () -> "by " + by);
        }
    }

    @Test
    void theSchemaRefusesWhatIsWrong() throws IOException {
        String good = render(Format.JSON, null, Style.PLAIN);
        assertFalse(problems(good.replace("\"time_low_s\"", "\"time_low\"")).isEmpty());
        assertFalse(problems(good.replace("\"bound\": \"compute\"", "\"bound\": \"tensor\"")).isEmpty());
        assertFalse(problems(good.replace("\"count\": 50,", "\"count\": 50.5,")).isEmpty());
    }

    @Test
    void csvSaysWhatJsonSays() throws IOException {
        List<List<String>> csv = csv(render(Format.CSV, null, Style.PLAIN));
        List<String> header = csv.get(0);
        assertEquals(CsvReport.HEADER, String.join(",", header));
        JsonNode json = JSON.readTree(render(Format.JSON, null, Style.PLAIN));
        int at = 1;
        for (JsonNode stage : json.get("stages")) {
            for (JsonNode o : stage.get("operators")) {
                List<String> row = csv.get(at++);
                for (int i = 0; i < header.size(); i++) {
                    String name = header.get(i);
                    String expected = switch (name) {
                        case "model" -> json.get("model").get("id").asText();
                        case "stage" -> stage.get("id").asText();
                        case "input_shapes" -> shapes(o.get(name));
                        case "output_shape" -> shape(o.get(name));
                        default -> o.get(name).isNull() ? "" : o.get(name).isDouble() ? Decimal.of(o.get(name).doubleValue()) : o.get(name).asText();
                    };
                    assertEquals(expected, row.get(i), name + " of row " + at);
                }
            }
        }
        assertEquals(csv.size(), at);
    }

    @ParameterizedTest
    @EnumSource(By.class)
    void groupsOfCsvAndJsonAgreeAndHoldAllTime(By by) throws IOException {
        List<List<String>> csv = csv(render(Format.CSV, by, Style.PLAIN));
        JsonNode groups = JSON.readTree(render(Format.JSON, by, Style.PLAIN)).get("groups");
        assertEquals(csv.size() - 1, groups.size());
        double share = 0;
        for (int i = 0; i < groups.size(); i++) {
            for (int k = 0; k < csv.get(0).size(); k++) {
                JsonNode v = groups.get(i).get(csv.get(0).get(k));
                assertEquals(v.isDouble() ? Decimal.of(v.doubleValue()) : v.asText(), csv.get(i + 1).get(k));
            }
            share += groups.get(i).get("share").doubleValue();
        }
        assertTrue(share > 0.5 && share <= 1.0001, "shares add up to " + share);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 120})
    void noLineIsWiderThanThePage(int width) throws IOException {
        for (By by : by()) {
            for (String line : render(Format.TABLE, by, new Style(width, true, false)).split("\n")) {
                assertTrue(Page.width(line) <= width, () -> width + " columns, by " + by + ": " + line);
            }
        }
    }

    @Test
    void plainTablesHaveNoEscapesAndNoBlocks() throws IOException {
        String text = render(Format.TABLE, null, Style.PLAIN);
        assertFalse(text.contains("\u001b"));
        assertFalse(text.contains("\u2587"));
    }

    @Test
    void numbersArePlainAndShort() {
        assertEquals("0.0", Decimal.of(0));
        assertEquals("2.0", Decimal.of(2));
        assertEquals("-2.5", Decimal.of(-2.5));
        assertEquals("0.1", Decimal.of(0.1));
        assertEquals("1000000.0", Decimal.of(999999.9999999));
        assertEquals("0.00000000123456789", Decimal.of(1.23456789123e-9));
        assertEquals("123456789000.0", Decimal.of(123456789012.0));
        assertEquals("0.001", Decimal.of(0.000999999999999));
        for (int e = -15; e <= 15; e++) {
            for (double m : new double[] {1, 1.5, 3.14159265, 9.99999999, 7.000000004}) {
                double v = m * Math.pow(10, e);
                String expected = new java.math.BigDecimal(v).round(new java.math.MathContext(9)).stripTrailingZeros().toPlainString();
                assertEquals(expected.contains(".") ? expected : expected + ".0", Decimal.of(v));
            }
        }
    }

    @Test
    void unitsKeepThreeDigits() {
        assertEquals("1.83 s", Units.seconds(1.8349));
        assertEquals("1.00 s", Units.seconds(0.99996));
        assertEquals("24.1 ms", Units.seconds(0.02412));
        assertEquals("3.20 us", Units.seconds(3.2e-6));
        assertEquals("0 s", Units.seconds(0));
        assertEquals("1.00 GB", Units.bytes(999_999_999));
        assertEquals("512 B", Units.bytes(512));
        assertEquals("67.9 TFLOP", Units.flop(67.94e12));
        assertEquals("860 M", Units.count(859_520_964));
        assertEquals("1.07 B", Units.count(1_066_235_307));
        assertEquals("12,345,678", Decimal.grouped("12345678"));
        assertEquals("-345", Decimal.grouped("-345"));
    }

    static String render(Format format, By by, Style style) throws IOException {
        StringBuilder b = new StringBuilder();
        Report.of(format).write(ProfileFixture.profile(), new ReportSettings("1.2.3", by, List.of("--model", "tiny", "--set", "height=512"), style), b);
        return b.toString();
    }

    private static List<By> by() {
        List<By> out = new ArrayList<>(List.of(By.values()));
        out.add(null);
        return out;
    }

    private static List<String> problems(String json) throws IOException {
        String schema = Files.readString(Path.of("docs/schema/profile.schema.json"), StandardCharsets.UTF_8);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema, InputFormat.JSON).validate(json, InputFormat.JSON).stream()
                .map(Object::toString).toList();
    }

    private static String shapes(JsonNode list) {
        List<String> out = new ArrayList<>();
        list.forEach(s -> out.add(shape(s)));
        return String.join(";", out);
    }

    private static String shape(JsonNode list) {
        List<String> out = new ArrayList<>();
        list.forEach(n -> out.add(n.asText()));
        return String.join("x", out);
    }

    /** Reads RFC 4180. */
    private static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == ',' || c == '\n') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        return rows;
    }
}
