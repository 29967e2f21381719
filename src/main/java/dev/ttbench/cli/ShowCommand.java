package dev.ttbench.cli;

import dev.ttbench.device.Architecture;
import dev.ttbench.device.Device;
import dev.ttbench.graph.BlockDef;
import dev.ttbench.graph.Primitive;
import dev.ttbench.graph.Primitives;
import dev.ttbench.imports.ImportDef;
import dev.ttbench.imports.Importer;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.Sheet;
import dev.ttbench.spec.ExprText;
import dev.ttbench.spec.Suggest;
import dev.ttbench.study.SuiteDef;
import dev.ttbench.study.SuiteReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** {@code ttbench show}: one model, device, graph, block, operator or suite in full. */
final class ShowCommand implements Command {
    @Override
    public String name() {
        return "show";
    }

    @Override
    public String about() {
        return "One model, device, graph, block, operator, suite or import in full, with its sources.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench show sd-v1.5", "ttbench show sd-v1.5 --stage unet --depth 3", "ttbench show sd-v1.5 -o sd.dot", "ttbench show a100-sxm4-80gb", "ttbench show blocks/resnet2d");
    }

    @Override
    public List<Option> options() {
        return ModelSheet.OPTIONS;
    }

    @Override
    public Rest rest() {
        return new Rest("NAME", 1, 1, List.of(), Catalogue.KINDS, "A name of 'ttbench list' or an alias of a device, with its kind before it where several have it (operators/attention), "
                + "or a YAML file of a model, device, graph, block or suite.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        ModelSheet.check(a);
        Suites suites = session.suites();
        String name = a.rest().get(0);
        List<String> kinds = new ArrayList<>();
        String id = name;
        int slash = name.indexOf('/');
        if (slash > 0 && Catalogue.KINDS.contains(name.substring(0, slash)) && !name.endsWith(".yaml")) {
            kinds.add(name.substring(0, slash));
            id = name.substring(slash + 1);
        } else if (slash >= 0 || name.endsWith(".yaml") || name.endsWith(".yml")) {
            file(a, session, name);
            return Ttbench.DONE;
        } else {
            for (String kind : Catalogue.KINDS) {
                if (Catalogue.ids(suites, kind).contains(id)) {
                    kinds.add(kind);
                }
            }
        }
        String device = kinds.isEmpty() || kinds.equals(List.of("devices")) ? suites.devices().idOf(id) : null;
        if (device != null) {
            kinds = List.of("devices");
            id = device;
        }
        if (kinds.isEmpty() || !Catalogue.ids(suites, kinds.get(0)).contains(id)) {
            throw unknown(suites, name, id, kinds);
        }
        if (kinds.get(0).equals("models")) {
            ModelSheet.write(a, session, id);
        } else {
            ModelSheet.refuse(a, name);
            session.write(a, sheet(suites, kinds.get(0), id));
        }
        for (int i = 1; i < kinds.size(); i++) {
            session.note("ttbench: there is also " + kinds.get(i) + "/" + id);
        }
        return Ttbench.DONE;
    }

    private static UsageException unknown(Suites suites, String name, String id, List<String> kinds) {
        TreeSet<String> known = new TreeSet<>();
        for (String kind : kinds.isEmpty() ? Catalogue.KINDS : kinds) {
            known.addAll(Catalogue.ids(suites, kind));
        }
        String near = Suggest.nearest(id, known);
        return new UsageException("there is nothing named '" + name + "'", near != null ? "did you mean '" + near + "'?" : "'ttbench list' names everything");
    }

    private static Sheet sheet(Suites suites, String kind, String id) {
        return switch (kind) {
            case "devices" -> device(suites, id);
            case "operators" -> operator(Primitives.get(id));
            case "suites" -> suite(suites, Catalogue.suiteFile(suites, id));
            case "imports" -> imported(new Importer(suites.library()).definition(id));
            default -> definition(suites, kind.substring(0, kind.length() - 1), Catalogue.definition(suites, kind, id));
        };
    }

    /** Shows what a file of the user's holds. */
    private static void file(Arguments a, Session session, String file) throws IOException {
        Suites suites = session.suites();
        String kind = Catalogue.kindOf(suites, file);
        if (kind.equals("model")) {
            ModelSheet.write(a, session, file);
            return;
        }
        ModelSheet.refuse(a, file);
        session.write(a, switch (kind) {
            case "device" -> device(suites, file);
            case "suite" -> suite(suites, file);
            default -> definition(suites, kind, Catalogue.definitionIn(suites, file, Catalogue.firstId(suites, file, kind)));
        });
    }

    private static Sheet suite(Suites suites, String file) {
        SuiteDef s = SuiteReader.read(suites.files(), file);
        Sheet sheet = new Sheet("show", s.title()).fact("kind", "suite").fact("id", s.id()).fact("about", s.about()).fact("file", s.file()).fact("sha256", s.sha256());
        Sheet.Table studies = sheet.table("studies", "Studies (--study ID)", "id", "title");
        s.studies().forEach(study -> studies.row(study.id(), study.title()));
        Sheet.Table workloads = sheet.table("workloads", "Workloads", "model", "columns");
        s.workloads().forEach(w -> workloads.row(w.model(), w.columns().values().stream().map(String::valueOf).toList()));
        Sheet.Table claims = sheet.table("claims", "Claims", "id", "grade", "says");
        s.claims().values().forEach(c -> claims.row(c.id(), c.grade(), c.where() == null ? c.says() : c.says() + " (" + c.where() + ")"));
        ModelSheet.texts(sheet, "sources", "Sources", s.sources());
        return sheet;
    }

    private static Sheet imported(ImportDef d) {
        Sheet sheet = new Sheet("show", d.name()).fact("kind", "import").fact("id", d.name()).fact("about", d.about()).fact("library", d.library()).fact("also", d.names().subList(1, d.names().size()))
                .fact("graphs", d.graphs()).fact("file", d.file());
        Sheet.Table keys = sheet.table("keys", "Keys", "name", "type", "default", "supported", "about");
        for (ImportDef.Key k : d.keys().values()) {
            keys.row(k.name(), k.types().isEmpty() ? "any" : String.join(" | ", k.types()), k.required() ? "required" : ExprText.literal(k.otherwise()), k.supported(), k.about());
        }
        Sheet.Table none = sheet.table("no_effect", "Keys without an effect", "name", "because");
        d.noEffect().forEach(none::row);
        Sheet.Table refused = sheet.table("refused", "Refused", "key", "because");
        d.refusals().forEach(r -> refused.row(r.key(), r.because()));
        Sheet.Table components = sheet.table("components", "Components", "name", "optional");
        d.components().values().forEach(c -> components.row(c.name(), c.optional()));
        return sheet;
    }

    private static Sheet device(Suites suites, String id) {
        Device d = suites.devices().get(id);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sms", (long) d.sms());
        facts.put("boost_clock_mhz", d.boostClockHz() / 1e6);
        if (d.vectorClockHz() != d.boostClockHz()) {
            facts.put("vector_clock_mhz", d.vectorClockHz() / 1e6);
        }
        if (d.sustainedClockHz() > 0) {
            facts.put("sustained_clock_mhz", d.sustainedClockHz() / 1e6);
        }
        facts.put("memory.capacity_gb", d.memoryBytes() / 1e9);
        facts.put("memory.bandwidth_gb_s", d.bandwidth() / 1e9);
        if (d.inlineEcc()) {
            facts.put("memory.inline_ecc", true);
        }
        facts.put("memory.l2_mb", d.l2Bytes() / 1e6);
        facts.put("memory.shared_memory_kb_per_sm", d.sharedMemoryBytesPerSm() / 1024.0);
        facts.put("power.tdp_w", d.tdpWatts());
        facts.put("host_link_gb_s", d.hostLink() / 1e9);
        Architecture architecture = suites.devices().architecture(d.architecture());
        Sheet sheet = new Sheet("show", d.title()).fact("kind", "device").fact("id", d.id()).fact("vendor", d.vendor())
                .fact("architecture", d.architecture()).fact("basis", architecture.basis()).fact("aliases", d.aliases()).fact("file", suites.devices().file(id))
                .fact("sha256", suites.devices().sha256(id));
        Sheet.Table numbers = sheet.table("numbers", "Numbers", "name", "value", "source");
        facts.forEach((k, v) -> {
            String source = source(d, k);
            boolean none = source == null && v instanceof Number n && n.doubleValue() == 0;
            numbers.row(k, none ? null : v, source != null ? source : none ? "not published" : "not published: an assumption of the architecture gives it");
        });
        if (d.price() != null) {
            numbers.row("price_usd_per_hour", d.price().usdPerHour(), d.price().source() + ", " + d.price().date());
        }
        Sheet.Table roofline = sheet.table("roofline", "Roofline: below the balance an operator waits for memory", "dtype", "peak_tflops", "balance_flop_per_byte");
        new TreeMap<>(d.peakFlops()).forEach((dtype, peak) -> roofline.row(dtype, Math.rint(peak / 1e10) / 100, Math.rint(peak / d.bandwidth() * 10) / 10));
        sheet.fact("peaks_source", d.sources().get("peak_tflops"));
        return sheet;
    }

    /** Who states a number: the source of its own name or that of the map around it; null when nobody does. */
    private static String source(Device d, String name) {
        String own = d.sources().get(name);
        return own != null || !name.contains(".") ? own : d.sources().get(name.substring(0, name.indexOf('.')));
    }

    private static Sheet definition(Suites suites, String kind, BlockDef d) {
        Sheet sheet = new Sheet("show", d.name()).fact("kind", kind).fact("id", d.name()).fact("about", d.about()).fact("file", d.file())
                .fact("outputs", d.outputs());
        Sheet.Table inputs = sheet.table("inputs", "Inputs", "name", "axes", "optional");
        for (BlockDef.Input i : d.inputs()) {
            inputs.row(i.name(), i.axes() == null ? "any" : String.join(", ", i.axes()), i.optional());
        }
        Sheet.Table parameters = sheet.table("parameters", "Parameters", "name", "type", "required", "default", "range", "about");
        for (BlockDef.Parameter p : d.parameters()) {
            String range = p.min() == null && p.max() == null ? null : (p.min() == null ? "" : p.min()) + ".." + (p.max() == null ? "" : p.max());
            parameters.row(p.name(), p.type(), p.otherwise() == null, p.written(), range, p.about());
        }
        return sheet.text(text(suites, d.file()));
    }

    private static String text(Suites suites, String file) {
        return new String(suites.files().bytes(file), StandardCharsets.UTF_8);
    }

    /** A primitive: what it takes, what it costs. */
    static Sheet operator(Primitive p) {
        Sheet sheet = new Sheet("show", p.name()).fact("kind", "operator").fact("id", p.name()).fact("about", p.about()).fact("cost", p.cost())
                .fact("simplification", p.simplification());
        takes(sheet, p);
        return sheet;
    }

    /** Adds what a primitive takes. */
    static void takes(Sheet sheet, Primitive p) {
        Sheet.Table t = sheet.table("parameters", "Takes" + (p.main() == null ? "" : " (a bare value is '" + p.main() + "')"), "name", "kind", "required", "about");
        for (Primitive.Parameter q : p.parameters()) {
            t.row(q.name(), q.kind().name().toLowerCase(java.util.Locale.ROOT), q.required(), q.about());
        }
    }
}
