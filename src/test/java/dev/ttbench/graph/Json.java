package dev.ttbench.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/** The few JSON Schema shapes that the generators use. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() { }

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A reference to a definition of the same schema. */
    public static ObjectNode ref(String name) {
        return object().put("$ref", "#/$defs/" + name);
    }

    /** A schema of one type. */
    public static ObjectNode type(String type) {
        return object().put("type", type);
    }

    /** A list of {@code items}. */
    public static ObjectNode list(JsonNode items) {
        return type("array").set("items", items);
    }

    /** Texts. */
    public static ArrayNode array(Collection<String> texts) {
        ArrayNode out = MAPPER.createArrayNode();
        texts.forEach(out::add);
        return out;
    }

    /** One of several texts. */
    public static ObjectNode choice(Collection<String> texts) {
        return object().set("enum", array(texts));
    }

    /** Any of several schemas; the one itself when there is only one. */
    public static ObjectNode any(List<ObjectNode> schemas) {
        if (schemas.size() == 1) {
            return schemas.get(0);
        }
        ObjectNode out = object();
        ArrayNode list = out.putArray("anyOf");
        schemas.forEach(list::add);
        return out;
    }

    /** Any of several schemas. */
    public static ObjectNode any(ObjectNode... schemas) {
        return any(List.of(schemas));
    }

    /** An object that has only {@code properties}, and must have {@code required}. */
    public static ObjectNode closed(ObjectNode properties, String... required) {
        ObjectNode out = type("object");
        out.set("properties", properties);
        if (required.length > 0) {
            out.set("required", array(List.of(required)));
        }
        return out.put("additionalProperties", false);
    }

    /** {@code schema} with a description. */
    public static ObjectNode about(ObjectNode schema, String about) {
        ObjectNode out = object().put("description", about);
        out.setAll(schema);
        return out;
    }

    /** Text of a schema, with two blanks of indentation and a newline at its end. */
    public static String text(JsonNode schema) {
        try {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter())).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
