package dev.ttbench.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tokens to {@link Node}s, with the place of every key and value; depth and number of nodes are bounded, a key that stands twice is an error. */
final class NodeReader {
    private static final int MAX_DEPTH = 60;
    private static final int MAX_NODES = 200_000;

    private final String file;
    private final JsonParser parser;
    private int nodes;

    NodeReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** The value whose first token is the current one. */
    Node value() throws IOException {
        return value(0);
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
        if (parser instanceof YAMLParser y && (y.isCurrentAlias() || y.getObjectId() != null)) {
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
