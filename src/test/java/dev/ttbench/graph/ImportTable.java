package dev.ttbench.graph;

import dev.ttbench.imports.ImportDef;
import dev.ttbench.imports.Importer;
import dev.ttbench.spec.ExprText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the page of classes that can be imported, with every key of each, from their descriptions. */
final class ImportTable {
    private ImportTable() { }

    static String make(Importer importer, List<String> names) {
        StringBuilder networks = new StringBuilder();
        StringBuilder pipelines = new StringBuilder();
        List<String> links = new ArrayList<>();
        for (String name : names) {
            ImportDef d = importer.definition(name);
            if (d.stages().items().isEmpty()) {
                continue;
            }
            links.add("[`" + name + "`](#" + name.toLowerCase(java.util.Locale.ROOT) + ")");
            section(d, d.isPipeline() ? pipelines : networks);
        }
        return """
                # Classes that can be imported

                Generated from `suites/imports`; a test holds them together. How an import works: [import](import.md). `ttbench show imports/NAME` tells the same of one class.
                A key that is absent has the class's own default. A key that starts with `_` is metadata; one that stands neither here nor in the class is a warning.

                """ + String.join(" · ", links) + "\n\n# Networks\n" + networks + "\n# Pipelines\n" + pipelines;
    }

    private static void section(ImportDef d, StringBuilder b) {
        b.append("\n## ").append(d.name()).append("\n\n");
        if (d.about() != null) {
            b.append(cell(d.about())).append("\n");
        }
        b.append(d.library());
        if (d.names().size() > 1) {
            b.append("; also ").append(code(d.names().subList(1, d.names().size())));
        }
        b.append(d.isPipeline() ? "; components " + code(new ArrayList<>(d.components().keySet())) : d.graphs().isEmpty() ? "" : "; graph " + code(d.graphs())).append(".\n");
        if (!d.keys().isEmpty()) {
            b.append("\n| key | takes | default | supported |\n|---|---|---|---|\n");
            for (ImportDef.Key k : d.keys().values()) {
                b.append("| `").append(k.name()).append("` | ").append(k.types().isEmpty() ? "any" : String.join(" or ", k.types())).append(" | ")
                        .append(k.required() ? "must be given" : "`" + cell(ExprText.literal(k.otherwise())) + "`").append(" | ").append(k.supported() == null ? "" : cell(k.supported())).append(" |\n");
            }
        }
        if (!d.noEffect().isEmpty()) {
            List<String> none = new ArrayList<>();
            for (Map.Entry<String, String> e : d.noEffect().entrySet()) {
                none.add("`" + e.getKey() + "` (" + cell(e.getValue()) + ")");
            }
            b.append("\nWithout an effect: ").append(String.join(", ", none)).append(".\n");
        }
        if (!d.refusals().isEmpty()) {
            b.append("\nRefused:\n\n");
            d.refusals().forEach(r -> b.append("- `").append(r.key()).append("`: ").append(cell(r.because())).append('\n'));
        }
    }

    private static String code(List<String> names) {
        return String.join(", ", names.stream().map(n -> "`" + n + "`").toList());
    }

    private static String cell(String s) {
        return s.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;");
    }
}
