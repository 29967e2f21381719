package dev.ttbench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What every diagram of a {@link Drawing} is made of, with names for its nodes: {@code n0}, {@code n1} ... in order, so that no text becomes a name. */
final class DiagramNodes {
    private int next;

    /**
     * A box of a diagram.
     *
     * @param label its lines
     * @param inside boxes in it; empty for a plain one
     * @param arrows between those
     */
    record Box(String id, List<String> label, boolean operator, List<Box> inside, List<Arrow> arrows) {
        boolean isGroup() {
            return !inside.isEmpty();
        }

        /** Its first plain box, or itself. */
        Box first() {
            return inside.isEmpty() ? this : inside.get(0).first();
        }

        /** Its last plain box, or itself. */
        Box last() {
            return inside.isEmpty() ? this : inside.get(inside.size() - 1).last();
        }
    }

    /** An arrow between two boxes of one group. */
    record Arrow(Box from, Box to) { }

    /** One box a stage. */
    static List<Box> of(Drawing drawing) {
        DiagramNodes nodes = new DiagramNodes();
        List<Box> out = new ArrayList<>();
        for (Drawing.Stage s : drawing.stages()) {
            out.add(nodes.stage(s));
        }
        return out;
    }

    private String id() {
        return "n" + next++;
    }

    private Box stage(Drawing.Stage s) {
        String id = id();
        List<String> label = List.of(s.id() + ": " + s.graph().of(), s.runs(), numbers(s.graph()));
        if (s.graph().inside().isEmpty()) {
            List<String> all = new ArrayList<>(label);
            all.add(1, shapes(s.graph()));
            return new Box(id, all, false, List.of(), List.of());
        }
        List<Box> inputs = new ArrayList<>();
        for (String given : s.given()) {
            inputs.add(new Box(id(), List.of(given), true, List.of(), List.of()));
        }
        List<Box> parts = parts(s.graph());
        Box output = new Box(id(), List.of("output " + String.join(", ", s.graph().outputs())), true, List.of(), List.of());
        List<Box> inside = new ArrayList<>(inputs);
        inside.addAll(parts);
        inside.add(output);
        List<Arrow> arrows = new ArrayList<>();
        for (Block.Flow f : s.graph().flows()) {
            Box from = f.from() >= 0 ? parts.get(f.from()) : inputs.get(-1 - f.from());
            arrows.add(new Arrow(from, f.to() < parts.size() ? parts.get(f.to()) : output));
        }
        return new Box(id, label, false, inside, arrows);
    }

    private List<Box> parts(Block b) {
        List<Box> out = new ArrayList<>();
        for (Block c : b.inside()) {
            out.add(box(c));
        }
        return out;
    }

    /** A block; where a part that is not its first reads an input, as a residual does, its inputs are a box too. */
    private Box box(Block b) {
        String id = id();
        boolean passesBy = b.flows().stream().anyMatch(f -> f.from() < 0 && f.to() > 0 && f.to() < b.inside().size());
        Box in = passesBy ? new Box(id(), List.of("in"), true, List.of(), List.of()) : null;
        List<Box> parts = parts(b);
        Set<Arrow> arrows = new LinkedHashSet<>();
        for (Block.Flow f : b.flows()) {
            if ((f.from() >= 0 || passesBy) && f.to() < parts.size()) {
                arrows.add(new Arrow(f.from() < 0 ? in : parts.get(f.from()), parts.get(f.to())));
            }
        }
        List<Box> inside = new ArrayList<>(passesBy ? List.of(in) : List.of());
        inside.addAll(parts);
        List<String> label = new ArrayList<>(List.of(b.title(), shapes(b)));
        if (b.parameters() != 0 || b.flops() != 0) {
            label.add(numbers(b));
        }
        return new Box(id, label, b.kind() == Block.Kind.OPERATOR, inside, List.copyOf(arrows));
    }

    private static String shapes(Block b) {
        return (String.join(", ", b.inputs()) + " -> " + String.join(", ", b.outputs())).strip();
    }

    private static String numbers(Block b) {
        return Units.count(b.parameters()) + (b.parameters() == 1 ? " parameter, " : " parameters, ") + Units.flop(b.flops());
    }
}
