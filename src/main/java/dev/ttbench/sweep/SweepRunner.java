package dev.ttbench.sweep;

import dev.ttbench.profile.Request;
import dev.ttbench.profile.Suites;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** Answers the points of a sweep over several threads; the rows come in the sweep's order whatever the number of threads. */
public final class SweepRunner {
    /** Points of one task, about: enough that handing it over costs nothing. */
    private static final long TASK = 256;
    /** Requests of one task, where there are few: enough to share, and some for every thread. */
    private static final int FEW = 32;

    private final Supplier<Suites> suites;
    private final int threads;

    /** What happens with answers. */
    public interface Sink {
        /** Takes the answers to some points, in order. */
        void take(List<Result> results) throws IOException;
    }

    /** What happens with the lines of answers. */
    public interface LineSink {
        /** Takes the next line, its end included. */
        void take(String line) throws IOException;
    }

    /** Shapes from a number to another, which is not among them. */
    private record Task(long from, long to) { }

    /**
     * @param suites makes what one thread reads
     * @param threads points answered at once
     */
    public SweepRunner(Supplier<Suites> suites, int threads) {
        this.suites = suites;
        this.threads = threads;
    }

    /**
     * Runs the shapes from one number to another.
     *
     * @param skip points at the start that are done
     */
    public void run(SweepDef def, long fromShape, long toShape, long skip, Sink sink) throws IOException {
        long perShape = def.pointsOfShape();
        Evaluator first = new Evaluator(suites.get());
        long shape = fromShape;
        long rest = skip;
        while (shape < toShape && rest > 0) {
            long points = first.wanted(def, def.shape(shape)) ? perShape : 0;
            if (points > rest) {
                break;
            }
            rest -= points;
            shape++;
        }
        long step = Math.max(1, TASK / perShape);
        long[] left = {rest};
        Ordered.run(threads, () -> new Evaluator(suites.get()), tasks(shape, toShape, step), () -> true, (mine, task) -> answers(mine, def, task), results -> {
            int drop = (int) Math.min(left[0], results.size());
            left[0] -= drop;
            sink.take(drop == 0 ? results : results.subList(drop, results.size()));
        });
    }

    private static List<Result> answers(Evaluator mine, SweepDef def, Task task) {
        List<Result> out = new ArrayList<>();
        for (long i = task.from; i < task.to; i++) {
            out.addAll(mine.answers(def, i));
        }
        return out;
    }

    private static Iterator<Task> tasks(long from, long to, long step) {
        return new Iterator<>() {
            private long at = from;

            @Override
            public boolean hasNext() {
                return at < to;
            }

            @Override
            public Task next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Task t = new Task(at, Math.min(to, at + step));
                at = t.to;
                return t;
            }
        };
    }

    /** Runs requests, and answers them in their order; those of one model and size that follow each other cost least. */
    public List<Result> run(List<Request> requests) throws IOException {
        List<List<Request>> tasks = new ArrayList<>();
        for (int i = 0; i < requests.size(); i += FEW) {
            tasks.add(requests.subList(i, Math.min(requests.size(), i + FEW)));
        }
        List<Result> out = new ArrayList<>();
        Ordered.run(threads, () -> new Evaluator(suites.get()), tasks.iterator(), () -> true, Evaluator::answers, out::addAll);
        return out;
    }

    /** Runs requests that come one a line, each on its own; the answers are lines too. */
    public void run(RequestLines lines, LineSink sink) throws IOException {
        Ordered.run(threads, () -> new Evaluator(suites.get()), lines, lines::ready, SweepRunner::answer, sink::take);
    }

    private static String answer(Evaluator mine, RequestLines.Line line) {
        StringBuilder b = new StringBuilder();
        if (line.request() == null) {
            RowWriter.error(line.error(), b);
        } else {
            RowWriter.alone(mine.answer(line.request()), b);
        }
        return b.toString();
    }
}
