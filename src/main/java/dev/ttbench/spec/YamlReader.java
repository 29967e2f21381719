package dev.ttbench.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * YAML text to {@link Node}s, streaming, with the place of every key and value. Bounded: size, depth and number of nodes have limits,
 * aliases are refused (blocks are the language's way to say a thing once), duplicate keys are errors.
 */
public final class YamlReader {
    /** Largest text read, in characters. */
    public static final int MAX_CHARS = 2_000_000;

    private YamlReader() { }

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
            NodeReader reader = new NodeReader(file, p);
            List<Node> documents = new ArrayList<>();
            while (p.nextToken() != null) {
                documents.add(reader.value());
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
}
