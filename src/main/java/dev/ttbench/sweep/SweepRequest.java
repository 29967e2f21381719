package dev.ttbench.sweep;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.ExprParser;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is asked for: by a file, by options, or by options on top of a file.
 *
 * @param models names or files; empty when nothing is said
 * @param axes values of parameters, in the order of their columns
 * @param zips names of axes that go together
 * @param where the text of a condition; null for none
 * @param settings values by setting (see {@link SweepDef#SETTINGS})
 * @param stages ids; empty for all
 */
public record SweepRequest(List<String> models, Map<String, List<String>> axes, List<List<String>> zips, String where, Map<String, List<String>> settings, List<String> stages) {

    /** This on top of another: what it says stands in place of what the other says; an axis keeps its column. */
    public SweepRequest over(SweepRequest other) {
        return new SweepRequest(models.isEmpty() ? other.models : models, merged(other.axes, axes), zips.isEmpty() ? other.zips : zips, where == null ? other.where : where,
                merged(other.settings, settings), stages.isEmpty() ? other.stages : stages);
    }

    private static Map<String, List<String>> merged(Map<String, List<String>> below, Map<String, List<String>> above) {
        Map<String, List<String>> out = new LinkedHashMap<>(below);
        out.putAll(above);
        return out;
    }

    /**
     * The sweep.
     *
     * @throws InputException when axes do not go together or the condition is none
     */
    public SweepDef def() {
        return new SweepDef(models, SweepDef.dimensions(axes, zips), condition(), settings, stages);
    }

    private Expr condition() {
        try {
            return where == null ? null : ExprParser.parse(where);
        } catch (EvalException e) {
            throw new InputException(Problem.of("where: " + e.getMessage(), e.hint()));
        }
    }
}
