package dev.ttbench.model;

import dev.ttbench.spec.Template;
import java.util.List;
import java.util.Map;

/**
 * A generation pipeline as its file says it: parameters and an ordered list of stages.
 *
 * @param id its name
 * @param title name for people
 * @param modelClass latent-diffusion, pixel-diffusion, language-model ...
 * @param year when it was published, or null
 * @param about one or two sentences
 * @param file where it stands
 * @param sha256 digest of that file
 * @param sources where its numbers come from
 * @param assumptions what is not published and was chosen, with the reason
 */
public record ModelDef(String id, String title, String modelClass, Long year, String about, String file, String sha256, List<String> sources, List<String> assumptions,
        List<Parameter> parameters, List<Stage> stages) {

    /**
     * A value that a request may set.
     *
     * @param type int, bool, string or list
     * @param otherwise its default
     * @param defaultText the default as written
     * @param min smallest allowed value, or null
     * @param max largest allowed value, or null
     * @param multipleOf what it must be a multiple of, or null
     * @param plus how much more than such a multiple, 0 as a rule
     * @param unit px, tokens, frames ...; null for a plain count
     * @param choices allowed texts; empty for any
     * @param savesMemory whether true needs less memory than false, and more time: what {@code fit} tries
     */
    public record Parameter(String name, String type, Template otherwise, String defaultText, Long min, Long max, Long multipleOf, long plus, String unit, List<String> choices,
            boolean savesMemory, String about, int line, int column) {

        /** The largest value up to {@code n} that {@code multipleOf} and {@code plus} allow. */
        public long atMost(long n) {
            return multipleOf == null ? n : Math.floorDiv(n - plus, multipleOf) * multipleOf + plus;
        }
    }

    /**
     * One graph, run several times.
     *
     * @param condition whether it runs at all, or null
     * @param repeat how often, or null for once
     * @param batch value of the graph's batch axis, or null for 1
     * @param dtype type of its weights and arithmetic, or null for the request's
     * @param weightFormat format of its quantised weights, or null for the request's
     * @param index name of the step's number in {@code inputs} and {@code with} when runs differ; null when all are alike
     * @param weights id of an earlier stage whose network this is; null when it has its own
     * @param inputs extents of each input's axes apart from the batch
     * @param with parameters of the graph
     */
    public record Stage(String id, String graph, Template condition, Template repeat, Template batch, Template dtype, Template weightFormat, String index, String weights, Map<String, Template> inputs,
            Map<String, Template> with, int line, int column) { }

    /** The parameter of that name, or null. */
    public Parameter parameter(String name) {
        for (Parameter p : parameters) {
            if (p.name.equals(name)) {
                return p;
            }
        }
        return null;
    }

    /** The stage of that id, or null. */
    public Stage stage(String name) {
        for (Stage s : stages) {
            if (s.id.equals(name)) {
                return s;
            }
        }
        return null;
    }
}
