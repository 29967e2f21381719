package dev.ttbench.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.YamlReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every step of a reduction, as YAML says it, by hand. */
class ReductionTest {
    private static final long PAST = (1L << 53) + 1;
    private static final Table T = table("name,kind,n,s",
            "b,flash,2,0.5",
            "a,base,4,1.5",
            "b,base,3,",
            "a,flash,1,2.5");

    private static Object value(String s) {
        return s.isEmpty() ? null : s.matches("-?\\d+") ? (Object) Long.valueOf(s) : s.matches("-?\\d+[.]\\d+") ? (Object) Double.valueOf(s) : s;
    }

    private static Table table(String columns, String... rows) {
        List<Object[]> out = new ArrayList<>();
        for (String r : rows) {
            out.add(Arrays.stream(r.split(",", -1)).map(ReductionTest::value).toArray());
        }
        return new Table(List.of(columns.split(",")), out);
    }

    private static String text(Table t) {
        StringBuilder b = new StringBuilder(String.join(",", t.columns()));
        for (Object[] r : t.rows()) {
            assertEquals(t.columns().size(), r.length);
            b.append('\n').append(String.join(",", Arrays.stream(r).map(v -> v == null ? "" : v.toString()).toList()));
        }
        return b.toString();
    }

    private static List<Reduction> steps(String yaml) {
        Problems problems = new Problems("x.yaml");
        Node.MapNode m = (Node.MapNode) YamlReader.read("x.yaml", "reduce:\n  " + yaml.replace("\n", "\n  ") + "\n").get(0);
        List<Reduction> out = new ReductionReader(problems).read(m.get("reduce"));
        assertEquals(List.of(), problems.found());
        return out;
    }

    private static void becomes(Table t, String yaml, String columns, String... rows) {
        String before = text(t);
        assertEquals(text(table(columns, rows)), text(Reduction.all(steps(yaml), t)), yaml);
        assertEquals(before, text(t), "a step changes nothing in place");
    }

    private static void refused(Table t, String yaml, int line, int column, String message) {
        InputException e = assertThrows(InputException.class, () -> Reduction.all(steps(yaml), t));
        Problem p = e.problems().get(0);
        assertEquals("x.yaml:" + line + ":" + column + ": " + message, new Problem(p.file(), p.line(), p.column(), p.message(), null).text());
    }

    @Test
    void keep() {
        becomes(T, "- keep: \"${n > 1 && kind == 'base'}\"", "name,kind,n,s", "a,base,4,1.5", "b,base,3,");
        becomes(T, "- keep: \"${s != null}\"\n- keep: \"${s > 1.0}\"", "name,kind,n,s", "a,base,4,1.5", "a,flash,1,2.5");
        becomes(T, "- keep: ${false}", "name,kind,n,s");
        refused(T, "- keep: ${n}", 2, 5, "true or false expected, not 2");
        refused(T, "- keep: ${m > 1}", 2, 5, "there is no column 'm' here");
    }

    @Test
    void let() {
        becomes(T, "- let: {twice: \"${2 * n}\", more: \"${twice + 1}\", n: \"${kind}\"}", "name,kind,n,s,twice,more", "b,flash,flash,0.5,4,5", "a,base,base,1.5,8,9",
                "b,base,base,,6,7", "a,flash,flash,2.5,2,3");
        becomes(table("n", "7"), "- let: {n: \"${n + 1}\"}\n- let: {n: \"${n * n}\", text: \"n is ${n}\"}", "n,text", "64,n is 64");
        refused(T, "- let: {twice: \"${2 * n}\",\n    odd: \"${n / 2}\"}", 3, 7, "3 / 2 is not an integer");
    }

    @Test
    void group() {
        becomes(T, "- group: {by: [name], sum: [n]}", "name,n", "b,5", "a,5");
        becomes(T, "- group: {by: [name], sum: {all: n, time: s}, max: [n], count: rows}", "name,all,time,n,rows", "b,5,0.5,3,2", "a,5,4.0,4,2");
        becomes(T, "- group: {by: [kind], first: [name], last: {end: name}, min: {least: n}, mean: [s]}", "kind,least,s,name,end", "flash,1,1.5,b,a", "base,3,1.5,a,b");
        becomes(T, "- group: {by: [], sum: [n]}", "n", "10");
        becomes(T, "- group: {by: [kind, name]}", "kind,name", "flash,b", "base,a", "base,b", "flash,a");
        becomes(T, "- keep: ${false}\n- group: {by: [name], sum: [n]}", "name,n");
        becomes(table("k,n", ",1", "x,2", ",3"), "- group: {by: [k], sum: [n]}", "k,n", ",4", "x,2");
        becomes(table("k,n", "x," + PAST, "x,2"), "- group: {by: [k], sum: [n]}", "k,n", "x," + (PAST + 2));
        refused(T, "- keep: ${false}\n- group: {by: [name], sum: [m]}", 3, 5, "there is no column 'm' here");
        refused(T, "- group: {by: [name], sum: {name: n}}", 2, 5, "two columns would be called 'name'");
        refused(T, "- group: {by: [name], sum: [kind]}", 2, 5, "'sum' wants numbers, not the text 'flash'");
    }

    @Test
    void over() {
        becomes(T, "- over: {by: [name], sum: {all: n}}", "name,kind,n,s,all", "b,flash,2,0.5,5", "a,base,4,1.5,5", "b,base,3,,5", "a,flash,1,2.5,5");
        becomes(T, "- over: {by: [kind], max: [n], min: {least: n}}", "name,kind,n,s,least", "b,flash,2,0.5,1", "a,base,4,1.5,3", "b,base,4,,3", "a,flash,2,2.5,1");
        becomes(T, "- over: {by: [], last: {end: name}}", "name,kind,n,s,end", "b,flash,2,0.5,a", "a,base,4,1.5,a", "b,base,3,,a", "a,flash,1,2.5,a");
        becomes(T, "- keep: \"${kind == 'base'}\"\n- over: {by: [name, kind], max: {name: n}, sum: {kind: n}}", "name,kind,n,s", "4,4,4,1.5", "3,3,3,");
    }

    @Test
    void spread() {
        becomes(T, "- spread: {by: [name], column: kind, values: [n, s]}", "name,n_flash,n_base,s_flash,s_base", "b,2,3,0.5,", "a,1,4,2.5,1.5");
        becomes(table("m,c,v", "x,modelscope-t2v,1", "x,0.5,2", "y,0.5,3"), "- spread: {by: [m], column: c, values: [v]}", "m,v_modelscope_t2v,v_0_5", "x,1,2", "y,,3");
        refused(T, "- spread: {column: kind, values: [n]}", 2, 5, "'spread' finds 2 rows of kind flash for one row of the result");
        refused(T, "- spread: {by: [name], column: kind, values: [m]}", 2, 5, "there is no column 'm' here");
        refused(table("m,c,v", "x,a b,1", "x,a-b,2"), "- spread: {by: [m], column: c, values: [v]}", 2, 5, "two columns would be called 'v_a_b'");
    }

    @Test
    void fold() {
        becomes(T, "- fold: {columns: {n: count, s: time}, name: what, value: v}", "name,kind,what,v", "b,flash,count,2", "b,flash,time,0.5", "a,base,count,4", "a,base,time,1.5",
                "b,base,count,3", "b,base,time,", "a,flash,count,1", "a,flash,time,2.5");
        becomes(table("n,a,b", "x,1,2"), "- fold: {columns: {b: second, a: first}, name: which, value: v}\n- spread: {by: [n], column: which, values: [v]}", "n,v_second,v_first", "x,2,1");
        refused(T, "- keep: ${false}\n- fold: {columns: {m: x}, name: what, value: v}", 3, 5, "there is no column 'm' here");
        refused(T, "- fold: {columns: {n: x}, name: kind, value: v}", 2, 5, "two columns would be called 'kind'");
    }

    @Test
    void sort() {
        becomes(T, "- sort: [name, -n]", "name,kind,n,s", "a,base,4,1.5", "a,flash,1,2.5", "b,base,3,", "b,flash,2,0.5");
        becomes(T, "- sort: [kind]", "name,kind,n,s", "a,base,4,1.5", "b,base,3,", "b,flash,2,0.5", "a,flash,1,2.5");
        becomes(T, "- sort: -kind", "name,kind,n,s", "b,flash,2,0.5", "a,flash,1,2.5", "a,base,4,1.5", "b,base,3,");
        becomes(table("v", "x", "10", "", "9", "9.5", "10x", "-1"), "- sort: v", "v", "-1", "9", "9.5", "10", "10x", "x", "");
        becomes(table("v", PAST + "", (PAST - 1) + ""), "- sort: v", "v", (PAST - 1) + "", PAST + "");
        refused(T, "- sort: [-m]", 2, 5, "there is no column 'm' here");
    }

    @Test
    void sortIsStableAndAnOrder() {
        List<Object> values = Arrays.asList(PAST, PAST - 1, 0x1p53, 0x1p53 + 2, 1L, 1.0, "a", "10", null, true, Double.POSITIVE_INFINITY, -5L);
        for (Object a : values) {
            for (Object b : values) {
                assertEquals(-Table.compare(b, a), Table.compare(a, b));
                for (Object c : values) {
                    assertTrue(Table.compare(a, b) > 0 || Table.compare(b, c) > 0 || Table.compare(a, c) <= 0, () -> a + " " + b + " " + c);
                }
            }
        }
        List<Object[]> rows = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            rows.add(new Object[] {i % 7, i});
        }
        List<Object[]> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(5));
        Table sorted = Reduction.all(steps("- sort: [i]\n- sort: [k]"), new Table(List.of("k", "i"), shuffled));
        assertEquals(text(Reduction.all(steps("- sort: [k, i]"), new Table(List.of("k", "i"), rows))), text(sorted));
    }

    @Test
    void take() {
        becomes(T, "- take: 2", "name,kind,n,s", "b,flash,2,0.5", "a,base,4,1.5");
        becomes(T, "- take: 0", "name,kind,n,s");
        becomes(T, "- take: 9", "name,kind,n,s", "b,flash,2,0.5", "a,base,4,1.5", "b,base,3,", "a,flash,1,2.5");
        becomes(T, "- take: {first: 1, by: [kind]}", "name,kind,n,s", "b,flash,2,0.5", "a,base,4,1.5");
        refused(T, "- take: {first: 1, by: [m]}", 2, 5, "there is no column 'm' here");
    }

    @Test
    void select() {
        assertEquals(text(table("s,name", "0.5,b", "1.5,a", ",b", "2.5,a")), text(new Reduction.Select(List.of("s", "name")).apply(T)));
        assertThrows(EvalException.class, () -> new Reduction.Select(List.of("name", "name")).apply(T));
    }

    @Test
    void membersOfARequest() {
        Table t = new Table(List.of("request"), List.<Object[]>of(new Object[] {new RequestValues(java.util.Map.of("height", 512L))}));
        Table out = Reduction.all(steps("- let: {side: \"${request.height / 8}\", none: \"${request.frames == null}\"}"), t);
        assertEquals(64L, out.rows().get(0)[1]);
        assertEquals(true, out.rows().get(0)[2]);
        refused(t, "- let: {all: \"${request}\"}", 2, 11, "a column holds one value, not all parameters of a request");
    }

    /** As many kinds of steps are tested here as there are, and each is a method of its name. */
    @Test
    void everyKindHasItsTest() {
        List<String> methods = Arrays.stream(getClass().getDeclaredMethods()).map(java.lang.reflect.Method::getName).toList();
        assertTrue(methods.containsAll(ReductionReader.KINDS), ReductionReader.KINDS::toString);
    }
}
