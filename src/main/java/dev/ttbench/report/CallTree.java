package dev.ttbench.report;

import dev.ttbench.profile.OperatorRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one stage as their paths nest them: blocks and turns of loops, with operators at the leaves, in order of execution.
 *
 * @param name the last part of its path; of an operator with the operator's name, where the path does not say it
 * @param from position of its first row
 * @param to position after its last row
 * @param inside what stands in it; empty for an operator
 * @param row the operator's row; null for a block
 */
public record CallTree(String name, int from, int to, List<CallTree> inside, OperatorRow row) {

    /** The tree of a stage. */
    public static CallTree of(String stage, List<OperatorRow> rows) {
        List<String[]> paths = new ArrayList<>(rows.size());
        for (OperatorRow r : rows) {
            paths.add(r.path().split("/"));
        }
        return new CallTree(stage, 0, rows.size(), inside(rows, paths, 0, rows.size(), 0), null);
    }

    private static List<CallTree> inside(List<OperatorRow> rows, List<String[]> paths, int from, int to, int depth) {
        List<CallTree> out = new ArrayList<>();
        for (int i = from; i < to;) {
            String[] path = paths.get(i);
            int end = i + 1;
            if (path.length == depth + 1) {
                out.add(new CallTree(title(path[depth], rows.get(i).operator()), i, end, List.of(), rows.get(i)));
            } else {
                while (end < to && paths.get(end).length > depth + 1 && paths.get(end)[depth].equals(path[depth])) {
                    end++;
                }
                out.add(new CallTree(path[depth], i, end, inside(rows, paths, i, end, depth + 1), null));
            }
            i = end;
        }
        return out;
    }

    /** An operator's own name, followed by what it is unless it says so itself: {@code conv_in (conv2d)}, {@code softmax_2}. */
    private static String title(String name, String operator) {
        int end = name.length();
        while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        boolean numbered = end > 0 && end < name.length() && name.charAt(end - 1) == '_';
        String plain = numbered ? name.substring(0, end - 1) : name;
        return plain.endsWith(operator) ? name : name + " (" + operator + ")";
    }
}
