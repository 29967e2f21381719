package dev.ttbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ttbench.profile.Plan;
import dev.ttbench.profile.Suites;
import dev.ttbench.report.Block.Flow;
import dev.ttbench.report.Block.Kind;
import dev.ttbench.spec.Precompiled;
import dev.ttbench.spec.SuiteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree of blocks of small models whose every line is known, and its two diagrams. */
class DrawingTest {
    private static final String MODEL = """
            model: small
            title: 'A "small" model; [draft] \\ <b>'
            class: test
            parameters:
              side: {type: int, default: 8}
            stages:
              - id: net
                graph: small-net
                repeat: 3
                batch: 2
                inputs: {sample: [4, "${side}", "${side}"]}
              - id: words
                graph: small-words
                inputs: {tokens: [6]}
              - id: again
                graph: small-words
                weights: words
                inputs: {tokens: [1]}
            ---
            graph: small-net
            inputs: {sample: [batch, channels, height, width]}
            body:
              - conv2d: {out: 8, kernel: 3}
              - keep: skip
              - repeat: 4
                do: [{small_block: {}}]
              - for_each: {level: [8, 16]}
                do:
                  - conv2d: {out: "${level.value}", kernel: 3}
                  - small_block
              - conv2d: {out: 8, kernel: 1}
              - add: skip
            ---
            block: small_block
            inputs: {x: [batch, channels, height, width]}
            body:
              - keep: before
              - conv2d: {out: "${x.channels}", kernel: 3, bias: false}
              - silu
              - add: before
            ---
            graph: small-words
            inputs: {tokens: {axes: [batch, tokens], dtype: int64}}
            body:
              - embedding: {rows: 10, width: 4, tied: words}
              - linear: {out: 10, bias: false, tied: words}
            """;

    @TempDir
    Path folder;

    private Drawing drawing(int depth, String... set) throws IOException {
        Path file = folder.resolve("small.yaml");
        Files.writeString(file, MODEL);
        Suites suites = new Suites(new SuiteFiles(Path.of("suites"), Precompiled.NONE));
        return Drawing.of(Plan.of(suites, suites.model(file.toString()), set.length == 0 ? Map.of() : Map.of("side", set[0])), depth);
    }

    private static List<String> titles(Block b) {
        return b.inside().stream().map(Block::title).toList();
    }

    @Test
    void equalNeighboursAreOne() throws IOException {
        Block net = drawing(1).stages().get(0).graph();
        assertEquals(List.of("conv2d", "small_block x 4", "level[0]", "level[1]", "conv2d_3", "add"), titles(net));
        Block four = net.inside().get(1);
        assertEquals(4 * 8 * 8 * 9, four.parameters());
        assertEquals(4L * 2 * 2 * 8 * 8 * 8 * 8 * 9, four.flops());
        assertEquals(List.of("2x8x8x8"), four.inputs());
        assertEquals(List.of("2x8x8x8"), four.outputs());
        assertEquals(Kind.TURN, net.inside().get(2).kind());
        assertEquals(List.of(), four.inside());
    }

    @Test
    void tensorsAreFollowed() throws IOException {
        Block net = drawing(2).stages().get(0).graph();
        assertEquals(List.of(new Flow(-1, 0), new Flow(0, 1), new Flow(1, 2), new Flow(2, 3), new Flow(3, 4), new Flow(4, 5), new Flow(0, 5), new Flow(5, 6)), net.flows());
        assertEquals(List.of(new Flow(-1, 0), new Flow(0, 1), new Flow(1, 2), new Flow(-1, 2), new Flow(2, 3)), net.inside().get(1).flows());
        assertEquals(List.of(new Flow(0, 1)), net.inside().get(3).flows());
    }

    @Test
    void depthBounds() throws IOException {
        assertEquals(List.of(), drawing(0).stages().get(0).graph().inside());
        Block level = drawing(2).stages().get(0).graph().inside().get(3);
        assertEquals(List.of("conv2d_2", "small_block_2"), titles(level));
        assertEquals(List.of(), level.inside().get(1).inside());
        assertEquals(List.of("conv2d", "silu", "add"), titles(drawing(3).stages().get(0).graph().inside().get(3).inside().get(1)));
        assertEquals(drawing(4).stages(), drawing(40).stages(), "nothing is deeper than 3");
    }

    @Test
    void weightsCountOnce() throws IOException {
        Drawing d = drawing(1);
        Block words = d.stages().get(1).graph();
        assertEquals(40, words.parameters());
        assertEquals(List.of(40L, 0L), words.inside().stream().map(Block::parameters).toList());
        assertEquals("words", d.stages().get(2).sharesWeightsOf());
        assertEquals(d.stages().get(0).graph().parameters() + 40, d.parameters());
    }

    @Test
    void aRequestChangesShapes() throws IOException {
        assertEquals(List.of("2x4x16x16"), drawing(1, "16").stages().get(0).graph().inputs());
    }

    @Test
    void theTreeForPeople() throws IOException {
        Page page = new Page(new ReportSettings.Style(80, true, false));
        TreeText.write(page, drawing(2));
        assertEquals("""
                Blocks of one run (--depth N)
                  block                input \u2192 output        params     FLOP
                  net: small-net       2x4x8x8 \u2192 2x8x8x8       7368   1.88 M
                  \u2502  3 runs, batch 2
                  \u251c\u2500 conv2d            2x4x8x8 \u2192 2x8x8x8        296   73.7 k
                  \u251c\u2500 small_block x 4   2x8x8x8 \u2192 2x8x8x8       2304    590 k
                  \u2502  \u2514\u2500 conv2d         2x8x8x8 \u2192 2x8x8x8       2304    590 k
                  \u251c\u2500 level[0]          2x8x8x8 \u2192 2x8x8x8       1160    295 k
                  \u2502  \u251c\u2500 conv2d_2       2x8x8x8 \u2192 2x8x8x8        584    147 k
                  \u2502  \u2514\u2500 small_block_2  2x8x8x8 \u2192 2x8x8x8        576    147 k
                  \u251c\u2500 level[1]          2x8x8x8 \u2192 2x16x8x8      3472    885 k
                  \u2502  \u251c\u2500 conv2d_2       2x8x8x8 \u2192 2x16x8x8      1168    295 k
                  \u2502  \u2514\u2500 small_block_2  2x16x8x8 \u2192 2x16x8x8     2304    590 k
                  \u2514\u2500 conv2d_3          2x16x8x8 \u2192 2x8x8x8       136   32.8 k
                """, page.text().lines().limit(14).map(l -> l + "\n").reduce("", String::concat));
    }

    @Test
    void textsAreEscaped() throws IOException {
        Drawing d = drawing(2);
        String dot = Diagram.DOT.text(d);
        assertTrue(dot.startsWith("digraph \"A \\\"small\\\" model; [draft] \\\\ <b>\" {\n"), dot);
        assertTrue(DiagramGrammar.dot(dot) > 10);
        assertEquals(dot, Diagram.DOT.text(drawing(2)));
        String mermaid = Diagram.MERMAID.text(d);
        assertTrue(mermaid.startsWith("---\ntitle: \"A \\\"small\\\" model; [draft] \\\\ <b>\"\n---\nflowchart TB\n"), mermaid);
        assertEquals(DiagramGrammar.dot(dot), DiagramGrammar.mermaid(mermaid));
        assertEquals("\"a#34;b<br/>end #35;1#59; #60;i#62; [x] _y_\"", MermaidText.quoted(List.of("a\"b", "end #1; <i> [x] _y_")));
        assertEquals("\"a\\\"b\\nc d \\\\\"", DotText.quoted(List.of("a\"b", "c\nd \\")));
    }

    @Test
    void aResidualStartsInsideItsBlock() throws IOException {
        String mermaid = Diagram.MERMAID.text(drawing(2));
        String block = mermaid.substring(mermaid.indexOf("small_block x 4"), mermaid.indexOf("end\n", mermaid.indexOf("small_block x 4")));
        assertEquals(1, block.lines().filter(l -> l.contains("(\"in\")")).count(), block);
        assertEquals(4, block.lines().filter(l -> l.contains(MermaidText.ARROW)).count(), block);
    }

    @Test
    void theGrammarsRefuse() {
        assertThrows(AssertionError.class, () -> DiagramGrammar.dot("digraph \"a\" {\n  n1 [label=\"a\"b\"];\n}\n"));
        assertThrows(AssertionError.class, () -> DiagramGrammar.dot("digraph \"a\" {\n  n1 [label=\"a\"];\n  n1 -> n2;\n}\n"));
        assertThrows(AssertionError.class, () -> DiagramGrammar.mermaid("---\ntitle: \"a\"\n---\nflowchart TB\n  n1[\"a\" b]\n"));
        assertThrows(AssertionError.class, () -> DiagramGrammar.mermaid("---\ntitle: \"a\"\n---\nflowchart TB\n  subgraph n1[\"a\"]\n  n2[\"b\"]\n"));
    }

    @Test
    void extensionsNameLanguages() {
        assertEquals(List.of(Diagram.DOT, Diagram.DOT, Diagram.MERMAID), List.of(Diagram.ofFile("a.b/c.DOT"), Diagram.ofFile("x.gv"), Diagram.ofFile("x.mmd")));
        assertEquals(null, Diagram.ofFile("dot"));
        assertEquals(null, Diagram.ofFile("x.json"));
    }

    @Test
    void requestsInWords() {
        assertEquals("832x480", RequestText.of(Map.of("width", 832L, "height", 480L)));
        assertEquals("81 frames 832x480, 1 step", RequestText.of(Map.of("width", 832L, "height", 480L, "frames", 81L, "steps", 1L, "prompt_tokens", 77L)));
        assertEquals("2048+512 tokens", RequestText.of(Map.of("prompt_tokens", 2048L, "new_tokens", 512L)));
        assertEquals("77 tokens", RequestText.of(Map.of("prompt_tokens", 77L)));
        assertEquals("256 px", RequestText.of(Map.of("height", 256L)));
        assertEquals("", RequestText.of(Map.of("other", 1L)));
    }
}
