package dev.ttbench.imports;

import dev.ttbench.spec.Node;
import dev.ttbench.spec.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How configurations of one class become a model: an {@code import:} document of {@code suites/imports}.
 *
 * @param base import whose keys it has too, before its own; null for none
 * @param names the class, and others whose configurations read the same
 * @param library whose defaults the keys have, with its version
 * @param modelClass class of the models made
 * @param within key of the map that holds the keys, when a configuration has one; null for none
 * @param keys what the class reads of a configuration, in order
 * @param noEffect keys that leave the network as it is, with the reason
 * @param refusals what cannot be imported
 * @param lets values made from keys, by name, in order
 * @param components a pipeline's parts by the name of their folder; empty for a single network
 * @param idle parameters of the class that none of its stages runs, such as a codebook that decoding skips; null for none
 * @param parameters as a model file has them
 * @param stages as a model file has them; a pipeline's may stand for those of a component
 */
public record ImportDef(String file, String base, List<String> names, String library, String modelClass, Long year, String about, String within, Map<String, Key> keys, Map<String, String> noEffect,
        List<Refusal> refusals, Map<String, Let> lets, Map<String, Component> components, List<String> assumptions, Template idle, Node.MapNode parameters, Node.ListNode stages) {

    /** The class that it is called after. */
    public String name() {
        return names.get(0);
    }

    /** The same with the keys of {@code base} before its own. */
    ImportDef on(ImportDef other) {
        Map<String, Key> all = new LinkedHashMap<>(other.keys);
        all.putAll(keys);
        Map<String, String> none = new LinkedHashMap<>(other.noEffect);
        none.putAll(noEffect);
        none.keySet().removeAll(keys.keySet());
        all.keySet().removeAll(noEffect.keySet());
        return new ImportDef(file, null, names, library, modelClass, year, about, within, all, none, refusals, lets, components, assumptions, idle, parameters, stages);
    }

    /** The graphs that its stages run, as far as they are named outright. */
    public List<String> graphs() {
        List<String> out = new ArrayList<>();
        for (Node n : stages.items()) {
            if (n instanceof Node.MapNode m && m.get("graph") instanceof Node.Scalar s && !out.contains(String.valueOf(s.value()))) {
                out.add(String.valueOf(s.value()));
            }
        }
        return out;
    }

    /** Whether it describes a pipeline and not one network. */
    public boolean isPipeline() {
        return !components.isEmpty();
    }

    /**
     * A key of a configuration.
     *
     * @param types what it may be: int, number, bool, text, ints, numbers, bools, texts, list, map, null; empty for anything
     * @param otherwise its value where a configuration lacks it: the class's own default
     * @param required whether the class has no default
     * @param min smallest integer, of lists too; null for any
     * @param choices the values that are supported; empty for all
     */
    public record Key(String name, List<String> types, Object otherwise, boolean required, Long min, List<Object> choices, String about) {
        /** What is supported of its values, in words; null when everything is. */
        public String supported() {
            return !choices.isEmpty() ? String.join(" | ", choices.stream().map(String::valueOf).toList()) : min == null ? null : "from " + min;
        }
    }

    /** A value made from keys. */
    public record Let(Template value, int line, int column) { }

    /** What is not supported: when {@code test} holds, the message names {@code key} and gives the reason. */
    public record Refusal(Template test, String key, String because, int line, int column) { }

    /**
     * A part of a pipeline.
     *
     * @param optional whether a pipeline may lack it
     */
    public record Component(String name, boolean optional) { }
}
