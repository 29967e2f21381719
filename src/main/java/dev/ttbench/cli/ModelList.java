package dev.ttbench.cli;

import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Plan;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.RequestText;
import dev.ttbench.report.Sheet;
import dev.ttbench.report.Units;
import dev.ttbench.spec.InputException;
import dev.ttbench.spec.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The models that there are: what they are, how large they are and what they make unless told otherwise. */
final class ModelList {
    /** Heading of models whose class cannot be read. */
    private static final String FAULTY = "with problems";

    private ModelList() { }

    /**
     * One model.
     *
     * @param modelClass null when it has problems
     * @param parameters of the whole pipeline with its defaults; null when it has problems
     * @param request what it makes unless told otherwise
     */
    record Entry(String id, String modelClass, Long stages, Long year, Long parameters, String request, String title) { }

    /**
     * All models, sorted by name.
     *
     * @param wanted class, or part of the names of classes; null for all
     */
    static List<Entry> of(Suites suites, String wanted) {
        Map<String, ModelDef> models = new LinkedHashMap<>();
        Map<String, InputException> faulty = new TreeMap<>();
        TreeSet<String> classes = new TreeSet<>();
        for (String id : suites.modelNames()) {
            try {
                models.put(id, suites.model(id));
                classes.add(models.get(id).modelClass());
            } catch (InputException e) {
                models.put(id, null);
                faulty.put(id, e);
            }
        }
        TreeSet<String> chosen = wanted == null ? classes : chosen(wanted, classes);
        List<Entry> out = new ArrayList<>();
        models.forEach((id, m) -> {
            if (m == null && wanted == null) {
                out.add(faulty(id, null, faulty.get(id)));
            } else if (m != null && chosen.contains(m.modelClass())) {
                out.add(entry(suites, id, m));
            }
        });
        return out;
    }

    /** Those classes that a word means: the one of that name, else all whose names have it in them. */
    static TreeSet<String> chosen(String wanted, TreeSet<String> classes) {
        TreeSet<String> out = new TreeSet<>();
        classes.stream().filter(c -> classes.contains(wanted) ? c.equals(wanted) : !wanted.isBlank() && c.contains(wanted)).forEach(out::add);
        if (out.isEmpty()) {
            String near = Suggest.nearest(wanted, classes);
            throw new UsageException("--class " + wanted + ": there is no such class", (near == null ? "" : "did you mean '" + near + "'? ") + "there are " + String.join(", ", classes));
        }
        return out;
    }

    private static Entry entry(Suites suites, String id, ModelDef m) {
        try {
            Plan plan = Plan.of(suites, m, Map.of());
            return new Entry(id, m.modelClass(), (long) m.stages().size(), m.year(), plan.parameters(), RequestText.of(plan.request()), m.title() != null ? m.title() : m.about());
        } catch (InputException e) {
            return faulty(id, m.modelClass(), e);
        }
    }

    private static Entry faulty(String id, String modelClass, InputException e) {
        return new Entry(id, modelClass, null, null, null, null, "has problems: ttbench lint " + e.problems().get(0).file());
    }

    /** Everything, one row a model. */
    static Sheet sheet(List<Entry> entries) {
        Sheet sheet = new Sheet("list", null).fact("kind", "models");
        Sheet.Table t = sheet.table("items", null, "id", "class", "stages", "year", "parameters", "request", "title");
        entries.forEach(e -> t.row(e.id, e.modelClass, e.stages, e.year, e.parameters, e.request, e.title));
        return sheet;
    }

    /** By class, with rounded counts. */
    static Sheet forPeople(List<Entry> entries) {
        Sheet sheet = new Sheet("list", null).fact("kind", "models");
        Map<String, List<Entry>> classes = new TreeMap<>();
        entries.forEach(e -> classes.computeIfAbsent(e.modelClass == null ? FAULTY : e.modelClass, c -> new ArrayList<>()).add(e));
        classes.forEach((name, of) -> {
            Sheet.Table t = sheet.table(name, name, "id", "year", "params", "request", "title");
            of.forEach(e -> t.row(e.id, e.year == null ? "" : String.valueOf(e.year), e.parameters == null ? "" : Units.count(e.parameters), e.request, e.title));
        });
        return sheet;
    }
}
