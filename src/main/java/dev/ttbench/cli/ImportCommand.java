package dev.ttbench.cli;

import dev.ttbench.checkpoint.Checkpoint;
import dev.ttbench.imports.Importer;
import dev.ttbench.model.ModelDef;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.Sheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code ttbench import}: a configuration of another library as a model file; of a weight file, what its header says. */
final class ImportCommand implements Command {
    @Override
    public String name() {
        return "import";
    }

    @Override
    public String about() {
        return "Turns a diffusers or transformers configuration into a model file; reads headers of weights.";
    }

    @Override
    public List<String> examples() {
        return List.of("ttbench import my-pipeline -o my-model.yaml", "ttbench import my-pipeline/unet/config.json", "ttbench import my-pipeline/unet/model.safetensors");
    }

    @Override
    public List<Option> options() {
        return List.of(Session.FORMAT, Session.OUTPUT);
    }

    @Override
    public Rest rest() {
        return new Rest("PATH", 1, 1, List.of(), "A pipeline's folder (with model_index.json), a network's folder or its config.json; or weights: .safetensors, .index.json, .gguf.");
    }

    @Override
    public int run(Arguments a, Session session) throws IOException {
        String path = a.rest().get(0);
        if (Checkpoint.accepts(path)) {
            Session.format(a);
            return weights(a, session, path);
        }
        if (a.one("--format") != null) {
            throw new UsageException("--format " + a.one("--format") + ": a model file is YAML", "leave it out; -o FILE writes it to a file");
        }
        Importer.Imported made = new Importer(session.suites().library()).read(path);
        session.write(a, made.text());
        made.warnings().forEach(w -> session.note(w.text()));
        return Ttbench.DONE;
    }

    /** Sums of the tensors, held against the network that the configuration beside the file describes. */
    private static int weights(Arguments a, Session session, String path) throws IOException {
        Checkpoint c = Checkpoint.read(path);
        Path config = Path.of(path).toAbsolutePath().getParent().resolve("config.json");
        Sheet sheet = new Sheet("weights", "Weights of " + Path.of(path).getFileName()).fact("file", path).fact("files", (long) c.files().size())
                .fact("tensors", (long) c.tensors().size()).fact("parameters", c.parameters()).fact("bytes", c.bytes());
        boolean equal = true;
        if (Files.exists(config)) {
            long network = parameters(session, config.toString());
            equal = network == c.parameters();
            sheet.fact("network", config.getFileName().toString()).fact("network_parameters", network).fact("equal", equal);
        }
        Sheet.Table types = sheet.table("dtypes", "By type", "dtype", "tensors", "parameters", "bytes");
        c.byDtype().forEach(s -> types.row(s.name(), s.tensors(), s.parameters(), s.bytes()));
        Sheet.Table blocks = sheet.table("blocks", "By block", "block", "blocks", "tensors", "parameters", "bytes", "dtypes");
        c.byBlock().forEach(s -> blocks.row(s.name(), s.count(), s.tensors(), s.parameters(), s.bytes(), s.dtypes()));
        session.write(a, sheet);
        if (!equal) {
            session.note("ttbench: the weights are not those of the network that " + config.getFileName() + " describes: "
                    + c.parameters() + " parameters, expected " + sheet.facts().get("network_parameters") + "\n  integer tensors, such as packed weights, are not counted");
            return Ttbench.CHECK_FAILED;
        }
        return Ttbench.DONE;
    }

    /** Parameters of everything that a configuration describes: an autoencoder's encoder and decoder, and what no stage runs. */
    private static long parameters(Session session, String config) {
        Suites suites = session.suites();
        ModelDef model = suites.model(config);
        session.warn();
        Map<String, String> set = new HashMap<>();
        if (model.parameter("part") != null) {
            set.put("part", "both");
        }
        if (model.parameter("latent_frames") != null && model.parameter("latent_frames").defaultText().equals("1")) {
            set.put("latent_frames", "3");      // a single frame passes by convolutions over frames
        }
        long run = new Profiler(suites).profile(model, new Request(config, set, null, null, null, null, null, List.of())).totals().parameters();
        return Math.addExact(run, new Importer(suites.library()).read(config).idleParameters());
    }
}
