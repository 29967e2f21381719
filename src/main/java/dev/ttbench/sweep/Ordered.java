package dev.ttbench.sweep;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Work over several threads whose results come in the order of the tasks, with a bounded number under way. */
final class Ordered {
    private static final int UNDER_WAY = 4;

    /** Takes results. */
    interface Sink<T> {
        void take(T result) throws IOException;
    }

    private Ordered() { }

    /**
     * Runs {@code work} on every task.
     *
     * @param worker what a thread has for itself
     * @param ready whether the next task can be had without waiting; while it cannot, results are handed over
     */
    static <W, T, R> void run(int threads, Supplier<W> worker, Iterator<T> tasks, BooleanSupplier ready, BiFunction<W, T, R> work, Sink<R> sink) throws IOException {
        ThreadLocal<W> mine = ThreadLocal.withInitial(worker);
        ExecutorService pool = Executors.newFixedThreadPool(threads, daemon());
        Deque<Future<R>> underWay = new ArrayDeque<>();
        try {
            while (!underWay.isEmpty() || tasks.hasNext()) {
                while (underWay.size() < threads * UNDER_WAY && (underWay.isEmpty() || ready.getAsBoolean()) && tasks.hasNext()) {
                    T task = tasks.next();
                    underWay.add(pool.submit(() -> work.apply(mine.get(), task)));
                }
                sink.take(underWay.remove().get());
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static java.util.concurrent.ThreadFactory daemon() {
        return r -> {
            Thread t = new Thread(r, "sweep");
            t.setDaemon(true);
            return t;
        };
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof RuntimeException r) {
            return r;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(cause);
    }
}
