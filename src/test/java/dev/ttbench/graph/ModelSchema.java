package dev.ttbench.graph;

import static dev.ttbench.graph.Json.about;
import static dev.ttbench.graph.Json.any;
import static dev.ttbench.graph.Json.array;
import static dev.ttbench.graph.Json.choice;
import static dev.ttbench.graph.Json.closed;
import static dev.ttbench.graph.Json.list;
import static dev.ttbench.graph.Json.object;
import static dev.ttbench.graph.Json.ref;
import static dev.ttbench.graph.Json.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Makes the JSON Schema of {@code model:} documents. A model's file may hold graphs and blocks of its own; those have a schema of theirs. */
final class ModelSchema {
    private ModelSchema() { }

    static ObjectNode make() {
        ObjectNode s = object().put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "ttbench model")
                .put("description", "A generation pipeline: parameters and an ordered list of stages, each a graph that runs several times.");
        s.put("type", "object");
        ObjectNode own = object();
        own.putArray("anyOf").add(object().set("required", array(List.of("graph")))).add(object().set("required", array(List.of("block"))));
        s.set("if", object().set("not", own));
        s.set("then", ref("model"));
        ObjectNode defs = object();
        s.set("$defs", defs);
        defs.set("model", model());
        defs.set("parameter", parameter());
        defs.set("stage", stage());
        defs.set("expression", about(type("string").put("pattern", "\\$\\{"), "An expression over the parameters: ${...}"));
        defs.set("integer", any(type("integer"), ref("expression")));
        ObjectNode value = object();
        value.set("type", array(List.of("string", "number", "boolean", "array")));
        defs.set("value", about(value, "A number, a text, a truth value, a list, or an expression"));
        return s;
    }

    private static ObjectNode texts() {
        ObjectNode item = object();
        item.set("type", array(List.of("string", "number", "boolean")));
        return list(item);
    }

    private static ObjectNode model() {
        ObjectNode p = object();
        p.set("model", about(type("string"), "Name of the model; the file is called after it."));
        p.set("title", about(type("string"), "Name for people."));
        p.set("class", about(type("string"), "latent-diffusion, pixel-diffusion, language-model ..."));
        p.set("year", about(type("integer"), "When it was published."));
        p.set("about", about(type("string"), "One or two sentences."));
        p.set("sources", about(texts(), "Where its numbers come from."));
        p.set("assumptions", about(texts(), "What is not published and was chosen, with the reason."));
        ObjectNode parameters = type("object");
        parameters.set("propertyNames", object().put("pattern", GraphSchema.NAME));
        parameters.set("additionalProperties", ref("parameter"));
        p.set("parameters", about(parameters, "What a request may set with --set."));
        p.set("stages", about(list(ref("stage")).put("minItems", 1), "The graphs that run, in order."));
        return closed(p, "model", "title", "class", "stages");
    }

    private static ObjectNode parameter() {
        ObjectNode p = object();
        p.set("type", choice(List.of("int", "bool", "string", "list")));
        p.set("default", about(ref("value"), "Its value when none is set; may use the parameters before it."));
        p.set("min", about(type("integer"), "Smallest value"));
        p.set("max", about(type("integer"), "Largest value"));
        p.set("multiple_of", about(type("integer").put("minimum", 1), "What it must be a multiple of"));
        p.set("plus", about(type("integer").put("minimum", 0), "How much more than such a multiple"));
        p.set("unit", about(type("string"), "px, tokens, frames ...; none for a plain count"));
        p.set("choices", about(list(object()), "The texts that are allowed"));
        p.set("about", about(type("string"), "What it means"));
        return closed(p, "type", "default");
    }

    private static ObjectNode stage() {
        ObjectNode p = object();
        p.set("id", about(type("string"), "Name of the stage, unique in the model."));
        p.set("graph", about(type("string"), "Name of the graph that it runs."));
        p.set("if", about(any(type("boolean"), ref("expression")), "Whether it runs at all."));
        p.set("repeat", about(ref("integer"), "How often; default once."));
        p.set("batch", about(ref("integer"), "Extent of the graph's batch axis; default 1."));
        p.set("index", about(type("string").put("pattern", GraphSchema.NAME), "Name of the run's number, from 0, in 'inputs' and 'with', when runs differ."));
        p.set("weights", about(type("string"), "An earlier stage whose network this is."));
        ObjectNode extents = any(list(ref("integer")), ref("expression"));
        ObjectNode inputs = type("object");
        inputs.set("additionalProperties", extents);
        p.set("inputs", about(inputs, "Extents of every input's axes, the batch apart."));
        ObjectNode with = type("object");
        with.set("additionalProperties", ref("value"));
        p.set("with", about(with, "Parameters of the graph."));
        return closed(p, "id", "graph");
    }
}
