package dev.ttbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.profile.Plan;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.Profiler;
import dev.ttbench.profile.Request;
import dev.ttbench.profile.StageProfile;
import dev.ttbench.profile.Suites;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shipped model can be drawn, and what is drawn adds up to what a profile counts. */
class ShippedDrawingsTest {
    private static final Suites SUITES = new Suites(new SuiteFiles(Path.of("suites"), Precompiled.NONE));

    static List<String> models() {
        return SUITES.modelNames();
    }

    private static Plan plan(String model) {
        return Plan.of(SUITES, SUITES.model(model), Map.of());
    }

    private static Profile profile(String model) {
        return new Profiler(SUITES).profile(new Request(model, Map.of(), null, null, null, null, null, List.of()));
    }

    private static void addsUp(Block b) {
        if (!b.inside().isEmpty()) {
            assertEquals(b.flops(), b.inside().stream().mapToLong(Block::flops).sum(), b.name());
            assertEquals(b.parameters(), b.inside().stream().mapToLong(Block::parameters).sum(), b.name());
        }
        for (Block.Flow f : b.flows()) {
            assertTrue(f.from() < f.to() && f.to() <= b.inside().size(), () -> b.name() + ": " + f);
        }
        b.inside().forEach(ShippedDrawingsTest::addsUp);
    }

    @ParameterizedTest
    @MethodSource("models")
    void blocksAddUpToTheProfile(String model) {
        Plan plan = plan(model);
        Profile profile = profile(model);
        assertEquals(profile.totals().parameters(), plan.parameters());
        assertEquals(profile.request(), plan.request());
        for (int depth : List.of(1, 2, 5)) {
            Drawing d = Drawing.of(plan, depth);
            assertEquals(profile.stages().size(), d.stages().size());
            for (int i = 0; i < d.stages().size(); i++) {
                StageProfile s = profile.stages().get(i);
                Block graph = d.stages().get(i).graph();
                assertEquals(List.of(s.facts().id(), s.facts().graph()), List.of(graph.name(), graph.of()));
                assertEquals(s.facts().repeat(), d.stages().get(i).repeat());
                assertEquals(s.facts().batch(), d.stages().get(i).batch());
                assertEquals(s.facts().parameters(), graph.parameters(), graph.name());
                assertEquals(s.iteration().flops().matmul().longValueExact(), graph.flops(), graph.name());
                addsUp(graph);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void diagramsAreValid(String model) {
        Plan plan = plan(model);
        for (int depth : List.of(0, 1, 2, 4)) {
            Drawing d = Drawing.of(plan, depth);
            assertEquals(DiagramGrammar.dot(Diagram.DOT.text(d)), DiagramGrammar.mermaid(Diagram.MERMAID.text(d)));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void treesFitThePage(String model) {
        Drawing d = Drawing.of(plan(model), 3);
        for (int width : List.of(40, 60, 80, 120)) {
            Page page = new Page(new ReportSettings.Style(width, width != 120, false));
            TreeText.write(page, d);
            page.text().lines().forEach(l -> assertTrue(Page.width(l) <= width, () -> width + " columns: " + l));
        }
    }
}
