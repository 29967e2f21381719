package dev.ttbench.study;

import dev.ttbench.spec.Template;
import java.util.List;
import java.util.Map;

/**
 * A suite as its file says it: workloads, claims to hold against, studies.
 *
 * @param id its name
 * @param about what it is for
 * @param file where it stands
 * @param sha256 digest of that file
 * @param settings device, dtype, attention, runtime and layout where a run says nothing
 * @param workloads named models with columns of their own
 * @param claims what somebody reported, by id
 */
public record SuiteDef(String id, String title, String about, String file, String sha256, List<String> sources, Map<String, String> settings,
        List<Workload> workloads, Map<String, Claim> claims, List<Study> studies) {

    /**
     * A model with what a study says of it.
     *
     * @param set parameters that all of its runs set, unless a run sets them itself
     * @param columns further columns of its rows, such as a name for people or a group
     */
    public record Workload(String model, Map<String, String> set, Map<String, Object> columns, int line, int column) { }

    /**
     * What somebody reported.
     *
     * @param says the claim in words
     * @param where what it is about
     * @param grade how sure that is: A stated in the abstract, S in a secondary summary, R recalled, D derived
     */
    public record Claim(String id, String says, String where, String grade) { }

    /**
     * Runs, what becomes of their rows, a table, a figure, findings.
     *
     * @param runs crosses of axes
     * @param source what one row of a run is
     * @param steps runs of a growing stage whose operators are listed; empty for the first alone
     * @param reduce from all rows to the study's table, the choice of its columns included
     * @param figure null for none
     */
    public record Study(String id, String title, String about, List<Cross> runs, RowSource source, List<Long> steps, List<Reduction> reduce,
            FigureDef figure, List<FindingDef> findings, int line, int column) { }

    /**
     * The cross product of axes.
     *
     * @param workloads values of a workload's column by which it is chosen; null when {@code axes} names models
     * @param axes model, device, dtype, attention, runtime, layout, each with its values
     * @param set parameters with their values; expressions see the parameters before them
     * @param stages ids; empty for all
     * @param columns further columns, expressions over the run's own
     */
    public record Cross(List<String> workloads, Map<String, List<String>> axes, Map<String, List<Template>> set, List<String> stages, Map<String, Template> columns,
            int line, int column) { }

    /**
     * A figure of a study's table.
     *
     * @param kind bars, stacked, lines, steps or points
     * @param reduce steps from the study's table to the figure's rows
     * @param x column along the horizontal axis
     * @param y column along the vertical axis
     * @param series column that tells series apart, or null
     * @param panel column that tells panels apart, or null
     * @param roofline whether the devices' roofs are drawn
     */
    public record FigureDef(String kind, List<Reduction> reduce, String x, String y, String series, String panel, AxisDef xAxis, AxisDef yAxis, boolean roofline,
            int line, int column) { }

    /** How an axis is shown. */
    public record AxisDef(String label, String unit, boolean log, boolean percent) { }

    /**
     * A claim beside what comes out here.
     *
     * @param from steps from the study's table to the one row that {@code says} and {@code agrees} speak of
     * @param says what comes out, a text with expressions over that row
     * @param agrees a condition over that row; null when it cannot be known
     * @param why the reason, above all where they differ
     */
    public record FindingDef(String claim, List<Reduction> from, Template says, Template agrees, Template why, int line, int column) { }
}
