package dev.ttbench.graph;

import static dev.ttbench.graph.Json.about;
import static dev.ttbench.graph.Json.any;
import static dev.ttbench.graph.Json.array;
import static dev.ttbench.graph.Json.closed;
import static dev.ttbench.graph.Json.object;
import static dev.ttbench.graph.Json.ref;
import static dev.ttbench.graph.Json.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps that are neither primitives nor blocks, and what may stand beside a step. */
final class ControlSchema {
    /** Name to description. */
    static final Map<String, String> ABOUT = new LinkedHashMap<>();

    static {
        ABOUT.put("for_each", "Runs 'do' for every item of a list: for_each: {level: [320, 640]}; level.value, .index, .first, .last. Every turn has weights of its own.");
        ABOUT.put("repeat", "Runs 'do' so many times, every turn with weights of its own; 'index' names the loop variable, default turn.");
        ABOUT.put("iterate", "Runs 'do' on one chunk of an axis after the other with the same weights, and joins the results, each to those before it or ('join: once') all at the end; chunk.value, .index, .first, .last.");
        ABOUT.put("residual", "x + do(x); 'shortcut' are steps on the x side, 'input_first' makes x the sum's first operand.");
        ABOUT.put("branch", "Runs steps aside: the current tensor is afterwards what it was.");
        ABOUT.put("push", "Puts the current tensor on a stack.");
        ABOUT.put("pop", "Takes the top of a stack: 'join' concatenates it to the current tensor along that axis, 'all' the whole stack, first pushed first; 'as' names the result; else it becomes current.");
        ABOUT.put("keep", "Names the current tensor.");
        ABOUT.put("use", "Makes a named tensor the current one; with 'as' gives it a second name.");
        ABOUT.put("remember", "Keeps the current tensor for the next chunk of the 'iterate' around.");
        ABOUT.put("recall", "Names what the chunk before remembered; null in the first.");
        ABOUT.put("if", "A condition: beside a step, whether it runs; with 'then' and 'else', which steps do.");
    }

    private ControlSchema() { }

    private static ObjectNode named(String main, ObjectNode properties) {
        return any(type("string"), closed(properties, main));
    }

    private static ObjectNode texts(String... names) {
        ObjectNode p = object();
        for (String n : names) {
            p.set(n, type("string"));
        }
        return p;
    }

    /** Adds every control step and sibling to the properties of a step. */
    static void into(ObjectNode p) {
        ObjectNode each = type("object").put("minProperties", 1).put("maxProperties", 1);
        each.set("propertyNames", object().put("pattern", GraphSchema.NAME));
        each.set("additionalProperties", any(type("array"), ref("expression")));
        put(p, "for_each", each);
        put(p, "repeat", any(type("integer").put("minimum", 0), ref("expression")));
        ObjectNode iterate = texts("over");
        iterate.set("chunks", any(type("array"), ref("expression")));
        iterate.set("join", Json.choice(List.of("grow", "once")));
        put(p, "iterate", closed(iterate, "over", "chunks"));
        ObjectNode residual = object();
        residual.set("input_first", type("boolean"));
        residual.set("shortcut", ref("steps"));
        put(p, "residual", any(type("null"), closed(residual)));
        put(p, "branch", ref("steps"));
        put(p, "push", named("stack", texts("stack")));
        ObjectNode pop = texts("stack", "join", "as");
        pop.set("all", any(type("string"), type("integer")));
        put(p, "pop", named("stack", pop));
        put(p, "keep", named("as", texts("as")));
        put(p, "use", named("of", texts("of", "as")));
        put(p, "remember", named("state", texts("state")));
        put(p, "recall", closed(texts("state", "as"), "state", "as"));
        put(p, "if", ref("boolean"));
        p.set("then", about(ref("steps"), "Runs when 'if' is true."));
        p.set("else", about(ref("steps"), "Runs when 'if' is false."));
        p.set("do", about(ref("steps"), "The steps of a loop, a residual or a branch."));
        p.set("index", about(type("string"), "Name of the loop variable of 'repeat'."));
        p.set("tied", about(type("boolean"), "Beside the call of a block: every turn of the loops around it, within its body, runs the same weights."));
        p.set("id", about(any(type("string"), type("integer")), "Name of the step in paths; default the operation's, numbered."));
    }

    private static void put(ObjectNode p, String name, ObjectNode schema) {
        p.set(name, about(schema, ABOUT.get(name)));
    }

    /** What must stand beside what. */
    static ObjectNode needs() {
        ObjectNode out = object();
        for (String loop : List.of("for_each", "repeat", "iterate", "residual")) {
            out.set(loop, array(List.of("do")));
        }
        out.set("index", array(List.of("repeat")));
        out.set("then", array(List.of("if")));
        out.set("else", array(List.of("if", "then")));
        return out;
    }
}
