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

    /** The schema of {@code import:} documents, whose parameters and stages are those of a model with expressions over keys too. */
    static ObjectNode imports() {
        ObjectNode s = object().put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "ttbench import")
                .put("description", "How configurations of a class of another library become a model.");
        ObjectNode p = object();
        p.set("import", about(type("string"), "The class; the file is called after it."));
        p.set("also", about(texts(), "Other names whose configurations read the same."));
        p.set("base", about(type("string"), "An import whose keys it has too."));
        p.set("library", about(type("string"), "Whose defaults the keys have, with its version."));
        p.set("class", about(type("string"), "Class of the models made: component, text-encoder, autoencoder, latent-diffusion ..."));
        p.set("year", about(type("integer"), "When it was published."));
        p.set("about", about(type("string"), "One or two sentences."));
        p.set("within", about(type("string"), "Key of a nested map that holds the keys, where a configuration has one."));
        ObjectNode keys = type("object");
        keys.set("additionalProperties", any(type("integer"), type("number"), type("string"), type("boolean"), type("null"), type("array"), ref("key")));
        p.set("keys", about(keys, "Every key that the class reads: its default, or more about it."));
        ObjectNode none = type("object");
        none.set("additionalProperties", type("string"));
        p.set("no_effect", about(none, "Keys that cannot change the network, each with the reason."));
        ObjectNode refusal = object();
        refusal.set("if", any(type("boolean"), ref("expression")));
        refusal.set("key", about(type("string"), "The key that the message names"));
        refusal.set("because", about(type("string"), "The reason"));
        p.set("refuse", about(list(closed(refusal, "if", "key", "because")), "What is not supported."));
        ObjectNode let = type("object");
        let.set("propertyNames", object().put("pattern", GraphSchema.NAME));
        let.set("additionalProperties", ref("value"));
        p.set("let", about(let, "Values made from keys."));
        ObjectNode components = type("object");
        components.set("additionalProperties", choice(List.of("needed", "optional")));
        p.set("components", about(components, "A pipeline's folders; their values are reached as unet.in_channels."));
        p.set("assumptions", about(texts(), "What the configuration does not say and was chosen."));
        p.set("idle_parameters", about(ref("integer"), "Parameters of the class that none of its stages runs."));
        ObjectNode parameters = type("object");
        parameters.set("propertyNames", object().put("pattern", GraphSchema.NAME));
        ObjectNode parameter = parameter();
        for (String bound : List.of("min", "max", "multiple_of", "plus")) {
            ((ObjectNode) parameter.get("properties")).set(bound, ref("integer"));
        }
        parameters.set("additionalProperties", parameter);
        p.set("parameters", about(parameters, "What a request may set; expressions see the keys."));
        ObjectNode stage = stage();
        ObjectNode properties = (ObjectNode) stage.get("properties");
        ObjectNode with = type("object");
        with.set("additionalProperties", ref("value"));
        properties.set("with", with);
        ObjectNode inputs = type("object");
        inputs.set("additionalProperties", any(list(object()), ref("expression")));
        properties.set("inputs", inputs);
        properties.set("component", about(type("string"), "A pipeline's component: its stages."));
        ObjectNode set = type("object");
        set.set("additionalProperties", ref("value"));
        properties.set("set", about(set, "Values of the component's parameters."));
        stage.remove("required");
        p.set("stages", about(list(stage), "The graphs that run, in order. None: a base for other imports."));
        ObjectNode key = object();
        key.set("default", about(object(), "The class's own"));
        key.set("type", any(choice(dev.ttbench.imports.ImportReader.TYPES), list(choice(dev.ttbench.imports.ImportReader.TYPES))));
        key.set("min", about(type("integer"), "Smallest value, of lists too"));
        key.set("choices", about(list(object()), "The values that are supported"));
        key.set("required", about(type("boolean"), "Whether the class has no default"));
        key.set("about", about(type("string"), "What it means"));
        ObjectNode defs = object();
        defs.set("key", closed(key));
        defs.set("expression", about(type("string").put("pattern", "\\$\\{"), "An expression: ${...}"));
        defs.set("integer", any(type("integer"), ref("expression")));
        ObjectNode value = object();
        value.set("type", array(List.of("string", "number", "boolean", "array", "null")));
        defs.set("value", value);
        s.setAll(closed(p, "import", "library", "class"));
        s.set("$defs", defs);
        return s;
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
        p.set("saves", about(choice(List.of("memory")), "Of a bool: true needs less memory than false, and more time; 'fit' tries it"));
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
        p.set("dtype", about(type("string"), "Type of its weights and arithmetic, whatever the request says of all stages."));
        p.set("weight_format", about(type("string"), "Format of its quantised weights: int8, fp8, nf4, int4, int4:64 ..."));
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
