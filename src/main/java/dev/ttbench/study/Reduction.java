package dev.ttbench.study;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Scope;
import dev.ttbench.spec.Template;
import dev.ttbench.spec.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** One step from the rows of many runs to the few of a study. A pure function; the order of rows is kept or given, never left to chance. */
public sealed interface Reduction {

    /**
     * The table after this step.
     *
     * @throws EvalException when a column is missing or an expression has no value
     */
    Table apply(Table t);

    /** Keeps the rows for which the condition holds. */
    record Keep(Template condition) implements Reduction {
        @Override
        public Table apply(Table t) {
            return new Table(t.columns(), t.rows().stream().filter(r -> Values.truth(condition.eval(t.scope(r)))).toList());
        }
    }

    /** Adds a column, or replaces one, by an expression over the row. */
    record Let(Map<String, Template> columns) implements Reduction {
        @Override
        public Table apply(Table before) {
            Table t = before;
            for (Map.Entry<String, Template> e : columns.entrySet()) {
                Table now = t;
                t = with(t, e.getKey(), r -> plain(e.getValue().eval(now.scope(r))));
            }
            return t;
        }

        private static Object plain(Object v) {
            if (v instanceof Scope.Members) {
                throw new EvalException("a column holds one value, not all parameters of a request", "name one: request.height");
            }
            return v;
        }
    }

    /** One row for all that agree in {@code by}; other columns only as aggregates, new column to old one. {@code count} names a column of the number of rows, or is null. */
    record Group(List<String> by, Map<Aggregate, Map<String, String>> take, String count) implements Reduction {
        @Override
        public Table apply(Table t) {
            List<String> columns = new ArrayList<>(by);
            take.values().forEach(c -> columns.addAll(c.keySet()));
            if (count != null) {
                columns.add(count);
            }
            int[] key = t.indices(by);
            List<Map.Entry<Aggregate, Integer>> cells = new ArrayList<>();
            take.forEach((how, names) -> names.values().forEach(name -> cells.add(Map.entry(how, t.index(name)))));
            List<Object[]> rows = new ArrayList<>();
            groups(t, by).values().forEach(group -> {
                List<Object> out = new ArrayList<>(key(group.get(0), key));
                cells.forEach(c -> out.add(c.getKey().of(column(group, c.getValue()))));
                if (count != null) {
                    out.add((long) group.size());
                }
                rows.add(out.toArray());
            });
            return new Table(columns, rows);
        }
    }

    /** Gives every row the aggregates of all rows that agree with it in {@code by}: new column to old one, by aggregate. */
    record Over(List<String> by, Map<Aggregate, Map<String, String>> take) implements Reduction {
        @Override
        public Table apply(Table before) {
            int[] key = before.indices(by);
            Map<List<Object>, List<Object[]>> groups = groups(before, by);
            List<Object[]> rows = before.rows();
            Table t = before;
            for (Map.Entry<Aggregate, Map<String, String>> e : take.entrySet()) {
                for (Map.Entry<String, String> c : e.getValue().entrySet()) {
                    int of = before.index(c.getValue());
                    Map<List<Object>, Object> values = new HashMap<>();
                    groups.forEach((k, group) -> values.put(k, e.getKey().of(column(group, of))));
                    Iterator<Object[]> row = rows.iterator();
                    t = with(t, c.getKey(), r -> values.get(key(row.next(), key)));
                }
            }
            return t;
        }
    }

    /** One row for all that agree in {@code by}; each of {@code values} becomes one column for every value of {@code column}, called value_column. */
    record Spread(List<String> by, String column, List<String> values) implements Reduction {
        @Override
        public Table apply(Table t) {
            int at = t.index(column);
            int[] cells = t.indices(values);
            LinkedHashSet<Object> heads = new LinkedHashSet<>();
            t.rows().forEach(r -> heads.add(r[at]));
            List<String> columns = new ArrayList<>(by);
            for (String v : values) {
                heads.forEach(h -> columns.add(v + "_" + String.valueOf(h).replaceAll("[^A-Za-z0-9]+", "_")));
            }
            List<Object[]> rows = new ArrayList<>();
            groups(t, by).forEach((key, group) -> {
                List<Object> out = new ArrayList<>(key);
                for (int v : cells) {
                    for (Object h : heads) {
                        List<Object[]> cell = group.stream().filter(r -> java.util.Objects.equals(r[at], h)).toList();
                        if (cell.size() > 1) {
                            throw new EvalException("'spread' finds " + cell.size() + " rows of " + column + " " + h + " for one row of the result", "group them first, or name more columns in 'by'");
                        }
                        out.add(cell.isEmpty() ? null : cell.get(0)[v]);
                    }
                }
                rows.add(out.toArray());
            });
            return new Table(columns, rows);
        }
    }

    /** One row for each of {@code columns}: its name (or the text given for it) in {@code name}, its value in {@code value}; these columns go. */
    record Fold(Map<String, String> columns, String name, String value) implements Reduction {
        @Override
        public Table apply(Table t) {
            List<String> rest = t.columns().stream().filter(c -> !columns.containsKey(c)).toList();
            int[] keep = t.indices(rest);
            int[] folded = t.indices(List.copyOf(columns.keySet()));
            List<String> labels = List.copyOf(columns.values());
            List<String> names = new ArrayList<>(rest);
            names.addAll(List.of(name, value));
            List<Object[]> rows = new ArrayList<>();
            for (Object[] r : t.rows()) {
                for (int i = 0; i < folded.length; i++) {
                    List<Object> out = new ArrayList<>(key(r, keep));
                    out.add(labels.get(i));
                    out.add(r[folded[i]]);
                    rows.add(out.toArray());
                }
            }
            return new Table(names, rows);
        }
    }

    /** Orders rows; a name after '-' from the largest. Rows that agree stay in their order. */
    record Sort(List<String> by) implements Reduction {
        @Override
        public Table apply(Table t) {
            Comparator<Object[]> order = null;
            for (String name : by) {
                boolean down = name.startsWith("-");
                int i = t.index(down ? name.substring(1) : name);
                Comparator<Object[]> one = (a, b) -> Table.compare(a[i], b[i]);
                order = order == null ? (down ? one.reversed() : one) : order.thenComparing(down ? one.reversed() : one);
            }
            List<Object[]> rows = new ArrayList<>(t.rows());
            if (order != null) {
                rows.sort(order);
            }
            return new Table(t.columns(), rows);
        }
    }

    /** The first rows of each group that agrees in {@code by}. */
    record Take(long count, List<String> by) implements Reduction {
        @Override
        public Table apply(Table t) {
            Map<List<Object>, Long> seen = new LinkedHashMap<>();
            int[] key = t.indices(by);
            return new Table(t.columns(), t.rows().stream().filter(r -> seen.merge(key(r, key), 1L, Long::sum) <= count).toList());
        }
    }

    /** Keeps these columns, in this order. */
    record Select(List<String> columns) implements Reduction {
        @Override
        public Table apply(Table t) {
            int[] at = t.indices(columns);
            return new Table(columns, t.rows().stream().map(r -> key(r, at).toArray()).toList());
        }
    }

    /** A step with its place in a file, where its problems are reported. */
    record Placed(Reduction step, String file, int line, int column) implements Reduction {
        @Override
        public Table apply(Table t) {
            try {
                return step.apply(t);
            } catch (EvalException e) {
                throw new InputException(new Problem(file, line, column, e.getMessage(), e.hint()));
            }
        }
    }

    /** {@code t} after all of {@code steps}. */
    static Table all(List<Reduction> steps, Table t) {
        Table out = t;
        for (Reduction r : steps) {
            out = r.apply(out);
        }
        return out;
    }

    private static Table with(Table t, String column, java.util.function.Function<Object[], Object> value) {
        int at = t.columns().indexOf(column);
        List<String> columns = new ArrayList<>(t.columns());
        if (at < 0) {
            columns.add(column);
        }
        List<Object[]> rows = new ArrayList<>(t.rows().size());
        for (Object[] r : t.rows()) {
            Object[] out = Arrays.copyOf(r, columns.size());
            out[at < 0 ? columns.size() - 1 : at] = value.apply(r);
            rows.add(out);
        }
        return new Table(columns, rows);
    }

    private static Map<List<Object>, List<Object[]>> groups(Table t, List<String> by) {
        int[] key = t.indices(by);
        Map<List<Object>, List<Object[]>> out = new LinkedHashMap<>();
        t.rows().forEach(r -> out.computeIfAbsent(key(r, key), k -> new ArrayList<>()).add(r));
        return out;
    }

    private static List<Object> key(Object[] row, int[] at) {
        List<Object> out = new ArrayList<>(at.length);
        for (int i : at) {
            out.add(row[i]);
        }
        return out;
    }

    private static List<Object> column(List<Object[]> rows, int at) {
        List<Object> out = new ArrayList<>(rows.size());
        rows.forEach(r -> out.add(r[at]));
        return out;
    }
}
