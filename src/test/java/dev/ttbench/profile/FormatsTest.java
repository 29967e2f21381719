package dev.ttbench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ttbench.profile.Draws.Draw;
import dev.ttbench.report.By;
import dev.ttbench.report.Format;
import dev.ttbench.report.Report;
import dev.ttbench.report.ReportSettings;
import dev.ttbench.report.Units;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON, CSV and table of one profile say the same, and so do the numbers that each of them repeats. */
class FormatsTest {
    /** Files have nine significant digits. */
    private static final double DIGITS = 2e-8;
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Draw> draws() {
        return Draws.all(3);
    }

    static String text(Profile p, Format format, By by) throws IOException {
        StringBuilder out = new StringBuilder();
        Report.of(format).write(p, new ReportSettings("1.0.0", by, List.of("--model", p.model().id()), ReportSettings.Style.PLAIN), out);
        return out.toString();
    }

    @ParameterizedTest
    @MethodSource("draws")
    void jsonSaysWhatTheProfileHolds(Draw draw) throws IOException {
        Profile p = draw.profile();
        JsonNode json = JSON.readTree(text(p, Format.JSON, null));
        JsonNode totals = json.get("totals");
        near(p.totals().seconds(), totals.get("time_s"));
        flops(p.totals().flops(), totals.get("flops"));
        assertEquals(p.totals().bytesRead(), totals.get("bytes_read").bigIntegerValue());
        assertEquals(p.totals().bytesWritten(), totals.get("bytes_written").bigIntegerValue());
        assertEquals(p.totals().peakMemoryBytes(), totals.get("peak_memory_bytes").longValue());
        double seconds = 0;
        BigInteger bytes = BigInteger.ZERO;
        for (JsonNode c : json.get("categories")) {
            seconds += c.get("time_s").doubleValue();
            bytes = bytes.add(c.get("bytes").bigIntegerValue());
        }
        assertEquals(p.totals().seconds(), seconds, p.totals().seconds() * DIGITS);
        assertEquals(p.totals().bytesRead().add(p.totals().bytesWritten()), bytes);
        for (Map.Entry<String, String> e : draw.request().set().entrySet()) {
            assertEquals(e.getValue(), json.get("request").get(e.getKey()).asText(), e.getKey());
        }
        Iterator<JsonNode> stages = json.get("stages").iterator();
        for (StageProfile s : p.stages()) {
            JsonNode stage = stages.next();
            assertEquals(s.facts().id(), stage.get("id").asText());
            near(s.facts().seconds(), stage.get("time_s"));
            flops(s.totalFlops(), stage.get("flops"));
            flops(s.iteration().flops(), stage.get("iteration").get("flops"));
            double rows = 0;
            for (JsonNode r : stage.get("operators")) {
                rows += r.get("total_time_s").doubleValue();
            }
            assertEquals(s.facts().seconds(), rows, s.facts().seconds() * DIGITS, s.facts().id());
        }
    }

    @ParameterizedTest
    @MethodSource("draws")
    void csvHasTheRowsOfTheJson(Draw draw) throws IOException {
        Profile p = draw.profile();
        JsonNode json = JSON.readTree(text(p, Format.JSON, null));
        List<List<String>> csv = csv(text(p, Format.CSV, null));
        List<String> header = csv.get(0);
        int at = 1;
        for (JsonNode stage : json.get("stages")) {
            for (JsonNode r : stage.get("operators")) {
                List<String> row = csv.get(at++);
                assertEquals(header.size(), row.size());
                for (int c = 0; c < header.size(); c++) {
                    String column = header.get(c);
                    String expected = switch (column) {
                        case "model" -> p.model().id();
                        case "stage" -> stage.get("id").asText();
                        case "input_shapes", "output_shape" -> numbers(r.get(column).toString());
                        default -> r.get(column).isNull() ? "" : r.get(column).isDouble() ? null : r.get(column).asText();
                    };
                    if (expected == null) {
                        assertEquals(r.get(column).doubleValue(), Double.parseDouble(row.get(c)), 0, column);
                    } else {
                        assertEquals(expected, column.endsWith("shapes") || column.endsWith("shape") ? numbers(row.get(c)) : row.get(c), column);
                    }
                }
            }
        }
        assertEquals(csv.size(), at);
    }

    @ParameterizedTest
    @MethodSource("draws")
    void tableShowsTheSameTotals(Draw draw) throws IOException {
        Profile p = draw.profile();
        List<String> lines = text(p, Format.TABLE, null).lines().map(String::strip).toList();
        String time = lines.stream().filter(l -> l.startsWith("Time ")).findFirst().orElseThrow();
        assertTrue(time.substring(5).strip().startsWith(Units.seconds(p.totals().seconds()) + " "), time);
        String work = lines.stream().filter(l -> l.startsWith("Work ")).findFirst().orElseThrow();
        assertTrue(work.contains(Units.flop(p.totals().flops().matmul())), work);
        String memory = lines.stream().filter(l -> l.startsWith("Peak memory ")).findFirst().orElseThrow();
        assertTrue(memory.contains(Units.bytes(p.totals().peakMemoryBytes()) + " of " + Units.bytes(p.totals().deviceMemoryBytes())), memory);
        for (StageProfile s : p.stages()) {
            assertTrue(lines.stream().anyMatch(l -> l.startsWith(s.facts().id() + " ") && l.contains(Units.seconds(s.facts().seconds()))), s.facts().id());
        }
    }

    /** However the rows are grouped, all groups together are the whole. */
    @ParameterizedTest
    @MethodSource("draws")
    void groupsAddUp(Draw draw) throws IOException {
        Profile p = draw.profile();
        boolean grows = p.stages().stream().anyMatch(s -> Draws.grows(p, s));
        for (By by : By.values()) {
            JsonNode groups = JSON.readTree(text(p, Format.JSON, by)).get("groups");
            List<List<String>> csv = csv(text(p, Format.CSV, by));
            assertEquals(groups.size(), csv.size() - 1, by.id());
            double seconds = 0;
            double shares = 0;
            BigInteger bytes = BigInteger.ZERO;
            int at = 1;
            for (JsonNode g : groups) {
                assertEquals(g.get("key").asText(), csv.get(at).get(0));
                assertEquals(g.get("total_time_s").doubleValue(), Double.parseDouble(csv.get(at++).get(4)), 0);
                seconds += g.get("total_time_s").doubleValue();
                shares += g.get("share").doubleValue();
                bytes = bytes.add(g.get("bytes").bigIntegerValue());
            }
            if (by != By.KERNEL || !grows) {
                assertEquals(p.totals().seconds(), seconds, p.totals().seconds() * DIGITS, by.id());
                assertEquals(p.totals().bytesRead().add(p.totals().bytesWritten()), bytes, by.id());
                assertEquals(1, shares, DIGITS, by.id());
            }
        }
    }

    private static void near(double expected, JsonNode actual) {
        assertEquals(expected, actual.doubleValue(), expected * DIGITS);
    }

    private static void flops(Flops expected, JsonNode actual) {
        assertEquals(expected.convolution(), actual.get("convolution").bigIntegerValue());
        assertEquals(expected.linear(), actual.get("linear").bigIntegerValue());
        assertEquals(expected.attention(), actual.get("attention").bigIntegerValue());
        assertEquals(expected.vector(), actual.get("vector").bigIntegerValue());
    }

    /** The numbers of a text in order, whatever stands between them. */
    private static String numbers(String text) {
        return text.replaceAll("[^0-9]+", " ").strip();
    }

    /** A reader of RFC 4180. */
    private static List<List<String>> csv(String text) {
        List<List<String>> out = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == ',') {
                row.add(field.toString());
                field.setLength(0);
            } else if (!quoted && c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                row.add(field.toString());
                field.setLength(0);
                out.add(row);
                row = new ArrayList<>();
                i++;
            } else {
                field.append(c);
            }
        }
        assertTrue(row.isEmpty() && field.isEmpty(), "the last row ends with CRLF");
        return out;
    }
}
