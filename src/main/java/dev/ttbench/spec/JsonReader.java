package dev.ttbench.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.StringReader;

/** JSON text to a {@link Node}, strictly and within the bounds of {@link NodeReader}: numbers past 64 bits and keys that stand twice are errors. */
public final class JsonReader {
    private JsonReader() { }

    /**
     * Reads the one value of a text.
     *
     * @param file name for messages
     * @throws InputException when the text is not JSON or past a limit
     */
    public static Node read(String file, String text) {
        try (JsonParser p = new JsonFactory().createParser(new StringReader(text))) {
            if (p.nextToken() == null) {
                throw new InputException(new Problem(file, 1, 1, "the file is empty", "a configuration is a JSON object"));
            }
            Node n = new NodeReader(file, p).value();
            if (p.nextToken() != null) {
                JsonLocation at = p.currentTokenLocation();
                throw new InputException(new Problem(file, at.getLineNr(), at.getColumnNr(), "something follows the end of the JSON value", null));
            }
            return n;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String what = e.getOriginalMessage().strip();
            int end = what.indexOf('\n');
            throw new InputException(new Problem(file, at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr(),
                    "this is not JSON: " + (end < 0 ? what : what.substring(0, end)), null));
        } catch (IOException e) {
            throw new InputException(new Problem(file, 0, 0, "cannot be read: " + e.getMessage(), null));
        }
    }
}
