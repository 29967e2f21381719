package dev.ttbench.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * YAML text to {@link Node}s, streaming, with the place of every key and value. Bounded: size, depth and number of nodes have limits,
 * aliases are refused (blocks are the language's way to say a thing once), duplicate keys are errors.
 */
public final class YamlReader {
    /** Largest text read, in characters. */
    public static final int MAX_CHARS = 2_000_000;
    private static final int MAX_DEPTH = 60;
    private static final int MAX_NODES = 200_000;

    private final String file;
    private final YAMLParser parser;
    private int nodes;

    private YamlReader(String file, YAMLParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads every document of a text.
     *
     * @param file name for messages
     * @throws InputException when the text is not YAML or past a limit
     */
    public static List<Node> read(String file, String text) {
        if (text.length() > MAX_CHARS) {
            throw new InputException(new Problem(file, 0, 0, "the file is larger than " + MAX_CHARS + " characters", "a model file is a few pages; is this one?"));
        }
        try (YAMLParser p = new YAMLFactory().createParser(new StringReader(text))) {
            YamlReader reader = new YamlReader(file, p);
            List<Node> documents = new ArrayList<>();
            while (p.nextToken() != null) {
                documents.add(reader.value(0));
            }
            return documents;
        } catch (JsonProcessingException e) {
            throw notYaml(file, e);
        } catch (IOException e) {
            throw new InputException(new Problem(file, 0, 0, "cannot be read: " + e.getMessage(), null));
        }
    }

    private static InputException notYaml(String file, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        int line = at == null ? 1 : at.getLineNr();
        int column = at == null ? 1 : at.getColumnNr();
        String what = e.getOriginalMessage().strip();
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            what = marked.getProblem();
            if (marked.getProblemMark() != null) {
                line = marked.getProblemMark().getLine() + 1;
                column = marked.getProblemMark().getColumn() + 1;
            }
        }
        what = what.contains("\n") ? what.substring(0, what.indexOf('\n')) : what;
        String hint = "check the indentation, colons and brackets here; '${...}' inside {} or [] wants quotes";
        if (what.contains("\\t")) {
            what = "a tab stands here";
            hint = "indent with spaces";
        } else if (what.contains("<block end>")) {
            what = "this line does not fit the indentation of the lines above";
        } else if (what.startsWith("mapping values are not allowed")) {
            what = "a ':' cannot stand here";
            hint = "quote a text or an expression that holds ': '; check the indentation";
        } else if (what.startsWith("special characters")) {
            what = "this is not a text file";
            hint = null;
        }
        return new InputException(new Problem(file, line, column, "this is not YAML: " + what, hint));
    }

    private InputException error(JsonLocation at, String message, String hint) {
        return new InputException(new Problem(file, at.getLineNr(), at.getColumnNr(), message, hint));
    }

    private Node value(int depth) throws IOException {
        JsonLocation at = parser.currentTokenLocation();
        int line = at.getLineNr();
        int column = at.getColumnNr();
        if (++nodes > MAX_NODES) {
            throw error(at, "more than " + MAX_NODES + " values in one file", null);
        }
        if (depth > MAX_DEPTH) {
            throw error(at, "nested deeper than " + MAX_DEPTH + " levels", null);
        }
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw error(at, "anchors and aliases are not part of the language", "write a block and call it where it is needed");
        }
        JsonToken token = parser.currentToken();
        switch (token) {
            case START_OBJECT -> {
                return map(line, column, depth);
            }
            case START_ARRAY -> {
                List<Node> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(depth + 1));
                }
                return new Node.ListNode(items, line, column);
            }
            case VALUE_NULL -> {
                return new Node.Scalar(null, line, column);
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return new Node.Scalar(token == JsonToken.VALUE_TRUE, line, column);
            }
            case VALUE_NUMBER_INT -> {
                BigInteger big = parser.getBigIntegerValue();
                if (big.bitLength() > 63) {
                    String digits = big.toString();
                    throw error(at, "the number " + (digits.length() > 40 ? digits.substring(0, 37) + "..." : digits) + " does not fit in 64 bits", null);
                }
                return new Node.Scalar(big.longValue(), line, column);
            }
            case VALUE_NUMBER_FLOAT -> {
                return new Node.Scalar(parser.getDoubleValue(), line, column);
            }
            default -> {
                return new Node.Scalar(parser.getText(), line, column);
            }
        }
    }

    private Node map(int line, int column, int depth) throws IOException {
        List<Node.Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            JsonLocation at = parser.currentTokenLocation();
            String key = parser.currentName();
            if (!seen.add(key)) {
                throw error(at, "the key '" + key + "' stands twice in one map", "keep one of them");
            }
            parser.nextToken();
            entries.add(new Node.Entry(key, at.getLineNr(), at.getColumnNr(), value(depth + 1)));
        }
        return new Node.MapNode(entries, line, column);
    }
}
