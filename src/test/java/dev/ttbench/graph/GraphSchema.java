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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Makes the JSON Schema of {@code graph:} and {@code block:} documents from the registry of primitives. */
final class GraphSchema {
    /** A name that expressions can use. */
    static final String NAME = "^[A-Za-z_][A-Za-z0-9_]*$";

    private GraphSchema() { }

    static ObjectNode make() {
        ObjectNode s = object().put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "ttbench graph or block")
                .put("description", "A parametric dataflow: inputs, parameters, steps. Generated from the registry of primitives; 'ttbench lint' checks names, shapes and references too.");
        s.put("type", "object");
        s.set("if", object().set("required", array(List.of("graph"))));
        s.set("then", ref("graph"));
        s.set("else", ref("block"));
        ObjectNode defs = object();
        s.set("$defs", defs);
        defs.set("graph", definition(true));
        defs.set("block", definition(false));
        values(defs);
        defs.set("inputs", inputs());
        defs.set("parameter", closed(parameterProperties()));
        defs.set("steps", any(list(ref("step")), type("null")));
        defs.set("step", any(bare(), step()));
        defs.set("call", call());
        return s;
    }

    private static ObjectNode definition(boolean graph) {
        ObjectNode p = object();
        ObjectNode name = type("string").put("pattern", "^[A-Za-z][A-Za-z0-9_.-]*$");
        if (!graph) {
            TreeSet<String> taken = new TreeSet<>(Primitives.names());
            taken.addAll(DefinitionReader.CONTROL);
            name.set("not", choice(taken));
        }
        p.set(graph ? "graph" : "block", about(name, graph ? "Name of the architecture; the file is called after it." : "Name of the block; a step calls it by this name."));
        p.set("about", about(object(), "One or two sentences for people."));
        p.set("sources", about(object(), "Where its numbers come from."));
        p.set("inputs", about(ref("inputs"), graph ? "The tensors that it takes." : "The tensors that it takes; the first is 'of', by default the current one."));
        ObjectNode parameters = type("object");
        parameters.set("propertyNames", object().put("pattern", NAME));
        parameters.set("additionalProperties", graph ? ref("parameter") : any(ref("parameter"), type("null"), ref("value")));
        p.set("parameters", about(parameters, graph ? "Values that a stage sets, with type and default." : "Values that a call sets: name and default; null when it must be given."));
        if (!graph) {
            p.set("module", about(type("boolean"), "False when it is no module of the network's implementation; an eager host then spends no time on its calls."));
        }
        p.set("outputs", about(list(type("string")), "Names of the results; without it the result is the last current tensor."));
        p.set("body", about(ref("steps"), "The steps, in order."));
        return graph ? closed(p, "graph", "inputs", "body") : closed(p, "block", "body");
    }

    private static void values(ObjectNode defs) {
        defs.set("expression", about(type("string").put("pattern", "\\$\\{"), "An expression: ${...}"));
        defs.set("integer", any(type("integer"), ref("expression")));
        defs.set("integers", any(type("integer"), list(ref("integer")), ref("expression")));
        defs.set("boolean", any(type("boolean"), ref("expression")));
        defs.set("text", type("string"));
        defs.set("tensor", about(type("string"), "Name of a tensor"));
        defs.set("tensors", any(list(ref("tensor")).put("minItems", 1), ref("expression")));
        defs.set("axis", about(any(type("string"), type("integer")), "Name of an axis, or its position"));
        defs.set("dtype", any(choice(ArgumentCheck.dtypes()), ref("expression")));
        defs.set("operand", about(any(type("string"), type("number")), "Name of a tensor, or a number"));
        ObjectNode axes = type("object");
        axes.set("additionalProperties", ref("integer"));
        defs.set("axes", any(axes, ref("expression")));
        defs.set("pads", any(list(ref("integer")).put("minItems", 2).put("maxItems", 2), ref("expression")));
        ObjectNode value = object();
        value.set("type", array(List.of("string", "number", "boolean", "array")));
        defs.set("value", about(value, "A number, a text, a truth value, a list, or an expression"));
        defs.set("into", about(list(type("string")), "Names of the results"));
        defs.set("as", about(type("string"), "Name of the result; the current tensor stays what it was"));
    }

    private static ObjectNode inputs() {
        ObjectNode axes = list(any(type("string"), type("integer")));
        ObjectNode p = object();
        ObjectNode anyAxes = object().put("const", "any");
        p.set("axes", about(any(axes, anyAxes.deepCopy()), "Names of its axes; a merged one as '(height width)'; any (blocks only): whatever comes"));
        p.set("optional", about(type("boolean"), "Whether it may be missing; it is null then."));
        p.set("stack", about(type("boolean"), "Whether it is any number of such tensors, on a stack of its name; the last input only."));
        p.set("dtype", about(choice(ArgumentCheck.dtypes()), "Type of a graph's input; default compute"));
        ObjectNode out = type("object");
        out.set("propertyNames", object().put("pattern", NAME));
        out.set("additionalProperties", any(axes, anyAxes, closed(p, "axes")));
        return out;
    }

    private static ObjectNode parameterProperties() {
        ObjectNode p = object();
        p.set("type", choice(List.of("int", "bool", "string", "list")));
        p.set("default", about(any(ref("value"), type("null")), "Its value when none is given; it may use the inputs' extents, such as ${x.channels}"));
        p.set("min", about(type("integer"), "Smallest value"));
        p.set("max", about(type("integer"), "Largest value"));
        p.set("about", type("string"));
        return p;
    }

    // ---- steps

    /** A step that is only a name: a block, or a primitive that needs nothing. */
    private static ObjectNode bare() {
        List<String> needing = new ArrayList<>(new TreeSet<>(DefinitionReader.CONTROL));
        needing.remove("branch");
        List<String> plain = new ArrayList<>();
        for (Primitive p : Primitives.all()) {
            (p.parameters().stream().anyMatch(Primitive.Parameter::required) ? needing : plain).add(p.name());
        }
        ObjectNode other = type("string").put("pattern", "^[A-Za-z][A-Za-z0-9_.-]*$");
        other.set("not", choice(needing));
        return any(choice(plain), other);
    }

    private static ObjectNode step() {
        ObjectNode s = type("object").put("minProperties", 1);
        ObjectNode p = object();
        for (Primitive primitive : Primitives.all()) {
            p.set(primitive.name(), primitive(primitive));
        }
        ControlSchema.into(p);
        s.set("properties", p);
        s.set("additionalProperties", ref("call"));
        s.set("dependentRequired", ControlSchema.needs());
        return s;
    }

    /** A primitive's value: nothing, its main argument, or its arguments by name. */
    static ObjectNode primitive(Primitive p) {
        List<ObjectNode> forms = new ArrayList<>();
        List<String> required = p.parameters().stream().filter(Primitive.Parameter::required).map(Primitive.Parameter::name).toList();
        String main = p.main() != null ? p.main() : p.takesInput() ? "of" : null;
        if (main != null && required.stream().allMatch(main::equals)) {
            forms.add(kind(p.parameter(main).kind()));
        }
        if (required.isEmpty()) {
            forms.add(type("null"));
        }
        ObjectNode arguments = object();
        ObjectNode others = null;
        for (Primitive.Parameter q : p.parameters()) {
            ObjectNode schema = about(q.required() ? kind(q.kind()) : any(kind(q.kind()), type("null")), q.about());
            if (q.name().equals("*")) {
                others = schema;
            } else {
                arguments.set(q.name(), schema);
            }
        }
        arguments.set("as", ref("as"));
        arguments.set("into", ref("into"));
        ObjectNode named = closed(arguments, required.toArray(new String[0]));
        if (others != null) {
            named.set("additionalProperties", others);
        }
        forms.add(named);
        return about(any(forms), p.about() + ". " + p.cost() + (p.simplification().isEmpty() ? "." : ". Note: " + p.simplification()));
    }

    private static ObjectNode kind(Primitive.Kind kind) {
        return ref(kind.name().toLowerCase(java.util.Locale.ROOT));
    }

    private static ObjectNode call() {
        ObjectNode p = object();
        p.set("of", about(type("string"), "Its first input; default the current tensor"));
        p.set("as", ref("as"));
        p.set("into", ref("into"));
        ObjectNode named = type("object");
        named.set("properties", p);
        named.set("additionalProperties", any(ref("value"), type("null")));
        return about(any(type("null"), type("string"), named), "A call of the block of that name, with its inputs and parameters");
    }
}
