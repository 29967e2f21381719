package dev.ttbench.study;

import dev.ttbench.device.Device;
import dev.ttbench.profile.Profile;
import dev.ttbench.spec.EvalException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the rows of a study come from its runs: those of each run on their own, as far as steps look at one row at a time, then all together.
 *
 * @param columns of all rows before the first step
 * @param own how many of them belong to the runs themselves
 * @param alone leading steps that look at one row at a time
 * @param together the steps after them
 */
record Plan(SuiteDef.Study study, List<Run> runs, List<String> columns, int own, List<Reduction> alone, List<Reduction> together) {
    /** The column that holds the values of a run's parameters; it never gets into a result. */
    private static final String REQUEST = "request";

    /**
     * The plan of a study.
     *
     * @throws EvalException when two columns have one name
     */
    static Plan of(SuiteDef.Study study, List<Run> runs) {
        Set<String> own = new LinkedHashSet<>();
        runs.forEach(r -> own.addAll(r.columns().keySet()));
        List<String> columns = new ArrayList<>(own);
        columns.addAll(RowSource.runColumns());
        columns.addAll(study.source().columns());
        columns.add(REQUEST);
        for (String c : own) {
            if (columns.indexOf(c) != columns.lastIndexOf(c)) {
                throw new EvalException("the column '" + c + "' is a run's own and one of its rows too", "call it something else under 'columns' or 'workloads'");
            }
        }
        int alone = 0;
        while (alone < study.reduce().size() && (study.reduce().get(alone) instanceof Reduction.Keep || study.reduce().get(alone) instanceof Reduction.Let)) {
            alone++;
        }
        return new Plan(study, runs, columns, own.size(), study.reduce().subList(0, alone), study.reduce().subList(alone, study.reduce().size()));
    }

    /** The rows of one run after the steps that look at one row at a time. */
    Table rows(Run run, Profile profile, Device device) {
        Object[] first = new Object[columns.size()];
        for (int i = 0; i < own; i++) {
            first[i] = run.columns().get(columns.get(i));
        }
        List<Object> facts = RowSource.run(profile, device);
        for (int i = 0; i < facts.size(); i++) {
            first[own + i] = facts.get(i);
        }
        first[first.length - 1] = new RequestValues(profile.request());
        List<Object[]> rows = new ArrayList<>();
        for (List<Object> values : study.source().rows(profile, study.steps())) {
            Object[] row = Arrays.copyOf(first, first.length);
            for (int i = 0; i < values.size(); i++) {
                row[own + facts.size() + i] = values.get(i);
            }
            rows.add(row);
        }
        return Reduction.all(alone, new Table(columns, rows));
    }

    /** The study's table from those of its runs, in their order. */
    Table table(List<Table> parts) {
        List<Object[]> rows = new ArrayList<>();
        parts.forEach(t -> rows.addAll(t.rows()));
        Table all = Reduction.all(together, new Table(parts.isEmpty() ? columns : parts.get(0).columns(), rows));
        return new Reduction.Select(all.columns().stream().filter(c -> !c.equals(REQUEST)).toList()).apply(all);
    }
}
