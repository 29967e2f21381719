package dev.ttbench.graph;

import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.List;

/** Checks a block call against the block: known arguments, required parameters given. */
final class CallCheck {
    private CallCheck() { }

    static void check(Step.BlockCall call, BlockDef target, Problems found) {
        Step.Place place = call.place();
        List<String> known = new ArrayList<>(List.of("of", "as", "into"));
        target.inputs().forEach(i -> known.add(i.name()));
        target.parameters().forEach(p -> known.add(p.name()));
        for (String name : call.arguments().names()) {
            if (!known.contains(name)) {
                found.add(place.line(), place.column(), "'" + target.name() + "' takes no '" + name + "'", Suggest.hint(name, known));
            }
        }
        for (BlockDef.Parameter p : target.parameters()) {
            if (p.otherwise() == null && call.arguments().get(p.name()) == null) {
                found.add(place.line(), place.column(), "'" + target.name() + "' needs its parameter '" + p.name() + "'", null);
            }
        }
        for (int i = 1; i < target.inputs().size(); i++) {
            BlockDef.Input input = target.inputs().get(i);
            if (!input.optional() && call.arguments().get(input.name()) == null) {
                found.add(place.line(), place.column(), "'" + target.name() + "' needs its input '" + input.name() + "'", null);
            }
        }
        if (call.arguments().intoTemplates() != null && !target.outputs().isEmpty() && call.arguments().intoTemplates().size() != target.outputs().size()) {
            found.add(place.line(), place.column(), "'" + target.name() + "' has " + target.outputs().size() + " results, but 'into' names "
                    + call.arguments().intoTemplates().size(), "results: " + String.join(", ", target.outputs()));
        }
    }
}
