package dev.ttbench.report;

import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * A pipeline as it is drawn: its stages in order, each with the blocks of its graph down to a depth.
 *
 * @param title of the model
 * @param depth levels below a stage
 * @param stages those that run
 * @param parameters learned values of all stages, those shared by two of them once
 */
public record Drawing(String title, int depth, List<Stage> stages, long parameters) {
    /** Levels below a stage where nothing else was asked for. */
    public static final int DEPTH = 2;

    /**
     * One stage.
     *
     * @param repeat how often it runs
     * @param batch extent of its batch axis
     * @param differs whether its runs differ: the blocks are those of the first
     * @param sharesWeightsOf the earlier stage whose network this is, or null
     * @param inputs names of the graph's inputs, in the order of their shapes
     * @param graph its graph as a block
     */
    public record Stage(long repeat, long batch, boolean differs, String sharesWeightsOf, List<String> inputs, Block graph) {
        /** Its id. */
        public String id() {
            return graph.name();
        }

        /** How it runs, in words: {@code 50 runs, batch 2}. */
        public String runs() {
            return (repeat == 1 ? "1 run" : repeat + " runs" + (differs ? " that differ (this is the first)" : "")) + ", batch " + batch
                    + (sharesWeightsOf == null ? "" : ", weights of " + sharesWeightsOf);
        }

        /** Inputs as {@code sample 2x4x64x64}. */
        public List<String> given() {
            List<String> out = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                out.add((inputs.get(i) + " " + graph.inputs().get(i)).strip());
            }
            return out;
        }
    }

    /** The drawing of a plan. */
    public static Drawing of(Plan plan, int depth) {
        ModelDef m = plan.model();
        List<Stage> stages = new ArrayList<>();
        for (Plan.Stage s : plan.stages()) {
            stages.add(new Stage(s.repeat(), s.batch(), s.differs(), s.stage().weights(), s.body().given().stream().map(p -> p.name()).toList(),
                    BlockTree.of(s.stage().id(), s.body(), depth)));
        }
        return new Drawing(m.title() == null ? m.id() : m.title(), depth, stages, plan.parameters());
    }
}
