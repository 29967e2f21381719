package dev.ttbench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@link Drawing} for people: one line a block, with shapes, parameters and FLOPs in columns. Operators and blocks without parameters and without
 * FLOPs of the matmul class are left out, as is what stands in a block that equals one above. Where the page is too narrow shapes stand below, or not at all.
 */
final class TreeText {
    private static final int NUMBER = 7;
    private static final int GAP = 2;
    private static final int LEAST_SHAPES = 25;
    private static final int MOST_SHAPES = 56;

    /** The signs that a tree is drawn with: before an entry, before the last one, and below each. */
    private record Signs(String entry, String last, String below, String nothing, String arrow, String more) {
        static Signs of(boolean unicode) {
            return unicode ? new Signs("\u251c\u2500 ", "\u2514\u2500 ", "\u2502  ", "   ", " \u2192 ", "\u2026") : new Signs("|- ", "`- ", "|  ", "   ", " -> ", "...");
        }
    }

    /** A line before it is laid out: the tree with the name, and the columns. */
    private record Line(String prefix, String below, String name, Block block, List<Block> inside) {
        int width() {
            return Page.width(prefix) + Page.width(name);
        }
    }

    private final ReportSettings.Style style;
    private final Signs signs;
    private final List<Line> lines = new ArrayList<>();
    private final List<Block> seen = new ArrayList<>();

    private TreeText(ReportSettings.Style style) {
        this.style = style;
        this.signs = Signs.of(style.unicode());
    }

    /** Adds the drawing to a page. */
    static void write(Page page, Drawing drawing) {
        TreeText text = new TreeText(page.style());
        for (Drawing.Stage s : drawing.stages()) {
            text.lines.add(new Line("  ", "  ", s.id() + ": " + s.graph().of(), s.graph(), shown(s.graph())));
            text.seen.clear();
            text.add(shown(s.graph()), "  ");
        }
        page.heading("Blocks of one run (--depth N)");
        text.lay(page, drawing);
        page.paragraph("Numbers are of all that a line stands for. Left out: what has neither parameters nor matmul-class FLOPs.");
    }

    private static List<Block> shown(Block block) {
        return Siblings.together(block.inside(), b -> b.parameters() != 0 || b.flops() != 0);
    }

    private void add(List<Block> blocks, String before) {
        for (int i = 0; i < blocks.size(); i++) {
            boolean last = i == blocks.size() - 1;
            Block b = blocks.get(i);
            String below = before + (last ? signs.nothing : signs.below);
            boolean known = !b.inside().isEmpty() && seen.stream().anyMatch(s -> s.flops() == b.flops() && Siblings.same(s, b));
            lines.add(new Line(before + (last ? signs.last : signs.entry), below, known ? b.title() + ", as above" : b.title(), b, known ? List.of() : shown(b)));
            if (!known) {
                seen.add(b);
                add(shown(b), below);
            }
        }
    }

    private void lay(Page page, Drawing drawing) {
        int names = 5;
        int most = 0;
        for (Line l : lines) {
            names = Math.max(names, l.width());
            most = Math.max(most, Page.width(shapes(l.block, MOST_SHAPES)));
        }
        int numbers = 2 * (NUMBER + GAP);
        int room = style.width() - numbers - GAP;
        boolean beside = room - Math.min(names, room - LEAST_SHAPES) >= LEAST_SHAPES && room / 2 >= LEAST_SHAPES;
        int widest = Math.min(names, beside ? Math.max(room - most, room - Math.max(LEAST_SHAPES, room / 2)) : style.width() - numbers);
        int columns = beside ? Math.min(most, room - widest) : 0;
        page.verbatim(row("  block", beside ? "input" + signs.arrow + "output" : "", "params", "FLOP", widest, columns));
        int stage = 0;
        for (Line l : lines) {
            boolean top = l.block.kind() == Block.Kind.GRAPH;
            String name = l.prefix + Page.cut(l.name, widest - Page.width(l.prefix), style.unicode());
            page.verbatim(row(name, beside ? shapes(l.block, columns) : "", Units.count(l.block.parameters()), work(l.block.flops()), widest, columns));
            String deeper = l.below + (l.inside.isEmpty() ? signs.nothing : signs.below);
            if (top) {
                Drawing.Stage s = drawing.stages().get(stage++);
                for (String part : Page.wrap(s.runs(), style.width() - Page.width(deeper))) {
                    page.verbatim(deeper + part);
                }
            }
            if (!beside) {
                page.verbatim((deeper + shapes(l.block, style.width() - Page.width(deeper))).stripTrailing());
            }
        }
    }

    private static String row(String name, String shapes, String parameters, String flops, int names, int columns) {
        StringBuilder b = new StringBuilder(name).append(" ".repeat(Math.max(0, names - Page.width(name))));
        if (columns > 0) {
            b.append(" ".repeat(GAP)).append(shapes).append(" ".repeat(Math.max(0, columns - Page.width(shapes))));
        }
        for (String n : List.of(parameters, flops)) {
            b.append(" ".repeat(GAP)).append(" ".repeat(Math.max(0, NUMBER - Page.width(n)))).append(n);
        }
        return b.toString().stripTrailing();
    }

    private static String work(long flops) {
        return Units.flop(flops).replace("FLOP", "").strip();
    }

    /** Inputs and outputs; of several inputs those that fit, first ones first. */
    private String shapes(Block b, int columns) {
        String out = signs.arrow + String.join(", ", b.outputs().stream().map(TreeText::shape).toList());
        List<String> inputs = b.inputs().stream().map(TreeText::shape).toList();
        for (int n = inputs.size(); n > 0; n--) {
            String in = String.join(", ", inputs.subList(0, n)) + (n < inputs.size() ? ", " + signs.more : "");
            if (Page.width(in + out) <= columns || n == 1) {
                return Page.cut(in + out, columns, style.unicode());
            }
        }
        return Page.cut(out.strip(), columns, style.unicode());
    }

    private static String shape(String s) {
        return s.isEmpty() ? "()" : s;
    }
}
