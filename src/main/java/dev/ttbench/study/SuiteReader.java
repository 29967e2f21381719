package dev.ttbench.study;

import dev.ttbench.profile.Profiler;
import dev.ttbench.spec.Fields;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Names;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problem;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.SuiteFiles;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a {@code suite:} document; every problem is collected with its place. */
public final class SuiteReader {
    private static final List<String> SETTINGS = List.of("device", "dtype", "attention", "runtime", "layout");
    private static final Map<String, List<String>> CHOICES = Map.of("dtype", Profiler.DTYPES, "attention", Profiler.ATTENTIONS, "layout", Profiler.LAYOUTS);
    private static final List<String> GRADES = List.of("A", "S", "R", "D");

    private final Problems problems;
    private final Node.MapNode map;

    /** A reader of one document. */
    public SuiteReader(Problems problems, Node.MapNode map) {
        this.problems = problems;
        this.map = map;
    }

    /**
     * The suite that a file holds.
     *
     * @throws InputException when there is none, or it has problems
     */
    public static SuiteDef read(SuiteFiles files, String file) {
        Problems problems = new Problems(file);
        List<Node> documents = files.read(file);
        if (documents.isEmpty() || !(documents.get(0) instanceof Node.MapNode m) || m.get("suite") == null) {
            throw new InputException(new Problem(file, 1, 1, "this file holds no suite", "a suite starts with 'suite: its-name'"));
        }
        if (documents.size() > 1) {
            problems.add(documents.get(1), "a second document beside a suite", "one suite a file");
        }
        SuiteDef suite = new SuiteReader(problems, m).read(files.sha256(file));
        problems.raise();
        return suite;
    }

    /**
     * The suite; incomplete when problems were found.
     *
     * @param sha256 digest of its file
     */
    public SuiteDef read(String sha256) {
        Fields f = new Fields(map, problems, "a suite");
        String id = f.text("suite");
        String title = f.text("title");
        String about = f.optionalText("about");
        List<String> sources = f.texts("sources");
        Map<String, String> settings = f.node("settings") == null ? Map.of() : settings(f.map("settings"));
        List<SuiteDef.Workload> workloads = new ArrayList<>();
        if (f.node("workloads") != null) {
            f.maps("workloads").forEach(m -> workloads.add(workload(m)));
        }
        Map<String, SuiteDef.Claim> claims = new LinkedHashMap<>();
        if (f.node("claims") != null) {
            f.map("claims").entries().forEach(e -> claims.put(e.key(), claim(e)));
        }
        List<SuiteDef.Study> studies = new ArrayList<>();
        for (Node.MapNode m : f.maps("studies")) {
            SuiteDef.Study s = new StudyReader(problems, claims, workloads).read(m);
            if (m.get("id") != null && studies.stream().anyMatch(o -> o.id().equals(s.id()))) {
                problems.add(m.get("id"), "the study '" + s.id() + "' stands twice", "its files would have the same names");
            }
            studies.add(s);
        }
        if (map.get("studies") instanceof Node.ListNode l && l.items().isEmpty()) {
            problems.add(l, "a suite needs a study", null);
        }
        f.end();
        return new SuiteDef(id, title, about, problems.file(), sha256, sources, settings, workloads, claims, studies);
    }

    private Map<String, String> settings(Node.MapNode m) {
        Map<String, String> out = new LinkedHashMap<>();
        Fields f = new Fields(m, problems, "'settings'");
        for (String key : SETTINGS) {
            String v = f.optionalText(key);
            if (v != null) {
                out.put(key, v);
                choices(key, m.get(key), problems);
            }
        }
        f.end();
        return out;
    }

    /** Problems of one value or a list of them, where a setting has few. */
    static void choices(String key, Node n, Problems problems) {
        List<String> known = CHOICES.get(key);
        if (n instanceof Node.ListNode l) {
            l.items().forEach(i -> choices(key, i, problems));
        } else if (known != null && n instanceof Node.Scalar s && s.value() instanceof String v && !known.contains(v)) {
            problems.add(n, "there is no " + key + " '" + v + "'", Suggest.hint(v, known));
        }
    }

    private SuiteDef.Workload workload(Node.MapNode m) {
        String model = "";
        Map<String, String> set = new LinkedHashMap<>();
        Map<String, Object> columns = new LinkedHashMap<>();
        for (Node.Entry e : m.entries()) {
            if (e.key().equals("set")) {
                set.putAll(new Fields(m, problems, "a workload").textMap("set"));
            } else if (!(e.value() instanceof Node.Scalar s) || s.value() == null) {
                problems.add(e.value(), "a value expected, not " + e.value().describe(), null);
            } else if (e.key().equals("model")) {
                model = s.value().toString();
            } else if (Names.isVariable(e.key())) {
                columns.put(e.key(), s.value());
            } else {
                problems.add(e, "'" + e.key() + "' is not a name that expressions can use", "letters, digits and '_', a letter first");
            }
        }
        if (model.isEmpty()) {
            problems.add(m, "a workload needs its 'model'", "- {model: sd-v1.5, name: Stable Diffusion}");
        }
        return new SuiteDef.Workload(model, set, columns, m.line(), m.column());
    }

    private SuiteDef.Claim claim(Node.Entry e) {
        if (!(e.value() instanceof Node.MapNode m)) {
            problems.add(e.value(), "a claim is a map with says, where and grade, not " + e.value().describe(), null);
            return new SuiteDef.Claim(e.key(), "", "", "R");
        }
        Fields f = new Fields(m, problems, "a claim");
        String says = f.text("says");
        String where = f.optionalText("where");
        String grade = f.text("grade");
        if (!GRADES.contains(grade) && m.get("grade") != null) {
            problems.add(m.get("grade"), "there is no grade '" + grade + "'", "A stated in the abstract, S in a secondary summary, R recalled, D derived");
        }
        f.end();
        return new SuiteDef.Claim(e.key(), says, where, grade);
    }
}
