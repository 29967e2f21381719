package dev.ttbench.report;

import dev.ttbench.profile.Profile;
import java.util.List;

/**
 * A profile as its parts nest: pipeline, stages, blocks, operators, each with the time of all its executions, in order of execution. Without a depth it
 * unfolds by itself what costs most, and what is left out on a level is one line, so that the parts of a level add up to the one above.
 */
public final class TimeTree {
    /** What {@code --by} calls it. */
    public static final String ID = "tree";

    /** A part of at least this share of the generation's time is shown where no depth is given. */
    private static final double LEAST = 0.02;
    private static final int BAR = 10;
    /** A page of fewer columns has no bars and no FLOPs. */
    private static final int NARROW = 60;

    private final Page page;
    private final double seconds;
    private final Integer depth;
    private final boolean narrow;
    private final Grid grid;

    private TimeTree(Page page, double seconds, Integer depth) {
        this.page = page;
        this.seconds = seconds;
        this.depth = depth;
        narrow = page.style().width() < NARROW;
        grid = narrow ? new Grid(2, "time", "share", "<part") : new Grid(4, "time", "share", "<", "FLOP", "<part");
    }

    /**
     * Writes it under the profile's title and totals.
     *
     * @param depth levels below the pipeline, from 0; null for as many as there is something worth showing
     */
    static void write(Page page, Profile profile, Integer depth) {
        Part root = Part.of(profile);
        TimeTree tree = new TimeTree(page, root.seconds(), depth);
        page.heading(depth == null ? "Where time goes (parts from " + Units.percent(LEAST) + " on)" : "Where time goes");
        tree.add(root, 0, "");
        page.grid(tree.grid);
        page.paragraph("Shares are of the whole time, the wait for the host included. Equal neighbours are one line, and a part with its only part.");
    }

    private void add(Part part, int level, String outer) {
        String name = outer + part.name();
        if (part.inside().size() == 1 && level > 0) {
            add(part.inside().get(0), level, name + "/");
            return;
        }
        row(part.seconds(), part.flops(), level, name);
        List<Part> small = part.inside().stream().filter(this::small).toList();
        if (depth != null && level == depth || small.size() == part.inside().size()) {
            return;
        }
        for (Part p : part.inside()) {
            if (small.size() == 1 || !small(p)) {
                add(p, level + 1, "");
            }
        }
        if (small.size() > 1) {
            row(small.stream().mapToDouble(Part::seconds).sum(), small.stream().mapToDouble(Part::flops).sum(), level + 1, "(" + small.stream().mapToInt(Part::times).sum() + " smaller)");
        }
    }

    private boolean small(Part p) {
        return depth == null && p.seconds() < LEAST * seconds;
    }

    private void row(double time, double flops, int level, String name) {
        double share = seconds > 0 ? time / seconds : 0;
        boolean unicode = page.style().unicode();
        String part = page.indented(level, unicode ? name : name.replace('\u00d7', 'x'));
        if (narrow) {
            grid.row(Units.seconds(time), Units.percent(share), part);
        } else {
            String bar = (unicode ? "\u2587" : "#").repeat((int) Math.round(share * BAR));
            grid.row(Units.seconds(time), Units.percent(share), bar, Units.flop(flops).replace("FLOP", ""), part);
        }
    }
}
