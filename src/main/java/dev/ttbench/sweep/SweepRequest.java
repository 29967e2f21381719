package dev.ttbench.sweep;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.Expr;
import dev.ttbench.spec.ExprParser;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is asked for: by a file, by options, or by options on top of a file. It can be sent to other machines.
 *
 * @param models names or files; empty when nothing is said
 * @param axes values of parameters, in the order of their columns
 * @param zips names of axes that go together
 * @param where the text of a condition; null for none
 * @param settings values by setting (see {@link SweepDef#SETTINGS})
 * @param stages ids; empty for all
 */
public record SweepRequest(List<String> models, Map<String, List<String>> axes, List<List<String>> zips, String where, Map<String, List<String>> settings, List<String> stages) implements Serializable {

    /**
     * From the values of options.
     *
     * @param models with commas between; null for none
     * @param sets {@code NAME=VALUES} each
     * @param zips {@code NAME,NAME} each
     * @param settings values, with commas between, by setting; those without are null or absent
     * @throws InputException when one of them is not as expected
     */
    public static SweepRequest of(String models, List<String> sets, List<String> zips, String where, Map<String, String> settings, List<String> stages) {
        Map<String, List<String>> axes = new LinkedHashMap<>();
        for (String s : sets) {
            int equals = s.indexOf('=');
            if (equals <= 0) {
                throw new InputException(Problem.of("--set " + s + ": NAME=VALUES expected", "such as --set height=512:1024:128"));
            }
            String name = s.substring(0, equals).strip();
            if (axes.put(name, Axis.values("--set " + name, s.substring(equals + 1).strip())) != null) {
                throw new InputException(Problem.of("--set " + name + " is given twice", "values of one axis have commas between"));
            }
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String name : SweepDef.SETTINGS) {
            if (settings.get(name) != null) {
                values.put(name, Axis.values("--" + name, settings.get(name)));
            }
        }
        List<List<String>> together = zips.stream().map(z -> Arrays.stream(z.split(",")).map(String::strip).toList()).toList();
        return new SweepRequest(models == null ? List.of() : Axis.values("--model", models), axes, together, where, values, List.copyOf(stages));
    }

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
