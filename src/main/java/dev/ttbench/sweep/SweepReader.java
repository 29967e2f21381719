package dev.ttbench.sweep;

import dev.ttbench.profile.Suites;
import dev.ttbench.spec.EvalException;
import dev.ttbench.spec.ExprParser;
import dev.ttbench.spec.Fields;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads a file that holds a sweep: {@code sweep: NAME}, and under the names of the options what they take, as text or as lists. Files of models and
 * devices are named relative to it.
 */
public final class SweepReader {
    private final Problems problems;
    private final Map<String, Node> places = new HashMap<>();

    private SweepReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * The sweep in a file.
     *
     * @throws InputException with every problem of it, names that nothing has among them
     */
    public static SweepRequest read(String file, Suites suites) {
        List<Node> documents = suites.files().plain(file);
        if (documents.size() != 1 || !(documents.get(0) instanceof Node.MapNode m) || m.get("sweep") == null) {
            throw new InputException(new Problem(file, 1, 1, "this file holds no sweep", "it starts with 'sweep: NAME'; requests as JSON lines are given with --from FILE"));
        }
        Problems problems = new Problems(file);
        SweepRequest out = read(m, problems, suites);
        problems.raise();
        return out;
    }

    /** The sweep in a document; what is wrong with it is added to {@code problems}. */
    public static SweepRequest read(Node.MapNode document, Problems problems, Suites suites) {
        return new SweepReader(problems).read(document, suites);
    }

    private SweepRequest read(Node.MapNode document, Suites suites) {
        int before = problems.found().size();
        Fields f = new Fields(document, problems, "a sweep");
        f.text("sweep");
        f.optionalText("about");
        List<String> models = f.node("model") == null ? List.of() : values("model", f.node("model"));
        if (f.node("model") == null) {
            problems.add(document, "a sweep needs 'model'", "such as model: sd-v1.5, or a list");
        }
        Map<String, List<String>> axes = new LinkedHashMap<>();
        if (f.node("set") != null) {
            for (Node.Entry e : f.map("set").entries()) {
                axes.put(e.key(), values("set " + e.key(), e.value()));
            }
        }
        List<List<String>> zips = f.node("zip") == null ? List.of() : zips(f.node("zip"));
        String where = f.optionalText("where");
        places.put("where", f.node("where"));
        Map<String, List<String>> settings = new LinkedHashMap<>();
        for (String name : SweepDef.SETTINGS) {
            if (f.node(name) != null) {
                settings.put(name, values(name, f.node(name)));
            }
        }
        List<String> stages = f.texts("stages");
        places.put("stage", f.node("stages"));
        f.end();
        SweepRequest out = new SweepRequest(beside(models), axes, zips, where, settings, stages);
        settings.computeIfPresent("device", (k, names) -> beside(names));
        if (where != null) {
            condition(where);
        }
        if (problems.found().size() == before) {
            together(out, f.node("zip"));
        }
        if (problems.found().size() == before) {
            SweepCheck.check(out, suites, (key, p) -> {
                if (p.file() == null) {
                    problems.add(places.get(key), p.message(), p.hint());
                } else {
                    problems.found().add(p);
                }
            });
        }
        return out;
    }

    private void condition(String text) {
        try {
            ExprParser.parse(text);
        } catch (EvalException e) {
            problems.add(places.get("where"), e.getMessage(), e.hint());
        }
    }

    private void together(SweepRequest r, Node at) {
        try {
            SweepDef.dimensions(r.axes(), r.zips());
        } catch (InputException e) {
            e.problems().forEach(p -> problems.add(at, p.message().replace("--zip", "zip"), p.hint()));
        }
    }

    /** The values of an axis: one, the text that an option takes, or a list of these. */
    private List<String> values(String key, Node n) {
        places.put(key, n);
        try {
            List<String> items = new ArrayList<>();
            for (Node item : n instanceof Node.ListNode l ? l.items() : List.of(n)) {
                String text = n instanceof Node.ListNode && item instanceof Node.ListNode list ? list(list) : scalar(item);
                if (text != null) {
                    items.add(text);
                }
            }
            if (n instanceof Node.ListNode l && l.items().isEmpty()) {
                problems.add(n, "an axis needs a value", null);
            }
            return items.isEmpty() ? List.of() : Axis.values(key, String.join(",", items));
        } catch (InputException e) {
            e.problems().forEach(p -> problems.add(n, p.message(), p.hint()));
            return List.of();
        }
    }

    private String scalar(Node n) {
        if (n instanceof Node.Scalar s && s.value() != null) {
            return s.value().toString();
        }
        problems.add(n, "a value expected, not " + n.describe(), "such as 512, or 512:1024:128, or [512, 768]");
        return null;
    }

    private String list(Node.ListNode l) {
        return l.items().stream().map(this::scalar).map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /** One list of names, or a list of such lists. */
    private List<List<String>> zips(Node n) {
        if (!(n instanceof Node.ListNode l)) {
            problems.add(n, "'zip' must be a list of axes, not " + n.describe(), "such as [height, width]");
            return List.of();
        }
        boolean several = l.items().stream().anyMatch(i -> i instanceof Node.ListNode);
        List<List<String>> out = new ArrayList<>();
        for (Node zip : several ? l.items() : List.of(n)) {
            List<String> names = new ArrayList<>();
            for (Node item : zip instanceof Node.ListNode z ? z.items() : List.of(zip)) {
                String name = scalar(item);
                if (name != null) {
                    names.add(name);
                }
            }
            out.add(names);
        }
        return out;
    }

    private List<String> beside(List<String> names) {
        return names.stream().map(name -> {
            String own = SuiteFiles.beside(problems.file(), name);
            return own == null ? name : own;
        }).toList();
    }
}
