package dev.ttbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Drawing} as data: nested lists and maps for JSON, rows for CSV. */
final class TreeData {
    private TreeData() { }

    /** One map a stage, with its blocks in it. */
    static List<Object> nested(Drawing drawing) {
        List<Object> out = new ArrayList<>();
        for (Drawing.Stage s : drawing.stages()) {
            Map<String, Object> m = new LinkedHashMap<>();
            m.put("stage", s.id());
            m.put("graph", s.graph().of());
            Map<String, Object> inputs = new LinkedHashMap<>();
            for (int i = 0; i < s.inputs().size(); i++) {
                inputs.put(s.inputs().get(i), shape(s.graph().inputs().get(i)));
            }
            m.put("inputs", inputs);
            m.put("outputs", shapes(s.graph().outputs()));
            m.put("parameters", s.graph().parameters());
            m.put("flops", s.graph().flops());
            inside(s.graph(), m);
            out.add(m);
        }
        return out;
    }

    private static Map<String, Object> block(Block b) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("name", b.name());
        m.put("kind", b.kind().id());
        m.put("of", b.of());
        m.put("times", b.times());
        m.put("inputs", shapes(b.inputs()));
        m.put("outputs", shapes(b.outputs()));
        m.put("parameters", b.parameters());
        m.put("flops", b.flops());
        inside(b, m);
        return m;
    }

    private static void inside(Block b, Map<String, Object> into) {
        into.put("blocks", b.inside().stream().map(TreeData::block).toList());
        into.put("flows", b.flows().stream().map(f -> List.of((long) f.from(), (long) f.to())).toList());
    }

    private static List<Object> shapes(List<String> shapes) {
        return new ArrayList<>(shapes.stream().map(TreeData::shape).toList());
    }

    private static List<Long> shape(String s) {
        List<Long> out = new ArrayList<>();
        for (String n : s.split("x")) {
            if (!n.isEmpty()) {
                out.add(Long.valueOf(n));
            }
        }
        return out;
    }

    /** One row a stage or block: its path and everything about it. */
    static Sheet.Table rows(Drawing drawing) {
        Sheet.Table t = new Sheet.Table("tree", null, List.of("path", "kind", "of", "times", "inputs", "outputs", "parameters", "flops"), new ArrayList<>());
        drawing.stages().forEach(s -> row(t, "", s.graph()));
        return t;
    }

    private static void row(Sheet.Table t, String before, Block b) {
        String path = before + b.name();
        t.row(path, b.kind().id(), b.of(), b.times(), b.inputs(), b.outputs(), b.parameters(), b.flops());
        b.inside().forEach(c -> row(t, path + "/", c));
    }
}
