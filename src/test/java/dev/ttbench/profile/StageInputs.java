package dev.ttbench.profile;

import dev.ttbench.graph.Expander;
import dev.ttbench.graph.Library;
import dev.ttbench.imports.Importer;
import dev.ttbench.model.Binding;
import dev.ttbench.model.ModelDef;
import dev.ttbench.model.ModelReader;
import dev.ttbench.spec.Node;
import dev.ttbench.spec.Problems;
import dev.ttbench.spec.Values;
import dev.ttbench.spec.YamlReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stage of an imported configuration as the expander takes it. */
public record StageInputs(String graph, List<Expander.Input> inputs, Map<String, Object> with) {
    /** That of {@code config} under values of the model's parameters; {@code stage} may be null when the import makes one. */
    public static StageInputs of(Library library, Path config, Map<String, Object> set, String stage) {
        Problems problems = new Problems(config.toString());
        ModelDef model = new ModelReader(problems, (Node.MapNode) YamlReader.read(config.toString(), new Importer(library).read(config.toString()).text()).get(0)).read("");
        problems.raise();
        Map<String, String> texts = new LinkedHashMap<>();
        set.forEach((k, v) -> texts.put(k, v.toString()));
        Binding binding = Binding.of(model, texts);
        ModelDef.Stage s = stage != null ? model.stage(stage) : model.stages().get(0);
        long batch = s.batch() == null ? 1 : Values.integer(s.batch().eval(binding), "batch");
        return new StageInputs(s.graph(), StageRunner.inputs(s, library.graph(s.graph(), null), batch, binding), StageRunner.parameters(s, binding));
    }
}
