package dev.ttbench.cli;

import dev.ttbench.device.Architecture;
import dev.ttbench.device.Device;
import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Primitive;
import dev.ttbench.graph.Primitives;
import dev.ttbench.imports.ImportDef;
import dev.ttbench.imports.Importer;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.Format;
import dev.ttbench.report.Sheet;
import dev.ttbench.spec.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code ttbench list}: what there is, by kind. */
final class ListCommand implements Command {
    private static final Option CLASS = Option.of("--class", "CLASS", "Only models of this class, or of those whose name has this in it.");

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String about() {
        return "Models, graphs, blocks, devices, operators, suites, classes to import.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench list models", "ttbench list models --class video", "ttbench list devices --format csv");
    }

    @Override
    public List<Option> options() {
        return List.of(CLASS, Session.FORMAT, Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("KIND", 0, 1, Catalogue.KINDS, "One of " + String.join(", ", Catalogue.KINDS) + "; all in short without.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        Session.format(a);
        Suites suites = session.suites();
        boolean models = !a.rest().isEmpty() && a.rest().get(0).equals("models");
        if (a.has(CLASS.name()) && !models) {
            throw new UsageException("--class is for models", "as in 'ttbench list models --class " + a.one(CLASS.name()) + "'");
        }
        if (a.rest().isEmpty()) {
            session.write(a, all(suites));
            return Ttbench.DONE;
        }
        String kind = a.rest().get(0);
        if (!Catalogue.KINDS.contains(kind)) {
            throw PicocliParser.choice("list", kind, Catalogue.KINDS);
        }
        if (models) {
            List<ModelList.Entry> entries = ModelList.of(suites, a.one(CLASS.name()));
            session.write(a, Session.format(a) == Format.TABLE ? ModelList.forPeople(entries) : ModelList.sheet(entries));
            return Ttbench.DONE;
        }
        Sheet sheet = new Sheet("list", null).fact("kind", kind);
        switch (kind) {
            case "devices" -> devices(suites, sheet, Session.format(a) == Format.TABLE);
            case "operators" -> operators(sheet);
            case "suites" -> suites(suites, sheet);
            case "imports" -> imports(suites, sheet);
            default -> definitions(suites, sheet, kind);
        }
        session.write(a, sheet);
        return Ttbench.DONE;
    }

    private static Sheet all(Suites suites) {
        Sheet sheet = new Sheet("list", null).fact("kind", "all");
        Sheet.Table t = sheet.table("items", null, "kind", "count", "ids");
        for (String kind : Catalogue.KINDS) {
            List<String> ids = Catalogue.ids(suites, kind);
            if (!ids.isEmpty()) {
                t.row(kind, (long) ids.size(), String.join(" ", ids));
            }
        }
        return sheet;
    }

    /** For people, what times of a device rest on stands behind its title, and only where it is not the rule. */
    private static void devices(Suites suites, Sheet sheet, boolean people) {
        List<String> columns = new ArrayList<>(List.of("id", "architecture", "memory_gb", "bandwidth_gb_s", "fp16_tflops", "basis", "title"));
        columns.removeIf(c -> people && c.equals("basis"));
        Sheet.Table t = sheet.table("items", null, columns.toArray(String[]::new));
        for (String id : suites.devices().ids()) {
            Device d = suites.devices().get(id);
            Double fp16 = d.sixteenBitPeak();
            Double peak = fp16 == null ? null : Double.valueOf(fp16 / 1e12);
            Architecture a = suites.devices().architecture(d.architecture());
            if (people) {
                t.row(id, d.architecture(), d.memoryBytes() / 1e9, d.bandwidth() / 1e9, peak, a.measured() ? d.title() : d.title() + "; " + a.basis());
            } else {
                t.row(id, d.architecture(), d.memoryBytes() / 1e9, d.bandwidth() / 1e9, peak, a.basis(), d.title());
            }
        }
    }

    private static void operators(Sheet sheet) {
        Sheet.Table t = sheet.table("items", null, "id", "about");
        for (Primitive p : Primitives.all()) {
            t.row(p.name(), p.about());
        }
    }

    private static void definitions(Suites suites, Sheet sheet, String kind) {
        Sheet.Table t = sheet.table("items", null, "id", "inputs", "parameters");
        for (String id : Catalogue.ids(suites, kind)) {
            try {
                BlockDef d = Catalogue.definition(suites, kind, id);
                List<String> inputs = new ArrayList<>();
                d.inputs().forEach(i -> inputs.add(i.name()));
                List<String> parameters = new ArrayList<>();
                d.parameters().forEach(p -> parameters.add(p.name()));
                t.row(id, String.join(" ", inputs), String.join(" ", parameters));
            } catch (InputException e) {
                t.row(id, null, "has problems: ttbench lint " + e.problems().get(0).file());
            }
        }
    }

    private static void imports(Suites suites, Sheet sheet) {
        Sheet.Table t = sheet.table("items", null, "id", "library", "keys", "graphs");
        Importer importer = new Importer(suites.library());
        for (String id : Catalogue.ids(suites, "imports")) {
            ImportDef d = importer.definition(id);
            t.row(id, d.library(), (long) d.keys().size(), d.isPipeline() ? String.join(" ", d.components().keySet()) : String.join(" ", d.graphs()));
        }
    }

    private static void suites(Suites suites, Sheet sheet) {
        Sheet.Table t = sheet.table("items", null, "id", "title");
        for (String id : Catalogue.ids(suites, "suites")) {
            t.row(id, Catalogue.suiteTitle(suites, id));
        }
    }
}
