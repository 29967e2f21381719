package dev.ttbench.cli;

import dev.ttbench.imports.Importer;
import java.io.IOException;
import java.util.List;

/** {@code ttbench import}: a configuration of another library as a model file. */
final class ImportCommand implements Command {
    @Override
    public String name() {
        return "import";
    }

    @Override
    public String about() {
        return "Turns a diffusers or transformers configuration into a model file.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench import my-pipeline -o my-model.yaml", "ttbench import my-pipeline/unet/config.json", "ttbench list imports");
    }

    @Override
    public List<Option> options() {
        return List.of(Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("PATH", 1, 1, List.of(), "A pipeline's folder (with model_index.json), a network's folder, or its config.json.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        Importer.Imported made = new Importer(session.suites().library()).read(a.rest().get(0));
        session.write(a, made.text());
        made.warnings().forEach(w -> session.note(w.text()));
        return Ttbench.DONE;
    }
}
