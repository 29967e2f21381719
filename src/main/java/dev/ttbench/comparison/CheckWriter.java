package dev.ttbench.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Puts what checks came to into their file: all that people wrote stays, {@code expected} is written anew, sorted, a line a result. */
public final class CheckWriter {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    private CheckWriter() { }

    /** The new text of a file. */
    public static String text(String name, String before, String version, String constants, Map<String, CheckFile.Expected> found) {
        return name.endsWith(".json") ? json(before, version, constants, new TreeMap<>(found)) : yaml(before, version, constants, new TreeMap<>(found));
    }

    private static String yaml(String before, String version, String constants, Map<String, CheckFile.Expected> found) {
        StringBuilder b = new StringBuilder();
        for (String line : before.split("\n", -1)) {
            if (line.startsWith(CheckFile.EXPECTED + ":")) {
                break;
            }
            b.append(line).append('\n');
        }
        String head = b.toString().stripTrailing();
        b.setLength(0);
        b.append(head).append("\n\nexpected:      # written by 'ttbench check --write'\n  version: '").append(version).append("'\n  constants: '").append(constants).append("'\n  results:\n");
        found.forEach((id, e) -> {
            b.append("    '").append(id.replace("'", "''")).append("': {model: '").append(e.model()).append("'");
            for (Metric m : Metric.values()) {
                b.append(", ").append(m.id()).append(": ").append(number(e.values().get(m)));
            }
            b.append("}\n");
        });
        return b.toString();
    }

    private static String json(String before, String version, String constants, Map<String, CheckFile.Expected> found) {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(before);
            ObjectNode expected = JsonNodeFactory.withExactBigDecimals(true).objectNode();
            expected.put("version", version).put("constants", constants);
            ObjectNode results = expected.putObject("results");
            found.forEach((id, e) -> {
                ObjectNode r = results.putObject(id).put("model", e.model());
                for (Metric m : Metric.values()) {
                    r.put(m.id(), e.values().get(m));
                }
            });
            root.remove(CheckFile.EXPECTED);
            root.set(CheckFile.EXPECTED, expected);
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")).withArrayIndenter(new DefaultIndenter("  ", "\n"));
            return JSON.writer(printer).with(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the file was read a moment ago", e);
        }
    }

    private static String number(BigDecimal v) {
        return v.stripTrailingZeros().toPlainString();
    }
}
