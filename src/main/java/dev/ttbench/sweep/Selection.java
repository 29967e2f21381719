package dev.ttbench.sweep;

import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps some rows of a sweep: the best by one column, or those that no other beats in several. Rows that the device cannot run are none of them. */
public abstract class Selection {

    /**
     * What the arguments ask for; null when they ask for all rows.
     *
     * @param columns of the sweep
     * @throws InputException when a column is none, or a number is not one
     */
    public static Selection of(String top, String by, String pareto, List<String> columns) {
        if (top != null && pareto != null) {
            throw new InputException(Problem.of("--top and --pareto do not go together", null));
        }
        if (by != null && top == null) {
            throw new InputException(Problem.of("--by goes with --top", "such as --top 20 --by time_s"));
        }
        if (top != null) {
            if (!top.matches("[1-9]\\d{0,6}")) {
                throw new InputException(Problem.of("--top " + top + ": a number from 1 expected", null));
            }
            return new Best(Integer.parseInt(top), column("--by", by == null ? "time_s" : by, columns));
        }
        if (pareto == null) {
            return null;
        }
        List<String> of = new ArrayList<>();
        for (String c : pareto.split(",")) {
            of.add(column("--pareto", c.strip(), columns));
        }
        return new Front(of);
    }

    private static String column(String option, String name, List<String> columns) {
        if (!columns.contains(name)) {
            throw new InputException(Problem.of(option + " " + name + ": there is no such column", Suggest.hint(name, columns) == null ? "there are " + String.join(", ", columns)
                    : Suggest.hint(name, columns)));
        }
        return name;
    }

    /** Offers a row. */
    public abstract void add(Result r);

    /** The rows that are kept, best first; equal ones in the order in which they came. */
    public abstract List<Result> rows();

    private record Numbered(long number, Result result, double value) { }

    /** The best by one column. */
    private static final class Best extends Selection {
        private final int most;
        private final String column;
        private final PriorityQueue<Numbered> kept = new PriorityQueue<>(Comparator.comparingDouble(Numbered::value).thenComparingLong(Numbered::number).reversed());
        private long seen;

        Best(int most, String column) {
            this.most = most;
            this.column = column;
        }

        @Override
        public void add(Result r) {
            double v = Columns.number(column, r);
            if (r.status().equals(Result.OK) && !Double.isNaN(v)) {
                kept.add(new Numbered(seen++, r, v));
                if (kept.size() > most) {
                    kept.remove();
                }
            }
        }

        @Override
        public List<Result> rows() {
            return kept.stream().sorted(Comparator.comparingDouble(Numbered::value).thenComparingLong(Numbered::number)).map(Numbered::result).toList();
        }
    }

    /** Those that no other beats. */
    private static final class Front extends Selection {
        private final List<String> columns;
        private final List<Result> kept = new ArrayList<>();

        Front(List<String> columns) {
            this.columns = columns;
        }

        @Override
        public void add(Result r) {
            if (!r.status().equals(Result.OK) || kept.stream().anyMatch(k -> beats(k, r))) {
                return;
            }
            kept.removeIf(k -> beats(r, k));
            kept.add(r);
        }

        /** Whether {@code a} is nowhere worse than {@code b} and somewhere better. */
        private boolean beats(Result a, Result b) {
            boolean better = false;
            for (String c : columns) {
                double x = Columns.number(c, a);
                double y = Columns.number(c, b);
                if (x > y) {
                    return false;
                }
                better |= x < y;
            }
            return better;
        }

        @Override
        public List<Result> rows() {
            return kept.stream().sorted(Comparator.comparingDouble(r -> Columns.number(columns.get(0), r))).toList();
        }
    }
}
