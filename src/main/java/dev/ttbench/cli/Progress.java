package dev.ttbench.cli;

import dev.ttbench.sweep.Result;
import dev.ttbench.sweep.Shard;
import dev.ttbench.sweep.SweepDef;
import java.util.List;
import java.util.Locale;

/** How far a sweep is, on stderr: one line that is rewritten on a terminal, a line now and then elsewhere, and one at the end. */
final class Progress {
    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 10_000_000_000L;
    private final Session session;
    private final long total;
    private final boolean exact;
    private final long start = System.nanoTime();
    private long before;
    private long done;
    private long refused;
    private long noFit;
    private long said = start;

    Progress(Session session, SweepDef def, Shard shard) {
        this.session = session;
        this.total = Math.multiplyExact(shard.to(def.shapes()) - shard.from(def.shapes()), def.pointsOfShape());
        this.exact = def.where() == null;
    }

    /** Rows that an earlier run had done. */
    void begin(long rows) {
        before = rows;
        if (rows > 0) {
            session.note("ttbench: " + rows + " rows were there already");
        }
    }

    /** More rows are done. */
    void add(List<Result> results) {
        for (Result r : results) {
            refused += r.status().equals(Result.REFUSED) ? 1 : 0;
            noFit += r.status().equals(Result.NO_FIT) ? 1 : 0;
        }
        done += results.size();
        long now = System.nanoTime();
        boolean terminal = session.progressOnTerminal();
        if (now - said > (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            said = now;
            session.progress(line(now), terminal);
        }
    }

    private String line(long now) {
        double seconds = (now - start) * 1e-9;
        double rate = done / Math.max(1e-9, seconds);
        long left = Math.max(0, total - before - done);
        return String.format(Locale.ROOT, "%d of %s%d points, %.0f a second, %.0f s left%s", before + done, exact ? "" : "at most ", total, rate, left / Math.max(1e-9, rate), failures());
    }

    private String failures() {
        return (noFit > 0 ? ", " + noFit + (noFit == 1 ? " does" : " do") + " not fit" : "") + (refused > 0 ? ", " + refused + " refused" : "");
    }

    /** All rows are done. */
    void end() {
        double seconds = (System.nanoTime() - start) * 1e-9;
        session.progress(String.format(Locale.ROOT, "ttbench: %d %s in %.1f s%s", before + done, before + done == 1 ? "point" : "points", seconds, failures()), session.progressOnTerminal());
        session.progressEnd();
    }
}
